// parser/block.hpp — `claims (…) { … }` parsed part by part, as StatementReader hands it out.
//
// Shape     the opening gives the shared qualifiers, each part between the braces its facts (one, or
//           none); the closing brace says nothing. All parts together mean what the block means to
//           parse_script.
// Units     spans are bytes of the part's text.
// Errors    as those of parse_script, told as in the whole block; one a part, and no facts then.
// Threads   free functions, no state.
#pragma once

#include <vector>

#include "base/diagnostic.hpp"
#include "parser/ast_statement.hpp"
#include "parser/statement_reader.hpp"

namespace vouch::parser {

struct BlockOpening {
  std::vector<ast::Qualifier> shared;
  Diagnostics problems;
};
struct BlockFacts {
  std::vector<ast::Fact> facts;
  Diagnostics problems;
};
[[nodiscard]] BlockOpening parse_block_opening(const RawStatement& part);
[[nodiscard]] BlockFacts parse_block_facts(const RawStatement& part);

// Of a statement that follows a block without `;`.
[[nodiscard]] Diagnostic semicolon_missing_before(const RawStatement& statement);

}  // namespace vouch::parser
