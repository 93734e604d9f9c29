#include "engine/pipeline.hpp"

#include <chrono>
#include <utility>

#include "engine/logical/compared.hpp"
#include "engine/logical/print.hpp"
#include "engine/optimize/pass.hpp"
#include "engine/physical/lower.hpp"
#include "engine/physical/print.hpp"
#include "engine/physical/shown.hpp"
#include "parser/ast_print.hpp"

namespace vouch {

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

std::string canonical(const ast::Query& query) {
  return ast::print(query);
}
std::string canonical(const ast::Expr& expression) {
  return ast::print(expression);
}
Result<bind::BoundQuery> bind_text(const ast::Query& query, const bind::BindInput& input) {
  return bind::bind_query(query, input);
}
Result<bind::BoundQuery> bind_text(const ast::Expr& expression, const bind::BindInput& input) {
  return bind::bind_expression(expression, input);
}

template <typename Text>
Result<Compiled> compile_text(const Text& text, const bind::BindInput& input,
                              const Settings& settings, bool keep_stages) {
  Compiled out;
  const auto keep = [&](std::string name, const auto& show) {
    if (keep_stages) out.stages.push_back({std::move(name), show()});
  };
  const logical::Namer names = logical::names_of(input.snapshot);

  keep("syntax", [&] { return canonical(text); });
  const Clock::time_point started = Clock::now();
  Result<bind::BoundQuery> bound = bind_text(text, input);
  if (!bound) return bound.error();
  out.bound = std::move(*bound);
  const Clock::time_point was_bound = Clock::now();
  out.bind_ms = milliseconds(started, was_bound);
  keep("bound", [&] { return out.bound.text; });
  keep("logical", [&] { return logical::print(out.bound.plan, names); });
  const logical::Plan better =
      optimize::run_passes(out.bound.plan, input.snapshot, settings,
                           [&](std::string_view pass, const logical::Plan& plan) {
                             keep(std::string(pass), [&] { return logical::print(plan, names); });
                           });
  out.plan = physical::lower(better, input.snapshot, settings);
  physical::mark_shown(out.plan.root, logical::compared_variables(out.bound.plan.root));
  out.plan_ms = milliseconds(was_bound, Clock::now());
  keep("physical", [&] { return physical::print(out.plan, input.snapshot); });
  return out;
}

}  // namespace

Result<Compiled> compile(const ast::Query& query, const bind::BindInput& input,
                         const Settings& settings, bool keep_stages) {
  return compile_text(query, input, settings, keep_stages);
}

Result<Compiled> compile(const ast::Expr& expression, const bind::BindInput& input,
                         const Settings& settings, bool keep_stages) {
  return compile_text(expression, input, settings, keep_stages);
}

physical::Plan lower_plan(const logical::Plan& plan, const storage::Snapshot& snapshot,
                          const Settings& settings) {
  physical::Plan out =
      physical::lower(optimize::run_passes(plan, snapshot, settings), snapshot, settings);
  physical::mark_shown(out.root, logical::compared_variables(plan.root));
  return out;
}

}  // namespace vouch
