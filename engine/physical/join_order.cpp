#include "engine/physical/join_order.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "base/invariant.hpp"
#include "engine/physical/cost.hpp"
#include "engine/physical/join_option.hpp"
#include "engine/physical/lower.hpp"

namespace vouch::physical {

namespace {

using Sets = std::vector<std::size_t>;

// So few are searched sooner than bounded.
constexpr std::size_t kUnboundedInputs = 4;

class JoinSearch {
 public:
  JoinSearch(const JoinGraph& graph, JoinChoice force, Use multiway)
      : graph_(graph),
        sets_(graph, force, multiway),
        bounded_(force == JoinChoice::by_cost && multiway != Use::always) {}

  [[nodiscard]] Planned run() {
    Sets parts;
    for (const std::vector<std::size_t>& component : graph_.components()) {
      parts.push_back(solve(component));
    }
    const std::size_t whole = cross(std::move(parts));
    const Option* best = best_of(whole);
    invariant(best != nullptr, "a join without a plan");
    return sets_.build(whole, *best);
  }

 private:
  // Rows in the order that is wanted need not be put together by a table.
  [[nodiscard]] const Option* best_of(std::size_t set) const {
    const Option* best = sets_.best(set);
    if (graph_.wanted() == SIZE_MAX || best == nullptr) return best;
    const double saved = cost::distinct(sets_.at(set).facts.rows);
    for (const Option& option : sets_.at(set).options) {
      if (option.sorted == graph_.wanted() && best->sorted != graph_.wanted() &&
          option.misses <= best->misses && option.cost < best->cost + saved) {
        best = &option;
      }
    }
    return best;
  }

  const JoinGraph& graph_;
  PlanSets sets_;
  bool bounded_;           // nothing is forced, so that the cost alone decides
  bool cyclic_ = false;    // may several patterns be joined all at once?
  bool crossing_ = false;  // may sets without a shared variable be joined?

  [[nodiscard]] std::size_t solve(const std::vector<std::size_t>& inputs) {
    Sets units;
    for (const std::size_t input : inputs) {
      units.push_back(sets_.of_input(input));
    }
    units = shrink(units);
    cyclic_ = !bounded_ || has_cycle(units);
    if (!cyclic_ && units.size() > kUnboundedInputs) sets_.limit_cost(cost_of_chain(units));
    std::size_t whole = exhaust(units);
    sets_.limit_cost(std::numeric_limits<double>::infinity());
    if (whole == SIZE_MAX || sets_.best(whole) == nullptr) {
      crossing_ = true;  // a search whose text takes variables of unconnected patterns
      whole = exhaust(units);
      crossing_ = false;
    }
    return whole;
  }

  [[nodiscard]] bool may_join(std::size_t left, std::size_t right) const {
    return crossing_ || sets_.connected(left, right);
  }

  // Patterns in a cycle may be cheap all at once and dear in every pair.
  [[nodiscard]] bool has_cycle(const Sets& units) const {
    IndexSet variables;
    std::size_t uses = 0;
    for (const std::size_t unit : units) {
      variables = variables | sets_.at(unit).facts.variables;
      uses += sets_.at(unit).facts.variables.size();
    }
    return uses + 1 > units.size() + variables.size();
  }

  // What a plan costs that takes the next best input each time: no part of a better plan costs
  // more. An order that spares work afterwards may.
  [[nodiscard]] double cost_of_chain(Sets rest) {
    const auto first = std::ranges::min_element(rest, {}, [this](std::size_t set) {
      const Option* alone = sets_.best(set);
      return alone == nullptr ? std::numeric_limits<double>::infinity()
                              : alone->cost + sets_.at(set).facts.rows;
    });
    std::size_t chain = *first;
    rest.erase(first);
    while (!rest.empty()) {
      std::size_t next = SIZE_MAX;
      std::size_t taken = 0;
      for (std::size_t i = 0; i < rest.size(); ++i) {
        if (!may_join(chain, rest[i])) continue;
        const std::size_t set = sets_.add(inputs_of(chain, rest[i]));
        sets_.combine(chain, rest[i], set);
        if (sets_.best(set) == nullptr) continue;
        if (next == SIZE_MAX || worth(set) < worth(next)) next = set, taken = i;
      }
      if (next == SIZE_MAX) return std::numeric_limits<double>::infinity();
      chain = next;
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(taken));
    }
    return sets_.best(chain)->cost + cost::distinct(sets_.at(chain).facts.rows);
  }

