// tests/parser/tree_text.hpp — a syntax tree as an s-expression, to compare readings with.
//
// Shape     (query (match (t ?x uses ?y)) (where (> ?y (num 3)))); shows what print() hides: grouping.
// Errors    none.
#pragma once

#include <string>
#include <vector>

#include "parser/ast.hpp"
#include "parser/ast_print.hpp"

namespace vouch::test {

class TreeText {
 public:
  static std::string of(const ast::Script& script) {
    std::string out;
    for (const auto& statement : script.statements) {
      out += (out.empty() ? "" : " ; ") + TreeText().statement(statement);
    }
    return out;
  }

 private:
  using Parts = std::vector<std::string>;

  static std::string list(const Parts& parts) {
    std::string out = "(";
    for (const auto& part : parts) out += (out.size() > 1 ? " " : "") + part;
    return out + ")";
  }
  static std::string list(std::string head, const Parts& rest) {
    Parts parts{std::move(head)};
    parts.insert(parts.end(), rest.begin(), rest.end());
    return list(parts);
  }
  static void append(Parts& to, const Parts& from) { to.insert(to.end(), from.begin(), from.end()); }
  static std::string alternatives(const Parts& parts) { return parts.size() == 1 ? parts[0] : list("|", parts); }

  // ---- terms

  std::string name(const ast::PlainName& n) {
    return n.form == ast::NameForm::iri ? "<" + n.text + ">" : n.text;
  }
  std::string name(const ast::Name& n) {
    if (n.form != ast::NameForm::label) return n.form == ast::NameForm::iri ? "<" + n.text + ">" : n.text;
    return n.kind ? list({"label", n.text, name(*n.kind)}) : list({"label", n.text});
  }
  std::string term(const ast::Term& t) {
    if (const auto* v = std::get_if<ast::Variable>(&t)) return variable(*v);
    if (const auto* n = std::get_if<ast::Name>(&t)) return name(*n);
    if (const auto* s = std::get_if<ast::StringLiteral>(&t)) return string(*s);
    if (const auto* b = std::get_if<ast::BooleanLiteral>(&t)) return list({"bool", b->value ? "true" : "false"});
    if (const auto* n = std::get_if<ast::NumberLiteral>(&t)) return number(*n);
    return ast::print(t);
  }
  std::string variable(const ast::Variable& v) {
    return v.kind ? list({"?" + v.name, name(*v.kind)}) : "?" + v.name;
  }
  std::string string(const ast::StringLiteral& s) {
    Parts parts{"str", ast::print(ast::Term(ast::StringLiteral{s.text, "", {}, {}}))};
    if (!s.language.empty()) parts.push_back("@" + s.language);
    if (s.datatype) parts.push_back("^^" + name(*s.datatype));
    return list(parts);
  }
  std::string number(const ast::NumberLiteral& n) {
    Parts parts;
    if (n.approximate) parts.emplace_back("~");
    const bool date = n.lower && n.lower->is_date;
    parts.emplace_back(n.is_range ? ".." : date ? "date" : "num");
    parts.push_back(n.lower ? n.lower->text : "-");
    if (n.is_range) parts.push_back(n.upper ? n.upper->text : "-");
    if (!n.scale.empty()) parts.push_back(n.scale);
    if (!n.unit.empty()) parts.push_back(n.unit);
    return list(parts);
  }
  template <typename Items>
  Parts terms(const Items& items) {
    Parts out;
    for (const auto& item : items) out.push_back(term(item));
    return out;
  }

  // ---- expressions

