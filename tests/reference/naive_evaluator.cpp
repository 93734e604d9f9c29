#include "tests/reference/naive_evaluator.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <stdexcept>

#include "tests/reference/appearance.hpp"
#include "tests/reference/expressions.hpp"
#include "tests/reference/naive_patterns.hpp"

namespace vouch::reference {
namespace {

using Cells = std::vector<Term>;

// Rows on their way; after `order by` each has the number of its place, equal among ties.
struct Table {
  Rows rows;
  std::vector<std::size_t> places;
};

// What a `return` or `with` makes: the cells, and what its `order by` may look at.
struct Returned {
  std::vector<std::string> columns;
  std::vector<Cells> cells;
  Rows sights;
  std::vector<std::size_t> places;
};

class Evaluator {
 public:
  Evaluator(const World& world, const std::map<std::string, Term>& parameters)
      : world_(world),
        expr_(world, parameters,
              [this](const ast::Block& b, const Row& row) { return block(b, row).size(); }),
        patterns_(world, expr_) {}

  Answer query(const ast::Query& query) {
    if (!query.heads.empty()) throw std::runtime_error("the reference does not know heads");
    const auto& body = std::get<ast::Stages>(query.body).block;
    const Table table = clauses(body.clauses, {});
    Returned result;
    if (body.result) {
      result = returned(*body.result, table, {});
    } else {
      result.columns = names_in_order(body);
      for (const Row& row : table.rows) {
        result.cells.emplace_back();
        for (const auto& name : result.columns) result.cells.back().push_back(get(row, name));
      }
      result.places = table.places;
    }
    Answer answer{result.columns, in_order(result), !result.places.empty(), ambiguous_};
    return answer;
  }

 private:
  static Term get(const Row& row, const std::string& name) {
    const auto at = row.find(name);
    return at == row.end() ? Term() : at->second;
  }
  static void set(Row& row, const std::string& name, const Term& value) {
    if (value.bound()) row.insert_or_assign(name, value);
    else row.erase(name);
  }

  // ------------------------------------------------------------------------------------ blocks

  // The rows of a block that sees `outer`: outer names are constants, and stay whatever is grouped.
  Rows block(const ast::Block& b, const Row& outer) {
    const Table table = clauses(b.clauses, outer);
    return b.result ? named(returned(*b.result, table, outer), outer) : table.rows;
  }

  Rows named(const Returned& result, const Row& outer) {
    Rows out;
    for (const Cells& cells : result.cells) {
      out.push_back(outer);
      for (std::size_t i = 0; i < cells.size(); ++i) {
        if (!result.columns[i].empty()) set(out.back(), result.columns[i], cells[i]);
      }
    }
    return out;
  }

  Table clauses(const std::vector<ast::Clause>& list, const Row& outer) {
    Table table{{outer}, {}};
    for (std::size_t i = 0; i < list.size(); ++i) {
      const bool pair = i + 1 < list.size() && is_slice(list[i]) && is_slice(list[i + 1]) &&
                        list[i].node.index() != list[i + 1].node.index();
      if (pair) {  // `limit 10 offset 2`: first the offset, then the limit
        slice(table, {&list[i], &list[i + 1]});
        ++i;
      } else {
        clause(table, list[i], outer);
      }
    }
    return table;
  }

  void clause(Table& table, const ast::Clause& c, const Row& outer) {
    if (const auto* where = std::get_if<ast::Where>(&c.node)) return filter(table, where->condition);
    if (const auto* let = std::get_if<ast::Let>(&c.node)) {
      for (Row& row : table.rows) {
        for (const auto& one : let->assignments) set(row, one.variable.name, expr_.value(one.value, {row}));
      }
      return;
    }
    if (is_slice(c)) return slice(table, {&c});
    if (const auto* order = std::get_if<ast::Order>(&c.node)) {
      table = sorted(table, order->keys);
      return;
    }
    table.places.clear();
    if (const auto* group = std::get_if<ast::Group>(&c.node)) {
      table.rows = grouped(*group, table.rows, outer);
    } else if (const auto* top = std::get_if<ast::Top>(&c.node)) {
      const auto kept = highest(*top, table.rows, table.rows.size());
      Rows rows;
      for (const std::size_t i : kept) rows.push_back(table.rows[i]);
      table.rows = std::move(rows);
    } else if (const auto* with = std::get_if<ast::With>(&c.node)) {
      table.rows = named(columns(with->columns, with->distinct, table, outer), outer);
    } else {
      Rows out;
      for (const Row& row : table.rows) {
        each(c, row, out);
        if (out.size() > kRowsMost) throw TooLarge();
      }
      table.rows = std::move(out);
    }
  }

