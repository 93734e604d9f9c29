#include "tests/reference/naive_evaluator.hpp"

#include <algorithm>
#include <set>

#include "tests/reference/appearance.hpp"

namespace vouch::reference {
namespace {

struct Line {
  Row row;                // what expressions see
  Cells cells;            // after `return`: what it shows
  std::size_t place = 0;  // after `order by`, equal among ties; without an order all tie
  Cells keys;             // sorted by last
};
struct Table {
  std::vector<Line> lines;
  bool ordered = false;
  std::vector<std::string> columns;  // after `return`
};

Table bag(const Rows& rows) {
  Table out;
  for (const Row& row : rows) out.lines.push_back({row, {}, 0, {}});
  return out;
}
Rows rows_of(const Table& table) {
  Rows out;
  for (const Line& line : table.lines) out.push_back(line.row);
  return out;
}

void set(Row& row, const std::string& name, const Term& value) {
  if (name.empty()) return;
  if (value.bound()) row.insert_or_assign(name, value);
  else row.erase(name);
}

std::string name_of_column(const ast::Column& column) {
  if (column.name) return column.name->name;
  const auto* term = std::get_if<ast::Term>(&column.value.node);
  const auto* variable = term == nullptr ? nullptr : std::get_if<ast::Variable>(term);
  return variable == nullptr ? "" : variable->name;
}

// Without a `return`: all names, in order of appearance.
ast::Return result_of(const ast::Block& block) {
  if (block.result) return *block.result;
  ast::Return all;
  for (const auto& name : names_in_order(block)) {
    all.columns.push_back({{ast::Term(ast::Variable{name, {}, {}}), {}}, {}});
  }
  return all;
}

class Evaluator {
 public:
  Evaluator(const World& world, const std::map<std::string, Term>& parameters)
      : expr_(world, parameters,
              [this](const ast::Block& b, const Row& row) { return block(b, row).size(); }),
        patterns_(world, expr_) {}

  Answer query(const ast::Query& query) {
    if (!query.heads.empty()) throw std::runtime_error("the reference does not know heads");
    const auto& body = std::get<ast::Stages>(query.body).block;
    const Table table = returned(result_of(body), clauses(body.clauses, {}), {});
    Answer answer{table.columns, {}, table.ordered, ambiguous_};
    for (const Line& line : table.lines) answer.rows.push_back(line.cells);
    return answer;
  }

 private:
  // "Blocks": they see the row, its names as constants, whatever is grouped inside.
  Rows block(const ast::Block& b, const Row& outer) {
    const Table table = clauses(b.clauses, outer);
    return b.result ? named(returned(*b.result, table, outer), outer) : rows_of(table);
  }

  // The outer names and what a `return` or `with` names: all else goes.
  static Rows named(const Table& table, const Row& outer) {
    Rows out;
    for (const Line& line : table.lines) {
      out.push_back(outer);
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        set(out.back(), table.columns[i], line.cells[i]);
      }
    }
    return out;
  }

