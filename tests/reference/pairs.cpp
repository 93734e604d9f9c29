#include "tests/reference/pairs.hpp"

namespace vouch::reference {
namespace {

void add(const World& world, Pairs& pairs, const Term& from, const Term& to) {
  pairs.emplace(key_of(world, Cells{from, to}), Triple{from, {}, to});
}

}  // namespace

Pairs pairs_of(const World& world, const std::function<bool(const Triple&)>& test) {
  Pairs out;
  for (const Triple& t : world.graph) {
    if (test(t)) add(world, out, t.subject, t.object);
  }
  return out;
}

Pairs identity(const World& world, const Cells& terms) {
  Pairs out;
  for (const Term& term : terms) add(world, out, term, term);
  return out;
}

Pairs inverted(const World& world, const Pairs& pairs) {
  Pairs out;
  for (const auto& [key, pair] : pairs) add(world, out, pair.object, pair.subject);
  return out;
}

Pairs composed(const World& world, const Pairs& first, const Pairs& second) {
  Pairs out;
  for (const auto& [first_key, a] : first) {
    for (const auto& [second_key, b] : second) {
      const bool meet = key_of(world, a.object) == key_of(world, b.subject);
      if (meet) add(world, out, a.subject, b.object);
    }
  }
  return out;
}

}  // namespace vouch::reference