  std::string expr(const ast::Expr& e) {
    return std::visit([this](const auto& node) { return this->node(node); }, e.node);
  }
  Parts exprs(const std::vector<ast::Expr>& items) {
    Parts out;
    for (const auto& item : items) out.push_back(expr(item));
    return out;
  }
  std::string node(const ast::Term& t) { return term(t); }
  std::string node(const ast::Unary& u) {
    return list({u.op == ast::UnaryOp::negate ? "neg" : "not", expr(*u.operand)});
  }
  std::string node(const ast::Binary& b) {
    static const Parts names = {"or", "and", "=", "!=", "<", "<=", ">", ">=", "~=", "contains", "starts-with",
                                "ends-with", "matches", "+", "-", "*", "/", "%"};
    return list({(b.negated ? "not-" : "") + names[static_cast<std::size_t>(b.op)], expr(*b.left), expr(*b.right)});
  }
  std::string in_right(bool is_list, const std::vector<ast::Expr>& elements) {
    return is_list ? list("list", exprs(elements)) : expr(elements.front());
  }
  std::string node(const ast::In& in) {
    return list({in.negated ? "not-in" : "in", expr(*in.operand), in_right(in.is_list, in.elements)});
  }
  std::string node(const ast::IsA& t) {
    return list({t.negated ? "not-is_a" : "is_a", expr(*t.operand), alternatives(terms(t.kinds))});
  }
  std::string node(const ast::Field& f) { return list({".", expr(*f.operand), f.name}); }
  std::string node(const ast::FunctionCall& f) {
    Parts parts{"fn", f.function};
    if (f.star) parts.emplace_back("*");
    if (f.distinct) parts.emplace_back("distinct");
    append(parts, exprs(f.arguments));
    if (!f.order.empty()) parts.push_back(list("order", sorts(f.order)));
    if (f.limit) parts.push_back(list({"limit", count(*f.limit)}));
    return list(parts);
  }
  std::string node(const ast::ExistsBlock& b) { return list("exists", block(*b.block)); }
  std::string node(const ast::CountBlock& b) { return list("count-of", block(*b.block)); }
  std::string node(const ast::Regex& r) { return list({"re", r.pattern, r.flags}); }

  Parts sorts(const std::vector<ast::Sort>& items) {
    Parts out;
    for (const auto& s : items) {
      out.push_back(s.descending ? list({*s.descending ? "desc" : "asc", expr(s.key)}) : expr(s.key));
    }
    return out;
  }
  std::string count(const ast::Count& c) {
    const auto* n = std::get_if<std::uint64_t>(&c.value);
    return n != nullptr ? std::to_string(*n) : "$" + std::get<ast::Parameter>(c.value).name;
  }
  Parts columns(const std::vector<ast::Column>& items) {
    Parts out;
    for (const auto& c : items) out.push_back(c.name ? list({"as", expr(c.value), variable(*c.name)}) : expr(c.value));
    return out;
  }

  // ---- paths and patterns

  std::string path(const ast::Path& p) {
    return std::visit([this](const auto& node) { return this->node(node); }, p.node);
  }
  Parts paths(const std::vector<ast::Path>& items) {
    Parts out;
    for (const auto& item : items) out.push_back(path(item));
    return out;
  }
  std::string node(const ast::Name& n) { return name(n); }
  std::string node(const ast::Anything&) { return "_"; }
  std::string node(const ast::PathSequence& p) { return list("seq", paths(p.parts)); }
  std::string node(const ast::PathAlternatives& p) { return list("alt", paths(p.parts)); }
  std::string node(const ast::PathInverse& p) { return list({"^", path(*p.path)}); }
  std::string node(const ast::PathRepeat& p) {
    std::string times = p.most ? std::to_string(p.least) + ".." + std::to_string(*p.most) : std::to_string(p.least) + "..";
    if (times == "1..") times = "+";
    if (times == "0..") times = "*";
    if (times == "0..1") times = "opt";
    return list({times, path(*p.path)});
  }
  std::string node(const ast::PathNegation& p) {
    Parts parts{"!"};
    for (const auto& step : p.steps) parts.push_back(step.inverse ? list({"^", name(step.name)}) : name(step.name));
    return list(parts);
  }

