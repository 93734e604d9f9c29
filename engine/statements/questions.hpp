// engine/statements/questions.hpp — queries and lone expressions; explain and profile of them.
//
// Shape     compile, tell the notices, run, judge the expectation.
#pragma once

#include "engine/session_core.hpp"

namespace vouch::session {

// The answer goes to `output` (the statement's own, or one that watches or writes a file).
[[nodiscard]] Outcome ask(const Run& run, const ast::Query& query, Output& output);

[[nodiscard]] Outcome query_statement(const Run& run, const ast::QueryStatement& statement);
[[nodiscard]] Outcome expression_statement(const Run& run,
                                           const ast::ExpressionStatement& statement);
[[nodiscard]] Outcome about_statement(const Run& run, const ast::AboutStatement& statement,
                                      Span place);

}  // namespace vouch::session
