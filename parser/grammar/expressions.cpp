// Expressions, loosest first: or, and, not, comparisons, + -, * / %, -x, primaries with .fields.
#include "parser/grammar/lexeme.hpp"
#include "parser/grammar/rules.hpp"

namespace vouch::parser::grammar {
namespace {

using ast::BinaryOp;
using ast::Expr;
using ast::FunctionCall;
using ast::IsA;
using ast::NameForm;
using x3::lit;

struct not_expr_id;
struct comparison_id;
struct product_id;
struct unary_id;
struct primary_id;
struct base_id;
struct call_or_name_id;
struct arguments_id;
struct kinds_id;
struct kind_name_id;
struct regex_id;
constexpr rule<not_expr_id, Expr> not_expr{"notexpr"};
constexpr rule<comparison_id, Expr> comparison{"cmp"};
constexpr rule<product_id, Expr> product{"mul"};
constexpr rule<unary_id, Expr> unary{"unary"};
constexpr rule<primary_id, Expr> primary{"prim"};
constexpr rule<base_id, Expr> base{"prim"};
constexpr rule<call_or_name_id, Expr> call_or_name{"function | id"};
constexpr rule<arguments_id, FunctionCall> arguments{"function"};
constexpr rule<kinds_id, std::vector<ast::Term>> kinds{"kinds of is_a"};
constexpr rule<kind_name_id, ast::Name> kind_name{"decl | label"};
constexpr rule<regex_id, ast::Regex> regex{"regex"};

// ---------------------------------------------------------------------------------------- actions

// Chains lean to the left: `a + b + c` is two operators high. Readers of trees recurse.
void count_operator(State& state) {
  if (++state.operators > kOperatorsMost) throw TooManyOperators{state.last_token};
}

template <BinaryOp Op, bool Negated = false>
struct combine_action {
  static constexpr bool kChains = Op <= BinaryOp::logical_and || Op >= BinaryOp::add;

  template <typename Context>
  void operator()(const Context& context) const {
    if constexpr (kChains) count_operator(state_of(context));
    Expr& left = x3::_val(context);
    Expr& right = x3::_attr(context);
    const ast::Place place = cover(left.place, right.place);
    left = Expr{ast::Binary{Op, Negated, std::move(left), std::move(right)}, place};
  }
};
template <BinaryOp Op, bool Negated = false>
constexpr combine_action<Op, Negated> combine{};

template <bool Negated>
struct within_action {
  template <typename Context>
  void operator()(const Context& context) const {
    Expr& operand = x3::_val(context);
    ast::QualifierIn& in = x3::_attr(context);
    operand = Expr{ast::In{Negated, in.is_list, std::move(operand), std::move(in.elements)}, {}};
  }
};
template <bool Negated>
struct kind_test_action {
  template <typename Context>
  void operator()(const Context& context) const {
    Expr& operand = x3::_val(context);
    operand = Expr{IsA{Negated, std::move(operand), std::move(x3::_attr(context))}, {}};
  }
};

template <ast::UnaryOp Op>
struct prefix_action {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).node = ast::Unary{Op, std::move(x3::_attr(context))};
  }
};
template <typename Node>
struct block_action {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).node = Node{std::move(x3::_attr(context))};
  }
};

struct take_term {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).place = x3::_attr(context).place;
    x3::_val(context).node = ast::Term(std::move(x3::_attr(context)));
  }
};
template <NameForm Form>
struct take_name {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).node = ast::Term(ast::Name{Form, std::move(x3::_attr(context)), {}, {}});
  }
};
struct place_name {  // the primary's place becomes its name's
  template <typename Context>
  void operator()(const Context& context) const {
    Expr& value = x3::_val(context);
    std::get<ast::Name>(std::get<ast::Term>(value.node)).place = value.place;
  }
};
struct take_field {
  template <typename Context>
  void operator()(const Context& context) const {
    State& state = state_of(context);
    count_operator(state);
    Expr& operand = x3::_val(context);
    ast::PlainName& name = x3::_attr(context);
    const ast::Place place = cover(operand.place, name.place);
    operand = Expr{ast::Field{std::move(operand), std::move(name.text), name.place}, place};
  }
};
// `f` so far a name; now its arguments are read.
struct make_call {
  template <typename Context>
  void operator()(const Context& context) const {
    Expr& value = x3::_val(context);
    FunctionCall& call = x3::_attr(context);
    const auto& name = std::get<ast::Name>(std::get<ast::Term>(value.node));
    call.function = name.text;
    call.name_place = name.place;
    value.node = std::move(call);
  }
};
struct make_if {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_attr(context).function = "if";
    x3::_val(context).node = std::move(x3::_attr(context));
  }
};

struct take_order {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).order = std::move(x3::_attr(context).keys);
  }
};
struct take_limit {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).limit = std::move(x3::_attr(context).count);
  }
};

// ------------------------------------------------------------------------------------ not and cmp

constexpr auto not_expr_def =
    placed["not"_w >> deep[not_expr[prefix_action<ast::UnaryOp::logical_not>{}]] |
           comparison[assign]];

template <bool Negated>
constexpr auto word_test =
    "contains"_w >> sum[combine<BinaryOp::contains, Negated>] |
    "starts"_w >> "with"_w >> sum[combine<BinaryOp::starts_with, Negated>] |
    "ends"_w >> "with"_w >> sum[combine<BinaryOp::ends_with, Negated>] |
    "matches"_w >> sum[combine<BinaryOp::matches, Negated>] |
    "in"_w >> in_rhs[within_action<Negated>{}] | "is_a"_w >> kinds[kind_test_action<Negated>{}];

