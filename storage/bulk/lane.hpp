// storage/bulk/lane.hpp — what one thread of a bulk load gives: terms by the batch, then triples.
//
// Shape     a ticket is a term's number in its lane; terms wait with their bytes until the batch is
//           full, then all are looked up together and the triples of the batch get their refs.
//           Terms met again soon (subjects, relations, kinds) come from a small cache of tickets.
// Threads   one at a time, but for bytes(); takes the gate shared while it looks up, so that a merge may shut it.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "storage/bulk/term_table.hpp"
#include "storage/rdf_literal.hpp"
#include "storage/term_id.hpp"

namespace vouch::storage::bulk {

struct TripleRefs {
  TermRef subject;
  TermRef relation;
  TermRef object;
};
struct SpelledRefs {
  TripleRefs triple;
  TermRef spelling;
};

// What lanes share.
struct LaneSettings {
  std::string base;  // of the store's well-known IRIs
  std::uint32_t hash_bits = 64;
};

class Lane {
 public:
  using Ticket = std::uint64_t;

  Lane(const LaneSettings& settings, TermTable& terms, std::shared_mutex& gate)
      : settings_(settings), terms_(terms), gate_(gate) {}

  [[nodiscard]] Ticket iri(std::string_view absolute);
  [[nodiscard]] Ticket tagged(IdTag tag, std::string_view bytes);  // blank nodes, long texts
  [[nodiscard]] Ticket literal(std::string_view lexical, std::string_view datatype,
                               std::string_view language, Direction direction);
  [[nodiscard]] Ticket term(const Term& term);
  [[nodiscard]] Ticket id(TermId id);
  // True when a batch was looked up: a good moment to see how much memory is in use.
  bool add(Ticket subject, Ticket relation, Ticket object);

  void resolve();
  [[nodiscard]] std::vector<TripleRefs>& triples() { return triples_; }
  [[nodiscard]] std::vector<SpelledRefs>& spelled() { return spelled_; }
  // From any thread: after the last batch that was looked up.
  [[nodiscard]] std::size_t bytes() const { return held_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t given() const { return given_; }
  // After a merge: the refs of tickets that may still be used, to be replaced.
  void forget_old() { trim_to(kKeep / 2); }
  [[nodiscard]] std::vector<TermRef>& kept_refs() { return refs_; }
  void give_back();

 private:
  static constexpr std::size_t kBatch = 4096;
  static constexpr std::size_t kKeep = std::size_t{1} << 18U;  // twice what is promised
  static constexpr std::size_t kCacheSlots = 256;
  static constexpr Ticket kSpelled = Ticket{1} << 63U;  // the next ticket is how it was spelled

  struct Pending {
    std::uint64_t hash;
    std::size_t offset;
    std::size_t size;  // 0: an id
  };
  struct Cached {
    std::string text;
    Ticket ticket = 0;
    bool used = false;
  };
  struct Triple {
    Ticket subject;
    Ticket relation;
    Ticket object;
  };

  [[nodiscard]] Ticket push(std::uint64_t hash, std::size_t offset);
  [[nodiscard]] Ticket next_ticket() const { return first_ + refs_.size() + pending_.size(); }
  [[nodiscard]] bool fast_literal(std::string_view lexical, std::string_view datatype, TermId& id);
  [[nodiscard]] TermRef ref(Ticket ticket) const { return refs_[(ticket & ~kSpelled) - first_]; }
  void trim_to(std::size_t kept);

  const LaneSettings& settings_;
  TermTable& terms_;
  std::shared_mutex& gate_;
  std::vector<Pending> pending_;
  std::string bytes_;
  std::vector<Wanted> wanted_;
  std::vector<TermRef> refs_;  // of tickets first_, first_ + 1, …
  Ticket first_ = 0;
  std::vector<Triple> batch_;
  std::vector<TripleRefs> triples_;
  std::vector<SpelledRefs> spelled_;
  std::atomic<std::size_t> held_ = 0;
  std::array<Cached, kCacheSlots> cache_;
  std::uint64_t given_ = 0;
};

}  // namespace vouch::storage::bulk
