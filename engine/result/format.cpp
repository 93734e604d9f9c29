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
  for (std::size_t at = 0; at < text.size();) {
    const unicode::CodePoint point = unicode::decode(text, at);
    json_escape(out, point.value);
    at += point.length;
  }
  return out + "\"";
}

std::string format_cell_json(const Cell& cell) {
  if (!cell.term.bound()) return "null";
  if (const auto* flag = cell.term.as<bool>()) return *flag ? "true" : "false";
  if (const auto* quantity = cell.term.as<storage::Quantity>()) return json_quantity(*quantity);
  if (cell.term.as<storage::List>() != nullptr) return json_list(cell.items);
  return json_string(bare(cell));
}

std::string format_text_csv(std::string_view text) {
  if (text.empty()) return "\"\"";
  const bool outer_blank = text.front() == ' ' || text.back() == ' ';
  if (!outer_blank && text.find_first_of(",\"\r\n") == std::string_view::npos)
    return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

std::string format_text_tsv(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\t': out += "\\t"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\\': out += "\\\\"; break;
      default: out += c;
    }
  }
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
  std::vector<std::string> fields;
  fields.reserve(row.size());
  for (const Cell& cell : row) {
    if (format_ == Format::csv) {
      fields.push_back(format_cell_csv(cell));
    } else if (format_ == Format::tsv) {
      fields.push_back(format_cell_tsv(cell));
    } else {
      fields.push_back(format_cell_markdown(cell));
    }
  }
  line(fields);
  ++rows_;
}

void Writer::end() {
  if (format_ == Format::json) sink_(rows_ == 0 ? "]\n" : "\n]\n");
}

void Writer::line(const std::vector<std::string>& fields) {
  std::string out;
  const std::string_view between = format_ == Format::csv   ? ","
                                   : format_ == Format::tsv ? "\t"
                                                            : " | ";
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) out += between;
    out += fields[i];
  }
  if (format_ == Format::markdown) out = "| " + out + " |";
  // A csv line of one unbound cell would be a blank line, which readers pass over.
  if (format_ == Format::csv && fields.size() == 1 && out.empty()) out = "\"\"";
  out += '\n';
  sink_(out);
}

void Writer::object(const Row& row) {
  std::string out;
  if (format_ == Format::json) out += rows_ == 0 ? "\n  {" : ",\n  {";
  if (format_ == Format::jsonl) out += '{';
  for (std::size_t i = 0; i < row.size() && i < keys_.size(); ++i) {
    if (i > 0) out += ',';
    out += keys_[i];
    out += ':';
    out += format_cell_json(row[i]);
  }
  out += '}';
  if (format_ == Format::jsonl) out += '\n';
  sink_(out);
  ++rows_;
}

}  // namespace vouch::result
