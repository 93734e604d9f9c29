// tests/values/values.hpp — terms as one writes them, and a context over a handful of entities.
#pragma once

#include <gtest/gtest.h>

#include <cctype>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/expr/units.hpp"
#include "engine/expr/value_ops.hpp"
#include "storage/catalog.hpp"
#include "storage/date.hpp"
#include "storage/number.hpp"
#include "storage/term.hpp"

namespace vouch::test {

using expr::Term;
using storage::Number;

inline Number num(std::string_view text) {
  const auto slash = text.find('/');
  const auto parsed = slash == text.npos ? Number::parse(text)
                                         : divide(*Number::parse(text.substr(0, slash)),
                                                  *Number::parse(text.substr(slash + 1)));
  EXPECT_TRUE(parsed.has_value()) << text;
  return parsed.value_or(Number());
}

inline bool looks_like_date(std::string_view text) {
  return text.size() > 4 && text.substr(1).find('-') != text.npos &&
         text.find_first_of("eE") == text.npos;
}

// Cuts a number, range or date into the pieces the parser would leave.
inline expr::LiteralParts parts_of(std::string_view text) {
  expr::LiteralParts parts;
  if (text.starts_with('~')) {
    parts.approximate = true;
    text.remove_prefix(1);
  }
  const std::size_t blank = std::min(text.find(' '), text.size());
  std::string_view bounds = text.substr(0, blank);
  text.remove_prefix(std::min(blank + 1, text.size()));
  for (const std::string_view scale : {"thousand", "million", "billion", "trillion"}) {
    if (!text.starts_with(scale)) continue;
    parts.scale = scale;
    text.remove_prefix(std::min(scale.size() + 1, text.size()));
  }
  parts.unit = text;
  const std::size_t dots = bounds.find("..");
  parts.is_range = dots != bounds.npos;
  const std::string_view lower = bounds.substr(0, dots);
  const std::string_view upper = parts.is_range ? bounds.substr(dots + 2) : "";
  if (!lower.empty()) parts.lower = expr::LiteralBound{looks_like_date(lower), lower};
  if (!upper.empty()) parts.upper = expr::LiteralBound{looks_like_date(upper), upper};
  return parts;
}

// `wspm` is declared in terms of other units, `units` and `chips` are plain words.
inline const storage::Catalog& test_catalog() {
  static const storage::Catalog catalog = [] {
    storage::Catalog out;
    for (const char* word : {"units", "chips", "wafers"}) {
      out.units.push_back(*expr::unit_info(word, nullptr, ""));
    }
    out.index();
    std::string error;
    const auto wspm = expr::literal_term(parts_of("1 wafers/month"), out, false, error);
    out.units.push_back(*expr::unit_info("wspm", &*wspm, "wafer starts per month"));
    out.index();
    return out;
  }();
  return catalog;
}

inline std::optional<Term> try_read(std::string_view text, std::string& error,
                                    bool accept_new_units = false) {
  return expr::literal_term(parts_of(text), test_catalog(), accept_new_units, error);
}

// A number, quantity or date as written in VQL.
inline Term val(std::string_view text) {
  std::string error;
  const auto term = try_read(text, error);
  EXPECT_TRUE(term.has_value()) << text << ": " << error;
  return term.value_or(Term());
}
inline Term year(std::int64_t y) { return Term(*storage::Date::of_year(y)); }
inline Term str(std::string text, std::string language = {}, std::string datatype = {}) {
  return Term(storage::Text{std::move(text), std::move(language), std::move(datatype)});
}
inline Term ent(std::string id) { return Term(storage::Iri{"https://vouch.example/id/" + id}); }
inline Term claim(std::uint64_t number) { return Term(storage::ClaimRef{number}); }
inline Term list(std::vector<Term> items) { return Term(storage::List{std::move(items)}); }
inline std::string shown(const Term& term) { return expr::print_literal(term); }

class FakeContext : public expr::ValueContext {
 public:
  std::map<std::string, std::string> labels;                         // by id
  std::map<std::string, std::vector<Term>> kinds_of;                 // by id
  std::map<std::pair<std::string, std::string>, Term> fields;        // by id and name
  std::map<std::string, std::vector<std::vector<Term>>> chains;      // by claim id
  std::map<std::string, std::uint64_t> ranks = {{"suspected", 1}, {"reported", 4}, {"stated", 5}};

