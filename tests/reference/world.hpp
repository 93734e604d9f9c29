// tests/reference/world.hpp — facts as plain vectors, read from a parsed script without the engine.
//
// Shape     kinds, relations and entities as declared, claims in order; `graph` is what they say: every
//           triple that holds, with what symmetric, inverse and `under` add, each once.
// Terms     an entity is an Iri under kDefaultBase, a kind one under `kind/`, a relation one under
//           `relation/`, a value like `stated` one under `value/`; a claim is ClaimRef{index + 1}.
// Errors    std::runtime_error for facts the reference does not know how to read.
// Source    docs/language.md §2 and "Rulings"; knows nothing of engine/ but literals and units.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parser/ast.hpp"
#include "storage/catalog.hpp"
#include "storage/term.hpp"

namespace vouch::reference {

using storage::Term;
using Cells = std::vector<Term>;

struct Triple {
  Term subject;
  std::string relation;
  Term object;
  bool said = false;  // as claimed (or its mirror), not by inverse, `under` or a qualifier
};

struct Relation {
  std::vector<std::string> range;
  std::string inverse;     // its other name
  std::string inverse_of;  // set on that name's own entry
  bool symmetric = false;
  std::vector<std::string> under;
};

struct Entity {
  std::vector<std::string> kinds;
  std::optional<Term> label;
  std::vector<Term> also;
  std::vector<std::pair<std::string, Term>> fields;  // of a source
};

struct Claim {
  std::string name;
  Term subject;
  std::string relation;
  Term object;
  bool denied = false;
  bool retracted = false;
  bool alternative = false;
  std::vector<std::pair<std::string, Term>> qualifiers;  // defaults included, links of chains singly
  std::vector<std::vector<Term>> said_by;                // chains, original speaker first

  // Each value of a qualifier by itself; above one link each run of neighbours in a chain of speakers.
  [[nodiscard]] std::vector<Cells> values(const std::string& qualifier, std::size_t links) const;
};

class World {
 public:
  std::map<std::string, std::vector<std::string>> kinds;  // and what they are under
  std::map<std::string, Relation> relations;              // inverse names too
  std::map<std::string, Entity> entities;                 // sources too
  std::vector<Claim> claims;
  storage::Catalog units;  // declared units only
  std::map<std::string, std::string> prefixes;

  std::vector<Triple> graph;  // filled by finish()
  void finish();

  // Subjects and objects of claimed triples, declared entities: what every path of no steps relates.
  [[nodiscard]] Cells nodes() const;
  // Everything that follows from one triple: its mirror, its inverse, what it is under.
  [[nodiscard]] std::vector<Triple> implied(const Triple& triple) const;
  // Does one of these relations hold from its subject to its object because of the triple?
  [[nodiscard]] bool implies(const Triple& triple, const std::set<std::string>& relations) const;
  [[nodiscard]] Term claim_term(std::size_t index) const;
  [[nodiscard]] const Claim* claim(const Term& term) const;
  [[nodiscard]] const Entity* entity(const Term& term) const;
  [[nodiscard]] bool is_a(const Term& entity, const std::string& kind) const;
  // Entities, claims by name, values such as `stated`.
  [[nodiscard]] std::optional<Term> named(const ast::Name& name) const;
  [[nodiscard]] Term literal(const ast::NumberLiteral& literal) const;
  // A constant: nothing for variables, parameters and `_`.
  [[nodiscard]] std::optional<Term> constant(const ast::Term& term) const;
};

// Values compare by what people read: entities and claims by name, all else by equality.
[[nodiscard]] std::string key_of(const World& world, const Term& term);
[[nodiscard]] std::string key_of(const World& world, const Cells& cells);
[[nodiscard]] std::string name_of(const World& world, const Term& term);  // of an entity or claim
[[nodiscard]] Term entity_term(std::string_view id);
[[nodiscard]] Term kind_term(std::string_view id);
[[nodiscard]] Term relation_term(std::string_view id);
[[nodiscard]] bool is_built_in_qualifier(std::string_view name);
// Where a date is expected a bare year is a date.
[[nodiscard]] bool is_date_qualifier(std::string_view name);

// Reads declarations and claims. Claims without an id get `c_1`, `c_2`… (their names in a store differ).
[[nodiscard]] World world_from(const ast::Script& script);

}  // namespace vouch::reference
