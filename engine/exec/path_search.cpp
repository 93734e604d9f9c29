#include "engine/exec/path_search.hpp"

#include <algorithm>
#include <utility>

namespace vouch::exec {

namespace {

constexpr std::size_t kWorthSorting = 16;  // places of a level

}  // namespace

PathSearch::PathSearch(ExecContext& context, PathGraph& graph, PathAutomaton automaton)
    : context_(context),
      graph_(graph),
      automaton_(std::move(automaton)),
      dense_(automaton_.states.size() <= kDenseStates),
      account_(context.memory, "path") {
  std::vector<PathGraph::HopNumber> numbers;
  for (const Hop& hop : automaton_.hops) numbers.push_back(graph_.hop(hop));
  std::size_t accepting = 0;
  for (PathAutomaton::State& state : automaton_.states) {
    accepting += state.accepts ? 1U : 0U;
    for (PathAutomaton::Move& move : state.moves) move.hop = numbers[move.hop];
  }
  one_accepts_ = accepting <= 1;
  if (dense_) stamps_.resize(automaton_.states.size());
}

std::vector<PathSearch::NodeNumber> PathSearch::starts() {
  if (accepts_nothing()) return graph_.all_terms();
  std::vector<NodeNumber> found;
  for (const PathAutomaton::Move& move : automaton_.states.front().moves) {
    const std::vector<NodeNumber> more = graph_.starts(move.hop);
    found.insert(found.end(), more.begin(), more.end());
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

double PathSearch::estimated_starts() const {
  double starts = 0;
  for (const PathAutomaton::Move& move : automaton_.states.front().moves) {
    starts += graph_.estimated_starts(move.hop);
  }
  return starts;
}

double PathSearch::estimated_edges() const {
  double edges = 0;
  for (const PathAutomaton::Move& move : automaton_.states.front().moves) {
    edges += graph_.estimated_edges(move.hop);
  }
  return edges;
}

void PathSearch::begin() {
  queue_.clear();
  at_ = 0;
  visited_.clear();
  if (++epoch_ == 0) {  // stamps of long ago would look fresh
    for (auto& stamps : stamps_) std::fill(stamps.begin(), stamps.end(), 0U);
    std::fill(reached_.begin(), reached_.end(), 0U);
    epoch_ = 1;
  }
  make_room();
}

void PathSearch::look_up_level(std::size_t end) {
  if (end - at_ < kWorthSorting) return;
  for (std::uint32_t state = 0; state < automaton_.states.size(); ++state) {
    if (automaton_.states[state].moves.empty()) continue;
    level_.clear();
    for (std::size_t i = at_; i < end; ++i) {
      if (queue_[i].state == state) level_.push_back(queue_[i].node);
    }
    for (const PathAutomaton::Move& move : automaton_.states[state].moves) {
      graph_.look_up_all(move.hop, level_);
    }
  }
  make_room();
}

void PathSearch::make_room() {
  const std::size_t nodes = graph_.nodes();
  const bool enough =
      (!dense_ || stamps_.front().size() >= nodes) && (one_accepts_ || reached_.size() >= nodes);
  if (enough && queue_.size() % 4096 != 0) return;
  if (!enough) {
    const std::size_t room = nodes + nodes / 2 + 64;
    for (auto& stamps : stamps_) stamps.resize(room);
    if (!one_accepts_) reached_.resize(room);
  }
  account_.hold((stamps_.size() * (dense_ ? stamps_.front().capacity() : 0) + reached_.capacity()) *
                    sizeof(std::uint32_t) +
                queue_.capacity() * sizeof(Place) + visited_.bytes());
}

}  // namespace vouch::exec
