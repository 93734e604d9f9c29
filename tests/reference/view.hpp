// tests/reference/view.hpp — the world as a question's heads let it be seen.
//
// Shape     claims that do not count are as if retracted; the graph is made again from the others.
// Errors    std::runtime_error for heads the reference does not know: assume, without, at any,
// identity. Source    docs/language.md, "Views" and "Time".
#pragma once

#include <string>
#include <vector>

#include "parser/ast_query.hpp"
#include "tests/reference/generator.hpp"
#include "tests/reference/world.hpp"

namespace vouch::reference {

[[nodiscard]] World seen(const World& world, const std::vector<ast::Head>& heads);

// Heads to stand before a random question; empty for some seeds.
[[nodiscard]] std::string random_heads(std::uint64_t seed);

}  // namespace vouch::reference
