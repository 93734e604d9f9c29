// engine/load/csv_facts.hpp — rows of a CSV file → facts in the language, by a mapping.
//
// Shape     a mapping is a file of facts in which `{column}` stands for a cell. Statements without
//           a cell are written once; the others once a row, unless a cell of theirs is empty. All
//           facts of row N stand on line N of the text that comes out, so that problems have their
//           row. In strings a cell is any text, in labels any that ends no label and names no
//           kind; elsewhere it is a number, a date, an id or a unit, in an IRI a part of it:
//           letters, digits and a few marks. No cell begins a statement of its own.
// Errors    E0821, E0822, E0802 of the CSV; E0823: a column that is not there, a cell that cannot
//           stand where it does, a mapping that does not parse.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.hpp"
#include "base/diagnostic.hpp"
#include "engine/load/csv_reader.hpp"

namespace vouch::load {

class CsvMapping {
 public:
  // The mapping's text cut into statements.
  [[nodiscard]] static std::optional<CsvMapping> parse(std::string_view text, std::string& why);

  // Finds the columns; a sentence when one is missing.
  [[nodiscard]] std::optional<std::string> bind(const std::vector<std::string>& columns);
  // What is said once, and what a row says, each on one line.
  [[nodiscard]] std::string once() const;
  [[nodiscard]] std::optional<CsvProblem> row(const std::vector<std::string>& cells,
                                              std::string& out) const;

 private:
  class Cutter;
  enum class Place : unsigned char { bare, iri, string, long_string, label };
  struct Piece {
    std::string text;    // before the cell
    std::string column;  // empty: no cell follows
    std::size_t index = 0;
    Place place = Place::bare;
  };
  using Template = std::vector<Piece>;
  [[nodiscard]] static bool stands(std::string_view cell, Place place);

  std::vector<Template> templates_;
};

}  // namespace vouch::load
