// parser/grammar/grammar.hpp — the grammar as one function, for those who do not know Spirit.
//
// Shape     reads one statement that starts at `at`, and the blanks after it; `;` is left to the
// caller. Units     `at` points into the State's text. Errors    false where no statement can be
// read; TooDeep and TooManyOperators are thrown. Source    docs/grammar.md, `stmt`.
#pragma once

#include "parser/ast.hpp"
#include "parser/grammar/state.hpp"

namespace vouch::parser::grammar {

[[nodiscard]] bool read_statement(State& state, const char*& at, ast::Statement& out);
// What stands between the braces of `claims (…) { … }`, or a part of it that `;` or a brace ends.
[[nodiscard]] bool read_facts(State& state, const char*& at, std::vector<ast::Fact>& out);

}  // namespace vouch::parser::grammar