  // Surface order is evaluation order; only `limit 10 offset 2` takes the offset first.
  Table clauses(std::vector<ast::Clause> list, const Row& outer) {
    Table table = bag({outer});
    for (std::size_t i = 0; i < list.size(); ++i) {
      const bool swap = i + 1 < list.size() && std::holds_alternative<ast::Limit>(list[i].node) &&
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
    for (const auto& branch : c.branches) {
      for (const Row& one : block(branch, row)) found.push_back(one);
    }
    return patterns_.as_set(found);
  }
  Rows step(const ast::Nested& c, const Row& row) {  // on its own, then joined by what it returns
    if (!c.heads.empty()) throw std::runtime_error("the reference does not know heads");
    return each(block(*c.block, {}), [&](const Row& inner) {
      Row joined = row;
      bool fits = true;
      for (const auto& [name, value] : inner) fits = fits && patterns_.bind(joined, name, value);
      return fits ? Rows{joined} : Rows{};
    });
  }
  Rows step(const ast::For& c, const Row& row) {
    std::vector<Cells> elements;
    for (const auto& expressions : c.rows) {
      elements.emplace_back();
      for (const auto& e : expressions) elements.back().push_back(expr_.value(e, {row}));
    }
    if (!c.is_list) {  // `for ?x in e`: each element of a list, a single value once, unbound never
      const Term value = elements.at(0).at(0);
      const auto* list = value.as<storage::List>();
      elements.clear();
      for (const Term& item : list != nullptr ? list->items : Cells{value}) {
        if (list != nullptr || item.bound()) elements.push_back({item});
      }
    }
    Rows out(elements.size(), row);
    for (std::size_t n = 0; n < out.size(); ++n) {
      for (std::size_t i = 0; i < c.variables.size(); ++i) {
        set(out[n], c.variables[i].name, elements[n].at(i));
      }
    }
    return out;
  }
  template <typename Other>
  Rows step(const Other&, const Row&) {
    throw std::runtime_error("the reference does not know this clause");
  }

  // Clauses about all rows together.
  void clause(const ast::Where& c, Table& table, const Row&) {  // "Truth": `where` needs true
    std::erase_if(table.lines, [&](const Line& line) {
      return expr_.truth(c.condition, {line.row}) != expr::Truth::yes;
    });
  }
  void clause(const ast::Let& c, Table& table, const Row&) {
    for (Line& line : table.lines) {
      for (const auto& a : c.assignments) {
        set(line.row, a.variable.name, expr_.value(a.value, {line.row}));
      }
    }
  }
  void clause(const ast::Group& c, Table& table, const Row& outer) {
    const Rows all = rows_of(table);
    std::map<std::string, Rows> groups;
    for (const Row& row : all) groups[patterns_.key(values(c.keys, row))].push_back(row);
    Rows out;
    for (const auto& [key, group] : groups) {
      Row keyed = outer;  // the keys stay, all else goes
      for (const auto& k : c.keys) set(keyed, name_of_column(k), expr_.value(k.value, {group[0]}));
      out.push_back(keyed);
      for (const auto& a : c.aggregates) {
        set(out.back(), name_of_column(a), expr_.value(a.value, {keyed, &group, &all}));
      }
    }
    table = bag(out);
  }
  void clause(const ast::With& c, Table& table, const Row& outer) {
    table = bag(named(projected(c.columns, c.distinct, bag(rows_of(table)), outer), outer));
  }
  void clause(const ast::Order& c, Table& table, const Row&) { sort(table, c.keys, false); }
  void clause(const ast::Limit& c, Table& table, const Row&) { keep(table, 0, number(c.count)); }
  void clause(const ast::Offset& c, Table& table, const Row&) {
    keep(table, number(c.count), table.lines.size());
  }
  void clause(const ast::Top& c, Table& table, const Row&) {  // "Order": unbound never in `top`
    std::map<std::string, Table> groups;
    for (const Line& line : table.lines) {
      if (!expr_.value(c.keys[0].key, {line.row}).bound()) continue;
      Cells per;
      for (const auto& e : c.per) per.push_back(expr_.value(e, {line.row}));
      groups[patterns_.key(per)].lines.push_back(line);
    }
    table = {{}, false, table.columns};
    for (auto& [per, group] : groups) {
      sort(group, c.keys, true);
      keep(group, 0, number(c.count));
      for (const Line& line : group.lines) table.lines.push_back({line.row, line.cells, 0, {}});
    }
  }

  // The columns of a `return` or `with`. Aggregating without keys gives one row.
  Table projected(const std::vector<ast::Column>& list, bool distinct, const Table& table,
                  const Row& outer) {
    const Rows all = rows_of(table);
    const bool folds = std::any_of(list.begin(), list.end(),
                                   [](const ast::Column& c) { return has_aggregate(c.value); });
    Table out{{}, table.ordered && !folds, {}};
    for (const auto& column : list) out.columns.push_back(name_of_column(column));
    std::set<std::string> seen;
    for (Line line : folds ? bag({outer}).lines : table.lines) {
      line.cells = values(list, line.row, folds ? &all : nullptr);
      if (distinct && !seen.insert(patterns_.key(line.cells)).second) continue;
      for (std::size_t i = 0; i < list.size(); ++i) set(line.row, out.columns[i], line.cells[i]);
      out.lines.push_back(line);
    }
    return out;
  }

  Table returned(const ast::Return& result, const Table& table, const Row& outer) {
    Table out = projected(result.columns, result.distinct, table, outer);
    const ast::Limit* limit = nullptr;
    const ast::Offset* offset = nullptr;
    for (const auto& c : result.tail) {
      if (const auto* l = std::get_if<ast::Limit>(&c.node)) limit = l;
      else if (const auto* o = std::get_if<ast::Offset>(&c.node)) offset = o;
      else std::visit([&](const auto& node) { clause(node, out, outer); }, c.node);
    }
    if (out.ordered) break_ties(out);
    if (offset != nullptr) clause(*offset, out, outer);
    if (limit != nullptr) clause(*limit, out, outer);
    return out;
  }

  Cells values(const std::vector<ast::Column>& list, const Row& row, const Rows* group = nullptr) {
    Cells out;
    for (const auto& column : list) out.push_back(expr_.value(column.value, {row, group, group}));
    return out;
  }
  std::size_t number(const ast::Count& count) const {
    if (const auto* n = std::get_if<std::uint64_t>(&count.value)) return *n;
    const Term term = expr_.constant(ast::Term(std::get<ast::Parameter>(count.value)));
    return static_cast<std::size_t>(*term.as<storage::Quantity>()->lower->to_int64());
  }

  // "Order": by the keys, the lowest first unless said otherwise.
  void sort(Table& table, const std::vector<ast::Sort>& keys, bool descending) {
    std::vector<bool> down;
    for (const auto& key : keys) down.push_back(key.descending.value_or(descending));
    for (Line& line : table.lines) {
      line.keys.clear();
      for (const auto& key : keys) line.keys.push_back(expr_.value(key.key, {line.row}));
    }
    place(table, down);
  }
  // Ties break by the returned columns, left to right.
  void break_ties(Table& table) {
    for (Line& line : table.lines) {
      line.keys = {storage::number_term(static_cast<std::int64_t>(line.place))};
      line.keys.insert(line.keys.end(), line.cells.begin(), line.cells.end());
    }
    place(table, std::vector<bool>(table.columns.size() + 1, false));
  }
  void place(Table& table, const std::vector<bool>& down) {
    const auto compare = [&](const Line& a, const Line& b) {
      auto result = std::strong_ordering::equal;
      for (std::size_t i = 0; result == 0 && i < down.size(); ++i) {
        result = expr_.order(a.keys[i], b.keys[i], down[i]);
      }
      return result;
    };
    auto& lines = table.lines;
    std::stable_sort(lines.begin(), lines.end(),
                     [&](const Line& a, const Line& b) { return compare(a, b) < 0; });
    for (std::size_t i = 0; i < lines.size(); ++i) {
      lines[i].place = i > 0 && compare(lines[i - 1], lines[i]) == 0 ? lines[i - 1].place : i;
    }
    table.ordered = true;
  }

  // Lines begin … end. A cut through lines that tie and differ may as well fall otherwise.
  void keep(Table& table, std::size_t begin, std::size_t end) {
    auto& lines = table.lines;
    const auto key = [&](const Line& line) {
      return line.cells.empty() ? patterns_.key(line.row) : patterns_.key(line.cells);
    };
    end = std::min(end, lines.size());
    for (const std::size_t cut : {begin, end}) {
      if (cut == 0 || cut >= lines.size() || lines[cut - 1].place != lines[cut].place) continue;
      ambiguous_ = ambiguous_ || std::any_of(lines.begin(), lines.end(), [&](const Line& line) {
                     return line.place == lines[cut].place && key(line) != key(lines[cut]);
                   });
    }
    lines.resize(end);
    lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(std::min(begin, end)));
  }

  Expressions expr_;
  Patterns patterns_;
  bool ambiguous_ = false;
};

}  // namespace

Answer evaluate(const World& world, const ast::Query& query,
                const std::map<std::string, Term>& parameters) {
  return Evaluator(world, parameters).query(query);
}

}  // namespace vouch::reference
