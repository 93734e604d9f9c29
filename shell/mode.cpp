#include "shell/mode.hpp"

#include "base/unicode.hpp"

namespace vouch::shell {

std::optional<Mode> mode_named(std::string_view name) {
  const std::string wanted = unicode::lower(name);
  if (wanted == "table" || wanted == "box") return Mode::table;
  if (wanted == "line") return Mode::line;
  const auto format = result::format_named(wanted);
  if (!format) return std::nullopt;
  switch (*format) {
    case result::Format::csv: return Mode::csv;
    case result::Format::tsv: return Mode::tsv;
    case result::Format::json: return Mode::json;
    case result::Format::jsonl: return Mode::jsonl;
    case result::Format::markdown: return Mode::markdown;
  }
  return std::nullopt;
}

std::string_view name_of(Mode mode) {
  switch (mode) {
    case Mode::table: return "table";
    case Mode::csv: return "csv";
    case Mode::tsv: return "tsv";
    case Mode::json: return "json";
    case Mode::jsonl: return "jsonl";
    case Mode::markdown: return "markdown";
    case Mode::line: return "line";
  }
  return "table";
}

const std::vector<std::string>& mode_names() {
  static const std::vector<std::string> names = {"table", "csv",      "tsv", "json",
                                                 "jsonl", "markdown", "line"};
  return names;
}

std::optional<result::Format> format_of(Mode mode) {
  switch (mode) {
    case Mode::csv: return result::Format::csv;
    case Mode::tsv: return result::Format::tsv;
    case Mode::json: return result::Format::json;
    case Mode::jsonl: return result::Format::jsonl;
    case Mode::markdown: return result::Format::markdown;
    case Mode::table:
    case Mode::line: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace vouch::shell
