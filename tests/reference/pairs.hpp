// tests/reference/pairs.hpp — a set of pairs of terms, and what sets of pairs make of each other.
//
// Shape     by the keys of both ends, so that each pair is there once.
// Errors    none.
// Source    docs/language.md §3: "A path is a set of pairs of end points."
#pragma once

#include <functional>
#include <map>
#include <string>

#include "tests/reference/world.hpp"

namespace vouch::reference {

using Pairs = std::map<std::string, Triple>;  // the triples have no relation

// The ends of the triples of the graph that pass.
[[nodiscard]] Pairs pairs_of(const World& world, const std::function<bool(const Triple&)>& test);
[[nodiscard]] Pairs identity(const World& world, const Cells& terms);
[[nodiscard]] Pairs inverted(const World& world, const Pairs& pairs);
[[nodiscard]] Pairs composed(const World& world, const Pairs& first, const Pairs& second);

}  // namespace vouch::reference
