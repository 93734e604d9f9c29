// engine/bind/resolver.hpp — names and literals of the text → terms of the store.
//
// Shape     one Resolver per statement; collects Diagnostics with suggestions from the store.
// Errors    E0201 unknown entity, E0202 ambiguous label, E0203 unknown relation, E0204 unknown kind,
//           E0205 unknown prefix, E0206 malformed number or date, E0207 unknown unit, E0208 unbound
//           parameter, E0209 unknown qualifier. Unknown IRIs and prefixed names are a notice (N0210).
// Lifetime  borrows the snapshot and the parameters.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "parser/ast_terms.hpp"
#include "storage/store.hpp"

namespace vouch::bind {

using storage::NameSpace;
using storage::Term;
using storage::TermId;

using Parameters = std::map<std::string, Term>;  // `$name` without the `$`

class Resolver {
 public:
  // `prefixes` are the session's own; the catalog's come after them.
  Resolver(const storage::Snapshot& snapshot, const Parameters& parameters,
           const std::map<std::string, std::string>& prefixes, Diagnostics& problems);

  // Entities under the ids they were given, merged or not: as facts say them. Otherwise under those of
  // what they are merged into.
  void keep_as_said() { as_said_ = true; }

  // nullopt: a diagnostic has been added (or, for unknown IRIs, a notice: then `local` is returned).
  [[nodiscard]] std::optional<TermId> entity(const ast::Name& name);
  [[nodiscard]] std::optional<TermId> kind(const ast::PlainName& name);
  [[nodiscard]] std::optional<TermId> kind(const ast::Name& name);
  [[nodiscard]] std::optional<TermId> relation(const ast::Name& name);
  // A relation named by a qualifier or field word: built-in ones first.
  [[nodiscard]] std::optional<TermId> qualifier(const ast::PlainName& name);

  // The absolute IRI a name stands for, where it needs no look-up (id, iri, prefixed).
  [[nodiscard]] std::optional<std::string> iri(const ast::Name& name, NameSpace space);

  // Values. accept_new_units: in facts plain words become units of their own? No: they must be declared;
  // the switch serves `unit` statements.
  [[nodiscard]] std::optional<Term> number(const ast::NumberLiteral& literal);
  [[nodiscard]] std::optional<Term> text(const ast::StringLiteral& literal);
  [[nodiscard]] std::optional<Term> parameter(const ast::Parameter& parameter);
  // Any constant term; entities as Iri/ClaimRef terms. Variables and `_` are refused (invariant).
  [[nodiscard]] std::optional<Term> constant(const ast::Term& term);
  // The id of a constant, a `local` placeholder id when the store does not know the term (no row can match).
  [[nodiscard]] std::optional<TermId> constant_id(const ast::Term& term);

  // Values that qualifiers give their own meaning: `stated`, `planned`, `denied`…
  [[nodiscard]] std::optional<TermId> special_value(TermId qualifier, const ast::Name& name);

  [[nodiscard]] const storage::Snapshot& snapshot() const { return snapshot_; }
  [[nodiscard]] Diagnostics& problems() { return problems_; }

  // Names of a space near a wrong one, for suggestions.
  [[nodiscard]] std::vector<std::string> near(NameSpace space, std::string_view wrong) const;

 private:
  [[nodiscard]] TermId one(TermId id) const;  // of a merged entity the canonical one
  std::optional<TermId> labelled(const ast::Name& name, NameSpace space);
  std::optional<TermId> unknown(const ast::Name& name, NameSpace space);

  const storage::Snapshot& snapshot_;
  const Parameters& parameters_;
  const std::map<std::string, std::string>& prefixes_;
  Diagnostics& problems_;
  bool as_said_ = false;
};

}  // namespace vouch::bind
