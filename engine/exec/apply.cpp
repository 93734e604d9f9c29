#include "engine/exec/apply.hpp"

#include <algorithm>
#include <utility>

#include "base/invariant.hpp"
#include "engine/exec/join_columns.hpp"
#include "engine/exec/key_table.hpp"
#include "engine/exec/row_groups.hpp"
#include "engine/exec/rows.hpp"
#include "engine/exec/scalar_arithmetic.hpp"

namespace vouch::exec {

namespace {

using logical::ApplyKind;

constexpr std::size_t kFirstChunk = 1024;
constexpr std::size_t kChunkGrowth = 8;
constexpr std::size_t kLargestChunk = std::size_t{1} << 20U;

// Pops the seed whatever happens.
class SeedScope {
 public:
  SeedScope(ExecContext& context, const SeedRows& seed) : context_(context) {
    context_.push_seed(seed);
  }
  ~SeedScope() { context_.pop_seed(); }
  SeedScope(const SeedScope&) = delete;
  SeedScope& operator=(const SeedScope&) = delete;

 private:
  ExecContext& context_;
};

class Apply final : public Operator {
 public:
  Apply(ExecContext& context, const physical::Node& node, OperatorPtr outer, OperatorPtr inner)
      : Operator(context, node),
        apply_(std::get<physical::Apply>(node.op)),
        outer_(std::move(outer)),
        inner_(std::move(inner)),
        outer_keys_(positions_of(apply_.correlated, outer_->columns())),
        inner_keys_(positions_of(apply_.correlated, inner_->columns())),
        result_at_(apply_.result ? position_of(columns(), *apply_.result) : kNoColumn),
        join_(outer_->columns(), gives_rows() ? inner_->columns() : Columns{}, columns(),
              apply_.correlated),
        tuples_(apply_.correlated.size()),
        account_(context.memory, "apply") {
    for (std::uint32_t c = 0; c < inner_->columns().size(); ++c) all_inner_.push_back(c);
  }

 private:
  [[nodiscard]] bool gives_rows() const {
    return apply_.kind == ApplyKind::inner || apply_.kind == ApplyKind::left;
  }
  [[nodiscard]] bool one_is_enough() const {
    return !gives_rows() && apply_.kind != ApplyKind::count;
  }

  void do_open() override {
    outer_->open();
    chunk_ = std::max(kFirstChunk, batch_rows());
    rows_.rows = 0;
    row_ = 0;
    at_ = 0;
    ran_ = false;
    ended_ = false;
  }

  bool do_next(Batch& out) override {
    reset(out, columns().size());
    while (out.rows == 0) {
      if (row_ == rows_.rows && !load_chunk()) return false;
      pairs_.clear();
      switch (apply_.kind) {
        case ApplyKind::inner:
        case ApplyKind::left: pair_up(); break;
        case ApplyKind::semi: select(true); break;
        case ApplyKind::anti: select(false); break;
        case ApplyKind::mark:
        case ApplyKind::count: mark(); break;
      }
      join_.append(rows_, inner_rows_, pairs_, out);
      if (result_at_ != kNoColumn) out.columns[result_at_] = results_;
      context().worked(out.rows);
    }
    return true;
  }

  // ── giving rows out ───────────────────────────────────────────────────────────────────────────

  void pair_up() {
    while (row_ < rows_.rows && pairs_.size() < batch_rows()) {
      const std::span<const std::uint32_t> matches = groups_.rows(tuple_of_[row_]);
      for (; at_ < matches.size() && pairs_.size() < batch_rows(); ++at_) {
        pairs_.add(row_, matches[at_]);
      }
      if (at_ < matches.size()) return;
      if (matches.empty() && apply_.kind == ApplyKind::left) pairs_.add(row_, kNoRow);
      ++row_;
      at_ = 0;
    }
  }
  void select(bool with) {
    for (; row_ < rows_.rows && pairs_.size() < batch_rows(); ++row_) {
      if ((counts_[tuple_of_[row_]] > 0) == with) pairs_.add(row_, kNoRow);
    }
  }
  void mark() {
    results_.clear();
    for (; row_ < rows_.rows && pairs_.size() < batch_rows(); ++row_) {
      const std::uint64_t count = counts_[tuple_of_[row_]];
      pairs_.add(row_, kNoRow);
      results_.push_back(apply_.kind == ApplyKind::count
                             ? id_of_integer(static_cast<std::int64_t>(count))
                             : TermId(storage::IdTag::boolean, count > 0 ? 1 : 0));
    }
  }

  // ── a chunk ───────────────────────────────────────────────────────────────────────────────────

  bool load_chunk() {
    reset(rows_, outer_->columns().size());
    row_ = 0;
    at_ = 0;
    std::vector<std::uint32_t> all(rows_.columns.size());
    for (std::uint32_t c = 0; c < all.size(); ++c) all[c] = c;
    while (!ended_ && rows_.rows < chunk_) {
      if (outer_->next(batch_)) {
        append(rows_, batch_, all);
      } else {
        ended_ = true;
      }
      hold();
    }
    if (rows_.rows == 0) return false;
    if (bytes_of(rows_) < context().memory.left() / (4 * kChunkGrowth)) {
      chunk_ = std::min(chunk_ * kChunkGrowth, kLargestChunk);
    }
    number_tuples();
    if (!ran_ || !apply_.correlated.empty()) run_inner();
    ran_ = true;
    return true;
  }

