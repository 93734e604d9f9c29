#include "tests/reference/naive_patterns.hpp"

#include <algorithm>
#include <set>

#include "engine/expr/units.hpp"

namespace vouch::reference {

std::string Patterns::key(const Row& row) const {
  std::string out;
  for (const auto& [name, value] : row) out += name + '=' + key_of(world_, value) + '\n';
  return out;
}
std::string Patterns::key(const Cells& cells) const {
  std::string out;
  for (const Term& cell : cells) out += key_of(world_, cell) + '\n';
  return out;
}
Rows Patterns::as_set(const Rows& rows) const {
  std::set<std::string> seen;
  Rows out;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(out),
               [&](const Row& row) { return seen.insert(key(row)).second; });
  return out;
}

// --------------------------------------------------------------------------------------- patterns

bool Patterns::bind(Row& row, const std::string& name, const Term& value) const {
  const auto [at, fresh] = row.emplace(name, value);
  return fresh || key_of(world_, at->second) == key_of(world_, value);
}

bool Patterns::bind(Row& row, const ast::Term& term, const Term& value, bool kind_position) {
  if (std::holds_alternative<ast::Anything>(term)) return true;
  if (const auto* variable = std::get_if<ast::Variable>(&term)) {
    const bool fits = !variable->kind || world_.is_a(value, variable->kind->text);
    return fits && bind(row, variable->name, value);
  }
  const auto* name = std::get_if<ast::Name>(&term);  // kinds are a name space of their own
  const bool kind = kind_position && name != nullptr;
  return is_constant(value, kind ? kind_term(name->text) : expr_.constant(term));
}

// Entities, strings, booleans by identity; numbers, quantities and dates by `=`.
bool Patterns::is_constant(const Term& value, const Term& wanted) {
  if (wanted.as<storage::Quantity>() == nullptr && wanted.as<storage::Date>() == nullptr) {
    return key_of(world_, value) == key_of(world_, wanted);
  }
  return expr_.equal(value, value.as<storage::Date>() != nullptr ? expr::as_date(wanted) : wanted);
}

// Alternatives test: one that fits is enough, they neither bind nor multiply.
std::optional<Row> Patterns::ends(const ast::Pattern& p, const Term& subject, const Term& object,
                                  const Row& row, bool kinds) {
  for (const auto& wanted : p.link->objects) {
    Row next = row;
    if (bind(next, p.subject, subject) && bind(next, wanted, object, kinds)) return next;
  }
  return std::nullopt;
}

const ast::Name* named_relation(const ast::Link& link) {
  const auto* path = std::get_if<ast::Path>(&link.relation);
  return path == nullptr ? nullptr : std::get_if<ast::Name>(&path->node);
}

// A variable relation and `_` range over claimed triples only.
std::optional<Row> Patterns::triple(const ast::Pattern& p, const Triple& t, const Row& row) {
  const auto* name = named_relation(*p.link);
  if (name != nullptr ? name->text != t.relation : !t.said) return std::nullopt;
  auto found = ends(p, t.subject, t.object, row, t.relation == "is_a");
  const auto* variable = std::get_if<ast::Variable>(&p.link->relation);
  if (found && variable != nullptr && !bind(*found, variable->name, relation_term(t.relation))) {
    return std::nullopt;
  }
  return found;
}

// "Views": what is retracted, denied or alternative says nothing; naming the qualifier lifts that.
Rows Patterns::claim(const ast::Pattern& p, std::size_t index, const Row& row) {
  const Claim& c = world_.claims[index];
  const auto asks = [&](const char* name) {
    return std::any_of(p.link->qualifiers.begin(), p.link->qualifiers.end(),
                       [&](const auto& q) { return q.name.text == name; });
  };
  if (c.retracted || (c.denied && !asks("polarity")) || (c.alternative && !asks("alternative"))) {
    return {};
  }
  Rows out;
  for (const Triple& t : world_.implied({c.subject, c.relation, c.object, true})) {
    // Where the relation is a variable or `_` a claim stands as it was made, not mirrored.
    const bool as_made =
        t.relation == c.relation && key_of(world_, t.subject) == key_of(world_, c.subject);
    auto found = triple(p, t, row);
    if (!found || (named_relation(*p.link) == nullptr && !as_made)) continue;
    if (p.claim && !bind(*found, p.claim->name, world_.claim_term(index))) continue;
    Rows rows{*found};
    for (const auto& q : p.link->qualifiers) {
      rows = each(rows, [&](const Row& one) { return qualified(q, c, one); });
    }
    out.insert(out.end(), rows.begin(), rows.end());
  }
  return out;
}

