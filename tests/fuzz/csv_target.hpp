// tests/fuzz/csv_target.hpp — what the fuzzer of CSV does with its bytes.
//
// Shape     a mapping, a line `----`, rows (without that line, rows for a mapping of its own); TSV where a
//           tabulator comes before any comma. Any bytes are fine; a broken promise throws.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/byte_source.hpp"
#include "engine/load/csv_facts.hpp"
#include "engine/load/csv_reader.hpp"
#include "parser/statement_reader.hpp"

namespace vouch::fuzz {

// As stingy as a source may be: every byte is the first of a block.
class ByteByByte final : public ByteSource {
 public:
  explicit ByteByByte(std::string_view text) : text_(text) {}
  [[nodiscard]] std::size_t read(char* out, std::size_t capacity) override {
    return text_.read(out, std::min<std::size_t>(capacity, 1));
  }

 private:
  TextSource text_;
};

struct CsvTaken {
  std::vector<std::vector<std::string>> rows;
  std::string problem;
  friend bool operator==(const CsvTaken&, const CsvTaken&) = default;
};

inline CsvTaken read_csv(ByteSource& source, char separator) {
  CsvTaken out;
  load::CsvReader reader(source, separator);
  std::vector<std::string> cells;
  while (reader.next(cells)) out.rows.push_back(cells);
  if (const auto& problem = reader.problem()) {
    out.problem = std::to_string(problem->row) + ":" + std::to_string(problem->column) + " " +
                  problem->code + " " + problem->message;
  }
  return out;
}

inline std::string quoted_csv(const std::vector<std::vector<std::string>>& rows, char separator) {
  std::string out;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i != 0) out += separator;
      out += '"';
      for (const char c : row[i]) out += c == '"' ? "\"\"" : std::string(1, c);
      out += '"';
    }
    out += "\r\n";
  }
  return out;
}

inline std::size_t statements_in(std::string_view text) {
  TextSource source(text);
  parser::StatementReader reader(
      [&](char* out, std::size_t capacity) { return source.read(out, capacity); });
  parser::RawStatement statement;
  std::size_t count = 0;
  while (reader.next(statement)) ++count;
  return count;
}

// Facts of a row stand on its line, and whatever its cells hold, they are no more statements than
// those of a row of plain words.
inline void map_rows(load::CsvMapping& mapping, const std::vector<std::vector<std::string>>& rows) {
  if (rows.empty() || mapping.bind(rows.front())) return;
  const auto on_one_line = [](std::string_view text) {
    if (text.find_first_of("\r\n") != text.npos) throw std::logic_error("facts on two lines");
  };
  on_one_line(mapping.once());
  for (std::size_t i = 1; i < rows.size(); ++i) {
    std::string facts;
    if (mapping.row(rows[i], facts)) continue;
    on_one_line(facts);
    std::vector<std::string> plain = rows[i];
    for (std::string& cell : plain) {
      if (!cell.empty()) cell = "x";
    }
    std::string words;
    if (mapping.row(plain, words)) throw std::logic_error("a plain word does not fit");
    if (statements_in(facts) > statements_in(words)) {
      throw std::logic_error("a cell begins a statement: " + facts);
    }
  }
}

inline void csv(std::string_view bytes) {
  constexpr std::string_view kLine = "\n----\n";
  constexpr std::string_view kMapping = R"(kind part; entity part_{id} : part "{name}"; # once
    claim part_{id} made_by [{maker}] (note """{name}
"{id}" """); claim <http://e/#{id}> weighs {weight} kg;)";
  const std::size_t line = bytes.find(kLine);
  const std::string_view mapped = line == bytes.npos ? kMapping : bytes.substr(0, line);
  const std::string_view text = line == bytes.npos ? bytes : bytes.substr(line + kLine.size());
  const char separator = text.find('\t') < text.find(',') ? '\t' : ',';

  TextSource whole(text);
  const CsvTaken taken = read_csv(whole, separator);
  ByteByByte bits(text);
  if (read_csv(bits, separator) != taken) throw std::logic_error("the blocks matter");
  const std::string again = quoted_csv(taken.rows, separator);
  TextSource rewritten(again);
  if (read_csv(rewritten, separator) != CsvTaken{taken.rows, ""}) {
    throw std::logic_error("quoted cells read otherwise");
  }
  std::string why;
  if (auto mapping = load::CsvMapping::parse(mapped, why)) map_rows(*mapping, taken.rows);
}

}  // namespace vouch::fuzz
