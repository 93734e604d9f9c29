// base/diagnostic.hpp — what is wrong with a user's text, as data.
//
// Shape     a Diagnostic has a stable code (E0101, W0401), a message, one primary span and any number
//           of labels, fixes (edits) and notes. Rendering (full, short, JSON) is the shell's affair.
// Units     spans are bytes of the SourceText the diagnostic was made for.
// Lifetime  plain values.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/source_text.hpp"
#include "base/span.hpp"

namespace vouch {

enum class Severity { error, warning, note };

// A secondary place: "opened here", "a similar name is bound here".
struct Label {
  Span span;
  std::string text;

  friend bool operator==(const Label&, const Label&) = default;
};

// An edit that would repair the text. `certain` fixes may be applied without asking.
struct Fix {
  Span span;
  std::string text;
  bool certain = false;
  std::string about;  // what it would bring: "4,213 claims"; may be empty

  friend bool operator==(const Fix&, const Fix&) = default;
};

struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;     // "E0203"
  std::string message;  // one line, no full stop, no blame
  Span span;            // primary place; {0,0} with `placeless` when there is none
  bool placeless = false;
  std::string token;  // the name or word in question, may be empty
  std::vector<Label> labels;
  std::vector<Fix> fixes;          // at most three are shown
  std::vector<std::string> notes;  // "ASML has: supplies 61, …"
  // The text the spans point into, where it is not the statement's own (included files, loads).
  std::shared_ptr<const SourceText> source;
};

using Diagnostics = std::vector<Diagnostic>;

[[nodiscard]] bool has_errors(const Diagnostics& diagnostics) noexcept;

// Short forms for the common cases.
[[nodiscard]] Diagnostic error_at(Span span, std::string code, std::string message);
[[nodiscard]] Diagnostic warning_at(Span span, std::string code, std::string message);

}  // namespace vouch
