#include "engine/expr/units.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "engine/expr/dimension.hpp"

namespace vouch::expr {
namespace {

using storage::Number;

struct Builtin {
  std::string_view names;  // blanks between them
  std::string_view dimension;
  std::int64_t numerator;
  std::int64_t denominator = 1;
};

constexpr std::int64_t kThousand = 1'000;
constexpr std::int64_t kMillion = 1'000'000;
constexpr std::int64_t kBillion = 1'000'000'000;
constexpr std::int64_t kTrillion = 1'000'000'000'000;
constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kMonth = 2'629'746;  // 365.2425 days / 12

// Factors to metre, byte, second, gram, watt, hertz.
constexpr std::array kBuiltins = {
    Builtin{"nm", "length", 1, kBillion},
    Builtin{"µm μm um", "length", 1, kMillion},  // micro sign and Greek mu
    Builtin{"mm", "length", 1, kThousand},
    Builtin{"cm", "length", 1, 100},
    Builtin{"m", "length", 1},
    Builtin{"km", "length", kThousand},
    Builtin{"B", "data", 1},
    Builtin{"kB KB", "data", kThousand},
    Builtin{"MB", "data", kMillion},
    Builtin{"GB", "data", kBillion},
    Builtin{"TB", "data", kTrillion},
    Builtin{"PB", "data", kTrillion * kThousand},
    Builtin{"EB", "data", kTrillion * kMillion},
    Builtin{"us µs μs", "time", 1, kMillion},
    Builtin{"ms", "time", 1, kThousand},
    Builtin{"s second seconds", "time", 1},
    Builtin{"min minute minutes", "time", 60},
    Builtin{"hour hours", "time", 3'600},
    Builtin{"day days", "time", kDay},
    Builtin{"week weeks", "time", 7 * kDay},
    Builtin{"month months", "time", kMonth},
    Builtin{"quarter quarters", "time", 3 * kMonth},
    Builtin{"year years", "time", 12 * kMonth},
    Builtin{"mg", "mass", 1, kThousand},
    Builtin{"g", "mass", 1},
    Builtin{"kg", "mass", kThousand},
    Builtin{"t", "mass", kMillion},
    Builtin{"W", "power", 1},
    Builtin{"kW", "power", kThousand},
    Builtin{"MW", "power", kMillion},
    Builtin{"GW", "power", kBillion},
    Builtin{"Hz", "frequency", 1},
    Builtin{"kHz", "frequency", kThousand},
    Builtin{"MHz", "frequency", kMillion},
    Builtin{"GHz", "frequency", kBillion},
    Builtin{"%", "%", 1},
    Builtin{"USD", "USD", 1},
    Builtin{"EUR", "EUR", 1},
    Builtin{"CNY", "CNY", 1},
    Builtin{"JPY", "JPY", 1},
    Builtin{"KRW", "KRW", 1},
    Builtin{"TWD", "TWD", 1},
};

template <typename Visit>
void for_each_name(const Builtin& builtin, Visit visit) {
  std::string_view names = builtin.names;
  while (!names.empty()) {
    const std::size_t end = std::min(names.find(' '), names.size());
    visit(names.substr(0, end));
    names.remove_prefix(std::min(end + 1, names.size()));
  }
}

const std::unordered_map<std::string_view, Unit>& builtin_table() {
  static const auto table = [] {
    std::unordered_map<std::string_view, Unit> out;
    for (const Builtin& builtin : kBuiltins) {
      const auto factor = Number::from_fraction(builtin.numerator, builtin.denominator);
      for_each_name(builtin, [&](std::string_view name) {
        out.emplace(name, Unit{std::string(builtin.dimension), *factor});
      });
    }
    return out;
  }();
  return table;
}

// `mm²` → `mm` and 2; without such an ending the word itself and 1.
std::pair<std::string_view, int> split_power(std::string_view word) {
  constexpr std::string_view kSquare = "²";
  constexpr std::string_view kCube = "³";
  if (word.ends_with(kSquare)) return {word.substr(0, word.size() - kSquare.size()), 2};
  if (word.ends_with(kCube)) return {word.substr(0, word.size() - kCube.size()), 3};
  return {word, 1};
}

std::optional<Unit> power(const Unit& unit, int exponent) {
  WordProduct dimension;
  dimension.multiply(WordProduct::parse(unit.dimension), exponent);
  Unit out{dimension.sorted(), Number(1)};
  for (int i = 0; i != exponent; i += exponent < 0 ? -1 : 1) {
    const auto factor =
        exponent > 0 ? multiply(out.factor, unit.factor) : divide(out.factor, unit.factor);
    if (!factor) return std::nullopt;
    out.factor = *factor;
  }
  return out;
}

}  // namespace

std::optional<Unit> builtin_unit(std::string_view word) {
  const auto [stem, exponent] = split_power(word);
  const auto at = builtin_table().find(stem);
  if (at == builtin_table().end()) return std::nullopt;
  return exponent == 1 ? at->second : power(at->second, exponent);
}

bool is_builtin_dimension(std::string_view dimension) {
  return std::any_of(kBuiltins.begin(), kBuiltins.end(),
                     [&](const Builtin& b) { return b.dimension == dimension; });
}

Unit plain_unit(std::string_view word) {
  // A plain word `time` must not be the dimension of seconds.
  std::string dimension(word);
  if (is_builtin_dimension(word)) dimension += " (word)";
  return {std::move(dimension), Number(1)};
}

std::optional<Unit> word_unit(std::string_view word, const storage::Catalog& catalog) {
  if (const auto* declared = catalog.unit(word)) return Unit{declared->dimension, declared->factor};
  if (auto builtin = builtin_unit(word)) return builtin;
  const auto [stem, exponent] = split_power(word);
  const auto* declared = exponent > 1 ? catalog.unit(stem) : nullptr;
  if (declared == nullptr) return std::nullopt;
  return power({declared->dimension, declared->factor}, exponent);
}

std::optional<Unit> compound_unit(std::string_view text, const FindWord& find_word) {
  if (text.empty()) return std::nullopt;
  if (auto found = find_word(text)) return found;
  const WordProduct words = WordProduct::parse(text);
  if (words.to_string() == text && words.factors().size() == 1) return std::nullopt;
  WordProduct dimension;
  Number factor(1);
  for (const auto& [word, exponent] : words.factors()) {
    const auto part = find_word(word);
    const auto raised = part ? power(*part, exponent) : std::nullopt;
    const auto product = raised ? multiply(factor, raised->factor) : std::nullopt;
    if (!product) return std::nullopt;
    factor = *product;
    dimension.multiply(WordProduct::parse(raised->dimension), 1);
  }
  if (dimension.empty()) return Unit{std::string(kDimensionless), factor};
  return Unit{dimension.sorted(), factor};
}

std::optional<Unit> find_unit(std::string_view unit, const storage::Catalog& catalog) {
  return compound_unit(unit, [&](std::string_view word) { return word_unit(word, catalog); });
}

std::optional<storage::UnitInfo> unit_info(std::string_view name, const storage::Term* definition,
                                           std::string_view meaning) {
  if (definition == nullptr) {
    Unit unit = plain_unit(name);
    return storage::UnitInfo{std::string(name), unit.dimension, unit.factor, std::string(meaning)};
  }
  const auto* quantity = definition->as<storage::Quantity>();
  if (quantity == nullptr || quantity->bare() || !quantity->single() || quantity->approximate ||
      quantity->lower->sign() <= 0) {
    return std::nullopt;
  }
  const auto factor = multiply(*quantity->lower, quantity->factor);
  if (!factor) return std::nullopt;
  return storage::UnitInfo{std::string(name), quantity->dimension, *factor, std::string(meaning)};
}

std::vector<std::string> unit_names(const storage::Catalog& catalog) {
  std::vector<std::string> out;
  for (const auto& unit : catalog.units) out.push_back(unit.name);
  for (const Builtin& builtin : kBuiltins) {
    for_each_name(builtin, [&](std::string_view name) { out.emplace_back(name); });
  }
  return out;
}

}  // namespace vouch::expr
