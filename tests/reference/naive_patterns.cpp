#include "tests/reference/naive_patterns.hpp"

#include <algorithm>
#include <set>

namespace vouch::reference {
namespace {

// The one relation that is named; nothing for a variable, `_` and long paths.
const ast::Name* named_relation(const ast::Link& link) {
  const auto* path = std::get_if<ast::Path>(&link.relation);
  return path == nullptr ? nullptr : std::get_if<ast::Name>(&path->node);
}

}  // namespace

// ------------------------------------------------------------------------------------------ slots

bool Patterns::bind(Row& row, const std::string& name, const Term& value) const {
  const auto [at, fresh] = row.emplace(name, value);
  return fresh || key_of(world_, at->second) == key_of(world_, value);
}

bool Patterns::bind(Row& row, const ast::Term& term, const Term& value, Slot slot) {
  if (std::holds_alternative<ast::Anything>(term)) return true;
  if (const auto* variable = std::get_if<ast::Variable>(&term)) {
    const bool fits = !variable->kind || world_.is_a(value, variable->kind->text);
    return fits && bind(row, variable->name, value);
  }
  const auto* name = std::get_if<ast::Name>(&term);  // kinds are a name space of their own
  const bool kind = slot == Slot::kind && name != nullptr;
  const Term wanted = kind ? kind_term(name->text) : expr_.constant(term);
  return slot == Slot::qualifier ? expr_.qualifies(value, wanted) : expr_.matches(value, wanted);
}

// --------------------------------------------------------------------------------------- patterns

// "Rows": one row per distinct triple, or per distinct tuple of the named values.
Rows Patterns::rows(const ast::Pattern& p, const Row& row) {
  if (p.path) throw std::runtime_error("the reference does not know path values");
  Rows out;
  const auto add = [&](const Rows& rows) { out.insert(out.end(), rows.begin(), rows.end()); };
  if (!p.link) {  // `?p:product` alone
    for (const auto& [id, entity] : world_.entities) {
      Row next = row;
      if (bind(next, p.subject, entity_term(id), Slot::plain)) out.push_back(next);
    }
  } else if (p.claim || !p.link->qualifiers.empty()) {
    for (std::size_t i = 0; i < world_.claims.size(); ++i) add(claim(p, i, row));
  } else if (const auto* path = std::get_if<ast::Path>(&p.link->relation)) {
    for (const auto& [key, ends] : pairs(*path, nodes(p, row))) add(triple(p, ends, row));
  } else {  // a variable relation ranges over claimed triples only
    for (const Triple& t : world_.graph) {
      if (t.said) add(triple(p, t, row));
    }
  }
  return as_set(world_, out);
}

// Alternatives test: one that fits is enough, they neither bind nor multiply.
Rows Patterns::triple(const ast::Pattern& p, const Triple& t, const Row& row) {
  const auto* name = named_relation(*p.link);
  const auto* variable = std::get_if<ast::Variable>(&p.link->relation);
  const Slot slot = name != nullptr && name->text == "is_a" ? Slot::kind : Slot::plain;
  for (const auto& wanted : p.link->objects) {
    Row next = row;
    const bool fits =
        bind(next, p.subject, t.subject, Slot::plain) && bind(next, wanted, t.object, slot) &&
        (variable == nullptr || bind(next, variable->name, relation_term(t.relation)));
    if (fits) return {next};
  }
  return {};
}

// "Claims in patterns": what is retracted, denied or alternative says nothing; naming the qualifier
// lifts that. Where the relation is a variable or `_` a claim stands as it was made, not mirrored.
Rows Patterns::claim(const ast::Pattern& p, std::size_t index, const Row& row) {
  const Claim& c = world_.claims[index];
  const auto asks = [&](const char* name) {
    return std::any_of(p.link->qualifiers.begin(), p.link->qualifiers.end(),
                       [&](const auto& q) { return q.name.text == name; });
  };
  if (c.retracted || (c.denied && !asks("polarity")) || (c.alternative && !asks("alternative"))) {
    return {};
  }
  const auto* name = named_relation(*p.link);
  const auto* path = std::get_if<ast::Path>(&p.link->relation);
  const bool any = path == nullptr || std::holds_alternative<ast::Anything>(path->node);
  if (name == nullptr && !any) throw std::runtime_error("a long path has no single claim");
  const Triple made{c.subject, c.relation, c.object, true};
  Row start = row;
  if (p.claim && !bind(start, p.claim->name, world_.claim_term(index))) return {};
  Rows out;
  for (const Triple& t : name == nullptr ? std::vector{made} : world_.implied(made)) {
    if (name != nullptr && name->text != t.relation) continue;
    Rows rows = triple(p, t, start);
    for (const auto& q : p.link->qualifiers) {
      rows = each(rows, [&](const Row& one) { return qualified(q, c, one); });
    }
    out.insert(out.end(), rows.begin(), rows.end());
  }
  return out;
}

// The row for each value of the claim that passes, with what that binds; `a > b` are neighbours.
Rows Patterns::qualified(const ast::Qualifier& q, const Claim& claim, const Row& row) {
  const auto* tests = std::get_if<ast::QualifierValues>(&q.test);
  if (tests == nullptr) {
    return expr_.passes(claim.values(q.name.text, 1), q, row) ? Rows{row} : Rows{};
  }
  Rows out;
  for (const auto& chain : tests->alternatives) {
    const auto values = claim.values(q.name.text, chain.size());
    const auto* word = std::get_if<ast::Name>(&chain[0]);
    const bool plain = word != nullptr && chain.size() == 1 && word->form == ast::NameForm::id;
    if (plain && (word->text == "any" || word->text == "none")) {
      if (word->text == "any" || values.empty()) out.push_back(row);
      continue;
    }
    for (const Cells& links : values) {
      Row next = row;
      std::size_t i = 0;
      while (i < chain.size() && bind(next, chain[i], links[i], Slot::qualifier)) ++i;
      if (i == chain.size()) out.push_back(next);
    }
  }
  return out;
}

// ------------------------------------------------------------------------------------------ paths

// What `a*` and `a?` relate to itself: the ends that are bound or constants, too, known or not.
Cells Patterns::nodes(const ast::Pattern& p, const Row& row) {
  if (named_relation(*p.link) != nullptr) return {};
  Cells out = world_.nodes();
  std::vector<ast::Term> ends = p.link->objects;
  ends.push_back(p.subject);
  for (const ast::Term& end : ends) {
    if (std::holds_alternative<ast::Anything>(end)) continue;
    if (const Term value = expr_.value({end, {}}, {row}); value.bound()) out.push_back(value);
  }
  return out;
}

// "Paths": a path is a set of pairs of end points. One named relation is a path, too.
Pairs Patterns::pairs(const ast::Path& path, const Cells& nodes) const {
  const auto of = [&](const ast::Path& part) { return pairs(part, nodes); };
  return std::visit(
      Cases{[&](const ast::Name& name) {
              return pairs_of(world_, [&](const Triple& t) { return t.relation == name.text; });
            },
            [&](const ast::Anything&) { return pairs_of(world_, &Triple::said); },
            [&](const ast::PathSequence& sequence) {
              Pairs out = of(sequence.parts[0]);
              for (std::size_t i = 1; i < sequence.parts.size(); ++i) {
                out = composed(world_, out, of(sequence.parts[i]));
              }
              return out;
            },
            [&](const ast::PathAlternatives& choice) {
              Pairs out;
              for (const auto& part : choice.parts) out.merge(of(part));
              return out;
            },
            [&](const ast::PathInverse& back) { return inverted(world_, of(*back.path)); },
            [&](const ast::PathRepeat& more) { return repeated(more, of(*more.path), nodes); },
            [&](const ast::PathNegation& negation) { return excepted(negation); }},
      path.node);
}

// Once, twice, … until the most or until nothing new comes.
Pairs Patterns::repeated(const ast::PathRepeat& repeat, const Pairs& once,
                         const Cells& nodes) const {
  Pairs out = repeat.least == 0 ? identity(world_, nodes) : Pairs();
  Pairs level = once;
  for (std::uint32_t times = 1; !repeat.most || times <= *repeat.most; ++times) {
    const std::size_t before = out.size();
    if (times >= repeat.least) out.insert(level.begin(), level.end());
    if (times >= repeat.least && out.size() == before) break;
    level = composed(world_, level, once);
  }
  return out;
}

// One hop along any claimed relation that is none of these (nor implies one), forward when a
// forward one is named, back when an inverse one is.
Pairs Patterns::excepted(const ast::PathNegation& negation) const {
  Pairs out;
  for (const bool back : {false, true}) {
    std::set<std::string> not_these;
    for (const auto& step : negation.steps) {
      if (step.inverse == back) not_these.insert(step.name.text);
    }
    Pairs found = pairs_of(world_, [&](const Triple& t) {
      return !not_these.empty() && t.said && !world_.implies(t, not_these);
    });
    out.merge(back ? inverted(world_, found) : found);
  }
  return out;
}

}  // namespace vouch::reference
