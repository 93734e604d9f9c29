#include "engine/statements/question.hpp"

#include <utility>

namespace vouch::session {

namespace {

template <typename Text>
Result<Question> compiled_in_view(const Run& run, const Text& text,
                                  const std::vector<ast::Head>& heads, bool keep_stages) {
  Result<Viewed> seen = viewed(run, heads);
  if (!seen) return seen.error();
  Question out;
  out.seen = std::make_unique<Viewed>(std::move(*seen));
  Result<Compiled> compiled =
      compile(text, bind_input(run, out.seen->snapshot, heads), run.core.settings, keep_stages);
  if (!compiled) return compiled.error();
  out.compiled = std::move(*compiled);
  return out;
}

}  // namespace

Result<Question> question_of(const Run& run, const ast::Query& query, bool keep_stages) {
  return compiled_in_view(run, query, query.heads, keep_stages);
}

Result<Question> question_of(const Run& run, const ast::Expr& expression) {
  return compiled_in_view(run, expression, {}, false);
}

}  // namespace vouch::session
