// engine/statements/question.hpp — a question, compiled for the view of the store that its heads
// ask for.
//
// Lifetime  holds the snapshot that the plan was made for.
// Errors    the user's mistakes as diagnostics; limits of the statement hold while a view is made.
#pragma once

#include <memory>

#include "base/result.hpp"
#include "engine/pipeline.hpp"
#include "engine/session_core.hpp"
#include "engine/statements/viewed.hpp"

namespace vouch::session {

struct Question {
  std::unique_ptr<Viewed> seen;
  Compiled compiled;
};
[[nodiscard]] Result<Question> question_of(const Run& run, const ast::Query& query,
                                           bool keep_stages = false);
// A lone expression, in the default view.
[[nodiscard]] Result<Question> question_of(const Run& run, const ast::Expr& expression);

}  // namespace vouch::session
