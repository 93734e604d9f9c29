// Patterns, clauses, heads and queries as text.
#include <fmt/format.h>

#include "parser/ast_print.hpp"
#include "parser/ast_writer.hpp"
#include "parser/lexemes.hpp"

namespace vouch::ast::writer {
namespace {

std::string columns_text(bool distinct, const std::vector<Column>& columns) {
  return (distinct ? "distinct " : "") + joined(columns);
}
std::string list_text(bool is_list, const std::vector<Expr>& elements) {
  return is_list ? "(" + joined(elements) + ")" : text_of(elements.front(), Level::sum);
}

// --------------------------------------------------------------------------- qualifiers, patterns

std::string test_text(const QualifierValues& values) {
  return joined(values.alternatives, " | ",
                [](const std::vector<Term>& chain) { return joined(chain, " > "); });
}
std::string test_text(const QualifierComparison& comparison) {
  Expr whole{Binary{comparison.op, false, Expr{}, comparison.value}, {}};
  std::get<Variable>(std::get<Term>(std::get<Binary>(whole.node).left->node)).name = "x";
  return text_of(whole).substr(3);  // `?x = 5` without its left side
}
std::string test_text(const QualifierIn& in) {
  return "in " + list_text(in.is_list, in.elements);
}

std::string_view mode_text(PathMode mode) {
  switch (mode) {
    case PathMode::any: return "";
    case PathMode::shortest: return "shortest ";
    case PathMode::all_shortest: return "all shortest ";
    case PathMode::n_shortest: return " shortest ";
    case PathMode::simple: return "simple ";
    case PathMode::trail: return "trail ";
  }
  return "";
}
std::string binding_text(const PathBinding& binding) {
  const std::string count =
      binding.mode == PathMode::n_shortest ? std::to_string(binding.count) : std::string();
  return fmt::format("{}{}path {} = ", count, mode_text(binding.mode), text_of(binding.variable));
}
std::string relation_text(const Link& link) {
  const auto* variable = std::get_if<Variable>(&link.relation);
  return variable != nullptr ? text_of(*variable) : text_of(std::get<Path>(link.relation));
}
bool begins_with_by(const std::string& text) {
  return parser::reads_word(text.data(), text.data() + text.size(), "by");
}
bool may_begin_clause(const std::string& text) {
  return text.ends_with("order") || text.ends_with("group");
}
// `group by` would be a clause: a path that would make one stands in parentheses.
bool makes_clause(const std::string& subject, const Link& link) {
  const std::string relation = relation_text(link);
  return (may_begin_clause(subject) && begins_with_by(relation)) ||
         (may_begin_clause(relation) && begins_with_by(text_of(link.objects.front())));
}
std::string link_text(const Link& link, bool wrapped) {
  std::string out = wrapped ? "(" + relation_text(link) + ")" : relation_text(link);
  out += " " + joined(link.objects, " | ") + text_of(link.qualifiers);
  if (link.along) out += " along (" + text_of(*link.along) + ")";
  return out;
}

// ---------------------------------------------------------------------------------------- clauses

std::string node_text(const Match& match) {
  return "match " + joined(match.patterns);
}
std::string node_text(const Maybe& maybe) {
  return "maybe " + text_of(*maybe.block);
}
std::string node_text(const Not& negated) {
  return "not " + text_of(*negated.block);
}
std::string node_text(const Either& either) {
  return "either " + joined(either.branches, " or ");
}
std::string node_text(const Every& every) {
  return fmt::format("every {} has {}", text_of(*every.each), text_of(*every.has));
}
std::string node_text(const Where& where) {
  return "where " + text_of(where.condition);
}
std::string node_text(const Let& let, Level least = Level::any) {
  return "let " + joined(let.assignments, ", ", [&](const Assignment& one) {
           return fmt::format("{} = {}", text_of(one.variable), text_of(one.value, least));
         });
}
std::string node_text(const For& loop) {
  if (!loop.tuple) {
    std::vector<Expr> elements;
    for (const auto& row : loop.rows) elements.push_back(row.front());
    return fmt::format("for {} in {}", text_of(loop.variables.front()),
                       list_text(loop.is_list, elements));
  }
  const std::string rows =
      joined(loop.rows, ", ", [](const std::vector<Expr>& row) { return "(" + joined(row) + ")"; });
  return fmt::format("for ({}) in ({})", joined(loop.variables), rows);
}
std::string node_text(const Group& group) {
  std::string out = "group by " + joined(group.keys);
  if (group.aggregates.empty()) return out;
  const Column& last = group.keys.back();
  if (!last.name && ends_in_number(last.value)) out += " ";  // `5 nm:` is no unit
  return out + ": " + joined(group.aggregates);
}
std::string node_text(const Top& top) {
  return fmt::format("top {} by {}", text_of(top.count), joined(top.keys)) +
         with_word("per", joined(top.per));
}
std::string node_text(const Order& order) {
  return "order by " + joined(order.keys);
}
std::string node_text(const Limit& limit) {
  return "limit " + text_of(limit.count);
}
std::string node_text(const Offset& offset) {
  return "offset " + text_of(offset.count);
}
std::string node_text(const With& with) {
  return "with " + columns_text(with.distinct, with.columns);
}
std::string argument_text(const CallArgument& argument) {
  std::string out = argument.name.empty() ? "" : argument.name + " = ";
  if (const auto* block = std::get_if<Box<Block>>(&argument.value)) return out + text_of(**block);
  const auto* path = std::get_if<Path>(&argument.value);
  return out + (path != nullptr ? text_of(*path) : text_of(std::get<Term>(argument.value)));
}
std::string node_text(const Call& call) {
  const std::string arguments = joined(call.arguments, ", ", argument_text);
  return fmt::format("call {}({})", call.procedure, arguments) +
         with_word("as", joined(call.results));
}
std::string node_text(const Search& search) {
  return fmt::format("search({})", joined(search.arguments)) +
         with_word("as", joined(search.results));
}
std::string node_text(const CiteAs& cite) {
  return "cite as " + text_of(cite.variable);
}
std::string block_inside(const Block& block) {
  return clauses_text(block.clauses) + (block.result ? " " + text_of(*block.result) : "");
}
std::string node_text(const Nested& nested) {
  const std::string heads = text_of(nested.heads);
  const bool opens = std::holds_alternative<Nested>(nested.block->clauses.front().node);
  return "{ " + (heads.empty() ? "" : heads + (opens ? ", " : " ")) + block_inside(*nested.block) +
         " }";
}

// --------------------------------------------------------------------------------- heads, queries

std::string when_text(const When& when) {
  return std::visit([](const auto& value) { return text_of(value); }, when.value);
}
// A number at the end would take the next word (`describe`, `possibly`) for its unit.
std::string use_text(const Qualifier& test) {
  const auto* comparison = std::get_if<QualifierComparison>(&test.test);
  if (comparison == nullptr || !ends_in_bare_number(comparison->value)) return text_of(test);
  const std::string text = text_of(test);
  const std::string value = text_of(comparison->value, Level::sum);
  return text.substr(0, text.size() - value.size()) + "(" + value + ")";
}
std::string head_text(const UsingHead& head) {
  return "using " + joined(head.tests, ", ", use_text);
}
std::string head_text(const AtHead& head) {
  const std::string when = when_text(head.when);
  switch (head.mode) {
    case AtMode::certainly: return "at " + when;
    case AtMode::strictly: return "at " + when + " strictly";
    case AtMode::possibly: return "possibly at " + when;
    case AtMode::any: return "at any " + when;
  }
  return "";
}
std::string head_text(const AsOfHead& head) {
  return "as of " + when_text(head.when);
}
std::string head_text(const AssumeHead& head) {
  return "assume { " + joined(head.facts) + " }";
}
std::string head_text(const WithoutHead& head) {
  const auto* block = std::get_if<Box<Block>>(&head.what);
  if (block == nullptr) return "without " + text_of(std::get<Term>(head.what));
  std::string inside = block_inside(**block);
  if (head.condition) inside += " if " + block_inside(**head.condition);
  return "without { " + inside + " }";
}

bool starts_nested(const Stages& stages) {
  return std::holds_alternative<Nested>(stages.block.clauses.front().node);
}
std::string body_text(const Stages& stages) {
  return block_inside(stages.block) + (stages.cite ? " cite" : "");
}
std::string body_text(const Use& use) {
  return fmt::format("{}({}){}", use.name, joined(use.arguments), use.cite ? " cite" : "");
}

}  // namespace

// ---------------------------------------------------------------------------------------- shared

std::string with_word(std::string_view word, const std::string& text) {
  return text.empty() ? "" : fmt::format(" {} {}", word, text);
}
std::string heads_before(const std::vector<Head>& heads, std::string_view after) {
  return heads.empty() ? "" : text_of(heads) + std::string(after);
}
std::string expect_text(const std::optional<Expectation>& expectation) {
  return expectation ? " expect " + text_of(*expectation) : "";
}
std::string text_of_body(const Query& query) {
  return std::visit([](const auto& body) { return body_text(body); }, query.body) +
         expect_text(query.expect);
}
bool wants_comma(const Query& query) {
  const auto* stages = std::get_if<Stages>(&query.body);
  return stages == nullptr || starts_nested(*stages);
}

std::string text_of(const Count& count) {
  const auto* number = std::get_if<std::uint64_t>(&count.value);
  return number != nullptr ? std::to_string(*number) : text_of(std::get<Parameter>(count.value));
}
std::string text_of(const Sort& sort) {
  return text_of(sort.key) + (!sort.descending ? "" : *sort.descending ? " desc" : " asc");
}
std::string text_of(const Column& column) {
  return text_of(column.value) + (column.name ? " as " + text_of(*column.name) : "");
}
std::string text_of(const Block& block) {
  return "{ " + block_inside(block) + " }";
}
std::string text_of(const Qualifier& qualifier) {
  return text_of(qualifier.name) + " " +
         std::visit([](const auto& test) { return test_text(test); }, qualifier.test);
}
std::string text_of(const std::vector<Qualifier>& qualifiers) {
  return qualifiers.empty() ? "" : " (" + joined(qualifiers) + ")";
}
std::string text_of(const Pattern& pattern) {
  std::string out;
  if (pattern.claim) out += fmt::format("claim {} = ", text_of(*pattern.claim));
  if (pattern.path) out += binding_text(*pattern.path);
  const std::string subject = text_of(pattern.subject);
  if (!pattern.link) return out + subject;
  const bool path = std::holds_alternative<Path>(pattern.link->relation);
  return out + subject + " " +
         link_text(*pattern.link, path && makes_clause(subject, *pattern.link));
}
std::string text_of(const Clause& clause) {
  return std::visit([](const auto& node) { return node_text(node); }, clause.node);
}
std::string text_of(const Return& result) {
  std::string out = "return " + columns_text(result.distinct, result.columns);
  for (const Clause& clause : result.tail) out += " " + text_of(clause);
  return out;
}
std::string text_of(const Fact& fact) {
  return fmt::format("{} {} {}", text_of(fact.subject), text_of(fact.relation),
                     text_of(fact.object)) +
         text_of(fact.qualifiers);
}
std::string text_of(const std::vector<Head>& heads) {
  return joined(heads, ", ", [](const Head& head) {
    return std::visit([](const auto& node) { return head_text(node); }, head.node);
  });
}
std::string text_of(const Expectation& expectation) {
  switch (expectation.kind) {
    case ExpectKind::none: return "none";
    case ExpectKind::some: return "some";
    case ExpectKind::same_as: return "same as " + quoted(expectation.file);
    case ExpectKind::rows: break;
  }
  const auto number = [](const auto& n) { return n ? std::to_string(*n) : std::string(); };
  if (expectation.least && expectation.least == expectation.most)
    return number(expectation.least) + " rows";
  return number(expectation.least) + ".." + number(expectation.most) + " rows";
}
std::string text_of(const Query& query) {
  return heads_before(query.heads, wants_comma(query) ? ", " : " ") + text_of_body(query);
}

std::string clauses_text(const std::vector<Clause>& clauses) {
  std::string out;
  for (const Clause& clause : clauses) {
    const bool nested = std::holds_alternative<Nested>(clause.node);
    if (!out.empty()) out += nested ? ", " : " ";  // `exists {` would be a question
    out += text_of(clause);
  }
  return out;
}

// Variables after `as` would take a pattern behind a comma for another of them.
std::string branch_text(const std::vector<Clause>& clauses) {
  std::string out;
  bool names_results = false;
  for (const Clause& clause : clauses) {
    const auto* match = std::get_if<Match>(&clause.node);
    const bool nested = std::holds_alternative<Nested>(clause.node);
    if (!out.empty()) out += match == nullptr && !nested ? " " : names_results ? " and " : ", ";
    if (match != nullptr) {
      out += joined(match->patterns);
    } else if (const auto* where = std::get_if<Where>(&clause.node)) {
      out += "where " + text_of(where->condition, Level::conjunction);
    } else if (const auto* let = std::get_if<Let>(&clause.node)) {
      out += node_text(*let, Level::conjunction);
    } else {
      out += text_of(clause);
    }
    const auto* call = std::get_if<Call>(&clause.node);
    const auto* search = std::get_if<Search>(&clause.node);
    names_results = (call != nullptr && !call->results.empty()) ||
                    (search != nullptr && !search->results.empty());
  }
  return out;
}

}  // namespace vouch::ast::writer

namespace vouch::ast {

std::string heads_text(const std::vector<Head>& heads) {
  return writer::text_of(heads);
}

}  // namespace vouch::ast
