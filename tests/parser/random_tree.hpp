// tests/parser/random_tree.hpp — random syntax trees, of the kind that the parser can build.
//
// Shape     a seed gives a script; depth is bounded. What no text can say (a bare name as a statement, a
//           variable with a kind in an expression) is never made.
// Errors    none.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "parser/ast.hpp"
#include "parser/ast_print.hpp"

namespace vouch::test {

class RandomTree {
 public:
  explicit RandomTree(std::uint64_t seed) : random_(seed) {}

  ast::Script script() {
    ast::Script out;
    for (int i = 0, n = pick(1, 3); i < n; ++i) out.statements.push_back({statement(), {}});
    return out;
  }

 private:
  using Exprs = std::vector<ast::Expr>;

  int pick(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }
  bool coin(int of = 2) { return pick(1, of) == 1; }
  template <typename T>
  T any(std::initializer_list<T> of) {
    return *(of.begin() + pick(0, static_cast<int>(of.size()) - 1));
  }
  template <typename Make>
  auto some(int least, int most, Make make) {
    std::vector<decltype(make())> out;
    for (int i = 0, n = pick(least, most); i < n; ++i) out.push_back(make());
    return out;
  }

  // ---- names and terms

  std::string id() {
    return any<std::string>({"a", "nvidia", "claim", "path", "count", "exists", "group", "order", "by", "to", "contains",
                             "starts", "now", "any", "is_a", "昇腾_910b", "T", "rule", "x1", "none", "possibly"});
  }
  std::string word() { return coin(4) ? any<std::string>({"where", "for", "at", "in", "or", "as"}) : id(); }
  std::string prefixed() { return any<std::string>({"ex:a", "ex:b-c.d", "for:x", "wd:Q42"}); }
  std::string iri() { return any<std::string>({"https://example.org/a#b", "urn:x", "http://é.example/;/("}); }
  ast::PlainName plain_name() {
    switch (pick(0, 3)) {
      case 0: return {ast::NameForm::iri, iri(), {}};
      case 1: return {ast::NameForm::prefixed, prefixed(), {}};
      default: return {ast::NameForm::id, word(), {}};
    }
  }
  ast::Name decl() {
    switch (pick(0, 4)) {
      case 0: return {ast::NameForm::iri, iri(), {}, {}};
      case 1: return {ast::NameForm::prefixed, prefixed(), {}, {}};
      default: return {ast::NameForm::id, id(), {}, {}};
    }
  }
  ast::Name name() {
    if (!coin(4)) return decl();
    ast::Name out{ast::NameForm::label, text(), {}, {}};
    if (out.text.empty()) out.text = "Jensen Huang";
    if (coin()) out.kind = plain_name();
    return out;
  }
  std::string text() {
    return any<std::string>({"", "x", "a [b] \"c\"", "q : r", "C# 8; (x)", "two\nlines", "黃仁勳", "tab\t\\", "a : b : c", "\x01", "é"});
  }
  ast::Variable variable(bool kinds = false) {
    ast::Variable out{any<std::string>({"x", "y", "chip", "企業", "for"}), {}, {}};
    if (kinds && coin(4)) out.kind = plain_name();
    return out;
  }
  ast::Parameter parameter() { return {any<std::string>({"n", "country", "as"}), {}}; }
  ast::StringLiteral string() {
    ast::StringLiteral out{text(), "", {}, {}};
    if (coin(4)) out.language = any<std::string>({"zh", "en-GB", "zh-Hant-TW"});
    else if (coin(5)) out.datatype = coin() ? ast::PlainName{ast::NameForm::iri, iri(), {}} : ast::PlainName{ast::NameForm::prefixed, prefixed(), {}};
    return out;
  }
  ast::Bound numeral() { return {false, any<std::string>({"0", "5", "1_000", "-2.5", "1e6", "3.25e-3", "2025"})}; }
  ast::Bound date() { return {true, any<std::string>({"2025-09", "2025-Q3", "2025-H1", "2025-09-15", "2025-09-15T10:00:00Z", "2024-02-29T00:00"})}; }
  ast::NumberLiteral number() {
    ast::NumberLiteral out;
    const bool dated = coin(3);
    const auto bound = [&] { return dated ? date() : numeral(); };
    out.approximate = coin(4);
    out.is_range = coin(3);
    if (!out.is_range || !coin(3)) out.lower = bound();
    if (out.is_range && (!out.lower || coin())) out.upper = bound();
    if (dated) return out;
    if (coin(5)) out.scale = any<std::string>({"thousand", "billion"});
    if (coin()) out.unit = any<std::string>({"nm", "TB/s", "units", "°C", "N·m", "m²"});
    if (out.unit.empty() && out.scale.empty() && coin(4)) out.unit = "%";
    return out;
  }
  ast::Term subject() {
    switch (pick(0, 7)) {
      case 0: return ast::Anything{};
      case 1: return parameter();
      case 2: case 3: case 4: return variable(true);
      default: return name();
    }
  }
  ast::Term object() {
    switch (pick(0, 8)) {
      case 0: return string();
      case 1: return ast::BooleanLiteral{coin(), {}};
      case 2: return number();
      default: return subject();
    }
  }
  ast::Count count() {
    if (coin(4)) return {parameter(), {}};
    return {static_cast<std::uint64_t>(pick(0, 1000)), {}};
  }