  std::string qualifiers(const std::vector<ast::Qualifier>& items) {
    Parts parts{"q"};
    for (const auto& q : items) parts.push_back(qualifier(q));
    return list(parts);
  }
  std::string qualifier(const ast::Qualifier& q) {
    Parts parts{name(q.name)};
    if (const auto* values = std::get_if<ast::QualifierValues>(&q.test)) {
      Parts chains;
      for (const auto& chain : values->alternatives) {
        chains.push_back(chain.size() == 1 ? term(chain[0]) : list("chain", terms(chain)));
      }
      parts.push_back(alternatives(chains));
    } else if (const auto* comparison = std::get_if<ast::QualifierComparison>(&q.test)) {
      const std::string whole = node(ast::Binary{comparison->op, false, ast::Expr{}, comparison->value});
      parts.push_back(whole.substr(1, whole.find(' ') - 1));
      parts.push_back(expr(comparison->value));
    } else {
      const auto& in = std::get<ast::QualifierIn>(q.test);
      append(parts, {"in", in_right(in.is_list, in.elements)});
    }
    return list(parts);
  }
  std::string pattern(const ast::Pattern& p) {
    Parts parts{"t", term(p.subject)};
    if (p.link) {
      const auto* v = std::get_if<ast::Variable>(&p.link->relation);
      parts.push_back(v != nullptr ? variable(*v) : path(std::get<ast::Path>(p.link->relation)));
      parts.push_back(alternatives(terms(p.link->objects)));
      if (!p.link->qualifiers.empty()) parts.push_back(qualifiers(p.link->qualifiers));
      if (p.link->along) parts.push_back(list({"along", expr(*p.link->along)}));
    }
    const std::string triple = list(parts);
    if (p.claim) return list({"claim", variable(*p.claim), triple});
    if (!p.path) return triple;
    static const Parts modes = {"-", "shortest", "all-shortest", "", "simple", "trail"};
    const std::string mode = p.path->mode == ast::PathMode::n_shortest
                                 ? std::to_string(p.path->count) + "-shortest"
                                 : modes[static_cast<std::size_t>(p.path->mode)];
    return list({"path", mode, variable(p.path->variable), triple});
  }
  std::string fact(const std::string& head, const ast::Fact& f) {
    Parts parts;
    if (!head.empty()) parts.push_back(head);
    append(parts, {term(f.subject), name(f.relation), term(f.object)});
    if (!f.qualifiers.empty()) parts.push_back(qualifiers(f.qualifiers));
    return list(parts);
  }

  // ---- clauses

  Parts block(const ast::Block& b) {
    Parts out = clauses(b.clauses);
    if (b.result) append(out, result(*b.result));
    return out;
  }
  Parts clauses(const std::vector<ast::Clause>& items) {
    Parts out;
    for (const auto& item : items) {
      append(out, std::visit([this](const auto& node) { return this->clause(node); }, item.node));
    }
    return out;
  }
  Parts result(const ast::Return& r) {
    Parts parts{"return"};
    if (r.distinct) parts.emplace_back("distinct");
    append(parts, columns(r.columns));
    Parts out{list(parts)};
    append(out, clauses(r.tail));
    return out;
  }
  Parts clause(const ast::Match& c) {
    Parts parts{"match"};
    for (const auto& p : c.patterns) parts.push_back(pattern(p));
    return {list(parts)};
  }
  Parts clause(const ast::Maybe& c) { return {list("maybe", block(*c.block))}; }
  Parts clause(const ast::Not& c) { return {list("not", block(*c.block))}; }
  Parts clause(const ast::Either& c) {
    Parts parts{"either"};
    for (const auto& branch : c.branches) parts.push_back(list("br", block(branch)));
    return {list(parts)};
  }
  Parts clause(const ast::Every& c) {
    return {list({"every", list("each", block(*c.each)), list("has", block(*c.has))})};
  }
  Parts clause(const ast::Where& c) { return {list({"where", expr(c.condition)})}; }
  Parts clause(const ast::Let& c) {
    Parts out;
    for (const auto& a : c.assignments) out.push_back(list({"let", variable(a.variable), expr(a.value)}));
    return out;
  }
  Parts clause(const ast::For& c) {
    if (!c.tuple) {
      Parts elements;
      for (const auto& row : c.rows) elements.push_back(expr(row.front()));
      return {list({"for", variable(c.variables.front()), c.is_list ? list("list", elements) : elements.front()})};
    }
    Parts variables{"vars"};
    for (const auto& v : c.variables) variables.push_back(variable(v));
    Parts rows{"list"};
    for (const auto& row : c.rows) rows.push_back(list("tuple", exprs(row)));
    return {list({"for", list(variables), list(rows)})};
  }
  Parts clause(const ast::Group& c) {
    return {list("group", [&] {
      Parts parts{list("by", columns(c.keys))};
      append(parts, columns(c.aggregates));
      return parts;
    }())};
  }
  Parts clause(const ast::Top& c) {
    Parts parts{"top", count(c.count)};
    append(parts, sorts(c.keys));
    if (!c.per.empty()) parts.push_back(list("per", exprs(c.per)));
    return {list(parts)};
  }
  Parts clause(const ast::Order& c) { return {list("order", sorts(c.keys))}; }
  Parts clause(const ast::Limit& c) { return {list({"limit", count(c.count)})}; }
  Parts clause(const ast::Offset& c) { return {list({"offset", count(c.count)})}; }
  Parts clause(const ast::With& c) {
    Parts parts{"with"};
    if (c.distinct) parts.emplace_back("distinct");
    append(parts, columns(c.columns));
    return {list(parts)};
  }
  Parts clause(const ast::Call& c) {
    Parts parts{"call", c.procedure};
    for (const auto& a : c.arguments) parts.push_back(argument(a));
    if (!c.results.empty()) parts.push_back(list("as", variables(c.results)));
    return {list(parts)};
  }
  std::string argument(const ast::CallArgument& a) {
    std::string value;
    if (const auto* b = std::get_if<Box<ast::Block>>(&a.value)) value = list("block", block(**b));
    if (const auto* p = std::get_if<ast::Path>(&a.value)) value = path(*p);
    if (const auto* t = std::get_if<ast::Term>(&a.value)) value = term(*t);
    return a.name.empty() ? value : list({"=", a.name, value});
  }
  Parts variables(const std::vector<ast::Variable>& items) {
    Parts out;
    for (const auto& v : items) out.push_back(variable(v));
    return out;
  }
  Parts clause(const ast::Search& c) {
    Parts parts{"call", "search"};
    append(parts, exprs(c.arguments));
    if (!c.results.empty()) parts.push_back(list("as", variables(c.results)));
    return {list(parts)};
  }
  Parts clause(const ast::CiteAs& c) { return {list({"cite-as", variable(c.variable)})}; }
  Parts clause(const ast::Nested& c) {
    Parts parts = heads(c.heads);
    append(parts, block(*c.block));
    return {list("nested", parts)};
  }

