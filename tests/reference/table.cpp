#include "tests/reference/table.hpp"

#include <algorithm>
#include <set>

namespace vouch::reference {

std::string key_of(const World& world, const Row& row) {
  std::string key;
  for (const auto& [name, value] : row) key += name + '=' + key_of(world, value) + '\n';
  return key;
}

Rows as_set(const World& world, Rows rows) {
  std::set<std::string> seen;
  std::erase_if(rows, [&](const Row& row) { return !seen.insert(key_of(world, row)).second; });
  return rows;
}

Row named(Row row, const std::vector<std::string>& names, const Cells& values) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!values.at(i).bound()) row.erase(names[i]);
    else if (!names[i].empty()) row.insert_or_assign(names[i], values[i]);
  }
  return row;
}

void place(Table& table, const Compare& compare) {
  auto& lines = table.lines;
  std::stable_sort(lines.begin(), lines.end(),
                   [&](const Line& a, const Line& b) { return compare(a, b) < 0; });
  std::vector<std::size_t> places(lines.size());
  for (std::size_t i = 1; i < lines.size(); ++i) {
    places[i] = compare(lines[i - 1], lines[i]) == 0 ? places[i - 1] : i;
  }
  for (std::size_t i = 0; i < lines.size(); ++i) lines[i].place = places[i];
  table.ordered = true;
}

bool parts_ties(const World& world, const Table& table, std::size_t cut) {
  const auto& lines = table.lines;
  if (cut == 0 || cut >= lines.size() || lines[cut - 1].place != lines[cut].place) return false;
  const auto key = [&](const Line& line) {
    return line.cells.empty() ? key_of(world, line.row) : key_of(world, line.cells);
  };
  return std::any_of(lines.begin(), lines.end(), [&](const Line& line) {
    return line.place == lines[cut].place && key(line) != key(lines[cut]);
  });
}

Table bag(const Rows& rows) {
  Table out;
  for (const Row& row : rows) out.lines.push_back({row, {}, 0});
  return out;
}

Rows rows_of(const Table& table) {
  Rows out;
  for (const Line& line : table.lines) out.push_back(line.row);
  return out;
}

Rows named(const Row& outer, const Table& table) {
  Rows out;
  for (const Line& line : table.lines) out.push_back(named(outer, table.columns, line.cells));
  return out;
}

}  // namespace vouch::reference
