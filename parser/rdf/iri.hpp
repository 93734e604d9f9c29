// parser/rdf/iri.hpp — absolute IRIs, and relative ones resolved against a base.
//
// Shape     an IRI in parts: scheme, authority, path, query, fragment.
// Lifetime  parts are views; Base owns its text.
// Source    RFC 3986 §3 (parts), §5.2 (resolution, strict); RFC 3987 for characters beyond ASCII.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "parser/rdf/text_stack.hpp"

namespace vouch::rdf {

// Length of the scheme without its colon; 0 when there is none, and the IRI is relative.
[[nodiscard]] std::size_t scheme_length(std::string_view iri);
[[nodiscard]] inline bool is_absolute(std::string_view iri) {
  return scheme_length(iri) != 0;
}

struct IriParts {
  std::string_view scheme;                    // without the colon; empty when absent
  std::optional<std::string_view> authority;  // without //
  std::string_view path;
  std::optional<std::string_view> query;     // without ?
  std::optional<std::string_view> fragment;  // without #
};
[[nodiscard]] IriParts parts_of(std::string_view iri);

class Base {
 public:
  Base() = default;
  explicit Base(std::string_view iri) { set(iri); }

  void set(std::string_view absolute);
  [[nodiscard]] bool known() const { return !text_.empty(); }
  [[nodiscard]] const std::string& text() const { return text_; }
  // The absolute IRI, on the stack.
  [[nodiscard]] std::string_view resolve(std::string_view reference, TextStack& stack) const;

 private:
  std::string text_;
  IriParts parts_;
};

}  // namespace vouch::rdf
