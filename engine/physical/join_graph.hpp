// engine/physical/join_graph.hpp — the inputs of one join, the variables they share, its
// conditions.
//
// Shape     facts_of() tells what is true of a set of inputs however it is computed: its variables,
// the
//           conditions that can be applied to it, its rows. So estimates never depend on join
//           order.
// Order     inputs and conditions are sorted by their canonical text first.
// Lifetime  owns its inputs.
// Source    |R ⋈ S| = |R||S| / max(d(R.v), d(S.v)) per shared v: Selinger et al. 1979.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/physical/index_set.hpp"
#include "engine/physical/join_input.hpp"

namespace vouch::physical {

struct SetFacts {
  IndexSet inputs;
  IndexSet variables;
  IndexSet nullable;    // of the variables: those that no input of the set is sure to bind
  IndexSet conditions;  // that hold for the rows of the set
  double rows = 0;      // with the conditions applied
};

class JoinGraph {
 public:
  // `wanted`: an order by this variable is of use above the join.
  JoinGraph(std::vector<JoinInput> inputs, std::vector<Expression> conditions,
            std::optional<VariableId> wanted = std::nullopt);

  [[nodiscard]] std::size_t size() const { return inputs_.size(); }
  [[nodiscard]] const JoinInput& input(std::size_t index) const { return inputs_[index]; }
  [[nodiscard]] const Expression& condition(std::size_t index) const { return conditions_[index]; }
  [[nodiscard]] double share(std::size_t condition) const { return shares_[condition]; }
  [[nodiscard]] VariableId variable(std::size_t index) const { return variables_[index]; }
  // SIZE_MAX when no input binds it.
  [[nodiscard]] std::size_t index_of(VariableId variable) const;
  // Variables that the input's search text needs from other inputs.
  [[nodiscard]] const IndexSet& needs(std::size_t input) const { return needs_[input]; }
  // Is an order by it of use: to a join of these inputs, or above?
  [[nodiscard]] bool is_interesting(std::size_t variable) const {
    return users_[variable].size() > 1 || variable == wanted_;
  }
  [[nodiscard]] std::size_t wanted() const { return wanted_; }  // SIZE_MAX: none

  [[nodiscard]] SetFacts facts_of(const IndexSet& inputs) const;
  [[nodiscard]] optimize::Estimate estimate_of(const SetFacts& facts) const;
  // Groups of inputs that share variables, directly or through others; each sorted, in order of the
  // first input.
  [[nodiscard]] std::vector<std::vector<std::size_t>> components() const;

 private:
  std::vector<JoinInput> inputs_;
  std::vector<Expression> conditions_;
  std::vector<double> shares_;
  std::vector<VariableId> variables_;
  std::vector<IndexSet> users_;   // per variable: inputs that bind it
  std::vector<IndexSet> bound_;   // per input: its variables
  std::vector<IndexSet> sure_;    // per input: those that are never unbound
  std::vector<IndexSet> needs_;   // per input
  std::vector<IndexSet> tested_;  // per condition: its variables
  std::size_t wanted_ = SIZE_MAX;

  [[nodiscard]] bool applies(std::size_t condition, const SetFacts& facts) const;
};

}  // namespace vouch::physical
