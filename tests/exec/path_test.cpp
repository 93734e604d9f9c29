// Paths: against closures computed naively over random graphs, and what they promise at the edges.
#include <map>
#include <random>
#include <set>

#include "engine/exec/path_automaton.hpp"
#include "storage/well_known.hpp"
#include "tests/exec/plan_support.hpp"

namespace vouch::test {
namespace {

using logical::PathExpr;

using Pair = std::pair<TermId, TermId>;
using Pairs = std::set<Pair>;

const VariableId kS = var(0);
const VariableId kO = var(1);

// ── sets of pairs, as the language defines paths ─────────────────────────────────────────────────

struct Graph {
  std::map<TermId, Pairs> edges;  // by relation
  std::set<TermId> terms;
};

Pairs inverted(const Pairs& pairs) {
  Pairs out;
  for (const auto& [a, b] : pairs) out.emplace(b, a);
  return out;
}
Pairs composed(const Pairs& first, const Pairs& second) {
  Pairs out;
  for (const auto& [a, b] : first) {
    for (auto at = second.lower_bound({b, kNothing}); at != second.end() && at->first == b; ++at) {
      out.emplace(a, at->second);
    }
  }
  return out;
}
Pairs identity(const Graph& graph) {
  Pairs out;
  for (const TermId term : graph.terms) out.emplace(term, term);
  return out;
}

Pairs meaning(const PathExpr& path, const Graph& graph);

struct Meaning {
  const Graph& graph;

  Pairs operator()(const logical::Step& step) const {
    const auto found = graph.edges.find(step.relation);
    if (found == graph.edges.end()) return {};
    return step.inverse ? inverted(found->second) : found->second;
  }
  Pairs operator()(const logical::PathAny&) const {
    Pairs out;
    for (const auto& [relation, pairs] : graph.edges) out.insert(pairs.begin(), pairs.end());
    return out;
  }
  Pairs operator()(const logical::PathSequence& sequence) const {
    Pairs out = identity(graph);
    for (const PathExpr& part : sequence.parts) out = composed(out, meaning(part, graph));
    return out;
  }
  Pairs operator()(const logical::PathChoice& choice) const {
    Pairs out;
    for (const PathExpr& part : choice.parts) out.merge(meaning(part, graph));
    return out;
  }
  Pairs operator()(const logical::PathInverse& inverse) const {
    return inverted(meaning(*inverse.path, graph));
  }
  Pairs operator()(const logical::PathRepeat& repeat) const {
    const Pairs once = meaning(*repeat.path, graph);
    Pairs at = identity(graph);
    for (std::uint32_t i = 0; i < repeat.least; ++i) at = composed(at, once);
    Pairs out = at;
    for (std::uint32_t i = repeat.least; !repeat.most || i < *repeat.most; ++i) {
      at = composed(at, once);
      const std::size_t before = out.size();
      out.insert(at.begin(), at.end());
      if (!repeat.most && out.size() == before) break;
    }
    return out;
  }
  Pairs operator()(const logical::PathExcept& except) const {
    Pairs out;
    for (const auto& [relation, pairs] : graph.edges) {
      const auto left_out = [relation = relation](const std::vector<TermId>& list) {
        return std::find(list.begin(), list.end(), relation) != list.end();
      };
      if (except.forward && !left_out(except.not_forward)) out.insert(pairs.begin(), pairs.end());
      if (except.backward && !left_out(except.not_backward)) out.merge(inverted(pairs));
    }
    return out;
  }
};

Pairs meaning(const PathExpr& path, const Graph& graph) {
  return std::visit(Meaning{graph}, path.node);
}

// ── random graphs and paths ──────────────────────────────────────────────────────────────────────

class Paths : public testing::Test {
 protected:
  void make(std::uint64_t seed) {
    random_.seed(seed);
    const std::uint64_t nodes = 2 + random_() % 8;
    for (std::uint64_t i = 0; i < nodes; ++i)
      nodes_.push_back(facts().entity("n" + std::to_string(i)));
    for (const char* name : {"a", "b", "c"}) relations_.push_back(facts().relation(name));
    const std::uint64_t edges = random_() % (3 * nodes);
    for (std::uint64_t i = 0; i < edges; ++i) edge(pick(nodes_), pick(relations_), pick(nodes_));
    static_cast<void>(terms());
  }
  void edge(TermId s, TermId r, TermId o) {
    facts().claim(s, r, o);
    graph_.edges[r].emplace(s, o);
    graph_.terms.insert(s);
    graph_.terms.insert(o);
  }
  TermId pick(const std::vector<TermId>& list) { return list[random_() % list.size()]; }

