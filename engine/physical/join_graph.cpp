#include "engine/physical/join_graph.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <variant>

namespace vouch::physical {

namespace {

std::vector<VariableId> needed_by(const JoinInput& input) {
  const auto* search = std::get_if<logical::WordSearch>(&input.probe);
  return search == nullptr ? std::vector<VariableId>{} : expr::variables_of(search->text);
}

}  // namespace

JoinGraph::JoinGraph(std::vector<JoinInput> inputs, std::vector<Expression> conditions,
                     std::optional<VariableId> wanted)
    : inputs_(std::move(inputs)), conditions_(std::move(conditions)) {
  std::stable_sort(inputs_.begin(), inputs_.end(), [](const JoinInput& a, const JoinInput& b) {
    return a.canonical < b.canonical;
  });
  optimize::Estimate all;
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    const logical::Schema& schema = inputs_[i].schema;
    IndexSet bound;
    IndexSet sure;
    for (std::size_t column = 0; column < schema.variables.size(); ++column) {
      const VariableId id = schema.variables[column];
      std::size_t at = index_of(id);
      if (at == SIZE_MAX) {
        at = variables_.size();
        variables_.push_back(id);
        users_.emplace_back();
      }
      users_[at].add(i);
      bound.add(at);
      if (!schema.nullable[column]) {
        sure.add(at);
      }
      const double values = inputs_[i].estimate.distinct_of(id);
      const auto known = all.distinct.emplace(id, values).first;
      known->second = std::min(known->second, values);
    }
    bound_.push_back(std::move(bound));
    sure_.push_back(std::move(sure));
  }
  const auto set_of = [this](const std::vector<VariableId>& list) {
    IndexSet out;
    for (const VariableId id : list) {
      out.add(index_of(id));
    }
    return out;
  };
  if (wanted) wanted_ = index_of(*wanted);
  for (const JoinInput& input : inputs_) {
    needs_.push_back(set_of(needed_by(input)));
  }
  for (const Expression& condition : conditions_) {
    tested_.push_back(set_of(expr::variables_of(condition)));
    shares_.push_back(optimize::selectivity(condition, all));
  }
  for (const JoinInput& input : inputs_) {
    for (const auto& [condition, share] : input.shares) shares_[condition] = share;
  }
}

std::size_t JoinGraph::index_of(VariableId variable) const {
  const auto at = std::find(variables_.begin(), variables_.end(), variable);
  return at == variables_.end() ? SIZE_MAX : static_cast<std::size_t>(at - variables_.begin());
}

// A condition may be applied once its variables are there for good: bound for sure, or left unbound
// by all inputs that know them.
bool JoinGraph::applies(std::size_t condition, const SetFacts& facts) const {
  if (!tested_[condition].within(facts.variables)) {
    return false;
  }
  const std::vector<std::size_t> unsure = (tested_[condition] & facts.nullable).indexes();
  return std::all_of(unsure.begin(), unsure.end(),
                     [&](std::size_t v) { return users_[v].within(facts.inputs); });
}

SetFacts JoinGraph::facts_of(const IndexSet& inputs) const {
  SetFacts facts;
  facts.inputs = inputs;
  facts.rows = 1;
  IndexSet sure;
  std::vector<double> values(variables_.size(), 0);  // distinct, so far; 0: not there
  for (const std::size_t i : inputs.indexes()) {
    facts.rows *= inputs_[i].estimate.rows;
    for (const std::size_t v : bound_[i].indexes()) {
      const double here = inputs_[i].estimate.distinct_of(variables_[v]);
      if (values[v] > 0) {
        facts.rows /= std::max(values[v], here);
      }
      values[v] = values[v] > 0 ? std::min(values[v], here) : here;
    }
    facts.variables = facts.variables | bound_[i];
    sure = sure | sure_[i];
  }
  facts.nullable = facts.variables - sure;
  for (std::size_t c = 0; c < conditions_.size(); ++c) {
    if (applies(c, facts)) {
      facts.conditions.add(c);
      facts.rows *= shares_[c];
    }
  }
  return facts;
}

optimize::Estimate JoinGraph::estimate_of(const SetFacts& facts) const {
  optimize::Estimate out;
  out.rows = facts.rows;
  for (const std::size_t i : facts.inputs.indexes()) {
    for (const VariableId id : inputs_[i].schema.variables) {
      const double values = inputs_[i].estimate.distinct_of(id);
      const auto known = out.distinct.emplace(id, values).first;
      known->second = std::min(known->second, values);
    }
  }
  out.limit(facts.rows);
  return out;
}

std::vector<std::vector<std::size_t>> JoinGraph::components() const {
  std::vector<std::size_t> group(size());
  for (std::size_t i = 0; i < size(); ++i) {
    group[i] = i;
  }
  const auto unite = [&](std::size_t a, std::size_t b) {
    const std::size_t from = std::max(group[a], group[b]);
    const std::size_t to = std::min(group[a], group[b]);
    std::replace(group.begin(), group.end(), from, to);
  };
  for (std::size_t a = 0; a < size(); ++a) {
    for (std::size_t b = a + 1; b < size(); ++b) {
      if (bound_[a].intersects(bound_[b]) || needs_[a].intersects(bound_[b]) ||
          needs_[b].intersects(bound_[a])) {
        unite(a, b);
      }
    }
  }
  std::vector<std::vector<std::size_t>> out;
  std::vector<std::size_t> place(size(), SIZE_MAX);
  for (std::size_t i = 0; i < size(); ++i) {
    if (place[group[i]] == SIZE_MAX) {
      place[group[i]] = out.size();
      out.emplace_back();
    }
    out[place[group[i]]].push_back(i);
  }
  return out;
}

}  // namespace vouch::physical
