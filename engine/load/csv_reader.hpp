// engine/load/csv_reader.hpp — rows of cells from CSV or TSV.
//
// Shape     the first row names the columns; every other one has as many cells. Quoted cells hold
//           separators, line ends and doubled quotes. A byte order mark at the beginning is left
//           out.
// Units     rows count from 1, the row of names included; columns from 1.
// Errors    next() is false and problem() set: too few or too many cells, quotes that do not fit,
//           what is not UTF-8. InputError of the source.
// Source    RFC 4180; CR, LF and CR LF end a row.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/byte_source.hpp"

namespace vouch::load {

struct CsvProblem {
  std::string code;  // E0821, E0822, E0802
  std::string message;
  std::size_t row = 1;
  std::size_t column = 1;
};

class CsvReader {
 public:
  CsvReader(ByteSource& source, char separator) : source_(source), separator_(separator) {}

  // The next row; at first the names. False at the end, or for a problem.
  [[nodiscard]] bool next(std::vector<std::string>& cells);
  [[nodiscard]] std::size_t row() const { return row_; }
  [[nodiscard]] const std::optional<CsvProblem>& problem() const { return problem_; }

 private:
  [[nodiscard]] bool more();
  void skip_mark();
  [[nodiscard]] int get();
  [[nodiscard]] int peek();
  [[nodiscard]] bool cell(std::string& out);
  [[nodiscard]] bool quoted(std::string& out);
  [[nodiscard]] bool fail(const char* code, std::string message, std::size_t column);

  ByteSource& source_;
  char separator_;
  std::string block_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;  // of what the block holds
  std::size_t row_ = 0;
  std::size_t width_ = 0;
  std::size_t column_ = 1;
  std::optional<CsvProblem> problem_;
};

}  // namespace vouch::load