  PathExpr path(int depth) {
    const std::uint64_t kind = depth == 0 ? random_() % 4 : random_() % 10;
    if (kind < 3) return {logical::Step{pick(relations_), random_() % 4 == 0}};
    if (kind == 3) return simple();
    if (kind == 4) return {logical::PathSequence{{path(depth - 1), path(depth - 1)}}};
    if (kind == 5) return {logical::PathChoice{{path(depth - 1), path(depth - 1)}}};
    if (kind == 6) return {logical::PathInverse{path(depth - 1)}};
    logical::PathRepeat repeat{path(depth - 1), static_cast<std::uint32_t>(random_() % 3), {}};
    if (random_() % 2 == 0) repeat.most = repeat.least + static_cast<std::uint32_t>(random_() % 3);
    return {repeat};
  }
  PathExpr simple() {
    if (random_() % 3 == 0) return {logical::PathAny{}};
    logical::PathExcept except;
    except.forward = random_() % 2 == 0;
    except.backward = !except.forward || random_() % 2 == 0;
    if (except.forward) except.not_forward = {pick(relations_)};
    if (except.backward) except.not_backward = {pick(relations_)};
    return {except};
  }

  [[nodiscard]] Rows scan(Slot s, const PathExpr& path, Slot o, Variables columns,
                          std::vector<TermId> choices = {}) {
    logical::PathScan scan{s, path, o, std::move(choices), {}};
    return rows(node(physical::PathScan{scan}, std::move(columns)), terms());
  }
  Facts& facts() { return *facts_; }
  exec::Terms& terms() { return facts_->terms(); }

