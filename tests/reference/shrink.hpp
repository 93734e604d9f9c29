// tests/reference/shrink.hpp — queries a little smaller than a given one.
//
// Shape     smaller(q, k) is q without its k-th removable part: a clause, pattern, qualifier, condition,
//           column, branch, path part. Nothing when there is no k-th part. The result may be nonsense.
// Errors    none.
#pragma once

#include <cstddef>
#include <optional>

#include "parser/ast_query.hpp"

namespace vouch::reference {

[[nodiscard]] std::optional<ast::Query> smaller(const ast::Query& query, std::size_t part);

}  // namespace vouch::reference
