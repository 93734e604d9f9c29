#include "tests/reference/features.hpp"

#include <algorithm>
#include <utility>

#include "engine/expr/value_ops.hpp"
#include "tests/reference/expressions.hpp"

namespace vouch::reference {
namespace {

bool is_name(const ast::Expr& expr) {
  const auto* term = std::get_if<ast::Term>(&expr.node);
  return term != nullptr && std::holds_alternative<ast::Variable>(*term);
}

std::string word(ast::BinaryOp op) {
  using enum ast::BinaryOp;
  static const std::map<ast::BinaryOp, std::string> kWords = {{logical_or, "or"},
                                                              {logical_and, "and"},
                                                              {equal, "="},
                                                              {not_equal, "!="},
                                                              {less, "<"},
                                                              {less_equal, "<="},
                                                              {greater, ">"},
                                                              {greater_equal, ">="},
                                                              {similar, "~="},
                                                              {contains, "contains"},
                                                              {starts_with, "starts with"},
                                                              {ends_with, "ends with"},
                                                              {matches, "matches"},
                                                              {add, "+"},
                                                              {subtract, "-"},
                                                              {multiply, "*"},
                                                              {divide, "/"},
                                                              {remainder, "%"}};
  return kWords.at(op);
}

class Features {
 public:
  std::set<std::string> found;

  void query(const ast::Query& q) {
    const auto& body = std::get<ast::Stages>(q.body).block;
    if (!body.result) add("no return");
    block(body, "");
  }

 private:
  void add(const std::string& feature) { found.insert(feature); }

  // `where` is "" for the question itself, " in a block" inside one.
  void block(const ast::Block& b, const std::string& where) {
    const std::string outer = std::exchange(where_, where);
    const bool ordered = std::exchange(ordered_, false);
    for (const auto& c : b.clauses) std::visit([&](const auto& node) { clause(node, ""); }, c.node);
    if (b.result) result(*b.result);
    where_ = outer;
    ordered_ = ordered;
  }
  void inner(const ast::Block& b) { block(b, " in a block"); }

  void result(const ast::Return& r) {
    add("return" + where_);
    if (r.distinct) add("return distinct");
    columns(r.columns);
    for (const auto& c : r.tail) {
      std::visit([&](const auto& node) { clause(node, " after return"); }, c.node);
    }
  }
  void columns(const std::vector<ast::Column>& list) {
    const bool folds = std::exchange(grouped_, has_aggregate(list));
    for (const auto& column : list) expr(column.value);
    grouped_ = folds;
  }

  void clause(const ast::Match& c, const std::string&) {
    for (const auto& p : c.patterns) pattern(p);
    ordered_ = false;
  }
  void clause(const ast::Maybe& c, const std::string&) {
    add("maybe");
    inner(*c.block);
  }
  void clause(const ast::Not& c, const std::string&) {
    add("not");
    inner(*c.block);
  }
  void clause(const ast::Either& c, const std::string&) {
    add("either");
    for (const auto& b : c.branches) inner(b);
  }
  void clause(const ast::Nested& c, const std::string&) {
    add("nested");
    inner(*c.block);
  }
  void clause(const ast::Where& c, const std::string&) {
    add("where");
    expr(c.condition);
  }
  void clause(const ast::Let& c, const std::string&) {
    add("let");
    for (const auto& one : c.assignments) expr(one.value);
  }
  void clause(const ast::For& c, const std::string&) {
    add(c.tuple ? "for tuples" : c.is_list ? "for" : "for over a list");
    for (const auto& row : c.rows) {
      for (const auto& value : row) expr(value);
    }
  }
  void clause(const ast::Group& c, const std::string&) {
    add("group by" + where_);
    for (const auto& key : c.keys) {
      if (!is_name(key.value)) add("group by an expression");
      expr(key.value);
    }
    const bool folds = std::exchange(grouped_, true);
    for (const auto& column : c.aggregates) expr(column.value);
    grouped_ = folds;
  }
  void clause(const ast::With& c, const std::string&) {
    add(c.distinct ? "with distinct" : "with");
    columns(c.columns);
  }
  void clause(const ast::Top& c, const std::string& after) {
    add("top" + after + where_);
    if (!c.per.empty()) add("top per" + after);
    sorts("top", c.keys, after);
    count(c.count);
    for (const auto& per : c.per) expr(per);
    ordered_ = false;
  }
  void clause(const ast::Order& c, const std::string& after) {
    add("order by" + after + where_);
    sorts("order by", c.keys, after);
    ordered_ = true;
  }
  void clause(const ast::Limit& c, const std::string& after) {
    add("limit" + after + where_);
    if (!ordered_) add("limit without order" + after);
    count(c.count);
  }
  void clause(const ast::Offset& c, const std::string& after) {
    add("offset" + after + where_);
    if (!ordered_) add("offset without order" + after);
    count(c.count);
  }
  template <typename Other>
  void clause(const Other&, const std::string&) {}

