// parser/ast_query.hpp — questions of the syntax tree: paths, patterns, clauses, blocks, heads.
//
// Shape     clauses in the order they were written; `and`-continuations are spelled out (the subject
//           is repeated).
// Lifetime  values; copying is deep.
// Source    docs/language.md §3; == ignores places.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/box.hpp"
#include "parser/ast_expression.hpp"

namespace vouch::ast {

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

// Comparisons that need the complete types.
inline bool operator==(const Block& a, const Block& b) {
  return a.clauses == b.clauses && a.result == b.result;
}
inline bool operator==(const Return& a, const Return& b) {
  return a.distinct == b.distinct && a.columns == b.columns && a.tail == b.tail;
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
