#include "engine/physical/explain_tree.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <variant>

#include "engine/logical/overloaded.hpp"
#include "engine/physical/children.hpp"

namespace vouch::physical {

namespace {

using logical::Overloaded;
using logical::Words;

constexpr std::array<std::string_view, 4> kOrders{"SPO", "PSO", "POS", "OSP"};
constexpr std::array<std::string_view, 3> kClaimOrders{"SPOC", "POSC", "OSPC"};
constexpr std::array<std::string_view, 6> kBlocks{"each",   "maybe",    "not",
                                                  "exists", "is there", "count"};

struct Line {
  std::string name;
  std::string details;
  std::string index;
};

std::string range_of(const TripleAccess& access, const Words& words) {
  std::string out;
  if (access.low) {
    out += fmt::format(" from {}", words.id(*access.low));
  }
  if (access.high) {
    out += fmt::format(" to {}", words.id(*access.high));
  }
  return out;
}

Line access_line(std::string name, const TripleAccess& access, const Words& words) {
  return {std::move(name), words.pattern(access.scan) + range_of(access, words),
          fmt::format("{} {}", kOrders.at(static_cast<std::size_t>(access.order)), access.prefix)};
}

Line access_line(std::string name, const ClaimAccess& access, const Words& words) {
  return {
      std::move(name), words.pattern(access.scan),
      fmt::format("{} {}", kClaimOrders.at(static_cast<std::size_t>(access.order)), access.prefix)};
}

std::string joined(const std::vector<std::string>& parts) {
  return fmt::format("{}", fmt::join(parts, ", "));
}

Line line_of(const Apply& apply, const Words& words) {
  std::string details = words.variables(apply.correlated);
  if (apply.result) {
    details = fmt::format("{} = block({})", words.variable(*apply.result), details);
  }
  return {std::string(kBlocks.at(static_cast<std::size_t>(apply.kind))), details, {}};
}

Line line_of(const BlockJoin& block, const Words& words) {
  constexpr std::array<std::string_view, 3> kWays{"merge", "hash", "hash outer"};
  std::string details = words.variables(block.keys);
  if (block.result) details = fmt::format("{} by {}", words.variable(*block.result), details);
  return {fmt::format("{} {}", kWays.at(static_cast<std::size_t>(block.way)),
                      kBlocks.at(static_cast<std::size_t>(block.kind))),
          std::move(details),
          {}};
}

Line line_of(const Aggregate& aggregate, const Words& words) {
  std::vector<std::string> parts;
  for (const logical::Aggregation& aggregation : aggregate.aggregations) {
    parts.push_back(words.aggregation(aggregation));
  }
  for (const VariableId weight : aggregate.weights) {
    parts.push_back("×" + words.variable(weight));
  }
  const std::string keys = words.variables(aggregate.keys);
  return {
      aggregate.in_runs ? "count runs" : "group", keys.empty() ? joined(parts) : fmt::format("by {}: {}", keys, joined(parts)), {}};
}

Line line_of(const Top& top, const Words& words) {
  std::string details = fmt::format("{} by {}", top.count, words.sort_keys(top.keys));
  if (!top.per.empty()) {
    details += fmt::format(" per {}", words.expressions(top.per));
  }
  return {"top", details, {}};
}

Line line_of(const Slice& slice, const Words& words) {
  std::vector<std::string> parts;
  if (slice.offset > 0) {
    parts.push_back(fmt::format("offset {}", slice.offset));
  }
  if (slice.limit) {
    parts.push_back(fmt::format("limit {}", *slice.limit));
  }
  if (!slice.per.empty()) {
    parts.push_back(fmt::format("per {}", words.variables(slice.per)));
  }
  return {"slice", joined(parts), {}};
}

Line line_of(const LookupJoin& join, const Words& words) {
  return std::visit([&](const auto& access) { return access_line("lookup", access, words); },
                    join.right);
}

Line line_of(const Node& node, const Words& words) {
  return std::visit(
      Overloaded{
          [](const Unit&) {
            return Line{"one row", {}, {}};
          },
          [&](const Empty& empty) {
            return Line{"no rows", words.variables(empty.variables), {}};
          },
          [&](const Values& values) {
            return Line{"values", words.variables(values.values.variables), {}};
          },
          [&](const Seed& seed) {
            return Line{"outer rows", words.variables(seed.variables), {}};
          },
          [&](const TripleScan& scan) { return access_line("scan", scan.access, words); },
          [&](const PathCount& count) {
            return Line{"count path", words.variable(count.result) + " = " + words.pattern(count.scan),
                        {}};
          },
          [&](const MultiwayJoin& join) {
            std::vector<std::string> parts;
            for (const logical::TripleScan& part : join.parts) {
              parts.push_back(words.pattern(part));
            }
            return Line{"all at once", fmt::format("{}: {}", words.variables(join.order), joined(parts)),
                        {}};
          },
          [&](const RangeCount& count) {
            Line line = access_line("count", count.access, words);
            line.details = words.variable(count.result) + " = " + line.details;
            return line;
          },
          [&](const ClaimScan& scan) { return access_line("scan", scan.access, words); },
          [&](const PathScan& scan) {
            return Line{"path", words.pattern(scan.scan), {}};
          },
          [&](const WordSearch& search) {
            return Line{"search", words.pattern(search.search), {}};
          },
          [&](const LookupJoin& join) { return line_of(join, words); },
          [&](const PathJoin& join) {
            return Line{"follow path", words.pattern(join.path), {}};
          },
          [&](const SearchJoin& join) {
            return Line{"search each", words.pattern(join.search), {}};
          },
          [&](const MergeJoin& join) {
            return Line{"merge join", words.variable(join.key), {}};
          },
          [&](const HashJoin& join) {
            return Line{"hash join", words.variables(join.keys), {}};
          },
          [](const NestedLoop&) {
            return Line{"nested loop", {}, {}};
          },
          [&](const Apply& apply) { return line_of(apply, words); },
          [&](const BlockJoin& block) { return line_of(block, words); },
          [&](const Filter& filter) {
            return Line{"where", words.expression(filter.condition), {}};
          },
          [&](const Extend& extend) {
            return Line{"let",
                        fmt::format("{} = {}", words.variable(extend.variable),
                                    words.expression(extend.value)),
                        {}};
          },
          [&](const Unnest& unnest) {
            return Line{"for",
                        fmt::format("{} in {}", words.variable(unnest.variable),
                                    words.expression(unnest.list)),
                        {}};
          },
          [](const Union& node_union) {
            return Line{"union", node_union.distinct ? "distinct" : "", {}};
          },
          [](const Distinct&) {
            return Line{"distinct", {}, {}};
          },
          [&](const Project& project) {
            return Line{"columns", words.variables(project.variables), {}};
          },
          [&](const Aggregate& aggregate) { return line_of(aggregate, words); },
          [&](const Gather& gather) {
            return Line{"workers", "by " + words.variable(gather.split), {}};
          },
          [&](const Sort& sort) {
            return Line{"sort", words.sort_keys(sort.keys), {}};
          },
          [&](const Top& top) { return line_of(top, words); },
          [&](const Slice& slice) { return line_of(slice, words); },
      },
      node.op);
}

}  // namespace

ExplainNode explain_tree(const Node& node, const Words& words) {
  Line line = line_of(node, words);
  ExplainNode out{std::move(line.name),
                  std::move(line.details),
                  std::move(line.index),
                  words.variables(node.sorted_by),
                  node.rows,
                  node.cost,
                  node.id,
                  {}};
  for (const Node* child : children(node)) {
    out.inputs.push_back(explain_tree(*child, words));
  }
  return out;
}

}  // namespace vouch::physical
