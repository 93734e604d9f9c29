// number = ["~"]·(".."·bound | bound·[".."·[bound]]) [suffix]
#include "parser/grammar/lexeme.hpp"
#include "parser/grammar/rules.hpp"

namespace vouch::parser::grammar {
namespace {

using ast::Bound;
using ast::NumberLiteral;
using x3::lit;
using x3::raw;

// ----------------------------------------------------------------------------- dates and numerals

constexpr auto digit = x3::char_('0', '9');
constexpr auto two = digit >> digit;
constexpr auto digits = +digit >> *('_' >> +digit);
constexpr auto letter_e = lit('e') | 'E';
constexpr auto sign = lit('+') | '-';

// A name that goes on, or `2025-x`: then it is no number. `10-5` wants blanks around its minus.
constexpr auto apart = !(lit('-') >> name_character);

constexpr auto zone = lit('Z') | sign >> two >> ':' >> two;
constexpr auto clock = 'T' >> two >> ':' >> two >> -(':' >> two >> -('.' >> +digit)) >> -zone;
constexpr auto date = two >> two >> '-' >>
                      ((lit('Q') | 'q') >> x3::char_('1', '4') |
                       (lit('H') | 'h') >> x3::char_('1', '2') | two >> -('-' >> two >> -clock)) >>
                      !name_character >> apart;
constexpr auto numeral_text = -lit('-') >> digits >> -('.' >> +digit) >>
                              -(letter_e >> -sign >> +digit >> !name_character) >> apart;

struct take_date {
  template <typename Context>
  void operator()(const Context& context) const {
    const auto& range = x3::_attr(context);
    Bound& bound = x3::_val(context);
    bound.is_date = true;
    bound.text.assign(range.begin(), range.end());
    x3::_pass(context) = date_exists(bound.text);
  }
};

struct bound_id;
constexpr rule<bound_id, Bound> bound{"bound"};
constexpr auto bound_def = raw[date][take_date{}] | raw[numeral_text][set_text<&Bound::text>];

// ---------------------------------------------------------------------------- intervals, suffixes

constexpr auto range_mark = lit("..")[mark<&NumberLiteral::is_range>];
constexpr auto interval = -lit('~')[mark<&NumberLiteral::approximate>] >>
                          (range_mark >> bound[set<&NumberLiteral::upper>] |
                           bound[set<&NumberLiteral::lower>] >>
                               -(range_mark >> -bound[set<&NumberLiteral::upper>]));

// thousand … trillion
const char* read_scale(const char* at, const char* end, std::string* out) {
  for (const std::string_view scale : {"thousand", "million", "billion", "trillion"}) {
    if (!reads_word(at, end, scale)) continue;
    if (out != nullptr) *out = scale;
    return at + scale.size();
  }
  return nullptr;
}
constexpr lexeme_parser<std::string, read_scale> scale{};

// part = (letter | "°")·{namechar}      (² and ³ are name characters)
const char* after_unit_part(const char* at, const char* end) {
  constexpr std::string_view kDegree = "\u00B0";
  const char* after = after_letter(at, end);
  if (after == nullptr && std::string_view(at, static_cast<std::size_t>(end - at)).starts_with(kDegree)) {
    after = at + kDegree.size();
  }
  while (after != nullptr) {
    const char* next = after_name_character(after, end);
    if (next == nullptr) break;
    after = next;
  }
  return after;
}
// unit = !reserved !"to" !"by" part·{("/" | "·")·part}·!":"
const char* read_unit(const char* at, const char* end, std::string* out) {
  constexpr std::string_view kDot = "\u00B7";
  if (reads_reserved(at, end) || reads_word(at, end, "to") || reads_word(at, end, "by")) return nullptr;
  const char* after = after_unit_part(at, end);
  if (after == nullptr || read_scale(at, end, nullptr) != nullptr) return nullptr;
  for (;;) {
    const std::string_view rest(after, static_cast<std::size_t>(end - after));
    const std::size_t joint = rest.starts_with('/') ? 1 : rest.starts_with(kDot) ? kDot.size() : 0;
    const char* next = joint == 0 ? nullptr : after_unit_part(after + joint, end);
    if (next == nullptr) break;
    after = next;
  }
  return after != end && *after == ':' ? nullptr : take(out, at, after);
}
constexpr lexeme_parser<std::string, read_unit> unit_text{};

// In expressions `%` is the remainder where an operand follows: digit ? $ ( " [ ~ id. A `<` or `~=`
// compares: `35 % < ?share`.
const char* at_operand(const char* at, const char* end) {
  if (at == end || (*at == '~' && at + 1 != end && at[1] == '=')) return nullptr;
  if (std::string_view("0123456789?$(\"[~").find(*at) != std::string_view::npos) return at;
  return read_id(at, end, nullptr) != nullptr ? at : nullptr;
}

struct set_percent {
  template <typename Context>
  void operator()(const Context& context) const {
    x3::_val(context).unit = "%";
  }
};
// Dates take no unit.
struct takes_suffix {
  template <typename Context>
  void operator()(const Context& context) const {
    const NumberLiteral& number = x3::_val(context);
    x3::_pass(context) = !(number.lower && number.lower->is_date) &&
                         !(number.upper && number.upper->is_date);
  }
};

constexpr auto unit_suffix = scale[set<&NumberLiteral::scale>] >>
                                 -(blanks >> unit_text[set<&NumberLiteral::unit>]) |
                             unit_text[set<&NumberLiteral::unit>];
constexpr auto percent = lit('%')[set_percent{}];
constexpr auto operand_percent = (lit('%') >> !(blanks >> scanned<at_operand>))[set_percent{}];

constexpr auto number_def =
    placed[interval >> -(x3::eps[takes_suffix{}] >> blanks >> (percent | unit_suffix))];
constexpr auto operand_number_def =
    placed[interval >> -(x3::eps[takes_suffix{}] >> blanks >> (operand_percent | unit_suffix))];
constexpr auto bare_number_def = placed[interval >> !name_character];
constexpr auto unit_name_def = unit_text[assign];

BOOST_SPIRIT_DEFINE(bound)

}  // namespace

BOOST_SPIRIT_DEFINE(number, operand_number, bare_number, unit_name)
BOOST_SPIRIT_INSTANTIATE(decltype(number), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(operand_number), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(bare_number), iterator_type, context_type)
BOOST_SPIRIT_INSTANTIATE(decltype(unit_name), iterator_type, context_type)

}  // namespace vouch::parser::grammar
