// parser/grammar/parsers.hpp — the X3 parsers, directives and actions the rules are written with.
//
// Shape     "match"_w is a keyword and ","_m a mark, each with the blanks after it (")"_t: none);
// token[p]
//           adds the blanks to a lexeme; set<&T::m> and its kin move what was read into the rule's
//           value.
// Units     iterators are char const*; there is no X3 skipper: blanks are part of tokens, so that
//           the places marked `·` in the grammar are simply sequences without them.
// Errors    what fails is noted in the State at the place where it was wanted.
// Source    docs/grammar.md, notation.
#pragma once

#include <boost/spirit/home/x3.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "parser/grammar/state.hpp"
#include "parser/parse.hpp"

namespace vouch::parser::grammar {

namespace x3 = boost::spirit::x3;

using iterator_type = const char*;
struct state_tag;
using context_type = x3::context<state_tag, State>;

template <typename Context>
State& state_of(const Context& context) {
  return x3::get<state_tag>(context);
}

// ----------------------------------------------------------------------------- keywords and marks

// A keyword in any case, not followed by a name character, and the blanks after it.
struct keyword_parser : x3::parser<keyword_parser> {
  using attribute_type = x3::unused_type;
  static bool const has_attribute = false;

  constexpr keyword_parser(const char* word, std::size_t size) : word_(word, size) {}

  template <typename Context, typename RContext, typename Attribute>
  bool parse(iterator_type& first, const iterator_type& last, const Context& context, RContext&,
             Attribute&) const {
    return read(first, last, state_of(context));
  }

 private:
  bool read(iterator_type& first, iterator_type last, State& state) const {
    if (first == last || lower(*first) != word_[0] || !reads_word(first, last, word_)) {
      state.note(first, word_, true);
      return false;
    }
    state.last_token = first;
    first = state.skip_blanks(first + word_.size());
    return true;
  }

  std::string_view word_;
};

// Punctuation as written, and the blanks after it unless something may touch it.
template <bool EatsBlanks>
struct mark_parser : x3::parser<mark_parser<EatsBlanks>> {
  using attribute_type = x3::unused_type;
  static bool const has_attribute = false;

  constexpr mark_parser(const char* mark, std::size_t size) : mark_(mark, size) {}

  template <typename Context, typename RContext, typename Attribute>
  bool parse(iterator_type& first, const iterator_type& last, const Context& context, RContext&,
             Attribute&) const {
    return read(first, last, state_of(context));
  }

 private:
  bool read(iterator_type& first, iterator_type last, State& state) const {
    const auto left = static_cast<std::size_t>(last - first);
    if (left < mark_.size() || std::string_view(first, mark_.size()) != mark_) {
      state.note(first, mark_, true);
      return false;
    }
    state.last_token = first;
    first += mark_.size();
    if constexpr (EatsBlanks) first = state.skip_blanks(first);
    return true;
  }

  std::string_view mark_;
};

constexpr keyword_parser operator""_w(const char* word, std::size_t size) {
  return {word, size};
}
constexpr mark_parser<true> operator""_m(const char* mark, std::size_t size) {
  return {mark, size};
}
constexpr mark_parser<false> operator""_t(const char* mark, std::size_t size) {
  return {mark, size};
}

// ---------------------------------------------------------------------------------------- lexemes

// A parser whose whole work is a function: `const char* (at, end)`, nullptr where it does not
// match.
template <auto After>
struct scanned_parser : x3::parser<scanned_parser<After>> {
  using attribute_type = x3::unused_type;
  static bool const has_attribute = false;

  template <typename Context, typename RContext, typename Attribute>
  bool parse(iterator_type& first, const iterator_type& last, const Context&, RContext&,
             Attribute&) const {
    const char* after = After(first, last);
    if (after == nullptr) return false;
    first = after;
    return true;
  }
};
template <auto After>
inline constexpr scanned_parser<After> scanned{};

inline const char* at_reserved(const char* at, const char* end) {
  return reads_reserved(at, end) ? at : nullptr;
}
inline constexpr auto reserved = scanned<at_reserved>;
inline constexpr auto name_character = scanned<after_name_character>;

struct blanks_parser : x3::parser<blanks_parser> {
  using attribute_type = x3::unused_type;
  static bool const has_attribute = false;

