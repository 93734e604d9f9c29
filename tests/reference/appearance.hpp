// tests/reference/appearance.hpp — the names a query returns when it has no `return`.
//
// Shape     all named variables in order of appearance; `group` and `with` start anew; names first met in
//           not, exists and count are local. A block with a `return` shows what it returns.
// Source    docs/language.md §3 ("`return` may be left out") and "Rulings": Blocks.
#pragma once

#include <string>
#include <vector>

#include "parser/ast_query.hpp"

namespace vouch::reference {

[[nodiscard]] std::vector<std::string> names_in_order(const ast::Block& block);
// Its `return`, else one of all these names.
[[nodiscard]] ast::Return result_of(const ast::Block& block);
// The names that columns and variables give: `as ?n`, else the variable itself, else "".
[[nodiscard]] std::vector<std::string> names_of(const std::vector<ast::Column>& columns);
[[nodiscard]] std::vector<std::string> names_of(const std::vector<ast::Variable>& variables);

}  // namespace vouch::reference
