#include "storage/rdf_values.hpp"

#include <fmt/format.h>

#include <utility>

namespace vouch::storage {
namespace {

constexpr std::string_view kOne = " (1 ";

std::string digits_of(Int128 value) {
  std::string out;
  const bool negative = value < 0;
  do {
    const auto digit = static_cast<int>(value % 10);
    out.insert(out.begin(), static_cast<char>('0' + (digit < 0 ? -digit : digit)));
    value /= 10;
  } while (value != 0);
  if (negative) out.insert(out.begin(), '-');
  return out;
}

// The two sides of `a..b`; the same twice without `..`.
struct Bounds {
  std::string_view lower;
  std::string_view upper;
  bool range = false;
};
Bounds bounds_of(std::string_view text) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return {text, text, false};
  return {text.substr(0, dots), text.substr(dots + 2), true};
}

// ` nm (1 nm = 0.000000001 m)` into unit, factor and dimension.
bool take_unit(std::string_view text, Quantity& out) {
  const std::size_t more = text.find(kOne);
  out.unit = text.substr(0, more);
  out.dimension = out.unit;
  if (out.unit.empty() || more == std::string_view::npos) return !out.unit.empty();
  std::string_view rest = text.substr(more + kOne.size());
  const std::string head = out.unit + " = ";
  if (!rest.starts_with(head) || !rest.ends_with(')')) return false;
  rest = rest.substr(head.size(), rest.size() - head.size() - 1);
  const std::size_t blank = rest.find(' ');
  if (blank == std::string_view::npos) return false;
  const auto factor = number_of_text(rest.substr(0, blank));
  if (!factor) return false;
  out.factor = *factor;
  out.dimension = rest.substr(blank + 1);
  return true;
}

}  // namespace

std::string text_of_number(const Number& number) {
  if (!number.exact()) return fmt::format("{}", number.to_double());
  std::string text = number.to_string();
  if (Number::parse(text) == number) return text;
  return digits_of(number.numerator()) + "/" + digits_of(number.denominator());
}

std::optional<Number> number_of_text(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return Number::parse(text);
  const auto numerator = Number::parse(text.substr(0, slash));
  const auto denominator = Number::parse(text.substr(slash + 1));
  if (!numerator || !denominator || !numerator->is_integer() || !denominator->is_integer())
    return std::nullopt;
  return divide(*numerator, *denominator);
}

std::string text_of_quantity(const Quantity& quantity) {
  std::string out = quantity.approximate ? "~" : "";
  if (quantity.lower) out += text_of_number(*quantity.lower);
  if (!quantity.single()) {
    out += "..";
    if (quantity.upper) out += text_of_number(*quantity.upper);
  }
  if (quantity.unit.empty()) return out;
  out.append(" ").append(quantity.unit);
  if (quantity.dimension == quantity.unit && quantity.factor == Number(1)) return out;
  return out + fmt::format("{}{} = {} {})", kOne, quantity.unit, text_of_number(quantity.factor),
                           quantity.dimension);
}

std::optional<Quantity> quantity_of_text(std::string_view text) {
  Quantity out;
  const std::string whole(text);
  out.approximate = text.starts_with('~');
  if (out.approximate) text.remove_prefix(1);
  const std::size_t blank = text.find(' ');
  const Bounds bounds = bounds_of(text.substr(0, blank));
  if (blank != std::string_view::npos && !take_unit(text.substr(blank + 1), out))
    return std::nullopt;
  if (!bounds.lower.empty()) out.lower = number_of_text(bounds.lower);
  if (!bounds.upper.empty()) out.upper = number_of_text(bounds.upper);
  const bool ordered = !out.lower || !out.upper || *out.lower <= *out.upper;
  if (!ordered || text_of_quantity(out) != whole) return std::nullopt;
  return out;
}

std::optional<Date> date_of_text(std::string_view text) {
  Date out;
  const std::string whole(text);
  out.approximate = text.starts_with('~');
  if (out.approximate) text.remove_prefix(1);
  const Bounds bounds = bounds_of(text);
  out.range = bounds.range;
  if (!bounds.lower.empty()) out.from = Date::parse_period(bounds.lower);
  if (!bounds.upper.empty()) out.to = Date::parse_period(bounds.upper);
  const bool ordered = !out.from || !out.to || out.begin() < out.end();
  if ((!out.from && !out.to) || !ordered || out.to_string() != whole) return std::nullopt;
  return out;
}

}  // namespace vouch::storage
