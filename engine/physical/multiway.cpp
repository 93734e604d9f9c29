#include "engine/physical/multiway.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include "engine/physical/cost.hpp"

namespace vouch::physical {

namespace {

// One pattern: its variables by their index in the graph.
struct Part {
  std::size_t input = 0;
  std::vector<std::size_t> variables;  // one or two
};

std::optional<Part> part_of(const JoinGraph& graph, std::size_t input) {
  const auto* scan = std::get_if<logical::TripleScan>(&graph.input(input).probe);
  if (scan == nullptr || scan->steps.size() != 1 || !scan->object_choices.empty()) {
    return std::nullopt;
  }
  Part part{input, {}};
  for (const Slot& slot : {scan->subject, scan->object}) {
    if (slot.kind == Slot::Kind::anything) return std::nullopt;
    if (slot.is_constant() && slot.constant.tag() == storage::IdTag::local) return std::nullopt;
    if (slot.is_variable()) part.variables.push_back(graph.index_of(slot.variable));
  }
  if (part.variables.empty() ||
      (part.variables.size() == 2 && part.variables[0] == part.variables[1])) {
    return std::nullopt;
  }
  IndexSet alone;
  alone.add(input);
  return graph.facts_of(alone).conditions.empty() ? std::optional(std::move(part)) : std::nullopt;
}

class Search {
 public:
  Search(const JoinGraph& graph, const IndexSet& inputs) : graph_(graph), inputs_(inputs) {}

  [[nodiscard]] std::optional<Multiway> run() {
    if (!take_parts() || !is_cyclic()) return std::nullopt;
    Multiway best;
    for (const std::size_t first : variables_) {
      Multiway way = order_from(first);
      if (best.order.empty() || way.cost < best.cost) best = std::move(way);
    }
    best.rows = graph_.facts_of(inputs_).rows;
    for (const Part& part : parts_) {
      best.cost += cost::kSeek + cost::kLoadRow * graph_.input(part.input).range_rows;
    }
    best.cost += best.rows * cost::kRow;
    return best;
  }

 private:
  bool take_parts() {
    for (const std::size_t input : inputs_.indexes()) {
      auto part = part_of(graph_, input);
      if (!part) return false;
      for (const std::size_t variable : part->variables) {
        if (std::find(variables_.begin(), variables_.end(), variable) == variables_.end()) {
          variables_.push_back(variable);
        }
      }
      parts_.push_back(*std::move(part));
    }
    return true;
  }

  // As many edges as corners, and no loose ends.
  [[nodiscard]] bool is_cyclic() const {
    const auto edges = std::count_if(parts_.begin(), parts_.end(),
                                     [](const Part& part) { return part.variables.size() == 2; });
    if (variables_.size() < 3 || static_cast<std::size_t>(edges) < variables_.size()) return false;
    return std::all_of(variables_.begin(), variables_.end(), [&](std::size_t variable) {
      return std::count_if(parts_.begin(), parts_.end(), [&](const Part& part) {
               return part.variables.size() == 2 && has(part, variable);
             }) >= 2;
    });
  }

  static bool has(const Part& part, std::size_t variable) {
    return std::find(part.variables.begin(), part.variables.end(), variable) !=
           part.variables.end();
  }

  // Of the lists of values that meet for one row of the bound variables.
  struct Lists {
    double least = 0;  // values in the shortest, all of which are looked at
    double most = 0;   // in the longest that is walked along with it
    bool known = false;
    void add(double values) {
      least = known ? std::min(least, values) : values;
      most = known ? std::max(most, values) : values;
      known = true;
    }
  };

  // Patterns whose other variable is bound give a list each; a pattern that is still free is only
  // asked whether it has the value, and walked where there is no list.
  [[nodiscard]] Lists lists(const IndexSet& bound, std::size_t variable) const {
    Lists reached;
    Lists free;
    for (const Part& part : parts_) {
      if (!has(part, variable)) continue;
      const optimize::Estimate& estimate = graph_.input(part.input).estimate;
      const bool pair = part.variables.size() == 2;
      const std::size_t other = part.variables[pair && part.variables[0] == variable ? 1 : 0];
      if (pair && bound.has(other)) {
        reached.add(estimate.rows / estimate.distinct_of(graph_.variable(other)));
      } else {
        free.add(estimate.distinct_of(graph_.variable(variable)));
      }
    }
    if (!reached.known) return {free.least, free.least, true};
    return reached;
  }

  // Each value of the shortest list is sought in the others: the longer they are, the farther.
  [[nodiscard]] static double meeting(const Lists& lists) {
    const double ratio = std::max(1.0, lists.most / std::max(1.0, lists.least));
    return lists.least * (cost::kMeet + cost::kLeap * (std::log2(1 + ratio) - 1));
  }

  // Rows of the bound variables, as far as whole patterns tell.
  [[nodiscard]] double rows_of(const IndexSet& bound, double otherwise) const {
    IndexSet whole;
    IndexSet covered;
    for (const Part& part : parts_) {
      if (std::all_of(part.variables.begin(), part.variables.end(),
                      [&](std::size_t v) { return bound.has(v); })) {
        whole.add(part.input);
        for (const std::size_t v : part.variables) covered.add(v);
      }
    }
    return bound.within(covered) ? std::min(otherwise, graph_.facts_of(whole).rows) : otherwise;
  }

  [[nodiscard]] Multiway order_from(std::size_t first) const {
    Multiway out;
    IndexSet bound;
    double rows = 1;
    std::size_t next = first;
    while (out.order.size() < variables_.size()) {
      const Lists here = lists(bound, next);
      const double looked_at = rows * here.least;
      out.cost += rows * (meeting(here) + cost::kMeet);
      bound.add(next);
      out.order.push_back(graph_.variable(next));
      rows = rows_of(bound, looked_at);
      next = cheapest_next(bound);
    }
    return out;
  }

  [[nodiscard]] std::size_t cheapest_next(const IndexSet& bound) const {
    std::size_t best = variables_.front();
    double least = -1;
    for (const std::size_t variable : variables_) {
      if (bound.has(variable)) continue;
      const double here = meeting(lists(bound, variable));
      if (least < 0 || here < least) {
        best = variable;
        least = here;
      }
    }
    return best;
  }

  const JoinGraph& graph_;
  const IndexSet& inputs_;
  std::vector<Part> parts_;
  std::vector<std::size_t> variables_;
};

}  // namespace

std::optional<Multiway> multiway_of(const JoinGraph& graph, const IndexSet& inputs) {
  if (inputs.size() < 3) return std::nullopt;
  return Search(graph, inputs).run();
}

}  // namespace vouch::physical
