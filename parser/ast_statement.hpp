// parser/ast_statement.hpp — statements of the syntax tree: facts and their care, scripts, questions.
//
// Shape     one struct per form; Statement is one of them, Script a list of them.
// Lifetime  values; copying is deep.
// Source    docs/language.md §2 and §4 to §6; == ignores places.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "parser/ast_query.hpp"

namespace vouch::ast {

struct PrefixStatement {
  std::string prefix;
  std::string iri;
  friend bool operator==(const PrefixStatement&, const PrefixStatement&) = default;
};
struct SourceField {
  std::string name;
  Term value;
  Place place;
  friend bool operator==(const SourceField&, const SourceField&) = default;
};
struct SourceStatement {
  Name name;
  std::optional<std::string> from;
  std::vector<SourceField> fields;
  friend bool operator==(const SourceStatement&, const SourceStatement&) = default;
};
struct KindStatement {
  Name name;
  std::vector<Name> under;
  std::optional<StringLiteral> meaning;
  friend bool operator==(const KindStatement&, const KindStatement&) = default;
};
struct RelationStatement {
  Name name;
  std::vector<Name> domain;
  std::vector<Name> range;
  std::vector<Name> inverse;  // at most one makes sense; the binder says so
  bool functional = false;
  std::vector<std::string> functional_per;
  bool transitive = false;
  bool symmetric = false;
  std::vector<Name> under;
  std::vector<Name> exclusive_with;
  std::vector<Name> opposite;
  std::optional<StringLiteral> meaning;
  friend bool operator==(const RelationStatement&, const RelationStatement&) = default;
};
struct UnitStatement {
  std::string name;
  std::optional<NumberLiteral> definition;
  std::optional<StringLiteral> meaning;
  friend bool operator==(const UnitStatement&, const UnitStatement&) = default;
};
struct EntityStatement {
  Name name;
  std::vector<Name> kinds;
  std::optional<StringLiteral> label;
  std::vector<StringLiteral> also;
  friend bool operator==(const EntityStatement&, const EntityStatement&) = default;
};
struct ClaimStatement {
  Fact fact;  // fact.denied for `deny`
  friend bool operator==(const ClaimStatement&, const ClaimStatement&) = default;
};
struct ClaimsStatement {
  std::vector<Qualifier> shared;
  std::vector<Fact> facts;
  friend bool operator==(const ClaimsStatement&, const ClaimsStatement&) = default;
};
struct LoadStatement {
  std::string file;
  std::vector<Qualifier> qualifiers;
  friend bool operator==(const LoadStatement&, const LoadStatement&) = default;
};
struct RetractStatement {
  bool rules = false;  // `retract rule`, else `retract claim`
  std::vector<Name> names;
  std::vector<Qualifier> qualifiers;
  friend bool operator==(const RetractStatement&, const RetractStatement&) = default;
};
struct MergeStatement {
  bool undo = false;  // `unmerge a from b`
  Term what;
  Term into;
  std::vector<Qualifier> qualifiers;
  friend bool operator==(const MergeStatement&, const MergeStatement&) = default;
};
struct RenameStatement {
  Term what;
  Name to;
  friend bool operator==(const RenameStatement&, const RenameStatement&) = default;
};
struct RuleGroup {
  std::vector<Expr> keys;
  Expr condition;
  friend bool operator==(const RuleGroup&, const RuleGroup&) = default;
};
struct RuleBranch {
  Block block;  // no result
  std::optional<RuleGroup> group;
  friend bool operator==(const RuleBranch&, const RuleBranch&) = default;
};
struct RuleStatement {
  bool local = false;  // `let rule`
  Term subject;
  Name relation;
  Term object;
  std::vector<RuleBranch> branches;
  friend bool operator==(const RuleStatement&, const RuleStatement&) = default;
};
struct QueryDefinition {
  std::string name;
  std::vector<Parameter> parameters;
  Query query;
  friend bool operator==(const QueryDefinition&, const QueryDefinition&) = default;
};
struct ParamStatement {
  Parameter parameter;
  std::optional<Term> value;
  friend bool operator==(const ParamStatement&, const ParamStatement&) = default;
};
struct IncludeStatement {
  std::string file;
  friend bool operator==(const IncludeStatement&, const IncludeStatement&) = default;
};
struct EchoStatement {
  std::vector<Expr> values;
  friend bool operator==(const EchoStatement&, const EchoStatement&) = default;
};
struct CheckStatement {
  std::string title;
  Expectation expectation;
  Query query;
  friend bool operator==(const CheckStatement&, const CheckStatement&) = default;
};
struct ExportStatement {
  std::string file;
  Query query;
  friend bool operator==(const ExportStatement&, const ExportStatement&) = default;
};
enum class TransactionVerb : std::uint8_t { begin, commit, rollback };
struct TransactionStatement {
  TransactionVerb verb = TransactionVerb::begin;
  friend bool operator==(const TransactionStatement&, const TransactionStatement&) = default;
};
struct SetStatement {
  std::string name;
  Term value;
  friend bool operator==(const SetStatement&, const SetStatement&) = default;
};
struct ShowStatement {
  std::string what;
  std::vector<Term> of;
  friend bool operator==(const ShowStatement&, const ShowStatement&) = default;
};
enum class AboutVerb : std::uint8_t { why, why_not, impact, pivotal, explain, profile };
struct AboutStatement {  // a question about a question
  AboutVerb verb = AboutVerb::explain;
  std::vector<std::pair<Variable, Term>> bindings;  // of `why not { ?x = a }`
  Query query;
  friend bool operator==(const AboutStatement&, const AboutStatement&) = default;
};
struct QueryStatement {
  Query query;
  friend bool operator==(const QueryStatement&, const QueryStatement&) = default;
};
struct DescribeStatement {
  std::vector<Head> heads;
  std::vector<Term> subjects;
  bool cite = false;
  std::optional<Expectation> expect;
  friend bool operator==(const DescribeStatement&, const DescribeStatement&) = default;
};
struct ConflictsStatement {
  std::vector<Head> heads;
  std::vector<Term> of;
  std::vector<std::string> by;
  bool cite = false;
  std::optional<Expectation> expect;
  friend bool operator==(const ConflictsStatement&, const ConflictsStatement&) = default;
};
struct DiffStatement {
  std::vector<Head> shared;
  std::vector<Head> from;
  std::vector<Head> to;  // empty: `now`
  bool to_now = false;
  std::vector<Variable> by;
  Query query;  // its heads are empty: they belong to `to`
  friend bool operator==(const DiffStatement&, const DiffStatement&) = default;
};
struct ExpressionStatement {
  Expr value;
  bool cite = false;
  std::optional<Expectation> expect;
  friend bool operator==(const ExpressionStatement&, const ExpressionStatement&) = default;
};
struct DotCommand {
  std::string text;  // without the dot, trimmed
  friend bool operator==(const DotCommand&, const DotCommand&) = default;
};

struct Statement {
  std::variant<PrefixStatement, SourceStatement, KindStatement, RelationStatement, UnitStatement,
               EntityStatement, ClaimStatement, ClaimsStatement, LoadStatement, RetractStatement,
               MergeStatement, RenameStatement, RuleStatement, QueryDefinition, ParamStatement,
               IncludeStatement, EchoStatement, CheckStatement, ExportStatement,
               TransactionStatement, SetStatement, ShowStatement, AboutStatement, QueryStatement,
               DescribeStatement, ConflictsStatement, DiffStatement, ExpressionStatement, DotCommand>
      node;
  Place place;
  friend bool operator==(const Statement&, const Statement&) = default;
};
struct Script {
  std::vector<Statement> statements;
  friend bool operator==(const Script&, const Script&) = default;
};

}  // namespace vouch::ast
