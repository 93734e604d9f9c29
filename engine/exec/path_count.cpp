#include "engine/exec/path_count.hpp"

#include "base/invariant.hpp"
#include "engine/exec/closure.hpp"
#include "engine/exec/path_search.hpp"
#include "engine/exec/row_weights.hpp"
#include "engine/exec/rows.hpp"

namespace vouch::exec {

namespace {

class PathCount final : public Operator {
 public:
  PathCount(ExecContext& context, const physical::Node& node)
      : Operator(context, node),
        count_(std::get<physical::PathCount>(node.op)),
        key_at_(count_.key ? position_of(columns(), *count_.key) : kNoColumn),
        account_(context.memory, "path") {}

 private:
  void do_open() override { done_ = false; }

  bool do_next(Batch& out) override {
    if (!done_) {
      reset(result_, 2);
      run();
      result_.rows = result_.columns[1].size();
      reader_.start(result_.rows);
      done_ = true;
    }
    std::size_t from = 0;
    const std::size_t count = reader_.take(batch_rows(), from);
    reset(out, columns().size());
    for (std::size_t c = 0; c < columns().size(); ++c) {
      const TermId* begin = result_.columns[c == key_at_ ? 0 : 1].data() + from;
      out.columns[c].assign(begin, begin + count);
    }
    out.rows = count;
    return count > 0;
  }

  // Counts stand at the nodes reached: to count by the subject, the path is walked from its end.
  void run() {
    const bool by_subject = count_.key && count_.scan.subject.is_variable() &&
                            count_.scan.subject.variable == *count_.key;
    PathGraph graph(context(), reads());
    PathSearch search(context(), graph, path_automaton(count_.scan.path, by_subject));
    const auto hops = Closure::hops_of(search.automaton());
    invariant(hops.has_value(), "a path that is no closure");
    std::vector<PathGraph::NodeNumber> sources = search.starts();
    const bool reflexive = search.accepts_nothing();
    const std::vector<PathGraph::NodeNumber> selves =
        reflexive ? sources : std::vector<PathGraph::NodeNumber>{};
    Closure closure(context(), graph, *hops);
    closure.start(std::move(sources));
    std::vector<std::int64_t> counts(closure.parts());
    account_.hold(counts.capacity() * sizeof(std::int64_t) +
                  selves.capacity() * sizeof(std::uint32_t));
    while (closure.next_block()) add_block(closure, counts);
    if (key_at_ == kNoColumn) {
      give_total(closure, counts, selves);
    } else {
      give_each(closure, graph, counts, selves);
    }
  }

  // Per part: how many sources reach it.
  void add_block(const Closure& closure, std::vector<std::int64_t>& counts) {
    for (std::size_t part = closure.first_part(); part < closure.parts(); ++part) {
      counts[part] += static_cast<std::int64_t>(Closure::size_of(closure.reaching(part)));
    }
    context().worked(closure.parts() - closure.first_part());
  }

  void give_total(const Closure& closure, const std::vector<std::int64_t>& counts,
                  const std::vector<PathGraph::NodeNumber>& selves) {
    std::int64_t total = 0;
    for (std::size_t part = 0; part < closure.parts(); ++part) {
      total += counts[part] * static_cast<std::int64_t>(closure.nodes_of(part).size());
    }
    for (const PathGraph::NodeNumber self : selves) {
      total += closure.is_cyclic(closure.part_of(self)) ? 0 : 1;
    }
    result_.columns[1].push_back(id_of_count(total, context().terms));
  }

  void give_each(const Closure& closure, const PathGraph& graph,
                 const std::vector<std::int64_t>& counts,
                 const std::vector<PathGraph::NodeNumber>& selves) {
    std::vector<std::uint8_t> self(graph.nodes());
    for (const PathGraph::NodeNumber node : selves) {
      self[node] = closure.is_cyclic(closure.part_of(node)) ? 0 : 1;
    }
    for (std::size_t part = 0; part < closure.parts(); ++part) {
      for (const PathGraph::NodeNumber node : closure.nodes_of(part)) {
        const std::int64_t count = counts[part] + self[node];
        if (count == 0) continue;
        result_.columns[0].push_back(graph.id(node));
        result_.columns[1].push_back(id_of_count(count, context().terms));
      }
      context().worked(closure.nodes_of(part).size());
    }
    account_.hold(result_.columns[0].capacity() * 2 * sizeof(TermId));
  }

  const physical::PathCount& count_;
  std::uint32_t key_at_;
  MemoryAccount account_;
  bool done_ = false;
  Batch result_;  // key, count
  RowReader reader_;
};

}  // namespace

OperatorPtr make_path_count(ExecContext& context, const physical::Node& node) {
  return std::make_unique<PathCount>(context, node);
}

}  // namespace vouch::exec
