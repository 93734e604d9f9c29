#include "tests/reference/shrink.hpp"

#include <utility>

namespace vouch::reference {
namespace {

class Shrinker {
 public:
  explicit Shrinker(std::size_t part) : left_(part) {}
  bool done = false;

  void block(ast::Block& b) {
    if (b.result) {
      if (now()) {
        b.result.reset();
        return;
      }
      result(*b.result);
    }
    each(b.clauses, 1, [&](ast::Clause& c) { std::visit([&](auto& node) { this->clause(node); }, c.node); });
  }

 private:
  // Is this the part to take away?
  bool now() {
    if (done) return false;
    if (left_ > 0) {
      --left_;
      return false;
    }
    done = true;
    return true;
  }
  template <typename List, typename Visit>
  void each(List& list, std::size_t least, Visit visit) {
    for (std::size_t i = list.size(); i-- > 0 && !done;) {
      if (list.size() > least && now()) {
        list.erase(list.begin() + static_cast<std::ptrdiff_t>(i));
        return;
      }
      visit(list[i]);
    }
  }

  void clause(ast::Match& match) {
    each(match.patterns, 1, [&](ast::Pattern& p) { pattern(p); });
  }
  void clause(ast::Maybe& c) { block(*c.block); }
  void clause(ast::Not& c) { block(*c.block); }
  void clause(ast::Either& c) {
    each(c.branches, 2, [&](ast::Block& b) { block(b); });
  }
  void clause(ast::Where& c) { expr(c.condition); }
  void clause(ast::Let& c) {
    each(c.assignments, 1, [&](ast::Assignment& a) { expr(a.value); });
  }
  void clause(ast::For& c) {
    each(c.rows, 1, [&](std::vector<ast::Expr>& row) {
      for (auto& value : row) expr(value);
    });
  }
  void clause(ast::Group& c) {
    each(c.aggregates, 0, [&](ast::Column& column) { expr(column.value); });
    each(c.keys, 1, [&](ast::Column& column) { expr(column.value); });
  }
  void clause(ast::Top& c) {
    each(c.per, 0, [](ast::Expr&) {});
    sorts(c.keys);
  }
  void clause(ast::Order& c) { sorts(c.keys); }
  void clause(ast::With& c) {
    if (c.distinct && now()) c.distinct = false;
    each(c.columns, 1, [&](ast::Column& column) { expr(column.value); });
  }
  void clause(ast::Nested& c) { block(*c.block); }
  template <typename Other>
  void clause(Other&) {}

  void sorts(std::vector<ast::Sort>& keys) {
    each(keys, 1, [&](ast::Sort& sort) {
      if (sort.descending && now()) sort.descending.reset();
    });
  }
  void result(ast::Return& r) {
    if (r.distinct && now()) r.distinct = false;
    each(r.tail, 0, [&](ast::Clause& c) { std::visit([&](auto& node) { this->clause(node); }, c.node); });
    each(r.columns, 1, [&](ast::Column& column) { expr(column.value); });
  }

  void term(ast::Term& t) {
    auto* variable = std::get_if<ast::Variable>(&t);
    if (variable != nullptr && variable->kind && now()) variable->kind.reset();
  }
  void pattern(ast::Pattern& p) {
    if (p.claim && now()) p.claim.reset();
    term(p.subject);
    if (!p.link) return;
    if (auto* relation = std::get_if<ast::Path>(&p.link->relation)) path(*relation);
    each(p.link->objects, 1, [&](ast::Term& t) { term(t); });
    each(p.link->qualifiers, 0, [&](ast::Qualifier& q) {
      if (auto* values = std::get_if<ast::QualifierValues>(&q.test)) {
        each(values->alternatives, 1, [](auto&) {});
      }
    });
  }

  void parts(ast::Path& p, std::vector<ast::Path>& parts) {
    for (auto& part : parts) {
      if (now()) {
        ast::Path kept = part;
        p = std::move(kept);
        return;
      }
      path(part);
      if (done) return;
    }
  }
  void path(ast::Path& p) {
    if (auto* sequence = std::get_if<ast::PathSequence>(&p.node)) parts(p, sequence->parts);
    else if (auto* choice = std::get_if<ast::PathAlternatives>(&p.node)) parts(p, choice->parts);
    else if (auto* inverse = std::get_if<ast::PathInverse>(&p.node)) inner(p, *inverse->path);
    else if (auto* repeat = std::get_if<ast::PathRepeat>(&p.node)) inner(p, *repeat->path);
    else if (auto* except = std::get_if<ast::PathNegation>(&p.node)) each(except->steps, 1, [](auto&) {});
  }
  void inner(ast::Path& p, ast::Path& child) {
    if (now()) {
      ast::Path kept = child;
      p = std::move(kept);
      return;
    }
    path(child);
  }

  // An expression by one of its own parts.
  void child(ast::Expr& e, ast::Expr& part) {
    if (done) return;
    if (now()) {
      ast::Expr kept = part;
      e = std::move(kept);
      return;
    }
    expr(part);
  }
  void expr(ast::Expr& e) {
    if (done) return;
    if (auto* unary = std::get_if<ast::Unary>(&e.node)) return child(e, *unary->operand);
    if (auto* binary = std::get_if<ast::Binary>(&e.node)) {
      child(e, *binary->left);
      if (!done) child(e, *binary->right);
    } else if (auto* call = std::get_if<ast::FunctionCall>(&e.node)) {
      for (std::size_t i = 0; !done && i < call->arguments.size(); ++i) child(e, call->arguments[i]);
    } else if (auto* in = std::get_if<ast::In>(&e.node)) {
      each(in->elements, 1, [&](ast::Expr& element) { expr(element); });
    } else if (auto* exists = std::get_if<ast::ExistsBlock>(&e.node)) {
      block(*exists->block);
    } else if (auto* count = std::get_if<ast::CountBlock>(&e.node)) {
      block(*count->block);
    }
  }

  std::size_t left_;
};

}  // namespace

std::optional<ast::Query> smaller(const ast::Query& query, std::size_t part) {
  ast::Query copy = query;
  auto* stages = std::get_if<ast::Stages>(&copy.body);
  if (stages == nullptr) return std::nullopt;
  Shrinker shrinker(part);
  shrinker.block(stages->block);
  if (!shrinker.done) return std::nullopt;
  return copy;
}

}  // namespace vouch::reference
