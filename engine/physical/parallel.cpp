#include "engine/physical/parallel.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <variant>

#include "engine/physical/access.hpp"
#include "engine/physical/aggregate_plan.hpp"
#include "engine/physical/children.hpp"
#include "engine/physical/planned.hpp"

namespace vouch::physical {

namespace {

constexpr double kWorthWorkers = 1'500'000;  // cost from which threads are started: a few ms

bool contains(const std::vector<VariableId>& list, VariableId variable) {
  return std::find(list.begin(), list.end(), variable) != list.end();
}

// ------------------------------------------------------------------ what may run in a worker

// Values that the store does not have get ids of their own in each worker: nothing that makes any.
bool makes_no_values(const Node& node) {
  const bool here = std::visit(
      [](const auto& op) {
        using Op = std::decay_t<decltype(op)>;
        if constexpr (std::is_same_v<Op, Aggregate>) return op.in_runs;
        return std::is_same_v<Op, TripleScan> || std::is_same_v<Op, ClaimScan> ||
               std::is_same_v<Op, LookupJoin> || std::is_same_v<Op, MergeJoin> ||
               std::is_same_v<Op, HashJoin> || std::is_same_v<Op, BlockJoin> ||
               std::is_same_v<Op, Filter> || std::is_same_v<Op, Project>;
      },
      node.op);
  const auto below = children(node);
  return here && std::all_of(below.begin(), below.end(),
                             [](const Node* child) { return makes_no_values(*child); });
}

// The input whose parts give the parts of the node's rows; null for a scan and where there is none.
template <typename AnyNode>
AnyNode* driving_input(AnyNode& node) {
  if (auto* lookup = std::get_if<LookupJoin>(&node.op)) return &*lookup->left;
  if (auto* merge = std::get_if<MergeJoin>(&node.op)) return &*merge->left;
  if (auto* hash = std::get_if<HashJoin>(&node.op)) return &*hash->left;
  if (auto* block = std::get_if<BlockJoin>(&node.op)) return &*block->outer;
  if (auto* filter = std::get_if<Filter>(&node.op)) return &*filter->input;
  if (auto* project = std::get_if<Project>(&node.op)) return &*project->input;
  return nullptr;
}

// The variable by whose values the driving scan can be split.
std::optional<VariableId> split_variable(const TripleScan& scan) {
  const TripleAccess& access = scan.access;
  if (access.scan.steps.size() != 1 || choices_lead(access)) return std::nullopt;
  const std::vector<VariableId> order = delivered_order(access);
  return order.empty() ? std::nullopt : std::optional(order.front());
}

struct Driver {
  VariableId split;
  TripleAccess access;
};

std::optional<Driver> driver_of(const Node& node) {
  const Node* at = &node;
  while (const Node* below = driving_input(*at)) at = below;
  const auto* scan = std::get_if<TripleScan>(&at->op);
  if (scan == nullptr) return std::nullopt;
  const auto split = split_variable(*scan);
  return split ? std::optional(Driver{*split, scan->access}) : std::nullopt;
}

// Scans that are joined on the split variable read the same part.
void mark_scans(Node& node, VariableId split, bool drives) {
  if (auto* scan = std::get_if<TripleScan>(&node.op)) {
    const auto own = split_variable(*scan);
    scan->in_parts = own == split;
    return;
  }
  const auto below = children(node);
  const Node* driving = driving_input(node);
  if (driving == nullptr && below.size() == 1) driving = below.front();  // what is cut in two
  for (Node* child : below) {
    const bool below_drives = drives && child == driving;
    if (below_drives || contains(child->columns, split)) mark_scans(*child, split, below_drives);
  }
}

// ------------------------------------------------------------------ where a plan is cut

Node gathered(Node input, const Driver& driver) {
  mark_scans(input, driver.split, true);
  std::vector<VariableId> columns = input.columns;
  const double rows = input.rows;
  const double cost = input.cost;
  return make_node(Gather{std::move(input), driver.split, driver.access}, std::move(columns), {},
                   rows, cost);
}

bool order_does_not_matter(const Aggregate& aggregate) {
  using expr::AggregateKind;
  return std::all_of(aggregate.aggregations.begin(), aggregate.aggregations.end(),
                     [](const logical::Aggregation& aggregation) {
                       return aggregation.order.empty() && !aggregation.limit &&
                              (aggregation.kind == AggregateKind::count ||
                               aggregation.kind == AggregateKind::min ||
                               aggregation.kind == AggregateKind::max);
                     });
}

class Cutting {
 public:
  Cutting(logical::VariableTable& names, bool always) : names_(names), always_(always) {}