  // ---- expressions

  ast::Expr leaf() {
    switch (pick(0, 7)) {
      case 0: return {ast::Term(string()), {}};
      case 1: return {ast::Term(ast::BooleanLiteral{coin(), {}}), {}};
      case 2: case 3: return {ast::Term(number()), {}};
      case 4: return {ast::Term(name()), {}};
      case 5: return {ast::Term(parameter()), {}};
      default: return {ast::Term(variable()), {}};
    }
  }
  ast::Expr expr() {
    if (depth_ > 4 || coin(4)) return leaf();
    ++depth_;
    ast::Expr out = inner();
    --depth_;
    return out;
  }
  ast::Expr inner() {
    switch (pick(0, 11)) {
      case 0: return {ast::Unary{ast::UnaryOp::negate, negatable()}, {}};
      case 1: return {ast::Unary{ast::UnaryOp::logical_not, expr()}, {}};
      case 2: return {ast::In{coin(), true, expr(), some(1, 3, [&] { return expr(); })}, {}};
      case 3: return {ast::In{coin(), false, expr(), {plain_operand()}}, {}};
      case 4: return {ast::IsA{coin(), expr(), some(1, 3, [&] { return kind(); })}, {}};
      case 5: return {ast::Field{expr(), word(), {}}, {}};
      case 6: return {call(), {}};
      case 7: return {ast::ExistsBlock{block()}, {}};
      case 8: return coin() ? ast::Expr{ast::CountBlock{block()}, {}}
                            : ast::Expr{ast::Regex{any<std::string>({"a", "^[a-z;\"#]+\\/x$", "\\\\"}), coin() ? "i" : ""}, {}};
      default: return {binary(), {}};
    }
  }
  // `-` before a numeral would be its sign only where it touches; the printer keeps them apart.
  ast::Expr negatable() { return expr(); }
  // What stands behind `in` without a list cannot begin with `(`.
  ast::Expr plain_operand() {
    for (;;) {
      ast::Expr out = expr();
      const std::string whole = ast::print(ast::Expr{ast::In{false, false, ast::Expr{}, {out}}, {}});
      if (whole.find(" in (") == std::string::npos) return out;
    }
  }
  ast::Term kind() {
    if (coin(4)) return variable();
    return coin(5) ? ast::Term(parameter()) : ast::Term(name());
  }
  ast::Binary binary() {
    using Op = ast::BinaryOp;
    const Op op = static_cast<Op>(pick(0, static_cast<int>(Op::remainder)));
    const bool word_test = op >= Op::contains && op <= Op::matches;
    return {op, word_test && coin(3), expr(), expr()};
  }
  ast::FunctionCall call() {
    ast::FunctionCall out;
    out.function = any<std::string>({"label", "count", "sum", "if", "list", "kind"});
    if (coin(6)) {
      out.star = true;
      return out;
    }
    out.arguments = some(out.function == "if" ? 1 : 0, 3, [&] { return expr(); });
    if (out.arguments.empty()) return out;
    out.distinct = coin(4);
    if (coin(4)) out.order = some(1, 2, [&] { return sort(); });
    if (coin(4)) out.limit = count();
    return out;
  }
  ast::Sort sort() {
    ast::Sort out{expr(), {}};
    if (coin()) out.descending = coin();
    return out;
  }
  ast::Column column() {
    ast::Column out{expr(), {}};
    if (coin(3)) out.name = variable();
    return out;
  }

