// One statement of any kind: claims and their care, rules, scripts, questions, lone expressions.
#include "parser/grammar/grammar.hpp"
#include "parser/grammar/lexeme.hpp"
#include "parser/grammar/rules.hpp"

namespace vouch::parser::grammar {
namespace {

using ast::AboutStatement;
using ast::AboutVerb;
using ast::TransactionVerb;

struct claim_id;
struct block_fact_id;
struct claims_id;
struct facts_between_id;
struct load_id;
struct retract_id;
struct merge_id;
struct rename_id;
struct rule_statement_id;
struct branch_id;
struct rule_group_id;
struct definition_id;
struct param_id;
struct include_id;
struct echo_id;
struct check_id;
struct export_id;
struct transaction_id;
struct set_statement_id;
struct show_id;
struct why_id;
struct about_id;
struct binding_id;
struct expression_id;
constexpr rule<claim_id, ast::ClaimStatement> claim{"claim"};
constexpr rule<block_fact_id, ast::Fact> block_fact{"blockfact"};
constexpr rule<claims_id, ast::ClaimsStatement> claims{"claims"};
constexpr rule<facts_between_id, ast::ClaimsStatement> facts_between{"facts of a block"};
constexpr rule<load_id, ast::LoadStatement> load{"load"};
constexpr rule<retract_id, ast::RetractStatement> retract{"retract"};
constexpr rule<merge_id, ast::MergeStatement> merge{"merge"};
constexpr rule<rename_id, ast::RenameStatement> renaming{"rename"};
constexpr rule<rule_statement_id, ast::RuleStatement> rule_statement{"rule"};
constexpr rule<branch_id, ast::RuleBranch> branch{"branch"};
constexpr rule<rule_group_id, ast::RuleGroup> rule_group{"group of a rule"};
constexpr rule<definition_id, ast::QueryDefinition> definition{"query definition"};
constexpr rule<param_id, ast::ParamStatement> param{"param"};
constexpr rule<include_id, ast::IncludeStatement> include{"include"};
constexpr rule<echo_id, ast::EchoStatement> echo{"echo"};
constexpr rule<check_id, ast::CheckStatement> check{"check"};
constexpr rule<export_id, ast::ExportStatement> exporting{"export"};
constexpr rule<transaction_id, ast::TransactionStatement> transaction{"begin, commit, rollback"};
constexpr rule<set_statement_id, ast::SetStatement> setting{"set"};
constexpr rule<show_id, ast::ShowStatement> show{"show"};
constexpr rule<why_id, AboutStatement> why{"why"};
constexpr rule<about_id, AboutStatement> about{"impact, pivotal, explain, profile"};
constexpr rule<binding_id, std::pair<ast::Variable, ast::Term>> binding{"var = obj"};
constexpr rule<expression_id, ast::ExpressionStatement> expression{"expr"};

// ----------------------------------------------------------------------------------------- claims

struct take_denial {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).fact = std::move(x3::_attr(context));
    x3::_val(context).fact.denied = true;
  }
};
struct deny_fact {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context) = std::move(x3::_attr(context));
    x3::_val(context).denied = true;
  }
};

// ("claim" | "deny") fact
constexpr auto claim_def =
    "claim"_w >> fact[set<&ast::ClaimStatement::fact>] | "deny"_w >> fact[take_denial{}];
// "claims" quals "{" [blockfact] {";" [blockfact]} "}"
constexpr auto block_fact_def = "deny"_w >> fact[deny_fact{}] | !quiet["deny"_w] >> fact[assign];
constexpr auto optional_fact = -block_fact[add<&ast::ClaimsStatement::facts>];
constexpr auto facts_between_def = optional_fact >> *(";"_m >> optional_fact);
constexpr auto claims_def = "claims"_w >> qualifiers[set<&ast::ClaimsStatement::shared>] >> "{"_m >>
                            facts_between_def >> "}"_m;
constexpr auto load_def = "load"_w >> file_name[set<&ast::LoadStatement::file>] >>
                          -qualifiers[set<&ast::LoadStatement::qualifiers>];
constexpr auto retract_def =
    "retract"_w >> ("claim"_w | "rule"_w[mark<&ast::RetractStatement::rules>]) >>
    listed(declared[add<&ast::RetractStatement::names>]) >>
    -qualifiers[set<&ast::RetractStatement::qualifiers>];
constexpr auto what = subject[set<&ast::MergeStatement::what>];
constexpr auto into = subject[set<&ast::MergeStatement::into>];
constexpr auto merge_def = ("merge"_w >> what >> "into"_w >> into |
                            "unmerge"_w[mark<&ast::MergeStatement::undo>] >> what >> "from"_w >> into) >>
                           -qualifiers[set<&ast::MergeStatement::qualifiers>];
constexpr auto renaming_def = "rename"_w >> subject[set<&ast::RenameStatement::what>] >> "to"_w >>
                              declared[set<&ast::RenameStatement::to>];

// ------------------------------------------------------------------------------------------ rules

struct take_branch {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).block.clauses = std::move(x3::_attr(context));
  }
};
struct place_branch {
  template <typename Context>
  void operator()(const Context& context) const {
    auto& block = x3::_val(context).block;
    block.place = cover(block.clauses.front().place, block.clauses.back().place);
  }
};
constexpr auto rule_group_def = "group"_w >> "by"_w >> listed(expr[add<&ast::RuleGroup::keys>]) >>
                                ":"_m >> and_expr[set<&ast::RuleGroup::condition>];
