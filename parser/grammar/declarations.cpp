// Statements that say what the vocabulary is: prefix, source, kind, relation, unit, entity.
#include "parser/grammar/lexeme.hpp"
#include "parser/grammar/rules.hpp"

namespace vouch::parser::grammar {
namespace {

using ast::NameForm;
using ast::RelationStatement;
using Names = std::vector<ast::Name>;

struct prefix_id;
struct source_field_id;
struct source_id;
struct kind_id;
struct relation_id;
struct free_name_id;
struct unit_id;
struct entity_id;
struct types_id;
struct names_id;
struct strings_id;
constexpr rule<prefix_id, ast::PrefixStatement> prefix{"prefix"};
constexpr rule<source_field_id, ast::SourceField> source_field{"word obj"};
constexpr rule<source_id, ast::SourceStatement> source{"source"};
constexpr rule<kind_id, ast::KindStatement> kind{"kind"};
constexpr rule<relation_id, RelationStatement> relation{"relation"};
constexpr rule<free_name_id, ast::Name> free_name{"iri | pname | word"};
constexpr rule<unit_id, ast::UnitStatement> unit{"unit"};
constexpr rule<entity_id, ast::EntityStatement> entity{"entity"};
constexpr rule<types_id, Names> types{"types"};
constexpr rule<names_id, Names> names{"decl % \",\""};

constexpr auto types_def = declared[push] >> *("|"_m >> declared[push]);
constexpr auto names_def = listed(declared[push]);
constexpr auto text = called("a string")[token[string]];

// "prefix" word ":" iri
constexpr auto prefix_def =
    "prefix"_w >> called("a prefix")[token[any_word]][set<&ast::PrefixStatement::prefix>] >> ":"_m >>
    called("an IRI such as <https://example.org/>")[token[iri]][set<&ast::PrefixStatement::iri>];

// "source" decl ["from" string] ["{" (word obj) % "," "}"]
constexpr auto source_field_def =
    placed[called("a field")[token[any_word]][set<&ast::SourceField::name>] >>
           object[set<&ast::SourceField::value>]];
constexpr auto source_def =
    "source"_w >> declared[set<&ast::SourceStatement::name>] >>
    -("from"_w >> file_name[set<&ast::SourceStatement::from>]) >>
    -("{"_m >> -listed(source_field[add<&ast::SourceStatement::fields>]) >> "}"_m);

// "kind" decl ["under" decl % ","] [string]
constexpr auto kind_def = "kind"_w >> declared[set<&ast::KindStatement::name>] >>
                          -("under"_w >> names[set<&ast::KindStatement::under>]) >>
                          -text[set<&ast::KindStatement::meaning>];

// Names given to several options of a kind add up.
template <auto Member>
struct add_all {
  template <typename Context>
  void operator()(const Context& context) const {
    Names& all = x3::_val(context).*Member;
    for (ast::Name& name : x3::_attr(context)) all.push_back(std::move(name));
  }
};

// "relation" (iri | pname | word) "(" types "->" types ")" {relopt}
constexpr auto free_name_def =
    placed[iri[as<NameForm::iri>] | prefixed[as<NameForm::prefixed>] | any_word[as<NameForm::id>]];
constexpr auto relation_option =
    "inverse"_w >> declared[add<&RelationStatement::inverse>] |
    "functional"_w[mark<&RelationStatement::functional>] >>
        -("per"_w >> "("_m >>
          listed(called("a qualifier")[token[any_word]][add<&RelationStatement::functional_per>]) >>
          ")"_m) |
    "transitive"_w[mark<&RelationStatement::transitive>] |
    "symmetric"_w[mark<&RelationStatement::symmetric>] |
    "under"_w >> names[add_all<&RelationStatement::under>{}] |
    "exclusive"_w >> "with"_w >> names[add_all<&RelationStatement::exclusive_with>{}] |
    "opposite"_w >> names[add_all<&RelationStatement::opposite>{}] |
    text[set<&RelationStatement::meaning>];
constexpr auto relation_def =
    "relation"_w >> called("a name")[token[free_name]][set<&RelationStatement::name>] >> "("_m >>
    types[set<&RelationStatement::domain>] >> "->"_m >> types[set<&RelationStatement::range>] >>
    ")"_m >> *relation_option;

// "unit" unit ["=" number] [string]
constexpr auto unit_def =
    "unit"_w >> called("a unit")[token[unit_name]][set<&ast::UnitStatement::name>] >>
    -("="_m >> called("a number")[token[number]][set<&ast::UnitStatement::definition>]) >>
    -text[set<&ast::UnitStatement::meaning>];

// "entity" decl [":" decl % ","] [string] ["also" string % ","]
constexpr auto entity_def = "entity"_w >> declared[set<&ast::EntityStatement::name>] >>
                            -(":"_m >> names[set<&ast::EntityStatement::kinds>]) >>
                            -text[set<&ast::EntityStatement::label>] >>
                            -("also"_w >> listed(text[add<&ast::EntityStatement::also>]));

BOOST_SPIRIT_DEFINE(prefix, source_field, source, kind, relation, free_name, unit, entity, types, names)

}  // namespace

constexpr auto as_node = set<&ast::Statement::node>;
constexpr auto declaration_def = entity[as_node] | source[as_node] | kind[as_node] |
                                 relation[as_node] | unit[as_node] | prefix[as_node];

BOOST_SPIRIT_DEFINE(declaration)
BOOST_SPIRIT_INSTANTIATE(decltype(declaration), iterator_type, context_type)

}  // namespace vouch::parser::grammar
