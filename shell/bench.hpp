// shell/bench.hpp — `vouch bench`: every statement of a file, several times, in one process.
//
// Shape     per statement: rows, medians of parsing, binding, planning and running with the least
//           and the most of the whole, rows and probes of storage, memory at most. A first run
//           warms up and is not counted; answers are consumed whole and not shown.
// Units     milliseconds; bytes. Rows read and probes are the same on every machine.
// Errors    a statement that is refused makes the whole run refused, after the others ran.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/source_text.hpp"
#include "engine/session.hpp"

namespace vouch::shell {

// Times of the runs of one stage, in order of size once they are arranged.
class Times {
 public:
  void add(double milliseconds) { values_.push_back(milliseconds); }
  [[nodiscard]] double median() const;
  [[nodiscard]] double least() const;
  [[nodiscard]] double most() const;

 private:
  std::vector<double> values_;
};

struct Measured {
  std::string title;  // the comment line right before the statement, else its text
  std::uint64_t rows = 0;
  std::string first;  // the first row, for people who check what they measure
  std::string problem;  // why it was refused; empty: it was not
  Outcome outcome = Outcome::ok;
  Times parse, bind, plan, run, whole;
  AnswerCosts costs;  // of the last run
};

[[nodiscard]] std::vector<Measured> measure(Session& session, const SourceText& source,
                                            std::size_t runs);
[[nodiscard]] std::string bench_table(const std::vector<Measured>& all);
// One object a line.
[[nodiscard]] std::string bench_json(const std::vector<Measured>& all);

}  // namespace vouch::shell
