#include "tests/reference/naive_evaluator.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "tests/reference/appearance.hpp"
#include "tests/reference/choices.hpp"

namespace vouch::reference {
namespace {

class Evaluator {
 public:
  Evaluator(const World& world, const std::map<std::string, Term>& parameters, Choices& choices)
      : expr_(world, parameters,
              [this](const ast::Block& b, const Row& row) { return block(b, row).size(); }),
        patterns_(world, expr_), world_(world), choices_(choices) {}

  Answer query(const ast::Query& query) {
    if (!query.heads.empty()) throw std::runtime_error("the reference does not know heads");
    const auto& body = std::get<ast::Stages>(query.body).block;
    const Table table = returned(result_of(body), clauses(body.clauses, bag({Row()}), {}), {});
    Answer answer{table.columns, {}, {}, table.ordered};
    for (const Line& line : table.lines) {
      answer.rows.push_back(line.cells);
      answer.places.push_back(line.place);
    }
    return answer;
  }

 private:
  // "Blocks": they see the row, its names as constants, whatever is grouped inside.
  Rows block(const ast::Block& b, const Row& outer) {
    const Table table = clauses(b.clauses, bag({outer}), outer);
    return b.result ? named(outer, returned(*b.result, table, outer)) : rows_of(table);
  }

  // Surface order is evaluation order; only `limit 10 offset 2` takes the offset first.
  Table clauses(std::vector<ast::Clause> list, Table table, const Row& outer) {
    bool swap = false;
    for (std::size_t i = 0; i < list.size(); ++i) {
      swap = !swap && i + 1 < list.size() && std::holds_alternative<ast::Limit>(list[i].node) &&
             std::holds_alternative<ast::Offset>(list[i + 1].node);
      if (swap) std::swap(list[i], list[i + 1]);
      std::visit([&](const auto& node) { clause(node, table, outer); }, list[i].node);
    }
    return table;
  }

  // Clauses that make rows of each row.
  template <typename Clause>
  void clause(const Clause& c, Table& table, const Row& /*outer*/) {
    table = bag(each(rows_of(table), [&](const Row& row) { return step(c, row); }));
  }
  Rows step(const ast::Match& c, const Row& row) {
    Rows rows{row};
    for (const auto& pattern : c.patterns) {
      rows = each(rows, [&](const Row& one) { return patterns_.rows(pattern, one); });
    }
    return rows;
  }
  Rows step(const ast::Maybe& c, const Row& row) {
    const Rows found = block(*c.block, row);
    return found.empty() ? Rows{row} : found;
  }
  Rows step(const ast::Not& c, const Row& row) {
    return block(*c.block, row).empty() ? Rows{row} : Rows{};
  }
  Rows step(const ast::Either& c, const Row& row) {  // what several branches give counts once
    Rows found;
    for (const auto& b : c.branches) std::ranges::copy(block(b, row), std::back_inserter(found));
    return as_set(world_, found);
  }
  Rows step(const ast::Nested& c, const Row& row) {  // on its own, then joined by what it returns
    if (!c.heads.empty()) throw std::runtime_error("the reference does not know heads");
    return each(block(*c.block, {}), [&](const Row& inner) {
      Row joined = row;
      const bool fits = std::all_of(inner.begin(), inner.end(), [&](const auto& one) {
        return patterns_.bind(joined, one.first, one.second);
      });
      return fits ? Rows{joined} : Rows{};
    });
  }
  Rows step(const ast::For& c, const Row& row) {
    Rows out;
    for (const Cells& element : expr_.elements(c, row)) {
      out.push_back(named(row, names_of(c.variables), element));
    }
    return out;
  }
  template <typename Other>
  Rows step(const Other&, const Row&) {
    throw std::runtime_error("the reference does not know this clause");
  }

