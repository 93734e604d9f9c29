// storage/bulk_load.hpp — many plain triples into one Update, from several threads at once.
//
// Shape     each thread writes into a Lane of its own: terms as bytes give Refs, Refs make triples.
//           finish() gives the new terms their ids and merges everything into the tables. What a
//           store makes of plain triples otherwise (is_a of declared kinds, symmetric relations)
//           it makes of these as well; names and words are the caller's.
// Lifetime  borrows the Update, which must be committed afterwards. A Ref belongs to its lane, and
//           is good for the next kRefsKept terms of that lane at least; ask again for older ones.
// Units     about `memory_bytes` in all, until the pages that the transaction has changed take half of
//           it. Beyond that terms get their ids on the way, and triples wait on disk.
// Errors    CapacityError, CorruptionError: only a rollback is left.
// Threads   a lane belongs to one thread at a time. While lanes are used nobody uses the Update.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "storage/rdf_literal.hpp"
#include "storage/store.hpp"

namespace vouch::storage {

class BulkLane;
class BulkState;

class BulkLoad {
 public:
  struct Options {
    std::size_t memory_bytes = std::size_t{768} << 20U;
    unsigned lanes = 2;
  };
  struct Counts {
    std::uint64_t given = 0;  // triples, repeated ones too
    std::uint64_t added = 0;  // that were not in the store, with those that follow from them
    std::uint64_t terms = 0;  // new ones
  };
  enum class Ref : std::uint64_t {};
  static constexpr std::size_t kRefsKept = std::size_t{1} << 17U;

  class Lane {
   public:
    [[nodiscard]] Ref iri(std::string_view absolute);
    [[nodiscard]] Ref blank(std::string_view label);  // unique among all documents
    // Without datatype and language a plain string. The value is what counts; how it was written
    // goes with the Ref where that is not how the store would write it.
    [[nodiscard]] Ref literal(std::string_view lexical, std::string_view datatype = {},
                              std::string_view language = {}, Direction = Direction::none);
    [[nodiscard]] Ref triple_term(std::string_view canonical_ntriples);
    [[nodiscard]] Ref id(TermId id);  // of the store or this Update; committed or flushed
    void add(Ref subject, Ref relation, Ref object);

   private:
    friend class BulkLoad;
    explicit Lane(BulkLane& lane) : lane_(&lane) {}
    BulkLane* lane_;
  };

  explicit BulkLoad(Update& update) : BulkLoad(update, Options{}) {}
  BulkLoad(Update& update, const Options& options);
  ~BulkLoad();
  BulkLoad(const BulkLoad&) = delete;
  BulkLoad& operator=(const BulkLoad&) = delete;

  [[nodiscard]] Lane& lane(unsigned number);
  // Once, when no thread uses a lane any more, in the thread of the Update.
  Counts finish();

 private:
  std::unique_ptr<BulkState> state_;
  std::vector<Lane> lanes_;
};

}  // namespace vouch::storage
