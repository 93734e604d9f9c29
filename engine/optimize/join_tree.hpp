// engine/optimize/join_tree.hpp — the inputs of a join and its conditions as a tree of parts.
//
// Shape     neighbours in the tree share as many variables as can be; fold() takes the tree by one
//           input and reduces every branch below it to the variables that are still looked at.
//           Tests for existence above the join are put on an input that has what they look at.
// Lifetime  borrows the nodes it is made of.
// Source    join trees as maximum spanning trees: Bernstein & Goodman 1981.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <set>
#include <vector>

#include "engine/logical/plan.hpp"
#include "engine/logical/schema.hpp"

namespace vouch::optimize {

class JoinTree {
 public:
  using Variables = std::set<logical::VariableId>;

  // `node` is a join, perhaps below filters, projections and tests for existence. Usable only when `valid()`: at least
  // two inputs, every variable bound for sure, no search that needs other inputs.
  JoinTree(const logical::Node& node, const logical::SeedSchemas& seeds);
  [[nodiscard]] bool valid() const { return valid_; }
  [[nodiscard]] bool connected() const { return connected_; }
  [[nodiscard]] std::size_t size() const { return inputs_.size(); }
  [[nodiscard]] const logical::Schema& schema() const { return schema_; }

  // What is left of the branches: joined, they have the rows of the join as far as `wanted` can
  // tell. `reduced` is how often a branch was cut down; 0: this is the join itself.
  struct Folded {
    logical::Node node;
    std::vector<logical::VariableId> weights;
    std::size_t reduced = 0;
  };
  // Cuts a branch down to the variables given.
  using Reduce =
      std::function<logical::Node(logical::Node branch, std::vector<logical::VariableId> kept,
                                  std::vector<logical::VariableId>& weights)>;
  [[nodiscard]] Folded fold(std::size_t last, const Variables& wanted, const Reduce& reduce) const;

 private:
  struct Branch {
    std::vector<logical::Node> inputs;
    std::vector<logical::VariableId> weights;
    Variables visible;
    std::vector<bool> members;  // inputs that went into it
    std::size_t reduced = 0;
  };
  struct Folding {
    const Variables& wanted;
    const Reduce& reduce;
    std::vector<bool> tested;  // conditions applied so far
  };

  void take_inputs(const logical::Node& node, const logical::SeedSchemas& seeds);
  [[nodiscard]] bool place(const logical::Apply& test);
  void connect();
  [[nodiscard]] Branch branch(std::size_t at, std::size_t parent, Folding& folding) const;
  void cut(Branch& branch, Folding& folding) const;
  [[nodiscard]] logical::Node joined(Branch& branch, const Variables* known,
                                     Folding& folding) const;

  std::deque<logical::Node> tested_;  // inputs with a test above
  std::vector<const logical::Node*> inputs_;
  std::vector<Variables> variables_;  // per input
  std::vector<expr::Expression> conditions_;
  std::vector<std::vector<std::size_t>> neighbours_;
  logical::Schema schema_;
  bool valid_ = false;
  bool connected_ = true;
};

}  // namespace vouch::optimize
