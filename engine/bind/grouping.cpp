// Columns, groups and orders: what becomes of the rows once they are matched.
#include <fmt/format.h>

#include <algorithm>

#include "engine/bind/binder_impl.hpp"
#include "parser/ast_print.hpp"

namespace vouch::bind {

using logical::Aggregation;
using logical::SortKey;

namespace {

const ast::Variable* plain_variable(const ast::Expr& expression) {
  const auto* term = std::get_if<ast::Term>(&expression.node);
  return term == nullptr ? nullptr : std::get_if<ast::Variable>(term);
}

// Calls `replace` for every outermost aggregate call of an expression.
template <typename Replace>
void each_aggregate(ast::Expr& expression, const Replace& replace) {
  struct Visitor {
    const Replace& replace;
    ast::Expr& whole;
    void in(ast::Expr& e) { each_aggregate(e, replace); }
    void in(std::vector<ast::Expr>& list) {
      for (ast::Expr& e : list) in(e);
    }
    void operator()(ast::Term&) {}
    void operator()(ast::Unary& u) { in(*u.operand); }
    void operator()(ast::Binary& b) {
      in(*b.left);
      in(*b.right);
    }
    void operator()(ast::In& i) {
      in(*i.operand);
      in(i.elements);
    }
    void operator()(ast::IsA& t) { in(*t.operand); }
    void operator()(ast::Field& f) { in(*f.operand); }
    void operator()(ast::FunctionCall& call) {
      if (expr::aggregate_kind(call.function)) {
        replace(whole, call);
      } else {
        in(call.arguments);
      }
    }
    void operator()(ast::ExistsBlock&) {}
    void operator()(ast::CountBlock&) {}
    void operator()(ast::Regex&) {}
  };
  // The visitor may replace the node it stands on: visit a copy of the variant's content.
  auto node = expression.node;
  std::visit(Visitor{replace, expression}, node);
  if (!std::holds_alternative<ast::FunctionCall>(node) ||
      !expr::aggregate_kind(std::get<ast::FunctionCall>(node).function)) {
    expression.node = std::move(node);
  }
}

}  // namespace

std::optional<std::uint64_t> Binder::count_of(const ast::Count& count) {
  if (const auto* number = std::get_if<std::uint64_t>(&count.value)) return *number;
  const auto value = resolver_.parameter(std::get<ast::Parameter>(count.value));
  if (!value) return std::nullopt;
  const auto* quantity = value->as<storage::Quantity>();
  const auto number =
      quantity != nullptr && quantity->plain_number() ? quantity->lower->to_int64() : std::nullopt;
  if (number && *number >= 0) return static_cast<std::uint64_t>(*number);
  error(count.place, "E0301", "a count is a whole number of at least 0");
  return std::nullopt;
}

std::vector<SortKey> Binder::sort_keys(Frame& frame, const std::vector<ast::Sort>& keys,
                                       bool descending) {
  std::vector<SortKey> out;
  for (const ast::Sort& key : keys) {
    if (auto value = expression(frame, key.key)) {
      out.push_back({std::move(*value), key.descending.value_or(descending)});
    }
  }
  return out;
}

void Binder::order(Frame& frame, const ast::Order& order) {
  std::vector<SortKey> keys = sort_keys(frame, order.keys, false);
  for (const std::string& name : frame.order) {  // ties break by the columns, left to right
    if (const VisibleName* visible = frame.find(name)) {
      keys.push_back({Expression{expr::VariableRef{visible->variable}}, false});
    }
  }
  frame.plan = Node{logical::Sort{std::move(frame.plan), std::move(keys)}};
  frame.sorted = true;
}

void Binder::top(Frame& frame, const ast::Top& top) {
  const auto count = count_of(top.count);
  std::vector<SortKey> keys = sort_keys(frame, top.keys, true);
  std::vector<Expression> per = expressions(frame, top.per);
  for (const VariableId id : frame.correlated) per.push_back(Expression{expr::VariableRef{id}});
  for (const std::string& name : frame.order) {
    if (const VisibleName* visible = frame.find(name)) {
      keys.push_back({Expression{expr::VariableRef{visible->variable}}, false});
    }
  }
  if (!count || keys.empty()) return;
  frame.sorted = per.empty();
  frame.plan = Node{logical::Top{std::move(frame.plan), *count, std::move(keys), std::move(per)}};
}

void Binder::slice(Frame& frame, const ast::Count* limit, const ast::Count* offset) {
  logical::Slice slice;
  slice.per = frame.correlated;
  if (limit != nullptr) {
    const auto count = count_of(*limit);
    if (!count) return;
    slice.limit = *count;
    if (!frame.sorted && !frame.inner) frame.limited = *count;
  }
  if (offset != nullptr) {
    const auto count = count_of(*offset);
    if (!count) return;
    slice.offset = *count;
  }
  // `limit 10 offset 20` is one slice: offset first.
  auto* below = std::get_if<logical::Slice>(&frame.plan.op);
  if (frame.limit_open && below != nullptr && offset != nullptr) {
    below->offset = slice.offset;
    frame.limit_open = false;
    return;
  }
  frame.limit_open = limit != nullptr;
  slice.input = Box<Node>(std::move(frame.plan));
  frame.plan = Node{std::move(slice)};
}

std::optional<Aggregation> Binder::aggregation(Frame& frame, const ast::FunctionCall& call) {
  Aggregation out;
  out.kind = *expr::aggregate_kind(call.function);
  out.distinct = call.distinct;
  out.result = hidden(call.function);
  const bool counts_rows = call.star || call.arguments.empty();
  if (counts_rows && out.kind != expr::AggregateKind::count) {
    error(call.name_place, "E0306", fmt::format("`{}` takes one value", call.function));
    return std::nullopt;
  }
  if (call.arguments.size() > 1) {
    error(call.name_place, "E0306",
          fmt::format("`{}` takes one value, here are {}", call.function, call.arguments.size()));
    return std::nullopt;
  }
  out.rows = counts_rows;
  if (!counts_rows) {
    out.argument = expression(frame, call.arguments.front());
    if (!out.argument) return std::nullopt;
  }
  out.order = sort_keys(frame, call.order, false);
  if (call.limit) out.limit = count_of(*call.limit);
  using Kind = expr::AggregateKind;
  const bool numeric = out.kind == Kind::count || out.kind == Kind::sum || out.kind == Kind::avg ||
                       out.kind == Kind::product || out.kind == Kind::hhi || out.kind == Kind::share;
  if (numeric) classes_[out.result] = ValueClass::number;
  return out;
}

std::optional<Expression> Binder::aggregated(Frame& frame, const ast::Expr& expression_,
                                             std::vector<Aggregation>& aggregations) {
  ast::Expr rewritten = expression_;
  bool good = true;
  std::vector<std::string> made;
  each_aggregate(rewritten, [&](ast::Expr& whole, const ast::FunctionCall& call) {
    auto bound = aggregation(frame, call);
    if (!bound) {
      good = false;
      return;
    }
    // A name no text can spell stands for the aggregate until the expression is bound.
    const std::string name = fmt::format("\x01{}", bound->result.value());
    frame.names[name] = {bound->result, true, false, whole.place};
    made.push_back(name);
    aggregations.push_back(std::move(*bound));
    whole.node = ast::Term{ast::Variable{name, std::nullopt, whole.place}};
  });
  auto out = good ? expression(frame, rewritten) : std::nullopt;
  for (const std::string& name : made) frame.names.erase(name);
  return out;
}

void Binder::finish_aggregate(Frame& frame, const std::vector<VariableId>& keys,
                              std::vector<Aggregation> aggregations) {
  std::vector<VariableId> all = keys;
  all.insert(all.end(), frame.correlated.begin(), frame.correlated.end());
  if (!keys.empty() || frame.correlated.empty()) {
    frame.plan = Node{logical::Aggregate{std::move(frame.plan), std::move(all), std::move(aggregations)}};
    restore(frame, keys);
    return;
  }
  // Without keys there is a row for every row of the enclosing block, also where nothing matched: there
  // `count` and `sum` are 0 and `list` is empty.
  std::vector<std::pair<VariableId, VariableId>> defaulted;
  std::vector<Term> defaults;
  for (Aggregation& a : aggregations) {
    const bool zero = a.kind == expr::AggregateKind::count || a.kind == expr::AggregateKind::sum;
    if (!zero && a.kind != expr::AggregateKind::list) continue;
    defaulted.emplace_back(a.result, hidden("group"));
    defaults.push_back(zero ? storage::number_term(0) : Term(storage::List{}));
    a.result = defaulted.back().second;
  }
  Node grouped{logical::Aggregate{std::move(frame.plan), std::move(all), std::move(aggregations)}};
  frame.plan = Node{logical::Apply{logical::ApplyKind::left, seeds_++, frame.correlated, {},
                                   Node{logical::Seed{frame.seed, frame.correlated}},
                                   std::move(grouped)}};
  for (std::size_t i = 0; i < defaulted.size(); ++i) {
    expr::Coalesce value;
    value.operands.push_back(Expression{expr::VariableRef{defaulted[i].second}});
    value.operands.push_back(Expression{expr::Constant{std::move(defaults[i])}});
    frame.plan = Node{logical::Extend{std::move(frame.plan), defaulted[i].first, Expression{std::move(value)}}};
  }
  restore(frame, keys);
}

void Binder::group(Frame& frame, const ast::Group& group) {
  std::vector<std::pair<std::string, VariableId>> visible;
  std::vector<VariableId> keys;
  std::map<std::string, VisibleName> names;
  for (const ast::Column& key : group.keys) {
    auto value = expression(frame, key.value);
    if (!value) continue;
    const ast::Variable* plain = plain_variable(key.value);
    const std::string name = key.name ? key.name->name : plain != nullptr ? plain->name : "";
    VariableId id;
    bool nullable = true;
    if (plain != nullptr && !key.name) {
      id = frame.find(plain->name)->variable;
      nullable = frame.find(plain->name)->nullable;
    } else {
      id = name.empty() ? hidden("key") : new_variable(name, false);
      classes_[id] = class_of(*value);
      frame.plan = Node{logical::Extend{std::move(frame.plan), id, std::move(*value)}};
    }
    keys.push_back(id);
    if (!name.empty()) {
      names[name] = {id, nullable, false, key.value.place};
      visible.emplace_back(name, id);
    }
  }
  std::vector<Aggregation> aggregations;
  struct Pending {
    const ast::Column* column;
    Expression value;
  };
  std::vector<Pending> pending;
  for (const ast::Column& column : group.aggregates) {
    if (auto value = aggregated(frame, column.value, aggregations)) {
      pending.push_back({&column, std::move(*value)});
    }
  }
  std::set<VariableId> usable(keys.begin(), keys.end());
  usable.insert(frame.correlated.begin(), frame.correlated.end());
  for (const UnsureName& name : frame.unsure) usable.insert(name.inside);
  for (const Aggregation& a : aggregations) usable.insert(a.result);
  finish_aggregate(frame, keys, std::move(aggregations));
  std::erase_if(frame.names, [](const auto& entry) { return !entry.second.outer; });
  frame.order.clear();
  for (const auto& [name, id] : visible) {
    frame.names[name] = names[name];
    frame.order.push_back(name);
  }
  for (Pending& p : pending) {
    for (const VariableId used : expr::variables_of(p.value)) {
      if (usable.contains(used)) continue;
      error(p.column->value.place, "E0304",
            fmt::format("?{} is neither a key of the group nor inside an aggregate",
                        variables_[used.value()].name));
    }
    const std::string name = p.column->name ? p.column->name->name : "";
    const VariableId id = name.empty() ? hidden("value") : new_variable(name, false);
    classes_[id] = class_of(p.value);
    frame.plan = Node{logical::Extend{std::move(frame.plan), id, std::move(p.value)}};
    if (name.empty()) continue;
    if (frame.find(name) != nullptr) {
      error(p.column->name->place, "E0303", fmt::format("?{} is bound already", name));
    }
    make_visible(frame, name, id, true, p.column->value.place);
  }
  frame.sorted = false;
  frame.grouped = true;
}

void Binder::with(Frame& frame, const ast::With& with) {
  (void)columns(frame, with.columns, with.distinct, true, nullptr);
}

namespace {

struct ColumnMix {
  const ast::Column* aggregate = nullptr;
  const ast::Column* plain = nullptr;
};
ColumnMix mix_of(const std::vector<ast::Column>& columns) {
  ColumnMix mix;
  for (const ast::Column& column : columns) {
    if (has_aggregate(column.value)) {
      mix.aggregate = &column;
    } else if (const auto* term = std::get_if<ast::Term>(&column.value.node);
               term == nullptr || std::holds_alternative<ast::Variable>(*term)) {
      mix.plain = &column;
    }
  }
  return mix;
}

}  // namespace

std::vector<std::pair<std::string, VariableId>> Binder::columns(
    Frame& frame, const std::vector<ast::Column>& columns, bool distinct, bool narrow,
    const std::vector<ast::Clause>* tail) {
  const ColumnMix mix = mix_of(columns);
  std::vector<std::optional<Expression>> values;
  if (mix.aggregate != nullptr && mix.plain != nullptr) {
    Diagnostic d = error_at(mix.plain->value.place, "E0304",
                            "a plain value stands beside an aggregate of all rows");
    d.labels.push_back({mix.aggregate->value.place, "aggregate"});
    d.notes.push_back(fmt::format("group first: group by {}: {} as ?n",
                                  ast::print(mix.plain->value), ast::print(mix.aggregate->value)));
    problems_.push_back(std::move(d));
    return {};
  }
  if (mix.aggregate != nullptr) {
    std::vector<Aggregation> aggregations;
    for (const ast::Column& column : columns) {
      values.push_back(aggregated(frame, column.value, aggregations));
    }
    finish_aggregate(frame, {}, std::move(aggregations));
    std::erase_if(frame.names, [](const auto& entry) { return !entry.second.outer; });
    frame.order.clear();
    frame.sorted = true;  // one row
  } else {
    for (const ast::Column& column : columns) values.push_back(expression(frame, column.value));
  }
  std::vector<std::pair<std::string, VariableId>> returned;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!values[i]) continue;
    const ast::Column& column = columns[i];
    const ast::Variable* plain = plain_variable(column.value);
    const auto repeated = [&](VariableId id) {
      return std::any_of(returned.begin(), returned.end(),
                         [&](const auto& other) { return other.second == id; });
    };
    if (plain != nullptr && (!column.name || column.name->name == plain->name)) {
      const VariableId id = frame.find(plain->name)->variable;
      if (!repeated(id)) {
        returned.emplace_back(plain->name, id);
        continue;
      }
    }
    const std::string name = column.name ? column.name->name : "";
    if (!name.empty() && frame.find(name) != nullptr) {
      error(column.name->place, "E0303", fmt::format("?{} is bound already", name));
      continue;
    }
    const VariableId id = name.empty() ? hidden("value") : new_variable(name, false);
    classes_[id] = class_of(*values[i]);
    const bool sorted = frame.sorted;
    frame.plan = Node{logical::Extend{std::move(frame.plan), id, std::move(*values[i])}};
    frame.sorted = sorted;
    if (!name.empty()) frame.names[name] = {id, true, false, column.value.place};
    returned.emplace_back(name.empty() ? ast::print(column.value) : name, id);
  }
  const auto project = [&] {
    std::vector<VariableId> keep;
    for (const auto& [title, id] : returned) keep.push_back(id);
    for (const VariableId id : frame.correlated) {
      if (std::find(keep.begin(), keep.end(), id) == keep.end()) keep.push_back(id);
    }
    frame.plan = Node{logical::Project{std::move(frame.plan), keep}};
    restore(frame, keep);
  };
  const auto narrow_names = [&] {
    std::map<std::string, VisibleName> kept;
    for (const auto& [name, visible] : frame.names) {
      const bool wanted = std::any_of(returned.begin(), returned.end(), [&](const auto& column) {
        return column.second == visible.variable && column.first == name;
      });
      if (wanted || visible.outer) kept.emplace(name, visible);
    }
    frame.names = std::move(kept);
    frame.order.clear();
    for (const auto& [name, id] : returned) {
      if (frame.find(name) != nullptr) frame.order.push_back(name);
    }
    frame.grouped = true;
  };
  if (distinct) {
    const bool sorted = frame.sorted;
    project();
    frame.plan = Node{logical::Distinct{std::move(frame.plan)}};
    frame.sorted = sorted;
    narrow_names();
    if (tail != nullptr) return_tail(frame, *tail, returned);
  } else {
    if (tail != nullptr) return_tail(frame, *tail, returned);
    project();
    if (narrow) narrow_names();
  }
  return returned;
}

void Binder::return_tail(Frame& frame, const std::vector<ast::Clause>& tail,
                         const std::vector<std::pair<std::string, VariableId>>& returned) {
  // Ties break by what is returned: for the time of the tail these are the frame's columns.
  frame.limit_open = false;
  std::vector<std::string> before = frame.order;
  std::vector<std::string> added;
  frame.order.clear();
  for (const auto& [title, id] : returned) {
    const VisibleName* visible = frame.find(title);
    if (visible == nullptr || visible->variable != id) {
      const std::string name = fmt::format("\x02{}", id.value());
      frame.names[name] = {id, true, false, {}};
      added.push_back(name);
      frame.order.push_back(name);
    } else {
      frame.order.push_back(title);
    }
  }
  for (const ast::Clause& c : tail) clause(frame, c);
  for (const std::string& name : added) frame.names.erase(name);
  frame.order = std::move(before);
}

}  // namespace vouch::bind