  // ---- paths, patterns

  ast::Path path() {
    if (depth_ > 4 || coin()) return coin(8) ? ast::Path{ast::Anything{}, {}} : ast::Path{name(), {}};
    ++depth_;
    ast::Path out;
    switch (pick(0, 4)) {
      case 0: out.node = ast::PathSequence{some(2, 3, [&] { return path(); })}; break;
      case 1: out.node = ast::PathAlternatives{some(2, 3, [&] { return path(); })}; break;
      case 2: out.node = ast::PathInverse{path()}; break;
      case 3: out.node = repeat(); break;
      default:
        out.node = ast::PathNegation{some(1, 3, [&] { return ast::NegatedStep{coin(), name()}; })};
    }
    --depth_;
    return out;
  }
  ast::PathRepeat repeat() {
    const auto least = static_cast<std::uint32_t>(pick(0, 3));
    ast::PathRepeat out{path(), least, {}};
    if (coin()) out.most = least + static_cast<std::uint32_t>(pick(0, 3));
    return out;
  }
  std::vector<ast::Qualifier> qualifiers() {
    return coin(3) ? some(1, 3, [&] { return qualifier(); }) : std::vector<ast::Qualifier>();
  }
  ast::Qualifier qualifier() {
    ast::Qualifier out;
    out.name = plain_name();
    using Op = ast::BinaryOp;
    switch (pick(0, 5)) {
      case 0: out.test = ast::QualifierComparison{static_cast<Op>(pick(static_cast<int>(Op::equal), static_cast<int>(Op::matches))), expr()}; break;
      case 1: out.test = ast::QualifierIn{true, some(1, 2, [&] { return expr(); })}; break;
      default:
        out.test = ast::QualifierValues{some(1, 2, [&] { return some(1, 2, [&] { return object(); }); })};
    }
    return out;
  }
  ast::Link link() {
    ast::Link out;
    if (coin(4)) out.relation = variable(true);
    else out.relation = path();
    out.objects = some(1, 2, [&] { return object(); });
    out.qualifiers = qualifiers();
    if (coin(10)) out.along = expr();
    return out;
  }
  ast::Pattern pattern() {
    ast::Pattern out;
    if (coin(10)) {
      ast::Variable lone = variable();
      lone.kind = plain_name();
      out.subject = lone;
      return out;
    }
    out.subject = subject();
    out.link = link();
    if (coin(8)) out.claim = variable();
    else if (coin(8)) out.path = binding();
    return out;
  }
  ast::PathBinding binding() {
    ast::PathBinding out;
    out.mode = static_cast<ast::PathMode>(pick(0, 5));
    if (out.mode == ast::PathMode::n_shortest) out.count = static_cast<std::uint64_t>(pick(1, 9));
    out.variable = variable();
    return out;
  }

  // ---- clauses