// "Rows": one row per distinct triple, or per distinct tuple of the named values.
Rows Patterns::rows(const ast::Pattern& p, const Row& row) {
  if (p.path) throw std::runtime_error("the reference does not know path values");
  Rows out;
  const auto add = [&](const std::optional<Row>& found) {
    if (found) out.push_back(*found);
  };
  const auto* path = p.link ? std::get_if<ast::Path>(&p.link->relation) : nullptr;
  if (!p.link) {  // `?p:product` alone
    for (const auto& [id, entity] : world_.entities) {
      Row next = row;
      if (bind(next, p.subject, entity_term(id))) out.push_back(next);
    }
  } else if (path != nullptr && named_relation(*p.link) == nullptr &&
             !std::holds_alternative<ast::Anything>(path->node)) {
    for (const auto& [key, pair] : pairs(*path, nodes(p, row))) {
      add(ends(p, pair.first, pair.second, row, false));
    }
  } else if (p.claim || !p.link->qualifiers.empty()) {
    for (std::size_t i = 0; i < world_.claims.size(); ++i) {
      for (const Row& found : claim(p, i, row)) out.push_back(found);
    }
  } else {
    for (const Triple& t : world_.graph) add(triple(p, t, row));
  }
  return as_set(out);
}

// ------------------------------------------------------------------------------------- qualifiers

// The row for each value of the claim that passes, with what that binds.
Rows Patterns::qualified(const ast::Qualifier& q, const Claim& claim, const Row& row) {
  Rows out;
  std::vector<Cells> values;
  for (const auto& [name, value] : claim.qualifiers) {
    if (name == q.name.text) values.push_back({value});
  }
  const auto* tests = std::get_if<ast::QualifierValues>(&q.test);
  for (std::size_t i = 0; tests == nullptr && i < values.size(); ++i) {
    if (compares(q, values[i][0], row)) out.push_back(row);
  }
  if (tests == nullptr) return out;
  for (const auto& chain : tests->alternatives) {
    const auto* word = std::get_if<ast::Name>(&chain[0]);
    const bool plain = word != nullptr && chain.size() == 1 && word->form == ast::NameForm::id;
    if (plain && (word->text == "any" || word->text == "none")) {
      if (word->text == "any" || values.empty()) out.push_back(row);
      continue;
    }
    // `a > b`: neighbours in a chain of speakers; a lone term any value.
    for (const Cells& links : chain.size() > 1 ? claim.said_by : values) {
      for (std::size_t begin = 0; begin + chain.size() <= links.size(); ++begin) {
        Row next = row;
        bool fits = true;
        for (std::size_t i = 0; i < chain.size(); ++i) {
          fits = fits && meets(next, chain[i], links[begin + i]);
        }
        if (fits) out.push_back(next);
      }
    }
  }
  return out;
}

