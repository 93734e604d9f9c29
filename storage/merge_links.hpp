// storage/merge_links.hpp — merges as claims say them, and the ids that follow from those believed.
//
// Shape     MergeLinks: all unretracted merges. CanonicalIds: of each merged entity the last target
//           of its chain of believed merges, and back.
//             a → b → c   of(a) = of(b) = of(c) = c   under(c) = {a, b}
//           A merge is believed when it is affirmed, without alternative and at least `stated`.
// Order     claims by number, ids ascending: the same merges give the same ids in any order.
// Source    docs/storage-format.md §3.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "storage/claim_codec.hpp"
#include "storage/merges.hpp"
#include "storage/tables.hpp"

namespace vouch::storage {

class CanonicalIds {
 public:
  CanonicalIds() = default;
  explicit CanonicalIds(std::unordered_map<TermId, TermId> canonical);

  [[nodiscard]] bool empty() const { return canonical_.empty(); }
  [[nodiscard]] TermId of(TermId id) const {
    if (canonical_.empty()) return id;
    const auto found = canonical_.find(id);
    return found == canonical_.end() ? id : found->second;
  }
  // The entities that stand under this one, itself not among them.
  [[nodiscard]] std::span<const TermId> under(TermId id) const;
  // Where the graph holds what was said: under the canonical ids; labels of merged entities are other
  // names of their targets. Merges themselves and former ids stand as they were said.
  [[nodiscard]] Triple image(const Triple& said) const;
  // What would have this triple for its image, and is not the same.
  void each_preimage(const Triple& image, const std::function<void(const Triple&)>& visit) const;
  [[nodiscard]] const std::unordered_map<TermId, TermId>& all() const { return canonical_; }

 private:
  std::unordered_map<TermId, TermId> canonical_;  // of merged ones only
  std::unordered_map<TermId, std::vector<TermId>> under_;
};

class MergeLinks {
 public:
  void add(const MergeClaim& merge);
  void remove(TermId claim);
  // The merges from one entity to the other, one after the other; nothing when they do not lead there.
  [[nodiscard]] std::vector<TermId> chain(TermId from, TermId to) const;
  // What the entity is believed to be merged into.
  [[nodiscard]] std::optional<TermId> target(TermId entity) const;
  [[nodiscard]] CanonicalIds canonical() const;

 private:
  [[nodiscard]] TermId last_target(TermId entity) const;
  std::map<TermId, MergeClaim> merges_;
  std::unordered_map<TermId, std::vector<TermId>> by_entity_;  // claims
};

// A merge, if the claim is one.
[[nodiscard]] std::optional<MergeClaim> merge_of(const ClaimRecord& record, bool retracted);
// All merges of the tables; `flags_of` by number.
[[nodiscard]] std::vector<MergeClaim> stored_merges(
    lmdb::Transaction& transaction, const Tables& tables,
    const std::function<std::uint8_t(std::uint64_t)>& flags_of);

}  // namespace vouch::storage