  void sorts(const std::string& of, const std::vector<ast::Sort>& keys, const std::string& after) {
    for (const auto& key : keys) {
      if (!is_name(key.key)) add(of + " an expression" + after);
      if (key.descending) add(of + (*key.descending ? " desc" : " asc"));
      expr(key.key);
    }
  }
  void count(const ast::Count& c) {
    if (std::holds_alternative<ast::Parameter>(c.value)) add("count by a parameter");
  }

  void pattern(const ast::Pattern& p) {
    if (p.claim) add("claim variable");
    term(p.subject, "subject");
    if (!p.link) return add("kind alone");
    if (const auto* path = std::get_if<ast::Path>(&p.link->relation))
      this->path(*path);
    else
      add("relation variable");
    if (p.link->objects.size() > 1) add("object alternatives");
    for (const auto& object : p.link->objects) term(object, "object");
    for (const auto& q : p.link->qualifiers) qualifier(q);
  }
  void qualifier(const ast::Qualifier& q) {
    const std::string name = "qualifier " + q.name.text;
    add(name);
    if (const auto* comparison = std::get_if<ast::QualifierComparison>(&q.test)) {
      add("qualifier " + word(comparison->op));
      if (!std::holds_alternative<ast::Regex>(comparison->value.node)) expr(comparison->value);
    } else if (const auto* in = std::get_if<ast::QualifierIn>(&q.test)) {
      add(in->is_list ? "qualifier in a list" : "qualifier in");
      for (const auto& element : in->elements) expr(element);
    } else {
      const auto& values = std::get<ast::QualifierValues>(q.test).alternatives;
      if (values.size() > 1) add("qualifier alternatives");
      for (const auto& chain : values) {
        if (chain.size() > 1) add("chain");
        for (const auto& link : chain) {
          const bool variable = std::holds_alternative<ast::Variable>(link);
          if (variable) add(chain.size() > 1 ? "chain with a variable" : name + " variable");
          const auto* id = std::get_if<ast::Name>(&link);
          if (id != nullptr && (id->text == "none" || id->text == "any"))
            add(name + " " + id->text);
          else
            term(link, "qualifier");
        }
      }
    }
  }

  void path(const ast::Path& p) {
    std::visit(
        Cases{[&](const ast::Name&) {}, [&](const ast::Anything&) { add("path _"); },
              [&](const ast::PathSequence& s) {
                add("path /");
                for (const auto& part : s.parts) path(part);
              },
              [&](const ast::PathAlternatives& s) {
                add("path |");
                for (const auto& part : s.parts) path(part);
              },
              [&](const ast::PathInverse& s) {
                add("path ^");
                path(*s.path);
              },
              [&](const ast::PathRepeat& s) {
                const bool plain = s.least <= 1 && (!s.most || (s.least == 0 && *s.most == 1));
                add(!plain ? "path {}" : s.most ? "path ?" : s.least == 0 ? "path *" : "path +");
                path(*s.path);
              },
              [&](const ast::PathNegation&) { add("path !"); }},
        p.node);
  }

