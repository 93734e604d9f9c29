// Names, variables, literals as terms; qualifiers and facts.
#include "parser/grammar/lexeme.hpp"
#include "parser/grammar/rules.hpp"

namespace vouch::parser::grammar {
namespace {

using ast::BinaryOp;
using ast::NameForm;
using x3::lit;
using x3::raw;

using Chain = std::vector<ast::Term>;

constexpr auto ascii_letter = x3::char_('a', 'z') | x3::char_('A', 'Z');
constexpr auto tag_part = +(ascii_letter | x3::char_('0', '9'));
constexpr auto tag = +ascii_letter >> *('-' >> tag_part);

struct datatype_id;
struct boolean_id;
struct anything_id;
struct id_name_id;
constexpr rule<datatype_id, ast::PlainName> datatype{"iri | pname"};
constexpr rule<boolean_id, ast::BooleanLiteral> boolean{"bool"};
constexpr rule<anything_id, ast::Anything> anything{"_"};
constexpr rule<id_name_id, ast::Name> id_name{"iri | pname | id"};

struct value_chain_id;
struct values_id;
struct comparison_id;
constexpr rule<value_chain_id, Chain> value_chain{"qval"};
constexpr rule<values_id, ast::QualifierValues> values{"qval | qval"};
constexpr rule<comparison_id, ast::QualifierComparison> comparison{"cmpop add"};

constexpr auto datatype_def = iri[as<NameForm::iri>] | prefixed[as<NameForm::prefixed>];
constexpr auto boolean_def = placed["true"_w[mark<&ast::BooleanLiteral::value, true>] |
                                    "false"_w[mark<&ast::BooleanLiteral::value, false>]];
constexpr auto anything_def = placed[lit('_') >> !name_character];
constexpr auto id_name_def = placed[iri[as<NameForm::iri>] | prefixed[as<NameForm::prefixed>] |
                                    id[as<NameForm::id>]];

}  // namespace

// ------------------------------------------------------------------------------------------ names

constexpr auto plain_name_def = placed[iri[as<NameForm::iri>] | prefixed[as<NameForm::prefixed>] |
                                       any_word[as<NameForm::id>]];
constexpr auto relation_atom_def =
    placed[iri[as<NameForm::iri>] | prefixed[as<NameForm::prefixed>] | label[assign] |
           id[as<NameForm::id>]];
constexpr auto declared_def = called("a name")[token[id_name][assign]];
constexpr auto relation_name_def = called("a relation")[token[relation_atom][assign]];

constexpr auto variable_def = called("a variable")[placed[variable_name[set<&ast::Variable::name>]]];
constexpr auto pattern_variable_def =
    called("a variable")[placed[variable_name[set<&ast::Variable::name>] >>
                                -(':' >> plain_name[set<&ast::Variable::kind>])]];
constexpr auto parameter_def =
    called("a parameter")[placed[parameter_name[set<&ast::Parameter::name>]]];

// --------------------------------------------------------------------------------------- literals

constexpr auto string_def =
    placed[quoted[set<&ast::StringLiteral::text>] >>
           -('@' >> raw[tag][set_text<&ast::StringLiteral::language>] |
             "^^" >> datatype[set<&ast::StringLiteral::datatype>])];

// A string that is a file name or a title: it has neither language nor datatype.
constexpr auto file_name_def = called("a string")[token[quoted >> !(lit('@') | "^^")]][assign];

struct label_name_id;
constexpr rule<label_name_id, ast::Name> label_name{"label"};
constexpr auto label_name_def = placed[label[assign]];

// patvar | param | label | iri | pname | "_" | id
constexpr auto subject_def =
    called("a name or variable")[token[pattern_variable][assign] | token[parameter][assign] |
                                 token[label_name][assign] | token[id_name][assign] |
                                 token[anything][assign]];
// string | bool | number | subj
constexpr auto object_def = called("a value")[token[string][assign] | boolean[assign] |
                                              token[number][assign] | subject[assign]];

constexpr auto count_def = placed[called("a whole number")[token[numeral >> !name_character]]
                                                          [set<&ast::Count::value>] |
                                  token[parameter][set<&ast::Count::value>]];

// ------------------------------------------------------------------------------------- qualifiers

namespace {

template <BinaryOp Op>
struct compare_action {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).op = Op;
    x3::_val(context).value = std::move(x3::_attr(context));
  }
};
template <BinaryOp Op>
constexpr compare_action<Op> compare{};

constexpr auto symbol_comparison =
    "!="_m >> sum[compare<BinaryOp::not_equal>] | "<="_m >> sum[compare<BinaryOp::less_equal>] |
    ">="_m >> sum[compare<BinaryOp::greater_equal>] | "~="_m >> sum[compare<BinaryOp::similar>] |
    "="_m >> sum[compare<BinaryOp::equal>] | "<"_m >> sum[compare<BinaryOp::less>] |
    ">"_m >> sum[compare<BinaryOp::greater>];
constexpr auto word_comparison = "contains"_w >> sum[compare<BinaryOp::contains>] |
                                 "starts"_w >> "with"_w >> sum[compare<BinaryOp::starts_with>] |
                                 "ends"_w >> "with"_w >> sum[compare<BinaryOp::ends_with>] |
                                 "matches"_w >> sum[compare<BinaryOp::matches>];

constexpr auto comparison_def = !iri >> symbol_comparison | word_comparison;
constexpr auto value_chain_def = object[push] >> *(">"_m >> object[push]);
constexpr auto values_def = value_chain[add<&ast::QualifierValues::alternatives>] >>
                            *("|"_m >> value_chain[add<&ast::QualifierValues::alternatives>]);

}  // namespace

constexpr auto qualifier_def =
    placed[called("a qualifier")[token[plain_name]][set<&ast::Qualifier::name>] >>
           (comparison[set<&ast::Qualifier::test>] | "in"_w >> in_rhs[set<&ast::Qualifier::test>] |
            values[set<&ast::Qualifier::test>])];
constexpr auto qualifiers_def = "("_m >> listed(qualifier[push]) >> ")"_m;

// ------------------------------------------------------------------------------------------ facts

constexpr auto fact_def =
    placed[subject[set<&ast::Fact::subject>] >> relation_name[set<&ast::Fact::relation>] >>
           object[set<&ast::Fact::object>] >> -qualifiers[set<&ast::Fact::qualifiers>]];

namespace {
BOOST_SPIRIT_DEFINE(datatype, boolean, anything, id_name, value_chain, values, comparison)
}  // namespace

BOOST_SPIRIT_DEFINE(plain_name, relation_atom, variable, pattern_variable, parameter, string, file_name,
                    label_name, declared, relation_name, subject, object, qualifier, qualifiers,
                    fact, count)

BOOST_SPIRIT_INSTANTIATE(decltype(plain_name), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(relation_atom), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(variable), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(pattern_variable), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(parameter), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(string), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(file_name), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(declared), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(relation_name), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(subject), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(object), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(qualifier), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(qualifiers), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(fact), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(count), iterator_type, context_type)

}  // namespace vouch::parser::grammar
