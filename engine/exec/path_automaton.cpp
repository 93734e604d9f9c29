#include "engine/exec/path_automaton.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "base/error.hpp"

namespace vouch::exec {

namespace {

using Move = PathAutomaton::Move;
using StateId = std::uint32_t;

constexpr std::size_t kMostMoves = std::size_t{1} << 20U;
constexpr std::size_t kMergeStates = 64;  // merging larger automata costs more than it gives

// States with empty moves, as built.
class Builder {
 public:
  explicit Builder(const logical::PathExpr& path, bool reversed) {
    start_ = state();
    end_ = state();
    add(path, start_, end_, reversed);
  }
  PathAutomaton finish() &&;

 private:
  struct Rough {
    std::vector<StateId> empty;
    std::vector<Move> moves;
  };

  StateId state() {
    if (rough_.size() >= PathAutomaton::kMostStates) {
      throw CapacityError("E0504", fmt::format("the path needs more than {} states; "
                                               "a smaller number of repeats does not",
                                               PathAutomaton::kMostStates));
    }
    rough_.emplace_back();
    return static_cast<StateId>(rough_.size() - 1);
  }
  void empty(StateId from, StateId to) { rough_[from].empty.push_back(to); }
  void move(StateId from, StateId to, const Hop& hop) {
    const auto known = std::find(hops_.begin(), hops_.end(), hop);
    const auto number = static_cast<std::uint32_t>(known - hops_.begin());
    if (known == hops_.end()) hops_.push_back(hop);
    rough_[from].moves.push_back({number, to});
  }

  void add(const logical::PathExpr& path, StateId from, StateId to, bool reversed) {
    std::visit([&](const auto& node) { add(node, from, to, reversed); }, path.node);
  }
  void add(const logical::Step& step, StateId from, StateId to, bool reversed) {
    move(from, to, {step.relation, step.inverse != reversed, {}});
  }
  void add(const logical::PathAny&, StateId from, StateId to, bool reversed) {
    move(from, to, {{}, reversed, {}});
  }
  void add(const logical::PathSequence& sequence, StateId from, StateId to, bool reversed) {
    StateId at = from;
    const std::size_t count = sequence.parts.size();
    for (std::size_t i = 0; i < count; ++i) {
      const StateId next = state();
      add(sequence.parts[reversed ? count - 1 - i : i], at, next, reversed);
      at = next;
    }
    empty(at, to);
  }
  void add(const logical::PathChoice& choice, StateId from, StateId to, bool reversed) {
    for (const logical::PathExpr& part : choice.parts) add(part, from, to, reversed);
  }
  void add(const logical::PathInverse& inverse, StateId from, StateId to, bool reversed) {
    add(*inverse.path, from, to, !reversed);
  }
  void add(const logical::PathRepeat& repeat, StateId from, StateId to, bool reversed) {
    StateId at = state();
    empty(from, at);
    for (std::uint32_t i = 0; i < repeat.least; ++i) at = once(*repeat.path, at, reversed);
    if (!repeat.most) {
      const StateId loop = state();
      empty(at, loop);
      empty(once(*repeat.path, loop, reversed), loop);
      empty(loop, to);
      return;
    }
    for (std::uint32_t i = repeat.least; i < *repeat.most; ++i) {
      empty(at, to);
      at = once(*repeat.path, at, reversed);
    }
    empty(at, to);
  }
  void add(const logical::PathExcept& except, StateId from, StateId to, bool reversed) {
    if (except.forward) move(from, to, {{}, reversed, except.not_forward});
    if (except.backward) move(from, to, {{}, !reversed, except.not_backward});
  }
  StateId once(const logical::PathExpr& path, StateId from, bool reversed) {
    const StateId to = state();
    add(path, from, to, reversed);
    return to;
  }

  // What a state can do after any number of empty moves.
  PathAutomaton::State closed(StateId from) const {
    PathAutomaton::State state;
    std::vector<bool> seen(rough_.size());
    std::vector<StateId> open{from};
    seen[from] = true;
    while (!open.empty()) {
      const StateId at = open.back();
      open.pop_back();
      if (at == end_) state.accepts = true;
      state.moves.insert(state.moves.end(), rough_[at].moves.begin(), rough_[at].moves.end());
      for (const StateId next : rough_[at].empty) {
        if (!seen[next]) open.push_back(next);
        seen[next] = true;
      }
    }
    return state;
  }

  std::vector<Rough> rough_;
  std::vector<Hop> hops_;
  StateId start_ = 0;
  StateId end_ = 0;
};

void sort_moves(std::vector<Move>& moves) {
  std::sort(moves.begin(), moves.end());
  moves.erase(std::unique(moves.begin(), moves.end()), moves.end());
}

// Only the start and targets of moves stay states; they are numbered as they are met.
PathAutomaton Builder::finish() && {
  PathAutomaton automaton;
  std::map<StateId, StateId> number{{start_, 0}};
  std::vector<StateId> order{start_};
  std::size_t moves = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    PathAutomaton::State state = closed(order[i]);
    for (Move& move : state.moves) {
      const auto [entry, fresh] =
          number.try_emplace(move.target, static_cast<StateId>(order.size()));
      if (fresh) order.push_back(move.target);
      move.target = entry->second;
    }
    sort_moves(state.moves);
    moves += state.moves.size();
    if (moves > kMostMoves) throw CapacityError("E0504", "the path repeats too many alternatives");
    automaton.states.push_back(std::move(state));
  }
  automaton.hops = std::move(hops_);
  return automaton;
}

// Joins states that do the same, until none are left. True: something changed.
bool merge_once(PathAutomaton& automaton) {
  std::vector<StateId> becomes(automaton.states.size());
  std::vector<PathAutomaton::State> kept;
  for (std::size_t i = 0; i < automaton.states.size(); ++i) {
    const auto same = std::find(kept.begin(), kept.end(), automaton.states[i]);
    becomes[i] = static_cast<StateId>(same - kept.begin());
    if (same == kept.end()) kept.push_back(automaton.states[i]);
  }
  if (kept.size() == automaton.states.size()) return false;
  for (PathAutomaton::State& state : kept) {
    for (Move& move : state.moves) move.target = becomes[move.target];
    sort_moves(state.moves);
  }
  automaton.states = std::move(kept);
  return true;
}

}  // namespace

PathAutomaton path_automaton(const logical::PathExpr& path, bool reversed) {
  PathAutomaton automaton = Builder(path, reversed).finish();
  while (automaton.states.size() <= kMergeStates && merge_once(automaton)) {
  }
  return automaton;
}

}  // namespace vouch::exec
