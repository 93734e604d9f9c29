// engine/statements/expectation.hpp — `expect …`: does an answer have the rows it should have?
//
// Shape     watch the answer with a Capture in csv, then judge it.
// Errors    E0701: it does not, with what came instead; E0327: the file to compare with cannot be
//           read.
#pragma once

#include <string>
#include <vector>

#include "engine/session_core.hpp"

namespace vouch::session {

// What came: the number of rows, the whole as csv (only needed for `same as`), the first rows.
struct Watched {
  std::uint64_t rows = 0;
  std::string csv;
  std::vector<std::string> first_rows;
};

// Nothing when it is met, else the diagnostic. `title` of a check, or empty.
[[nodiscard]] std::optional<Diagnostic> unmet(const Run& run, const ast::Expectation& expectation,
                                              const Watched& watched, const std::string& title);
// "none", "some", "5..8 rows", "same as "x.csv"".
[[nodiscard]] std::string wanted_text(const ast::Expectation& expectation);

// Runs something that answers while its expectation watches. `show`: the answer goes to the Output,
// too.
using Answering = std::function<Outcome(Output& output)>;
[[nodiscard]] Outcome with_expectation(const Run& run,
                                       const std::optional<ast::Expectation>& expectation,
                                       const Answering& answering);
[[nodiscard]] Outcome watch(const Run& run, const ast::Expectation& expectation,
                            const Answering& answering, bool show, const std::string& title);

}  // namespace vouch::session
