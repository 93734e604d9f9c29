// Heads, whole queries, and what heads may stand before: describe, conflicts, diff, stages, uses.
#include "parser/grammar/lexeme.hpp"
#include "parser/grammar/rules.hpp"

namespace vouch::parser::grammar {
namespace {

using ast::ExpectKind;
using ast::Expectation;
using ast::Head;
using ast::Statement;
using x3::lit;

using Heads = std::vector<Head>;

struct when_id;
struct using_head_id;
struct at_head_id;
struct as_of_id;
struct assume_id;
struct without_id;
struct without_name_id;
struct condition_id;
struct head_id;
struct some_heads_id;
struct stages_id;
struct use_id;
struct row_count_id;
struct body_id;
struct describe_id;
struct conflicts_id;
struct diff_id;
constexpr rule<when_id, ast::When> when{"when"};
constexpr rule<using_head_id, ast::UsingHead> using_head{"using"};
constexpr rule<at_head_id, ast::AtHead> at_head{"at"};
constexpr rule<as_of_id, ast::AsOfHead> as_of{"as of"};
constexpr rule<assume_id, ast::AssumeHead> assume{"assume"};
constexpr rule<without_id, ast::WithoutHead> without{"without"};
constexpr rule<without_name_id, ast::Term> without_name{"param | label | iri | pname | id"};
constexpr rule<condition_id, ast::Block> condition{"inner"};
constexpr rule<head_id, Head> head{"head"};
constexpr rule<some_heads_id, Heads> some_heads{"head heads"};
constexpr rule<stages_id, ast::Stages> stages{"stages"};
constexpr rule<use_id, ast::Use> use{"use"};
constexpr rule<row_count_id, Expectation> row_count{"rows"};
constexpr rule<body_id, ast::Query> body{"(stages | use) [expect]"};
constexpr rule<describe_id, ast::DescribeStatement> describe{"describe"};
constexpr rule<conflicts_id, ast::ConflictsStatement> conflicts{"conflicts"};
constexpr rule<diff_id, ast::DiffStatement> diff{"diff"};

// ------------------------------------------------------------------------------------------ heads

// date | range | year | param | var: never a unit
constexpr auto when_def =
    called("a date")[placed[token[bare_number][set<&ast::When::value>] |
                            token[parameter][set<&ast::When::value>] |
                            token[variable][set<&ast::When::value>]]];

struct take_variable {
  template <typename Context>
  void operator()(const Context& context) const {
    ast::When& moment = x3::_val(context).when;
    moment.place = x3::_attr(context).place;
    moment.value = std::move(x3::_attr(context));
  }
};
template <ast::AtMode Mode>
constexpr auto at_mode = mark<&ast::AtHead::mode, Mode>;

constexpr auto use_item =
    called("a qualifier")[!reserved >> qualifier[add<&ast::UsingHead::tests>]];
constexpr auto using_head_def = "using"_w >> use_item >> *(","_m >> use_item);
constexpr auto any_time = "any"_w >> token[variable][take_variable{}];
constexpr auto at_head_def =
    "possibly"_w >> "at"_w[at_mode<ast::AtMode::possibly>] >> when[set<&ast::AtHead::when>] |
    "at"_w >> (any_time[at_mode<ast::AtMode::any>] |
               when[set<&ast::AtHead::when>] >> -"strictly"_w[at_mode<ast::AtMode::strictly>]);
constexpr auto as_of_def = "as"_w >> "of"_w >> when[set<&ast::AsOfHead::when>];

constexpr auto assumed = fact[add<&ast::AssumeHead::facts>];
constexpr auto assume_def = "assume"_w >> "{"_m >> assumed >> *((","_m | "and"_w) >> assumed) >>
                            -","_m >> "}"_m;

struct id_term_id;
constexpr rule<id_term_id, ast::Name> id_term{"label | iri | pname | id"};
constexpr auto id_term_def = called("a name")[placed[relation_atom[assign]]];
constexpr auto without_name_def = token[parameter][assign] | token[id_term][assign];
constexpr auto condition_def = placed[clauses[set<&ast::Block::clauses>]];
constexpr auto without_def =
    "without"_w >> ("{"_m >> deep[condition[set<&ast::WithoutHead::what>] >>
                                  -("if"_w >> condition[set<&ast::WithoutHead::condition>]) >> -","_m] >>
                        "}"_m |
                    without_name[set<&ast::WithoutHead::what>]);

constexpr auto as_node = set<&Head::node>;
constexpr auto head_def = placed[using_head[as_node] | at_head[as_node] | as_of[as_node] |
                                 assume[as_node] | without[as_node]];
constexpr auto some_heads_def = +(head[push] >> -","_m);

// ----------------------------------------------------------------------------------- expectations

struct exactly {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).least = x3::_attr(context);
    x3::_val(context).most = x3::_attr(context);
  }
};
struct no_upper_end {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).most.reset();
  }
};
// (int | int·".."·[int] | ".."·int) ("rows" | "row")
constexpr auto row_count_def =
    called("a number of rows")[token[".." >> numeral[set<&Expectation::most>] |
                                     numeral[exactly{}] >>
                                         -(lit("..")[no_upper_end{}] >>
                                           -numeral[set<&Expectation::most>])]] >>
    ("rows"_w | "row"_w);

template <ExpectKind Kind>
constexpr auto expect_kind = mark<&Expectation::kind, Kind>;
struct rows_kind {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context) = std::move(x3::_attr(context));
    x3::_val(context).kind = ExpectKind::rows;
  }
};

// ---------------------------------------------------------------------------------------- queries

