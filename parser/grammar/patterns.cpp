// Triples with paths, qualifiers and `along`; what binds claims and paths; runs of patterns.
#include "parser/grammar/lexeme.hpp"
#include "parser/grammar/rules.hpp"

namespace vouch::parser::grammar {
namespace {

using ast::Link;
using ast::PathBinding;
using ast::PathMode;
using ast::Pattern;

struct rest_id;
struct triple_id;
struct claim_pattern_id;
struct path_binding_id;
struct path_pattern_id;
struct lone_id;
struct full_id;
struct pattern_id;
struct kinded_id;
constexpr rule<kinded_id, ast::Variable> kinded{"var·:·kind"};
constexpr rule<rest_id, Link> rest{"rest"};
constexpr rule<triple_id, Pattern> triple{"triple"};
constexpr rule<claim_pattern_id, Pattern> claim_pattern{"claim pattern"};
constexpr rule<path_binding_id, PathBinding> path_binding{"mode path var"};
constexpr rule<path_pattern_id, Pattern> path_pattern{"path pattern"};
constexpr rule<lone_id, Pattern> lone{"lone"};
constexpr rule<full_id, Pattern> full{"full"};
constexpr rule<pattern_id, Pattern> pattern{"pattern"};

struct take_triple {  // keeps what is bound
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).subject = std::move(x3::_attr(context).subject);
    x3::_val(context).link = std::move(x3::_attr(context).link);
  }
};
struct go_on_with_subject {
  template <typename Context>
  void operator()(const Context& context) const {
    auto& patterns = x3::_val(context);
    Pattern next;
    next.subject = patterns.back().subject;
    next.link = std::move(x3::_attr(context));
    next.place = next.link->relation_place;
    patterns.push_back(std::move(next));
  }
};
struct place_relation {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).relation_place = x3::_attr(context).place;
    x3::_val(context).relation = std::move(x3::_attr(context));
  }
};

// ------------------------------------------------------------------------------------------ rules

// rest = relation objs [quals] ["along" "(" expr ")"]
constexpr auto rest_def =
    (token[pattern_variable][place_relation{}] | path[place_relation{}]) >>
    object[add<&Link::objects>] >> *("|"_m >> object[add<&Link::objects>]) >>
    -qualifiers[set<&Link::qualifiers>] >>
    -("along"_w >> "("_m >> deep[expr[set<&Link::along>]] >> ")"_m);

constexpr auto triple_def = placed[subject[set<&Pattern::subject>] >> rest[set<&Pattern::link>]];
constexpr auto claim_pattern_def = placed["claim"_w >> token[variable][set<&Pattern::claim>] >>
                                          "="_m >> triple[take_triple{}]];

constexpr auto mode =
    "all"_w >> "shortest"_w[mark<&PathBinding::mode, PathMode::all_shortest>] |
    "shortest"_w[mark<&PathBinding::mode, PathMode::shortest>] |
    token[numeral][set<&PathBinding::count>] >>
        "shortest"_w[mark<&PathBinding::mode, PathMode::n_shortest>] |
    "simple"_w[mark<&PathBinding::mode, PathMode::simple>] |
    "trail"_w[mark<&PathBinding::mode, PathMode::trail>];
constexpr auto path_binding_def =
    -mode >> "path"_w >> token[variable][set<&PathBinding::variable>] >> "="_m;
constexpr auto path_pattern_def =
    placed[path_binding[set<&Pattern::path>] >> triple[take_triple{}]];

// var·":"·(iri | pname | word), tried last: a triple or `relation objs` wins
constexpr auto kinded_def = placed[variable_name[set<&ast::Variable::name>] >> ':' >>
                                   plain_name[set<&ast::Variable::kind>]];
constexpr auto lone_def = placed[token[kinded][set<&Pattern::subject>]];

constexpr auto full_def = claim_pattern[assign] | path_pattern[assign] | triple[assign];
constexpr auto pattern_def = called("a pattern")[full[assign] | lone[assign]];

BOOST_SPIRIT_DEFINE(kinded, rest, triple, claim_pattern, path_binding, path_pattern, lone, full,
                    pattern)

}  // namespace

constexpr auto run_def =
    pattern[push] >> *(","_m >> pattern[push] |
                       "and"_w >> (full[push] | rest[go_on_with_subject{}] | lone[push]));

BOOST_SPIRIT_DEFINE(run)
BOOST_SPIRIT_INSTANTIATE(decltype(run), iterator_type, context_type)

}  // namespace vouch::parser::grammar
