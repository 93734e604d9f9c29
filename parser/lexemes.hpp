// parser/lexemes.hpp — where names, strings and labels end: the spelling of VQL below its grammar.
//
// Shape     functions over [at, end): each returns one past the lexeme, or nullptr where none
// starts.
//           Shared by the X3 grammar, the total lexer and the statement reader.
// Units     bytes of UTF-8 text.
// Errors    none; malformed UTF-8 is never part of a name.
// Source    docs/grammar.md, last third.
#pragma once

#include <string>
#include <string_view>

#include "parser/ast_terms.hpp"

namespace vouch::parser {

[[nodiscard]] constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool is_ascii_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
[[nodiscard]] constexpr bool is_blank(char c) noexcept {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}
[[nodiscard]] constexpr char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

// One past the letter or name character that starts at `at`; nullptr where there is none.
[[nodiscard]] const char* after_letter(const char* at, const char* end);
[[nodiscard]] const char* after_name_character(const char* at, const char* end);

// letter·{namechar}
[[nodiscard]] const char* after_word(const char* at, const char* end);
// word·":"·namechar·{namechar | ("-" | ".")·&namechar}
[[nodiscard]] const char* after_prefixed(const char* at, const char* end);
// "<"·scheme·":"·{no blank, <>"{}|^`\, control}·">"
[[nodiscard]] const char* after_iri(const char* at, const char* end);

// `"…"` or `"""…"""`, escapes checked; the text is appended to `out` unescaped where given.
[[nodiscard]] const char* after_quoted(const char* at, const char* end, std::string* out = nullptr);
// "[" (quoted | chars) [" : " kind] "]"
[[nodiscard]] const char* after_label(const char* at, const char* end, ast::Name* out = nullptr);

// Blanks, comments and byte order marks. `commented` is set when a comment was among them.
[[nodiscard]] const char* after_blanks(const char* at, const char* end, bool* commented = nullptr);

// Does the word at `at` read `lower_case`, in any case, and end there?
[[nodiscard]] bool reads_word(const char* at, const char* end, std::string_view lower_case);
// Is the word at `at` one that cannot be a bare id here? (`order` is one only before `by`.)
[[nodiscard]] bool reads_reserved(const char* at, const char* end);
// `.` and a letter or `?`, where a statement may start
[[nodiscard]] bool reads_dot_line(const char* at, const char* end);

// yyyy-mm[-dd[Thh:mm[:ss]]] as spelled: do month, day and time exist? (Quarters and halves always
// do.)
[[nodiscard]] bool date_exists(std::string_view date);

}  // namespace vouch::parser