  // ---- heads and queries

  Parts heads(const std::vector<ast::Head>& items) {
    Parts out;
    for (const auto& h : items) out.push_back(std::visit([this](const auto& node) { return this->head(node); }, h.node));
    return out;
  }
  std::string when(const ast::When& w) {
    if (const auto* n = std::get_if<ast::NumberLiteral>(&w.value)) return number(*n);
    if (const auto* v = std::get_if<ast::Variable>(&w.value)) return variable(*v);
    return "$" + std::get<ast::Parameter>(w.value).name;
  }
  std::string head(const ast::UsingHead& h) {
    Parts parts{"using"};
    for (const auto& q : h.tests) parts.push_back(qualifier(q));
    return list(parts);
  }
  std::string head(const ast::AtHead& h) {
    if (h.mode == ast::AtMode::any) return list({"at", "any", when(h.when)});
    Parts parts{"at", when(h.when)};
    if (h.mode == ast::AtMode::strictly) parts.emplace_back("strictly");
    if (h.mode == ast::AtMode::possibly) parts.emplace_back("possibly");
    return list(parts);
  }
  std::string head(const ast::AsOfHead& h) { return list({"as-of", when(h.when)}); }
  std::string head(const ast::AssumeHead& h) {
    Parts parts{"assume"};
    for (const auto& f : h.facts) parts.push_back(fact("", f));
    return list(parts);
  }
  std::string head(const ast::WithoutHead& h) {
    if (const auto* t = std::get_if<ast::Term>(&h.what)) return list({"without", list({"name", term(*t)})});
    Parts parts = block(*std::get<Box<ast::Block>>(h.what));
    if (h.condition) parts.push_back(list("if", block(**h.condition)));
    return list("without", parts);
  }
  Parts expectation(const std::optional<ast::Expectation>& e) {
    return e ? Parts{list({"expect", expectation(*e)})} : Parts{};
  }
  std::string expectation(const ast::Expectation& e) {
    if (e.kind == ast::ExpectKind::none) return "none";
    if (e.kind == ast::ExpectKind::some) return "some";
    if (e.kind == ast::ExpectKind::same_as) return "same \"" + e.file + "\"";
    const auto text = [](const auto& n) { return n ? std::to_string(*n) : std::string(); };
    return e.least && e.least == e.most ? text(e.least) : text(e.least) + ".." + text(e.most);
  }
  std::string query(const ast::Query& q) {
    Parts parts = heads(q.heads);
    std::string verb = "query";
    if (const auto* use = std::get_if<ast::Use>(&q.body)) {
      verb = "use";
      parts.push_back(use->name);
      append(parts, exprs(use->arguments));
      if (use->cite) parts.emplace_back("(cite)");
    } else {
      const auto& stages = std::get<ast::Stages>(q.body);
      append(parts, block(stages.block));
      if (stages.cite) parts.emplace_back("(cite)");
    }
    append(parts, expectation(q.expect));
    return list(verb, parts);
  }