  // Clauses about all rows together, and those that leave them in their order.
  void clause(const ast::Where& c, Table& table, const Row&) {  // "Truth": `where` needs true
    std::erase_if(table.lines, [&](const Line& line) {
      return expr_.truth(c.condition, {line.row}) != expr::Truth::yes;
    });
  }
  void clause(const ast::Let& c, Table& table, const Row&) {
    for (Line& line : table.lines) {
      for (const auto& [variable, value] : c.assignments) {
        line.row = named(line.row, {variable.name}, {expr_.value(value, {line.row})});
      }
    }
  }
  void clause(const ast::Group& c, Table& table, const Row& outer) {
    const Rows all = rows_of(table);
    std::map<std::string, Rows> groups;
    for (const Row& row : all) groups[key_of(world_, expr_.values(c.keys, {row}))].push_back(row);
    Rows out;
    for (const auto& [key, group] : groups) {  // the keys stay, all else goes
      const Row keyed = named(outer, names_of(c.keys), expr_.values(c.keys, {group[0]}));
      const Cells folded = expr_.values(c.aggregates, {keyed, &group, &all});
      out.push_back(named(keyed, names_of(c.aggregates), folded));
    }
    table = bag(out);
  }
  void clause(const ast::With& c, Table& table, const Row& outer) {
    table = bag(named(outer, projected(c.columns, c.distinct, table, outer)));
  }
  void clause(const ast::Order& c, Table& table, const Row&) { sort(table, c.keys, false); }
  void clause(const ast::Limit& c, Table& table, const Row&) {
    keep(table, 0, expr_.number(c.count));
  }
  void clause(const ast::Offset& c, Table& table, const Row&) {
    keep(table, expr_.number(c.count), table.lines.size());
  }
  void clause(const ast::Top& c, Table& table, const Row&) {  // "Order": unbound never in `top`
    std::map<std::string, Table> groups;
    for (const Line& line : table.lines) {
      if (!expr_.value(c.keys[0].key, {line.row}).bound()) continue;
      groups[key_of(world_, expr_.values(c.per, {line.row}))].lines.push_back(line);
    }
    table = {{}, false, table.columns};
    for (auto& [per, group] : groups) {
      sort(group, c.keys, true);
      keep(group, 0, expr_.number(c.count));
      for (const Line& line : group.lines) table.lines.push_back({line.row, line.cells, 0});
    }
  }

  // The columns of a `return` or `with`. Aggregating without keys gives one row.
  Table projected(const std::vector<ast::Column>& list, bool distinct, const Table& table,
                  const Row& outer) {
    const Rows all = rows_of(table);
    const Rows* group = has_aggregate(list) ? &all : nullptr;
    Table out{{}, table.ordered && group == nullptr, names_of(list)};
    std::set<std::string> seen;
    for (const Line& line : group != nullptr ? bag({outer}).lines : table.lines) {
      const Cells cells = expr_.values(list, {line.row, group, group});
      if (distinct && !seen.insert(key_of(world_, cells)).second) continue;
      out.lines.push_back({named(line.row, out.columns, cells), cells, line.place});
    }
    return out;
  }

  Table returned(const ast::Return& result, const Table& table, const Row& outer) {
    Table out = projected(result.columns, result.distinct, table, outer);
    return clauses(result.tail, out, outer);
  }

  // "Order": by the keys, without keys as it was. Ties break by the returned columns.
  void sort(Table& table, const std::vector<ast::Sort>& keys, bool descending) {
    place(table, [&](const Line& a, const Line& b) {
      const auto by_keys = expr_.order(a.row, b.row, keys, descending);
      return by_keys != 0 ? by_keys : expr_.order(a.cells, b.cells);
    });
  }

  // Lines begin … end. A cut through lines that tie and differ may as well fall otherwise.
  void keep(Table& table, std::size_t begin, std::size_t end) {
    end = std::min(end, table.lines.size());
    for (const std::size_t cut : {begin, end}) choices_.settle(world_, table, cut);
    const auto gone = static_cast<std::ptrdiff_t>(std::min(begin, end));
    table.lines.resize(end);
    table.lines.erase(table.lines.begin(), table.lines.begin() + gone);
  }

  Expressions expr_;
  Patterns patterns_;
  const World& world_;
  Choices& choices_;
};

}  // namespace

Answer evaluate(const World& world, const ast::Query& query,
                const std::map<std::string, Term>& parameters, Choices& choices) {
  return Evaluator(world, parameters, choices).query(query);
}

}  // namespace vouch::reference
