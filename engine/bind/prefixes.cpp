// A query cut after each of its patterns and clauses: every prefix of a query is itself a query.
#include <algorithm>

#include "engine/bind/binder_impl.hpp"
#include "parser/ast_print.hpp"

namespace vouch::bind {
namespace {

ast::Query query_of(std::vector<ast::Clause> clauses) {
  ast::Stages stages;
  stages.block.clauses = std::move(clauses);
  ast::Query query;
  query.body = std::move(stages);
  return query;
}

std::optional<logical::Plan> plan_of(std::vector<ast::Clause> clauses, const BindInput& input) {
  auto bound = bind_query(query_of(std::move(clauses)), input);
  if (!bound) return std::nullopt;
  return std::move(bound->plan);
}

ast::Clause match_of(const ast::Pattern& pattern) {
  return {ast::Match{{pattern}}, pattern.place};
}

// `?x based_in china` → how often each place stands where `china` is, the three commonest first.
std::optional<logical::Plan> freed_plan(const ast::Pattern& pattern, const BindInput& input) {
  if (!pattern.link || pattern.link->objects.size() != 1) return std::nullopt;
  const ast::Term& object = pattern.link->objects.front();
  if (std::holds_alternative<ast::Variable>(object) || std::holds_alternative<ast::Anything>(object)) {
    return std::nullopt;
  }
  const ast::Variable near{"near value", std::nullopt, pattern.place};
  ast::Pattern open = pattern;
  open.claim.reset();
  open.link->qualifiers.clear();
  open.link->objects = {near};
  const ast::Expr value{ast::Term{near}, pattern.place};
  const ast::Variable number{"near count", std::nullopt, pattern.place};
  ast::FunctionCall count;
  count.function = "count";
  ast::Group group;
  group.keys.push_back({value, std::nullopt});
  group.aggregates.push_back({ast::Expr{count, pattern.place}, number});
  ast::Top top;
  top.count.value = std::uint64_t{3};
  top.keys.push_back({ast::Expr{ast::Term{number}, pattern.place}, true});
  std::vector<ast::Clause> clauses{match_of(open), {group, pattern.place}, {top, pattern.place}};
  return plan_of(std::move(clauses), input);
}

}  // namespace

std::vector<Prefix> prefixes_of(const ast::Query& query, const BindInput& input) {
  const auto* stages = std::get_if<ast::Stages>(&query.body);
  if (stages == nullptr) return {};
  std::vector<Prefix> out;
  std::vector<ast::Clause> so_far;
  const auto add = [&](Span place, std::string text, const ast::Pattern* pattern) {
    auto plan = plan_of(so_far, input);
    if (!plan) return false;
    Prefix prefix;
    prefix.place = place;
    prefix.text = std::move(text);
    prefix.plan = std::move(*plan);
    if (pattern != nullptr) {
      if (auto alone = plan_of({match_of(*pattern)}, input)) {
        prefix.alone = std::move(*alone);
        prefix.has_alone = true;
      }
      prefix.freed = freed_plan(*pattern, input);
    }
    out.push_back(std::move(prefix));
    return true;
  };
  for (const ast::Clause& clause : stages->block.clauses) {
    if (const auto* match = std::get_if<ast::Match>(&clause.node)) {
      for (const ast::Pattern& pattern : match->patterns) {
        so_far.push_back(match_of(pattern));
        if (!add(pattern.place, ast::print(pattern), &pattern)) return out;
      }
      continue;
    }
    so_far.push_back(clause);
    ast::Block one;
    one.clauses.push_back(clause);
    static constexpr const char* kWords[] = {"match", "maybe", "not", "either", "every", "where",
                                             "let", "for", "group by", "top", "order by", "limit",
                                             "offset", "with", "call", "search", "cite as", "{ }"};
    if (!add(clause.place, kWords[clause.node.index()], nullptr)) return out;
  }
  return out;
}

}  // namespace vouch::bind
