// shell/completion.hpp — what may stand at the cursor.
//
// Shape     the text before the cursor decides the place (statement, clause, relation, kind, label,
// term);
//           the store gives the names. Candidates replace the word that is being typed.
// Order     best first, without duplicates, at most kCandidatesMost.
// Lifetime  a snapshot is taken for the look-up and let go.
// Errors    none; a failing store gives no names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/session.hpp"

namespace vouch::shell {

inline constexpr std::size_t kCandidatesMost = 200;

struct Candidate {
  std::string text;   // in place of the word
  std::string about;  // "relation", "company", "Nvidia"; may be empty
};
struct Completion {
  std::size_t begin = 0;  // of the word, in bytes of the text
  std::vector<Candidate> candidates;
};

// What the grammar lets stand at the end of a text.
enum class Spot : std::uint8_t {
  statement,  // a statement begins
  subject,    // a term that begins a pattern, or a clause word
  relation,
  object,
  clause,     // a pattern is complete
  qualifier,  // after `(` behind an object
  value,      // of a qualifier, in an expression
  kind,
  label,      // inside `[`
  variable,   // after `?`
  parameter,  // after `$`
  dot,        // a dot command
  file,       // its argument, or a string after `load`, `include`
  nothing     // inside a comment or another string
};
struct Place {
  Spot spot = Spot::statement;
  std::size_t begin = 0;  // of the word being typed
};
[[nodiscard]] Place place_at_end(std::string_view text);

// Everything but the names of the store; those come from `session`.
[[nodiscard]] Completion complete(std::string_view text, Session& session,
                                  const std::map<std::string, std::string>& parameters);

}  // namespace vouch::shell
