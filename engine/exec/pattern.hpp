// engine/exec/pattern.hpp — a scan's slots as places of stored rows, and which values they admit.
//
// Shape     places are subject, relation, object and (claims) claim, as stored: a scan of one
//           inverse step has its subject and object swapped. An Order is a sequence of places.
// Lifetime  values.
// Source    logical::TripleScan and ClaimScan say what a scan means.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/exec/operator.hpp"
#include "engine/physical/plan.hpp"
#include "storage/store.hpp"

namespace vouch::exec {

using logical::Slot;

enum Place : std::uint8_t { kSubject = 0, kRelation = 1, kObject = 2, kClaim = 3 };
inline constexpr std::size_t kNoPlace = 255;
using Sequence = std::array<std::uint8_t, 4>;  // of places; triples use three

[[nodiscard]] Sequence sequence_of(storage::Order order);
[[nodiscard]] Sequence sequence_of(storage::ClaimOrder order);

struct Pattern {
  std::array<Slot, 4> slots;
  std::vector<TermId> choices;  // sorted; for the place `limited`
  std::size_t limited = kNoPlace;
  bool open_relation = false;  // variable or anything: no book-keeping
};
[[nodiscard]] Pattern pattern_of(const logical::TripleScan& scan);
[[nodiscard]] Pattern pattern_of(const logical::ClaimScan& scan);

// The distinct variables of a pattern, by place.
[[nodiscard]] Columns variables_of(const Pattern& pattern);

// Relations of the store's own book-keeping.
[[nodiscard]] bool is_bookkeeping(TermId relation);        // kinds, labels, merges
[[nodiscard]] bool is_built_in_relation(TermId relation);  // these, qualifiers and fields

// Is a triple whose subject is a claim itself claimed (affirmed, in force)?
class ClaimedTriples {
 public:
  explicit ClaimedTriples(ExecContext& context);
  [[nodiscard]] bool has(TermId subject, TermId relation, TermId object);
  // Does a triple of the default graph count where the relation is open?
  [[nodiscard]] bool counts(TermId subject, TermId relation, TermId object) {
    if (is_built_in_relation(relation)) return false;
    return subject.tag() != storage::IdTag::claim || has(subject, relation, object);
  }

 private:
  ExecContext& context_;
  std::optional<storage::ClaimCursor> cursor_;
};

}  // namespace vouch::exec
