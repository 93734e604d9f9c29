// engine/physical/join_option.hpp — the ways to compute a set of a join's inputs, and how sets
// combine.
//
// Shape     an option names its two sides by set and option, so that the search copies no plans;
// the
//           winner is built at the end (build_option). A set keeps the cheapest option per
//           delivered order.
// Units     costs as in cost.hpp.
// Source    System R's interesting orders: Selinger et al. 1979; DP over sets: Moerkotte & Neumann
// 2006.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/physical/join_graph.hpp"
#include "engine/settings.hpp"

namespace vouch::physical {

enum class Algorithm : std::uint8_t { alone, lookup, path, search, merge, hash, nested, multiway };

inline constexpr std::size_t kUnsorted = SIZE_MAX;

struct Option {
  Algorithm algorithm = Algorithm::alone;
  std::size_t left = 0;  // sets; of `alone` neither is used
  std::size_t left_option = 0;
  std::size_t right = 0;
  std::size_t right_option = 0;    // of `alone`: which of the input's plans
  std::size_t sorted = kUnsorted;  // first variable of the delivered order
  std::uint32_t misses = 0;        // joins below that are not of the forced algorithm
  double joined_cost = 0;          // before conditions are tested
  double cost = 0;
};

// Fewer misses first, then less cost.
[[nodiscard]] bool better(const Option& a, const Option& b);

struct PlanSet {
  SetFacts facts;
  std::vector<Option> options;
};

// All sets made so far, by number; numbers stay valid, references until the next add().
class PlanSets {
 public:
  PlanSets(const JoinGraph& graph, JoinChoice force, Use multiway);

  [[nodiscard]] const PlanSet& at(std::size_t set) const { return sets_[set]; }
  [[nodiscard]] std::size_t of_input(std::size_t input) const {
    return input;
  }  // made at the start
  [[nodiscard]] std::size_t add(const IndexSet& inputs);
  void remove_last() { sets_.pop_back(); }

  // Do they share a variable, or does one search for what the other binds?
  [[nodiscard]] bool connected(std::size_t left, std::size_t right) const;
  // From now on ways that cost more than this are not worth keeping.
  void limit_cost(double most) { cost_most_ = most; }
  // Adds to `target` the ways to join left with right, in this direction.
  void combine(std::size_t left, std::size_t right, std::size_t target);
  // And the way that takes all its inputs at once, where they form cycles.
  void add_multiway(std::size_t set);
  [[nodiscard]] const Option* best(std::size_t set) const;

  [[nodiscard]] Planned build(std::size_t set, const Option& option) const;

 private:
  const JoinGraph& graph_;
  JoinChoice force_;
  Use multiway_;
  std::vector<PlanSet> sets_;
  // How an input is looked up in by some of its variables: the same for thousands of pairs.
  struct LookUp {
    IndexSet by;
    std::vector<Slot> places;
    std::size_t prefix;
  };
  std::vector<std::vector<LookUp>> look_ups_;  // of each input
  double cost_most_ = std::numeric_limits<double>::infinity();

  struct Pair;
  void add_leaf(std::size_t input);
  void add_option(const Pair& pair, Option option, double work, Algorithm algorithm);
  void try_probe(const Pair& pair);
  void try_lookup(const Pair& pair, const LookUp& look_up);
  [[nodiscard]] const LookUp& look_up_of(std::size_t input, const IndexSet& by);
  void try_path(const Pair& pair, const logical::PathScan& scan);
  void try_search(const Pair& pair);
  void try_merge(const Pair& pair);
  void try_hash(const Pair& pair);
  void try_nested(const Pair& pair);
  [[nodiscard]] std::uint32_t miss(Algorithm algorithm) const;
  [[nodiscard]] double tests_cost(double rows, const IndexSet& conditions) const;
  [[nodiscard]] std::vector<VariableId> listed(const IndexSet& variables) const;
  [[nodiscard]] Planned build_multiway(const PlanSet& set, const Option& option) const;
  [[nodiscard]] Planned build_join(const PlanSet& set, const Option& option, double rows) const;
};

}  // namespace vouch::physical
