// parser/ast_print.hpp — a syntax tree as canonical text.
//
// Shape     parse(print(a)) == a for every tree the parser can build; one statement a line, `;` at
// the end
//           of print(Script); keywords lower case, one blank between words.
// Errors    none.
#pragma once

#include <string>

#include "parser/ast.hpp"

namespace vouch::ast {

[[nodiscard]] std::string print(const Script& script);
[[nodiscard]] std::string print(const Statement& statement);
[[nodiscard]] std::string print(const Query& query);
[[nodiscard]] std::string print(const Expr& expr);
[[nodiscard]] std::string print(const Term& term);
[[nodiscard]] std::string print(const Name& name);
[[nodiscard]] std::string print(const Pattern& pattern);
[[nodiscard]] std::string print(const Path& path);
[[nodiscard]] std::string heads_text(const std::vector<Head>& heads);  // "at 2025, using …"

}  // namespace vouch::ast