  // The clauses that turn each row into rows.
  void each(const ast::Clause& c, const Row& row, Rows& out) {
    const auto append = [&](const Rows& rows) { out.insert(out.end(), rows.begin(), rows.end()); };
    if (const auto* match = std::get_if<ast::Match>(&c.node)) {
      Rows rows{row};
      for (const auto& pattern : match->patterns) {
        Rows next;
        for (const Row& one : rows) {
          const Rows more = patterns_.rows(pattern, one);
          next.insert(next.end(), more.begin(), more.end());
          if (next.size() > kRowsMost) throw TooLarge();
        }
        rows = std::move(next);
      }
      append(rows);
    } else if (const auto* maybe = std::get_if<ast::Maybe>(&c.node)) {
      const Rows found = block(*maybe->block, row);
      append(found.empty() ? Rows{row} : found);
    } else if (const auto* negation = std::get_if<ast::Not>(&c.node)) {
      if (block(*negation->block, row).empty()) out.push_back(row);
    } else if (const auto* either = std::get_if<ast::Either>(&c.node)) {
      Rows found;
      for (const auto& branch : either->branches) {
        const Rows rows = block(branch, row);
        found.insert(found.end(), rows.begin(), rows.end());
      }
      append(patterns_.as_set(found));
    } else if (const auto* loop = std::get_if<ast::For>(&c.node)) {
      elements(*loop, row, out);
    } else if (const auto* nested = std::get_if<ast::Nested>(&c.node)) {
      append(independent(*nested, row));
    } else {
      throw std::runtime_error("the reference does not know this clause");
    }
  }

  // On its own, then joined by what it returns.
  Rows independent(const ast::Nested& nested, const Row& row) {
    if (!nested.heads.empty()) throw std::runtime_error("the reference does not know heads");
    Rows out;
    for (const Row& inner : block(*nested.block, {})) {
      Row joined = row;
      bool fits = true;
      for (const auto& [name, value] : inner) fits = fits && patterns_.bind(joined, name, value);
      if (fits) out.push_back(joined);
    }
    return out;
  }

  void elements(const ast::For& loop, const Row& row, Rows& out) {
    const auto add = [&](const Cells& values) {
      Row next = row;
      for (std::size_t i = 0; i < values.size(); ++i) set(next, loop.variables[i].name, values[i]);
      out.push_back(next);
    };
    if (!loop.is_list) {  // `for ?x in e`: each element of a list, a single value once, unbound never
      const Term value = expr_.value(loop.rows.at(0).at(0), {row});
      if (const auto* list = value.as<storage::List>()) {
        for (const Term& item : list->items) add({item});
      } else if (value.bound()) {
        add({value});
      }
      return;
    }
    for (const auto& expressions : loop.rows) {
      Cells values;
      for (const auto& expression : expressions) values.push_back(expr_.value(expression, {row}));
      add(values);
    }
  }

  void filter(Table& table, const ast::Expr& condition) {
    Table kept;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      if (expr_.truth(condition, {table.rows[i]}) != expr::Truth::yes) continue;
      kept.rows.push_back(table.rows[i]);
      if (!table.places.empty()) kept.places.push_back(table.places[i]);
    }
    table = std::move(kept);
  }

  // ---------------------------------------------------------------------- grouping and columns

  static std::string name_of_column(const ast::Column& column) {
    if (column.name) return column.name->name;
    const auto* term = std::get_if<ast::Term>(&column.value.node);
    const auto* variable = term == nullptr ? nullptr : std::get_if<ast::Variable>(term);
    return variable == nullptr ? "" : variable->name;
  }

  Rows grouped(const ast::Group& group, const Rows& rows, const Row& outer) {
    std::map<std::string, std::size_t> known;
    std::vector<Row> keys;
    std::vector<Rows> members;
    for (const Row& row : rows) {
      Row keyed = outer;
      Cells values;
      for (const auto& key : group.keys) {
        values.push_back(expr_.value(key.value, {row}));
        set(keyed, name_of_column(key), values.back());
      }
      const auto [at, fresh] = known.emplace(patterns_.key(values), keys.size());
      if (fresh) {
        keys.push_back(keyed);
        members.emplace_back();
      }
      members[at->second].push_back(row);
    }
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const Row key = keys[i];
      for (const auto& column : group.aggregates) {
        set(keys[i], name_of_column(column), expr_.value(column.value, {key, &members[i], &rows}));
      }
    }
    return keys;  // the keys stay, all else goes
  }