  std::string label(const Term& entity) override { return labels[id_text(entity)]; }
  std::string id_text(const Term& entity) override {
    if (const auto* iri = entity.as<storage::Iri>()) {
      return iri->text.substr(iri->text.rfind('/') + 1);
    }
    if (const auto* ref = entity.as<storage::ClaimRef>()) return "c_" + std::to_string(ref->number);
    return "_:" + entity.as<storage::Blank>()->label;
  }
  std::vector<Term> kinds(const Term& entity) override { return kinds_of[id_text(entity)]; }
  bool is_a(const Term&, const Term&) override { return false; }
  Term field(const Term& subject, std::string_view name) override {
    return fields[{id_text(subject), std::string(name)}];
  }
  std::vector<std::vector<Term>> said_by(const Term& c) override { return chains[id_text(c)]; }
  storage::Date today() override {
    return storage::Date::single(*storage::Date::parse_period("2025-09-15"));
  }
  std::optional<std::uint64_t> rank(const Term& entity) override {
    if (entity.as<storage::Iri>() == nullptr) return std::nullopt;
    const auto at = ranks.find(id_text(entity));
    return at == ranks.end() ? std::nullopt : std::optional(at->second);
  }
  const storage::Catalog& catalog() override { return test_catalog(); }
};

// Random values from a universe so small that equal ones meet.
class RandomTerms {
 public:
  explicit RandomTerms(unsigned seed) : engine_(seed) {}

  std::size_t below(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(engine_);
  }
  std::int64_t within(std::int64_t a, std::int64_t b) {
    return std::uniform_int_distribution<std::int64_t>(a, b)(engine_);
  }
  Number number() {
    switch (below(6)) {
      case 0: return *divide(Number(within(-9, 9)), Number(within(1, 7)));
      case 1: return Number(within(-1'000'000'000'000, 1'000'000'000'000));
      case 2: return *Number::from_double(std::ldexp(static_cast<double>(within(1, 9)),
                                                     static_cast<int>(within(-300, 300))));
      default: return Number(within(-4, 4));
    }
  }
  Term quantity() {
    static const std::vector<std::string> kUnits = {"", "", "nm", "mm", "m", "GB", "TB", "units",
                                                    "chips", "months", "years", "TB/s", "%"};
    storage::Quantity out;
    out.unit = kUnits[below(kUnits.size())];
    if (!out.unit.empty()) {
      const auto unit = expr::find_unit(out.unit, test_catalog());
      out.dimension = unit->dimension;
      out.factor = unit->factor;
    }
    Number low = number();
    Number high = below(3) == 0 ? number() : low;
    if (high < low) std::swap(low, high);
    const std::size_t open = below(8);
    if (open != 0) out.lower = low;
    if (open != 1) out.upper = high;
    out.approximate = below(4) == 0;
    return Term(out);
  }
  Term date() {
    static const std::vector<std::string> kPeriods = {
        "2024", "2025", "2025-H1", "2025-Q1", "2025-Q3", "2025-01", "2025-03", "2025-07-01",
        "2025-07-31", "2025-03-31T10:00:00Z", "2025-03-31T18:00:00+08:00"};
    auto a = *storage::Date::parse_period(kPeriods[below(kPeriods.size())]);
    auto b = *storage::Date::parse_period(kPeriods[below(kPeriods.size())]);
    storage::Date out = storage::Date::single(a);
    if (below(3) == 0 && b.end() > a.begin) {
      out.to = b;
      out.range = true;
      if (below(4) == 0) out.from.reset();
    }
    out.approximate = below(4) == 0;
    return Term(out);
  }
  Term term(int depth = 1) {
    static const std::vector<std::string> kWords = {"", "a", "b", "ab", "é", "中"};
    switch (below(depth > 0 ? 10 : 9)) {
      case 0: return Term();
      case 1: return Term(storage::Blank{kWords[below(kWords.size())]});
      case 2: return ent(below(2) == 0 ? "stated" : "suspected");
      case 3: return ent("x" + std::to_string(below(4)));
      case 4: return below(2) == 0 ? claim(below(3)) : Term(below(2) == 0);
      case 5: return date();
      case 6: return str(kWords[below(kWords.size())], below(3) == 0 ? "zh" : "");
      case 7:
        return str(kWords[below(kWords.size())], "", below(2) == 0 ? "https://x.example/t" : "");
      case 8: return quantity();
      default: {
        std::vector<Term> items;
        for (std::size_t i = below(3); i > 0; --i) items.push_back(term(depth - 1));
        return list(std::move(items));
      }
    }
  }

 private:
  std::mt19937 engine_;
};

}  // namespace vouch::test