  [[nodiscard]] double worth(std::size_t set) const {
    return sets_.best(set)->cost + sets_.at(set).facts.rows;
  }

  // Every connected subset from all its splits.
  [[nodiscard]] std::size_t exhaust(const Sets& units) {
    const std::size_t all = (std::size_t{1} << units.size()) - 1;
    Sets made(all + 1, SIZE_MAX);
    for (std::size_t i = 0; i < units.size(); ++i) {
      made[std::size_t{1} << i] = units[i];
    }
    for (std::size_t mask = 1; mask <= all; ++mask) {
      for (std::size_t left = (mask - 1) & mask; left != 0; left = (left - 1) & mask) {
        const std::size_t right = mask ^ left;
        if (made[left] == SIZE_MAX || made[right] == SIZE_MAX ||
            !may_join(made[left], made[right])) {
          continue;
        }
        if (made[mask] == SIZE_MAX) {
          made[mask] = sets_.add(inputs_of(made[left], made[right]));
        }
        sets_.combine(made[left], made[right], made[mask]);
      }
      if (made[mask] == SIZE_MAX) continue;
      if (cyclic_) sets_.add_multiway(made[mask]);
      const bool alone = std::has_single_bit(mask);  // may still be looked up in
      if (!alone && sets_.best(made[mask]) == nullptr) made[mask] = SIZE_MAX;
    }
    return made[all];
  }

  [[nodiscard]] IndexSet inputs_of(std::size_t left, std::size_t right) const {
    return sets_.at(left).facts.inputs | sets_.at(right).facts.inputs;
  }

  // Joins the pair that is cheapest to have until the rest can be searched exhaustively.
  [[nodiscard]] Sets shrink(Sets units) {
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> joined;  // SIZE_MAX: not possible
    while (units.size() > kExhaustiveInputs) {
      std::pair<std::size_t, std::size_t> chosen{SIZE_MAX, SIZE_MAX};
      double least = 0;
      for (std::size_t a = 0; a < units.size(); ++a) {
        for (std::size_t b = a + 1; b < units.size(); ++b) {
          const std::size_t set = pair_of(units[a], units[b], joined);
          if (set != SIZE_MAX && (chosen.first == SIZE_MAX || worth(set) < least)) {
            chosen = {a, b};
            least = worth(set);
          }
        }
      }
      invariant(chosen.first != SIZE_MAX || !crossing_, "inputs of a join that cannot be joined");
      if (chosen.first == SIZE_MAX) {
        crossing_ = true;
        joined.clear();
        continue;
      }
      const std::size_t set = joined.at({units[chosen.first], units[chosen.second]});
      units.erase(units.begin() + static_cast<std::ptrdiff_t>(chosen.second));
      units[chosen.first] = set;
    }
    return units;
  }

  [[nodiscard]] std::size_t pair_of(
      std::size_t a, std::size_t b,
      std::map<std::pair<std::size_t, std::size_t>, std::size_t>& joined) {
    const auto found = joined.find({a, b});
    if (found != joined.end()) {
      return found->second;
    }
    std::size_t set = SIZE_MAX;
    if (may_join(a, b)) {
      set = sets_.add(inputs_of(a, b));
      sets_.combine(a, b, set);
      sets_.combine(b, a, set);
      if (sets_.best(set) == nullptr) {
        sets_.remove_last();
        set = SIZE_MAX;
      }
    }
    joined.emplace(std::pair{a, b}, set);
    return set;
  }

  // Parts that share nothing: small ones first, each pair in the cheaper direction.
  [[nodiscard]] std::size_t cross(Sets parts) {
    std::stable_sort(parts.begin(), parts.end(), [this](std::size_t a, std::size_t b) {
      return sets_.at(a).facts.rows < sets_.at(b).facts.rows;
    });
    std::size_t whole = parts.front();
    for (std::size_t i = 1; i < parts.size(); ++i) {
      const std::size_t wider = sets_.add(inputs_of(whole, parts[i]));
      sets_.combine(whole, parts[i], wider);
      sets_.combine(parts[i], whole, wider);
      whole = wider;
    }
    return whole;
  }
};

}  // namespace

Planned order_joins(const JoinGraph& graph, JoinChoice force, Use multiway) {
  return JoinSearch(graph, force, multiway).run();
}

}  // namespace vouch::physical
