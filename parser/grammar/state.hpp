// parser/grammar/state.hpp — what one run of the grammar over one statement remembers.
//
// Shape     the furthest place where a token was wanted, and everything wanted there; the nesting
// depth.
//           Nothing is noted unless `noting`: texts are read once fast, and again only when they
//           fail.
// Units     pointers into the text being parsed.
// Lifetime  as long as the text.
// Errors    TooDeep and TooManyOperators leave the grammar as exceptions; parse.cpp catches them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "base/span.hpp"
#include "parser/lexemes.hpp"

namespace vouch::parser::grammar {

// Something the grammar could have gone on with: a word or mark as written, or a class ("a name").
struct Expected {
  std::string_view text;
  bool literal = false;

  friend bool operator==(const Expected&, const Expected&) = default;
};

struct TooDeep {
  const char* at = nullptr;  // the bracket or operator that opened one level too many
};
struct TooManyOperators {
  const char* at = nullptr;
};

class State {
 public:
  explicit State(std::string_view text) : begin_(text.data()), end_(text.data() + text.size()) {}

  [[nodiscard]] const char* begin() const noexcept { return begin_; }
  [[nodiscard]] const char* end() const noexcept { return end_; }

  // ---- blanks and places

  const char* skip_blanks(const char* at) {
    if (at != end_ && *at == ' ') ++at;  // nearly always there is one
    if (at == end_ || (static_cast<unsigned char>(*at) > ' ' && *at != '#' && *at != '\xEF'))
      return at;
    bool commented = false;
    const char* after = after_blanks(at, end_, &commented);
    if (commented && (comments_.empty() || comments_.back().second < after)) {
      comments_.emplace_back(at, after);
    }
    return after;
  }
  // The bytes from `from` up to `to`, without the blanks and comments before `to`.
  [[nodiscard]] Span span(const char* from, const char* to) const {
    const auto commented = std::lower_bound(
        comments_.begin(), comments_.end(), to,
        [](const auto& blanks, const char* place) { return blanks.second < place; });
    if (commented != comments_.end() && commented->second == to) to = commented->first;
    while (to > from && is_blank(to[-1])) --to;
    return {static_cast<std::size_t>(from - begin_), static_cast<std::size_t>(to - begin_)};
  }

  // ---- what was wanted where

  void note(const char* at, std::string_view text, bool literal) {
    if (noting && quiet == 0 && at >= furthest) note_furthest(at, {text, literal});
  }

  bool noting = false;
  int quiet = 0;  // inside look-ahead nothing is wanted
  const char* furthest = nullptr;
  std::vector<Expected> expected;

  // ---- limits

  std::size_t depth = 0;
  std::size_t expressions = 0;       // that are being read, one inside the other
  std::size_t operators = 0;         // of the outermost of them
  const char* last_token = nullptr;  // begin of the last mark or keyword read

 private:
  void note_furthest(const char* at, Expected what) {
    if (at > furthest) {
      furthest = at;
      expected.clear();
    }
    if (std::find(expected.begin(), expected.end(), what) == expected.end())
      expected.push_back(what);
  }

  const char* begin_;
  const char* end_;
  std::vector<std::pair<const char*, const char*>> comments_;  // runs of blanks that hold a comment
};

}  // namespace vouch::parser::grammar
