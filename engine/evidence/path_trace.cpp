#include "engine/evidence/path_trace.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/exec/context.hpp"
#include "engine/exec/path_automaton.hpp"
#include "engine/exec/path_graph.hpp"

namespace vouch::evidence {

using exec::Hop;
using exec::PathAutomaton;
using exec::PathGraph;
using storage::Triple;

namespace {

constexpr std::uint32_t kNone = ~std::uint32_t{0};

struct Place {  // of a search, in the order met
  PathGraph::NodeNumber node = 0;
  std::uint32_t state = 0;
  std::uint32_t from = kNone;  // place
  std::uint32_t hop = 0;       // of the automaton
};

}  // namespace

struct PathTrace::State {
  State(const logical::PathScan& the_scan, exec::Terms& terms, const exec::RunOptions& options)
      : scan(the_scan),
        context(terms, options, 0),
        graph(context, reads),
        backward(!scan.subject.is_constant() &&
                 (scan.object.is_constant() || scan.subject.kind == logical::Slot::Kind::anything)),
        automaton(exec::path_automaton(scan.path, backward)),
        account(context.memory, "path") {
    for (const Hop& hop : automaton.hops) hops.push_back(graph.hop(hop));
  }

  void start_at(TermId id) {
    places.clear();
    met.clear();
    ends.clear();
    end_places.clear();
    at = 0;
    started = id;
    enter(graph.number(id), 0, kNone, 0);
  }
  void enter(PathGraph::NodeNumber node, std::uint32_t state, std::uint32_t from,
             std::uint32_t hop) {
    TermId key = TermId::from_bits((std::uint64_t{state} << 32U) | node);
    bool fresh = false;
    met.insert(&key, fresh);
    if (!fresh) return;
    const auto place = static_cast<std::uint32_t>(places.size());
    places.push_back({node, state, from, hop});
    if (!automaton.states[state].accepts) return;
    key = TermId::from_bits(node);
    ends.insert(&key, fresh);
    if (fresh) end_places.push_back(place);
  }
  // The first place that ends a walk at one of these nodes (none: anywhere), or kNone.
  std::uint32_t search(const std::vector<PathGraph::NodeNumber>& wanted) {
    for (;;) {
      std::uint32_t best = wanted.empty() && !end_places.empty() ? end_places.front() : kNone;
      for (const PathGraph::NodeNumber node : wanted) {
        const TermId key = TermId::from_bits(node);
        const std::uint32_t number = ends.find(&key);
        if (number != exec::KeyTable::kNone) best = std::min(best, end_places[number]);
      }
      if (best != kNone || at == places.size()) return best;
      expand();
    }
  }
  void expand() {
    const Place place = places[at];
    for (const PathAutomaton::Move& move : automaton.states[place.state].moves) {
      const auto near = graph.neighbours(hops[move.hop], place.node);
      context.worked(near.size() + 1);
      for (const PathGraph::NodeNumber node : near) enter(node, move.target, at, move.hop);
    }
    ++at;
    account.hold(places.capacity() * sizeof(Place) + met.bytes() + ends.bytes());
  }
  std::vector<Triple> walk_to(std::uint32_t place) {
    std::vector<Triple> out;
    for (; places[place].from != kNone; place = places[place].from) {
      const TermId near = graph.id(places[places[place].from].node);
      const TermId far = graph.id(places[place].node);
      out.push_back(triple_of(automaton.hops[places[place].hop], near, far));
    }
    if (!backward) std::reverse(out.begin(), out.end());
    return out;
  }
  // A hop along any relation is along the first one that joins the two.
  Triple triple_of(const Hop& hop, TermId from, TermId to) {
    const TermId subject = hop.inverse ? to : from;
    const TermId object = hop.inverse ? from : to;
    if (hop.relation.bound()) return {subject, hop.relation, object};
    storage::TripleCursor cursor(context.snapshot, storage::Order::osp);
    const std::array<TermId, 2> prefix = {object, subject};
    cursor.open(prefix);
    exec::ClaimedTriples claimed(context);
    TermId relation;
    while (cursor.next(nullptr, nullptr, &relation, 1) > 0) {
      const bool left_out =
          std::find(hop.except.begin(), hop.except.end(), relation) != hop.except.end();
      if (!left_out && claimed.counts(subject, relation, object)) return {subject, relation, object};
    }
    return {subject, {}, object};
  }

  const logical::PathScan scan;
  exec::ExecContext context;
  exec::Reads reads;
  PathGraph graph;
  bool backward;  // from the object's end
  PathAutomaton automaton;
  std::vector<PathGraph::HopNumber> hops;
  exec::MemoryAccount account;
  TermId started;
  std::vector<Place> places;
  exec::KeyTable met{1};   // nodes with states
  exec::KeyTable ends{1};  // nodes that end a walk
  std::vector<std::uint32_t> end_places;
  std::uint32_t at = 0;
};

PathTrace::PathTrace(const logical::PathScan& scan, exec::Terms& terms,
                     const exec::RunOptions& options)
    : state_(std::make_unique<State>(scan, terms, options)) {}
PathTrace::~PathTrace() = default;
PathTrace::PathTrace(PathTrace&&) noexcept = default;

std::optional<std::vector<Triple>> PathTrace::between(TermId subject, TermId object) {
  const TermId start = state_->backward ? object : subject;
  const TermId end = state_->backward ? subject : object;
  if (!start.bound()) return std::nullopt;
  if (state_->started != start) state_->start_at(start);
  const auto& choices = state_->scan.object_choices;
  std::vector<PathGraph::NodeNumber> ends;
  if (end.bound()) {
    ends.push_back(state_->graph.number(end));
  } else if (!state_->backward) {
    for (const TermId choice : choices) ends.push_back(state_->graph.number(choice));
  }
  const std::uint32_t place = state_->search(ends);
  if (place == kNone) return std::nullopt;
  return state_->walk_to(place);
}

}  // namespace vouch::evidence
