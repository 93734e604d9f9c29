#include "parser/lexemes.hpp"

#include <array>
#include <cstdint>
#include <cstring>

#include "base/unicode.hpp"
#include "parser/parse.hpp"

namespace vouch::parser {
namespace {

constexpr std::array<bool, 128> ascii_table(bool digits) {
  std::array<bool, 128> table{};
  for (char c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (char c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (char c = '0'; digits && c <= '9'; ++c) table[static_cast<std::size_t>(c)] = true;
  if (digits) table[static_cast<std::size_t>('_')] = true;
  return table;
}
constexpr auto kNameTable = ascii_table(true);

const char* after_class(const char* at, const char* end, bool (*belongs)(char32_t)) {
  const auto size = static_cast<std::size_t>(end - at);
  const auto code = unicode::decode(std::string_view(at, size < 4 ? size : 4), 0);
  return code.value != 0xFFFD && belongs(code.value) ? at + code.length : nullptr;
}

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  const char l = lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

// Four hexadecimal digits, or -1.
std::int32_t hex_four(const char* at, const char* end) {
  if (end - at < 4) return -1;
  std::int32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    const int digit = hex_digit(at[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

// `\uXXXX`, or two of them that form a surrogate pair; `at` is at the `u`.
const char* after_unicode_escape(const char* at, const char* end, std::string* out) {
  const std::int32_t first = hex_four(at + 1, end);
  if (first < 0 || (first >= 0xDC00 && first <= 0xDFFF)) return nullptr;
  if (first < 0xD800 || first > 0xDBFF) {
    if (out != nullptr) unicode::append(*out, static_cast<char32_t>(first));
    return at + 5;
  }
  if (end - at < 11 || at[5] != '\\' || at[6] != 'u') return nullptr;
  const std::int32_t second = hex_four(at + 7, end);
  if (second < 0xDC00 || second > 0xDFFF) return nullptr;
  const auto code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
  if (out != nullptr) unicode::append(*out, static_cast<char32_t>(code));
  return at + 11;
}

// A JSON escape; `at` is after the backslash.
const char* after_escape(const char* at, const char* end, std::string* out) {
  if (at == end) return nullptr;
  if (*at == 'u') return after_unicode_escape(at, end, out);
  constexpr std::string_view kSpelled = "\"\\/bfnrt";
  constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
  const std::size_t which = kSpelled.find(*at);
  if (which == std::string_view::npos) return nullptr;
  if (out != nullptr) out->push_back(kMeant[which]);
  return at + 1;
}

bool ends_quoted(const char* at, const char* end, bool is_long) {
  if (!is_long) return *at == '"';
  return *at == '"' && end - at >= 3 && at[1] == '"' && at[2] == '"';
}

// kind = iri | pname | word
const char* after_kind(const char* at, const char* end, ast::PlainName& out) {
  if (const char* after = after_iri(at, end)) {
    out = {ast::NameForm::iri, std::string(at + 1, after - 1), {}};
    return after;
  }
  const char* after = after_prefixed(at, end);
  out.form = after != nullptr ? ast::NameForm::prefixed : ast::NameForm::id;
  if (after == nullptr) after = after_word(at, end);
  if (after != nullptr) out.text.assign(at, after);
  return after;
}

const char* after_quoted_label(const char* at, const char* end, ast::Name* out) {
  at = after_quoted(at, end, out != nullptr ? &out->text : nullptr);
  if (at == nullptr) return nullptr;
  at = after_blanks(at, end);
  if (at != end && *at == ':') {
    ast::PlainName kind;
    at = after_kind(after_blanks(at + 1, end), end, kind);
    if (at == nullptr) return nullptr;
    at = after_blanks(at, end);
    if (out != nullptr) out->kind = std::move(kind);
  }
  return at != end && *at == ']' ? at + 1 : nullptr;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// Splits `Mercury : planet` into its name and kind; false where no ` : kind` ends the text.
bool split_label(std::string_view text, ast::Name& out) {
  if (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  const std::size_t blank = text.rfind(' ');
  if (blank == std::string_view::npos || blank < 2) return false;
  if (text[blank - 1] != ':' || text[blank - 2] != ' ') return false;
  const std::string_view kind = text.substr(blank + 1);
  ast::PlainName name;
  const char* end = kind.data() + kind.size();
  if (after_kind(kind.data(), end, name) != end) return false;
  const std::string_view label = trimmed(text.substr(0, blank - 2));
  if (label.empty()) return false;
  out.text = label;
  out.kind = std::move(name);
  return true;
}

int two_digits(std::string_view text, std::size_t at) {
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

}  // namespace

const char* after_letter(const char* at, const char* end) {
  if (at == end) return nullptr;
  if (is_ascii_letter(*at)) return at + 1;
  if (static_cast<unsigned char>(*at) < 0x80) return nullptr;
  return after_class(at, end, unicode::is_letter);
}

const char* after_name_character(const char* at, const char* end) {
  if (at == end) return nullptr;
  const auto byte = static_cast<unsigned char>(*at);
  if (byte < 0x80) return kNameTable[byte] ? at + 1 : nullptr;
  return after_class(at, end, unicode::is_name_character);
}

const char* after_word(const char* at, const char* end) {
  at = after_letter(at, end);
  if (at == nullptr) return nullptr;
  while (const char* next = after_name_character(at, end)) at = next;
  return at;
}

const char* after_prefixed(const char* at, const char* end) {
  at = after_word(at, end);
  if (at == nullptr || at == end || *at != ':') return nullptr;
  at = after_name_character(at + 1, end);
  while (at != nullptr && at != end) {
    const char* next = after_name_character(at, end);
    if (next == nullptr && (*at == '-' || *at == '.')) next = after_name_character(at + 1, end);
    if (next == nullptr) break;
    at = next;
  }
  return at;
}

const char* after_iri(const char* at, const char* end) {
  if (end - at < 4 || *at != '<' || !is_ascii_letter(at[1])) return nullptr;
  at += 2;
  while (at != end &&
         (is_ascii_letter(*at) || is_digit(*at) || *at == '+' || *at == '.' || *at == '-')) {
    ++at;
  }
  if (at == end || *at != ':') return nullptr;
  for (++at; at != end; ++at) {
    if (*at == '>') return at + 1;
    const auto byte = static_cast<unsigned char>(*at);
    if (byte <= 0x20 || byte == 0x7F || std::strchr("<\"{}|^`\\", *at) != nullptr) return nullptr;
  }
  return nullptr;
}

const char* after_quoted(const char* at, const char* end, std::string* out) {
  if (at == end || *at != '"') return nullptr;
  const bool is_long = end - at >= 3 && at[1] == '"' && at[2] == '"';
  at += is_long ? 3 : 1;
  while (at != end) {
    const char* plain = at;
    while (at != end && *at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20) ++at;
    if (out != nullptr) out->append(plain, at);
    if (at == end) return nullptr;
    if (ends_quoted(at, end, is_long)) return at + (is_long ? 3 : 1);
    if (*at == '\\') {
      at = after_escape(at + 1, end, out);
      if (at == nullptr) return nullptr;
    } else {
      if (!is_long) return nullptr;  // a line end or another control character
      if (out != nullptr) out->push_back(*at);
      ++at;
    }
  }
  return nullptr;
}

const char* after_label(const char* at, const char* end, ast::Name* out) {
  if (at == end || *at != '[') return nullptr;
  ++at;
  while (at != end && (*at == ' ' || *at == '\t')) ++at;
  if (out != nullptr) out->form = ast::NameForm::label;
  if (at != end && *at == '"') return after_quoted_label(at, end, out);
  const char* close = at;
  while (close != end && *close != ']' && *close != '[' && *close != '"' && *close != '\n') ++close;
  if (close == end || *close != ']') return nullptr;
  const std::string_view text(at, static_cast<std::size_t>(close - at));
  if (trimmed(text).empty()) return nullptr;
  if (out != nullptr && !split_label(text, *out)) out->text = trimmed(text);
  return close + 1;
}

const char* after_blanks(const char* at, const char* end, bool* commented) {
  while (at != end) {
    if (is_blank(*at)) {
      ++at;
    } else if (*at == '#') {
      const void* line_end = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
      at = line_end != nullptr ? static_cast<const char*>(line_end) : end;
      if (commented != nullptr) *commented = true;
    } else if (end - at >= 3 && std::memcmp(at, "\xEF\xBB\xBF", 3) == 0) {
      at += 3;
      if (commented != nullptr) *commented = true;
    } else {
      break;
    }
  }
  return at;
}

bool reads_word(const char* at, const char* end, std::string_view lower_case) {
  if (static_cast<std::size_t>(end - at) < lower_case.size()) return false;
  for (const char c : lower_case) {
    if (lower(*at++) != c) return false;
  }
  return after_name_character(at, end) == nullptr;
}

bool reads_reserved(const char* at, const char* end) {
  const char* after = after_word(at, end);
  if (after == nullptr) return false;
  const std::string_view word(at, static_cast<std::size_t>(after - at));
  if (is_reserved(word)) return true;
  if (word.size() != 5 && word.size() != 6) return false;
  const char first = lower(word[0]);
  if (first == 'g' || first == 'o') {
    if (!reads_word(at, end, "group") && !reads_word(at, end, "order")) return false;
    return reads_word(after_blanks(after, end), end, "by");
  }
  if (first != 'e' && first != 'c') return false;
  if (!reads_word(at, end, "exists") && !reads_word(at, end, "count")) return false;
  after = after_blanks(after, end);
  return after != end && *after == '{';
}

bool reads_dot_line(const char* at, const char* end) {
  return end - at >= 2 && *at == '.' && (is_ascii_letter(at[1]) || at[1] == '?');
}

bool date_exists(std::string_view date) {
  if (date.size() < 7 || !is_digit(date[5])) return true;
  const int year = two_digits(date, 0) * 100 + two_digits(date, 2);
  const int month = two_digits(date, 5);
  if (month < 1 || month > 12) return false;
  if (date.size() < 10) return true;
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  const int days = kDays[static_cast<std::size_t>(month) - 1] + (month == 2 && leap ? 1 : 0);
  const int day = two_digits(date, 8);
  if (day < 1 || day > days) return false;
  if (date.size() < 16) return true;
  if (two_digits(date, 11) > 23 || two_digits(date, 14) > 59) return false;
  if (date.size() >= 19 && date[16] == ':' && two_digits(date, 17) > 59) return false;
  const std::size_t zone = date.find_first_of("+-", 16);
  if (zone == std::string_view::npos) return true;
  return two_digits(date, zone + 1) <= 14 && two_digits(date, zone + 4) <= 59;
}

}  // namespace vouch::parser