constexpr auto symbol_test =
    "!="_m >> sum[combine<BinaryOp::not_equal>] | "<="_m >> sum[combine<BinaryOp::less_equal>] |
    ">="_m >> sum[combine<BinaryOp::greater_equal>] | "~="_m >> sum[combine<BinaryOp::similar>] |
    "="_m >> sum[combine<BinaryOp::equal>] | "<"_m >> sum[combine<BinaryOp::less>] |
    ">"_m >> sum[combine<BinaryOp::greater>];

constexpr auto comparison_def =
    placed[sum[assign] >> -(called("a comparison")[symbol_test] | word_test<false> |
                            "not"_w >> word_test<true>)];

// (var | decl | label | param) {"|" …}
constexpr auto kind_name_def =
    placed[label[assign] | iri[as<NameForm::iri>] | prefixed[as<NameForm::prefixed>] |
           id[as<NameForm::id>]];
constexpr auto kind_operand =
    called("a kind")[token[variable][push] | token[parameter][push] | token[kind_name][push]];
constexpr auto kinds_def = kind_operand >> *("|"_m >> kind_operand);

// -------------------------------------------------------------------------------------- + - * / %

constexpr auto product_def =
    unary[assign] >> *("*"_m >> unary[combine<BinaryOp::multiply>] |
                       "/"_m >> unary[combine<BinaryOp::divide>] |
                       "%"_m >> unary[combine<BinaryOp::remainder>]);

constexpr auto unary_def =
    called("a value")[token[operand_number][take_term{}] |
                      placed["-"_m >> deep[unary[prefix_action<ast::UnaryOp::negate>{}]]] |
                      primary[assign]];

// -------------------------------------------------------------------------------------- primaries

constexpr auto line_character = x3::char_ - '\n';
constexpr auto regex_character = ('\\' >> line_character) | (line_character - '/' - '\\');
constexpr auto regex_def = '/' >> x3::raw[+regex_character][set_text<&ast::Regex::pattern>] >> '/' >>
                           x3::raw[*x3::char_('a', 'z')][set_text<&ast::Regex::flags>];

struct boolean_id;
constexpr rule<boolean_id, ast::BooleanLiteral> boolean{"bool"};
constexpr auto boolean_def = placed["true"_w[mark<&ast::BooleanLiteral::value, true>] |
                                    "false"_w[mark<&ast::BooleanLiteral::value, false>]];
struct fixed_name_id;  // label | iri | pname
constexpr rule<fixed_name_id, ast::Name> fixed_name{"label | iri | pname"};
constexpr auto fixed_name_def =
    placed[label[assign] | iri[as<NameForm::iri>] | prefixed[as<NameForm::prefixed>]];

struct plain_id_id;
constexpr rule<plain_id_id, Expr> plain_id{"id"};
constexpr auto plain_id_def = placed[id[take_name<NameForm::id>{}]] >> x3::eps[place_name{}];

// function = ("if" | id) "(" ["*" | ["distinct"] expr % "," [order] ["limit" count]] ")"
constexpr auto arguments_def =
    "("_m >>
    deep[-("*"_m[mark<&FunctionCall::star>] |
           -"distinct"_w[mark<&FunctionCall::distinct>] >> listed(expr[add<&FunctionCall::arguments>]) >>
               -order[take_order{}] >> -limit[take_limit{}])] >>
    ")"_t;
constexpr auto call_or_name_def = placed[plain_id[assign] >> -(blanks >> arguments[make_call{}])];

constexpr auto base_def = placed["("_m >> deep[expr[assign]] >> ")"_t | variable[take_term{}] |
                                 "if"_w >> arguments[make_if{}] | call_or_name[assign]];

struct field_name_id;
constexpr rule<field_name_id, ast::PlainName> field_name{"word"};
constexpr auto field_name_def = placed[any_word[as<NameForm::id>]];
constexpr auto with_fields =
    base[assign] >> *('.' >> called("a field")[field_name][take_field{}]) >> blanks;

constexpr auto primary_def =
    placed["exists"_w >> block[block_action<ast::ExistsBlock>{}] |
           "count"_w >> block[block_action<ast::CountBlock>{}] | token[string][take_term{}] |
           boolean[take_term{}] | token[regex][set<&Expr::node>] | token[parameter][take_term{}] |
           token[fixed_name][take_term{}] | with_fields];

BOOST_SPIRIT_DEFINE(not_expr, comparison, product, unary, primary, base, call_or_name, plain_id,
                    arguments, kinds, kind_name, regex, boolean, fixed_name, field_name)

}  // namespace

// ------------------------------------------------------------------------------- or, and, add, in

constexpr auto expr_def = counted[and_expr[assign] >> *("or"_w >> and_expr[combine<BinaryOp::logical_or>])];
constexpr auto and_expr_def =
    counted[not_expr[assign] >> *("and"_w >> not_expr[combine<BinaryOp::logical_and>])];
constexpr auto sum_def = counted[product[assign] >> *("+"_m >> product[combine<BinaryOp::add>] |
                                                      "-"_m >> product[combine<BinaryOp::subtract>])];

// "(" expr % "," ")" | !"(" add      (once `(` is read there is no second try)
constexpr auto in_rhs_def = "("_m[mark<&ast::QualifierIn::is_list>] >>
                                deep[listed(expr[add<&ast::QualifierIn::elements>])] >> ")"_m |
                            !lit('(') >> sum[add<&ast::QualifierIn::elements>];

BOOST_SPIRIT_DEFINE(expr, and_expr, sum, in_rhs)

BOOST_SPIRIT_INSTANTIATE(decltype(expr), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(and_expr), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(sum), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(in_rhs), iterator_type, context_type)

}  // namespace vouch::parser::grammar
