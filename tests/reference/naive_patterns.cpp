#include "tests/reference/naive_patterns.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "engine/expr/units.hpp"

namespace vouch::reference {
namespace {

bool names_relation(const ast::Link& link) {
  const auto* path = std::get_if<ast::Path>(&link.relation);
  return path != nullptr && std::holds_alternative<ast::Name>(path->node);
}

}  // namespace

std::string Patterns::key(const Row& row) const {
  std::string out;
  for (const auto& [name, value] : row) out += name + '=' + key_of(world_, value) + '\n';
  return out;
}
std::string Patterns::key(const std::vector<Term>& cells) const {
  std::string out;
  for (const Term& cell : cells) out += key_of(world_, cell) + '\n';
  return out;
}
Rows Patterns::as_set(const Rows& rows) const {
  std::set<std::string> seen;
  Rows out;
  for (const Row& row : rows) {
    if (seen.insert(key(row)).second) out.push_back(row);
  }
  return out;
}

// A name already in the row must have the same value; an unbound or new one takes it.
bool Patterns::bind(Row& row, const std::string& name, const Term& value) const {
  const auto [at, fresh] = row.emplace(name, value);
  return fresh || key_of(world_, at->second) == key_of(world_, value);
}

bool Patterns::bind(Row& row, const ast::Term& term, const Term& value, bool kind_position) {
  if (std::holds_alternative<ast::Anything>(term)) return true;
  if (const auto* variable = std::get_if<ast::Variable>(&term)) {
    if (variable->kind && !world_.is_a(value, variable->kind->text)) return false;
    return bind(row, variable->name, value);
  }
  if (const auto* name = std::get_if<ast::Name>(&term); name != nullptr && kind_position) {
    return key_of(world_, value) == key_of(world_, kind_term(name->text));
  }
  return is_constant(value, expr_.constant(term));
}

bool Patterns::is_constant(const Term& value, const Term& wanted) {
  if (wanted.as<storage::Quantity>() == nullptr && wanted.as<storage::Date>() == nullptr) {
    return key_of(world_, value) == key_of(world_, wanted);
  }
  return expr_.equal(value, value.as<storage::Date>() != nullptr ? expr::as_date(wanted) : wanted);
}

bool Patterns::bind_object(Row& row, const ast::Link& link, const Term& value, bool kinds) {
  for (const auto& object : link.objects) {
    Row attempt = row;
    if (!bind(attempt, object, value, kinds)) continue;
    row = attempt;
    return true;
  }
  return false;
}

// The rows that a pattern makes of one row: each combination of its named values once.
Rows Patterns::rows(const ast::Pattern& p, const Row& row) {
  if (p.path) throw std::runtime_error("the reference does not know path values");
  if (!p.link) return lone(p, row);
  const auto* path = std::get_if<ast::Path>(&p.link->relation);
  const bool simple = path == nullptr || std::holds_alternative<ast::Name>(path->node) ||
                      std::holds_alternative<ast::Anything>(path->node);
  if (!simple) return path_pattern(p, *path, row);
  if (p.claim || !p.link->qualifiers.empty()) return claim_pattern(p, row);
  Rows out;
  for (const Triple& triple : world_.graph) try_triple(p, triple, row, out);
  return as_set(out);
}

Rows Patterns::lone(const ast::Pattern& p, const Row& row) {
  Rows out;
  for (const auto& [id, entity] : world_.entities) {
    Row next = row;
    if (bind(next, p.subject, entity_term(id))) out.push_back(next);
  }
  return out;
}

void Patterns::try_triple(const ast::Pattern& p, const Triple& triple, const Row& row, Rows& out) {
  const auto* variable = std::get_if<ast::Variable>(&p.link->relation);
  const auto* path = std::get_if<ast::Path>(&p.link->relation);
  const auto* name = path == nullptr ? nullptr : std::get_if<ast::Name>(&path->node);
  // A variable relation and `_` range over claimed triples only.
  if (name != nullptr ? name->text != triple.relation : !triple.said) return;
  Row next = row;
  if (!bind(next, p.subject, triple.subject)) return;
  if (variable != nullptr && !bind(next, variable->name, relation_term(triple.relation))) return;
  if (bind_object(next, *p.link, triple.object, triple.relation == "is_a")) out.push_back(next);
}

Rows Patterns::claim_pattern(const ast::Pattern& p, const Row& row) {
  bool any_polarity = false;  // naming a qualifier lifts the default for it
  bool any_alternative = false;
  for (const auto& qualifier : p.link->qualifiers) {
    any_polarity = any_polarity || qualifier.name.text == "polarity";
    any_alternative = any_alternative || qualifier.name.text == "alternative";
  }
  Rows out;
  for (std::size_t i = 0; i < world_.claims.size(); ++i) {
    const Claim& claim = world_.claims[i];
    if (claim.retracted || (claim.denied && !any_polarity) ||
        (claim.alternative && !any_alternative)) {
      continue;
    }
    Rows matched;
    for (const Triple& triple :
         world_.implied({claim.subject, claim.relation, claim.object, true})) {
      // Where the relation is a variable or `_` a claim stands as it was made, not mirrored.
      const bool as_made = triple.relation == claim.relation &&
                           key(std::vector<Term>{triple.subject}) == key(std::vector<Term>{claim.subject});
      if (!names_relation(*p.link) && !as_made) continue;
      try_triple(p, triple, row, matched);
    }
    for (Row& next : matched) {
      if (p.claim && !bind(next, p.claim->name, world_.claim_term(i))) continue;
      Rows passed{next};
      for (const auto& qualifier : p.link->qualifiers) {
        Rows after;
        for (const Row& one : passed) test_qualifier(qualifier, claim, one, after);
        passed = std::move(after);
      }
      out.insert(out.end(), passed.begin(), passed.end());
    }
  }
  return as_set(out);
}

void Patterns::test_qualifier(const ast::Qualifier& q, const Claim& claim, const Row& row, Rows& out) {
  std::vector<Term> values;
  for (const auto& [name, value] : claim.qualifiers) {
    if (name == q.name.text) values.push_back(value);
  }
  if (const auto* tests = std::get_if<ast::QualifierValues>(&q.test)) {
    test_values(*tests, values, claim, row, out);
    return;
  }
  for (const Term& value : values) {
    if (test_comparison(q, value, row)) out.push_back(row);
  }
}

void Patterns::test_values(const ast::QualifierValues& tests, const std::vector<Term>& values,
                           const Claim& claim, const Row& row, Rows& out) {
  for (const auto& chain : tests.alternatives) {
    const auto* word = std::get_if<ast::Name>(&chain[0]);
    const bool special = word != nullptr && chain.size() == 1 && word->form == ast::NameForm::id;
    if (special && (word->text == "any" || (word->text == "none" && values.empty()))) {
      out.push_back(row);
    } else if (special && word->text == "none") {
      continue;
    } else if (chain.size() > 1) {
      test_chain(chain, claim, row, out);
    } else {
      for (const Term& value : values) test_value(chain[0], value, row, out);
    }
  }
}

// `quantity > 5`, `to in (a, b)`: true for one of the claim's values.
bool Patterns::test_comparison(const ast::Qualifier& q, const Term& value, const Row& row) {
  const ast::Expr left{ast::Term(ast::Variable{"this value", {}, {}}), {}};
  Row sight = row;
  sight.insert_or_assign("this value", value);
  ast::Expr test;
  if (const auto* comparison = std::get_if<ast::QualifierComparison>(&q.test)) {
    test.node = ast::Binary{comparison->op, false, left, comparison->value};
  } else {
    const auto& in = std::get<ast::QualifierIn>(q.test);
    test.node = ast::In{false, in.is_list, left, in.elements};
  }
  return expr_.truth(test, {sight}) == expr::Truth::yes;
}

void Patterns::test_value(const ast::Term& term, const Term& value, const Row& row, Rows& out) {
  Row next = row;
  if (std::holds_alternative<ast::NumberLiteral>(term) ||
      std::holds_alternative<ast::Parameter>(term)) {
    // A bare date or range means within.
    Term wanted = expr_.constant(term);
    if (value.as<storage::Date>() != nullptr) wanted = expr::as_date(wanted);
    const auto* quantity = wanted.as<storage::Quantity>();
    const bool range = wanted.as<storage::Date>() != nullptr || (quantity != nullptr && !quantity->single());
    if (range ? expr_.within(value, wanted) : is_constant(value, wanted)) out.push_back(next);
  } else if (bind(next, term, value)) {
    out.push_back(next);
  }
}

void Patterns::test_chain(const std::vector<ast::Term>& chain, const Claim& claim, const Row& row, Rows& out) {
  for (const auto& said : claim.said_by) {
    for (std::size_t begin = 0; begin + chain.size() <= said.size(); ++begin) {
      Row next = row;
      bool fits = true;
      for (std::size_t i = 0; fits && i < chain.size(); ++i) fits = bind(next, chain[i], said[begin + i]);
      if (fits) out.push_back(next);
    }
  }
}

// ------------------------------------------------------------------------------------- paths

Rows Patterns::path_pattern(const ast::Pattern& p, const ast::Path& path, const Row& row) {
  std::vector<Term> nodes;
  for (const Triple& triple : world_.graph) {
    if (!triple.said) continue;
    nodes.push_back(triple.subject);
    nodes.push_back(triple.object);
  }
  for (const auto& [id, entity] : world_.entities) {
    if (!entity.kinds.empty() || entity.label) nodes.push_back(entity_term(id));
  }
  add_end(p.subject, row, nodes);
  for (const auto& object : p.link->objects) add_end(object, row, nodes);
  Rows out;
  for (const auto& [from, to] : pairs(path, nodes)) {
    Row next = row;
    if (bind(next, p.subject, from) && bind_object(next, *p.link, to, false)) out.push_back(next);
  }
  return as_set(out);
}

void Patterns::add_end(const ast::Term& term, const Row& row, std::vector<Term>& nodes) const {
  if (std::holds_alternative<ast::Anything>(term)) return;
  const auto* variable = std::get_if<ast::Variable>(&term);
  if (variable == nullptr) {
    nodes.push_back(expr_.constant(term));
  } else if (const auto at = row.find(variable->name); at != row.end()) {
    nodes.push_back(at->second);
  }
}

std::vector<Pair> Patterns::as_set(const std::vector<Pair>& pairs) const {
  std::set<std::string> seen;
  std::vector<Pair> out;
  for (const auto& pair : pairs) {
    if (seen.insert(key(std::vector<Term>{pair.first, pair.second})).second) out.push_back(pair);
  }
  return out;
}

// A path is a set of pairs of end points.
std::vector<Pair> Patterns::pairs(const ast::Path& path, const std::vector<Term>& nodes) {
  std::vector<Pair> out;
  if (const auto* name = std::get_if<ast::Name>(&path.node)) {
    for (const Triple& t : world_.graph) {
      if (t.relation == name->text) out.emplace_back(t.subject, t.object);
    }
  } else if (std::holds_alternative<ast::Anything>(path.node)) {
    for (const Triple& t : world_.graph) {
      if (t.said) out.emplace_back(t.subject, t.object);
    }
  } else if (const auto* sequence = std::get_if<ast::PathSequence>(&path.node)) {
    out = pairs(sequence->parts[0], nodes);
    for (std::size_t i = 1; i < sequence->parts.size(); ++i) {
      out = composed(out, pairs(sequence->parts[i], nodes));
    }
  } else if (const auto* choice = std::get_if<ast::PathAlternatives>(&path.node)) {
    for (const auto& part : choice->parts) {
      const auto more = pairs(part, nodes);
      out.insert(out.end(), more.begin(), more.end());
    }
  } else if (const auto* inverse = std::get_if<ast::PathInverse>(&path.node)) {
    for (const auto& [from, to] : pairs(*inverse->path, nodes)) out.emplace_back(to, from);
  } else if (const auto* repeat = std::get_if<ast::PathRepeat>(&path.node)) {
    out = repeated(*repeat, nodes);
  } else {
    out = excepted(std::get<ast::PathNegation>(path.node));
  }
  return as_set(out);
}

std::vector<Pair> Patterns::composed(const std::vector<Pair>& a, const std::vector<Pair>& b) const {
  std::vector<Pair> out;
  for (const auto& [from, middle] : a) {
    for (const auto& [start, to] : b) {
      if (key_of(world_, middle) == key_of(world_, start)) out.emplace_back(from, to);
    }
  }
  return as_set(out);
}

std::vector<Pair> Patterns::repeated(const ast::PathRepeat& repeat, const std::vector<Term>& nodes) {
  const auto once = pairs(*repeat.path, nodes);
  std::vector<Pair> level = once;
  if (repeat.least == 0) {
    level.clear();
    for (const Term& node : nodes) level.emplace_back(node, node);
  }
  for (std::uint32_t i = 1; i < repeat.least; ++i) level = composed(level, once);
  std::vector<Pair> out = as_set(level);
  for (std::uint32_t i = repeat.least; !repeat.most || i < *repeat.most; ++i) {
    level = i == 0 ? once : composed(level, once);
    const std::size_t before = out.size();
    out.insert(out.end(), level.begin(), level.end());
    out = as_set(out);
    if (out.size() == before) break;
  }
  if (repeat.most && *repeat.most < repeat.least) out.clear();
  return out;
}

// One hop along any claimed relation that is none of these (nor implies one), forward when a forward
// one is named, back when an inverse one is.
std::vector<Pair> Patterns::excepted(const ast::PathNegation& negation) const {
  std::vector<Pair> out;
  for (const bool inverse : {false, true}) {
    std::set<std::string> not_these;
    for (const auto& step : negation.steps) {
      if (step.inverse == inverse) not_these.insert(step.name.text);
    }
    if (not_these.empty()) continue;
    for (const Triple& t : world_.graph) {
      if (!t.said) continue;
      const auto all = world_.implied(t);
      const bool excluded = std::any_of(all.begin(), all.end(), [&](const Triple& one) {
        return one.subject == t.subject && one.object == t.object && not_these.contains(one.relation);
      });
      if (excluded) continue;
      if (inverse) out.emplace_back(t.object, t.subject);
      else out.emplace_back(t.subject, t.object);
    }
  }
  return out;
}

}  // namespace vouch::reference
