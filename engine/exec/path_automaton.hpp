// engine/exec/path_automaton.hpp — a path as a small automaton over hops.
//
// Shape     without empty moves; state 0 is the start. Bounded repeats are written out, state by
//           state. Reversed, it reads the same path from its end.
// Lifetime  a value.
// Errors    CapacityError "E0504" when a path needs more than kMostStates states.
// Source    Thompson's construction, then closure and merging of equal states.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/logical/plan.hpp"

namespace vouch::exec {

struct Hop {
  storage::TermId relation;  // unbound: any claimed relation …
  bool inverse = false;
  std::vector<storage::TermId> except;  // … but these
  friend bool operator==(const Hop&, const Hop&) = default;
};

struct PathAutomaton {
  static constexpr std::size_t kMostStates = 4096;

  struct Move {
    std::uint32_t hop = 0;  // in `hops`
    std::uint32_t target = 0;
    friend constexpr auto operator<=>(const Move&, const Move&) = default;
  };
  struct State {
    bool accepts = false;
    std::vector<Move> moves;  // sorted
    friend bool operator==(const State&, const State&) = default;
  };
  std::vector<Hop> hops;
  std::vector<State> states;
};

[[nodiscard]] PathAutomaton path_automaton(const logical::PathExpr& path, bool reversed);

}  // namespace vouch::exec
