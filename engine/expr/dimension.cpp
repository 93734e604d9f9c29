#include "engine/expr/dimension.hpp"

#include <algorithm>

namespace vouch::expr {
namespace {

using storage::Number;
using storage::Quantity;

constexpr std::string_view kDot = "·";

// A word of the unit and one it can be converted into and cancelled with.
struct Cancelling {
  std::string kept;
  std::string dropped;
  int exponent = 1;  // of `kept`
  Number ratio{1};   // one `kept` in `dropped`
};

std::optional<Cancelling> find_cancelling(const WordProduct& units) {
  for (const auto& a : units.factors()) {
    const auto left = builtin_unit(a.word);
    for (const auto& b : units.factors()) {
      if (!left || a.exponent < 0 || b.exponent > 0) continue;
      const auto right = builtin_unit(b.word);
      if (!right || right->dimension != left->dimension) continue;
      const auto ratio = divide(left->factor, right->factor);
      if (ratio) return Cancelling{a.word, b.word, 1, *ratio};
    }
  }
  return std::nullopt;
}

bool writable(const WordProduct& units) {
  const auto& factors = units.factors();
  const bool starts = std::any_of(factors.begin(), factors.end(),
                                  [](const auto& f) { return f.exponent > 0; });
  const bool percent = std::any_of(factors.begin(), factors.end(),
                                   [](const auto& f) { return f.word == "%"; });
  const bool alone = factors.size() == 1 && factors.front().exponent == 1;
  return starts && (!percent || alone);
}

// Takes convertible pairs out of the words; false when a factor overflows.
bool cancel(WordProduct& units, CombinedUnit& out) {
  while (const auto pair = find_cancelling(units)) {
    units.multiply(pair->kept, -1);
    units.multiply(pair->dropped, 1);
    const auto scale = multiply(out.scale, pair->ratio);
    const auto factor = divide(out.unit.factor, pair->ratio);
    if (!scale || !factor) return false;
    out.scale = *scale;
    out.unit.factor = *factor;
  }
  return true;
}

std::optional<CombinedUnit> without_unit(const CombinedUnit& combined) {
  const auto scale = multiply(combined.scale, combined.unit.factor);
  if (!scale) return std::nullopt;
  CombinedUnit out;
  out.scale = *scale;
  return out;
}

}  // namespace

WordProduct WordProduct::parse(std::string_view text) {
  WordProduct out;
  if (text.empty()) return out;
  for (int exponent = 1;;) {  // an end like `nm/` leaves an empty word, which is no unit
    const std::size_t slash = text.find('/');
    const std::size_t dot = text.find(kDot);
    const std::size_t end = std::min({slash, dot, text.size()});
    const std::string_view word = text.substr(0, end);
    if (word != kDimensionless) out.multiply(word, exponent);
    if (end == text.size()) return out;
    exponent = end == slash ? -1 : 1;
    text.remove_prefix(end + (end == slash ? 1 : kDot.size()));
  }
}

void WordProduct::multiply(std::string_view word, int exponent) {
  const auto at = std::find_if(factors_.begin(), factors_.end(),
                               [&](const Factor& f) { return f.word == word; });
  if (at == factors_.end()) {
    factors_.push_back({std::string(word), exponent});
    return;
  }
  at->exponent += exponent;
  if (at->exponent == 0) factors_.erase(at);
}

void WordProduct::multiply(const WordProduct& other, int exponent) {
  for (const Factor& factor : other.factors_) multiply(factor.word, factor.exponent * exponent);
}

std::string WordProduct::to_string() const {
  std::string out;
  for (const Factor& factor : factors_) {
    for (int i = 0; i < factor.exponent; ++i) {
      if (!out.empty()) out += kDot;
      out += factor.word;
    }
  }
  if (out.empty() && !factors_.empty()) out += kDimensionless;
  for (const Factor& factor : factors_) {
    for (int i = 0; i > factor.exponent; --i) out += '/' + factor.word;
  }
  return out;
}

std::string WordProduct::sorted() const {
  WordProduct copy = *this;
  std::sort(copy.factors_.begin(), copy.factors_.end(),
            [](const Factor& a, const Factor& b) { return a.word < b.word; });
  return copy.to_string();
}

std::optional<CombinedUnit> combine_units(const Quantity& a, const Quantity& b, int exponent) {
  WordProduct dimension = WordProduct::parse(a.dimension);
  dimension.multiply(WordProduct::parse(b.dimension), exponent);
  WordProduct units = WordProduct::parse(a.unit);
  units.multiply(WordProduct::parse(b.unit), exponent);
  const auto factor = exponent > 0 ? multiply(a.factor, b.factor) : divide(a.factor, b.factor);
  if (!factor) return std::nullopt;

  CombinedUnit out;
  out.unit.factor = *factor;
  if (dimension.empty()) return without_unit(out);
  if (!cancel(units, out)) return std::nullopt;
  out.unit.dimension = dimension.sorted();
  out.unit.unit = units.to_string();
  // `wspm·months` is of the dimension `wafers`: a plain word says it better, and is a unit by
  // itself.
  const bool one_word = dimension.factors().size() == 1 && dimension.factors()[0].exponent == 1;
  if (one_word && units.factors().size() != 1 && !is_builtin_dimension(out.unit.dimension) &&
      out.unit.dimension.find(' ') == std::string::npos) {
    auto plain = without_unit(out);
    if (!plain) return std::nullopt;
    plain->unit.unit = plain->unit.dimension = out.unit.dimension;
    return plain;
  }
  if (!writable(units)) return std::nullopt;
  return out;
}

}  // namespace vouch::expr
