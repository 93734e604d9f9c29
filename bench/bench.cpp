// bench/bench.cpp — runs every statement of a file several times in one process and prints medians.
//
// Units     milliseconds; parse, and bind + plan + run to the last row; rows are consumed whole.
// Shape     one line per statement: rows, median, min and max of the runs, the comment before it.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "engine/session.hpp"
#include "parser/parse.hpp"

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// Counts rows and drops them.
class Counter : public vouch::Output {
 public:
  std::uint64_t rows = 0;
  bool failed = false;
  std::string first;
  void begin_answer(const std::vector<std::string>&) override { rows = 0; first.clear(); }
  bool row(const vouch::Row& row) override {
    if (rows++ == 0) {
      for (const vouch::Cell& cell : row) first += (first.empty() ? "" : " ") + cell.text;
    }
    return true;
  }
  void end_answer(const vouch::AnswerFooter&) override {}
  void message(const std::string&) override {}
  void text(const std::string&) override {}
  void problems(const vouch::Diagnostics& diagnostics, const vouch::SourceText&) override {
    for (const auto& d : diagnostics) {
      if (d.severity != vouch::Severity::error) continue;
      failed = true;
      fmt::print(stderr, "{}: {}\n", d.code, d.message);
    }
  }
};

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw vouch::StorageError("E0604", fmt::format("cannot read {}", path.string()));
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// The comment line right before a statement names it.
std::string title_before(std::string_view text, std::size_t begin) {
  const std::size_t line_end = text.rfind('\n', begin == 0 ? 0 : begin - 1);
  if (line_end == std::string_view::npos) return {};
  const std::size_t line_begin = text.rfind('\n', line_end - 1);
  std::string_view line = text.substr(line_begin + 1, line_end - line_begin - 1);
  return line.starts_with("# ") ? std::string(line.substr(2)) : std::string();
}

int run(const std::filesystem::path& store, const std::filesystem::path& file, int runs) {
  const auto opened = Clock::now();
  const auto database = vouch::Database::open(store);
  fmt::print("opened {} in {:.1f} ms\n", store.string(), milliseconds_since(opened));
  const vouch::SourceText source(file.string(), read_file(file));
  const vouch::parser::Parsed parsed = vouch::parser::parse_script(source);
  if (vouch::has_errors(parsed.problems)) {
    fmt::print(stderr, "{} does not parse\n", file.string());
    return 3;
  }
  vouch::Session session(*database);
  fmt::print("{:>10}  {:>10}  {:>10}  {:>10}  {}\n", "rows", "median ms", "min", "max", "question");
  int status = 0;
  for (const vouch::ast::Statement& statement : parsed.script.statements) {
    std::vector<double> times;
    Counter counter;
    for (int i = 0; i < runs + 1; ++i) {  // the first run warms up and is not counted
      const auto start = Clock::now();
      (void)session.run(statement, source, counter);
      if (i > 0) times.push_back(milliseconds_since(start));
    }
    std::sort(times.begin(), times.end());
    if (counter.failed) status = 3;
    fmt::print("{:>10}  {:>10.3f}  {:>10.3f}  {:>10.3f}  {}{}\n", counter.rows, times[times.size() / 2],
               times.front(), times.back(), title_before(source.text(), statement.place.begin),
               counter.rows == 1 ? " = " + counter.first : "");
  }
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: vouch_bench STORE FILE.vq [RUNS]\n");
    return 2;
  }
  try {
    return run(argv[1], argv[2], argc > 3 ? std::max(1, std::atoi(argv[3])) : 7);
  } catch (const vouch::Error& error) {
    fmt::print(stderr, "{}: {}\n", error.code(), error.what());
    return 4;
  }
}