// `quantity > 5`, `to in (a, b)`, as an expression about the value.
bool Patterns::compares(const ast::Qualifier& q, const Term& value, const Row& row) {
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

// "Dates": a bare date or range as a qualifier's value means within.
bool Patterns::meets(Row& row, const ast::Term& term, const Term& value) {
  if (!std::holds_alternative<ast::NumberLiteral>(term) &&
      !std::holds_alternative<ast::Parameter>(term)) {
    return bind(row, term, value);
  }
  Term wanted = expr_.constant(term);
  if (value.as<storage::Date>() != nullptr) wanted = expr::as_date(wanted);
  const auto* quantity = wanted.as<storage::Quantity>();
  const bool range = quantity != nullptr ? !quantity->single() : wanted.as<storage::Date>() != nullptr;
  return range ? expr_.within(value, wanted) : is_constant(value, wanted);
}

// ------------------------------------------------------------------------------------------ paths

// What `a*` and `a?` relate to itself.
std::vector<Term> Patterns::nodes(const ast::Pattern& p, const Row& row) const {
  std::vector<Term> out;
  for (const Triple& t : world_.graph) {
    if (t.said) out.insert(out.end(), {t.subject, t.object});
  }
  for (const auto& [id, entity] : world_.entities) {
    if (!entity.kinds.empty() || entity.label) out.push_back(entity_term(id));
  }
  std::vector<ast::Term> written = p.link->objects;
  written.push_back(p.subject);
  for (const ast::Term& end : written) {
    const auto* variable = std::get_if<ast::Variable>(&end);
    const auto at = variable == nullptr ? row.end() : row.find(variable->name);
    if (at != row.end()) out.push_back(at->second);
    if (variable == nullptr && !std::holds_alternative<ast::Anything>(end)) {
      out.push_back(expr_.constant(end));
    }
  }
  return out;
}

void Patterns::add(Pairs& pairs, const Term& from, const Term& to) const {
  pairs.emplace(key(Cells{from, to}), std::pair(from, to));
}

// "A path is a set of pairs of end points."
Pairs Patterns::pairs(const ast::Path& path, const std::vector<Term>& nodes) {
  Pairs out;
  const auto* name = std::get_if<ast::Name>(&path.node);
  if (name != nullptr || std::holds_alternative<ast::Anything>(path.node)) {
    for (const Triple& t : world_.graph) {
      if (name != nullptr ? t.relation == name->text : t.said) add(out, t.subject, t.object);
    }
  } else if (const auto* sequence = std::get_if<ast::PathSequence>(&path.node)) {
    out = pairs(sequence->parts[0], nodes);
    for (std::size_t i = 1; i < sequence->parts.size(); ++i) {
      out = composed(out, pairs(sequence->parts[i], nodes));
    }
  } else if (const auto* choice = std::get_if<ast::PathAlternatives>(&path.node)) {
    for (const auto& part : choice->parts) out.merge(pairs(part, nodes));
  } else if (const auto* inverse = std::get_if<ast::PathInverse>(&path.node)) {
    for (const auto& [key, p] : pairs(*inverse->path, nodes)) add(out, p.second, p.first);
  } else if (const auto* repeat = std::get_if<ast::PathRepeat>(&path.node)) {
    out = repeated(*repeat, nodes);
  } else {
    out = excepted(std::get<ast::PathNegation>(path.node));
  }
  return out;
}

Pairs Patterns::composed(const Pairs& a, const Pairs& b) const {
  Pairs out;
  for (const auto& [left_key, left] : a) {
    for (const auto& [right_key, right] : b) {
      const bool meet = key_of(world_, left.second) == key_of(world_, right.first);
      if (meet) add(out, left.first, right.second);
    }
  }
  return out;
}

// Once, twice, … until the most or until nothing new comes.
Pairs Patterns::repeated(const ast::PathRepeat& repeat, const std::vector<Term>& nodes) {
  const Pairs once = pairs(*repeat.path, nodes);
  Pairs out;
  if (repeat.least == 0) {
    for (const Term& node : nodes) add(out, node, node);
  }
  Pairs level = once;
  for (std::uint32_t times = 1; !repeat.most || times <= *repeat.most; ++times) {
    if (times > 1) level = composed(level, once);
    const std::size_t before = out.size();
    if (times >= repeat.least) out.insert(level.begin(), level.end());
    if (times >= repeat.least && out.size() == before) break;
  }
  return out;
}

// One hop along any claimed relation that is none of these (nor implies one), forward when a forward
// one is named, back when an inverse one is.
Pairs Patterns::excepted(const ast::PathNegation& negation) const {
  Pairs out;
  for (const bool inverse : {false, true}) {
    std::set<std::string> not_these;
    for (const auto& step : negation.steps) {
      if (step.inverse == inverse) not_these.insert(step.name.text);
    }
    for (const Triple& t : world_.graph) {
      if (not_these.empty() || !t.said) continue;
      const auto all = world_.implied(t);
      const bool excluded = std::any_of(all.begin(), all.end(), [&](const Triple& one) {
        return one.subject == t.subject && one.object == t.object && not_these.contains(one.relation);
      });
      if (!excluded) add(out, inverse ? t.object : t.subject, inverse ? t.subject : t.object);
    }
  }
  return out;
}

}  // namespace vouch::reference