  std::unique_ptr<Facts> facts_ = std::make_unique<Facts>();
  std::mt19937_64 random_;
  std::vector<TermId> nodes_;
  std::vector<TermId> relations_;
  Graph graph_;
};

class RandomPaths : public Paths, public testing::WithParamInterface<int> {};

TEST_P(RandomPaths, AgreeWithTheirMeaningFromEveryEnd) {
  make(static_cast<std::uint64_t>(GetParam()));
  for (int i = 0; i < 8; ++i) {
    const PathExpr expr = path(3);
    const Pairs pairs = meaning(expr, graph_);
    Rows all;
    for (const auto& [s, o] : pairs) all.push_back({s, o});
    ASSERT_EQ(scan(Slot::of(kS), expr, Slot::of(kO), {kS, kO}), all);
    // Each end alone; nodes that are in no triple relate to themselves only when asked for.
    const TermId from = graph_.terms.empty() ? nodes_[0] : *graph_.terms.begin();
    const bool known = graph_.terms.contains(from);
    Rows objects;
    Rows subjects;
    std::set<Row> any_subject;
    std::set<Row> any_object;
    Rows loops;
    for (const auto& [s, o] : pairs) {
      if (s == from) objects.push_back({o});
      if (o == from) subjects.push_back({s});
      any_object.insert({s});
      any_subject.insert({o});
      if (s == o) loops.push_back({s});
    }
    ASSERT_EQ(scan(Slot::of(kS), expr, Slot::any(), {kS}),
              Rows(any_object.begin(), any_object.end()));
    ASSERT_EQ(scan(Slot::any(), expr, Slot::of(kO), {kO}),
              Rows(any_subject.begin(), any_subject.end()));
    ASSERT_EQ(scan(Slot::of(kS), expr, Slot::of(kS), {kS}), loops);
    if (!known) continue;
    ASSERT_EQ(scan(Slot::of(from), expr, Slot::of(kO), {kO}), objects);
    ASSERT_EQ(scan(Slot::of(kS), expr, Slot::of(from), {kS}), sorted(subjects));
    ASSERT_EQ(scan(Slot::any(), expr, Slot::any(), {}), pairs.empty() ? Rows{} : Rows{Row{}});
    // Choices test.
    std::vector<TermId> choices{from, *graph_.terms.rbegin()};
    std::set<Row> chosen;
    for (const auto& [s, o] : pairs) {
      if (o == choices[0] || o == choices[1]) chosen.insert({s});
    }
    ASSERT_EQ(scan(Slot::of(kS), expr, Slot::any(), {kS}, choices),
              Rows(chosen.begin(), chosen.end()));
  }
}

TEST_P(RandomPaths, JoinRowsWithBoundAndUnboundEnds) {
  make(static_cast<std::uint64_t>(GetParam()) + 10'000);
  if (graph_.terms.empty()) return;
  const std::vector<TermId> known(graph_.terms.begin(), graph_.terms.end());
  for (int i = 0; i < 4; ++i) {
    const PathExpr expr = path(2);
    const Pairs pairs = meaning(expr, graph_);
    Rows left;
    for (int row = 0; row < 7; ++row) {
      left.push_back({random_() % 5 == 0 ? kNothing : pick(known),
                      random_() % 3 == 0 ? kNothing : pick(known)});
    }
    Rows expected;
    for (const Row& row : left) {
      for (const auto& [s, o] : pairs) {
        if ((!row[0].bound() || row[0] == s) && (!row[1].bound() || row[1] == o)) {
          expected.push_back({s, o});
        }
      }
    }
    logical::PathScan scan{Slot::of(kS), expr, Slot::of(kO), {}, {}};
    Node join = node(physical::PathJoin{values(terms(), {kS, kO}, left), scan}, {kS, kO});
    ASSERT_EQ(rows(std::move(join), terms()), sorted(expected));
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomPaths, testing::Range(0, 220));

// ── edges ────────────────────────────────────────────────────────────────────────────────────────

PathExpr repeat(PathExpr path, std::uint32_t least, std::optional<std::uint32_t> most) {
  return {logical::PathRepeat{std::move(path), least, most}};
}

TEST_F(Paths, AStarRelatesEveryTermToItself) {
  namespace wk = storage::well_known;
  const TermId a = facts().relation("a");
  const TermId labelled = facts().entity("labelled");
  const TermId unclaimed = facts().entity("unclaimed");
  facts().update().add_triple({labelled, wk::kLabel, facts().term(storage::text_term("L"))});
  edge(facts().entity("x"), a, facts().entity("y"));
  const PathExpr star = repeat({logical::Step{a, false}}, 0, std::nullopt);
  Rows expected{{facts().entity("x"), facts().entity("x")},
                {facts().entity("x"), facts().entity("y")},
                {facts().entity("y"), facts().entity("y")},
                {labelled, labelled}};
  EXPECT_EQ(scan(Slot::of(kS), star, Slot::of(kO), {kS, kO}), sorted(expected));
  EXPECT_EQ(scan(Slot::of(unclaimed), star, Slot::of(kO), {kO}), (Rows{{unclaimed}}));
}

TEST_F(Paths, CyclesEndAndGiveEachPairOnce) {
  const TermId a = facts().relation("a");
  const TermId x = facts().entity("x");
  const TermId y = facts().entity("y");
  edge(x, a, y);
  edge(y, a, x);
  const PathExpr plus = repeat({logical::Step{a, false}}, 1, std::nullopt);
  EXPECT_EQ(scan(Slot::of(kS), plus, Slot::of(kO), {kS, kO}),
            sorted({{x, x}, {x, y}, {y, x}, {y, y}}));
}

TEST_F(Paths, LongChainsAreWalkedOnceWithManySources) {
  const TermId a = facts().relation("a");
  std::vector<TermId> chain;
  for (int i = 0; i < 300; ++i) chain.push_back(facts().entity("n" + std::to_string(i)));
  for (std::size_t i = 0; i + 1 < chain.size(); ++i) edge(chain[i], a, chain[i + 1]);
  const PathExpr plus = repeat({logical::Step{a, false}}, 1, std::nullopt);
  EXPECT_EQ(scan(Slot::of(kS), plus, Slot::of(kO), {kS, kO}).size(), 300U * 299U / 2U);
}

TEST_F(Paths, ManyBoundedRepeatsCountExactly) {
  const TermId a = facts().relation("a");
  std::vector<TermId> chain;
  for (int i = 0; i < 60; ++i) chain.push_back(facts().entity("n" + std::to_string(i)));
  for (std::size_t i = 0; i + 1 < chain.size(); ++i) edge(chain[i], a, chain[i + 1]);
  const PathExpr some = repeat({logical::Step{a, false}}, 20, 40);
  const Rows found = scan(Slot::of(chain[0]), some, Slot::of(kO), {kO});
  EXPECT_EQ(found, sorted([&] {
              Rows expected;
              for (std::size_t i = 20; i <= 40; ++i) expected.push_back({chain[i]});
              return expected;
            }()));
}

TEST_F(Paths, TooManyStatesAreRefused) {
  const PathExpr step{logical::Step{facts().relation("a"), false}};
  EXPECT_NO_THROW(static_cast<void>(exec::path_automaton(repeat(step, 0, 4000), false)));
  try {
    static_cast<void>(exec::path_automaton(repeat(step, 0, 1'000'000'000), false));
    FAIL() << "no error";
  } catch (const CapacityError& error) {
    EXPECT_EQ(error.code(), "E0504");
  }
}

TEST_F(Paths, SimplePathsHaveSmallAutomata) {
  const PathExpr step{logical::Step{facts().relation("a"), false}};
  EXPECT_EQ(exec::path_automaton(repeat(step, 0, std::nullopt), false).states.size(), 1U);
  EXPECT_EQ(exec::path_automaton(repeat(step, 1, std::nullopt), false).states.size(), 2U);
  EXPECT_EQ(exec::path_automaton(repeat(repeat(step, 0, std::nullopt), 0, std::nullopt), true)
                .states.size(),
            1U);
}

}  // namespace
}  // namespace vouch::test