constexpr auto branch_def = branch_clauses[take_branch{}] >>
                            -rule_group[set<&ast::RuleBranch::group>] >> x3::eps[place_branch{}];
constexpr auto one_branch = branch[add<&ast::RuleStatement::branches>];
constexpr auto rule_statement_def =
    -"let"_w[mark<&ast::RuleStatement::local>] >> "rule"_w >>
    subject[set<&ast::RuleStatement::subject>] >> relation_name[set<&ast::RuleStatement::relation>] >>
    object[set<&ast::RuleStatement::object>] >> "if"_w >> one_branch >> *("or"_w >> one_branch);

// "query" id "(" [param % ","] ")" "=" query
constexpr auto definition_def =
    "query"_w >> called("a name")[token[id]][set<&ast::QueryDefinition::name>] >> "("_m >>
    -listed(token[parameter][add<&ast::QueryDefinition::parameters>]) >> ")"_m >> "="_m >>
    query[set<&ast::QueryDefinition::query>];

// ---------------------------------------------------------------------------------------- scripts

constexpr auto param_def = "param"_w >> token[parameter][set<&ast::ParamStatement::parameter>] >>
                           -("="_m >> object[set<&ast::ParamStatement::value>]);
constexpr auto include_def = "include"_w >> file_name[set<&ast::IncludeStatement::file>];
constexpr auto echo_def = "echo"_w >> listed(expr[add<&ast::EchoStatement::values>]);
constexpr auto check_def = "check"_w >> file_name[set<&ast::CheckStatement::title>] >>
                           expectation[set<&ast::CheckStatement::expectation>] >>
                           query[set<&ast::CheckStatement::query>];
constexpr auto exporting_def = "export"_w >> file_name[set<&ast::ExportStatement::file>] >>
                               query[set<&ast::ExportStatement::query>];
template <TransactionVerb Verb>
constexpr auto verb = mark<&ast::TransactionStatement::verb, Verb>;
constexpr auto transaction_def = "begin"_w[verb<TransactionVerb::begin>] |
                                 "commit"_w[verb<TransactionVerb::commit>] |
                                 "rollback"_w[verb<TransactionVerb::rollback>];
constexpr auto setting_def = "set"_w >> called("a setting")[token[any_word]][set<&ast::SetStatement::name>] >>
                             object[set<&ast::SetStatement::value>];
constexpr auto show_def =
    "show"_w >> called("`relations`, `kinds`, `sources`, `rules`")[token[any_word]]
                                                                  [set<&ast::ShowStatement::what>] >>
    -("of"_w >> listed(subject[add<&ast::ShowStatement::of>]));

// ------------------------------------------------------------------------- questions on questions

using Binding = std::pair<ast::Variable, ast::Term>;
constexpr auto binding_def = token[variable][set<&Binding::first>] >> "="_m >> object[set<&Binding::second>];
constexpr auto bound = binding[add<&AboutStatement::bindings>];
template <AboutVerb Verb>
constexpr auto asks = mark<&AboutStatement::verb, Verb>;
// "why" ["not" "{" (var "=" obj) % ("," | "and") "}"] query
constexpr auto why_def =
    "why"_w[asks<AboutVerb::why>] >>
    -("not"_w[asks<AboutVerb::why_not>] >> "{"_m >> bound >> *((","_m | "and"_w) >> bound) >> -","_m >>
      "}"_m) >>
    query[set<&AboutStatement::query>];
constexpr auto about_def =
    ("impact"_w[asks<AboutVerb::impact>] | "pivotal"_w[asks<AboutVerb::pivotal>] |
     "explain"_w[asks<AboutVerb::explain>] | "profile"_w[asks<AboutVerb::profile>]) >>
    query[set<&AboutStatement::query>];

// !(id (";" | end)) expr ["cite"] [expect]
constexpr auto expression_def =
    !quiet[token[id] >> (';' | x3::eoi)] >> expr[set<&ast::ExpressionStatement::value>] >>
    -"cite"_w[mark<&ast::ExpressionStatement::cite>] >>
    -("expect"_w >> expectation[set<&ast::ExpressionStatement::expect>]);

constexpr auto as_node = set<&ast::Statement::node>;

BOOST_SPIRIT_DEFINE(claim, block_fact, facts_between, claims, load, retract, merge, renaming,
                    rule_statement, branch, rule_group, definition, param, include, echo)
BOOST_SPIRIT_DEFINE(check, exporting, transaction, setting, show, why, about, binding, expression)

}  // namespace

// Facts first: they are what there is most of.
constexpr auto statement_def =
    placed[claims[as_node] | claim[as_node] | declaration[assign] | load[as_node] | retract[as_node] |
           merge[as_node] | renaming[as_node] | rule_statement[as_node] | definition[as_node] |
           param[as_node] | include[as_node] | echo[as_node] | check[as_node] | exporting[as_node] |
           transaction[as_node] | setting[as_node] | show[as_node] | why[as_node] | about[as_node] |
           ask[assign] | expression[as_node]];

BOOST_SPIRIT_DEFINE(statement)

bool read_statement(State& state, const char*& at, ast::Statement& out) {
  const context_type context = x3::make_context<state_tag>(state);
  return statement.parse(at, state.end(), context, x3::unused, out);
}

bool read_facts(State& state, const char*& at, std::vector<ast::Fact>& out) {
  const context_type context = x3::make_context<state_tag>(state);
  ast::ClaimsStatement read;
  if (!facts_between.parse(at, state.end(), context, x3::unused, read)) return false;
  out = std::move(read.facts);
  return true;
}
}  // namespace vouch::parser::grammar
