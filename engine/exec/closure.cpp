#include "engine/exec/closure.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>

namespace vouch::exec {

namespace {

constexpr std::uint32_t kUnseen = ~std::uint32_t{0};

// Tarjan's search for strongly connected parts, without recursion. Parts come out in reverse
// topological order.
class PartSearch {
 public:
  PartSearch(ExecContext& context, std::span<const std::uint64_t> begins,
             std::span<const std::uint32_t> edges)
      : context_(context), begins_(begins), edges_(edges), order_(nodes(), kUnseen), low_(nodes()) {
    part_of.assign(nodes(), kUnseen);
  }

  std::vector<std::uint32_t> part_of;
  std::uint32_t parts = 0;

  void run() {
    for (std::uint32_t node = 0; node < nodes(); ++node) {
      if (order_[node] == kUnseen) search(node);
    }
  }

 private:
  struct Frame {
    std::uint32_t node = 0;
    std::uint64_t edge = 0;
  };

  [[nodiscard]] std::size_t nodes() const { return begins_.size() - 1; }

  void enter(std::uint32_t node) {
    order_[node] = low_[node] = next_++;
    stack_.push_back(node);
    frames_.push_back({node, begins_[node]});
  }

  void search(std::uint32_t root) {
    enter(root);
    while (!frames_.empty()) {
      Frame& frame = frames_.back();
      if (frame.edge < begins_[frame.node + 1]) {
        const std::uint32_t to = edges_[frame.edge++];
        if (order_[to] == kUnseen) {
          enter(to);
        } else if (part_of[to] == kUnseen) {
          low_[frame.node] = std::min(low_[frame.node], order_[to]);
        }
        continue;
      }
      leave(frame.node);
    }
  }

  void leave(std::uint32_t node) {
    context_.worked(1);
    frames_.pop_back();
    if (!frames_.empty()) {
      std::uint32_t& above = low_[frames_.back().node];
      above = std::min(above, low_[node]);
    }
    if (low_[node] != order_[node]) return;
    for (;;) {
      const std::uint32_t member = stack_.back();
      stack_.pop_back();
      part_of[member] = parts;
      if (member == node) break;
    }
    ++parts;
  }

