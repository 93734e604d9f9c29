#include "engine/exec/aggregate.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/invariant.hpp"
#include "engine/exec/fold.hpp"
#include "engine/exec/key_table.hpp"
#include "engine/exec/row_weights.hpp"
#include "engine/exec/rows.hpp"
#include "engine/exec/scalar.hpp"
#include "engine/exec/scalar_arithmetic.hpp"
#include "engine/exec/spelling.hpp"

namespace vouch::exec {

namespace {

// One aggregate: its argument, which values count, its state.
class Part {
 public:
  Part(const logical::Aggregation& aggregation, const Columns& columns, ExecContext& context,
       Use use)
      : aggregation_(aggregation),
        context_(context),
        fold_(make_fold(aggregation, columns, context, use)),
        seen_(1 + (aggregation.rows ? columns.size() : 1)) {
    if (aggregation.argument) {
      argument_ = compile(*aggregation.argument, columns, context, use);
    }
    invariant(argument_ != nullptr || aggregation.rows, "an aggregate without an argument");
  }

  void clear() {
    fold_->clear();
    seen_.clear();
  }

  void add(const Batch& batch, const RowNumbers& groups, std::span<const std::int64_t> weights,
           std::size_t group_count) {
    rows_.resize(batch.rows);
    std::iota(rows_.begin(), rows_.end(), 0U);
    const TermId* ids = nullptr;
    if (!aggregation_.rows) {
      ids = argument_->values(all_rows(batch), scratch_);
      if (aggregation_.distinct) ids = canonical(ids, batch.rows);
      std::erase_if(rows_, [ids](std::uint32_t row) { return !ids[row].bound(); });
      context_.notes.skipped_unbound += batch.rows - rows_.size();
    }
    if (aggregation_.distinct) {  // a value counts once, however many rows one stands for
      drop_repeats(batch, groups, ids);
      weights = {};
    }
    groups_.clear();
    ids_.clear();
    for (const std::uint32_t row : rows_) groups_.push_back(groups[row]);
    if (ids != nullptr) {
      for (const std::uint32_t row : rows_) ids_.push_back(ids[row]);
    }
    fold_->add({batch, rows_, groups_, ids_, weights}, group_count);
  }

  [[nodiscard]] Column finish(std::size_t groups) { return fold_->finish(groups); }
  [[nodiscard]] std::size_t bytes() const { return fold_->bytes() + seen_.bytes(); }

 private:
  // Equal values are one, and spelled in one way.
  const TermId* canonical(const TermId* ids, std::size_t rows) {
    canonical_.resize(rows);
    std::transform(ids, ids + rows, canonical_.begin(),
                   [this](TermId id) { return context_.terms.canonical(id); });
    return canonical_.data();
  }

  // Of a group's equal values (rows, for count(distinct *)) only the first counts.
  void drop_repeats(const Batch& batch, const RowNumbers& groups, const TermId* ids) {
    std::vector<TermId> key(seen_.width());
    std::erase_if(rows_, [&](std::uint32_t row) {
      key[0] = id_of_integer(groups[row]);
      if (ids != nullptr) {
        key[1] = ids[row];
      } else {
        for (std::size_t c = 0; c < batch.columns.size(); ++c) {
          key[c + 1] = context_.terms.canonical(batch.columns[c][row]);
        }
      }
      bool fresh = false;
      seen_.insert(key.data(), fresh);
      return !fresh;
    });
  }

  const logical::Aggregation& aggregation_;
  ExecContext& context_;
  ScalarPtr argument_;
  std::unique_ptr<Fold> fold_;
  KeyTable seen_;
  Column scratch_;
  Column canonical_;
  RowNumbers rows_;
  RowNumbers groups_;
  Column ids_;
};

class Aggregate final : public Operator {
 public:
  Aggregate(ExecContext& context, const physical::Node& node, OperatorPtr input)
      : Operator(context, node),
        aggregate_(std::get<physical::Aggregate>(node.op)),
        input_(std::move(input)),
        key_at_(positions_of(aggregate_.keys, input_->columns())),
        groups_(aggregate_.keys.size()),
        canonical_(aggregate_.keys.size()),
        spelled_(aggregate_.keys.size()),
        weights_(input_->columns(), aggregate_.weights),
        account_(context.memory, "aggregate") {
    for (const logical::Aggregation& aggregation : aggregate_.aggregations) {
      parts_.push_back(std::make_unique<Part>(aggregation, input_->columns(), context,
                                              aggregate_.shown ? Use::shown : Use::compared));
    }
    for (const std::uint32_t at : key_at_)
      invariant(at != kNoColumn, "a group key the input lacks");
  }

