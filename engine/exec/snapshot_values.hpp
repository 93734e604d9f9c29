// engine/exec/snapshot_values.hpp — what functions ask of the store: labels, kinds, fields.
//
// Shape     expr::ValueContext over the statement's snapshot. Several values of a field come as a
//           List in the order of `order by`, so that equal stores give equal answers.
// Lifetime  borrows the Terms; cursors are kept open between questions.
// Threads   one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/exec/run.hpp"
#include "engine/expr/value_ops.hpp"
#include "storage/store.hpp"

namespace vouch::exec {

class SnapshotValues final : public expr::ValueContext {
 public:
  SnapshotValues(Terms& terms, storage::Date today);

  [[nodiscard]] std::string label(const Term& entity) override;
  [[nodiscard]] std::string id_text(const Term& entity) override;
  [[nodiscard]] std::vector<Term> kinds(const Term& entity) override;
  [[nodiscard]] bool is_a(const Term& entity, const Term& kind) override;
  [[nodiscard]] Term field(const Term& subject, std::string_view name) override;
  [[nodiscard]] std::vector<std::vector<Term>> said_by(const Term& claim) override;
  [[nodiscard]] storage::Date today() override { return today_; }
  [[nodiscard]] std::optional<std::uint64_t> rank(const Term& entity) override;
  [[nodiscard]] const storage::Catalog& catalog() override { return snapshot_.catalog(); }

 private:
  [[nodiscard]] std::optional<TermId> stored(const Term& term) const;
  // Objects of (subject, relation), or subjects where the relation is an inverse.
  [[nodiscard]] std::vector<Term> values(TermId subject, TermId relation, bool inverse);

  Terms& terms_;
  const storage::Snapshot& snapshot_;
  storage::TripleCursor forward_;   // spo
  storage::TripleCursor backward_;  // pos
  storage::Date today_;
  std::string base_;                      // of the store's own IRIs
  std::vector<std::string> certainties_;  // weakest first
};

}  // namespace vouch::exec
