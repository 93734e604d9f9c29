#include "shell/bench.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string_view>

#include "parser/parse.hpp"
#include "shell/neutralise.hpp"

namespace vouch::shell {
namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// Takes rows and drops them.
class Sink final : public Output {
 public:
  std::uint64_t rows = 0;
  std::string first;
  std::string problem;
  AnswerCosts costs;

  [[nodiscard]] AnswerWants wants() const override { return {false, false}; }
  void begin_answer(const std::vector<std::string>&) override {
    rows = 0;
    first.clear();
  }
  bool row(const Row& row) override {
    if (rows++ == 0) {
      for (const Cell& cell : row) first += (first.empty() ? "" : " ") + cell.text;
    }
    return true;
  }
  void end_answer(const AnswerFooter& footer) override { costs = footer.costs; }
  void message(const std::string&) override {}
  void text(const std::string&) override {}
  void problems(const Diagnostics& diagnostics, const SourceText&) override {
    for (const Diagnostic& diagnostic : diagnostics) {
      if (diagnostic.severity == Severity::error && problem.empty()) {
        problem = diagnostic.code + ": " + diagnostic.message;
      }
    }
  }
};

std::string_view line_before(std::string_view text, std::size_t at) {
  const std::size_t end = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  if (end == std::string_view::npos) return {};
  const std::size_t begin = end == 0 ? std::string_view::npos : text.rfind('\n', end - 1);
  const std::size_t first = begin == std::string_view::npos ? 0 : begin + 1;
  return text.substr(first, end - first);
}

std::string title_of(std::string_view text, const Span& place) {
  const std::string_view line = line_before(text, place.begin);
  if (line.starts_with("# ")) return std::string(line.substr(2));
  const std::string_view statement = text.substr(place.begin, place.end - place.begin);
  return std::string(statement.substr(0, statement.find('\n')));
}

void run_once(Session& session, const SourceText& source, bool counted, Measured& out) {
  const auto start = Clock::now();
  const parser::Parsed parsed = parser::parse_script(source);
  const double parse = since(start);
  if (parsed.script.statements.empty()) return;
  Sink sink;
  out.outcome = session.run(parsed.script.statements.front(), source, sink);
  const double whole = since(start);
  out.rows = sink.rows;
  out.first = sink.first;
  out.problem = sink.problem;
  out.costs = sink.costs;
  if (!counted) return;
  out.parse.add(parse);
  out.bind.add(sink.costs.bind_ms);
  out.plan.add(sink.costs.plan_ms);
  out.run.add(sink.costs.run_ms);
  out.whole.add(whole);
}

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out + '"';
}

std::string answer_of(const Measured& one) {
  if (!one.problem.empty()) return "  " + neutralise(one.problem);
  return one.rows == 1 ? " = " + neutralise(one.first) : "";
}

}  // namespace

double Times::median() const {
  if (values_.empty()) return 0;
  std::vector<double> sorted = values_;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  return *middle;
}
double Times::least() const {
  return values_.empty() ? 0 : *std::min_element(values_.begin(), values_.end());
}
double Times::most() const {
  return values_.empty() ? 0 : *std::max_element(values_.begin(), values_.end());
}

std::vector<Measured> measure(Session& session, const SourceText& source, std::size_t runs) {
  std::vector<Measured> out;
  session.settings().explain_empty = false;  // asked again pattern by pattern: not what is measured
  const parser::Parsed parsed = parser::parse_script(source);
  for (const ast::Statement& statement : parsed.script.statements) {
    Measured& one = out.emplace_back();
    const Span place = statement.place;
    one.title = title_of(source.text(), place);
    const SourceText text(source.name(),
                          std::string(source.text().substr(place.begin, place.end - place.begin)));
    for (std::size_t i = 0; i <= runs && one.problem.empty(); ++i) {
      run_once(session, text, i > 0, one);
    }
    if (one.outcome == Outcome::interrupted) break;
  }
  return out;
}

std::string bench_table(const std::vector<Measured>& all) {
  std::string out = fmt::format(
      "{:>10} {:>10} {:>10} {:>10} {:>8} {:>8} {:>8} {:>10} {:>9} {:>9} {:>9} {:>8}  {}\n", "rows",
      "ms", "min", "max", "parse", "bind", "plan", "run", "read", "probes", "made", "MB",
      "question");
  for (const Measured& one : all) {
    out += fmt::format(
        "{:>10} {:>10.3f} {:>10.3f} {:>10.3f} {:>8.3f} {:>8.3f} {:>8.3f} {:>10.3f} {:>9} {:>9} "
        "{:>9} {:>8.1f}  {}{}\n",
        one.rows, one.whole.median(), one.whole.least(), one.whole.most(), one.parse.median(),
        one.bind.median(), one.plan.median(), one.run.median(), one.costs.rows_read,
        one.costs.probes, one.costs.rows_made, static_cast<double>(one.costs.peak_bytes) / 1e6,
        neutralise(one.title), answer_of(one));
  }
  return out;
}

std::string bench_json(const std::vector<Measured>& all) {
  std::string out;
  for (const Measured& one : all) {
    out += fmt::format(
        R"({{"question":{},"rows":{},"ms":{:.4f},"min_ms":{:.4f},"max_ms":{:.4f},)"
        R"("parse_ms":{:.4f},"bind_ms":{:.4f},"plan_ms":{:.4f},"run_ms":{:.4f},)"
        R"("rows_read":{},"probes":{},"rows_made":{},"peak_bytes":{},"first":{},"problem":{}}})",
        json_text(one.title), one.rows, one.whole.median(), one.whole.least(), one.whole.most(),
        one.parse.median(), one.bind.median(), one.plan.median(), one.run.median(),
        one.costs.rows_read, one.costs.probes, one.costs.rows_made, one.costs.peak_bytes,
        json_text(one.first), json_text(one.problem));
    out += '\n';
  }
  return out;
}

}  // namespace vouch::shell
