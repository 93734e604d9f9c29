#include "engine/optimize/join_tree.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace vouch::optimize {

namespace {

using logical::Node;
using logical::VariableId;
using Variables = JoinTree::Variables;

std::size_t shared(const Variables& a, const Variables& b) {
  return static_cast<std::size_t>(
      std::count_if(a.begin(), a.end(), [&](VariableId v) { return b.contains(v); }));
}

Variables tested_by(const expr::Expression& condition) {
  const std::vector<VariableId> list = expr::variables_of(condition);
  return {list.begin(), list.end()};
}

bool within(const Variables& inner, const Variables& outer) {
  return std::includes(outer.begin(), outer.end(), inner.begin(), inner.end());
}

}  // namespace

JoinTree::JoinTree(const Node& node, const logical::SeedSchemas& seeds) {
  const Node* below = &node;
  std::vector<const logical::Apply*> tests;
  for (;;) {
    if (const auto* filter = std::get_if<logical::Filter>(&below->op)) {
      std::vector<expr::Expression> more = expr::conjuncts(filter->condition);
      conditions_.insert(conditions_.end(), more.begin(), more.end());
      below = &*filter->input;
    } else if (const auto* project = std::get_if<logical::Project>(&below->op)) {
      below = &*project->input;
    } else if (const auto* apply = std::get_if<logical::Apply>(&below->op);
               apply != nullptr && (apply->kind == logical::ApplyKind::semi ||
                                    apply->kind == logical::ApplyKind::anti)) {
      tests.push_back(apply);
      below = &*apply->outer;
    } else {
      break;
    }
  }
  schema_ = logical::schema_of(*below, seeds);
  take_inputs(*below, seeds);
  for (const logical::Apply* test : tests) valid_ = valid_ && place(*test);
  if (valid_) connect();
}

void JoinTree::take_inputs(const Node& node, const logical::SeedSchemas& seeds) {
  const auto* join = std::get_if<logical::Join>(&node.op);
  if (join == nullptr || join->inputs.size() < 2) return;
  for (const Node& input : join->inputs) {
    if (std::holds_alternative<logical::WordSearch>(input.op)) return;
    const logical::Schema schema = logical::schema_of(input, seeds);
    if (std::find(schema.nullable.begin(), schema.nullable.end(), true) != schema.nullable.end()) {
      return;
    }
    inputs_.push_back(&input);
    variables_.emplace_back(schema.variables.begin(), schema.variables.end());
  }
  valid_ = true;
}

// On the first input that binds all that the test looks at.
bool JoinTree::place(const logical::Apply& test) {
  const Variables looked_at(test.correlated.begin(), test.correlated.end());
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    if (!within(looked_at, variables_[i])) continue;
    logical::Apply placed = test;
    placed.outer = *inputs_[i];
    inputs_[i] = &tested_.emplace_back(Node{std::move(placed)});
    return true;
  }
  return false;
}

// Prim's algorithm: the input that shares most with one already there comes next.
void JoinTree::connect() {
  neighbours_.resize(inputs_.size());
  std::vector<bool> there(inputs_.size(), false);
  there[0] = true;
  for (std::size_t n = 1; n < inputs_.size(); ++n) {
    std::size_t from = 0;
    std::size_t next = inputs_.size();
    std::size_t most = 0;
    for (std::size_t a = 0; a < inputs_.size(); ++a) {
      for (std::size_t b = 0; b < inputs_.size(); ++b) {
        if (!there[a] || there[b]) continue;
        const std::size_t here = shared(variables_[a], variables_[b]);
        if (next == inputs_.size() || here > most) {
          from = a;
          next = b;
          most = here;
        }
      }
    }
    connected_ = connected_ && most > 0;
    there[next] = true;
    neighbours_[from].push_back(next);
    neighbours_[next].push_back(from);
  }
}

JoinTree::Folded JoinTree::fold(std::size_t last, const Variables& wanted,
                                const Reduce& reduce) const {
  Folding folding{wanted, reduce, std::vector<bool>(conditions_.size(), false)};
  Branch all = branch(last, inputs_.size(), folding);
  const std::size_t reduced = all.reduced;
  std::vector<VariableId> weights = all.weights;
  return {joined(all, nullptr, folding), std::move(weights), reduced};
}

JoinTree::Branch JoinTree::branch(std::size_t at, std::size_t parent, Folding& folding) const {
  Branch out{{*inputs_[at]}, {}, variables_[at], std::vector<bool>(inputs_.size(), false), 0};
  out.members[at] = true;
  for (const std::size_t child : neighbours_[at]) {
    if (child == parent) continue;
    Branch part = branch(child, at, folding);
    cut(part, folding);
    std::move(part.inputs.begin(), part.inputs.end(), std::back_inserter(out.inputs));
    out.weights.insert(out.weights.end(), part.weights.begin(), part.weights.end());
    out.visible.insert(part.visible.begin(), part.visible.end());
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      out.members[i] = out.members[i] || part.members[i];
    }
    out.reduced += part.reduced;
  }
  return out;
}

// Leaves of the branch what the rest of the join, a condition or the answer looks at; a branch of
// which all is looked at stays as it is.
void JoinTree::cut(Branch& branch, Folding& folding) const {
  Variables looked_at = folding.wanted;
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    if (!branch.members[i]) looked_at.insert(variables_[i].begin(), variables_[i].end());
  }
  for (std::size_t c = 0; c < conditions_.size(); ++c) {
    const Variables tested = tested_by(conditions_[c]);
    if (!folding.tested[c] && !within(tested, branch.visible)) {
      looked_at.insert(tested.begin(), tested.end());
    }
  }
  if (within(branch.visible, looked_at)) return;
  std::vector<VariableId> kept;
  std::set_intersection(branch.visible.begin(), branch.visible.end(), looked_at.begin(),
                        looked_at.end(), std::back_inserter(kept));
  Node whole = joined(branch, &branch.visible, folding);
  branch.visible = Variables(kept.begin(), kept.end());
  Node reduced = folding.reduce(std::move(whole), std::move(kept), branch.weights);
  branch.inputs.clear();
  branch.inputs.push_back(std::move(reduced));
  ++branch.reduced;
}

// The inputs of a branch as one plan, with the conditions that can be tested on `known` variables
// (null: all that are left).
Node JoinTree::joined(Branch& branch, const Variables* known, Folding& folding) const {
  Node out = branch.inputs.size() == 1 ? std::move(branch.inputs.front())
                                       : Node{logical::Join{std::move(branch.inputs)}};
  std::vector<expr::Expression> tests;
  for (std::size_t c = 0; c < conditions_.size(); ++c) {
    if (folding.tested[c]) continue;
    if (known != nullptr && !within(tested_by(conditions_[c]), *known)) continue;
    folding.tested[c] = true;
    tests.push_back(conditions_[c]);
  }
  if (tests.empty()) return out;
  return Node{logical::Filter{std::move(out), expr::conjunction(std::move(tests))}};
}

}  // namespace vouch::optimize
