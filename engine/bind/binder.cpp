#include "engine/bind/binder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/unicode.hpp"
#include "engine/bind/binder_impl.hpp"
#include "parser/ast_print.hpp"

namespace vouch::bind {

Binder::Binder(const BindInput& input)
    : input_(input), resolver_(input.snapshot, input.parameters, input.prefixes, problems_) {}

void Binder::error(Span place, std::string code, std::string message) {
  problems_.push_back(error_at(place, std::move(code), std::move(message)));
}

void Binder::unsupported(Span place, const std::string& what) {
  Diagnostic d = error_at(place, "E0310", fmt::format("{} is not supported yet", what));
  d.notes.emplace_back("the README lists what does not run yet");
  problems_.push_back(std::move(d));
}

void Binder::warn(Span place, std::string code, std::string message) {
  problems_.push_back(warning_at(place, std::move(code), std::move(message)));
}

VariableId Binder::new_variable(std::string name, bool is_hidden) {
  const VariableId id{static_cast<std::uint32_t>(variables_.size())};
  variables_.push_back({std::move(name), is_hidden});
  return id;
}

VariableId Binder::hidden(std::string about) { return new_variable(std::move(about), true); }

void Binder::make_visible(Frame& frame, const std::string& name, VariableId id, bool nullable,
                          Span place) {
  frame.names[name] = {id, nullable, false, place};
  if (std::find(frame.order.begin(), frame.order.end(), name) == frame.order.end()) {
    frame.order.push_back(name);
  }
}

VariableId Binder::declare(Frame& frame, const ast::Variable& variable) {
  if (const VisibleName* seen = frame.find(variable.name)) {
    if (seen->nullable && !seen->outer) {
      Diagnostic d = warning_at(variable.place, "W0403",
                                fmt::format("?{} may be unbound here", variable.name));
      d.labels.push_back({seen->place, "bound only where this holds"});
      d.notes.emplace_back("an unbound value joins with anything; put the pattern into the `maybe`");
      problems_.push_back(std::move(d));
    }
    return seen->variable;
  }
  const VariableId id = new_variable(variable.name, false);
  make_visible(frame, variable.name, id, false, variable.place);
  return id;
}

std::optional<VariableId> Binder::use(const Frame& frame, const ast::Variable& variable) {
  if (const VisibleName* seen = frame.find(variable.name)) return seen->variable;
  Diagnostic d = error_at(variable.place, "E0302",
                          fmt::format("?{} is used but nothing binds it", variable.name));
  d.token = variable.name;
  std::vector<std::string> names;
  // One letter is near every other letter: that is no suggestion.
  for (const auto& [name, visible] : frame.names) {
    if (name.size() > 2) names.push_back(name);
  }
  for (const std::string& near : unicode::nearest(variable.name, names, 3)) {
    if (d.fixes.empty()) {
      d.labels.push_back({frame.names.at(near).place, "a similar name is bound here"});
    }
    d.fixes.push_back({variable.place, "?" + near, d.fixes.empty(), ""});
  }
  problems_.push_back(std::move(d));
  return std::nullopt;
}

std::optional<BoundQuery> Binder::query(const ast::Query& query) {
  for (const ast::Head& head : query.heads) {
    // The others have made the graph that the snapshot shows.
    if (std::holds_alternative<ast::AssumeHead>(head.node)) unsupported(head.place, "`assume`");
    if (std::holds_alternative<ast::WithoutHead>(head.node)) unsupported(head.place, "`without`");
  }
  const auto* stages = std::get_if<ast::Stages>(&query.body);
  if (stages == nullptr) {
    unsupported(query.place, "a stored query");
    return std::nullopt;
  }
  Frame frame;
  block(frame, stages->block.clauses);
  std::vector<std::pair<std::string, VariableId>> returned;
  if (stages->block.result) {
    const ast::Return& result = *stages->block.result;
    returned = columns(frame, result.columns, result.distinct, false, &result.tail);
  } else {
    for (const std::string& name : frame.order) {
      if (const VisibleName* visible = frame.find(name)) returned.emplace_back(name, visible->variable);
    }
    std::vector<VariableId> ids;
    for (const auto& [name, id] : returned) ids.push_back(id);
    frame.plan = Node{logical::Project{std::move(frame.plan), std::move(ids)}};
  }
  return finished(frame, returned);
}

std::optional<BoundQuery> Binder::lone_expression(const ast::Expr& value) {
  Frame frame;
  const auto bound = expression(frame, value);
  if (!bound) return std::nullopt;
  const VariableId id = hidden("value");
  frame.plan = Node{logical::Extend{std::move(frame.plan), id, *bound}};
  frame.plan = Node{logical::Project{std::move(frame.plan), {id}}};
  return finished(frame, {{ast::print(value), id}});
}

std::optional<BoundQuery> Binder::finished(
    Frame& frame, const std::vector<std::pair<std::string, VariableId>>& returned) {
  if (has_errors(problems_)) return std::nullopt;
  BoundQuery out;
  for (const auto& [title, id] : returned) {
    out.columns.push_back(title);
    out.plan.columns.push_back(id);
  }
  out.plan.root = std::move(frame.plan);
  out.plan.variables = std::move(variables_);
  out.ordered = frame.sorted;
  out.limit_without_order = frame.limited;
  out.notices = problems_;
  out.text = text_;
  return out;
}

Result<BoundQuery> bind_query(const ast::Query& query, const BindInput& input) {
  Binder binder(input);
  auto bound = binder.query(query);
  if (!bound) return std::move(binder.problems());
  return std::move(*bound);
}

Result<BoundQuery> bind_expression(const ast::Expr& expression, const BindInput& input) {
  Binder binder(input);
  auto bound = binder.lone_expression(expression);
  if (!bound) return std::move(binder.problems());
  return std::move(*bound);
}

}  // namespace vouch::bind
