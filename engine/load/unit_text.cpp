#include "engine/load/unit_text.hpp"

#include <fmt/format.h>

#include <functional>
#include <vector>

#include "engine/expr/dimension.hpp"
#include "engine/expr/units.hpp"

namespace vouch::load {

namespace {

using storage::Catalog;
using storage::Number;
using storage::UnitInfo;

// The shortest `1 wafers/month` that is the unit, over all words for the parts of its dimension.
class Definition {
 public:
  Definition(const UnitInfo& unit, const Catalog& before) : unit_(unit), before_(before) {
    for (const std::string& word : expr::unit_names(before)) {
      if (const auto known = expr::find_unit(word, before))
        words_.push_back({word, known->dimension});
    }
  }

  [[nodiscard]] std::optional<std::string> find() {
    for (const Word& word : words_) {
      if (word.dimension == unit_.dimension) consider(word.name);
    }
    const auto parts = expr::WordProduct::parse(unit_.dimension).factors();
    if (parts.size() > 1) walk(parts, 0, {});
    return best_;
  }

 private:
  struct Word {
    std::string name;
    std::string dimension;
  };

  void walk(const std::vector<expr::WordProduct::Factor>& parts, std::size_t at,
            const expr::WordProduct& so_far) {
    if (at == parts.size()) return consider(so_far.to_string());
    for (const Word& word : words_) {
      if (word.dimension != parts[at].word) continue;
      expr::WordProduct next = so_far;
      next.multiply(word.name, parts[at].exponent);
      walk(parts, at + 1, next);
    }
  }

  void consider(const std::string& text) {
    const auto known = expr::find_unit(text, before_);
    if (!known || known->dimension != unit_.dimension) return;
    const auto value = divide(unit_.factor, known->factor);
    if (!value || !value->exact()) return;
    const std::string number = value->to_string();
    if (Number::parse(number) != value || (value->is_integer() && !value->to_int64())) return;
    std::string definition = number + " " + text;
    if (!best_ || definition.size() < best_->size()) best_ = std::move(definition);
  }

  const UnitInfo& unit_;
  const Catalog& before_;
  std::vector<Word> words_;
  std::optional<std::string> best_;
};

}  // namespace

std::optional<std::string> unit_statement(const Catalog& catalog, std::size_t place) {
  const UnitInfo& unit = catalog.units.at(place);
  std::string out = "unit " + unit.name;
  const expr::Unit plain = expr::plain_unit(unit.name);
  if (plain.dimension != unit.dimension || plain.factor != unit.factor) {
    Catalog before;
    before.units.assign(catalog.units.begin(),
                        catalog.units.begin() + static_cast<std::ptrdiff_t>(place));
    before.index();
    const auto definition = Definition(unit, before).find();
    if (!definition) return std::nullopt;
    out.append(" = ").append(*definition);
  }
  if (!unit.meaning.empty())
    out.append(" ").append(expr::print_literal(storage::text_term(unit.meaning)));
  return out + ";";
}

}  // namespace vouch::load