  // ---- statements: those whose reading can be in doubt; all others as printed

  std::string statement(const ast::Statement& s) {
    return std::visit([&](const auto& node) { return this->shown(node, s); }, s.node);
  }
  template <typename Node>
  std::string shown(const Node&, const ast::Statement& s) { return list({"text", ast::print(s)}); }
  std::string shown(const ast::QueryStatement& s, const ast::Statement&) { return query(s.query); }
  std::string shown(const ast::ClaimStatement& s, const ast::Statement&) {
    return fact(s.fact.denied ? "deny" : "claim", s.fact);
  }
  std::string shown(const ast::ClaimsStatement& s, const ast::Statement&) {
    Parts parts{"claims", qualifiers(s.shared)};
    for (const auto& f : s.facts) parts.push_back(fact(f.denied ? "deny" : "claim", f));
    return list(parts);
  }
  std::string shown(const ast::EntityStatement& s, const ast::Statement&) {
    Parts parts{"entity", name(s.name)};
    Parts kinds{":"};
    for (const auto& k : s.kinds) kinds.push_back(name(k));
    if (kinds.size() > 1) parts.push_back(list(kinds));
    if (s.label) parts.push_back(list({"label", string(*s.label)}));
    Parts also{"also"};
    for (const auto& a : s.also) also.push_back(string(a));
    if (also.size() > 1) parts.push_back(list(also));
    return list(parts);
  }
  std::string shown(const ast::RuleStatement& s, const ast::Statement&) {
    Parts parts{s.local ? "let-rule" : "rule", list({term(s.subject), name(s.relation), term(s.object)})};
    for (const auto& branch : s.branches) {
      Parts inner = clauses(branch.block.clauses);
      if (branch.group) {
        inner.push_back(list({"group", list("by", exprs(branch.group->keys)),
                              list({"test", expr(branch.group->condition)})}));
      }
      parts.push_back(list("if", inner));
    }
    return list(parts);
  }
  std::string shown(const ast::QueryDefinition& s, const ast::Statement&) {
    Parts parameters{"params"};
    for (const auto& p : s.parameters) parameters.push_back("$" + p.name);
    return list({"define", s.name, list(parameters), query(s.query)});
  }
  std::string shown(const ast::CheckStatement& s, const ast::Statement&) {
    return list({"check", "(str \"" + s.title + "\")", expectation(s.expectation), query(s.query)});
  }
  std::string shown(const ast::AboutStatement& s, const ast::Statement&) {
    static const Parts verbs = {"why", "why-not", "impact", "pivotal", "explain", "profile"};
    Parts parts{verbs[static_cast<std::size_t>(s.verb)]};
    Parts bindings;
    for (const auto& [v, t] : s.bindings) bindings.push_back(list({"=", variable(v), term(t)}));
    if (!bindings.empty()) parts.push_back(list(bindings));
    parts.push_back(query(s.query));
    return list(parts);
  }
  std::string shown(const ast::DescribeStatement& s, const ast::Statement&) {
    Parts parts = heads(s.heads);
    append(parts, terms(s.subjects));
    if (s.cite) parts.emplace_back("(cite)");
    append(parts, expectation(s.expect));
    return list("describe", parts);
  }
  std::string shown(const ast::DiffStatement& s, const ast::Statement&) {
    Parts parts = heads(s.shared);
    parts.push_back(list("from", heads(s.from)));
    parts.push_back(list("to", heads(s.to)));
    if (!s.by.empty()) parts.push_back(list("by", variables(s.by)));
    parts.push_back(query(s.query));
    return list("diff", parts);
  }
  std::string shown(const ast::ExpressionStatement& s, const ast::Statement&) {
    Parts parts{"expr", expr(s.value)};
    if (s.cite) parts.emplace_back("(cite)");
    append(parts, expectation(s.expect));
    return list(parts);
  }
};

}  // namespace vouch::test
