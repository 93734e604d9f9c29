// engine/exec/path_graph.hpp — the part of the graph that paths walk, in dense numbers.
//
// Shape     terms are numbered as they are met; the neighbours of a node along a hop are read from
//           the index once and kept. When many nodes of a hop have been asked for, all of it is
//           read at once.
// Units     4 bytes an edge, about 40 a node; charged.
// Lifetime  borrows context; spans hold until the next call of neighbours().
// Source    compact adjacency as in Kùzu; docs/performance.md.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/exec/key_table.hpp"
#include "engine/exec/path_automaton.hpp"
#include "engine/exec/pattern.hpp"

namespace vouch::exec {

class PathGraph {
 public:
  using NodeNumber = std::uint32_t;
  using HopNumber = std::uint32_t;

  PathGraph(ExecContext& context, Reads& reads);

  [[nodiscard]] HopNumber hop(const Hop& hop);
  [[nodiscard]] NodeNumber number(TermId id);
  [[nodiscard]] TermId id(NodeNumber node) const { return *nodes_.key(node); }
  [[nodiscard]] std::size_t nodes() const { return nodes_.size(); }

  [[nodiscard]] std::span<const NodeNumber> neighbours(HopNumber hop, NodeNumber node);
  // Gets the neighbours of all these nodes ready, which is cheaper than one by one.
  void look_up_all(HopNumber hop, std::span<const NodeNumber> nodes);
  // All nodes from which the hop leads on.
  [[nodiscard]] std::vector<NodeNumber> starts(HopNumber hop);
  // Subjects and objects of claimed triples, and entities with a kind or a label.
  [[nodiscard]] const std::vector<NodeNumber>& all_terms();
  // How many nodes the hop starts from, about.
  [[nodiscard]] double estimated_starts(HopNumber hop) const;
  [[nodiscard]] double estimated_edges(HopNumber hop) const;

 private:
  static constexpr std::uint32_t kUnknown = std::numeric_limits<std::uint32_t>::max();
  struct Range {
    std::uint64_t begin = 0;
    std::uint32_t count = kUnknown;
  };
  struct Edges {
    Hop hop;
    std::vector<Range> ranges;  // by node
    std::vector<NodeNumber> targets;
    std::uint64_t look_ups = 0;
    std::uint64_t look_ups_before_reading_all = 0;
    bool complete = false;  // unknown ranges are empty
  };
  [[nodiscard]] static bool is_known(const Edges& edges, NodeNumber node) {
    return edges.complete ||
           (node < edges.ranges.size() && edges.ranges[node].count != kUnknown);
  }
  void look_up(Edges& edges, NodeNumber node);
  void read_all(Edges& edges);
  void add(Edges& edges, NodeNumber from, TermId to);
  [[nodiscard]] bool wanted(const Edges& edges, TermId subject, TermId relation, TermId object);
  [[nodiscard]] storage::TripleCursor& cursor(storage::Order order);
  void hold();

  ExecContext& context_;
  Reads& reads_;
  KeyTable nodes_{1};
  std::vector<std::unique_ptr<Edges>> hops_;
  std::vector<NodeNumber> all_terms_;
  bool all_terms_known_ = false;
  ClaimedTriples claimed_;
  std::array<std::optional<storage::TripleCursor>, 4> cursors_;
  MemoryAccount account_;
};

}  // namespace vouch::exec
