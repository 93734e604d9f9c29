#include "parser/rdf/escapes.hpp"

#include <cstring>

#include "parser/rdf/characters.hpp"

namespace vouch::rdf {

namespace {

// The character of a one-letter escape; NUL when there is none.
char simple(char letter) {
  switch (letter) {
    case 't': return '\t';
    case 'b': return '\b';
    case 'n': return '\n';
    case 'r': return '\r';
    case 'f': return '\f';
    case '"': return '"';
    case '\'': return '\'';
    case '\\': return '\\';
    default: return '\0';
  }
}

unsigned hex(char c) {
  return static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

char* put(char* out, char32_t c) {
  const auto byte = [&](char32_t value) { *out++ = static_cast<char>(value); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xC0 | (c >> 6U));
    byte(0x80 | (c & 0x3FU));
  } else if (c < 0x10000) {
    byte(0xE0 | (c >> 12U));
    byte(0x80 | ((c >> 6U) & 0x3FU));
    byte(0x80 | (c & 0x3FU));
  } else {
    byte(0xF0 | (c >> 18U));
    byte(0x80 | ((c >> 12U) & 0x3FU));
    byte(0x80 | ((c >> 6U) & 0x3FU));
    byte(0x80 | (c & 0x3FU));
  }
  return out;
}

class Unescaper {
 public:
  Unescaper(std::string_view text, EscapesIn where, char* out)
      : at_(text.data()), end_(at_ + text.size()), where_(where), out_(out) {}

  [[nodiscard]] char* out() const { return out_; }
  [[nodiscard]] const std::optional<EscapeError>& error() const { return error_; }

  void run() {
    while (at_ < end_ && !error_) {
      const auto* slash =
          static_cast<const char*>(std::memchr(at_, '\\', static_cast<std::size_t>(end_ - at_)));
      const char* stop = slash == nullptr ? end_ : slash;
      const auto plain = static_cast<std::size_t>(stop - at_);
      std::memcpy(out_, at_, plain);
      out_ += plain;
      at_ = stop;
      if (slash != nullptr) escape();
    }
  }

 private:
  void escape() {
    if (at_ + 1 == end_) return fail(1, "an escape ends here");
    const char letter = at_[1];
    if (letter == 'u') return numeric(4);
    if (letter == 'U') return numeric(8);
    const char c = simple(letter);
    if (c == '\0') return fail(2, "no such escape");
    if (where_ == EscapesIn::iri) {
      return fail(2, "an IRI has no escapes but \\uXXXX and \\UXXXXXXXX");
    }
    *out_++ = c;
    at_ += 2;
  }

  void numeric(std::size_t digits) {
    char32_t value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (at_ + 2 + i >= end_ || !is(at_[2 + i], kHex)) {
        return fail(2 + i, digits == 4 ? "\\u wants four hexadecimal digits"
                                       : "\\U wants eight hexadecimal digits");
      }
      value = value << 4U | hex(at_[2 + i]);
    }
    if (value >= 0xD800 && value <= 0xDFFF) return fail(2 + digits, "a surrogate is no character");
    if (value > 0x10FFFF) return fail(2 + digits, "no character has this number");
    if (where_ == EscapesIn::iri && value < 0x80 && is(static_cast<char>(value), kIriStop)) {
      return fail(2 + digits, "this character cannot stand in an IRI, escaped or not");
    }
    out_ = put(out_, value);
    at_ += 2 + digits;
  }

  void fail(std::size_t length, const char* message) { error_ = EscapeError{at_, length, message}; }

  const char* at_;
  const char* end_;
  EscapesIn where_;
  char* out_;
  std::optional<EscapeError> error_;
};

}  // namespace

Unescaped unescape(std::string_view text, EscapesIn where, TextStack& stack) {
  char* begin = stack.allocate(text.size());
  Unescaper unescaper(text, where, begin);
  unescaper.run();
  const auto size = static_cast<std::size_t>(unescaper.out() - begin);
  stack.shrink(text.size() - size);
  return {{begin, size}, unescaper.error()};
}

}  // namespace vouch::rdf