  void number_tuples() {
    tuples_.clear();
    tuple_of_.resize(rows_.rows);
    const Column unbound(std::find(outer_keys_.begin(), outer_keys_.end(), kNoColumn) ==
                                 outer_keys_.end()
                             ? 0
                             : rows_.rows);
    std::vector<const TermId*> keys;
    for (const std::uint32_t at : outer_keys_) {
      keys.push_back(at == kNoColumn ? unbound.data() : rows_.columns[at].data());
    }
    tuples_.insert(keys, rows_.rows, tuple_of_.data());
    hold();
  }

  void run_inner() {
    counts_.assign(tuples_.size(), 0);
    reset(inner_rows_, inner_->columns().size());
    inner_tuple_.clear();
    for (const RowNumbers& tuples : by_bound_places()) run_inner(tuples);
    if (gives_rows()) groups_.group(inner_tuple_, tuples_.size());
    hold();
  }

  // Tuples with the same places bound, set by set.
  [[nodiscard]] std::vector<RowNumbers> by_bound_places() const {
    std::vector<RowNumbers> sets;
    KeyTable masks(1);
    for (std::uint32_t tuple = 0; tuple < tuples_.size(); ++tuple) {
      std::uint64_t mask = 0;
      for (std::size_t k = 0; k < tuples_.width(); ++k) {
        mask = mask * 2 + (tuples_.key(tuple)[k].bound() ? 1 : 0);
      }
      bool fresh = false;
      const TermId key = TermId::from_bits(mask);
      const std::uint32_t set = masks.insert(&key, fresh);
      if (fresh) sets.emplace_back();
      sets[set].push_back(tuple);
    }
    return sets;
  }

  void run_inner(const RowNumbers& tuples) {
    const std::size_t width = tuples_.width();
    SeedRows seed{apply_.seed, apply_.correlated, {}};
    reset(seed.rows, width);
    for (const std::uint32_t tuple : tuples) {
      for (std::size_t k = 0; k < width; ++k) seed.rows.columns[k].push_back(tuples_.key(tuple)[k]);
    }
    seed.rows.rows = tuples.size();
    std::vector<std::size_t> bound;  // places that find the tuple again
    for (std::size_t k = 0; k < width; ++k) {
      if (tuples_.key(tuples.front())[k].bound()) bound.push_back(k);
    }
    KeyTable back(bound.size());
    std::vector<const TermId*> keys;
    for (const std::size_t k : bound) {
      invariant(inner_keys_[k] != kNoColumn, "an inner plan that drops a correlated variable");
      keys.push_back(seed.rows.columns[k].data());
    }
    RowNumbers numbers(tuples.size());
    back.insert(keys, tuples.size(), numbers.data());

    const SeedScope scope(context(), seed);
    inner_->open();
    std::size_t found = 0;
    while (inner_->next(batch_)) {
      collect(bound, back, tuples, found);
      if (one_is_enough() && found == tuples.size()) break;
    }
  }

  // Takes a batch of the inner side to the tuples its rows belong to.
  void collect(const std::vector<std::size_t>& bound, const KeyTable& back,
               const RowNumbers& tuples, std::size_t& found) {
    std::vector<const TermId*> keys;
    for (const std::size_t k : bound) keys.push_back(batch_.columns[inner_keys_[k]].data());
    numbers_.resize(batch_.rows);
    back.find(keys, batch_.rows, numbers_.data());
    for (std::uint32_t& number : numbers_) {
      if (number == KeyTable::kNone) {
        number = RowGroups::kLeftOut;
        continue;
      }
      number = tuples[number];
      found += counts_[number]++ == 0 ? 1U : 0U;
    }
    if (!gives_rows()) return;
    append(inner_rows_, batch_, all_inner_);
    inner_tuple_.insert(inner_tuple_.end(), numbers_.begin(), numbers_.end());
    hold();
  }

  void hold() {
    account_.hold(bytes_of(rows_) + bytes_of(inner_rows_) + tuples_.bytes() + groups_.bytes() +
                  (tuple_of_.capacity() + inner_tuple_.capacity()) * sizeof(std::uint32_t));
  }

  const physical::Apply& apply_;
  OperatorPtr outer_;
  OperatorPtr inner_;
  std::vector<std::uint32_t> outer_keys_;
  std::vector<std::uint32_t> inner_keys_;
  std::vector<std::uint32_t> all_inner_;
  std::uint32_t result_at_;
  JoinColumns join_;
  KeyTable tuples_;  // distinct correlated values of the chunk
  MemoryAccount account_;

  std::size_t chunk_ = kFirstChunk;
  bool ended_ = false;
  bool ran_ = false;     // an inner side without correlation runs once
  Batch rows_;           // the chunk
  RowNumbers tuple_of_;  // per row of the chunk
  Batch inner_rows_;
  RowNumbers inner_tuple_;             // per inner row
  RowGroups groups_;                   // inner rows by tuple
  std::vector<std::uint64_t> counts_;  // inner rows per tuple

  std::size_t row_ = 0;  // of the chunk, the next to give out
  std::size_t at_ = 0;   // in its inner rows
  Batch batch_;
  RowNumbers numbers_;
  RowPairs pairs_;
  Column results_;
};

}  // namespace

OperatorPtr make_apply(ExecContext& context, const physical::Node& node, OperatorPtr outer,
                       OperatorPtr inner) {
  return std::make_unique<Apply>(context, node, std::move(outer), std::move(inner));
}

}  // namespace vouch::exec
