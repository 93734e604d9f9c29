// Qualifiers after a pattern: tests and bindings on the claim.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/unicode.hpp"
#include "engine/bind/binder_impl.hpp"
#include "engine/expr/units.hpp"
#include "storage/well_known.hpp"

namespace vouch::bind {

namespace known = storage::well_known;
using logical::Slot;
using storage::IdTag;

namespace {

const std::string* bare_word(const ast::QualifierValues& values) {
  if (values.alternatives.size() != 1 || values.alternatives.front().size() != 1) return nullptr;
  const auto* name = std::get_if<ast::Name>(&values.alternatives.front().front());
  return name != nullptr && name->form == ast::NameForm::id ? &name->text : nullptr;
}

bool is_time(const storage::Snapshot& snapshot, TermId relation) {
  const storage::RelationInfo* info = snapshot.catalog().relation(relation);
  if (relation == known::kSince || relation == known::kUntil || relation == known::kDuring ||
      relation == known::kSaidOn || relation == known::kKnown || relation == known::kPublished) {
    return true;
  }
  return info != nullptr &&
         std::find(info->range.begin(), info->range.end(), known::kKindDate) != info->range.end();
}

expr::Comparison comparison_of(ast::BinaryOp op) {
  switch (op) {
    case ast::BinaryOp::not_equal: return expr::Comparison::not_equal;
    case ast::BinaryOp::less: return expr::Comparison::less;
    case ast::BinaryOp::less_equal: return expr::Comparison::less_equal;
    case ast::BinaryOp::greater: return expr::Comparison::greater;
    case ast::BinaryOp::greater_equal: return expr::Comparison::greater_equal;
    default: return expr::Comparison::equal;
  }
}

}  // namespace

void Binder::view_of(const ast::Qualifier& qualifier, bool named, logical::ClaimScan& scan) {
  if (qualifier.name.form != ast::NameForm::id) return;
  if (qualifier.name.text == "alternative") scan.alternatives = true;
  if (qualifier.name.text != "polarity") return;
  const auto* values = std::get_if<ast::QualifierValues>(&qualifier.test);
  const std::string* word = values == nullptr ? nullptr : bare_word(*values);
  const bool affirmed = word != nullptr && *word == "affirmed";
  const bool denied = word != nullptr && *word == "denied";
  if (!named) {
    scan.polarity = logical::ClaimScan::Polarity::any;
  } else if (affirmed || denied) {
    scan.polarity = affirmed ? logical::ClaimScan::Polarity::affirmed : logical::ClaimScan::Polarity::denied;
  }
}

VariableId Binder::qualifier_value(Frame& frame, VariableId claim, TermId relation, Span place) {
  const VariableId value = hidden("value");
  logical::TripleScan scan;
  scan.subject = Slot::of(claim);
  scan.steps = {{relation, false}};
  scan.object = Slot::of(value);
  scan.place = place;
  join(frame, Node{std::move(scan)});
  return value;
}

void Binder::qualifier(Frame& frame, VariableId claim, const ast::Qualifier& qualifier,
                       std::vector<VariableId>& named) {
  const auto relation = resolver_.qualifier(qualifier.name);
  if (!relation) return;
  if (const auto* values = std::get_if<ast::QualifierValues>(&qualifier.test)) {
    qualifier_values(frame, claim, *relation, *values, qualifier.place, named);
    return;
  }
  std::optional<Expression> test;
  const auto* comparison = std::get_if<ast::QualifierComparison>(&qualifier.test);
  if (comparison != nullptr && comparison->op == ast::BinaryOp::matches) {
    const VariableId value = qualifier_value(frame, claim, *relation, qualifier.place);
    test = matches(Expression{expr::VariableRef{value}}, comparison->value, false);
  } else if (comparison != nullptr) {
    auto right = qualifier_expression(frame, *relation, comparison->value);
    if (!right) return;
    const VariableId value = qualifier_value(frame, claim, *relation, qualifier.place);
    Expression left{expr::VariableRef{value}};
    switch (comparison->op) {
      case ast::BinaryOp::similar: test = Expression{expr::Similar{left, *right}}; break;
      case ast::BinaryOp::contains:
        test = Expression{expr::TextTestOp{expr::TextTest::contains, false, left, *right}};
        break;
      case ast::BinaryOp::starts_with:
        test = Expression{expr::TextTestOp{expr::TextTest::starts_with, false, left, *right}};
        break;
      case ast::BinaryOp::ends_with:
        test = Expression{expr::TextTestOp{expr::TextTest::ends_with, false, left, *right}};
        break;
      default: {
        Expression compared{expr::Compare{comparison_of(comparison->op), false, left, *right}};
        test = std::move(compared);
      }
    }
  } else {
    const auto& in = std::get<ast::QualifierIn>(qualifier.test);
    expr::Membership membership;
    membership.list = in.is_list;
    for (const ast::Expr& element : in.elements) {
      auto bound = qualifier_expression(frame, *relation, element);
      if (!bound) return;
      membership.elements.push_back(std::move(*bound));
    }
    const VariableId value = qualifier_value(frame, claim, *relation, qualifier.place);
    membership.operand = Box<Expression>(Expression{expr::VariableRef{value}});
    test = Expression{std::move(membership)};
  }
  if (test) frame.plan = Node{logical::Filter{std::move(frame.plan), std::move(*test)}};
}

std::optional<Expression> Binder::qualifier_constant(Frame& frame, TermId relation,
                                                     const ast::Term& term) {
  if (std::holds_alternative<ast::Anything>(term)) {
    error(place_of(term), "E0301", "`_` stands alone: as an alternative or a link of a chain it says nothing");
    return std::nullopt;
  }
  if (const auto* variable = std::get_if<ast::Variable>(&term)) {
    const auto id = use(frame, *variable);
    if (!id) return std::nullopt;
    return Expression{expr::VariableRef{*id}};
  }
  if (const auto* name = std::get_if<ast::Name>(&term)) {
    if (const auto special = resolver_.special_value(relation, *name)) {
      return Expression{expr::Constant{resolver_.snapshot().term(*special)}};
    }
    if (relation == known::kCertainty || relation == known::kPolarity || relation == known::kStatus) {
      static const std::map<TermId, std::vector<std::string>> kValues{
          {known::kCertainty, {"suspected", "opinion", "estimated", "reported", "stated", "confirmed"}},
          {known::kPolarity, {"affirmed", "denied", "any"}},
          {known::kStatus, {"actual", "planned", "requested", "forecast", "any"}}};
      Diagnostic d = error_at(name->place, "E0211", fmt::format("`{}` is no value of this qualifier", name->text));
      d.token = name->text;
      for (const auto& near : unicode::nearest(name->text, kValues.at(relation), 3)) {
        d.fixes.push_back({name->place, near, d.fixes.empty(), ""});
      }
      d.notes.push_back(fmt::format("values: {}", fmt::join(kValues.at(relation), ", ")));
      problems_.push_back(std::move(d));
      return std::nullopt;
    }
  }
  auto value = resolver_.constant(term);
  if (!value) return std::nullopt;
  if (is_time(resolver_.snapshot(), relation)) value = expr::as_date(*value);
  return Expression{expr::Constant{std::move(*value)}};
}

std::optional<Expression> Binder::qualifier_expression(Frame& frame, TermId relation,
                                                       const ast::Expr& expr) {
  if (const auto* term = std::get_if<ast::Term>(&expr.node)) {
    return qualifier_constant(frame, relation, *term);
  }
  return expression(frame, expr);
}

// Constants that match by identity (entities, text, booleans) need no test: the index finds them.
std::optional<logical::TripleScan> Binder::qualifier_scan(VariableId claim, TermId relation,
                                                          const std::vector<Expression>& constants) {
  logical::TripleScan scan;
  scan.subject = Slot::of(claim);
  scan.steps = {{relation, false}};
  for (const Expression& expression : constants) {
    const auto* constant = std::get_if<expr::Constant>(&expression.node);
    if (constant == nullptr || constant->value.as<storage::Quantity>() != nullptr ||
        constant->value.as<storage::Date>() != nullptr) {
      return std::nullopt;
    }
    scan.object_choices.push_back(
        resolver_.snapshot().find(constant->value).value_or(TermId{IdTag::local, 0}));
  }
  if (scan.object_choices.size() == 1) {
    scan.object = Slot::of(scan.object_choices.front());
    scan.object_choices.clear();
  }
  return scan;
}

void Binder::qualifier_values(Frame& frame, VariableId claim, TermId relation,
                              const ast::QualifierValues& values, Span place,
                              std::vector<VariableId>& named) {
  const std::string* word = bare_word(values);
  if (word != nullptr && *word == "any") return;  // lifts the view, tests nothing
  if (word != nullptr && *word == "none") {
    const std::uint32_t seed = seeds_++;
    Frame inner;
    inner.seed = seed;
    inner.correlated = {claim};
    inner.plan = Node{logical::Seed{seed, inner.correlated}};
    logical::TripleScan scan;
    scan.subject = Slot::of(claim);
    scan.steps = {{relation, false}};
    scan.place = place;
    join(inner, Node{std::move(scan)});
    Node plan{logical::Project{std::move(inner.plan), inner.correlated}};
    frame.plan = apply(logical::ApplyKind::anti, seed, inner, std::move(frame.plan), std::move(plan), {});
    return;
  }
  if (relation == known::kPolarity && word != nullptr && (*word == "affirmed" || *word == "denied")) {
    return;  // the scan itself asks for it
  }
  if (values.alternatives.size() == 1 && values.alternatives.front().size() == 1) {
    const ast::Term& only = values.alternatives.front().front();
    if (std::holds_alternative<ast::Anything>(only)) {
      (void)qualifier_value(frame, claim, relation, place);
      return;
    }
    if (const auto* variable = std::get_if<ast::Variable>(&only)) {
      logical::TripleScan scan;
      scan.subject = Slot::of(claim);
      scan.steps = {{relation, false}};
      const VariableId id = declare(frame, *variable);
      if (variable->kind) kind_test(frame, *variable, id);
      scan.object = Slot::of(id);
      scan.place = place;
      join(frame, Node{std::move(scan)});
      if (std::find(named.begin(), named.end(), id) == named.end()) named.push_back(id);
      return;
    }
  }
  const bool chained = std::any_of(values.alternatives.begin(), values.alternatives.end(),
                                   [](const auto& chain) { return chain.size() > 1; });
  if (chained) {
    qualifier_chain(frame, claim, values, place);
    return;
  }
  std::vector<Expression> constants;
  for (const auto& chain : values.alternatives) {
    auto right = qualifier_constant(frame, relation, chain.front());
    if (!right) return;
    constants.push_back(std::move(*right));
  }
  if (auto scan = qualifier_scan(claim, relation, constants)) {
    scan->place = place;
    join(frame, Node{std::move(*scan)});
    return;
  }
  std::vector<Expression> tests;
  const VariableId value = qualifier_value(frame, claim, relation, place);
  for (Expression& bound : constants) {
    Expression* right = &bound;
    const auto* constant = std::get_if<expr::Constant>(&right->node);
    const auto* range = constant == nullptr ? nullptr : constant->value.as<storage::Quantity>();
    const bool within = constant != nullptr && (constant->value.as<storage::Date>() != nullptr ||
                                                (range != nullptr && !range->single()));
    Expression left{expr::VariableRef{value}};
    if (within) {  // a bare date or range as a qualifier's value means within
      expr::Membership membership;
      membership.operand = Box<Expression>(std::move(left));
      membership.elements.push_back(std::move(*right));
      tests.push_back(Expression{std::move(membership)});
    } else {
      tests.push_back(Expression{
          expr::Compare{expr::Comparison::equal, false, std::move(left), std::move(*right)}});
    }
  }
  Expression test = tests.size() == 1
                        ? std::move(tests.front())
                        : Expression{expr::Logical{expr::LogicalOp::disjunction, std::move(tests)}};
  frame.plan = Node{logical::Filter{std::move(frame.plan), std::move(test)}};
}

void Binder::qualifier_chain(Frame& frame, VariableId claim, const ast::QualifierValues& values,
                             Span place) {
  // Neighbours in a chain of speakers: asked of the claim's record by a test of its own.
  const expr::FunctionInfo* neighbours = expr::function("said_by_chain");
  if (neighbours == nullptr) {
    unsupported(place, "a chain of speakers in a pattern");
    return;
  }
  std::vector<Expression> tests;
  for (const auto& chain : values.alternatives) {
    expr::FunctionOp call;
    call.function = neighbours;
    call.arguments.push_back(Expression{expr::VariableRef{claim}});
    for (const ast::Term& link : chain) {
      auto bound = qualifier_constant(frame, known::kSaidBy, link);
      if (!bound) return;
      call.arguments.push_back(std::move(*bound));
    }
    tests.push_back(Expression{std::move(call)});
  }
  Expression test = tests.size() == 1
                        ? std::move(tests.front())
                        : Expression{expr::Logical{expr::LogicalOp::disjunction, std::move(tests)}};
  frame.plan = Node{logical::Filter{std::move(frame.plan), std::move(test)}};
}

}  // namespace vouch::bind