  ast::Block block() {
    ast::Block out;
    ++depth_;
    out.clauses = some(1, depth_ > 3 ? 1 : 3, [&] { return clause(false); });
    if (coin(4)) out.result = result();
    --depth_;
    return out;
  }
  ast::Return result() {
    ast::Return out;
    out.distinct = coin(3);
    out.columns = some(1, 3, [&] { return column(); });
    if (coin(3)) out.tail.push_back({ast::Order{some(1, 2, [&] { return sort(); })}, {}});
    if (coin(3)) out.tail.push_back({ast::Limit{count()}, {}});
    if (coin(5)) out.tail.push_back({top(), {}});
    return out;
  }
  ast::Top top() {
    ast::Top out{count(), some(1, 2, [&] { return sort(); }), {}};
    if (coin(3)) out.per = some(1, 2, [&] { return expr(); });
    return out;
  }
  ast::Clause clause(bool first) {
    if (depth_ > 4) return {ast::Match{some(1, 2, [&] { return pattern(); })}, {}};
    if (first) return first_clause();
    switch (pick(0, 16)) {
      case 0: return {ast::Maybe{block()}, {}};
      case 1: return {ast::Not{block()}, {}};
      case 2: return {ast::Every{block(), block()}, {}};
      case 3: case 4: return {ast::Where{expr()}, {}};
      case 5: return {ast::Group{some(1, 2, [&] { return column(); }), coin() ? some(1, 2, [&] { return column(); }) : std::vector<ast::Column>()}, {}};
      case 6: return {top(), {}};
      case 7: return {ast::Order{some(1, 2, [&] { return sort(); })}, {}};
      case 8: return {ast::Limit{count()}, {}};
      case 9: return {ast::Offset{count()}, {}};
      case 10: return {ast::With{coin(), some(1, 2, [&] { return column(); })}, {}};
      case 11: return {ast::CiteAs{variable()}, {}};
      default: return first_clause();
    }
  }
  ast::Clause first_clause() {
    switch (pick(0, 9)) {
      case 0: return {ast::Either{some(2, 3, [&] { return block(); })}, {}};
      case 1: return {procedure(), {}};
      case 2: return {ast::Search{some(1, 2, [&] { return expr(); }), variables()}, {}};
      case 3: return {nested(), {}};
      case 4: return {ast::Let{some(1, 2, [&] { return ast::Assignment{variable(), expr()}; })}, {}};
      case 5: return {loop(), {}};
      default: return {ast::Match{some(1, 3, [&] { return pattern(); })}, {}};
    }
  }
  std::vector<ast::Variable> variables() {
    return coin() ? some(1, 2, [&] { return variable(); }) : std::vector<ast::Variable>();
  }
  ast::Nested nested() {
    ast::Nested out;
    if (coin(3)) out.heads = heads(1, 2);
    out.block = block();
    return out;
  }
  ast::For loop() {
    ast::For out;
    out.tuple = coin(3);
    if (out.tuple) {
      out.variables = some(1, 2, [&] { return variable(); });
      out.rows = some(1, 2, [&] { return some(1, 2, [&] { return expr(); }); });
      return out;
    }
    out.variables = {variable()};
    out.is_list = coin();
    if (!out.is_list) out.rows = {{plain_operand()}};
    else out.rows = some(1, 3, [&] { return Exprs{expr()}; });
    return out;
  }
  ast::Call procedure() {
    ast::Call out;
    out.procedure = word();
    out.arguments = some(0, 3, [&] { return argument(); });
    out.results = variables();
    return out;
  }
  ast::CallArgument argument() {
    ast::CallArgument out;
    if (coin(3)) out.name = word();
    switch (pick(0, 6)) {
      case 0: out.value = Box<ast::Block>(block()); break;
      case 1: out.value = ast::Term(variable(true)); break;
      case 2: out.value = ast::Term(parameter()); break;
      case 3: out.value = ast::Term(string()); break;
      case 4: out.value = ast::Term(number()); break;
      default: out.value = path();
    }
    return out;
  }

  // ---- heads, queries

