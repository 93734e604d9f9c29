// Statements as text.
#include <fmt/format.h>

#include <algorithm>

#include "parser/ast_print.hpp"
#include "parser/ast_writer.hpp"
#include "parser/lexemes.hpp"
#include "parser/parse.hpp"

namespace vouch::ast {
namespace writer {
namespace {

std::string node_text(const PrefixStatement& s) {
  return fmt::format("prefix {}: <{}>", s.prefix, s.iri);
}
std::string node_text(const SourceStatement& s) {
  std::string out = "source " + text_of(s.name);
  if (s.from) out += " from " + quoted(*s.from);
  if (s.fields.empty()) return out;
  return out + " { " +
         joined(s.fields, ", ",
                [](const SourceField& field) { return field.name + " " + text_of(field.value); }) +
         " }";
}
std::string meaning_text(const std::optional<StringLiteral>& meaning) {
  return meaning ? " " + text_of(*meaning) : "";
}
std::string node_text(const KindStatement& s) {
  return "kind " + text_of(s.name) + with_word("under", joined(s.under)) + meaning_text(s.meaning);
}
std::string node_text(const RelationStatement& s) {
  std::string out = fmt::format("relation {} ({} -> {})", text_of(s.name), joined(s.domain, " | "),
                                joined(s.range, " | "));
  for (const Name& inverse : s.inverse) out += " inverse " + text_of(inverse);
  if (s.functional) out += " functional";
  if (!s.functional_per.empty()) out += fmt::format(" per ({})", fmt::join(s.functional_per, ", "));
  if (s.transitive) out += " transitive";
  if (s.symmetric) out += " symmetric";
  out +=
      with_word("under", joined(s.under)) + with_word("exclusive with", joined(s.exclusive_with));
  return out + with_word("opposite", joined(s.opposite)) + meaning_text(s.meaning);
}
std::string node_text(const UnitStatement& s) {
  return "unit " + s.name + (s.definition ? " = " + text_of(*s.definition) : "") +
         meaning_text(s.meaning);
}
std::string node_text(const EntityStatement& s) {
  const std::string kinds = s.kinds.empty() ? "" : " : " + joined(s.kinds);
  return "entity " + text_of(s.name) + kinds + meaning_text(s.label) +
         with_word("also", joined(s.also));
}
std::string node_text(const ClaimStatement& s) {
  return (s.fact.denied ? "deny " : "claim ") + text_of(s.fact);
}
std::string node_text(const ClaimsStatement& s) {
  const std::string facts = joined(
      s.facts, "; ", [](const Fact& fact) { return (fact.denied ? "deny " : "") + text_of(fact); });
  return "claims" + text_of(s.shared) + (facts.empty() ? " { }" : " { " + facts + " }");
}
std::string node_text(const LoadStatement& s) {
  return "load " + quoted(s.file) + text_of(s.qualifiers);
}
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
std::string node_text(const IncludeStatement& s) {
  return "include " + quoted(s.file);
}
std::string node_text(const EchoStatement& s) {
  return "echo " + joined(s.values);
}
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
std::string node_text(const SetStatement& s) {
  return fmt::format("set {} {}", s.name, text_of(s.value));
}
std::string node_text(const ShowStatement& s) {
  return "show " + s.what + with_word("of", joined(s.of));
}
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
std::string node_text(const QueryStatement& s) {
  return text_of(s.query);
}
std::string node_text(const DescribeStatement& s) {
  return heads_before(s.heads) + "describe " + joined(s.subjects) + (s.cite ? " cite" : "") +
         expect_text(s.expect);
}
std::string node_text(const ConflictsStatement& s) {
  return heads_before(s.heads) + "conflicts" + with_word("of", joined(s.of)) +
         with_word("by", fmt::format("{}", fmt::join(s.by, ", "))) + (s.cite ? " cite" : "") +
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
std::string node_text(const DotCommand& s) {
  return "." + s.text;
}

}  // namespace

std::string text_of(const Statement& statement) {
  return std::visit([](const auto& node) { return node_text(node); }, statement.node);
}

}  // namespace writer

std::string print(const Statement& statement) {
  return writer::text_of(statement);
}
std::string print(const Script& script) {
  std::string out;
  for (const Statement& statement : script.statements) {
    const bool dot = std::holds_alternative<DotCommand>(statement.node);
    out += print(statement) + (dot ? "\n" : ";\n");
  }
  return out;
}
std::string print(const Query& query) {
  return writer::text_of(query);
}
std::string print(const Expr& expr) {
  return writer::text_of(expr);
}
std::string print(const Term& term) {
  return writer::text_of(term);
}
std::string print(const Name& name) {
  return writer::text_of(name);
}
std::string print(const Pattern& pattern) {
  return writer::text_of(pattern);
}
std::string print(const Path& path) {
  return writer::text_of(path);
}

}  // namespace vouch::ast
