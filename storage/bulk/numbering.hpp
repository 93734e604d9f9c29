// storage/bulk/numbering.hpp — the ids of a bulk load's terms, and their order.
//
// Shape     terms the store has get their ids from the dictionary, looked up in the order of their
//           hashes; the others are sorted by their bytes, numbered in that order, and appended.
//           A rank is an id's place among all ids of the load: 32 bits that sort as ids do.
// Lifetime  of one merge; the table of terms must not change meanwhile.
#pragma once

#include <cstdint>
#include <vector>

#include "storage/bulk/term_table.hpp"
#include "storage/header.hpp"
#include "storage/tables.hpp"

namespace vouch::storage::bulk {

class Numbering {
 public:
  Numbering(TermTable& terms, lmdb::Transaction& transaction, const Tables& tables,
            Header& header);

  void run();
  [[nodiscard]] std::uint64_t id_of(TermRef ref) const { return ids_[place_of(ref)]; }
  [[nodiscard]] std::uint32_t rank_of(TermRef ref) const { return ranks_[place_of(ref)]; }
  [[nodiscard]] std::uint64_t id_at(std::uint64_t rank) const { return by_rank_[rank]; }
  [[nodiscard]] std::size_t ranks() const { return by_rank_.size(); }
  [[nodiscard]] std::uint64_t added() const { return added_; }

 private:
  struct Unknown {
    std::uint64_t hash;  // as the table has it
    TermRef ref;
  };
  [[nodiscard]] std::size_t place_of(TermRef ref) const {
    return begins_[ref >> TermTable::kPlaceBits] + (ref & ((1U << TermTable::kPlaceBits) - 1));
  }
  void collect(std::vector<Unknown>& unknown);
  void look_up(std::vector<Unknown>& unknown);
  void number(std::vector<Unknown>& unknown);
  void write_hashes(std::vector<Unknown>& fresh);
  void rank();

  TermTable& terms_;
  lmdb::Transaction& transaction_;
  const Tables& tables_;
  Header& header_;
  std::array<std::size_t, TermTable::kShards + 1> begins_{};
  std::vector<std::uint64_t> ids_;  // by place; 0: not known yet
  std::vector<std::uint32_t> ranks_;
  std::vector<std::uint64_t> by_rank_;
  std::uint64_t added_ = 0;
};

}  // namespace vouch::storage::bulk
