// Patterns: subject, relation, objects → scans joined to the plan.
#include <fmt/format.h>

#include <algorithm>

#include "engine/bind/binder_impl.hpp"
#include "engine/expr/units.hpp"
#include "parser/ast_print.hpp"
#include "storage/overlay.hpp"
#include "storage/well_known.hpp"

namespace vouch::bind {

namespace known = storage::well_known;
using logical::Slot;
using storage::IdTag;

namespace {

bool expects_date(const storage::RelationInfo* info) {
  return info != nullptr &&
         std::find(info->range.begin(), info->range.end(), known::kKindDate) != info->range.end();
}

// Numbers, quantities and dates match by `=`, not by identity: `5` finds `5 units` and `~5`.
bool matches_by_value(const Term& term) {
  return term.as<storage::Quantity>() != nullptr || term.as<storage::Date>() != nullptr;
}

Expression equals(Expression left, Term right) {
  return Expression{expr::Compare{expr::Comparison::equal, false, std::move(left),
                                  Expression{expr::Constant{std::move(right)}}}};
}

// Rows of the frame's own names once each, where hidden variables could repeat them.
Node once(Node plan, const std::vector<VariableId>& named) {
  return Node{logical::Distinct{Node{logical::Project{std::move(plan), named}}}};
}

void add_named(std::vector<VariableId>& out, const Slot& slot, const logical::VariableTable& table) {
  if (!slot.is_variable() || table[slot.variable.value()].hidden) return;
  if (std::find(out.begin(), out.end(), slot.variable) == out.end()) out.push_back(slot.variable);
}

// The names of a pattern in order of appearance.
std::vector<std::string> names_as_written(const ast::Pattern& pattern) {
  std::vector<std::string> out;
  const auto add = [&](const ast::Term& term) {
    if (const auto* variable = std::get_if<ast::Variable>(&term)) out.push_back(variable->name);
  };
  if (pattern.claim) out.push_back(pattern.claim->name);
  add(pattern.subject);
  if (!pattern.link) return out;
  if (const auto* relation = std::get_if<ast::Variable>(&pattern.link->relation)) {
    out.push_back(relation->name);
  }
  for (const ast::Term& object : pattern.link->objects) add(object);
  for (const ast::Qualifier& qualifier : pattern.link->qualifiers) {
    const auto* values = std::get_if<ast::QualifierValues>(&qualifier.test);
    if (values == nullptr) continue;
    for (const auto& chain : values->alternatives) {
      for (const ast::Term& link : chain) add(link);
    }
  }
  return out;
}

// The claims of a symmetric relation are made one way and hold both.
std::vector<logical::Step> both_ways(const storage::Catalog& catalog, std::vector<logical::Step> steps) {
  for (std::size_t i = steps.size(); i-- > 0;) {
    const storage::RelationInfo* info = catalog.relation(steps[i].relation);
    const logical::Step back{steps[i].relation, !steps[i].inverse};
    if (info == nullptr || !info->symmetric) continue;
    if (std::find(steps.begin(), steps.end(), back) == steps.end()) steps.push_back(back);
  }
  return steps;
}

bool goes_both_ways(const std::vector<logical::Step>& steps) {
  return std::any_of(steps.begin(), steps.end(), [&](const logical::Step& step) {
    return step.inverse &&
           std::find(steps.begin(), steps.end(), logical::Step{step.relation, false}) != steps.end();
  });
}

}  // namespace

void Binder::kind_test(Frame& frame, const ast::Variable& variable, VariableId id) {
  const auto kind = resolver_.kind(*variable.kind);
  if (!kind) return;
  logical::TripleScan scan;
  scan.subject = Slot::of(id);
  scan.steps = {{known::kIsA, false}};
  scan.object = Slot::of(*kind);
  scan.place = variable.place;
  join(frame, Node{std::move(scan)});
}

Slot Binder::subject_slot(Frame& frame, const ast::Term& term) {
  if (const auto* variable = std::get_if<ast::Variable>(&term)) {
    const VariableId id = declare(frame, *variable);
    if (variable->kind) kind_test(frame, *variable, id);
    return Slot::of(id);
  }
  if (std::holds_alternative<ast::Anything>(term)) return Slot::any();
  const auto id = resolver_.constant_id(term);
  return Slot::of(id.value_or(TermId{IdTag::local, 0}));
}

std::optional<Binder::Object> Binder::object(Frame& frame, const ast::Link& link,
                                             const Relation& relation) {
  Object out;
  if (link.objects.size() == 1) {
    if (std::holds_alternative<ast::Anything>(link.objects.front())) return out;
    if (const auto* variable = std::get_if<ast::Variable>(&link.objects.front())) {
      const VariableId id = declare(frame, *variable);
      if (variable->kind) kind_test(frame, *variable, id);
      out.slot = Slot::of(id);
      return out;
    }
  }
  std::vector<Expression> tests;
  std::vector<TermId> ids;
  bool by_value = false;
  std::optional<VariableId> self;
  const auto tested = [&] {
    if (!self) self = hidden("object");
    return Expression{expr::VariableRef{*self}};
  };
  for (const ast::Term& object : link.objects) {
    if (std::holds_alternative<ast::Anything>(object)) {
      error(place_of(object), "E0301", "`_` is no alternative: it is anything");
      return std::nullopt;
    }
    if (const auto* variable = std::get_if<ast::Variable>(&object)) {
      const auto id = use(frame, *variable);
      if (!id) return std::nullopt;
      by_value = true;
      tests.push_back(Expression{expr::Compare{expr::Comparison::equal, false, tested(),
                                               Expression{expr::VariableRef{*id}}}});
      continue;
    }
    const auto* name = std::get_if<ast::Name>(&object);
    if (name != nullptr) {
      const auto id = relation.to_kind ? resolver_.kind(*name) : resolver_.entity(*name);
      if (!id) return std::nullopt;
      ids.push_back(*id);
      tests.push_back(Expression{expr::Constant{}});
      if (id->tag() != IdTag::local) {
        tests.back() = equals(tested(), resolver_.snapshot().term(*id));
      }
      if (relation.info != nullptr && !relation.to_kind) {
        check_constant(object, relation.info->range, *relation.info, false, id);
      }
      continue;
    }
    auto value = resolver_.constant(object);
    if (!value) return std::nullopt;
    if (expects_date(relation.info)) value = expr::as_date(*value);
    if (relation.info != nullptr) {
      check_constant(object, relation.info->range, *relation.info, false, std::nullopt);
    }
    by_value = by_value || matches_by_value(*value);
    ids.push_back(resolver_.snapshot().find(*value).value_or(TermId{IdTag::local, 0}));
    tests.push_back(equals(tested(), std::move(*value)));
  }
  if (!by_value) {
    if (ids.size() == 1) {
      out.slot = Slot::of(ids.front());
    } else {
      out.choices = std::move(ids);
    }
    return out;
  }
  (void)tested();
  out.slot = Slot::of(*self);
  out.test = tests.size() == 1
                 ? std::move(tests.front())
                 : Expression{expr::Logical{expr::LogicalOp::disjunction, std::move(tests)}};
  return out;
}

void Binder::pattern(Frame& frame, const ast::Pattern& pattern) {
  const std::size_t known_before = frame.order.size();
  bind_pattern(frame, pattern);
  // Names are bound as it suits; they appear as written.
  const auto met = names_as_written(pattern);
  const auto place = [&](const std::string& name) { return std::find(met.begin(), met.end(), name); };
  std::stable_sort(frame.order.begin() + static_cast<std::ptrdiff_t>(known_before), frame.order.end(),
                   [&](const std::string& a, const std::string& b) { return place(a) < place(b); });
}

void Binder::bind_pattern(Frame& frame, const ast::Pattern& pattern) {
  if (pattern.path) {
    unsupported(pattern.place, "a path value (`path ?p =`)");
    return;
  }
  if (!pattern.link) {
    (void)subject_slot(frame, pattern.subject);
    return;
  }
  if (pattern.link->along) {
    unsupported(pattern.link->along->place, "`along`");
    return;
  }
  // Names the rows so far bind; what this pattern meets first is not handed in to it.
  const std::map<std::string, VisibleName> before = frame.names;
  const auto bound = relation(frame, *pattern.link);
  text_ += "pattern  " + ast::print(pattern) + "\n";
  if (!bound) {
    // Names still become visible, so that one mistake is reported once.
    (void)subject_slot(frame, pattern.subject);
    for (const ast::Term& term : pattern.link->objects) {
      if (const auto* variable = std::get_if<ast::Variable>(&term)) (void)declare(frame, *variable);
    }
    return;
  }
  if (pattern.claim || !pattern.link->qualifiers.empty()) {
    claim_pattern(frame, pattern, *bound, before);
  } else {
    plain_pattern(frame, pattern, *bound);
  }
}

void Binder::plain_pattern(Frame& frame, const ast::Pattern& pattern, const Relation& relation) {
  const ast::Link& link = *pattern.link;
  const Slot subject = subject_slot(frame, pattern.subject);
  if (relation.info != nullptr && subject.is_constant()) {
    check_constant(pattern.subject, relation.info->domain, *relation.info, true, subject.constant);
  }
  auto object = this->object(frame, link, relation);
  if (!object) return;
  note_classes(relation, subject, object->slot);
  Node scan;
  if (relation.path) {
    scan = Node{logical::PathScan{subject, *relation.path, object->slot, object->choices, pattern.place}};
  } else {
    scan = Node{logical::TripleScan{subject, relation.steps, relation.slot, object->slot,
                                    object->choices, pattern.place}};
  }
  if (object->test) {
    std::vector<VariableId> named;
    add_named(named, subject, variables_);
    add_named(named, relation.slot, variables_);
    std::vector<VariableId> inside = named;
    for (const VariableId id : expr::variables_of(*object->test)) {
      if (!variables_[id.value()].hidden) {
        // An alternative names a variable of the row: the test stands above the join.
        join(frame, std::move(scan));
        frame.plan = Node{logical::Filter{std::move(frame.plan), std::move(*object->test)}};
        return;
      }
    }
    scan = once(Node{logical::Filter{std::move(scan), std::move(*object->test)}}, named);
  }
  join(frame, std::move(scan));
}

// Does a qualifier compare with a name the rows so far bind?
bool Binder::tests_row(const Frame& frame, const ast::Link& link) {
  ast::Block mentioned;
  for (const ast::Qualifier& q : link.qualifiers) {
    if (const auto* values = std::get_if<ast::QualifierValues>(&q.test)) {
      if (values->alternatives.size() == 1 && values->alternatives.front().size() == 1) continue;
      for (const auto& chain : values->alternatives) {
        for (const ast::Term& term : chain) {
          if (const auto* v = std::get_if<ast::Variable>(&term); v != nullptr && frame.find(v->name)) {
            return true;
          }
        }
      }
      continue;
    }
    std::vector<ast::Expr> expressions;
    if (const auto* test = std::get_if<ast::QualifierComparison>(&q.test)) {
      expressions.push_back(test->value);
    } else if (const auto* in = std::get_if<ast::QualifierIn>(&q.test)) {
      expressions = in->elements;
    }
    for (ast::Expr& e : expressions) {
      mentioned.clauses.push_back({ast::Where{std::move(e)}, q.place});
    }
  }
  const std::set<std::string> names = names_in(mentioned);
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return frame.find(name) != nullptr; });
}