 private:
  void do_open() override {
    input_->open();
    done_ = false;
  }

  bool do_next(Batch& out) override {
    if (!done_) {
      read();
      finish();
      done_ = true;
    }
    std::size_t from = 0;
    const std::size_t count = reader_.take(batch_rows(), from);
    reset(out, columns().size());
    for (std::size_t c = 0; c < columns().size(); ++c) {
      const TermId* begin = result_.columns[c].data() + from;
      out.columns[c].assign(begin, begin + count);
    }
    out.rows = count;
    return count > 0;
  }

  void read() {
    groups_.clear();
    for (Column& spelled : spelled_) spelled.clear();
    for (const auto& part : parts_) part->clear();
    Batch batch;
    RowNumbers numbers;
    std::vector<const TermId*> keys;
    if (key_at_.empty()) {  // always one group
      bool fresh = false;
      groups_.insert(nullptr, fresh);
    }
    while (input_->next(batch)) {
      const std::span<const std::int64_t> weights = weights_.of(batch);
      if (batch.rows == 0) continue;
      keys.clear();
      for (std::size_t k = 0; k < key_at_.size(); ++k) {
        const Column& ids = batch.columns[key_at_[k]];
        keys.push_back(canonical_column(context().terms, ids, canonical_[k]).data());
      }
      numbers.assign(batch.rows, 0);
      const std::size_t before = groups_.size();
      if (!keys.empty()) groups_.insert(keys, batch.rows, numbers.data());
      for (std::size_t k = 0; k < key_at_.size(); ++k) {
        const Column& ids = batch.columns[key_at_[k]];
        if (keys[k] != ids.data() || !spelled_[k].empty()) spell(k, ids, numbers, before);
      }
      std::size_t bytes = groups_.bytes();
      for (const auto& part : parts_) {
        part->add(batch, numbers, weights, groups_.size());
        bytes += part->bytes();
      }
      account_.hold(bytes);
    }
  }

  // How each group's key is shown. Of the groups there were before, this column held none computed.
  void spell(std::size_t key, const Column& ids, const RowNumbers& numbers, std::size_t before) {
    Column& spelled = spelled_[key];
    for (std::size_t g = spelled.size(); g < before; ++g) {
      spelled.push_back(groups_.key(static_cast<std::uint32_t>(g))[key]);
    }
    spelled.resize(groups_.size());
    for (std::size_t row = 0; row < ids.size(); ++row) {
      TermId& shown = spelled[numbers[row]];
      shown = shown.bound() ? better_spelled(context().terms, shown, ids[row]) : ids[row];
    }
  }

  void finish() {
    reset(result_, columns().size());
    result_.rows = groups_.size();
    for (std::size_t k = 0; k < key_at_.size(); ++k) {
      const std::uint32_t at = position_of(columns(), aggregate_.keys[k]);
      if (at == kNoColumn) continue;
      for (std::uint32_t g = 0; g < groups_.size(); ++g) {
        const bool spelled = g < spelled_[k].size() && spelled_[k][g].bound();
        result_.columns[at].push_back(spelled ? spelled_[k][g] : groups_.key(g)[k]);
      }
    }
    for (std::size_t p = 0; p < parts_.size(); ++p) {
      Column ids = parts_[p]->finish(groups_.size());
      const std::uint32_t at = position_of(columns(), aggregate_.aggregations[p].result);
      if (at != kNoColumn) result_.columns[at] = std::move(ids);
    }
    for (Column& column : result_.columns) column.resize(result_.rows);
    for (const auto& part : parts_) part->clear();
    account_.hold(groups_.bytes() + bytes_of(result_));
    reader_.start(result_.rows);
  }

  const physical::Aggregate& aggregate_;
  OperatorPtr input_;
  std::vector<std::uint32_t> key_at_;
  KeyTable groups_;
  std::vector<Column> canonical_;  // keys of a batch
  std::vector<Column> spelled_;    // of each group's key; none where no quantity is computed
  RowWeights weights_;
  std::vector<std::unique_ptr<Part>> parts_;
  MemoryAccount account_;
  bool done_ = false;
  Batch result_;
  RowReader reader_;
};

}  // namespace

OperatorPtr make_aggregate(ExecContext& context, const physical::Node& node, OperatorPtr input) {
  return std::make_unique<Aggregate>(context, node, std::move(input));
}

}  // namespace vouch::exec
