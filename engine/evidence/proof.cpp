#include "engine/evidence/proof.hpp"

#include <algorithm>
#include <set>
#include <type_traits>

#include <fmt/format.h>

#include "base/error.hpp"
#include "engine/evidence/substitute.hpp"
#include "engine/expr/units.hpp"
#include "engine/logical/print_expression.hpp"
#include "engine/logical/rewrite.hpp"

namespace vouch::evidence {

using logical::Node;
using logical::Words;

namespace {

std::optional<std::size_t> column_of(const std::vector<VariableId>& columns, VariableId variable) {
  const auto at = std::find(columns.begin(), columns.end(), variable);
  if (at == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(at - columns.begin());
}

Step told(Item::Kind kind, std::string asked, std::string ground) {
  Step out;
  out.kind = kind;
  out.asked = std::move(asked);
  out.ground = std::move(ground);
  return out;
}

bool counts(const std::vector<Item>& items) {
  return std::any_of(items.begin(), items.end(), [](const Item& item) {
    const auto* apply = std::get_if<logical::Apply>(&item.node->op);
    return item.kind == Item::Kind::group || counts(item.items) ||
           (apply != nullptr && apply->kind == logical::ApplyKind::count);
  });
}

template <typename Scan>
constexpr bool kIsScan = std::is_same_v<Scan, logical::TripleScan> ||
                         std::is_same_v<Scan, logical::ClaimScan> ||
                         std::is_same_v<Scan, logical::PathScan>;

}  // namespace

Prover::Prover(const Support& support, exec::Terms& terms, const exec::RunOptions& options,
               const ProofLimits& limits)
    : support_(support),
      terms_(terms),
      limits_(limits),
      facts_(support, support.derivations.columns, terms, options),
      weights_(terms.snapshot()) {}

// ── values and words ────────────────────────────────────────────────────────────────────────────

TermId Prover::value(VariableId variable, const Sight& sight) const {
  if (sight.renamed != nullptr) {
    const auto other = sight.renamed->find(variable);
    if (other != sight.renamed->end()) variable = other->second;
  }
  if (sight.row < sight.derivations->rows) {
    if (const auto at = column_of(support_.derivations.columns, variable)) {
      return sight.derivations->columns[*at][sight.row];
    }
  }
  if (const auto at = column_of(support_.answer.columns, variable)) {
    return sight.answer->columns[*at][sight.answer_row];
  }
  return {};
}

std::string Prover::id_text(TermId id) const {
  if (!id.bound()) return "nothing";
  storage::Term term;
  try {
    term = terms_.decode(id);
  } catch (const InternalError&) {
    // A constant of the question that the store does not know is a local id of nobody's.
    return "unknown";
  }
  const bool named = term.as<storage::Iri>() != nullptr ||
                     term.as<storage::ClaimRef>() != nullptr ||
                     term.as<storage::Blank>() != nullptr;
  if (named && id.tag() != storage::IdTag::local) return terms_.snapshot().display_name(id);
  if (const auto* text = term.as<storage::Text>()) return "\"" + text->text + "\"";
  if (const auto* list = term.as<storage::List>()) {
    std::string out;
    for (const storage::Term& item : list->items) {
      out += (out.empty() ? "(" : ", ") + id_text(terms_.encode(item));
    }
    return out.empty() ? "()" : out + ")";
  }
  return expr::print_value(term);
}

std::string Prover::expression_text(const expr::Expression& expression) const {
  const logical::Namer namer = [this](TermId id) { return id_text(id); };
  return Words(support_.derivations.variables, namer).expression(expression);
}

std::string Prover::ground_text(const expr::Expression& expression, const Sight& sight) const {
  return expression_text(with_values(expression, [&](VariableId variable) {
    const TermId id = value(variable, sight);
    return id.bound() ? std::optional(terms_.decode(id)) : std::optional(storage::Term{});
  }));
}

std::string Prover::scan_text(const Node& node, const Sight* sight) const {
  const logical::Namer namer = [this](TermId id) { return id_text(id); };
  const Words words(support_.derivations.variables, namer);
  return std::visit(
      [&](const auto& op) -> std::string {
        using Op = std::decay_t<decltype(op)>;
        if constexpr (kIsScan<Op>) {
          if (sight == nullptr) return words.pattern(op);
          return words.pattern(with_values(op, [&](VariableId id) { return value(id, *sight); }));
        } else if constexpr (std::is_same_v<Op, logical::WordSearch>) {
          return words.pattern(op);
        } else {
          return {};
        }
      },
      node.op);
}

// Patterns and conditions of a block that is not in the answer, with the row's values.
void Prover::inner_text(const Node& node, const Sight& sight, std::string& out) const {
  const auto add = [&](const std::string& text) {
    if (!text.empty()) out += (out.empty() ? "" : ", ") + text;
  };
  add(scan_text(node, &sight));
  for (const Node* child : logical::children(node)) inner_text(*child, sight, out);
  const auto* filter = std::get_if<logical::Filter>(&node.op);
  if (filter == nullptr) return;
  const expr::Expression filled = with_values(filter->condition, [&](VariableId variable) {
    const TermId id = value(variable, sight);
    return id.bound() ? std::optional(terms_.decode(id)) : std::nullopt;
  });
  add(expression_text(filled));
}

// ── derivations ─────────────────────────────────────────────────────────────────────────────────

Weight Prover::weight_of(const exec::Batch& derivations, std::size_t row) {
  Weight weight;
  for (std::size_t leaf = 0; leaf < support_.leaves.size(); ++leaf) {
    for (const Fact& fact : facts_.of(leaf, derivations, row)) {
      weight = both(weight, weights_.of(facts_.claims(fact)));
    }
  }
  return weight;
}

bool Prover::before(const exec::Batch& derivations, std::size_t a, std::size_t b) {
  const Weight one = weight_of(derivations, a);
  const Weight other = weight_of(derivations, b);
  if (stronger(one, other)) return true;
  if (stronger(other, one)) return false;
  for (const auto& column : derivations.columns) {
    if (column[a] != column[b]) return column[a] < column[b];
  }
  return false;
}

RowProof Prover::prove(const exec::Batch& answer, std::size_t row,
                       const exec::Batch& derivations) {
  RowProof out;
  Sight sight;
  sight.answer = &answer;
  sight.answer_row = row;
  sight.derivations = &derivations;
  for (std::size_t i = 0; i < derivations.rows; ++i) sight.rows.push_back(i);
  std::sort(sight.rows.begin(), sight.rows.end(),
            [&](std::size_t a, std::size_t b) { return before(derivations, a, b); });
  if (support_.grouped) {  // one way: all its members
    out.found = 1;
    sight.row = sight.rows.empty() ? derivations.rows : sight.rows.front();
    Way way;
    for (const std::size_t at : sight.rows) {
      const Weight weight = weight_of(derivations, at);
      way.weight = at == sight.rows.front() ? weight : together(way.weight, weight);
    }
    way.steps = steps(support_.items, sight);
    out.ways.push_back(std::move(way));
  } else {
    // What is counted is in all of them: they are no ways of their own.
    out.found = counts(support_.items) ? std::min(limits_.ways, derivations.rows) : derivations.rows;
    for (std::size_t i = 0; i < std::min(limits_.ways, sight.rows.size()); ++i) {
      sight.row = sight.rows[i];
      out.ways.push_back({weight_of(derivations, sight.row), steps(support_.items, sight)});
    }
  }
  if (!out.ways.empty()) out.weight = out.ways.front().weight;
  return out;
}

std::vector<Step> Prover::steps(const std::vector<Item>& items, const Sight& sight) {
  std::vector<Step> out;
  for (const Item& item : items) {
    Sight here = sight;
    if (!item.renamed.empty()) here.renamed = &item.renamed;
    if (auto made = step(item, here)) out.push_back(*std::move(made));
  }
  return out;
}

std::optional<Step> Prover::step(const Item& item, const Sight& sight) {
  switch (item.kind) {
    case Item::Kind::pattern: return pattern(item, sight);
    case Item::Kind::found: {
      const std::string text = scan_text(*item.node, nullptr);
      return told(item.kind, text, text);
    }
    case Item::Kind::given:
    case Item::Kind::value:
    case Item::Kind::element: return computed(item, sight);
    case Item::Kind::condition: return condition(item, sight);
    case Item::Kind::absent: return absent(item, sight);
    case Item::Kind::optional:
    case Item::Kind::branch:
    case Item::Kind::test: return block(item, sight);
    case Item::Kind::group: return group(item, sight);
    case Item::Kind::kept: {
      const auto* top = std::get_if<logical::Top>(&item.node->op);
      if (top == nullptr) return std::nullopt;
      return told(item.kind, fmt::format("top {}", top->count),
                  fmt::format("among the first {} in their order", top->count));
    }
  }
  return std::nullopt;
}

Step Prover::pattern(const Item& item, const Sight& sight) {
  Step out;
  out.asked = scan_text(*item.node, nullptr);
  out.ground = scan_text(*item.node, &sight);
  const auto add = [&](const logical::Slot& slot) {
    if (!slot.is_variable()) return slot.is_constant() ? slot.constant : TermId{};
    const TermId id = value(slot.variable, sight);
    out.values.emplace_back(support_.derivations.variables[slot.variable.value()].name, id);
    return id;
  };
  std::visit(
      [&](const auto& op) {
        if constexpr (requires { op.claim; }) add(op.claim);
        if constexpr (requires { op.subject; op.object; }) {
          out.from = add(op.subject);
          out.to = add(op.object);
        }
        if constexpr (requires { op.steps; op.relation; }) add(op.relation);
      },
      item.node->op);
  out.hops = std::holds_alternative<logical::PathScan>(item.node->op);
  for (const Fact& fact : facts_.of(item.leaf, *sight.derivations, sight.row)) tell(fact, out);
  return out;
}

// Where a pattern leaves something open (a relation of several, `_`, alternatives) its claims may
// say different triples: each is a fact of its own.
void Prover::tell(const Fact& fact, Step& step) {
  const std::size_t before = step.facts.size();
  const storage::Triple& wanted = fact.triple;
  const storage::Triple back{wanted.object, wanted.relation, wanted.subject};
  std::vector<TermId> claims(facts_.claims(fact).begin(), facts_.claims(fact).end());
  // The best claims first.
  std::stable_sort(claims.begin(), claims.end(), [&](TermId a, TermId b) {
    return stronger(weights_.of(a), weights_.of(b));
  });
  for (const TermId claim : claims) {
    const auto record = terms_.snapshot().claim(claim);
    const bool carried = wanted.subject == claim;
    const storage::RelationInfo* info =
        record ? terms_.snapshot().catalog().relation(record->triple.relation) : nullptr;
    const bool symmetric = info != nullptr && info->symmetric;
    const bool same = !record || carried || record->triple == wanted ||
                      (symmetric && record->triple == back);
    const storage::Triple triple = same ? wanted : record->triple;
    const storage::Triple mirrored{triple.object, triple.relation, triple.subject};
    const auto is_it = [&](const ProofFact& one) {
      return one.triple == triple || (symmetric && one.triple == mirrored);
    };
    auto told = std::find_if(step.facts.begin() + static_cast<std::ptrdiff_t>(before),
                             step.facts.end(), is_it);
    if (told == step.facts.end()) told = step.facts.insert(step.facts.end(), {triple, {}, 0});
    if (told->claims.size() < limits_.claims) {
      told->claims.push_back(claim);
    } else {
      ++told->more;
    }
  }
  if (claims.empty()) step.facts.push_back({wanted, {}, 0});
}

Step Prover::condition(const Item& item, const Sight& sight) const {
  const auto& filter = std::get<logical::Filter>(item.node->op);
  return told(item.kind, expression_text(filter.condition), ground_text(filter.condition, sight));
}

// What is only carried on is not told.
std::optional<Step> Prover::computed(const Item& item, const Sight& sight) const {
  const auto name = [&](VariableId id) { return support_.derivations.variables[id.value()].name; };
  Step out;
  out.kind = item.kind;
  if (const auto* extend = std::get_if<logical::Extend>(&item.node->op)) {
    const bool carried = std::holds_alternative<expr::VariableRef>(extend->value.node);
    if (carried) return std::nullopt;
    const TermId result = value(extend->variable, sight);
    out.asked = fmt::format("?{} = {}", name(extend->variable), expression_text(extend->value));
    const std::string value = ground_text(extend->value, sight);
    const std::string text = id_text(result);
    out.ground = fmt::format("?{} = {}", name(extend->variable), value);
    if (value != text) out.ground += " = " + text;
    out.values.emplace_back(name(extend->variable), result);
    return out;
  }
  std::vector<VariableId> variables;
  if (const auto* unnest = std::get_if<logical::Unnest>(&item.node->op)) {
    out.asked = fmt::format("?{} in {}", name(unnest->variable), expression_text(unnest->list));
    variables = {unnest->variable};
  } else if (const auto* values = std::get_if<logical::Values>(&item.node->op)) {
    variables = values->variables;
    out.asked = "given";
  }
  for (const VariableId variable : variables) {
    const TermId id = value(variable, sight);
    out.ground += fmt::format("{}?{} = {}", out.ground.empty() ? "" : ", ", name(variable),
                              id_text(id));
    out.values.emplace_back(name(variable), id);
  }
  if (out.ground.empty()) return std::nullopt;
  return out;
}

Step Prover::absent(const Item& item, const Sight& sight) const {
  Step out;
  out.kind = item.kind;
  inner_text(*std::get<logical::Apply>(item.node->op).inner, sight, out.ground);
  out.asked = "not { … }";
  return out;
}

std::optional<Step> Prover::block(const Item& item, const Sight& sight) {
  Step out;
  out.kind = item.kind;
  const auto* apply = std::get_if<logical::Apply>(&item.node->op);
  out.holds = !item.guard || value(*item.guard, sight).bound();
  if (item.kind == Item::Kind::branch && !out.holds) return std::nullopt;
  if (item.kind == Item::Kind::test) {
    const bool counted = apply->kind == logical::ApplyKind::count;
    out.asked = counted ? "count { … }" : "exists { … }";
    if (apply->result) {
      const TermId result = value(*apply->result, sight);
      out.values.emplace_back(counted ? "count" : "exists", result);
      out.ground = fmt::format("{} is {}", out.asked, id_text(result));
    } else {
      out.ground = out.asked;
    }
    if (!out.holds) return out;
    if (counted) {
      add_parts(item.items, sight, false, out);
      return out;
    }
  }
  if (item.kind == Item::Kind::optional) {
    out.asked = "maybe { … }";
    if (!out.holds) inner_text(*apply->inner, sight, out.ground);
    if (!out.holds) return out;
  }
  if (item.kind == Item::Kind::branch) out.asked = "either { … }";
  out.parts.push_back(steps(item.items, sight));
  return out;
}

// Each member once, the best of its derivations.
Step Prover::group(const Item& item, const Sight& sight) {
  const auto& aggregate = std::get<logical::Aggregate>(item.node->op);
  const logical::Namer namer = [this](TermId id) { return id_text(id); };
  const Words words(support_.derivations.variables, namer);
  Step out;
  out.kind = item.kind;
  for (const VariableId key : aggregate.keys) {
    const std::string& name = support_.derivations.variables[key.value()].name;
    const TermId id = value(key, sight);
    out.ground += fmt::format("{}?{} = {}", out.ground.empty() ? "" : ", ", name, id_text(id));
    out.values.emplace_back(name, id);
  }
  for (const logical::Aggregation& aggregation : aggregate.aggregations) {
    const TermId result = value(aggregation.result, sight);
    const std::string asked = words.aggregation(aggregation);
    const std::size_t from = asked.find("= ");
    const std::string text = from == std::string::npos ? asked : asked.substr(from + 2);
    out.asked += (out.asked.empty() ? "" : ", ") + text;
    if (!result.bound()) continue;
    out.ground += fmt::format("{}{} = {}", out.ground.empty() ? "" : ", ", text, id_text(result));
    out.values.emplace_back(text, result);
  }
  out.holds = !item.guard || value(*item.guard, sight).bound();
  if (out.holds) add_parts(item.items, sight, !item.guard, out);
  return out;
}

void Prover::add_parts(const std::vector<Item>& items, const Sight& sight,
                       bool members, Step& step) {
  // Of several derivations of one member the first is the best.
  std::set<std::vector<TermId>> seen;
  std::set<std::string> said;
  for (const std::size_t row : sight.rows) {
    if (members) {
      std::vector<TermId> member;
      for (const VariableId variable : support_.member) {
        const auto at = column_of(support_.derivations.columns, variable);
        member.push_back(at ? terms_.canonical(sight.derivations->columns[*at][row]) : TermId{});
      }
      if (!seen.insert(std::move(member)).second) continue;
      if (step.parts.size() >= limits_.members) {
        ++step.more;
        continue;
      }
    }
    Sight there = sight;
    there.row = row;
    std::vector<Step> part = steps(items, there);
    std::string text;
    for (const Step& one : part) text += one.ground + "\n";
    if (!members && !said.insert(std::move(text)).second) continue;
    if (step.parts.size() >= limits_.members) {
      ++step.more;
      continue;
    }
    step.parts.push_back(std::move(part));
  }
}

}  // namespace vouch::evidence
