// engine/result/format.hpp — answers as files: csv, tsv, json, jsonl, markdown.
//
// Shape     a Writer turns begin / rows / end into text that is handed to a sink piece by piece;
//           the functions below it write one cell. Shared by `export`, `expect same as` and the
//           shell.
//           csv       RFC 4180, lines end with \n; unbound: nothing; the empty text: ""
//           tsv       \t \n \r \\ escaped; unbound: nothing
//           json      an array of objects, one a line; jsonl: one object a line
//           markdown  a table; | and what would be markup escaped, line ends as <br>
// Values    numbers as numbers; quantities {"value":7,"unit":"nm"}, known within bounds
//           {"least":1,"most":2}, `~` {"value":5,"about":true}; dates and entities as strings;
//           lists as arrays; unbound null. Evidence: names of claims with blanks between; in json a
//           list of objects and the row's `status`, in markdown numbers and the list below.
// Errors    none: any bytes are written (invalid UTF-8 as U+FFFD in json).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/result/citation_list.hpp"
#include "engine/session.hpp"

namespace vouch::result {

enum class Format : std::uint8_t { csv, tsv, json, jsonl, markdown };

// By name or file extension, any case: `csv`, `tsv`, `json`, `jsonl`, `md`, `markdown`, `ndjson`.
[[nodiscard]] std::optional<Format> format_named(std::string_view name);
[[nodiscard]] const std::vector<std::string>& format_names();

[[nodiscard]] std::string json_string(std::string_view text);  // with its quotes
[[nodiscard]] std::string format_cell_json(const Cell& cell);
[[nodiscard]] std::string format_cell_csv(const Cell& cell);
[[nodiscard]] std::string format_cell_tsv(const Cell& cell);
[[nodiscard]] std::string format_cell_markdown(const Cell& cell);
// A title or another plain text by the same rules.
[[nodiscard]] std::string format_text_csv(std::string_view text);
[[nodiscard]] std::string format_text_tsv(std::string_view text);
[[nodiscard]] std::string format_text_markdown(std::string_view text);

class Writer {
 public:
  using Sink = std::function<void(std::string_view)>;
  Writer(Format format, Sink sink);

  void begin(const std::vector<std::string>& columns);
  void row(const Row& row);
  void end();

 private:
  void line(const std::vector<std::string>& fields);
  void start_line();
  void end_line(std::size_t fields);
  void object(const Row& row);

  Format format_;
  Sink sink_;
  std::vector<std::string> keys_;  // titles as json strings
  std::string line_;  // being written
  std::uint64_t rows_ = 0;
  CitationList citations_;  // of markdown: listed below the table
};

}  // namespace vouch::result
