// parser/grammar/lexeme.hpp — names, strings and numerals as X3 parsers with a value.
//
// Shape     thin wrappers of parser/lexemes.hpp; none of them eats the blanks behind it.
// Lifetime  values own their text.
// Errors    a lexeme that is spelled wrong does not match; problems.cpp looks why.
// Source    docs/grammar.md, last third.
#pragma once

#include <limits>
#include <string>

#include "parser/grammar/parsers.hpp"

namespace vouch::parser::grammar {

// A parser for a Value: `Read` gives one past the lexeme or nullptr, and fills the value where
// given.
template <typename Value, auto Read>
struct lexeme_parser : x3::parser<lexeme_parser<Value, Read>> {
  using attribute_type = Value;
  static bool const has_attribute = true;

  template <typename Context, typename RContext>
  bool parse(iterator_type& first, const iterator_type& last, const Context&, RContext&,
             Value& value) const {
    return move_on(first, Read(first, last, &value));
  }
  template <typename Context, typename RContext>
  bool parse(iterator_type& first, const iterator_type& last, const Context&, RContext&,
             x3::unused_type) const {
    return move_on(first, Read(first, last, nullptr));
  }

 private:
  static bool move_on(iterator_type& first, const char* after) {
    if (after != nullptr) first = after;
    return after != nullptr;
  }
};

inline const char* take(std::string* out, const char* begin, const char* after) {
  if (after != nullptr && out != nullptr) out->assign(begin, after);
  return after;
}

inline const char* read_word(const char* at, const char* end, std::string* out) {
  return take(out, at, after_word(at, end));
}
inline const char* read_id(const char* at, const char* end, std::string* out) {
  const char* after = after_word(at, end);
  return after != nullptr && !reads_reserved(at, end) ? take(out, at, after) : nullptr;
}
inline const char* read_prefixed(const char* at, const char* end, std::string* out) {
  return take(out, at, after_prefixed(at, end));
}
inline const char* read_iri(const char* at, const char* end, std::string* out) {
  const char* after = after_iri(at, end);
  if (after != nullptr && out != nullptr) out->assign(at + 1, after - 1);
  return after;
}
inline const char* read_sigil(const char* at, const char* end, char sigil, std::string* out) {
  return at != end && *at == sigil ? take(out, at + 1, after_word(at + 1, end)) : nullptr;
}
inline const char* read_variable(const char* at, const char* end, std::string* out) {
  return read_sigil(at, end, '?', out);
}
inline const char* read_parameter(const char* at, const char* end, std::string* out) {
  return read_sigil(at, end, '$', out);
}

// [0-9]+·{"_"·[0-9]+}, at most what fits the number
template <typename Number>
const char* read_digits(const char* at, const char* end, Number* out) {
  constexpr Number kMost = std::numeric_limits<Number>::max();
  if (at == end || !is_digit(*at)) return nullptr;
  Number value = 0;
  for (; at != end; ++at) {
    if (*at == '_' && end - at > 1 && is_digit(at[1])) ++at;
    if (!is_digit(*at)) break;
    const auto digit = static_cast<Number>(*at - '0');
    if (value > (kMost - digit) / 10) return nullptr;
    value = value * 10 + digit;
  }
  if (out != nullptr) *out = value;
  return at;
}

inline constexpr lexeme_parser<std::string, read_word> any_word{};
inline constexpr lexeme_parser<std::string, read_id> id{};
inline constexpr lexeme_parser<std::string, read_prefixed> prefixed{};
inline constexpr lexeme_parser<std::string, read_iri> iri{};
inline constexpr lexeme_parser<std::string, read_variable> variable_name{};
inline constexpr lexeme_parser<std::string, read_parameter> parameter_name{};
inline constexpr lexeme_parser<std::string, after_quoted> quoted{};
inline constexpr lexeme_parser<ast::Name, after_label> label{};
inline constexpr lexeme_parser<std::uint64_t, read_digits<std::uint64_t>> numeral{};
inline constexpr lexeme_parser<std::uint32_t, read_digits<std::uint32_t>> short_numeral{};

// A name's text and form in one: iri[as<NameForm::iri>].
template <ast::NameForm Form>
struct as_action {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).form = Form;
    x3::_val(context).text = std::move(x3::_attr(context));
  }
};
template <ast::NameForm Form>
inline constexpr as_action<Form> as{};

}  // namespace vouch::parser::grammar
