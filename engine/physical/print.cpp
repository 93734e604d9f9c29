#include "engine/physical/print.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

#include "base/unicode.hpp"
#include "engine/physical/explain_tree.hpp"

namespace vouch::physical {

namespace {

constexpr double kOffBy = 10;            // estimates wrong by this factor are marked
constexpr std::size_t kLabelWidth = 72;  // columns of text before the numbers, at most

// A count as people read it: 1,234; fractions only below 10.
std::string count_text(double x) {
  if (x > 0 && x < 10 && std::floor(x) != x) {
    return x < 0.05 ? "<0.1" : fmt::format("{:.1f}", x);
  }
  if (x >= 1e15) {
    return fmt::format("{:.2g}", x);
  }
  std::string digits = fmt::format("{:.0f}", x);
  for (std::size_t at = digits.size(); at > 3; at -= 3) {
    digits.insert(at - 3, 1, ',');
  }
  return digits;
}

// How far the estimate is off, as a factor; rows below one count as one on either side.
std::optional<std::string> mark_of(double estimated, double actual) {
  const double a = std::max(1.0, actual);
  const double e = std::max(1.0, estimated);
  const double factor = std::max(a / e, e / a);
  if (factor < kOffBy) {
    return std::nullopt;
  }
  return fmt::format("×{} {}", count_text(std::round(factor)), a > e ? "▲" : "▼");
}

struct Row {
  std::string label;
  std::vector<std::string> numbers;
  std::string mark;
};

std::string label_of(const ExplainNode& node) {
  std::string out = node.name;
  if (!node.details.empty()) {
    out += fmt::format(" {}", node.details);
  }
  return node.index.empty() ? out : fmt::format("{}  [{}]", out, node.index);
}

class TextPrinter {
 public:
  explicit TextPrinter(std::span<const ActualRows> actual) : actual_(actual) {}

  void add(const ExplainNode& node, const std::string& lead, const std::string& below) {
    Row row{lead + label_of(node), {}, {}};
    if (actual_.empty()) {
      row.numbers = {count_text(node.rows), count_text(node.cost)};
    } else {
      const ActualRows actual = node.id < actual_.size() ? actual_[node.id] : ActualRows{};
      const auto came = static_cast<double>(actual.rows);
      row.numbers = {count_text(came), count_text(node.rows),
                     fmt::format("{:.1f}", actual.ms), count_text(static_cast<double>(actual.read)),
                     count_text(static_cast<double>(actual.probes))};
      row.mark = actual.opened == 0 ? "not run" : mark_of(node.rows, came).value_or("");
    }
    rows_.push_back(std::move(row));
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      const bool last = i + 1 == node.inputs.size();
      add(node.inputs[i], below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "));
    }
  }

  [[nodiscard]] std::string text() const {
    std::vector<Row> all = rows_;
    all.insert(all.begin(), actual_.empty() ? Row{"", {"rows", "cost"}, {}}
                                            : Row{"", {"rows", "est", "ms", "read", "probes"}, {}});
    std::size_t width = 0;
    std::vector<std::size_t> widths(all.front().numbers.size(), 0);
    for (const Row& row : all) {
      width = std::max(width, std::min(kLabelWidth, columns(row.label)));
      for (std::size_t i = 0; i < widths.size(); ++i) {
        widths[i] = std::max(widths[i], row.numbers[i].size());
      }
    }
    std::string out;
    for (const Row& row : all) {
      out += line(row, width, widths);
    }
    return out;
  }

 private:
  std::span<const ActualRows> actual_;
  std::vector<Row> rows_;

  static std::size_t columns(const std::string& text) { return unicode::width(text); }

  static std::string line(const Row& row, std::size_t width,
                          const std::vector<std::size_t>& widths) {
    std::string out = row.label;
    const std::size_t used = columns(out);
    out.append(used < width ? width - used : 0, ' ');
    for (std::size_t i = 0; i < widths.size(); ++i) {
      out += fmt::format("  {:>{}}", row.numbers[i], widths[i]);
    }
    return row.mark.empty() ? out + "\n" : fmt::format("{}  {}\n", out, row.mark);
  }
};

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string json_of(const ExplainNode& node, std::span<const ActualRows> actual) {
  std::string out = fmt::format("{{\"id\":{},\"operator\":{},\"details\":{}", node.id,
                                json_text(node.name), json_text(node.details));
  if (!node.index.empty()) {
    out += fmt::format(",\"index\":{}", json_text(node.index));
  }
  if (!node.sorted_by.empty()) {
    out += fmt::format(",\"sorted_by\":{}", json_text(node.sorted_by));
  }
  out += fmt::format(",\"estimated_rows\":{:.6g},\"cost\":{:.6g}", node.rows, node.cost);
  if (node.id < actual.size()) {
    const ActualRows& came = actual[node.id];
    out += fmt::format(",\"rows\":{},\"opened\":{},\"ms\":{:.3f}", came.rows, came.opened, came.ms);
    out += fmt::format(",\"read\":{},\"probes\":{}", came.read, came.probes);
  }
  out += ",\"inputs\":[";
  for (std::size_t i = 0; i < node.inputs.size(); ++i) {
    out += fmt::format("{}{}", i == 0 ? "" : ",", json_of(node.inputs[i], actual));
  }
  return out + "]}";
}

std::string shape_of(const ExplainNode& node) {
  std::string out = node.name;
  if (!node.details.empty()) {
    out += fmt::format(" {}", node.details);
  }
  for (std::size_t i = 0; i < node.inputs.size(); ++i) {
    out += fmt::format("{}{}", i == 0 ? "(" : "; ", shape_of(node.inputs[i]));
  }
  return node.inputs.empty() ? out : out + ")";
}

ExplainNode tree_of(const Plan& plan, const storage::Snapshot& snapshot) {
  const logical::Namer namer = logical::names_of(snapshot);
  return explain_tree(plan.root, logical::Words(plan.variables, namer));
}

}  // namespace

std::string print(const Plan& plan, const storage::Snapshot& snapshot,
                  std::span<const ActualRows> actual) {
  TextPrinter printer(actual);
  printer.add(tree_of(plan, snapshot), "", "");
  return printer.text();
}

std::string print_json(const Plan& plan, const storage::Snapshot& snapshot,
                       std::span<const ActualRows> actual) {
  return json_of(tree_of(plan, snapshot), actual);
}

std::string shape(const Plan& plan, const storage::Snapshot& snapshot) {
  return shape_of(tree_of(plan, snapshot));
}

}  // namespace vouch::physical
