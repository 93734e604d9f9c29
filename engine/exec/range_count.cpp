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
      : Operator(context, node),
        access_(std::get<physical::RangeCount>(node.op).access),
        by_relation_(columns().size() == 2),
        relations_(context.snapshot, storage::Order::pso),
        about_claims_(context.snapshot, storage::Order::pso),
        claimed_(context) {}

 private:
  void do_open() override {
    done_ = false;
    if (by_relation_) relations_.open({});
  }

  bool do_next(Batch& out) override {
    reset(out, columns().size());
    if (!by_relation_ && !done_) {
      add(out, {}, count());
      done_ = true;
    }
    TermId relation;
    while (!done_ && out.rows < batch_rows()) {
      if (!next_relation(relation)) {
        done_ = true;
      } else if (const std::uint64_t rows = count_of(relation); rows > 0) {
        add(out, relation, rows);
      }
    }
    return out.rows > 0;
  }

  void add(Batch& out, TermId relation, std::uint64_t count) {
    if (by_relation_) out.columns.front().push_back(relation);
    out.columns.back().push_back(id_of_count(static_cast<std::int64_t>(count), context().terms));
    ++out.rows;
  }

  std::uint64_t count() {
    if (access_.prefix == 0) return everything();
    const Pattern pattern = pattern_of(access_.scan);
    const TermId relation = pattern.slots[kRelation].constant;
    ++reads().probes;
    if (access_.prefix == 1) return triples_of(relation);
    const Sequence sequence = sequence_of(access_.order);
    std::array<TermId, 3> prefix;
    for (std::size_t i = 0; i < access_.prefix; ++i) {
      prefix[i] = pattern.slots[sequence[i]].constant;
    }
    return context().snapshot.count(access_.order, std::span(prefix.data(), access_.prefix),
                                    std::numeric_limits<std::uint64_t>::max());
  }

  [[nodiscard]] std::uint64_t triples_of(TermId relation) {
    return context().snapshot.count(storage::Order::pso, std::array{relation},
                                    std::numeric_limits<std::uint64_t>::max());
  }

  // The next relation that is not built in, from one to the first key of the next.
  bool next_relation(TermId& relation) {
    for (;;) {
      context().worked(1);
      ++reads().probes;
      if (relations_.next(&relation, nullptr, nullptr, 1) == 0) return false;
      relations_.skip_to(TermId::from_bits(relation.bits() + 1));
      if (!is_built_in_relation(relation)) return true;
    }
  }

  // Of a triple about a claim it is not enough to be there (see ClaimedTriples).
  std::uint64_t count_of(TermId relation) {
    ++reads().probes;
    std::uint64_t rows = triples_of(relation);
    if (context().snapshot.counts().claims == 0) return rows;
    about_claims_.open_range(std::array{relation}, TermId{storage::IdTag::claim, 0},
                             TermId{storage::IdTag::claim, TermId::kPayloadMask});
    std::array<TermId, 256> subjects;
    std::array<TermId, 256> objects;
    for (;;) {
      const std::size_t found =
          about_claims_.next(nullptr, subjects.data(), objects.data(), subjects.size());
      if (found == 0) return rows;
      reads().rows += found;
      context().worked(found);
      for (std::size_t i = 0; i < found; ++i) {
        if (!claimed_.counts(subjects[i], relation, objects[i])) --rows;
      }
    }
  }

  // All triples but those of built-in relations.
  std::uint64_t everything() {
    if (context().snapshot.counts().claims > 0) return sum_of_relations();
    std::uint64_t rows = context().snapshot.counts().triples;
    for (std::uint64_t i = 0; i < wk::kFirstFreeIri; ++i) {
      if (!is_built_in_relation(wk::iri(i))) continue;
      ++reads().probes;
      rows -= triples_of(wk::iri(i));
    }
    return rows;
  }

  std::uint64_t sum_of_relations() {
    std::uint64_t rows = 0;
    TermId relation;
    relations_.open({});
    while (next_relation(relation)) rows += count_of(relation);
    return rows;
  }

  const physical::TripleAccess& access_;
  bool by_relation_;
  storage::TripleCursor relations_;
  storage::TripleCursor about_claims_;
  ClaimedTriples claimed_;
  bool done_ = false;
};

}  // namespace

OperatorPtr make_range_count(ExecContext& context, const physical::Node& node) {
  return std::make_unique<RangeCount>(context, node);
}

}  // namespace vouch::exec
