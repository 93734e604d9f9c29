// engine/exec/closure.hpp — who reaches whom along one kind of step, for many sources at a time.
//
// Shape     the steps become a compact graph; its strongly connected parts, in topological order,
//           hand the set of sources that reach them on, kBlock sources a pass, a bit each. Nodes of
//           one part are reached alike, so pairs can be counted without being made.
// Units     charged: the graph, and kBlock / 8 bytes a part.
// Lifetime  borrows context; a copy of what it needs of the PathGraph.
// Source    Tarjan 1972; bit-parallel search: Then et al., "The More the Merrier", 2014.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/exec/path_automaton.hpp"
#include "engine/exec/path_graph.hpp"

namespace vouch::exec {

class Closure {
 public:
  using NodeNumber = PathGraph::NodeNumber;
  static constexpr std::size_t kWords = 8;
  static constexpr std::size_t kBlock = 64 * kWords;  // sources a pass
  using Sources = std::array<std::uint64_t, kWords>;  // a set of sources of the block

  // Is the path one kind of step, repeated without end? Then its hops.
  [[nodiscard]] static std::optional<std::vector<std::uint32_t>> hops_of(const PathAutomaton& path);

  Closure(ExecContext& context, PathGraph& graph, std::span<const PathGraph::HopNumber> hops);

  // The graph's nodes when it was read: others reach nothing.
  [[nodiscard]] std::size_t nodes() const { return part_of_.size(); }
  // Begins with other sources, of these nodes.
  void start(std::vector<NodeNumber> sources);

  // Goes to the next block of sources; false: there is none.
  [[nodiscard]] bool next_block();
  // Of the block: its sources, and for each part the ones that reach it by at least one step.
  [[nodiscard]] std::span<const NodeNumber> block() const;
  [[nodiscard]] std::size_t first_part() const { return first_part_; }
  [[nodiscard]] std::size_t parts() const { return part_nodes_.size() - 1; }
  [[nodiscard]] const Sources& reaching(std::size_t part) const { return reached_[part]; }
  [[nodiscard]] std::span<const NodeNumber> nodes_of(std::size_t part) const;
  [[nodiscard]] bool is_cyclic(std::size_t part) const { return cyclic_[part] != 0; }
  [[nodiscard]] std::size_t part_of(NodeNumber node) const { return part_of_[node]; }

  [[nodiscard]] static std::uint64_t size_of(const Sources& sources);

 private:
  void read_edges(PathGraph& graph, std::span<const PathGraph::HopNumber> hops);
  void find_parts();
  void link_parts();
  void hold();

  ExecContext& context_;
  std::vector<NodeNumber> sources_;  // by part
  std::size_t block_ = 0;            // begin of the block in sources_
  std::size_t block_end_ = 0;

  std::vector<std::uint64_t> edge_begin_;  // by node; emptied once the parts are known
  std::vector<NodeNumber> edges_;
  std::vector<std::uint32_t> part_of_;     // by node; parts are numbered in topological order
  std::vector<std::uint32_t> part_nodes_;  // begins in nodes_
  std::vector<NodeNumber> nodes_;
  std::vector<std::uint8_t> cyclic_;
  std::vector<std::uint64_t> link_begin_;  // by part
  std::vector<std::uint32_t> links_;       // to later parts, each once
  std::vector<Sources> reached_;
  std::size_t first_part_ = 0;  // of the block
  MemoryAccount account_;
};

}  // namespace vouch::exec