  void term(const ast::Term& t, const std::string& place) {
    std::visit(Cases{[&](const ast::Variable& v) {
                       if (v.kind) add("kind of a variable");
                     },
                     [&](const ast::Parameter&) { add("parameter as " + place); },
                     [&](const ast::Name& n) {
                       if (n.form == ast::NameForm::iri) add("IRI");
                       if (n.form == ast::NameForm::prefixed) add("prefixed name");
                       if (n.form == ast::NameForm::label)
                         add(n.kind ? "label of a kind" : "label");
                     },
                     [&](const ast::Anything&) { add("_"); },
                     [&](const ast::StringLiteral& s) {
                       add(s.language.empty() ? "text" : "tagged text");
                     },
                     [&](const ast::BooleanLiteral&) { add("boolean"); },
                     [&](const ast::NumberLiteral& n) { number(n); }},
               t);
  }
  void number(const ast::NumberLiteral& n) {
    const bool date = (n.lower && n.lower->is_date) || (n.upper && n.upper->is_date);
    const std::string what = date ? "date" : "number";
    if (n.approximate) add("about a " + what);
    if (n.is_range)
      add(what + (n.lower && n.upper ? " range" : n.lower ? " at least" : " at most"));
    if (!n.unit.empty()) add("unit " + n.unit);
    if (!n.scale.empty()) add("scale");
    if (date && n.lower) {
      const auto& text = n.lower->text;
      add(text.find('Q') != std::string::npos   ? "quarter"
          : text.find('H') != std::string::npos ? "half year"
          : text.find('T') != std::string::npos ? "time of day"
          : text.size() == 10                   ? "day"
                                                : "month");
    }
  }

  void expr(const ast::Expr& e) {
    std::visit(Cases{[&](const ast::Term& t) { term(t, "value"); },
                     [&](const ast::Unary& u) {
                       add(u.op == ast::UnaryOp::negate ? "operator -x" : "operator not");
                       expr(*u.operand);
                     },
                     [&](const ast::Binary& b) {
                       add((b.negated ? "operator not " : "operator ") + word(b.op));
                       expr(*b.left);
                       expr(*b.right);
                     },
                     [&](const ast::In& in) {
                       add(std::string("operator ") + (in.negated ? "not " : "") + "in" +
                           (in.is_list ? " a list" : ""));
                       expr(*in.operand);
                       for (const auto& element : in.elements) expr(element);
                     },
                     [&](const ast::IsA& is) {
                       add(is.negated ? "operator not is_a" : "operator is_a");
                       expr(*is.operand);
                     },
                     [&](const ast::Field& f) {
                       add("field " + f.name);
                       expr(*f.operand);
                     },
                     [&](const ast::FunctionCall& c) { call(c); },
                     [&](const ast::ExistsBlock& b) {
                       add("exists");
                       inner(*b.block);
                     },
                     [&](const ast::CountBlock& b) {
                       add("count of a block");
                       inner(*b.block);
                     },
                     [&](const ast::Regex&) { add("regular expression"); }},
               e.node);
  }
  void call(const ast::FunctionCall& c) {
    const bool aggregate = expr::aggregate_kind(c.function).has_value();
    const std::string name = (!aggregate ? "function "
                              : grouped_ ? "aggregate "
                                         : "fold ") +
                             c.function;
    add(name);
    if (c.star) add("count(*)");
    if (c.distinct) add("aggregate of distinct");
    if (!c.order.empty()) add("aggregate in order");
    if (c.limit) add("aggregate with a limit");
    for (const auto& argument : c.arguments) expr(argument);
    for (const auto& sort : c.order) expr(sort.key);
    if (c.limit) count(*c.limit);
  }

  std::string where_;
  bool ordered_ = false;
  bool grouped_ = false;
};

}  // namespace

std::set<std::string> features_of(const ast::Query& query) {
  Features features;
  features.query(query);
  return features.found;
}

}  // namespace vouch::reference
