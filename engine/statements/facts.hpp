// engine/statements/facts.hpp — statements that change the store, and the transactions they stand
// in.
//
// Shape     each is a transaction of its own, unless `begin` opened one.
// Errors    nothing of a statement with a problem is kept. A load that fails inside a transaction
//           leaves it fit for `rollback` only.
#pragma once

#include "engine/session_core.hpp"

namespace vouch::session {

[[nodiscard]] Outcome fact_statement(const Run& run, const ast::Statement& statement);
[[nodiscard]] Outcome load_statement(const Run& run, const ast::LoadStatement& statement,
                                     Span place);
[[nodiscard]] Outcome transaction_statement(const Run& run,
                                            const ast::TransactionStatement& statement, Span place);

}  // namespace vouch::session
