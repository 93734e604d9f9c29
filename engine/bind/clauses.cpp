// Blocks and their clauses: surface order is evaluation order.
#include <fmt/format.h>

#include <algorithm>

#include "engine/bind/binder_impl.hpp"
#include "engine/logical/schema.hpp"

namespace vouch::bind {

using logical::ApplyKind;

void Binder::block(Frame& frame, const std::vector<ast::Clause>& clauses) {
  for (const ast::Clause& c : clauses) clause(frame, c);
}

void Binder::clause(Frame& frame, const ast::Clause& clause) {
  struct Visitor {
    Binder& self;
    Frame& frame;
    Span place;
    void operator()(const ast::Match& c) { self.match(frame, c); }
    void operator()(const ast::Maybe& c) { self.maybe(frame, *c.block); }
    void operator()(const ast::Not& c) { self.not_block(frame, *c.block, place); }
    void operator()(const ast::Either& c) { self.either(frame, c); }
    void operator()(const ast::Every&) { self.unsupported(place, "`every … has`"); }
    void operator()(const ast::Where& c) { self.where(frame, c); }
    void operator()(const ast::Let& c) { self.let(frame, c); }
    void operator()(const ast::For& c) { self.for_each(frame, c, place); }
    void operator()(const ast::Group& c) { self.group(frame, c); }
    void operator()(const ast::Top& c) { self.top(frame, c); }
    void operator()(const ast::Order& c) { self.order(frame, c); }
    void operator()(const ast::Limit& c) { self.slice(frame, &c.count, nullptr); }
    void operator()(const ast::Offset& c) { self.slice(frame, nullptr, &c.count); }
    void operator()(const ast::With& c) { self.with(frame, c); }
    void operator()(const ast::Call& c) {
      self.unsupported(place, fmt::format("the graph procedure `{}`", c.procedure));
    }
    void operator()(const ast::Search& c) { self.search(frame, c, place); }
    void operator()(const ast::CiteAs&) { self.unsupported(place, "`cite as`"); }
    void operator()(const ast::Nested& c) { self.nested(frame, c); }
  };
  if (!std::holds_alternative<ast::Offset>(clause.node)) frame.limit_open = false;
  std::visit(Visitor{*this, frame, clause.place}, clause.node);
}

void Binder::match(Frame& frame, const ast::Match& match) {
  frame.sorted = false;
  for (const ast::Pattern& p : match.patterns) pattern(frame, p);
  check_connected(frame, match.patterns);
}

Frame Binder::inner_frame(Frame& outer, std::uint32_t seed, const std::set<std::string>& mentioned,
                          BlockGives gives) {
  Frame inner;
  for (const auto& [name, visible] : outer.names) {
    if (!mentioned.contains(name)) continue;
    VisibleName handed = visible;
    handed.outer = true;
    inner.names.emplace(name, handed);
    inner.correlated.push_back(visible.variable);
  }
  inner.seed = seed;
  inner.inner = true;
  hand_unsure(outer, inner, gives);
  inner.plan = Node{logical::Seed{seed, inner.correlated}};
  restore(inner, {});
  return inner;
}

// A block that gives rows binds the outer's own variable and compares with a copy of it; a test has a
// variable of its own to bind, which nobody else sees.
void Binder::hand_unsure(Frame& outer, Frame& inner, BlockGives gives) {
  const bool some = std::any_of(inner.names.begin(), inner.names.end(),
                                [](const auto& entry) { return entry.second.nullable; });
  if (!some) return;
  const logical::Schema schema = logical::schema_of(outer.plan);
  for (auto& [name, visible] : inner.names) {
    const VariableId own = visible.variable;
    if (!visible.nullable || !schema.may_be_unbound(own)) continue;
    if (gives == BlockGives::test) {
      visible.variable = new_variable(name, false);
      if (const auto known = classes_.find(own); known != classes_.end()) {
        classes_[visible.variable] = known->second;
      }
      inner.unsure.push_back({visible.variable, own});
      continue;
    }
    const VariableId copy = hidden(name + "'");
    outer.plan = Node{logical::Extend{std::move(outer.plan), copy, Expression{expr::VariableRef{own}}}};
    std::replace(inner.correlated.begin(), inner.correlated.end(), own, copy);
    inner.unsure.push_back({own, copy});
  }
}

void Binder::restore(Frame& frame, const std::vector<VariableId>& kept) {
  for (const UnsureName& name : frame.unsure) {
    if (std::find(kept.begin(), kept.end(), name.inside) != kept.end()) continue;
    frame.plan = Node{logical::Extend{std::move(frame.plan), name.inside,
                                      Expression{expr::VariableRef{name.handed}}}};
  }
}

void Binder::inner_block(Frame& inner, const ast::Block& body) {
  block(inner, body.clauses);
  if (body.result) {
    const auto returned =
        columns(inner, body.result->columns, body.result->distinct, true, &body.result->tail);
    (void)returned;
  }
}

Node Binder::projected(const Frame& inner) const {
  std::vector<VariableId> keep = inner.correlated;
  for (const UnsureName& name : inner.unsure) keep.push_back(name.inside);
  for (const std::string& name : inner.order) {
    const VisibleName* visible = inner.find(name);
    if (visible != nullptr && std::find(keep.begin(), keep.end(), visible->variable) == keep.end()) {
      keep.push_back(visible->variable);
    }
  }
  return Node{logical::Project{inner.plan, std::move(keep)}};
}

Node Binder::apply(ApplyKind kind, std::uint32_t seed, const Frame& inner, Node outer, Node plan,
                   std::optional<VariableId> result) {
  return Node{logical::Apply{kind, seed, inner.correlated, result, std::move(outer), std::move(plan)}};
}

void Binder::maybe(Frame& frame, const ast::Block& body) {
  const std::uint32_t seed = seeds_++;
  Frame inner = inner_frame(frame, seed, names_in(body), BlockGives::rows);
  inner_block(inner, body);
  frame.plan = apply(ApplyKind::left, seed, inner, std::move(frame.plan), projected(inner), {});
  frame.sorted = false;
  for (const std::string& name : inner.order) {
    const VisibleName* visible = inner.find(name);
    if (visible != nullptr && !visible->outer) {
      make_visible(frame, name, visible->variable, true, visible->place);
    }
  }
}

void Binder::not_block(Frame& frame, const ast::Block& body, Span place) {
  const std::uint32_t seed = seeds_++;
  Frame inner = inner_frame(frame, seed, names_in(body), BlockGives::test);
  if (inner.correlated.empty() && !frame.names.empty()) {
    warn(place, "W0402", "this `not` shares no name with the query: it removes all rows or none");
  }
  inner_block(inner, body);
  frame.plan = apply(ApplyKind::anti, seed, inner, std::move(frame.plan), projected(inner), {});
}

void Binder::either(Frame& frame, const ast::Either& either) {
  const std::uint32_t seed = seeds_++;
  std::set<std::string> mentioned;
  for (const ast::Block& branch : either.branches) mentioned.merge(names_in(branch));
  // A name that two branches meet first is one variable: the first branch's.
  std::map<std::string, VisibleName> met;
  std::map<std::string, std::size_t> in_branches;
  std::vector<std::string> order;
  logical::Union all;
  const Frame shape = inner_frame(frame, seed, mentioned, BlockGives::rows);
  for (const ast::Block& branch : either.branches) {
    Frame inner = shape;
    // Pre-assign variables met in earlier branches by renaming after binding.
    inner_block(inner, branch);
    std::vector<VariableId> keep = inner.correlated;
    for (const UnsureName& name : inner.unsure) keep.push_back(name.inside);
    Node plan = std::move(inner.plan);
    for (const std::string& name : inner.order) {
      const VisibleName* visible = inner.find(name);
      if (visible == nullptr || visible->outer) continue;
      auto [at, first] = met.emplace(name, *visible);
      if (first) {
        order.push_back(name);
      } else {
        plan = Node{logical::Extend{std::move(plan), at->second.variable,
                                    Expression{expr::VariableRef{visible->variable}}}};
        at->second.nullable = at->second.nullable || visible->nullable;
      }
      ++in_branches[name];
      keep.push_back(at->second.variable);
    }
    all.inputs.push_back(Node{logical::Project{std::move(plan), std::move(keep)}});
  }
  Node inner_plan{logical::Distinct{Node{std::move(all)}}};
  frame.plan = apply(ApplyKind::inner, seed, shape, std::move(frame.plan), std::move(inner_plan), {});
  frame.sorted = false;
  for (const std::string& name : order) {
    const bool nullable = met[name].nullable || in_branches[name] < either.branches.size();
    make_visible(frame, name, met[name].variable, nullable, met[name].place);
  }
}

void Binder::where(Frame& frame, const ast::Where& where) {
  // `exists` as a whole condition filters by itself; inside a larger one it becomes a value first.
  if (const auto* both = std::get_if<ast::Binary>(&where.condition.node);
      both != nullptr && both->op == ast::BinaryOp::logical_and) {
    this->where(frame, ast::Where{*both->left});
    this->where(frame, ast::Where{*both->right});
    return;
  }
  const auto* inverted = std::get_if<ast::Unary>(&where.condition.node);
  const bool negated = inverted != nullptr && inverted->op == ast::UnaryOp::logical_not;
  const ast::Expr& tested = negated ? *inverted->operand : where.condition;
  if (const auto* block = std::get_if<ast::ExistsBlock>(&tested.node)) {
    const std::uint32_t seed = seeds_++;
    Frame inner = inner_frame(frame, seed, names_in(*block->block), BlockGives::test);
    inner_block(inner, *block->block);
    frame.plan = apply(negated ? ApplyKind::anti : ApplyKind::semi, seed, inner,
                       std::move(frame.plan), projected(inner), {});
    return;
  }
  if (auto condition = expression(frame, where.condition)) {
    frame.plan = Node{logical::Filter{std::move(frame.plan), std::move(*condition)}};
  }
}

void Binder::let(Frame& frame, const ast::Let& let) {
  for (const ast::Assignment& assignment : let.assignments) {
    const std::string& name = assignment.variable.name;
    auto value = expression(frame, assignment.value);
    if (const VisibleName* seen = frame.find(name)) {
      Diagnostic d = error_at(assignment.variable.place, "E0303",
                              fmt::format("?{} is bound already", name));
      if (!seen->outer) d.labels.push_back({seen->place, "bound here"});
      d.notes.emplace_back("compare with `where`, or take a new name");
      problems_.push_back(std::move(d));
      continue;
    }
    const VariableId id = new_variable(name, false);
    if (value) {
      classes_[id] = class_of(*value);
      frame.plan = Node{logical::Extend{std::move(frame.plan), id, std::move(*value)}};
    }
    make_visible(frame, name, id, true, assignment.variable.place);
  }
}

void Binder::for_each(Frame& frame, const ast::For& loop, Span place) {
  frame.sorted = false;
  std::vector<VariableId> ids;
  for (const ast::Variable& variable : loop.variables) {
    if (frame.find(variable.name) != nullptr) {
      error(variable.place, "E0303", fmt::format("?{} is bound already", variable.name));
    }
    ids.push_back(new_variable(variable.name, false));
  }
  std::vector<std::vector<Expression>> rows;
  bool constant = true;
  bool nullable = !loop.is_list;
  for (const auto& row : loop.rows) {
    if (row.size() != ids.size()) {
      error(place, "E0306", fmt::format("a row of {} values for {} names", row.size(), ids.size()));
      return;
    }
    std::vector<Expression> values = expressions(frame, row);
    if (values.size() != row.size()) return;
    for (const Expression& value : values) {
      const auto* fixed = std::get_if<expr::Constant>(&value.node);
      constant = constant && expr::variables_of(value).empty();
      nullable = nullable || fixed == nullptr || !fixed->value.bound();
    }
    rows.push_back(std::move(values));
  }
  if (!loop.is_list) {
    frame.plan = Node{logical::Unnest{std::move(frame.plan), ids.front(), rows.front().front()}};
  } else if (constant) {
    join(frame, Node{logical::Values{ids, std::move(rows)}});
  } else {
    const std::uint32_t seed = seeds_++;
    Frame inner;
    for (const auto& [name, visible] : frame.names) inner.correlated.push_back(visible.variable);
    logical::Union branches;
    for (auto& row : rows) {
      Node plan{logical::Seed{seed, inner.correlated}};
      for (std::size_t i = 0; i < ids.size(); ++i) {
        plan = Node{logical::Extend{std::move(plan), ids[i], std::move(row[i])}};
      }
      branches.inputs.push_back(std::move(plan));
    }
    frame.plan = apply(ApplyKind::inner, seed, inner, std::move(frame.plan),
                       Node{std::move(branches)}, {});
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    make_visible(frame, loop.variables[i].name, ids[i], nullable, loop.variables[i].place);
  }
}

void Binder::search(Frame& frame, const ast::Search& search, Span place) {
  frame.sorted = false;
  if (search.arguments.size() != 1) {
    error(place, "E0306", "`search` takes one text");
    return;
  }
  if (search.results.size() > 2) {
    error(place, "E0306", "`search` gives an entity and a score");
    return;
  }
  auto text = expression(frame, search.arguments.front());
  if (!text) return;
  logical::WordSearch found{std::move(*text), {}, {}};
  if (search.results.empty()) {
    found.entity = new_variable("entity", false);
    make_visible(frame, "entity", found.entity, false, place);
  } else {
    found.entity = declare(frame, search.results.front());
  }
  if (search.results.size() == 2) found.score = declare(frame, search.results[1]);
  join(frame, Node{std::move(found)});
}

void Binder::nested(Frame& frame, const ast::Nested& nested) {
  Frame inner;
  if (!nested.heads.empty()) {
    inner = nested_with_heads(nested, nested.heads.front().place);
  } else {
    block(inner, nested.block->clauses);
    if (nested.block->result) {
      const ast::Return& result = *nested.block->result;
      (void)columns(inner, result.columns, result.distinct, true, &result.tail);
    }
  }
  // Its names are its own: what it returns meets the outer names here.
  Node plan = projected(inner);
  for (const std::string& name : inner.order) {
    const VisibleName* own = inner.find(name);
    if (own == nullptr) continue;
    const VisibleName* seen = frame.find(name);
    if (seen == nullptr) {
      make_visible(frame, name, own->variable, own->nullable, own->place);
      continue;
    }
    plan = Node{logical::Extend{std::move(plan), seen->variable,
                                Expression{expr::VariableRef{own->variable}}}};
  }
  std::vector<VariableId> keep;
  for (const std::string& name : inner.order) {
    if (inner.find(name) != nullptr) keep.push_back(frame.find(name)->variable);
  }
  join(frame, Node{logical::Project{std::move(plan), std::move(keep)}});
  frame.sorted = false;
}

}  // namespace vouch::bind
