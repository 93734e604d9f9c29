// engine/load/fact_writer.hpp — claim, deny, claims, retract, merge: each checked whole, then written.
//
// Shape     claims of one statement may name each other by the ids they give themselves.
// Errors    false: problems were added to the workspace, and nothing of the statement was written.
//           Spans are compared with the documents at hand (E0319; W0408 where the text is another).
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/load/changes.hpp"
#include "engine/load/claims.hpp"
#include "engine/load/declarations.hpp"
#include "engine/load/documents.hpp"
#include "engine/load/workspace.hpp"
#include "parser/ast_statement.hpp"

namespace vouch::load {

struct FactCounts {
  std::uint64_t claims_seen = 0;
  std::uint64_t claims_added = 0;
  std::uint64_t claims_retracted = 0;
  std::uint64_t spans_verified = 0;
  std::uint64_t spans_without_document = 0;
};

using SharedQualifiers = std::vector<ResolvedQualifier>;

class FactWriter {
 public:
  FactWriter(Workspace& work, Documents& documents)
      : work_(work), documents_(documents), builder_(work) {}

  [[nodiscard]] FactCounts& counts() { return counts_; }
  // Qualifiers that every fact takes unless it has its own (`load "…" (source s)`).
  [[nodiscard]] bool set_defaults(const std::vector<ast::Qualifier>& qualifiers);
  [[nodiscard]] const SharedQualifiers& defaults() const { return defaults_; }
  // Writes nothing, only checks.
  void set_check_only(bool check_only) { check_only_ = check_only; }

  [[nodiscard]] bool claim(const ast::ClaimStatement& statement);
  [[nodiscard]] bool claims(const ast::ClaimsStatement& statement);
  [[nodiscard]] bool retract(const ast::RetractStatement& statement, Repeated repeated);
  // `merge` and `unmerge`.
  [[nodiscard]] bool merge(const ast::MergeStatement& statement, Span place, Repeated repeated);

  // In pieces, for loads: qualifiers of a block, then its facts one by one.
  [[nodiscard]] std::optional<SharedQualifiers> shared(
      const std::vector<ast::Qualifier>& qualifiers);
  [[nodiscard]] bool facts(std::span<const ast::Fact> facts, const SharedQualifiers& shared);

 private:
  [[nodiscard]] bool verify(const BuiltClaim& built);
  void warn_if_changed(const BuiltClaim& built);
  [[nodiscard]] bool ids_free(const std::vector<BuiltClaim>& built);
  [[nodiscard]] bool add_all(std::vector<BuiltClaim>& built);
  void count(const AddedClaim& added);

  Workspace& work_;
  Documents& documents_;
  ClaimBuilder builder_;
  SharedQualifiers defaults_;
  FactCounts counts_;
  std::unordered_set<TermId> retracted_;  // by this writer
  std::unordered_set<TermId> told_of_;    // sources whose documents are others
  bool check_only_ = false;
};

}  // namespace vouch::load