  template <typename Context, typename RContext, typename Attribute>
  bool parse(iterator_type& first, const iterator_type&, const Context& context, RContext&,
             Attribute&) const {
    first = state_of(context).skip_blanks(first);
    return true;
  }
};
inline constexpr blanks_parser blanks{};

// ------------------------------------------------------------------------------------- directives

template <typename Subject, typename Derived>
struct transparent : x3::unary_parser<Subject, Derived> {
  static bool const is_pass_through_unary = true;
  constexpr explicit transparent(const Subject& inner)
      : x3::unary_parser<Subject, Derived>(inner) {}
};

// The subject and the blanks after it.
template <typename Subject>
struct token_directive : transparent<Subject, token_directive<Subject>> {
  using transparent<Subject, token_directive<Subject>>::transparent;
  template <typename Context, typename RContext, typename Attribute>
  bool parse(iterator_type& first, const iterator_type& last, const Context& context,
             RContext& rcontext, Attribute& attr) const {
    if (!this->subject.parse(first, last, context, rcontext, attr)) return false;
    first = state_of(context).skip_blanks(first);
    return true;
  }
};

// Counts one level of nesting; the level one too deep is reported at the token that opened it.
template <typename Subject>
struct deep_directive : transparent<Subject, deep_directive<Subject>> {
  using transparent<Subject, deep_directive<Subject>>::transparent;
  template <typename Context, typename RContext, typename Attribute>
  bool parse(iterator_type& first, const iterator_type& last, const Context& context,
             RContext& rcontext, Attribute& attr) const {
    State& state = state_of(context);
    if (state.depth == kDepthMost) throw TooDeep{state.last_token};
    ++state.depth;
    const bool read = this->subject.parse(first, last, context, rcontext, attr);
    --state.depth;
    return read;
  }
};

// Look-ahead: nothing inside is noted as wanted.
template <typename Subject>
struct quiet_directive : transparent<Subject, quiet_directive<Subject>> {
  using transparent<Subject, quiet_directive<Subject>>::transparent;
  template <typename Context, typename RContext, typename Attribute>
  bool parse(iterator_type& first, const iterator_type& last, const Context& context,
             RContext& rcontext, Attribute& attr) const {
    State& state = state_of(context);
    ++state.quiet;
    const bool read = this->subject.parse(first, last, context, rcontext, attr);
    --state.quiet;
    return read;
  }
};

// An expression that stands in no other starts the count of operators anew.
template <typename Subject>
struct counted_directive : transparent<Subject, counted_directive<Subject>> {
  using transparent<Subject, counted_directive<Subject>>::transparent;
  template <typename Context, typename RContext, typename Attribute>
  bool parse(iterator_type& first, const iterator_type& last, const Context& context,
             RContext& rcontext, Attribute& attr) const {
    State& state = state_of(context);
    if (state.expressions == 0) state.operators = 0;
    ++state.expressions;
    const bool read = this->subject.parse(first, last, context, rcontext, attr);
    --state.expressions;
    return read;
  }
};

// Gives the rule's value its place, without the blanks behind it.
template <typename Subject>
struct placed_directive : transparent<Subject, placed_directive<Subject>> {
  using transparent<Subject, placed_directive<Subject>>::transparent;
  template <typename Context, typename RContext, typename Attribute>
  bool parse(iterator_type& first, const iterator_type& last, const Context& context,
             RContext& rcontext, Attribute& attr) const {
    const iterator_type begin = first;
    if (!this->subject.parse(first, last, context, rcontext, attr)) return false;
    rcontext.place = state_of(context).span(begin, first);
    return true;
  }
};

template <template <typename> class Directive>
struct directive {
  template <typename Subject>
  constexpr auto operator[](const Subject& inner) const {
    return Directive<typename x3::extension::as_parser<Subject>::value_type>(x3::as_parser(inner));
  }
};
inline constexpr directive<token_directive> token{};
inline constexpr directive<deep_directive> deep{};
inline constexpr directive<quiet_directive> quiet{};
inline constexpr directive<counted_directive> counted{};
inline constexpr directive<placed_directive> placed{};

// What the subject is called when it is wanted: called("a name")[p].
template <typename Subject>
struct called_directive : x3::unary_parser<Subject, called_directive<Subject>> {
  static bool const is_pass_through_unary = true;
  constexpr called_directive(const Subject& inner, const char* name)
      : x3::unary_parser<Subject, called_directive<Subject>>(inner), name_(name) {}
  template <typename Context, typename RContext, typename Attribute>
  bool parse(iterator_type& first, const iterator_type& last, const Context& context,
             RContext& rcontext, Attribute& attr) const {
    if (this->subject.parse(first, last, context, rcontext, attr)) return true;
    state_of(context).note(first, name_, false);
    return false;
  }

 private:
  const char* name_;
};
struct called {
  constexpr explicit called(const char* text) : name(text) {}
  template <typename Subject>
  constexpr auto operator[](const Subject& inner) const {
    return called_directive<typename x3::extension::as_parser<Subject>::value_type>(
        x3::as_parser(inner), name);
  }
  const char* name;
};

// A % ","  of the grammar: a list that may end with a comma.
template <typename Item>
constexpr auto listed(const Item& item) {
  return item >> *(","_m >> item) >> -","_m;
}

// ---------------------------------------------------------------------------------------- actions

struct assign_action {  // the rule's value becomes what was read
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context) = std::move(x3::_attr(context));
  }
};
inline constexpr assign_action assign{};

struct push_action {  // … gets it as another element
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).push_back(std::move(x3::_attr(context)));
  }
};
inline constexpr push_action push{};

template <auto Member>
struct set_action {  // … gets it as a member
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).*Member = std::move(x3::_attr(context));
  }
};
template <auto Member>
inline constexpr set_action<Member> set{};

template <auto Member>
struct add_action {  // … gets it as an element of a member
  template <typename Context>
  void operator()(const Context& context) const {
    (x3::_val(context).*Member).push_back(std::move(x3::_attr(context)));
  }
};
template <auto Member>
inline constexpr add_action<Member> add{};

template <auto Member, auto Value>
struct mark_action {  // … gets a constant as a member
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).*Member = Value;
  }
};
template <auto Member, auto Value = true>
inline constexpr mark_action<Member, Value> mark{};

// The characters of x3::raw as text.
template <auto Member>
struct set_text_action {
  template <typename Context>
  void operator()(const Context& context) const {
    const auto& range = x3::_attr(context);
    (x3::_val(context).*Member).assign(range.begin(), range.end());
  }
};
template <auto Member>
inline constexpr set_text_action<Member> set_text{};

}  // namespace vouch::parser::grammar
