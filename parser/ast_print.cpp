// Patterns, clauses, queries and statements as text.
#include "parser/ast_print.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "parser/ast_writer.hpp"
#include "parser/lexemes.hpp"
#include "parser/parse.hpp"

namespace vouch::ast {
namespace writer {
namespace {

std::string after_word(std::string_view word, const std::string& text) {
  return text.empty() ? "" : fmt::format(" {} {}", word, text);
}
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
std::string test_text(const QualifierIn& in) { return "in " + list_text(in.is_list, in.elements); }

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

// ----------------------------------------------------------------------------------------- clauses

std::string node_text(const Match& match) { return "match " + joined(match.patterns); }
std::string node_text(const Maybe& maybe) { return "maybe " + text_of(*maybe.block); }
std::string node_text(const Not& negated) { return "not " + text_of(*negated.block); }
std::string node_text(const Either& either) { return "either " + joined(either.branches, " or "); }
std::string node_text(const Every& every) {
  return fmt::format("every {} has {}", text_of(*every.each), text_of(*every.has));
}
std::string node_text(const Where& where) { return "where " + text_of(where.condition); }
std::string node_text(const Let& let, Level least = Level::any) {
  return "let " + joined(let.assignments, ", ", [&](const Assignment& one) {
           return fmt::format("{} = {}", text_of(one.variable), text_of(one.value, least));
         });
}
std::string node_text(const For& loop) {
  if (!loop.tuple) {
    std::vector<Expr> elements;
    for (const auto& row : loop.rows) elements.push_back(row.front());
    return fmt::format("for {} in {}", text_of(loop.variables.front()), list_text(loop.is_list, elements));
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
         after_word("per", joined(top.per));
}
std::string node_text(const Order& order) { return "order by " + joined(order.keys); }
std::string node_text(const Limit& limit) { return "limit " + text_of(limit.count); }
std::string node_text(const Offset& offset) { return "offset " + text_of(offset.count); }
std::string node_text(const With& with) { return "with " + columns_text(with.distinct, with.columns); }
std::string argument_text(const CallArgument& argument) {
  std::string out = argument.name.empty() ? "" : argument.name + " = ";
  if (const auto* block = std::get_if<Box<Block>>(&argument.value)) return out + text_of(**block);
  const auto* path = std::get_if<Path>(&argument.value);
  return out + (path != nullptr ? text_of(*path) : text_of(std::get<Term>(argument.value)));
}
std::string node_text(const Call& call) {
  const std::string arguments = joined(call.arguments, ", ", argument_text);
  return fmt::format("call {}({})", call.procedure, arguments) + after_word("as", joined(call.results));
}
std::string node_text(const Search& search) {
  return fmt::format("search({})", joined(search.arguments)) + after_word("as", joined(search.results));
}
std::string node_text(const CiteAs& cite) { return "cite as " + text_of(cite.variable); }
std::string block_inside(const Block& block) {
  return clauses_text(block.clauses) + (block.result ? " " + text_of(*block.result) : "");
}
std::string node_text(const Nested& nested) {
  const std::string heads = text_of(nested.heads);
  const bool opens = std::holds_alternative<Nested>(nested.block->clauses.front().node);
  return "{ " + (heads.empty() ? "" : heads + (opens ? ", " : " ")) + block_inside(*nested.block) + " }";
}

// ------------------------------------------------------------------------------------ heads, queries

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
std::string head_text(const UsingHead& head) { return "using " + joined(head.tests, ", ", use_text); }
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
std::string head_text(const AsOfHead& head) { return "as of " + when_text(head.when); }
std::string head_text(const AssumeHead& head) { return "assume { " + joined(head.facts) + " }"; }
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
std::string expect_text(const std::optional<Expectation>& expectation) {
  return expectation ? " expect " + text_of(*expectation) : "";
}
std::string heads_before(const std::vector<Head>& heads, std::string_view after = " ") {
  return heads.empty() ? "" : text_of(heads) + std::string(after);
}
// A name before a block or a call is kept apart from it.
std::string text_of_body(const Query& query) {
  return std::visit([](const auto& body) { return body_text(body); }, query.body) +
         expect_text(query.expect);
}
bool wants_comma(const Query& query) {
  const auto* stages = std::get_if<Stages>(&query.body);
  return stages == nullptr || starts_nested(*stages);
}

// -------------------------------------------------------------------------------------- statements

std::string node_text(const PrefixStatement& s) { return fmt::format("prefix {}: <{}>", s.prefix, s.iri); }
std::string node_text(const SourceStatement& s) {
  std::string out = "source " + text_of(s.name);
  if (s.from) out += " from " + quoted(*s.from);
  if (s.fields.empty()) return out;
  return out + " { " + joined(s.fields, ", ", [](const SourceField& field) {
           return field.name + " " + text_of(field.value);
         }) + " }";
}
std::string meaning_text(const std::optional<StringLiteral>& meaning) {
  return meaning ? " " + text_of(*meaning) : "";
}
std::string node_text(const KindStatement& s) {
  return "kind " + text_of(s.name) + after_word("under", joined(s.under)) + meaning_text(s.meaning);
}
std::string node_text(const RelationStatement& s) {
  std::string out = fmt::format("relation {} ({} -> {})", text_of(s.name), joined(s.domain, " | "),
                                joined(s.range, " | "));
  for (const Name& inverse : s.inverse) out += " inverse " + text_of(inverse);
  if (s.functional) out += " functional";
  if (!s.functional_per.empty()) out += fmt::format(" per ({})", fmt::join(s.functional_per, ", "));
  if (s.transitive) out += " transitive";
  if (s.symmetric) out += " symmetric";
  out += after_word("under", joined(s.under)) + after_word("exclusive with", joined(s.exclusive_with));
  return out + after_word("opposite", joined(s.opposite)) + meaning_text(s.meaning);
}
std::string node_text(const UnitStatement& s) {
  return "unit " + s.name + (s.definition ? " = " + text_of(*s.definition) : "") + meaning_text(s.meaning);
}
std::string node_text(const EntityStatement& s) {
  const std::string kinds = s.kinds.empty() ? "" : " : " + joined(s.kinds);
  return "entity " + text_of(s.name) + kinds + meaning_text(s.label) + after_word("also", joined(s.also));
}
std::string node_text(const ClaimStatement& s) {
  return (s.fact.denied ? "deny " : "claim ") + text_of(s.fact);
}
std::string node_text(const ClaimsStatement& s) {
  const std::string facts = joined(s.facts, "; ", [](const Fact& fact) {
    return (fact.denied ? "deny " : "") + text_of(fact);
  });
  return "claims" + text_of(s.shared) + (facts.empty() ? " { }" : " { " + facts + " }");
}
std::string node_text(const LoadStatement& s) { return "load " + quoted(s.file) + text_of(s.qualifiers); }
std::string node_text(const RetractStatement& s) {
  return (s.rules ? "retract rule " : "retract claim ") + joined(s.names) + text_of(s.qualifiers);
}
std::string node_text(const MergeStatement& s) {
  return fmt::format("{} {} {} {}", s.undo ? "unmerge" : "merge", text_of(s.what),
                     s.undo ? "from" : "into", text_of(s.into)) +
         text_of(s.qualifiers);
}
std::string node_text(const RenameStatement& s) {
  return fmt::format("rename {} to {}", text_of(s.what), text_of(s.to));
}
std::string node_text(const RuleStatement& s) {
  const std::string branches = joined(s.branches, " or ", [](const RuleBranch& branch) {
    std::string out = branch_text(branch.block.clauses);
    if (!branch.group) return out;
    out += " group by " + joined(branch.group->keys);
    if (ends_in_number(branch.group->keys.back())) out += " ";
    return out + ": " + text_of(branch.group->condition, Level::conjunction);
  });
  return fmt::format("{}rule {} {} {} if {}", s.local ? "let " : "", text_of(s.subject),
                     text_of(s.relation), text_of(s.object), branches);
}
std::string node_text(const QueryDefinition& s) {
  return fmt::format("query {}({}) = {}", s.name, joined(s.parameters), text_of(s.query));
}
std::string node_text(const ParamStatement& s) {
  return "param " + text_of(s.parameter) + (s.value ? " = " + text_of(*s.value) : "");
}
std::string node_text(const IncludeStatement& s) { return "include " + quoted(s.file); }
std::string node_text(const EchoStatement& s) { return "echo " + joined(s.values); }
std::string node_text(const CheckStatement& s) {
  return fmt::format("check {} {} {}", quoted(s.title), text_of(s.expectation), text_of(s.query));
}
std::string node_text(const ExportStatement& s) {
  return fmt::format("export {} {}", quoted(s.file), text_of(s.query));
}
std::string node_text(const TransactionStatement& s) {
  switch (s.verb) {
    case TransactionVerb::begin: return "begin";
    case TransactionVerb::commit: return "commit";
    case TransactionVerb::rollback: return "rollback";
  }
  return "";
}
std::string node_text(const SetStatement& s) { return fmt::format("set {} {}", s.name, text_of(s.value)); }
std::string node_text(const ShowStatement& s) { return "show " + s.what + after_word("of", joined(s.of)); }
std::string_view verb_text(AboutVerb verb) {
  switch (verb) {
    case AboutVerb::why: return "why";
    case AboutVerb::why_not: return "why not";
    case AboutVerb::impact: return "impact";
    case AboutVerb::pivotal: return "pivotal";
    case AboutVerb::explain: return "explain";
    case AboutVerb::profile: return "profile";
  }
  return "";
}
std::string node_text(const AboutStatement& s) {
  const std::string bindings = joined(s.bindings, ", ", [](const auto& binding) {
    return fmt::format("{} = {}", text_of(binding.first), text_of(binding.second));
  });
  return fmt::format("{} {}{}", verb_text(s.verb), bindings.empty() ? "" : "{ " + bindings + " } ",
                     text_of(s.query));
}
std::string node_text(const QueryStatement& s) { return text_of(s.query); }
std::string node_text(const DescribeStatement& s) {
  return heads_before(s.heads) + "describe " + joined(s.subjects) + (s.cite ? " cite" : "") +
         expect_text(s.expect);
}
std::string node_text(const ConflictsStatement& s) {
  return heads_before(s.heads) + "conflicts" + after_word("of", joined(s.of)) +
         after_word("by", fmt::format("{}", fmt::join(s.by, ", "))) + (s.cite ? " cite" : "") +
         expect_text(s.expect);
}
// `without order by` would be read as a clause; `using a, by` as another test of `using`.
std::string diff_heads(const std::vector<Head>& heads) {
  if (heads.empty()) return "";
  const auto* without = std::get_if<WithoutHead>(&heads.back().node);
  const bool name = without != nullptr && std::holds_alternative<Term>(without->what);
  return text_of(heads) + (name ? "," : "");
}
std::string node_text(const DiffStatement& s) {
  std::string out = heads_before(s.shared) + "diff " + diff_heads(s.from) + " to ";
  if (s.to_now) out += s.to.empty() ? "now" : "now, ";
  out += diff_heads(s.to);
  if (!s.by.empty()) return out + " by " + joined(s.by) + " " + text_of_body(s.query);
  const bool apart = wants_comma(s.query) && !s.to.empty() && out.back() != ',';
  return out + (apart ? ", " : " ") + text_of_body(s.query);
}
// What begins like another statement, or is a lone name, stands in parentheses.
std::string node_text(const ExpressionStatement& s) {
  std::string text = text_of(s.value);
  const char* end = text.data() + text.size();
  const char* after = parser::after_word(text.data(), end);
  if (after != nullptr) {
    std::string word(text.data(), static_cast<std::size_t>(after - text.data()));
    std::transform(word.begin(), word.end(), word.begin(), parser::lower);
    const auto& words = parser::statement_words();
    const bool begins = std::find(words.begin(), words.end(), word) != words.end();
    const bool calls = after != end && *after == '(' && word != "echo" && word != "conflicts" &&
                       word != "begin" && word != "commit" && word != "rollback";
    if (after == end || (begins && !calls)) text = "(" + text + ")";
  }
  return text + (s.cite ? " cite" : "") + expect_text(s.expect);
}
std::string node_text(const DotCommand& s) { return "." + s.text; }

}  // namespace

// ------------------------------------------------------------------------------------------- shared

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
std::string text_of(const Block& block) { return "{ " + block_inside(block) + " }"; }
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
  return out + subject + " " + link_text(*pattern.link, path && makes_clause(subject, *pattern.link));
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
  return fmt::format("{} {} {}", text_of(fact.subject), text_of(fact.relation), text_of(fact.object)) +
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
  if (expectation.least && expectation.least == expectation.most) return number(expectation.least) + " rows";
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

}  // namespace writer

std::string print(const Statement& statement) {
  return std::visit([](const auto& node) { return writer::node_text(node); }, statement.node);
}
std::string print(const Script& script) {
  std::string out;
  for (const Statement& statement : script.statements) {
    const bool dot = std::holds_alternative<DotCommand>(statement.node);
    out += print(statement) + (dot ? "\n" : ";\n");
  }
  return out;
}
std::string print(const Query& query) { return writer::text_of(query); }
std::string print(const Expr& expr) { return writer::text_of(expr); }
std::string print(const Term& term) { return writer::text_of(term); }
std::string print(const Name& name) { return writer::text_of(name); }
std::string print(const Pattern& pattern) { return writer::text_of(pattern); }
std::string print(const Path& path) { return writer::text_of(path); }

}  // namespace vouch::ast
