// engine/expr/dimension.hpp — products of unit words, and of dimensions.
//
// Shape     words with exponents, written `a·b/c`: each `/` divides by the next word only. A
//           product of units keeps the order in which its words came, a dimension is sorted.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/expr/units.hpp"
#include "storage/number.hpp"
#include "storage/term.hpp"

namespace vouch::expr {

class WordProduct {
 public:
  struct Factor {
    std::string word;
    int exponent = 1;  // never 0
  };

  [[nodiscard]] static WordProduct parse(std::string_view text);  // "" and "1": the empty product
  void multiply(std::string_view word, int exponent);
  void multiply(const WordProduct& other, int exponent);

  [[nodiscard]] const std::vector<Factor>& factors() const { return factors_; }
  [[nodiscard]] bool empty() const { return factors_.empty(); }
  [[nodiscard]] std::string to_string() const;  // `a·b/c`, `1/c`, "" when empty
  [[nodiscard]] std::string sorted() const;     // the same for every order of factors

 private:
  std::vector<Factor> factors_;
};

// Dimension of a unit whose words cancel: `months/years`.
inline constexpr std::string_view kDimensionless = "1";

// A built-in unit of one word, perhaps with ² or ³.
[[nodiscard]] std::optional<Unit> builtin_unit(std::string_view word);
[[nodiscard]] bool is_builtin_dimension(std::string_view dimension);
// A word, or a product of words each of which `find_word` knows.
using FindWord = std::function<std::optional<Unit>(std::string_view word)>;
[[nodiscard]] std::optional<Unit> compound_unit(std::string_view text, const FindWord& find_word);
// A declared or built-in unit of one word.
[[nodiscard]] std::optional<Unit> word_unit(std::string_view word, const storage::Catalog& catalog);

// The unit of a product (exponent 1) or quotient (-1), and what the bare product of the values has
// to be multiplied by. Words of one dimension cancel by conversion: `TB/s` · `hours` → TB, times
// 3600.
struct CombinedUnit {
  storage::Quantity unit;  // without bounds; bare when everything cancels
  storage::Number scale{1};
};
// Nothing when a factor overflows or the unit could not be written (`1/years`, `%·chips`).
[[nodiscard]] std::optional<CombinedUnit> combine_units(const storage::Quantity& a,
                                                        const storage::Quantity& b, int exponent);

}  // namespace vouch::expr
