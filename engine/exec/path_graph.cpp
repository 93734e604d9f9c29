#include "engine/exec/path_graph.hpp"

#include <algorithm>
#include <array>

#include "storage/well_known.hpp"

namespace vouch::exec {

namespace {

using storage::Order;

constexpr std::size_t kFetchRows = 1024;
constexpr std::uint64_t kRowsPerLookUp =
    16;  // a look-up costs about as much as reading so many rows

// Rows of one range of an index, by place.
struct Fetched {
  std::array<std::array<TermId, kFetchRows>, 3> places;

  std::size_t next(storage::TripleCursor& cursor, const Sequence& sequence) {
    return cursor.next(places[sequence[0]].data(), places[sequence[1]].data(),
                       places[sequence[2]].data(), kFetchRows);
  }
};

// The index in which the edges of a hop stand together by their start.
Order order_of(const Hop& hop) {
  if (hop.relation.bound()) return hop.inverse ? Order::pos : Order::pso;
  return hop.inverse ? Order::osp : Order::spo;
}

}  // namespace

PathGraph::PathGraph(ExecContext& context, Reads& reads)
    : context_(context), reads_(reads), claimed_(context), account_(context.memory, "path") {}

PathGraph::HopNumber PathGraph::hop(const Hop& hop) {
  for (HopNumber i = 0; i < hops_.size(); ++i) {
    if (hops_[i]->hop == hop) return i;
  }
  auto edges = std::make_unique<Edges>();
  edges->hop = hop;
  const std::uint64_t rows = hop.relation.bound()
                                 ? context_.snapshot.statistics(hop.relation).triples
                                 : context_.snapshot.counts().triples;
  edges->look_ups_before_reading_all = rows / kRowsPerLookUp + 16;
  hops_.push_back(std::move(edges));
  return static_cast<HopNumber>(hops_.size() - 1);
}

PathGraph::NodeNumber PathGraph::number(TermId id) {
  bool fresh = false;
  return nodes_.insert(&id, fresh);
}

storage::TripleCursor& PathGraph::cursor(Order order) {
  auto& cursor = cursors_[static_cast<std::size_t>(order)];
  if (!cursor) cursor.emplace(context_.snapshot, order);
  return *cursor;
}

bool PathGraph::wanted(const Edges& edges, TermId subject, TermId relation, TermId object) {
  if (edges.hop.relation.bound()) return true;
  const std::vector<TermId>& except = edges.hop.except;
  return std::find(except.begin(), except.end(), relation) == except.end() &&
         claimed_.counts(subject, relation, object);
}

void PathGraph::add(Edges& edges, NodeNumber from, TermId to) {
  edges.targets.push_back(number(to));
  if (edges.ranges.size() <= from)
    edges.ranges.resize(std::max<std::size_t>(nodes_.size(), from + 1));
  ++edges.ranges[from].count;
}

std::span<const PathGraph::NodeNumber> PathGraph::neighbours(HopNumber hop, NodeNumber node) {
  Edges& edges = *hops_[hop];
  if (node >= edges.ranges.size() || edges.ranges[node].count == kUnknown) {
    if (edges.complete) return {};
    if (++edges.look_ups > edges.look_ups_before_reading_all) {
      read_all(edges);
      return neighbours(hop, node);
    }
    look_up(edges, node);
  }
  const Range& range = edges.ranges[node];
  return std::span(edges.targets).subspan(range.begin, range.count);
}

void PathGraph::look_up_all(HopNumber hop, std::span<const NodeNumber> nodes) {
  Edges& edges = *hops_[hop];
  if (edges.complete) return;
  std::vector<std::pair<TermId, NodeNumber>> unknown;
  for (const NodeNumber node : nodes) {
    if (!is_known(edges, node)) unknown.emplace_back(id(node), node);
  }
  if (edges.look_ups + unknown.size() > edges.look_ups_before_reading_all) {
    read_all(edges);
    return;
  }
  std::sort(unknown.begin(), unknown.end());
  edges.look_ups += unknown.size();
  for (const auto& [term, node] : unknown) {
    if (!is_known(edges, node)) look_up(edges, node);
  }
}

void PathGraph::look_up(Edges& edges, NodeNumber node) {
  if (edges.ranges.size() <= node) edges.ranges.resize(nodes_.size());
  edges.ranges[node] = {edges.targets.size(), 0};
  const TermId from = id(node);
  if (from.tag() == storage::IdTag::local || edges.hop.relation.tag() == storage::IdTag::local)
    return;
  const Order order = order_of(edges.hop);
  const Sequence sequence = sequence_of(order);
  ++reads_.probes;
  if (edges.hop.relation.bound()) {
    cursor(order).open(std::array{edges.hop.relation, from});
  } else {
    cursor(order).open(std::array{from});
  }
  Fetched rows;
  const std::size_t to = edges.hop.inverse ? kSubject : kObject;
  while (const std::size_t count = rows.next(cursor(order), sequence)) {
    for (std::size_t i = 0; i < count; ++i) {
      if (!wanted(edges, rows.places[kSubject][i], rows.places[kRelation][i],
                  rows.places[kObject][i])) {
        continue;
      }
      add(edges, node, rows.places[to][i]);
    }
    reads_.rows += count;
    context_.worked(count);
    hold();
  }
}

void PathGraph::read_all(Edges& edges) {
  edges.ranges.assign(nodes_.size(), Range{});
  edges.targets.clear();
  edges.complete = true;
  if (edges.hop.relation.tag() == storage::IdTag::local) return;
  const Order order = order_of(edges.hop);
  const Sequence sequence = sequence_of(order);
  ++reads_.probes;
  if (edges.hop.relation.bound()) {
    cursor(order).open(std::array{edges.hop.relation});
  } else {
    cursor(order).open({});
  }
  Fetched rows;
  const std::size_t start = edges.hop.inverse ? kObject : kSubject;
  const std::size_t end = edges.hop.inverse ? kSubject : kObject;
  TermId before;
  NodeNumber from = 0;
  while (const std::size_t count = rows.next(cursor(order), sequence)) {
    for (std::size_t i = 0; i < count; ++i) {
      if (!wanted(edges, rows.places[kSubject][i], rows.places[kRelation][i],
                  rows.places[kObject][i])) {
        continue;
      }
      if (rows.places[start][i] != before) {
        before = rows.places[start][i];
        from = number(before);
        if (edges.ranges.size() <= from) edges.ranges.resize(2 * nodes_.size());
        edges.ranges[from] = {edges.targets.size(), 0};
      }
      add(edges, from, rows.places[end][i]);
    }
    reads_.rows += count;
    context_.worked(count);
    hold();
  }
}

std::vector<PathGraph::NodeNumber> PathGraph::starts(HopNumber hop) {
  Edges& edges = *hops_[hop];
  if (!edges.complete) read_all(edges);
  std::vector<NodeNumber> found;
  for (NodeNumber node = 0; node < std::min(edges.ranges.size(), nodes_.size()); ++node) {
    const std::uint32_t count = edges.ranges[node].count;
    if (count != kUnknown && count > 0) found.push_back(node);
  }
  return found;
}

const std::vector<PathGraph::NodeNumber>& PathGraph::all_terms() {
  if (all_terms_known_) return all_terms_;
  all_terms_known_ = true;
  namespace wk = storage::well_known;
  KeyTable terms(1);
  bool fresh = false;
  const Sequence sequence = sequence_of(Order::spo);
  Fetched rows;
  cursor(Order::spo).open({});
  while (const std::size_t count = rows.next(cursor(Order::spo), sequence)) {
    for (std::size_t i = 0; i < count; ++i) {
      const TermId relation = rows.places[kRelation][i];
      const bool counts =
          claimed_.counts(rows.places[kSubject][i], relation, rows.places[kObject][i]);
      if (counts) terms.insert(&rows.places[kObject][i], fresh);
      if (counts || relation == wk::kDeclaredKind || relation == wk::kLabel) {
        terms.insert(&rows.places[kSubject][i], fresh);
      }
    }
    reads_.rows += count;
    context_.worked(count);
  }
  for (std::uint32_t i = 0; i < terms.size(); ++i) all_terms_.push_back(number(*terms.key(i)));
  hold();
  return all_terms_;
}

double PathGraph::estimated_starts(HopNumber hop) const {
  const Hop& along = hops_[hop]->hop;
  if (!along.relation.bound()) return static_cast<double>(context_.snapshot.counts().terms);
  const storage::RelationStatistics statistics = context_.snapshot.statistics(along.relation);
  return static_cast<double>(along.inverse ? statistics.objects : statistics.subjects);
}

double PathGraph::estimated_edges(HopNumber hop) const {
  const Hop& along = hops_[hop]->hop;
  return static_cast<double>(along.relation.bound()
                                 ? context_.snapshot.statistics(along.relation).triples
                                 : context_.snapshot.counts().triples);
}

void PathGraph::hold() {
  std::size_t bytes = nodes_.bytes() + all_terms_.capacity() * sizeof(NodeNumber);
  for (const auto& edges : hops_) {
    bytes +=
        edges->ranges.capacity() * sizeof(Range) + edges->targets.capacity() * sizeof(NodeNumber);
  }
  account_.hold(bytes);
}

}  // namespace vouch::exec
