#include "engine/exec/range_count.hpp"

#include <array>
#include <limits>

#include "engine/exec/pattern.hpp"
#include "engine/exec/row_weights.hpp"
#include "engine/exec/rows.hpp"
#include "storage/well_known.hpp"

namespace vouch::exec {

namespace {

namespace wk = storage::well_known;

class RangeCount final : public Operator {
 public:
  RangeCount(ExecContext& context, const physical::Node& node)
      : Operator(context, node), access_(std::get<physical::RangeCount>(node.op).access) {}

 private:
  void do_open() override { done_ = false; }

  bool do_next(Batch& out) override {
    if (done_) return false;
    done_ = true;
    reset(out, 1);
    out.columns[0].push_back(id_of_count(static_cast<std::int64_t>(count()), context().terms));
    out.rows = 1;
    return true;
  }

  std::uint64_t count() {
    if (access_.prefix == 0) return everything();
    const Pattern pattern = pattern_of(access_.scan);
    const TermId relation = pattern.slots[kRelation].constant;
    ++reads().probes;
    if (access_.prefix == 1) return context().snapshot.statistics(relation).triples;
    const Sequence sequence = sequence_of(access_.order);
    std::array<TermId, 3> prefix;
    for (std::size_t i = 0; i < access_.prefix; ++i) {
      prefix[i] = pattern.slots[sequence[i]].constant;
    }
    return context().snapshot.count(access_.order, std::span(prefix.data(), access_.prefix),
                                    std::numeric_limits<std::uint64_t>::max());
  }

  // All triples but those of built-in relations: planned only where no claim is a subject.
  std::uint64_t everything() {
    std::uint64_t rows = context().snapshot.counts().triples;
    for (std::uint64_t i = 0; i < wk::kFirstFreeIri; ++i) {
      if (!is_built_in_relation(wk::iri(i))) continue;
      ++reads().probes;
      rows -= context().snapshot.statistics(wk::iri(i)).triples;
    }
    return rows;
  }

  const physical::TripleAccess& access_;
  bool done_ = false;
};

}  // namespace

OperatorPtr make_range_count(ExecContext& context, const physical::Node& node) {
  return std::make_unique<RangeCount>(context, node);
}

}  // namespace vouch::exec