void Binder::claim_pattern(Frame& frame, const ast::Pattern& pattern, const Relation& stored,
                           const std::map<std::string, VisibleName>& before) {
  Relation relation = stored;
  relation.steps = both_ways(resolver_.snapshot().catalog(), std::move(relation.steps));
  if (relation.path) {
    error(pattern.link->relation_place, "E0306",
          "a path has no single claim: qualifiers ask about one relation");
    return;
  }
  // Usually a pattern of its own that joins with the rest; where it compares with names of the row it sees
  // the rows so far.
  const bool correlated = tests_row(frame, *pattern.link);
  const std::uint32_t seed = correlated ? seeds_++ : 0;
  Frame inner;
  if (correlated) {
    ast::Block mentioned;
    mentioned.clauses.push_back({ast::Match{{pattern}}, pattern.place});
    std::set<std::string> names = names_in(mentioned);
    const auto* by_name = std::get_if<ast::Variable>(&pattern.link->relation);
    if (by_name != nullptr && !by_name->kind && !before.contains(by_name->name)) {
      names.erase(by_name->name);
    }
    inner = inner_frame(frame, seed, names, BlockGives::rows);
  } else {
    inner.names = frame.names;
  }
  const std::size_t variables_before = variables_.size();
  std::vector<VariableId> named = claim_parts(inner, pattern, relation);
  const bool named_claim = pattern.claim.has_value();
  const bool hidden_made =
      std::any_of(variables_.begin() + static_cast<std::ptrdiff_t>(variables_before), variables_.end(),
                  [](const logical::VariableInfo& v) { return v.hidden; });
  for (const VariableId id : inner.correlated) {
    if (std::find(named.begin(), named.end(), id) == named.end()) named.push_back(id);
  }
  // `x near x` would be met on both ways.
  Node plan = named_claim && !hidden_made && !goes_both_ways(relation.steps)
                  ? Node{logical::Project{std::move(inner.plan), named}}
                  : once(std::move(inner.plan), named);
  if (correlated) {
    frame.plan = apply(logical::ApplyKind::inner, seed, inner, std::move(frame.plan), std::move(plan), {});
  } else {
    join(frame, std::move(plan));
  }
  for (const std::string& name : inner.order) {
    if (frame.find(name) == nullptr) {
      const VisibleName& own = *inner.find(name);
      make_visible(frame, name, own.variable, own.nullable, own.place);
    }
  }
}