  void cut(Node& node) {
    if (auto* aggregate = std::get_if<Aggregate>(&node.op)) {
      if (order_does_not_matter(*aggregate)) cut_aggregate(node, *aggregate);
    } else if (auto* distinct = std::get_if<Distinct>(&node.op)) {
      cut_twice(node, *distinct);
    } else if (auto* top = std::get_if<Top>(&node.op)) {
      cut_twice(node, *top);
    } else if (auto* sort = std::get_if<Sort>(&node.op)) {
      cut_or_go_on(*sort->input);
    } else if (auto* extend = std::get_if<Extend>(&node.op)) {
      cut(*extend->input);
    } else if (auto* project = std::get_if<Project>(&node.op)) {
      cut(*project->input);
    } else if (auto* filter = std::get_if<Filter>(&node.op)) {
      cut(*filter->input);
    } else if (auto* slice = std::get_if<Slice>(&node.op)) {
      if (std::holds_alternative<Sort>(slice->input->op)) cut(*slice->input);
    }
  }

 private:
  logical::VariableTable& names_;
  bool always_;

  [[nodiscard]] std::optional<Driver> worth(const Node& input) const {
    if ((!always_ && input.cost < kWorthWorkers) || !makes_no_values(input)) return std::nullopt;
    return driver_of(input);
  }

  void cut_or_go_on(Node& input) {
    if (const auto driver = worth(input)) {
      input = gathered(std::move(input), *driver);
    } else {
      cut(input);
    }
  }

  // Counted in each part, then the counts are added up.
  void cut_aggregate(Node& node, Aggregate& aggregate) {
    Node& input = *aggregate.input;
    const auto driver = worth(input);
    if (!driver) {
      const bool needs_order = aggregate.in_runs && !aggregate.keys.empty();
      if (!needs_order) cut(input);
      return;
    }
    const bool counts =
        aggregate.aggregations.size() == 1 && aggregate.aggregations.front().rows &&
        aggregate.aggregations.front().kind == expr::AggregateKind::count &&
        !aggregate.aggregations.front().distinct && !aggregate.aggregations.front().argument;
    if (!counts) {
      input = gathered(std::move(input), *driver);
      aggregate.in_runs = false;
      node.sorted_by.clear();
      return;
    }
    const VariableId count(static_cast<std::uint32_t>(names_.size()));
    names_.push_back({std::to_string(names_.size()), true});
    Aggregate part = aggregate;
    part.aggregations.front().result = count;
    std::vector<VariableId> columns = part.keys;
    columns.push_back(count);
    Node below = make_node(std::move(part), std::move(columns), {}, node.rows, node.cost);
    aggregate.input = gathered(std::move(below), *driver);
    aggregate.weights = {count};
    aggregate.in_runs = aggregate.keys.empty();
    node.sorted_by.clear();
  }

  template <typename Op>
  void cut_twice(Node& node, Op& op) {
    const auto driver = worth(*op.input);
    if (!driver) return cut(*op.input);
    Node below = node;
    op.input = gathered(std::move(below), *driver);
  }
};

}  // namespace

std::size_t threads_of(const Settings& settings) {
  return settings.threads > 0 ? settings.threads
                              : std::max(1U, std::thread::hardware_concurrency());
}

void split_for_workers(Node& root, logical::VariableTable& names, const Settings& settings) {
  if (threads_of(settings) < 2 || settings.workers == Use::never) return;
  Cutting cutting(names, settings.workers == Use::always);
  cutting.cut(root);
}

bool reads_a_part(const Node& node) {
  if (const auto* scan = std::get_if<TripleScan>(&node.op)) return scan->in_parts;
  const auto below = children(node);
  return std::any_of(below.begin(), below.end(),
                     [](const Node* child) { return reads_a_part(*child); });
}

}  // namespace vouch::physical