  Returned columns(const std::vector<ast::Column>& list, bool distinct, const Table& table,
                   const Row& outer) {
    Returned out;
    for (const auto& column : list) out.columns.push_back(name_of_column(column));
    const bool aggregates = std::any_of(list.begin(), list.end(),
                                        [](const ast::Column& c) { return has_aggregate(c.value); });
    const Rows one{outer};
    std::set<std::string> seen;
    const Rows& rows = aggregates ? one : table.rows;  // without keys there is one row
    for (std::size_t i = 0; i < rows.size(); ++i) {
      Cells cells;
      const Sight sight{rows[i], aggregates ? &table.rows : nullptr, aggregates ? &table.rows : nullptr};
      for (const auto& column : list) cells.push_back(expr_.value(column.value, sight));
      if (distinct && !seen.insert(patterns_.key(cells)).second) continue;
      out.sights.push_back(rows[i]);
      for (std::size_t c = 0; c < cells.size(); ++c) {
        if (!out.columns[c].empty()) set(out.sights.back(), out.columns[c], cells[c]);
      }
      out.cells.push_back(std::move(cells));
      if (!aggregates && !table.places.empty()) out.places.push_back(table.places[i]);
    }
    return out;
  }

  Returned returned(const ast::Return& result, const Table& table, const Row& outer) {
    Returned out = columns(result.columns, result.distinct, table, outer);
    std::vector<const ast::Clause*> slices;
    for (const auto& c : result.tail) {
      if (const auto* order = std::get_if<ast::Order>(&c.node)) {
        const Table sorted_sights = sorted({out.sights, {}}, order->keys, &out.cells);
        out.sights = sorted_sights.rows;
        out.places = sorted_sights.places;
      } else if (const auto* top = std::get_if<ast::Top>(&c.node)) {
        keep(out, highest(*top, out.sights, out.cells.size(), &out.cells));
        out.places.clear();
      } else {
        slices.push_back(&c);
      }
    }
    if (slices.empty()) return out;
    out.cells = in_order(out);  // ties break by the returned columns, so a cut is certain once ordered
    const auto [begin, end] = bounds(slices, out.cells.size());
    if (out.places.empty() && !same(out.cells, 0, out.cells.size()) && end - begin < out.cells.size()) {
      ambiguous_ = true;
    }
    Returned cut{out.columns, {}, {}, {}};
    for (std::size_t i = begin; i < end; ++i) {
      cut.cells.push_back(out.cells[i]);
      if (!out.places.empty()) cut.places.push_back(i);
    }
    return cut;
  }

  void keep(Returned& result, const std::vector<std::size_t>& which) const {
    Returned kept{result.columns, {}, {}, {}};
    for (const std::size_t i : which) {
      kept.cells.push_back(result.cells[i]);
      kept.sights.push_back(result.sights[i]);
    }
    result = std::move(kept);
  }

  // -------------------------------------------------------------------------------------- order

  static bool is_slice(const ast::Clause& c) {
    return std::holds_alternative<ast::Limit>(c.node) || std::holds_alternative<ast::Offset>(c.node);
  }
  std::size_t number(const ast::Count& count) const {
    if (const auto* n = std::get_if<std::uint64_t>(&count.value)) return *n;
    const Term term = expr_.constant(ast::Term(std::get<ast::Parameter>(count.value)));
    return static_cast<std::size_t>(*term.as<storage::Quantity>()->lower->to_int64());
  }
  std::pair<std::size_t, std::size_t> bounds(const std::vector<const ast::Clause*>& list,
                                             std::size_t size) const {
    std::size_t begin = 0;
    std::size_t most = size;
    for (const auto* c : list) {
      if (const auto* limit = std::get_if<ast::Limit>(&c->node)) most = number(limit->count);
      else begin = std::min(size, number(std::get<ast::Offset>(c->node).count));
    }
    return {begin, begin + std::min(most, size - begin)};
  }

  void slice(Table& table, const std::vector<const ast::Clause*>& list) {
    const auto [begin, end] = bounds(list, table.rows.size());
    for (const std::size_t cut : {begin, end}) {
      if (cut == 0 || cut == table.rows.size()) continue;
      if (table.places.empty() ? !same(table.rows, 0, table.rows.size())
                               : table.places[cut - 1] == table.places[cut] && !same_place(table, cut)) {
        ambiguous_ = true;
      }
    }
    const auto range = [&, b = begin, e = end](auto& list_of) {
      if (list_of.empty()) return;
      using At = std::ptrdiff_t;
      list_of = {list_of.begin() + static_cast<At>(b), list_of.begin() + static_cast<At>(e)};
    };
    range(table.places);
    range(table.rows);
  }

