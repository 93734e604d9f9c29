// Clauses, blocks, the stages of a query and its result.
#include "parser/grammar/lexeme.hpp"
#include "parser/grammar/rules.hpp"

namespace vouch::parser::grammar {
namespace {

using ast::Clause;
using Variables = std::vector<ast::Variable>;
using Exprs = std::vector<ast::Expr>;
using Clauses = std::vector<Clause>;

struct run_clause_id;
struct clause_id;
struct branch_clause_id;
struct first_stage_id;
struct match_id;
struct maybe_id;
struct not_clause_id;
struct either_id;
struct every_id;
struct where_id;
struct branch_where_id;
struct assignment_id;
struct branch_assignment_id;
struct let_id;
struct branch_let_id;
struct for_id;
struct group_id;
struct top_id;
struct offset_id;
struct with_id;
struct call_id;
struct call_argument_id;
struct named_argument_id;
struct search_id;
struct cite_as_id;
struct nested_id;
struct column_id;
struct sort_id;
struct row_id;
constexpr rule<run_clause_id, Clause> run_clause{"run"};
constexpr rule<clause_id, Clause> clause{"clause"};
constexpr rule<branch_clause_id, Clause> branch_clause{"clause of a rule"};
constexpr rule<first_stage_id, Clause> first_stage{"first stage"};
constexpr rule<match_id, ast::Match> match{"match"};
constexpr rule<maybe_id, ast::Maybe> maybe{"maybe"};
constexpr rule<not_clause_id, ast::Not> not_clause{"not"};
constexpr rule<either_id, ast::Either> either{"either"};
constexpr rule<every_id, ast::Every> every{"every"};
constexpr rule<where_id, ast::Where> where{"where"};
constexpr rule<branch_where_id, ast::Where> branch_where{"where of a rule"};
constexpr rule<assignment_id, ast::Assignment> assignment{"var = expr"};
constexpr rule<branch_assignment_id, ast::Assignment> branch_assignment{"var = andexpr"};
constexpr rule<let_id, ast::Let> let{"let"};
constexpr rule<branch_let_id, ast::Let> branch_let{"let of a rule"};
constexpr rule<for_id, ast::For> for_each{"for"};
constexpr rule<group_id, ast::Group> group{"group"};
constexpr rule<top_id, ast::Top> top{"top"};
constexpr rule<offset_id, ast::Offset> offset{"offset"};
constexpr rule<with_id, ast::With> with{"with"};
constexpr rule<call_id, ast::Call> call{"call"};
constexpr rule<call_argument_id, ast::CallArgument> call_argument{"callarg"};
constexpr rule<named_argument_id, ast::CallArgument> named_argument{"word = callarg"};
constexpr rule<search_id, ast::Search> search{"search"};
constexpr rule<cite_as_id, ast::CiteAs> cite_as{"cite as"};
constexpr rule<nested_id, ast::Nested> nested{"nested"};
constexpr rule<column_id, ast::Column> column{"col"};
constexpr rule<sort_id, ast::Sort> sort{"sort"};
constexpr rule<row_id, Exprs> row{"row of values"};

// ---------------------------------------------------------------------------------- small clauses

template <auto Member>
constexpr auto variables_to = listed(token[variable][add<Member>]);
template <auto Member>
constexpr auto columns_to = listed(column[add<Member>]);

constexpr auto column_def = expr[set<&ast::Column::value>] >>
                            -("as"_w >> token[variable][set<&ast::Column::name>]);
constexpr auto sort_def = expr[set<&ast::Sort::key>] >>
                          -("desc"_w[mark<&ast::Sort::descending, true>] |
                            "asc"_w[mark<&ast::Sort::descending, false>]);

constexpr auto where_def = "where"_w >> expr[set<&ast::Where::condition>];
constexpr auto branch_where_def = "where"_w >> and_expr[set<&ast::Where::condition>];

constexpr auto assigned = token[variable][set<&ast::Assignment::variable>] >> "="_m;
constexpr auto ahead_assigned = &quiet[token[variable_name] >> '='];
constexpr auto assignment_def = assigned >> expr[set<&ast::Assignment::value>];
constexpr auto branch_assignment_def = assigned >> and_expr[set<&ast::Assignment::value>];
constexpr auto assignments = [](const auto& one) {
  const auto item = one[add<&ast::Let::assignments>];
  return "let"_w >> item >> *(","_m >> ahead_assigned >> item);
};
constexpr auto let_def = assignments(assignment);
constexpr auto branch_let_def = assignments(branch_assignment);

constexpr auto group_def = "group"_w >> "by"_w >> columns_to<&ast::Group::keys> >>
                           -(":"_m >> columns_to<&ast::Group::aggregates>);
constexpr auto top_def = "top"_w >> count[set<&ast::Top::count>] >> "by"_w >>
                         listed(sort[add<&ast::Top::keys>]) >>
                         -("per"_w >> listed(expr[add<&ast::Top::per>]));
constexpr auto offset_def = "offset"_w >> count[set<&ast::Offset::count>];
constexpr auto with_def = "with"_w >> -"distinct"_w[mark<&ast::With::distinct>] >>
                          columns_to<&ast::With::columns>;
constexpr auto cite_as_def = "cite"_w >> "as"_w >> token[variable][set<&ast::CiteAs::variable>];

// for = "for" (var "in" inrhs | "(" var % "," ")" "in" "(" ("(" expr % "," ")") % "," ")")
struct take_elements {
  template <typename Context>
  void operator()(const Context& context) const {
    ast::For& loop = x3::_val(context);
    loop.is_list = x3::_attr(context).is_list;
    for (ast::Expr& element : x3::_attr(context).elements) {
      loop.rows.emplace_back().push_back(std::move(element));
    }
  }
};
constexpr auto row_def = "("_m >> listed(expr[push]) >> ")"_m;
constexpr auto for_each_def =
    "for"_w >> (token[variable][add<&ast::For::variables>] >> "in"_w >> in_rhs[take_elements{}] |
                "("_m[mark<&ast::For::tuple>] >> variables_to<&ast::For::variables> >> ")"_m >>
                    "in"_w >> "("_m >> listed(row[add<&ast::For::rows>]) >> ")"_m);

// ---------------------------------------------------------------------------------- calls, search

constexpr auto argument_value = block[set<&ast::CallArgument::value>] |
                                path[set<&ast::CallArgument::value>] |
                                object[set<&ast::CallArgument::value>];
constexpr auto named_argument_def =
    called("a setting")[token[any_word]][set<&ast::CallArgument::name>] >> "="_m >> argument_value;
constexpr auto call_argument_def = named_argument[assign] | argument_value;
constexpr auto call_def =
    "call"_w >> called("a procedure")[token[any_word]][set<&ast::Call::procedure>] >> "("_m >>
    -listed(call_argument[add<&ast::Call::arguments>]) >> ")"_m >>
    -("as"_w >> variables_to<&ast::Call::results>);
constexpr auto search_def = "search"_w >> "("_m >> listed(expr[add<&ast::Search::arguments>]) >>
                            ")"_m >> -("as"_w >> variables_to<&ast::Search::results>);

// ---------------------------------------------------------------------------- clauses with blocks

struct take_clauses {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).block->clauses = std::move(x3::_attr(context));
  }
};
struct take_result {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).block->result = std::move(x3::_attr(context));
  }
};

