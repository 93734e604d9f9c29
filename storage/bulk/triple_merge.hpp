// storage/bulk/triple_merge.hpp — brings the triples of a bulk load into the tables.
//
// Shape     per relation the pairs of ranks, packed into 8 bytes and sorted both ways. Relations
//           that are new to the store are encoded by two threads and only put by one; the others are
//           merged block by block. The pairs of sp and op follow from the runs.
// Lifetime  of one merge, after the terms have their ids.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "storage/blocks/block_filler.hpp"
#include "storage/bulk/lane.hpp"
#include "storage/bulk/numbering.hpp"
#include "storage/statistics.hpp"
#include "storage/store.hpp"

namespace vouch::storage::bulk {

class TripleMerge {
 public:
  // `apart`: relations whose triples mean more than themselves; they go to `say` one by one.
  TripleMerge(const Numbering& numbers, lmdb::Transaction& transaction, const Tables& tables,
              Header& header, std::function<bool(TermId)> apart,
              std::function<void(const Triple&)> say);

  // Empties the lanes.
  void run(const std::vector<Lane*>& lanes);
  [[nodiscard]] std::uint64_t added() const { return added_; }

 private:
  // What is done with one relation's triples.
  struct Relation {
    std::uint64_t id = 0;
    std::vector<std::uint64_t> keys;  // subject's rank, object's rank
    std::vector<std::uint64_t> subjects;  // ranks of runs that begin
    std::vector<std::uint64_t> objects;
    std::vector<BlockFiller::Block> pso;
    std::vector<BlockFiller::Block> pos;
    std::uint64_t hashes = 0;
    std::uint64_t support_hashes = 0;
    bool fresh = false;
    bool apart = false;
  };

  void take_spelled(const std::vector<Lane*>& lanes);
  void distribute(const std::vector<Lane*>& lanes);
  void encode(Relation& relation) const;
  void turn(std::vector<std::uint64_t>& keys) const;
  void merge_known(Relation& relation);
  void say_apart(Relation& relation);
  void write_blocks(format::TableName table, std::vector<BlockFiller::Block> Relation::*blocks);
  void write_pairs(format::TableName table, std::vector<std::uint64_t> Relation::*ends,
                   TableSum& sum);
  void write_spellings();
  void respell_known();
  [[nodiscard]] Relation& relation_of(std::uint64_t id);
  [[nodiscard]] std::uint64_t key_of(const TripleRefs& triple) const {
    return std::uint64_t{numbers_.rank_of(triple.subject)} << bits_ |
           numbers_.rank_of(triple.object);
  }
  [[nodiscard]] Triple triple_of(const Relation& relation, std::uint64_t key) const;
  [[nodiscard]] std::uint64_t left(std::uint64_t key) const { return key >> bits_; }
  [[nodiscard]] std::uint64_t right(std::uint64_t key) const { return key & low_bits(bits_); }

  const Numbering& numbers_;
  lmdb::Transaction& transaction_;
  const Tables& tables_;
  Header& header_;
  std::function<bool(TermId)> apart_;
  std::function<void(const Triple&)> say_;
  unsigned bits_;  // of a rank
  std::map<std::uint64_t, std::unique_ptr<Relation>> relations_;  // by id
  StatisticsChanges statistics_;
  std::vector<BlockRow> spellings_;
  std::uint64_t added_ = 0;
};

}  // namespace vouch::storage::bulk
