#include "engine/result/format.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/unicode.hpp"

namespace vouch::result {

namespace {

bool is_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// `<https://…>` is how an IRI reads; as data it stands without the brackets.
std::string_view bare(const Cell& cell) {
  std::string_view text = cell.text;
  if (cell.term.as<storage::Iri>() != nullptr && text.size() > 2 && text.front() == '<') {
    return text.substr(1, text.size() - 2);
  }
  return text;
}

void json_escape(std::string& out, char32_t c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  // Controls, and the two line ends that JavaScript takes for such.
  if (c < 0x20 || c == 0x7F || c == 0x2028 || c == 0x2029) {
    out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(c));
  } else {
    unicode::append(out, c);
  }
}

std::string json_quantity(const storage::Quantity& quantity) {
  if (quantity.plain_number()) return quantity.lower->to_string();
  std::string out = "{";
  const auto member = [&out](std::string_view key, const std::string& value) {
    out += fmt::format("{}\"{}\":{}", out.size() > 1 ? "," : "", key, value);
  };
  if (quantity.single()) {
    member("value", quantity.lower->to_string());
  } else {
    if (quantity.lower) member("least", quantity.lower->to_string());
    if (quantity.upper) member("most", quantity.upper->to_string());
  }
  if (quantity.approximate) member("about", "true");
  if (!quantity.unit.empty()) member("unit", json_string(quantity.unit));
  return out + "}";
}

std::string json_list(const std::vector<Cell>& items) {
  std::string out = "[";
  for (const Cell& item : items) {
    if (out.size() > 1) out += ',';
    out += format_cell_json(item);
  }
  return out + "]";
}

// Bytes that stand for themselves between the quotes of JSON.
bool is_plain_json(char c) {
  return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

void append_json_text(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_plain_json(text[end])) ++end;
    out.append(text, at, end - at);
    if (end == text.size()) return;
    const unicode::CodePoint point = unicode::decode(text, end);
    json_escape(out, point.value);
    at = end + point.length;
  }
}

void append_json(std::string& out, const Cell& cell) {
  if (cell.evidence != nullptr) {
    out += evidence_json(*cell.evidence);
  } else if (!cell.term.bound()) {
    out += "null";
  } else if (const auto* flag = cell.term.as<bool>()) {
    out += *flag ? "true" : "false";
  } else if (const auto* quantity = cell.term.as<storage::Quantity>()) {
    out += json_quantity(*quantity);
  } else if (cell.term.as<storage::List>() != nullptr) {
    out += json_list(cell.items);
  } else {
    out += '"';
    append_json_text(out, bare(cell));
    out += '"';
  }
}

void append_csv(std::string& out, std::string_view text) {
  const bool outer_blank = text.empty() || text.front() == ' ' || text.back() == ' ';
  if (!outer_blank && text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_tsv(std::string& out, std::string_view text) {
  if (text.find_first_of("\t\n\r\\") == std::string_view::npos) {
    out += text;
    return;
  }
  for (const char c : text) {
    switch (c) {
      case '\t': out += "\\t"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\\': out += "\\\\"; break;
      default: out += c;
    }
  }
}

void append_cell(std::string& out, Format format, const Cell& cell) {
  if (!cell.term.bound()) return;
  if (format == Format::csv) {
    append_csv(out, bare(cell));
  } else if (format == Format::tsv) {
    append_tsv(out, bare(cell));
  } else {
    out += format_text_markdown(bare(cell));
  }
}

std::string_view between(Format format) {
  if (format == Format::csv) return ",";
  return format == Format::tsv ? "\t" : " | ";
}

}  // namespace

std::optional<Format> format_named(std::string_view name) {
  if (!name.empty() && name.front() == '.') name.remove_prefix(1);
  const std::string wanted = unicode::lower(name);
  if (wanted == "csv") return Format::csv;
  if (wanted == "tsv" || wanted == "tab") return Format::tsv;
  if (wanted == "json") return Format::json;
  if (wanted == "jsonl" || wanted == "ndjson") return Format::jsonl;
  if (wanted == "md" || wanted == "markdown") return Format::markdown;
  return std::nullopt;
}

const std::vector<std::string>& format_names() {
  static const std::vector<std::string> names = {"csv", "tsv", "json", "jsonl", "md"};
  return names;
}

std::string json_string(std::string_view text) {
  std::string out = "\"";
  append_json_text(out, text);
  return out + "\"";
}

std::string format_cell_json(const Cell& cell) {
  std::string out;
  append_json(out, cell);
  return out;
}

std::string format_text_csv(std::string_view text) {
  std::string out;
  append_csv(out, text);
  return out;
}

std::string format_text_tsv(std::string_view text) {
  std::string out;
  append_tsv(out, text);
  return out;
}

std::string format_text_markdown(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      out += "<br>";
      continue;
    }
    if (c == '\r') continue;
    // An underscore inside a word is no markup.
    const bool inside =
        i > 0 && i + 1 < text.size() && is_word(text[i - 1]) && is_word(text[i + 1]);
    if (std::string_view("\\|`*<>[]").find(c) != std::string_view::npos || (c == '_' && !inside)) {
      out += '\\';
    }
    out += c;
  }
  return out;
}

