// The closed table of functions: assembled once, sorted by name.
#include "engine/expr/functions.hpp"

#include <algorithm>

#include "base/invariant.hpp"
#include "base/unicode.hpp"

namespace vouch::expr {
namespace {

struct Table {
  std::vector<FunctionInfo> infos;  // sorted by name
  std::vector<FunctionRow> rows;    // in the same order
};

Table make_table() {
  Table table;
  for (const auto& rows : {number_functions(), quantity_functions(), date_functions(),
                           text_functions(), entity_functions(), list_functions(),
                           special_forms()}) {
    table.rows.insert(table.rows.end(), rows.begin(), rows.end());
  }
  std::sort(table.rows.begin(), table.rows.end(), [](const FunctionRow& a, const FunctionRow& b) {
    return a.info.name < b.info.name;
  });
  for (const FunctionRow& row : table.rows) table.infos.push_back(row.info);
  return table;
}

const Table& table() {
  static const Table made = make_table();
  return made;
}

}  // namespace

std::optional<std::int64_t> Call::integer(std::size_t i) const {
  const auto* quantity = as<storage::Quantity>(i);
  if (quantity == nullptr || !quantity->plain_number()) return std::nullopt;
  return quantity->lower->to_int64();
}

std::span<const FunctionInfo> functions() { return table().infos; }

const FunctionInfo* function(std::string_view name) {
  const std::string wanted = unicode::lower(name);
  const auto& infos = table().infos;
  const auto at = std::lower_bound(infos.begin(), infos.end(), wanted,
                                   [](const FunctionInfo& f, const auto& n) { return f.name < n; });
  return at != infos.end() && at->name == wanted ? &*at : nullptr;
}

// A regex is not a term: where `pattern` is given, the unbound term in its place is not looked at.
Term call(const FunctionInfo& function, std::span<const Term> arguments, const Pattern* pattern,
          ValueContext& context) {
  const auto* known = expr::function(function.name);
  invariant(known != nullptr, "a function of the table");
  const FunctionRow& row = table().rows[static_cast<std::size_t>(known - table().infos.data())];
  invariant(row.run != nullptr, "special forms are not called");
  std::vector<Term> bound;
  if (pattern != nullptr) {
    std::copy_if(arguments.begin(), arguments.end(), std::back_inserter(bound),
                 [](const Term& t) { return t.bound(); });
    arguments = bound;
  }
  const std::size_t given = arguments.size() + (pattern == nullptr ? 0 : 1);
  if (given < function.least || given > function.most) return {};
  const bool complete = std::all_of(arguments.begin(), arguments.end(),
                                    [](const Term& t) { return t.bound(); });
  return complete ? row.run(Call{arguments, pattern, context}) : Term();
}

}  // namespace vouch::expr