  template <typename List>
  bool same(const List& list, std::size_t begin, std::size_t end) const {
    for (std::size_t i = begin + 1; i < end; ++i) {
      if (patterns_.key(list[i - 1]) != patterns_.key(list[i])) return false;
    }
    return true;
  }
  bool same_place(const Table& table, std::size_t cut) const {
    const auto [begin, end] =
        std::equal_range(table.places.begin(), table.places.end(), table.places[cut]);
    return same(table.rows, static_cast<std::size_t>(begin - table.places.begin()),
                static_cast<std::size_t>(end - table.places.begin()));
  }

  std::vector<Cells> sort_values(const std::vector<ast::Sort>& keys, const Rows& rows) {
    std::vector<Cells> out;
    for (const Row& row : rows) {
      out.emplace_back();
      for (const auto& sort : keys) out.back().push_back(expr_.value(sort.key, {row}));
    }
    return out;
  }
  std::strong_ordering compare(const std::vector<ast::Sort>& keys, const Cells& a, const Cells& b,
                               bool descending) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto result = expr_.order(a[i], b[i], keys[i].descending.value_or(descending));
      if (result != 0) return result;
    }
    return std::strong_ordering::equal;
  }

  // Sorts rows (and the cells that belong to them) by the keys.
  Table sorted(const Table& table, const std::vector<ast::Sort>& keys, std::vector<Cells>* cells = nullptr) {
    const auto values = sort_values(keys, table.rows);
    std::vector<std::size_t> at(table.rows.size());
    std::iota(at.begin(), at.end(), 0U);
    std::stable_sort(at.begin(), at.end(), [&](std::size_t a, std::size_t b) {
      return compare(keys, values[a], values[b], false) < 0;
    });
    Table out;
    std::vector<Cells> moved;
    for (std::size_t i = 0; i < at.size(); ++i) {
      const bool tie = i > 0 && compare(keys, values[at[i - 1]], values[at[i]], false) == 0;
      out.places.push_back(tie ? out.places.back() : i);
      out.rows.push_back(table.rows[at[i]]);
      if (cells != nullptr) moved.push_back((*cells)[at[i]]);
    }
    if (cells != nullptr) *cells = std::move(moved);
    return out;
  }

  // Ties break by the returned columns, left to right.
  std::vector<Cells> in_order(const Returned& result) {
    if (result.places.empty()) return result.cells;
    std::vector<std::size_t> at(result.cells.size());
    std::iota(at.begin(), at.end(), 0U);
    std::stable_sort(at.begin(), at.end(), [&](std::size_t a, std::size_t b) {
      if (result.places[a] != result.places[b]) return result.places[a] < result.places[b];
      for (std::size_t c = 0; c < result.columns.size(); ++c) {
        const auto order = expr_.order(result.cells[a][c], result.cells[b][c], false);
        if (order != 0) return order < 0;
      }
      return false;
    });
    std::vector<Cells> out;
    for (const std::size_t i : at) out.push_back(result.cells[i]);
    return out;
  }

  // `top n by`: the first n within each group of `per`; rows whose first key is unbound are left out.
  std::vector<std::size_t> highest(const ast::Top& top, const Rows& rows, std::size_t size,
                                   const std::vector<Cells>* cells = nullptr) {
    const auto values = sort_values(top.keys, rows);
    std::map<std::string, std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < size; ++i) {
      if (!values[i][0].bound()) continue;
      Cells per;
      for (const auto& expression : top.per) per.push_back(expr_.value(expression, {rows[i]}));
      groups[patterns_.key(per)].push_back(i);
    }
    std::vector<std::size_t> out;
    for (auto& [key, at] : groups) {
      std::stable_sort(at.begin(), at.end(), [&](std::size_t a, std::size_t b) {
        return compare(top.keys, values[a], values[b], true) < 0;
      });
      const std::size_t most = std::min(number(top.count), at.size());
      for (std::size_t i = most; most > 0 && i < at.size(); ++i) {
        if (compare(top.keys, values[at[most - 1]], values[at[i]], true) != 0) break;
        const bool equal = cells != nullptr
                               ? patterns_.key((*cells)[at[most - 1]]) == patterns_.key((*cells)[at[i]])
                               : patterns_.key(rows[at[most - 1]]) == patterns_.key(rows[at[i]]);
        if (!equal) ambiguous_ = true;
      }
      out.insert(out.end(), at.begin(), at.begin() + static_cast<std::ptrdiff_t>(most));
    }
    return out;
  }

  const World& world_;
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