std::string format_cell_csv(const Cell& cell) {
  return cell.term.bound() ? format_text_csv(bare(cell)) : std::string();
}
std::string format_cell_tsv(const Cell& cell) {
  return cell.term.bound() ? format_text_tsv(bare(cell)) : std::string();
}
std::string format_cell_markdown(const Cell& cell) {
  return cell.term.bound() ? format_text_markdown(bare(cell)) : std::string();
}

Writer::Writer(Format format, Sink sink) : format_(format), sink_(std::move(sink)) {}

void Writer::begin(const std::vector<std::string>& columns) {
  rows_ = 0;
  citations_ = {};
  keys_.clear();
  for (const std::string& column : columns) {
    switch (format_) {
      case Format::csv: keys_.push_back(format_text_csv(column)); break;
      case Format::tsv: keys_.push_back(format_text_tsv(column)); break;
      case Format::markdown: keys_.push_back(format_text_markdown(column)); break;
      case Format::json:
      case Format::jsonl: keys_.push_back(json_string(column)); break;
    }
  }
  if (format_ == Format::json) {
    sink_("[");
  } else if (format_ != Format::jsonl) {
    line(keys_);
    if (format_ == Format::markdown) line(std::vector<std::string>(keys_.size(), "---"));
  }
}

void Writer::row(const Row& row) {
  if (format_ == Format::json || format_ == Format::jsonl) return object(row);
  start_line();
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0) line_ += between(format_);
    if (format_ == Format::markdown && row[i].evidence != nullptr) {
      line_ += citations_.numbers(*row[i].evidence);
    } else {
      append_cell(line_, format_, row[i]);
    }
  }
  end_line(row.size());
  ++rows_;
}

void Writer::end() {
  if (format_ == Format::json) sink_(rows_ == 0 ? "]\n" : "\n]\n");
  if (citations_.empty()) return;
  std::string list = "\n";
  for (const std::string& text : citations_.lines()) {
    const std::size_t number = text.find(']') + 1;  // `[1]` is no markup there
    list += "- " + text.substr(0, number) + format_text_markdown(text.substr(number)) + "\n";
  }
  sink_(list);
}

void Writer::line(const std::vector<std::string>& fields) {
  start_line();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) line_ += between(format_);
    line_ += fields[i];
  }
  end_line(fields.size());
}

void Writer::start_line() {
  line_.clear();
  if (format_ == Format::markdown) line_ += "| ";
}

void Writer::end_line(std::size_t fields) {
  if (format_ == Format::markdown) line_ += " |";
  // A csv line of one unbound cell would be a blank line, which readers pass over.
  if (format_ == Format::csv && fields == 1 && line_.empty()) line_ = "\"\"";
  line_ += '\n';
  sink_(line_);
}

void Writer::object(const Row& row) {
  std::string& out = line_;
  out.clear();
  if (format_ == Format::json) out += rows_ == 0 ? "\n  {" : ",\n  {";
  if (format_ == Format::jsonl) out += '{';
  for (std::size_t i = 0; i < row.size() && i < keys_.size(); ++i) {
    if (i > 0) out += ',';
    out += keys_[i];
    out += ':';
    append_json(out, row[i]);
    if (row[i].evidence != nullptr && !row[i].evidence->status.empty()) {
      out += ",\"status\":" + json_string(row[i].evidence->status);
    }
  }
  out += '}';
  if (format_ == Format::jsonl) out += '\n';
  sink_(out);
  ++rows_;
}

}  // namespace vouch::result
