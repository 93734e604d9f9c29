// Functions on numbers and on quantities bound by bound.
#include <algorithm>
#include <cmath>

#include "engine/expr/functions.hpp"
#include "engine/expr/quantity.hpp"

namespace vouch::expr {
namespace {

constexpr std::int64_t kPlacesMax = 30;
constexpr std::int64_t kExponentMax = 10'000;

// A plain number, whose value is exactly known.
const Number* plain(const Call& call, std::size_t i) {
  const auto* quantity = call.as<Quantity>(i);
  return quantity != nullptr && quantity->plain_number() ? &*quantity->lower : nullptr;
}

Term of_number(const std::optional<Number>& number) {
  return number ? Term(Quantity::of(*number)) : Term();
}

Term overflow(const Call& call) {
  ++call.context.overflows;
  return {};
}

// Applies a monotone change to both bounds.
template <typename Change>
Term each_bound(const Call& call, Change change) {
  const auto* quantity = call.as<Quantity>(0);
  if (quantity == nullptr) return {};
  std::optional<Number> lower;
  std::optional<Number> upper;
  if (quantity->lower && !(lower = change(*quantity->lower))) return overflow(call);
  if (quantity->upper && !(upper = change(*quantity->upper))) return overflow(call);
  return with_bounds(*quantity, lower, upper, quantity->approximate);
}

Number magnitude(const Number& number) { return number.sign() < 0 ? number.negated() : number; }

Term absolute(const Call& call) {
  const auto* quantity = call.as<Quantity>(0);
  if (quantity == nullptr) return {};
  const auto& lower = quantity->lower;
  const auto& upper = quantity->upper;
  const bool crosses = (!lower || lower->sign() < 0) && (!upper || upper->sign() > 0);
  if (!crosses) {
    const auto low = lower ? std::optional(magnitude(*lower)) : std::nullopt;
    const auto high = upper ? std::optional(magnitude(*upper)) : std::nullopt;
    // `..-3` becomes `3..`: the open bound changes sides.
    const bool negative = upper && upper->sign() <= 0;
    return negative ? with_bounds(*quantity, high, low, quantity->approximate)
                    : with_bounds(*quantity, low, high, quantity->approximate);
  }
  std::optional<Number> most;
  if (lower && upper) most = std::max(magnitude(*lower), magnitude(*upper));
  return with_bounds(*quantity, Number(0), most, quantity->approximate);
}

Term floor_of(const Call& call) {
  return each_bound(call, [](const Number& n) { return to_integer(n, Rounding::down); });
}

Term ceil_of(const Call& call) {
  return each_bound(call, [](const Number& n) { return to_integer(n, Rounding::up); });
}

std::optional<Number> power_of_ten(std::int64_t exponent) {
  return Number::parse("1e" + std::to_string(exponent));
}

Term round_of(const Call& call) {
  const auto places = call.size() > 1 ? call.integer(1) : std::optional<std::int64_t>(0);
  if (!places || *places > kPlacesMax || *places < -kPlacesMax) return {};
  const Number scale = *power_of_ten(*places);
  return each_bound(call, [&](const Number& n) {
    const auto shifted = multiply(n, scale);
    const auto whole = shifted ? to_integer(*shifted, Rounding::nearest) : std::nullopt;
    return whole ? divide(*whole, scale) : std::nullopt;
  });
}

// The root of an integer that is a square.
std::optional<storage::Int128> integer_root(storage::Int128 square) {
  const auto near = static_cast<storage::Int128>(std::sqrt(static_cast<long double>(square)));
  constexpr storage::Int128 kRootMax = storage::Int128{1} << 63U;
  const storage::Int128 first = near > 0 ? near - 1 : 0;
  for (storage::Int128 root = first; root <= near + 1 && root < kRootMax; ++root) {
    if (root * root == square) return root;
  }
  return std::nullopt;
}

Term square_root(const Call& call) {
  const Number* x = plain(call, 0);
  if (x == nullptr || x->sign() < 0) return {};
  if (x->exact()) {
    const auto numerator = integer_root(x->numerator());
    const auto denominator = integer_root(x->denominator());
    if (numerator && denominator) return of_number(Number::from_fraction(*numerator, *denominator));
  }
  return of_number(rounded_result(std::sqrt(x->to_double())));
}

// x^n for a whole n, exact, by squaring.
std::optional<Number> whole_power(const Number& x, std::int64_t n, ValueContext& context) {
  Number base = x;
  Number out(1);
  for (std::int64_t rest = std::abs(n); rest > 0; rest /= 2) {
    if (rest % 2 == 1) {
      const auto next = calculate(Arithmetic::multiply, out, base, context);
      if (!next) return std::nullopt;
      out = *next;
    }
    if (rest > 1) {
      const auto squared = calculate(Arithmetic::multiply, base, base, context);
      if (!squared) return std::nullopt;
      base = *squared;
    }
  }
  return n < 0 ? calculate(Arithmetic::divide, Number(1), out, context) : out;
}

Term power(const Call& call) {
  const Number* x = plain(call, 0);
  const Number* y = plain(call, 1);
  if (x == nullptr || y == nullptr) return {};
  if (const auto whole = y->to_int64(); whole && std::abs(*whole) <= kExponentMax) {
    return of_number(whole_power(*x, *whole, call.context));
  }
  if (x->sign() < 0) return {};
  const auto result = rounded_result(std::pow(x->to_double(), y->to_double()));
  return result ? of_number(result) : overflow(call);
}

Term logarithm(const Call& call) {
  const Number* x = plain(call, 0);
  if (x == nullptr || x->sign() <= 0) return {};
  const double value = std::log(x->to_double());
  if (call.size() == 1) return of_number(rounded_result(value));
  const Number* base = plain(call, 1);
  if (base == nullptr || base->sign() <= 0 || *base == Number(1)) return {};
  return of_number(rounded_result(value / std::log(base->to_double())));
}

}  // namespace

std::vector<FunctionRow> number_functions() {
  using enum ValueType;
  return {
      {{"abs", 1, 1, number, {number}, "The value without its sign; the unit stays.", "abs(-3 nm)"},
       absolute},
      {{"ceil", 1, 1, number, {number}, "The least whole number not below x; the unit stays.",
        "ceil(2.1)"},
       ceil_of},
      {{"floor", 1, 1, number, {number}, "The greatest whole number not above x; the unit stays.",
        "floor(2.9)"},
       floor_of},
      {{"log", 1, 2, number, {number, number}, "The logarithm, natural or to a base.",
        "log(1000, 10)"},
       logarithm},
      {{"power", 2, 2, number, {number, number}, "x to the power y; exact where y is whole.",
        "power(2, 10)"},
       power},
      {{"round", 1, 2, number, {number, number},
        "The nearest whole number, or with so many places; halves go away from zero.",
        "round(2.345, 2)"},
       round_of},
      {{"sqrt", 1, 1, number, {number}, "The square root; exact where it is a fraction.",
        "sqrt(2.25)"},
       square_root},
  };
}

}  // namespace vouch::expr