  ExecContext& context_;
  std::span<const std::uint64_t> begins_;
  std::span<const std::uint32_t> edges_;
  std::vector<std::uint32_t> order_;
  std::vector<std::uint32_t> low_;
  std::vector<std::uint32_t> stack_;
  std::vector<Frame> frames_;
  std::uint32_t next_ = 0;
};

bool any(const Closure::Sources& sources) {
  std::uint64_t all = 0;
  for (const std::uint64_t word : sources) all |= word;
  return all != 0;
}

void add(Closure::Sources& to, const Closure::Sources& from) {
  for (std::size_t w = 0; w < Closure::kWords; ++w) to[w] |= from[w];
}

}  // namespace

std::optional<std::vector<std::uint32_t>> Closure::hops_of(const PathAutomaton& path) {
  const PathAutomaton::State& last = path.states.back();
  if (path.states.size() > 2 || !last.accepts || last.moves.empty()) return std::nullopt;
  const auto target = static_cast<std::uint32_t>(path.states.size() - 1);
  std::vector<std::uint32_t> hops;
  for (const PathAutomaton::Move& move : last.moves) {
    if (move.target != target) return std::nullopt;
    hops.push_back(move.hop);
  }
  if (path.states.front().moves != last.moves) return std::nullopt;
  return hops;
}

Closure::Closure(ExecContext& context, PathGraph& graph, std::span<const PathGraph::HopNumber> hops)
    : context_(context), account_(context.memory, "path") {
  read_edges(graph, hops);
  find_parts();
  link_parts();
  reached_.assign(parts(), Sources{});
  hold();
}

// Sources that stand close together reach much the same.
void Closure::start(std::vector<NodeNumber> sources) {
  sources_ = std::move(sources);
  std::sort(sources_.begin(), sources_.end(), [this](NodeNumber a, NodeNumber b) {
    return part_of_[a] != part_of_[b] ? part_of_[a] < part_of_[b] : a < b;
  });
  block_ = block_end_ = 0;
  hold();
}

void Closure::read_edges(PathGraph& graph, std::span<const PathGraph::HopNumber> hops) {
  for (const PathGraph::HopNumber hop : hops) static_cast<void>(graph.starts(hop));
  edge_begin_.reserve(graph.nodes() + 1);
  for (NodeNumber node = 0; node < graph.nodes(); ++node) {
    edge_begin_.push_back(edges_.size());
    for (const PathGraph::HopNumber hop : hops) {
      const std::span<const NodeNumber> to = graph.neighbours(hop, node);
      edges_.insert(edges_.end(), to.begin(), to.end());
    }
    context_.worked(edges_.size() - edge_begin_.back() + 1);
  }
  edge_begin_.push_back(edges_.size());
  hold();
}

void Closure::find_parts() {
  PartSearch search(context_, edge_begin_, edges_);
  search.run();
  part_of_ = std::move(search.part_of);
  for (std::uint32_t& part : part_of_) part = search.parts - 1 - part;
  part_nodes_.assign(search.parts + 1, 0);
  for (const std::uint32_t part : part_of_) ++part_nodes_[part + 1];
  std::partial_sum(part_nodes_.begin(), part_nodes_.end(), part_nodes_.begin());
  std::vector<std::uint32_t> next(part_nodes_.begin(), part_nodes_.end());
  nodes_.resize(part_of_.size());
  for (NodeNumber node = 0; node < part_of_.size(); ++node) nodes_[next[part_of_[node]]++] = node;
}

void Closure::link_parts() {
  cyclic_.assign(parts(), 0);
  for (std::uint32_t part = 0; part < parts(); ++part) {
    link_begin_.push_back(links_.size());
    const auto begin = static_cast<std::ptrdiff_t>(links_.size());
    for (const NodeNumber node : nodes_of(part)) {
      for (std::uint64_t e = edge_begin_[node]; e < edge_begin_[node + 1]; ++e) {
        const std::uint32_t to = part_of_[edges_[e]];
        if (to == part) {
          cyclic_[part] =
              1;  // a step inside: every node of the part reaches every other and itself
        } else {
          links_.push_back(to);
        }
      }
    }
    std::sort(links_.begin() + begin, links_.end());
    links_.erase(std::unique(links_.begin() + begin, links_.end()), links_.end());
    context_.worked(links_.size() - static_cast<std::size_t>(begin) + 1);
  }
  link_begin_.push_back(links_.size());
  edges_ = {};
  edge_begin_ = {};
}

std::span<const Closure::NodeNumber> Closure::block() const {
  return std::span(sources_).subspan(block_, block_end_ - block_);
}

std::span<const Closure::NodeNumber> Closure::nodes_of(std::size_t part) const {
  return std::span(nodes_).subspan(part_nodes_[part], part_nodes_[part + 1] - part_nodes_[part]);
}

std::uint64_t Closure::size_of(const Sources& sources) {
  std::uint64_t size = 0;
  for (const std::uint64_t word : sources) size += static_cast<std::uint64_t>(std::popcount(word));
  return size;
}

bool Closure::next_block() {
  block_ = block_end_;
  block_end_ = std::min(block_ + kBlock, sources_.size());
  if (block_ == block_end_) return false;
  first_part_ = part_of_[sources_[block_]];
  std::fill(reached_.begin() + static_cast<std::ptrdiff_t>(first_part_), reached_.end(), Sources{});
  std::size_t source = block_;
  for (std::size_t part = first_part_; part < parts(); ++part) {
    Sources here = reached_[part];
    for (; source < block_end_ && part_of_[sources_[source]] == part; ++source) {
      const std::size_t bit = source - block_;
      here[bit / 64] |= std::uint64_t{1} << (bit % 64);
    }
    if (!any(here)) continue;
    if (cyclic_[part] != 0) reached_[part] = here;
    for (std::uint64_t l = link_begin_[part]; l < link_begin_[part + 1]; ++l) {
      add(reached_[links_[l]], here);
    }
    context_.worked(link_begin_[part + 1] - link_begin_[part] + 1);
  }
  return true;
}

void Closure::hold() {
  account_.hold((edge_begin_.capacity() + link_begin_.capacity()) * sizeof(std::uint64_t) +
                (edges_.capacity() + part_of_.capacity() + part_nodes_.capacity() +
                 nodes_.capacity() + links_.capacity() + sources_.capacity()) *
                    sizeof(std::uint32_t) +
                cyclic_.capacity() + reached_.capacity() * sizeof(Sources));
}

}  // namespace vouch::exec