struct take_clauses {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).block.clauses = std::move(x3::_attr(context));
  }
};
struct take_result {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).block.result = std::move(x3::_attr(context));
  }
};
constexpr auto stages_def = stage_clauses[take_clauses{}] >> -(-","_m >> result[take_result{}]) >>
                            -","_m >> -"cite"_w[mark<&ast::Stages::cite>];
constexpr auto use_def = called("a stored query")[token[id]][set<&ast::Use::name>] >> "("_m >>
                         deep[-listed(expr[add<&ast::Use::arguments>])] >> ")"_m >>
                         -"cite"_w[mark<&ast::Use::cite>];

template <typename T>
constexpr auto expect_to = -("expect"_w >> expectation[set<&T::expect>]);

constexpr auto body_def =
    placed[(stages[set<&ast::Query::body>] | use[set<&ast::Query::body>]) >> expect_to<ast::Query>];
struct take_body {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).body = std::move(x3::_attr(context).body);
    x3::_val(context).expect = std::move(x3::_attr(context).expect);
  }
};

// ----------------------------------------------------------- describe, conflicts, diff and asking

constexpr auto cited = "cite"_w;
constexpr auto words = called("a qualifier")[token[any_word]];

constexpr auto describe_def = "describe"_w >> listed(subject[add<&ast::DescribeStatement::subjects>]) >>
                              -cited[mark<&ast::DescribeStatement::cite>] >>
                              expect_to<ast::DescribeStatement>;
constexpr auto conflicts_def =
    "conflicts"_w >> -("of"_w >> listed(subject[add<&ast::ConflictsStatement::of>])) >>
    -("by"_w >> listed(words[add<&ast::ConflictsStatement::by>])) >>
    -cited[mark<&ast::ConflictsStatement::cite>] >> expect_to<ast::ConflictsStatement>;
constexpr auto diff_def =
    "diff"_w >> some_heads[set<&ast::DiffStatement::from>] >> "to"_w >>
    ("now"_w[mark<&ast::DiffStatement::to_now>] >> -","_m >> heads[set<&ast::DiffStatement::to>] |
     some_heads[set<&ast::DiffStatement::to>]) >>
    -("by"_w >> listed(token[variable][add<&ast::DiffStatement::by>])) >>
    body[set<&ast::DiffStatement::query>];

// Heads, and what they stand before. A stored query is used here only after heads: without them
// `name(…)` is an expression, and the resolver makes it a use.
struct Asked {
  Heads heads;
  std::variant<ast::Query, ast::DescribeStatement, ast::ConflictsStatement, ast::DiffStatement> body;
};
struct asked_id;
struct staged_id;
struct used_id;
constexpr rule<asked_id, Asked> asked{"heads and what they stand before"};
constexpr rule<staged_id, ast::Query> staged{"stages [expect]"};
constexpr rule<used_id, ast::Query> used{"use [expect]"};

struct has_heads {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_pass(context) = !x3::_val(context).heads.empty();
  }
};
constexpr auto staged_def = placed[stages[set<&ast::Query::body>] >> expect_to<ast::Query>];
constexpr auto used_def = placed[use[set<&ast::Query::body>] >> expect_to<ast::Query>];
constexpr auto asked_def =
    heads[set<&Asked::heads>] >>
    (describe[set<&Asked::body>] | conflicts[set<&Asked::body>] | diff[set<&Asked::body>] |
     staged[set<&Asked::body>] | x3::eps[has_heads{}] >> used[set<&Asked::body>]);

ast::Statement with_heads(Heads heads, ast::Query& query) {
  query.heads = std::move(heads);
  return {ast::QueryStatement{std::move(query)}, {}};
}
ast::Statement with_heads(Heads heads, ast::DescribeStatement& describe_statement) {
  describe_statement.heads = std::move(heads);
  return {std::move(describe_statement), {}};
}
ast::Statement with_heads(Heads heads, ast::ConflictsStatement& conflicts_statement) {
  conflicts_statement.heads = std::move(heads);
  return {std::move(conflicts_statement), {}};
}
ast::Statement with_heads(Heads heads, ast::DiffStatement& diff_statement) {
  diff_statement.shared = std::move(heads);
  return {std::move(diff_statement), {}};
}
struct join_heads {
  template <typename Context>
  void operator()(const Context& context) const {
    Asked& read = x3::_attr(context);
    x3::_val(context) =
        std::visit([&](auto& asked_for) { return with_heads(std::move(read.heads), asked_for); }, read.body);
  }
};
// The place of a whole query begins at its heads.
struct place_query {
  template <typename Context>
  void operator()(const Context& context) const {
    ast::Statement& statement = x3::_val(context);
    if (auto* query = std::get_if<ast::QueryStatement>(&statement.node)) {
      query->query.place = statement.place;
    }
  }
};

BOOST_SPIRIT_DEFINE(when, using_head, at_head, as_of, assume, id_term, without_name, condition,
                    without, head, some_heads, row_count, stages, use, body, describe, conflicts,
                    diff, staged, used, asked)

}  // namespace

constexpr auto heads_def = *(head[push] >> -","_m);
constexpr auto query_def = placed[heads[set<&ast::Query::heads>] >> body[take_body{}]];
constexpr auto expectation_def =
    placed["none"_w[expect_kind<ExpectKind::none>] | "some"_w[expect_kind<ExpectKind::some>] |
           "same"_w >> "as"_w >> file_name[set<&Expectation::file>] >>
               x3::eps[expect_kind<ExpectKind::same_as>] |
           row_count[rows_kind{}]];
constexpr auto ask_def = placed[asked[join_heads{}]] >> x3::eps[place_query{}];

BOOST_SPIRIT_DEFINE(heads, query, expectation, ask)

BOOST_SPIRIT_INSTANTIATE(decltype(heads), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(query), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(expectation), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(ask), iterator_type, context_type)

}  // namespace vouch::parser::grammar
