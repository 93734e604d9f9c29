// tests/reference/table.hpp — rows and tables of rows, as values.
//
// Shape     a Row maps names to bound terms; a Table is lines with what they show after a `return`.
// Order     of the lines only when `ordered`; `place` is equal among lines that tie.
// Errors    TooLarge when rows become more than kRowsMost.
#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/reference/world.hpp"

namespace vouch::reference {

using Row = std::map<std::string, Term>;  // bound names only
using Rows = std::vector<Row>;

[[nodiscard]] std::string key_of(const World& world, const Row& row);
[[nodiscard]] Rows as_set(const World& world, Rows rows);
// The row with these names, too: an unbound value takes its name away, "" is nobody's name.
[[nodiscard]] Row named(Row row, const std::vector<std::string>& names, const Cells& values);

// The nested loops would take too long: more rows on the way than kRowsMost.
struct TooLarge : std::runtime_error {
  TooLarge() : std::runtime_error("too many rows for the reference") {}
};
inline constexpr std::size_t kRowsMost = 1500;

// The rows that each of the rows becomes.
template <typename Step>
Rows each(const Rows& rows, const Step& step) {
  Rows out;
  for (const Row& row : rows) {
    const Rows more = step(row);
    out.insert(out.end(), more.begin(), more.end());
    if (out.size() > kRowsMost) throw TooLarge();
  }
  return out;
}

struct Line {
  Row row;                // what expressions see
  Cells cells;            // after `return`: what it shows
  std::size_t place = 0;  // after `order by`, equal among ties; without an order all tie
};
struct Table {
  std::vector<Line> lines;
  bool ordered = false;
  std::vector<std::string> columns;  // after `return`
};

// Sorts the lines and numbers their places.
using Compare = std::function<std::strong_ordering(const Line&, const Line&)>;
void place(Table& table, const Compare& compare);
// Does a cut before this line part lines that tie and differ in what they show?
[[nodiscard]] bool parts_ties(const World& world, const Table& table, std::size_t cut);

[[nodiscard]] Table bag(const Rows& rows);
[[nodiscard]] Rows rows_of(const Table& table);
// The outer row with what each line shows.
[[nodiscard]] Rows named(const Row& outer, const Table& table);

}  // namespace vouch::reference