  ast::When when() {
    if (coin(5)) return {parameter(), {}};
    if (coin(5)) return {variable(), {}};
    ast::NumberLiteral out = number();
    out.unit.clear();
    out.scale.clear();
    return {out, {}};
  }
  // `using` tests are values of a name here: a number at their end takes a following word for its unit.
  ast::Head head() {
    switch (pick(0, 4)) {
      case 0: {
        ast::UsingHead out;
        out.tests = some(1, 2, [&] {
          ast::Qualifier test;
          test.name = {ast::NameForm::id, any<std::string>({"source", "status", "said_by"}), {}};
          if (coin(3)) test.test = ast::QualifierComparison{ast::BinaryOp::greater, {ast::Term(number()), {}}};
          else test.test = ast::QualifierValues{some(1, 2, [&] { return some(1, 2, [&] { return ast::Term(before_by()); }); })};
          return test;
        });
        return {out, {}};
      }
      case 1: {
        ast::AtHead out{static_cast<ast::AtMode>(pick(0, 3)), when()};
        if (out.mode == ast::AtMode::any) out.when = {variable(), {}};
        return {out, {}};
      }
      case 2: return {ast::AsOfHead{when()}, {}};
      case 3: return {ast::AssumeHead{some(1, 2, [&] { return fact(); })}, {}};
      default: {
        ast::WithoutHead out;
        if (coin()) {
          out.what = coin(4) ? ast::Term(parameter()) : ast::Term(name());
          return {out, {}};
        }
        out.what = Box<ast::Block>(bare_block());
        if (coin(3)) out.condition = Box<ast::Block>(bare_block());
        return {out, {}};
      }
    }
  }
  ast::Block bare_block() {
    ast::Block out = block();
    out.result.reset();
    return out;
  }
  std::vector<ast::Head> heads(int least, int most) { return some(least, most, [&] { return head(); }); }
  // `order by` would be a clause, `contains to` a comparison.
  ast::Name before_by() {
    ast::Name out = name();
    for (const char* taken : {"order", "group", "contains", "starts"}) {
      if (out.text == taken) out.text = "s1";
    }
    return out;
  }
  ast::Name after_subject() {
    ast::Name out = name();
    if (out.text == "by" || out.text == "order" || out.text == "group") out.text = "r";
    return out;
  }
  ast::Fact fact() { return {subject(), after_subject(), object(), qualifiers(), false, {}}; }
  ast::Expectation expectation() {
    ast::Expectation out;
    out.kind = static_cast<ast::ExpectKind>(pick(0, 3));
    if (out.kind == ast::ExpectKind::same_as) out.file = text();
    if (out.kind != ast::ExpectKind::rows) return out;
    if (!coin(3)) out.least = static_cast<std::uint64_t>(pick(0, 9));
    if (!out.least || coin()) out.most = static_cast<std::uint64_t>(pick(9, 20));
    return out;
  }
  std::optional<ast::Expectation> expect() { return coin(5) ? std::optional(expectation()) : std::nullopt; }
  ast::Stages stages() {
    ast::Stages out;
    out.block.clauses.push_back(clause(true));
    for (int i = 0, n = pick(0, 3); i < n; ++i) out.block.clauses.push_back(clause(false));
    if (coin(3)) out.block.result = result();
    out.cite = coin(5);
    return out;
  }
  ast::Use use() { return {any<std::string>({"makers", "all_of"}), some(0, 2, [&] { return expr(); }), coin(4)}; }
  ast::Query query(int heads_least = 0) {
    ast::Query out;
    out.heads = heads(heads_least, 2);
    if (coin(5)) out.body = use();
    else out.body = stages();
    out.expect = expect();
    return out;
  }
  // A use without heads is read as an expression.
  ast::Query asked() {
    ast::Query out = query();
    if (out.heads.empty() && std::holds_alternative<ast::Use>(out.body)) out.body = stages();
    return out;
  }

  // ---- statements

  std::vector<ast::Name> decls(int least) { return some(least, 3, [&] { return decl(); }); }
  std::optional<ast::StringLiteral> meaning() { return coin() ? std::optional(string()) : std::nullopt; }
  std::vector<std::string> words(int least) { return some(least, 2, [&] { return word(); }); }