constexpr auto match_def = "match"_w >> run[set<&ast::Match::patterns>];
constexpr auto maybe_def = "maybe"_w >> block[set<&ast::Maybe::block>];
constexpr auto not_clause_def = "not"_w >> block[set<&ast::Not::block>];
constexpr auto either_branch = block[add<&ast::Either::branches>];
constexpr auto either_def = "either"_w >> either_branch >> +("or"_w >> either_branch);
constexpr auto every_def = "every"_w >> block[set<&ast::Every::each>] >> "has"_w >>
                           block[set<&ast::Every::has>];
constexpr auto nested_def = "{"_m >> deep[heads[set<&ast::Nested::heads>] >> clauses[take_clauses{}] >>
                                          -(-","_m >> result[take_result{}]) >> -","_m] >>
                            "}"_m;

// ------------------------------------------------------------------------------ what follows what

constexpr auto as_node = set<&Clause::node>;

struct take_run {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).node = ast::Match{std::move(x3::_attr(context))};
  }
};
constexpr auto run_clause_def = placed[run[take_run{}]];

constexpr auto clause_def =
    placed[match[as_node] | maybe[as_node] | not_clause[as_node] | either[as_node] |
           every[as_node] | where[as_node] | let[as_node] | for_each[as_node] | group[as_node] |
           top[as_node] | order[as_node] | limit[as_node] | offset[as_node] | with[as_node] |
           call[as_node] | search[as_node] | cite_as[as_node] | nested[as_node]];
constexpr auto branch_clause_def =
    placed[maybe[as_node] | not_clause[as_node] | either[as_node] | every[as_node] |
           branch_where[as_node] | branch_let[as_node] | call[as_node] | search[as_node] |
           nested[as_node]];
constexpr auto first_stage_def =
    placed[match[as_node] | either[as_node] | call[as_node] | search[as_node] | nested[as_node] |
           let[as_node] | for_each[as_node]];

// next = ["," | "and"] clause | ("," | "and") run
constexpr auto joint = ","_m | "and"_w;
template <typename Kind>
constexpr auto following(const Kind& kind) {
  return *(-joint >> kind[push] | joint >> run_clause[push]);
}

BOOST_SPIRIT_DEFINE(run_clause, clause, branch_clause, first_stage, match, maybe, not_clause, either,
                    every, where, branch_where)
BOOST_SPIRIT_DEFINE(assignment, branch_assignment, let, branch_let, for_each, group, top, offset,
                    with, call, call_argument, named_argument, search, cite_as, nested, column,
                    sort, row)

}  // namespace

constexpr auto clauses_def = (clause[push] | run_clause[push]) >> following(clause);
constexpr auto stage_clauses_def = first_stage[push] >> following(clause);
constexpr auto branch_clauses_def = (branch_clause[push] | run_clause[push]) >>
                                    following(branch_clause) >> -","_m;

constexpr auto block_def =
    placed["{"_m >> deep[clauses[set<&ast::Block::clauses>] >>
                         -(-","_m >> result[set<&ast::Block::result>]) >> -","_m] >>
           "}"_m];

constexpr auto order_def = "order"_w >> "by"_w >> listed(sort[add<&ast::Order::keys>]);
constexpr auto limit_def = "limit"_w >> count[set<&ast::Limit::count>];

namespace {
struct tail_id;
constexpr rule<tail_id, Clause> tail{"order, top, limit, offset"};
constexpr auto tail_def = placed[order[as_node] | limit[as_node] | offset[as_node] | top[as_node]];
BOOST_SPIRIT_DEFINE(tail)
}  // namespace

constexpr auto result_def = placed["return"_w >> -"distinct"_w[mark<&ast::Return::distinct>] >>
                                   columns_to<&ast::Return::columns> >> *tail[add<&ast::Return::tail>]];

BOOST_SPIRIT_DEFINE(block, clauses, stage_clauses, branch_clauses, result, order, limit)

BOOST_SPIRIT_INSTANTIATE(decltype(block), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(clauses), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(stage_clauses), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(branch_clauses), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(result), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(order), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(limit), iterator_type, context_type)

}  // namespace vouch::parser::grammar
