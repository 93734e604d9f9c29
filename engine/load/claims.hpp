// engine/load/claims.hpp — a fact of the text → a claim of the store, checked.
//
// Shape     build() resolves and checks one fact and writes nothing but dictionary terms; add()
//           writes it. Shared qualifiers of a `claims` block are resolved once; a fact's own
//           qualifier of the same name takes their place (`said_by none` takes them away).
// Errors    E0201 E0203 E0207 E0209 names; E0301 domain and range; E0314 times in the wrong order;
//           E0315 not a fact; E0316 id taken; E0317 no such value; E0318 not a source.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/load/workspace.hpp"
#include "parser/ast_query.hpp"

namespace vouch::load {

struct ResolvedQualifier {
  TermId relation;
  std::vector<TermId> values;  // one; of said_by the links of a chain; of `none` nothing
  Term term;                   // of the last one, where it is no entity
  Span place;
};

struct BuiltClaim {
  storage::NewClaim claim;
  TermId source;
  std::optional<std::pair<std::uint64_t, std::uint64_t>> span;  // bytes of the document
  Span place;
  Span span_place;
};

enum class Added : std::uint8_t { fresh, known, refused };
struct AddedClaim {
  Added what = Added::refused;
  std::optional<TermId> id;  // of fresh ones, and of known ones with a name of their own
};

class ClaimBuilder {
 public:
  explicit ClaimBuilder(Workspace& work) : work_(work) {}

  // False: some of them are wrong; problems were added.
  [[nodiscard]] bool share(const std::vector<ast::Qualifier>& qualifiers,
                           std::vector<ResolvedQualifier>& out);
  [[nodiscard]] std::optional<BuiltClaim> build(const ast::Fact& fact,
                                                const std::vector<ResolvedQualifier>& shared);
  // That one entity is another. Errors: the qualifiers'.
  [[nodiscard]] std::optional<BuiltClaim> build_merge(
      TermId entity, TermId into, const std::vector<ast::Qualifier>& qualifiers,
      const std::vector<ResolvedQualifier>& shared, Span place);
  [[nodiscard]] AddedClaim add(const BuiltClaim& built);

 private:
  struct Parts;
  [[nodiscard]] bool resolve(const ast::Qualifier& qualifier, ResolvedQualifier& out);
  [[nodiscard]] std::optional<TermId> qualifier_value(TermId relation, const ast::Term& term,
                                                      Term& value);
  [[nodiscard]] std::optional<TermId> word_value(TermId relation, const ast::Name& name);
  [[nodiscard]] std::optional<TermId> own_label(const ast::Term& term, Term& value);
  [[nodiscard]] std::optional<TermId> end_of(const ast::Term& term, const RelationInfo& relation,
                                             bool object, Term& value);
  [[nodiscard]] bool time(const ResolvedQualifier& qualifier, BuiltClaim& out, Parts& parts);
  [[nodiscard]] bool fits(TermId id, const Term* value, const RelationInfo& relation, bool object,
                          Span place);
  // With what the claim itself does not say.
  [[nodiscard]] bool complete(Parts& parts, const std::vector<ResolvedQualifier>& shared,
                              BuiltClaim& out);
  [[nodiscard]] bool assemble(Parts& parts, BuiltClaim& out);
  [[nodiscard]] bool take(const ResolvedQualifier& qualifier, BuiltClaim& out, Parts& parts);
  [[nodiscard]] bool times_in_order(const Parts& parts);

  Workspace& work_;
  std::unordered_map<std::uint64_t, bool> fits_;  // by relation, side and kind set
};

}  // namespace vouch::load
