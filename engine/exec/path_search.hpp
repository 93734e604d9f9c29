// engine/exec/path_search.hpp — breadth-first search over (node, state) of one automaton.
//
// Shape     run() reports every node that a path leads to, once, until the visitor has enough.
// Units     4 bytes per node and state visited (few states), else a hash table; charged.
// Lifetime  borrows context and graph; memory is reused from run to run.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/exec/path_graph.hpp"

namespace vouch::exec {

class PathSearch {
 public:
  using NodeNumber = PathGraph::NodeNumber;

  PathSearch(ExecContext& context, PathGraph& graph, PathAutomaton automaton);

  // Are two ends equal without any hop?
  [[nodiscard]] bool accepts_nothing() const { return automaton_.states.front().accepts; }
  // Where paths may begin; everything, when they may be empty.
  [[nodiscard]] std::vector<NodeNumber> starts();
  [[nodiscard]] double estimated_starts() const;
  [[nodiscard]] double estimated_edges() const;
  [[nodiscard]] const PathAutomaton& automaton() const { return automaton_; }

  // Searches from all sources at once. `visit(node)` returns whether to go on.
  template <typename Visitor>
  void run(std::span<const NodeNumber> sources, Visitor&& visit) {
    begin();
    for (const NodeNumber source : sources) {
      if (enter(source, 0) && accepts_nothing() && reach(source) && !visit(source)) return;
    }
    std::size_t level_end = 0;
    while (at_ < queue_.size()) {
      if (at_ == level_end) {
        level_end = queue_.size();
        look_up_level(level_end);
      }
      const Place place = queue_[at_++];
      for (const PathAutomaton::Move& move : automaton_.states[place.state].moves) {
        const std::span<const NodeNumber> nodes = graph_.neighbours(move.hop, place.node);
        context_.worked(nodes.size() + 1);
        const bool accepts = automaton_.states[move.target].accepts;
        make_room();
        for (const NodeNumber node : nodes) {
          if (enter(node, move.target) && accepts && reach(node) && !visit(node)) return;
        }
      }
    }
  }

 private:
  static constexpr std::size_t kDenseStates = 16;
  struct Place {
    NodeNumber node = 0;
    std::uint32_t state = 0;
  };

  void begin();
  void make_room();
  // Reads what leads on from the places [at_, end) of the queue, in the order of the index.
  void look_up_level(std::size_t end);
  // Puts the place into the queue unless it was there before.
  bool enter(NodeNumber node, std::uint32_t state) {
    if (dense_) {
      std::uint32_t& stamp = stamps_[state][node];
      if (stamp == epoch_) return false;
      stamp = epoch_;
    } else {
      bool fresh = false;
      const TermId key = TermId::from_bits((std::uint64_t{state} << 32U) | node);
      visited_.insert(&key, fresh);
      if (!fresh) return false;
    }
    queue_.push_back({node, state});
    return true;
  }
  // False when the node was reached before, in another accepting state.
  bool reach(NodeNumber node) {
    if (one_accepts_) return true;
    if (reached_[node] == epoch_) return false;
    reached_[node] = epoch_;
    return true;
  }

  ExecContext& context_;
  PathGraph& graph_;
  PathAutomaton automaton_;  // its hops numbered as the graph's
  bool dense_ = true;
  bool one_accepts_ = true;
  std::uint32_t epoch_ = 0;
  std::vector<std::vector<std::uint32_t>> stamps_;  // by state and node
  std::vector<std::uint32_t> reached_;
  KeyTable visited_{1};
  std::vector<Place> queue_;
  std::size_t at_ = 0;
  std::vector<NodeNumber> level_;
  MemoryAccount account_;
};

}  // namespace vouch::exec
