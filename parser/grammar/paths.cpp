// Paths in relation position; tightest first: atoms, touching postfixes, `^`, `/`, `|`.
#include "parser/grammar/lexeme.hpp"
#include "parser/grammar/rules.hpp"

namespace vouch::parser::grammar {
namespace {

using ast::Path;
using ast::PathRepeat;
using x3::lit;

struct anything_id;
struct negated_step_id;
struct negation_id;
struct repeat_id;
struct inverse_id;
struct path_atom_id;
struct path_step_id;
struct path_inverse_id;
struct path_sequence_id;
constexpr rule<anything_id, ast::Anything> anything{"_"};
constexpr rule<negated_step_id, ast::NegatedStep> negated_step{"neg"};
constexpr rule<negation_id, ast::PathNegation> negation{"negset"};
constexpr rule<repeat_id, PathRepeat> repeat{"postfix"};
constexpr rule<path_atom_id, Path> path_atom{"pathatom"};
constexpr rule<path_step_id, Path> path_step{"pathatom postfix"};
constexpr rule<path_inverse_id, Path> path_inverse{"pathinv"};
constexpr rule<path_sequence_id, Path> path_sequence{"pathseq"};

// ---------------------------------------------------------------------------------------- actions

// The path read becomes the inside of a new node.
struct invert {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).node = ast::PathInverse{std::move(x3::_attr(context))};
  }
};
struct repeat_what_is_read {
  template <typename Context>
  void operator()(const Context& context) const {
    Path& path = x3::_val(context);
    PathRepeat& repeated = x3::_attr(context);
    *repeated.path = std::move(path);
    path.node = std::move(repeated);
  }
};

// Another part: a plain path becomes the first of a list, and a list made here grows.
template <typename List>
struct first_part {
  template <typename Context>
  void operator()(const Context& context) const {
    Path whole{List{}, x3::_val(context).place};
    std::get<List>(whole.node).parts.push_back(std::move(x3::_val(context)));
    std::get<List>(whole.node).parts.push_back(std::move(x3::_attr(context)));
    x3::_val(context) = std::move(whole);
  }
};
template <typename List>
struct next_part {
  template <typename Context>
  void operator()(const Context& context) const {
    std::get<List>(x3::_val(context).node).parts.push_back(std::move(x3::_attr(context)));
  }
};
// item {mark item}, a list only when there are two
template <typename List, typename Item, typename Mark>
constexpr auto parted(const Item& item, const Mark& mark) {
  return item[assign] >> -(mark >> item[first_part<List>{}] >> *(mark >> item[next_part<List>{}]));
}

template <std::uint32_t Least>
struct at_least {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).least = Least;
  }
};
template <std::uint32_t Most>
struct at_most {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).most = Most;
  }
};
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

// ------------------------------------------------------------------------------------------ rules

constexpr auto anything_def = placed[lit('_') >> !name_character];

// neg = ["^"] (iri | pname | label | id);  negset = "(" neg {"|" neg} ")" | neg
constexpr auto negated_step_def = -"^"_m[mark<&ast::NegatedStep::inverse>] >>
                                  called("a relation")[relation_atom][set<&ast::NegatedStep::name>];
constexpr auto negated = negated_step[add<&ast::PathNegation::steps>];
constexpr auto negation_def = "("_m >> negated >> blanks >> *("|"_m >> negated >> blanks) >> ")"_t |
                              negated;

constexpr auto times = called("a count such as 2")[token[short_numeral]];
constexpr auto bounds =
    times[exactly{}] >> -(","_m[no_upper_end{}] >> -times[set<&PathRepeat::most>]) |
    ","_m >> times[set<&PathRepeat::most>];
constexpr auto repeat_def = lit('+')[at_least<1>{}] | lit('*')[at_least<0>{}] |
                            (lit('?') >> !name_character)[at_most<1>{}] | "{"_m >> bounds >> "}"_t;

constexpr auto path_atom_def =
    placed["!"_m >> negation[set<&Path::node>] |
           "("_m >> deep[path[assign]] >> ")"_t |
           called("a relation")[relation_atom][set<&Path::node>] |
           anything[set<&Path::node>]];
constexpr auto path_step_def = placed[path_atom[assign] >> -repeat[repeat_what_is_read{}] >> blanks];
constexpr auto path_inverse_def =
    placed["^"_m >> deep[path_inverse[invert{}]] | path_step[assign]];
constexpr auto path_sequence_def = placed[parted<ast::PathSequence>(path_inverse, "/"_m)];

BOOST_SPIRIT_DEFINE(anything, negated_step, negation, repeat, path_atom, path_step, path_inverse,
                    path_sequence)

}  // namespace

constexpr auto path_def =
    called("a relation")[placed[parted<ast::PathAlternatives>(path_sequence, "|"_m)]];

BOOST_SPIRIT_DEFINE(path)
BOOST_SPIRIT_INSTANTIATE(decltype(path), iterator_type, context_type)

}  // namespace vouch::parser::grammar
