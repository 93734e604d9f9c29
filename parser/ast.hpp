// parser/ast.hpp — the syntax tree of VQL: every node a plain value with its place.
//
// Shape     closed variants; what the text says, nothing about what it means. `and`-continuations are
//           spelled out (the subject is repeated), keywords are gone, literals keep their digits.
// Units     places are bytes of the SourceText that was parsed.
// Lifetime  values; copying is deep.
// Errors    none: a tree is only built from text that parses.
// Source    docs/language.md and the EBNF in docs/grammar.md; == ignores places.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/box.hpp"
#include "base/span.hpp"

namespace vouch::ast {

// A span that takes no part in comparisons: two texts that mean the same have equal trees.
struct Place : Span {
  Place() = default;
  Place(Span span) : Span(span) {}  // NOLINT(google-explicit-constructor)
  friend constexpr bool operator==(const Place&, const Place&) noexcept { return true; }
};

// ------------------------------------------------------------------------------------------ names

enum class NameForm : std::uint8_t { id, iri, prefixed, label };

// `nvidia` (id: also every word), `<https://…>` (iri, text without brackets), `ex:name` (prefixed,
// text with the colon), `[Jensen Huang]` (label, text unescaped, perhaps narrowed by a kind).
struct PlainName {
  NameForm form = NameForm::id;
  std::string text;
  Place place;
  friend bool operator==(const PlainName&, const PlainName&) = default;
};
struct Name {
  NameForm form = NameForm::id;
  std::string text;
  std::optional<PlainName> kind;  // only of a label: `[Mercury : planet]`
  Place place;
  friend bool operator==(const Name&, const Name&) = default;
};

// ------------------------------------------------------------------------------------------ terms

struct Variable {
  std::string name;               // without `?`
  std::optional<PlainName> kind;  // `?c:company`, in patterns only
  Place place;
  friend bool operator==(const Variable&, const Variable&) = default;
};
struct Parameter {
  std::string name;  // without `$`
  Place place;
  friend bool operator==(const Parameter&, const Parameter&) = default;
};
struct Anything {  // `_`
  Place place;
  friend bool operator==(const Anything&, const Anything&) = default;
};
struct StringLiteral {
  std::string text;      // unescaped
  std::string language;  // `zh-Hant` as written; empty when none
  std::optional<PlainName> datatype;
  Place place;
  friend bool operator==(const StringLiteral&, const StringLiteral&) = default;
};
struct BooleanLiteral {
  bool value = false;
  Place place;
  friend bool operator==(const BooleanLiteral&, const BooleanLiteral&) = default;
};

// One end of a number or date, with its characters as written: `1_000`, `-2.5e3`, `2025-09`, `2025-Q3`.
struct Bound {
  bool is_date = false;
  std::string text;
  friend bool operator==(const Bound&, const Bound&) = default;
};
// `7 nm`, `~1.5 billion USD`, `..200_000 chips`, `2025-07..2025-09`. A single value has only `lower`.
struct NumberLiteral {
  bool approximate = false;
  bool is_range = false;
  std::optional<Bound> lower;
  std::optional<Bound> upper;  // only of a range; both may not be absent
  std::string scale;           // `thousand` … `trillion`, lower case; empty when none
  std::string unit;            // `nm`, `TB/s`, `%`; empty when none
  Place place;
  friend bool operator==(const NumberLiteral&, const NumberLiteral&) = default;
};

using Term = std::variant<Variable, Parameter, Name, Anything, StringLiteral, BooleanLiteral,
                          NumberLiteral>;
[[nodiscard]] inline Place place_of(const Term& term) {
  return std::visit([](const auto& t) { return t.place; }, term);
}

// ------------------------------------------------------------------------------------ expressions

struct Expr;
struct Block;

enum class UnaryOp : std::uint8_t { negate, logical_not };
enum class BinaryOp : std::uint8_t {
  logical_or, logical_and,
  equal, not_equal, less, less_equal, greater, greater_equal, similar,  // similar: ~=
  contains, starts_with, ends_with, matches,
  add, subtract, multiply, divide, remainder
};

struct Unary {
  UnaryOp op = UnaryOp::negate;
  Box<Expr> operand;
  friend bool operator==(const Unary&, const Unary&);
};
struct Binary {
  BinaryOp op = BinaryOp::equal;
  bool negated = false;  // `not contains`, `not starts with`, `not ends with`, `not matches`
  Box<Expr> left;
  Box<Expr> right;
  friend bool operator==(const Binary&, const Binary&);
};
// `x in (a, b)` has is_list and the elements; `x in e` has one element and no is_list.
struct In {
  bool negated = false;
  bool is_list = false;
  Box<Expr> operand;
  std::vector<Expr> elements;
  friend bool operator==(const In&, const In&);
};
struct IsA {
  bool negated = false;
  Box<Expr> operand;
  std::vector<Term> kinds;  // Variable, Parameter or Name
  friend bool operator==(const IsA&, const IsA&);
};
struct Field {
  Box<Expr> operand;
  std::string name;
  Place name_place;
  friend bool operator==(const Field&, const Field&);
};
struct Sort;
struct Count {  // a number or a parameter, after `limit`, `offset`, `top`
  std::variant<std::uint64_t, Parameter> value;
  Place place;
  friend bool operator==(const Count&, const Count&) = default;
};
struct FunctionCall {
  std::string function;  // as written
  Place name_place;
  bool star = false;      // count(*)
  bool distinct = false;
  std::vector<Expr> arguments;
  std::vector<Sort> order;
  std::optional<Count> limit;
  friend bool operator==(const FunctionCall&, const FunctionCall&);
};
struct ExistsBlock {
  Box<Block> block;
  friend bool operator==(const ExistsBlock&, const ExistsBlock&);
};
struct CountBlock {
  Box<Block> block;
  friend bool operator==(const CountBlock&, const CountBlock&);
};
struct Regex {
  std::string pattern;  // between the slashes, `\/` kept as written
  std::string flags;
  friend bool operator==(const Regex&, const Regex&) = default;
};

// A Term as an expression is never a Variable with a kind and never Anything.
struct Expr {
  std::variant<Term, Unary, Binary, In, IsA, Field, FunctionCall, ExistsBlock, CountBlock, Regex> node;
  Place place;
  friend bool operator==(const Expr&, const Expr&) = default;
};
struct Sort {
  Expr key;
  std::optional<bool> descending;  // absent: the clause's own default
  friend bool operator==(const Sort&, const Sort&) = default;
};

// ---------------------------------------------------------------------------------------- paths

struct Path;
struct PathSequence {
  std::vector<Path> parts;  // at least two
  friend bool operator==(const PathSequence&, const PathSequence&);
};
struct PathAlternatives {
  std::vector<Path> parts;  // at least two
  friend bool operator==(const PathAlternatives&, const PathAlternatives&);
};
struct PathInverse {
  Box<Path> path;
  friend bool operator==(const PathInverse&, const PathInverse&);
};
struct PathRepeat {  // `+` 1.., `*` 0.., `?` 0..1, `{n}` `{n,}` `{,m}` `{n,m}`
  Box<Path> path;
  std::uint32_t least = 0;
  std::optional<std::uint32_t> most;
  friend bool operator==(const PathRepeat&, const PathRepeat&);
};
struct NegatedStep {
  bool inverse = false;
  Name name;
  friend bool operator==(const NegatedStep&, const NegatedStep&) = default;
};
struct PathNegation {  // `!a`, `!(a|^b)`
  std::vector<NegatedStep> steps;
  friend bool operator==(const PathNegation&, const PathNegation&) = default;
};
struct Path {
  std::variant<Name, Anything, PathSequence, PathAlternatives, PathInverse, PathRepeat, PathNegation>
      node;
  Place place;
  friend bool operator==(const Path&, const Path&) = default;
};

// -------------------------------------------------------------------------------------- patterns

struct QualifierComparison {  // `quantity > 5`, `at starts with "p"`
  BinaryOp op = BinaryOp::equal;
  Expr value;
  friend bool operator==(const QualifierComparison&, const QualifierComparison&) = default;
};
struct QualifierIn {
  bool is_list = false;
  std::vector<Expr> elements;
  friend bool operator==(const QualifierIn&, const QualifierIn&) = default;
};
struct QualifierValues {  // `source a | b`, `said_by a > b`: alternatives of chains
  std::vector<std::vector<Term>> alternatives;
  friend bool operator==(const QualifierValues&, const QualifierValues&) = default;
};
struct Qualifier {
  PlainName name;
  std::variant<QualifierValues, QualifierComparison, QualifierIn> test;
  Place place;
  friend bool operator==(const Qualifier&, const Qualifier&) = default;
};

enum class PathMode : std::uint8_t { any, shortest, all_shortest, n_shortest, simple, trail };
struct PathBinding {  // `2 shortest path ?p =`
  PathMode mode = PathMode::any;
  std::uint64_t count = 0;  // of n_shortest
  Variable variable;
  friend bool operator==(const PathBinding&, const PathBinding&) = default;
};

struct Link {  // what follows the subject
  std::variant<Variable, Path> relation;
  std::vector<Term> objects;  // alternatives, at least one
  std::vector<Qualifier> qualifiers;
  std::optional<Expr> along;
  Place relation_place;
  friend bool operator==(const Link&, const Link&) = default;
};
// Without a link it is a lone `?p:product`.
struct Pattern {
  std::optional<Variable> claim;     // `claim ?c =`
  std::optional<PathBinding> path;   // `path ?p =`
  Term subject;
  std::optional<Link> link;
  Place place;
  friend bool operator==(const Pattern&, const Pattern&) = default;
};

// --------------------------------------------------------------------------------------- clauses

struct Column {
  Expr value;
  std::optional<Variable> name;  // `as ?n`
  friend bool operator==(const Column&, const Column&) = default;
};

struct Head;
struct Clause;

struct Match {
  std::vector<Pattern> patterns;
  friend bool operator==(const Match&, const Match&) = default;
};
struct Maybe {
  Box<Block> block;
  friend bool operator==(const Maybe&, const Maybe&);
};
struct Not {
  Box<Block> block;
  friend bool operator==(const Not&, const Not&);
};
struct Either {
  std::vector<Block> branches;  // at least two
  friend bool operator==(const Either&, const Either&);
};
struct Every {
  Box<Block> each;
  Box<Block> has;
  friend bool operator==(const Every&, const Every&);
};
struct Where {
  Expr condition;
  friend bool operator==(const Where&, const Where&) = default;
};
struct Assignment {
  Variable variable;
  Expr value;
  friend bool operator==(const Assignment&, const Assignment&) = default;
};
struct Let {
  std::vector<Assignment> assignments;
  friend bool operator==(const Let&, const Let&) = default;
};
// `for ?x in (a, b)`: one variable, one row per element. `for (?x, ?y) in ((a, 1))`: rows of tuples.
// `for ?k in claims(?p)`: is_list false, one row with one expression that yields a list.
struct For {
  std::vector<Variable> variables;
  bool tuple = false;
  bool is_list = true;
  std::vector<std::vector<Expr>> rows;
  friend bool operator==(const For&, const For&) = default;
};
struct Group {
  std::vector<Column> keys;
  std::vector<Column> aggregates;
  friend bool operator==(const Group&, const Group&) = default;
};
struct Top {
  Count count;
  std::vector<Sort> keys;
  std::vector<Expr> per;
  friend bool operator==(const Top&, const Top&) = default;
};
struct Order {
  std::vector<Sort> keys;
  friend bool operator==(const Order&, const Order&) = default;
};
struct Limit {
  Count count;
  friend bool operator==(const Limit&, const Limit&) = default;
};
struct Offset {
  Count count;
  friend bool operator==(const Offset&, const Offset&) = default;
};
struct With {
  bool distinct = false;
  std::vector<Column> columns;
  friend bool operator==(const With&, const With&) = default;
};
struct CallArgument {
  std::string name;  // `damping =`; empty when positional
  std::variant<Box<Block>, Path, Term> value;  // a lone id is a Path (Name), as in the grammar
  friend bool operator==(const CallArgument&, const CallArgument&);
};
struct Call {
  std::string procedure;
  std::vector<CallArgument> arguments;
  std::vector<Variable> results;
  friend bool operator==(const Call&, const Call&) = default;
};
struct Search {
  std::vector<Expr> arguments;
  std::vector<Variable> results;
  friend bool operator==(const Search&, const Search&) = default;
};
struct CiteAs {
  Variable variable;
  friend bool operator==(const CiteAs&, const CiteAs&) = default;
};
struct Nested {
  std::vector<Head> heads;
  Box<Block> block;
  friend bool operator==(const Nested&, const Nested&);
};
struct Return {
  bool distinct = false;
  std::vector<Column> columns;
  std::vector<Clause> tail;  // Order, Top, Limit, Offset only
  Place place;
  friend bool operator==(const Return&, const Return&);
};
struct Block {
  std::vector<Clause> clauses;
  std::optional<Return> result;
  Place place;
  friend bool operator==(const Block&, const Block&);
};
struct Clause {
  std::variant<Match, Maybe, Not, Either, Every, Where, Let, For, Group, Top, Order, Limit, Offset,
               With, Call, Search, CiteAs, Nested>
      node;
  Place place;
  friend bool operator==(const Clause&, const Clause&) = default;
};

// ----------------------------------------------------------------------------------------- facts

struct Fact {
  Term subject;  // Variable only inside `assume`, `rule` heads and the like
  Name relation;
  Term object;
  std::vector<Qualifier> qualifiers;
  bool denied = false;  // `deny` inside a `claims` block
  Place place;
  friend bool operator==(const Fact&, const Fact&) = default;
};

// ----------------------------------------------------------------------------------------- heads

struct When {  // a date, range, year, parameter or variable
  std::variant<NumberLiteral, Parameter, Variable> value;
  Place place;
  friend bool operator==(const When&, const When&) = default;
};
struct UsingHead {
  std::vector<Qualifier> tests;
  friend bool operator==(const UsingHead&, const UsingHead&) = default;
};
enum class AtMode : std::uint8_t { certainly, strictly, possibly, any };
struct AtHead {
  AtMode mode = AtMode::certainly;
  When when;  // a Variable for `any`
  friend bool operator==(const AtHead&, const AtHead&) = default;
};
struct AsOfHead {
  When when;
  friend bool operator==(const AsOfHead&, const AsOfHead&) = default;
};
struct AssumeHead {
  std::vector<Fact> facts;
  friend bool operator==(const AssumeHead&, const AssumeHead&) = default;
};
struct WithoutHead {
  std::variant<Term, Box<Block>> what;  // a name or parameter, or a block
  std::optional<Box<Block>> condition;  // `if …` inside the block
  friend bool operator==(const WithoutHead&, const WithoutHead&);
};
struct Head {
  std::variant<UsingHead, AtHead, AsOfHead, AssumeHead, WithoutHead> node;
  Place place;
  friend bool operator==(const Head&, const Head&) = default;
};

// --------------------------------------------------------------------------------------- queries

enum class ExpectKind : std::uint8_t { none, some, same_as, rows };
struct Expectation {
  ExpectKind kind = ExpectKind::none;
  std::string file;                    // of same_as
  std::optional<std::uint64_t> least;  // of rows: N is N..N
  std::optional<std::uint64_t> most;
  Place place;
  friend bool operator==(const Expectation&, const Expectation&) = default;
};
struct Stages {
  Block block;  // the clauses and the return
  bool cite = false;
  friend bool operator==(const Stages&, const Stages&) = default;
};
struct Use {  // of a stored query
  std::string name;
  std::vector<Expr> arguments;
  bool cite = false;
  friend bool operator==(const Use&, const Use&) = default;
};
struct Query {
  std::vector<Head> heads;
  std::variant<Stages, Use> body;
  std::optional<Expectation> expect;
  Place place;
  friend bool operator==(const Query&, const Query&) = default;
};

// ------------------------------------------------------------------------------------ statements

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

// Comparisons that need the complete types.
inline bool operator==(const Block& a, const Block& b) {
  return a.clauses == b.clauses && a.result == b.result;
}
inline bool operator==(const Return& a, const Return& b) {
  return a.distinct == b.distinct && a.columns == b.columns && a.tail == b.tail;
}
inline bool operator==(const Unary& a, const Unary& b) {
  return a.op == b.op && a.operand == b.operand;
}
inline bool operator==(const Binary& a, const Binary& b) {
  return a.op == b.op && a.negated == b.negated && a.left == b.left && a.right == b.right;
}
inline bool operator==(const In& a, const In& b) {
  return a.negated == b.negated && a.is_list == b.is_list && a.operand == b.operand &&
         a.elements == b.elements;
}
inline bool operator==(const IsA& a, const IsA& b) {
  return a.negated == b.negated && a.operand == b.operand && a.kinds == b.kinds;
}
inline bool operator==(const Field& a, const Field& b) {
  return a.operand == b.operand && a.name == b.name;
}
inline bool operator==(const FunctionCall& a, const FunctionCall& b) {
  return a.function == b.function && a.star == b.star && a.distinct == b.distinct &&
         a.arguments == b.arguments && a.order == b.order && a.limit == b.limit;
}
inline bool operator==(const ExistsBlock& a, const ExistsBlock& b) { return a.block == b.block; }
inline bool operator==(const CountBlock& a, const CountBlock& b) { return a.block == b.block; }
inline bool operator==(const PathSequence& a, const PathSequence& b) { return a.parts == b.parts; }
inline bool operator==(const PathAlternatives& a, const PathAlternatives& b) {
  return a.parts == b.parts;
}
inline bool operator==(const PathInverse& a, const PathInverse& b) { return a.path == b.path; }
inline bool operator==(const PathRepeat& a, const PathRepeat& b) {
  return a.path == b.path && a.least == b.least && a.most == b.most;
}
inline bool operator==(const Maybe& a, const Maybe& b) { return a.block == b.block; }
inline bool operator==(const Not& a, const Not& b) { return a.block == b.block; }
inline bool operator==(const Either& a, const Either& b) { return a.branches == b.branches; }
inline bool operator==(const Every& a, const Every& b) { return a.each == b.each && a.has == b.has; }
inline bool operator==(const CallArgument& a, const CallArgument& b) {
  return a.name == b.name && a.value == b.value;
}
inline bool operator==(const Nested& a, const Nested& b) {
  return a.heads == b.heads && a.block == b.block;
}
inline bool operator==(const WithoutHead& a, const WithoutHead& b) {
  return a.what == b.what && a.condition == b.condition;
}

}  // namespace vouch::ast
