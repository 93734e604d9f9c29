// Heads: the tests of `using` as queries for claims, the dates of `at` and `as of`, nested queries
// with heads.
#include <fmt/format.h>

#include <algorithm>

#include "engine/bind/binder_impl.hpp"
#include "engine/expr/units.hpp"
#include "storage/well_known.hpp"

namespace vouch::bind {

namespace known = storage::well_known;
using logical::Slot;

namespace {

logical::TripleScan said_of(VariableId claim, TermId relation, Slot object, Span place) {
  logical::TripleScan scan;
  scan.subject = Slot::of(claim);
  scan.steps = {{relation, false}};
  scan.object = object;
  scan.place = place;
  return scan;
}

bool about_sources(const storage::RelationInfo* info) {
  return info != nullptr && info->builtin && !info->domain.empty() &&
         info->domain.front() == known::kKindSource;
}

}  // namespace

std::optional<BoundQuery> Binder::claim_test(const ast::Qualifier& test) {
  Frame frame;
  const auto relation = resolver_.qualifier(test.name);
  if (!relation) return std::nullopt;
  const VariableId claim = new_variable("claim", false);
  classes_[claim] = ValueClass::entity;
  VariableId subject = claim;
  if (about_sources(resolver_.snapshot().catalog().relation(*relation))) {
    subject = hidden("source");
    join(frame, Node{said_of(claim, known::kSource, Slot::of(subject), test.place)});
  } else {
    // A chain of speakers only tests: something has to say which claims there are.
    join(frame, Node{said_of(claim, *relation, Slot::any(), test.place)});
  }
  std::vector<VariableId> named;
  qualifier(frame, subject, test, named);
  if (!named.empty()) {
    error(test.place, "E0302", "a head knows no variables: it is read before the question");
  }
  frame.plan = Node{logical::Distinct{Node{logical::Project{std::move(frame.plan), {claim}}}}};
  return finished(frame, {{"claim", claim}});
}

Result<BoundQuery> bind_claim_test(const ast::Qualifier& test, const BindInput& input) {
  Binder binder(input);
  auto bound = binder.claim_test(test);
  if (!bound) return std::move(binder.problems());
  return std::move(*bound);
}

Result<storage::Date> bind_when(const ast::When& when, const BindInput& input) {
  Diagnostics problems;
  Resolver resolver(input.snapshot, input.parameters, input.prefixes, problems);
  std::optional<Term> value;
  if (const auto* number = std::get_if<ast::NumberLiteral>(&when.value)) {
    value = resolver.number(*number);
  } else if (const auto* parameter = std::get_if<ast::Parameter>(&when.value)) {
    value = resolver.parameter(*parameter);
  } else {
    return error_at(when.place, "E0302",
                    "a head knows no variables: it is read before the question");
  }
  if (!value) return problems;
  const Term converted = expr::as_date(*value);
  if (const auto* date = converted.as<storage::Date>()) return *date;
  return error_at(when.place, "E0301", "a date is wanted here, as in 2025-06 or 2025-06-30");
}

Frame Binder::nested_with_heads(const ast::Nested& nested, Span place) {
  Frame inner;
  if (!input_.run_nested) {
    unsupported(place, "a head in a nested query here");
    return inner;
  }
  Result<NestedRows> found = input_.run_nested(nested);
  if (!found) {
    problems_.insert(problems_.end(), found.error().begin(), found.error().end());
    return inner;
  }
  logical::Values values;
  for (std::size_t i = 0; i < found->columns.size(); ++i) {
    const VariableId id = new_variable(found->columns[i], false);
    const bool nullable = std::any_of(found->rows.begin(), found->rows.end(),
                                      [&](const auto& row) { return !row[i].bound(); });
    make_visible(inner, found->columns[i], id, nullable, place);
    values.variables.push_back(id);
  }
  for (std::vector<Term>& row : found->rows) {
    std::vector<Expression> constants;
    for (Term& term : row) constants.push_back(Expression{expr::Constant{std::move(term)}});
    values.rows.push_back(std::move(constants));
  }
  inner.plan = Node{std::move(values)};
  return inner;
}

}  // namespace vouch::bind