  decltype(ast::Statement::node) statement() {
    switch (pick(0, 23)) {
      case 0: return ast::PrefixStatement{word(), iri()};
      case 1: return ast::SourceStatement{before_brace(), coin(3) ? std::optional(text()) : std::nullopt,
                                          some(0, 2, [&] { return ast::SourceField{word(), object(), {}}; })};
      case 2: return ast::KindStatement{decl(), decls(0), meaning()};
      case 3: return relation();
      case 4: return ast::UnitStatement{any<std::string>({"nm", "TB/s", "m²"}), coin() ? std::optional(number()) : std::nullopt, meaning()};
      case 5: return ast::EntityStatement{decl(), decls(0), meaning(), coin(3) ? some(1, 2, [&] { return string(); }) : std::vector<ast::StringLiteral>()};
      case 6: { ast::ClaimStatement out{fact()}; out.fact.denied = coin(); return out; }
      case 7: return block_of_claims();
      case 8: return ast::LoadStatement{text(), qualifiers()};
      case 9: return ast::RetractStatement{coin(), decls(1), qualifiers()};
      case 10: return ast::MergeStatement{coin(), subject(), subject(), qualifiers()};
      case 11: return ast::RenameStatement{subject(), decl()};
      case 12: return rule();
      case 13: return ast::QueryDefinition{id(), some(0, 2, [&] { return parameter(); }), query()};
      case 14: return ast::ParamStatement{parameter(), coin() ? std::optional(object()) : std::nullopt};
      case 15: return ast::CheckStatement{text(), expectation(), query()};
      case 16: return ast::ExportStatement{text(), query()};
      case 17: return ast::ShowStatement{word(), some(0, 2, [&] { return subject(); })};
      case 18: return about();
      case 19: return ast::DescribeStatement{describing_heads(), some(1, 2, [&] { return subject(); }), coin(3), expect()};
      case 20: return difference();
      case 21: return ast::ExpressionStatement{expr(), coin(4), expect()};
      default: return ast::QueryStatement{asked()};
    }
  }
  // Before `describe` a number or name of `using` must not run on: such heads are left out here.
  std::vector<ast::Head> describing_heads() {
    std::vector<ast::Head> out = heads(0, 2);
    std::erase_if(out, [](const ast::Head& h) { return std::holds_alternative<ast::UsingHead>(h.node); });
    return out;
  }
  ast::Name before_brace() {  // `count {` would be a question
    ast::Name out = decl();
    if (out.text == "count" || out.text == "exists") out.text = "s1";
    return out;
  }
  ast::RelationStatement relation() {
    ast::RelationStatement out;
    out.name = coin(3) ? ast::Name{ast::NameForm::id, word(), {}, {}} : decl();
    out.domain = decls(1);
    out.range = decls(1);
    if (coin(3)) out.inverse = {decl()};
    out.functional = coin(3);
    if (out.functional && coin()) out.functional_per = words(1);
    out.transitive = coin(4);
    out.symmetric = coin(4);
    if (coin(4)) out.under = decls(1);
    if (coin(4)) out.exclusive_with = decls(1);
    if (coin(4)) out.opposite = decls(1);
    out.meaning = meaning();
    return out;
  }
  ast::ClaimsStatement block_of_claims() {
    ast::ClaimsStatement out;
    out.shared = some(1, 2, [&] { return qualifier(); });
    out.facts = some(0, 3, [&] {
      ast::Fact one = fact();
      one.denied = coin(3);
      return one;
    });
    return out;
  }
  ast::AboutStatement about() {
    ast::AboutStatement out;
    out.verb = static_cast<ast::AboutVerb>(pick(0, 5));
    if (out.verb == ast::AboutVerb::why_not) {
      for (int i = 0, n = pick(1, 2); i < n; ++i) out.bindings.emplace_back(variable(), object());
    }
    out.query = query();
    return out;
  }
  ast::DiffStatement difference() {
    ast::DiffStatement out;
    out.shared = describing_heads();
    out.from = heads(1, 2);
    out.to_now = coin();
    out.to = heads(out.to_now ? 0 : 1, 2);
    if (coin()) out.by = some(1, 2, [&] { return variable(); });
    out.query = query();
    out.query.heads.clear();
    return out;
  }
  ast::RuleStatement rule() {
    ast::RuleStatement out{coin(4), subject(), after_subject(), object(), {}};
    out.branches = some(1, 2, [&] { return branch(); });
    return out;
  }
  ast::RuleBranch branch() {
    ast::RuleBranch out;
    out.block.clauses.push_back({ast::Match{some(1, 2, [&] { return pattern(); })}, {}});
    for (int i = 0, n = pick(0, 2); i < n; ++i) {
      switch (pick(0, 6)) {
        case 0: out.block.clauses.push_back({ast::Not{block()}, {}}); break;
        case 1: out.block.clauses.push_back({ast::Where{expr()}, {}}); break;
        case 2: out.block.clauses.push_back({ast::Let{{ast::Assignment{variable(), expr()}}}, {}}); break;
        case 3: out.block.clauses.push_back({procedure(), {}}); break;
        case 4: out.block.clauses.push_back({nested(), {}}); break;
        default:
          out.block.clauses.push_back({ast::Maybe{block()}, {}});
          out.block.clauses.push_back({ast::Match{some(1, 2, [&] { return pattern(); })}, {}});
      }
    }
    if (coin(4)) out.group = ast::RuleGroup{some(1, 2, [&] { return expr(); }), expr()};
    return out;
  }

  std::mt19937_64 random_;
  int depth_ = 0;
};

}  // namespace vouch::test
