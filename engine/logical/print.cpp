#include "engine/logical/print.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/logical/overloaded.hpp"
#include "engine/logical/rewrite.hpp"

namespace vouch::logical {

namespace {

constexpr std::array<std::string_view, 6> kApplyKinds{"inner", "left", "anti",
                                                      "semi",  "mark", "count"};

// What a node says of itself: its name, and the details that follow it.
struct Line {
  std::string name;
  std::string details;
};

std::string rows_text(const Values& values, const Words& words) {
  std::string out = fmt::format("({}) in (", words.variables(values.variables));
  for (std::size_t i = 0; i < values.rows.size(); ++i) {
    out += fmt::format("{}({})", i == 0 ? "" : ", ", words.expressions(values.rows[i]));
  }
  return out + ")";
}

std::string aggregate_text(const Aggregate& aggregate, const Words& words) {
  std::string out = words.variables(aggregate.keys) + ":";
  for (const VariableId weight : aggregate.weights) {
    out += " ×" + words.variable(weight);
  }
  for (std::size_t i = 0; i < aggregate.aggregations.size(); ++i) {
    out += fmt::format("{}{}", i == 0 ? " " : ", ", words.aggregation(aggregate.aggregations[i]));
  }
  return out;
}

std::string top_text(const Top& top, const Words& words) {
  std::string out = fmt::format("{} by {}", top.count, words.sort_keys(top.keys));
  return top.per.empty() ? out : fmt::format("{} per {}", out, words.expressions(top.per));
}

std::string slice_text(const Slice& slice, const Words& words) {
  std::string out = fmt::format("offset {}", slice.offset);
  if (slice.limit) {
    out += fmt::format(" limit {}", *slice.limit);
  }
  return slice.per.empty() ? out : fmt::format("{} per {}", out, words.variables(slice.per));
}

Line apply_line(const Apply& apply, const Words& words) {
  std::string details = fmt::format("#{} {}", apply.seed, words.variables(apply.correlated));
  if (apply.result) {
    details += fmt::format(" -> {}", words.variable(*apply.result));
  }
  return {fmt::format("Apply.{}", kApplyKinds.at(static_cast<std::size_t>(apply.kind))), details};
}

Line line_of(const Node& node, const Words& words) {
  return std::visit(
      Overloaded{
          [](const Unit&) {
            return Line{"Unit", ""};
          },
          [&](const Empty& empty) {
            return Line{"Empty", words.variables(empty.variables)};
          },
          [&](const Values& values) {
            return Line{"Values", rows_text(values, words)};
          },
          [&](const Seed& seed) {
            return Line{"Seed", fmt::format("#{} {}", seed.id, words.variables(seed.variables))};
          },
          [&](const TripleScan& scan) {
            return Line{"Triples", words.pattern(scan)};
          },
          [&](const ClaimScan& scan) {
            return Line{"Claims", words.pattern(scan)};
          },
          [&](const PathScan& scan) {
            return Line{"Path", words.pattern(scan)};
          },
          [&](const WordSearch& search) {
            return Line{"Search", words.pattern(search)};
          },
          [](const Join&) {
            return Line{"Join", ""};
          },
          [&](const Apply& apply) { return apply_line(apply, words); },
          [&](const Filter& filter) {
            return Line{"Filter", words.expression(filter.condition)};
          },
          [&](const Extend& extend) {
            return Line{"Extend", fmt::format("{} = {}", words.variable(extend.variable),
                                              words.expression(extend.value))};
          },
          [&](const Unnest& unnest) {
            return Line{"Unnest", fmt::format("{} in {}", words.variable(unnest.variable),
                                              words.expression(unnest.list))};
          },
          [](const Union&) {
            return Line{"Union", ""};
          },
          [](const Distinct&) {
            return Line{"Distinct", ""};
          },
          [&](const Project& project) {
            return Line{"Project", words.variables(project.variables)};
          },
          [&](const Aggregate& aggregate) {
            return Line{"Aggregate", aggregate_text(aggregate, words)};
          },
          [&](const Sort& sort) {
            return Line{"Sort", words.sort_keys(sort.keys)};
          },
          [&](const Top& top) {
            return Line{"Top", top_text(top, words)};
          },
          [&](const Slice& slice) {
            return Line{"Slice", slice_text(slice, words)};
          },
      },
      node.op);
}

void print_node(const Node& node, const Words& words, std::size_t depth, std::string& out) {
  const Line line = line_of(node, words);
  out += std::string(2 * depth, ' ') + line.name;
  out += line.details.empty() ? "\n" : fmt::format(" {}\n", line.details);
  for (const Node* child : children(node)) {
    print_node(*child, words, depth + 1, out);
  }
}

bool is_pattern(const Node& node) {
  return std::holds_alternative<TripleScan>(node.op) ||
         std::holds_alternative<ClaimScan>(node.op) || std::holds_alternative<PathScan>(node.op) ||
         std::holds_alternative<WordSearch>(node.op);
}

std::string shape_of(const Node& node, const Words& words) {
  const Line line = line_of(node, words);
  if (is_pattern(node)) {
    return line.details;
  }
  const bool list = std::holds_alternative<Join>(node.op) || std::holds_alternative<Union>(node.op);
  std::string inside = line.details;
  bool first = inside.empty();
  for (const Node* child : children(node)) {
    inside += fmt::format("{}{}", first ? "" : list ? ", " : "; ", shape_of(*child, words));
    first = false;
  }
  if (inside.empty() && !list) {
    return line.name;
  }
  return fmt::format(fmt::runtime(list ? "{}[{}]" : "{}({})"), line.name, inside);
}

}  // namespace

std::string print(const Plan& plan, const Namer& namer) {
  const Words words(plan.variables, namer);
  std::string out = fmt::format("answer {}\n", words.variables(plan.columns));
  print_node(plan.root, words, 1, out);
  return out;
}

std::string shape(const Node& node, const VariableTable& variables, const Namer& namer) {
  return shape_of(node, Words(variables, namer));
}

std::string shape(const Plan& plan, const Namer& namer) {
  return shape(plan.root, plan.variables, namer);
}

}  // namespace vouch::logical