// The claim, its triple and its qualifiers in a frame; the named variables it binds or tests.
std::vector<VariableId> Binder::claim_parts(Frame& frame, const ast::Pattern& pattern,
                                            const Relation& relation) {
  const ast::Link& link = *pattern.link;
  const Slot subject = subject_slot(frame, pattern.subject);
  if (relation.info != nullptr && subject.is_constant()) {
    check_constant(pattern.subject, relation.info->domain, *relation.info, true, subject.constant);
  }
  auto object = this->object(frame, link, relation);
  if (!object) return {};
  note_classes(relation, subject, object->slot);
  const VariableId claim = pattern.claim ? declare(frame, *pattern.claim) : hidden("claim");
  classes_[claim] = ValueClass::entity;
  logical::ClaimScan scan;
  scan.claim = Slot::of(claim);
  scan.subject = subject;
  scan.steps = relation.steps;
  scan.relation = relation.slot;
  scan.object = object->slot;
  scan.object_choices = object->choices;
  scan.place = pattern.place;
  if (const auto overlay = storage::overlay_of(resolver_.snapshot())) {
    if (overlay->content().any_polarity) scan.polarity = logical::ClaimScan::Polarity::any;
    scan.alternatives = overlay->content().any_alternative;
  }
  for (const bool named : {false, true}) {  // `polarity any` yields to a polarity that is named
    for (const ast::Qualifier& q : link.qualifiers) view_of(q, named, scan);
  }
  join(frame, Node{scan});
  std::vector<VariableId> named;
  if (pattern.claim) named.push_back(claim);
  add_named(named, subject, variables_);
  add_named(named, relation.slot, variables_);
  add_named(named, object->slot, variables_);
  for (const ast::Qualifier& q : link.qualifiers) qualifier(frame, claim, q, named);
  if (object->test) frame.plan = Node{logical::Filter{std::move(frame.plan), std::move(*object->test)}};
  return named;
}

}  // namespace vouch::bind
