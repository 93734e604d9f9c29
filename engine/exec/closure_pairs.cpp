#include "engine/exec/closure_pairs.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace vouch::exec {

namespace {

constexpr std::size_t kPairsAtOnce = 16'384;  // and what one node more adds

}  // namespace

ClosurePairs::ClosurePairs(ExecContext& context, PathGraph& graph,
                           std::span<const PathGraph::HopNumber> hops, bool reflexive)
    : context_(context), graph_(graph), closure_(context, graph, hops), reflexive_(reflexive) {}

void ClosurePairs::start(std::vector<PathGraph::NodeNumber> sources) {
  const auto known =
      std::partition(sources.begin(), sources.end(),
                     [this](PathGraph::NodeNumber node) { return node < closure_.nodes(); });
  loners_.assign(known, sources.end());
  sources.erase(known, sources.end());
  closure_.start(std::move(sources));
  part_ = closure_.parts();
  node_ = 0;
}

bool ClosurePairs::next(Column& sources, Column& reached) {
  sources.clear();
  reached.clear();
  for (const PathGraph::NodeNumber loner : loners_) {
    if (!reflexive_) break;
    sources.push_back(graph_.id(loner));
    reached.push_back(graph_.id(loner));
  }
  loners_.clear();
  while (sources.size() < kPairsAtOnce) {
    if (part_ == closure_.parts()) {
      if (!closure_.next_block()) break;
      part_ = closure_.first_part();
      node_ = 0;
      if (reflexive_) give_selves(sources, reached);
    }
    give_part(sources, reached);
  }
  context_.worked(sources.size());
  return !sources.empty();
}

// A source in a cyclic part is found again by the search itself.
void ClosurePairs::give_selves(Column& sources, Column& reached) {
  for (const PathGraph::NodeNumber source : closure_.block()) {
    if (closure_.is_cyclic(closure_.part_of(source))) continue;
    sources.push_back(graph_.id(source));
    reached.push_back(graph_.id(source));
  }
}

void ClosurePairs::give_part(Column& sources, Column& reached) {
  const std::span<const PathGraph::NodeNumber> nodes = closure_.nodes_of(part_);
  const Closure::Sources& reaching = closure_.reaching(part_);
  const std::span<const PathGraph::NodeNumber> block = closure_.block();
  const std::uint64_t each = Closure::size_of(reaching);
  for (; each > 0 && node_ < nodes.size(); ++node_) {
    if (sources.size() >= kPairsAtOnce) return;
    reached.insert(reached.end(), each, graph_.id(nodes[node_]));
    for (std::size_t w = 0; w < Closure::kWords; ++w) {
      for (std::uint64_t bits = reaching[w]; bits != 0; bits &= bits - 1) {
        const auto bit = static_cast<std::size_t>(std::countr_zero(bits));
        sources.push_back(graph_.id(block[w * 64 + bit]));
      }
    }
  }
  node_ = 0;
  ++part_;
}

}  // namespace vouch::exec
