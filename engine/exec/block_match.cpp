#include "engine/exec/block_match.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/invariant.hpp"
#include "engine/exec/key_table.hpp"
#include "engine/exec/row_groups.hpp"

namespace vouch::exec {

namespace {

std::vector<std::uint32_t> keys_in(const Columns& keys, const Columns& columns) {
  std::vector<std::uint32_t> at = positions_of(keys, columns);
  invariant(std::find(at.begin(), at.end(), kNoColumn) == at.end(),
            "a key of a block that one side lacks");
  return at;
}

std::vector<const TermId*> pointers(const Batch& batch, const std::vector<std::uint32_t>& at) {
  std::vector<const TermId*> out;
  for (const std::uint32_t column : at) out.push_back(batch.columns[column].data());
  return out;
}

std::vector<std::uint32_t> every(std::size_t columns) {
  std::vector<std::uint32_t> out(columns);
  std::iota(out.begin(), out.end(), 0U);
  return out;
}

// Rows put together by a number each; a table of them where rows are wanted, else counts.
class Gathered {
 public:
  Gathered(const BlockSides& sides, std::string_view who)
      : context_(sides.context),
        inner_(sides.inner),
        wanted_(sides.wanted),
        account_(sides.context.memory, who) {}

  void start(std::size_t groups) {
    reset(rows_, inner_.columns().size());
    numbers_.clear();
    counts_.assign(groups, 0);
  }
  // Number kLeftOut: the row is none of these.
  void add(const Batch& batch, const RowNumbers& numbers, std::size_t groups) {
    if (wanted_ == Wanted::rows) {
      append(rows_, batch, every(batch.columns.size()));
      numbers_.insert(numbers_.end(), numbers.begin(), numbers.end());
    } else {
      if (counts_.size() < groups) counts_.resize(groups);
      for (const std::uint32_t number : numbers) {
        if (number != RowGroups::kLeftOut) ++counts_[number];
      }
    }
    hold();
  }
  void finish(std::size_t groups) {
    if (wanted_ != Wanted::rows) return;
    groups_.group(numbers_, groups);
    numbers_ = {};
    hold();
    Column arranged;
    for (Column& column : rows_.columns) {
      context_.check();
      gather(column, groups_.rows(), arranged);
      std::swap(column, arranged);
    }
    rows_.rows = groups_.rows().size();
  }
  // `numbers`: of the outer rows; KeyTable::kNone: no match.
  void put(const RowNumbers& numbers, BlockMatches& out) const {
    const std::size_t rows = numbers.size();
    out.counts.resize(rows);
    out.inner = &rows_;
    const bool with_rows = wanted_ == Wanted::rows;
    if (with_rows) out.begins.resize(rows);
    for (std::size_t i = 0; i < rows; ++i) {
      const std::uint32_t number = numbers[i];
      if (number == KeyTable::kNone) {
        out.counts[i] = 0;
      } else if (with_rows) {
        out.begins[i] = groups_.begin(number);
        out.counts[i] = groups_.size(number);
      } else {
        out.counts[i] = counts_[number];
      }
    }
  }

 private:
  void hold() {
    account_.hold(bytes_of(rows_) + groups_.bytes() +
                  (numbers_.capacity() + counts_.capacity()) * sizeof(std::uint32_t));
  }

  ExecContext& context_;
  Operator& inner_;
  Wanted wanted_;
  MemoryAccount account_;
  Batch rows_;
  RowNumbers numbers_;
  RowNumbers counts_;
  RowGroups groups_;
};

// ── a table of the inner side ────────────────────────────────────────────────────────────────────

class InnerTable final : public BlockMatcher {
 public:
  explicit InnerTable(const BlockSides& sides)
      : sides_(sides),
        outer_keys_(keys_in(sides.keys, sides.outer.columns())),
        inner_keys_(keys_in(sides.keys, sides.inner.columns())),
        keys_(sides.keys.size()),
        gathered_(sides, "block"),
        account_(sides.context.memory, "block") {}

  void open() override {
    sides_.outer.open();
    if (!built_ || !sides_.inner_is_fixed) build();
    built_ = true;
  }

  bool next(BlockMatches& out) override {
    if (!sides_.outer.next(out.outer)) return false;
    numbers_.resize(out.outer.rows);
    keys_.find(pointers(out.outer, outer_keys_), out.outer.rows, numbers_.data());
    gathered_.put(numbers_, out);
    return true;
  }

 private:
  void build() {
    sides_.inner.open();
    keys_.clear();
    gathered_.start(0);
    Batch batch;
    while (sides_.inner.next(batch)) {
      numbers_.resize(batch.rows);
      keys_.insert(pointers(batch, inner_keys_), batch.rows, numbers_.data());
      account_.hold(keys_.bytes());
      gathered_.add(batch, numbers_, keys_.size());
    }
    gathered_.finish(keys_.size());
  }

  BlockSides sides_;
  std::vector<std::uint32_t> outer_keys_;
  std::vector<std::uint32_t> inner_keys_;
  KeyTable keys_;
  Gathered gathered_;
  MemoryAccount account_;
  RowNumbers numbers_;
  bool built_ = false;
};

// ── a table of the outer side ────────────────────────────────────────────────────────────────────

class OuterTable final : public BlockMatcher {
 public:
  explicit OuterTable(const BlockSides& sides)
      : sides_(sides),
        outer_keys_(keys_in(sides.keys, sides.outer.columns())),
        inner_keys_(keys_in(sides.keys, sides.inner.columns())),
        keys_(sides.keys.size()),
        gathered_(sides, "block"),
        outer_account_(sides.context.memory, "block"),
        account_(sides.context.memory, "block") {}

  void open() override {
    sides_.outer.open();
    given_ = false;
  }

  bool next(BlockMatches& out) override {
    if (given_) return false;
    given_ = true;
    read_all(sides_.outer, out.outer, outer_account_);
    if (out.outer.rows == 0) return false;
    keys_.clear();
    RowNumbers outer_numbers(out.outer.rows);
    keys_.insert(pointers(out.outer, outer_keys_), out.outer.rows, outer_numbers.data());
    hold(outer_numbers);
    gathered_.start(keys_.size());
    sides_.inner.open();
    Batch batch;
    std::vector<bool> seen(sides_.wanted == Wanted::test ? keys_.size() : 0);
    std::size_t found = 0;
    while (sides_.inner.next(batch)) {
      collect(batch);
      if (sides_.wanted != Wanted::test) continue;
      for (const std::uint32_t number : numbers_) {
        if (number == RowGroups::kLeftOut || seen[number]) continue;
        seen[number] = true;
        ++found;
      }
      if (found == keys_.size()) break;
    }
    gathered_.finish(keys_.size());
    gathered_.put(outer_numbers, out);
    return true;
  }

 private:
  static_assert(KeyTable::kNone == RowGroups::kLeftOut);

  void collect(Batch& batch) {
    numbers_.resize(batch.rows);
    keys_.find(pointers(batch, inner_keys_), batch.rows, numbers_.data());
    if (sides_.wanted == Wanted::rows) {  // rows that match nothing are not kept
      RowNumbers matching;
      for (std::uint32_t row = 0; row < batch.rows; ++row) {
        if (numbers_[row] != KeyTable::kNone) matching.push_back(row);
      }
      if (matching.size() < batch.rows) {
        keep(batch, matching);
        std::erase(numbers_, KeyTable::kNone);
      }
    }
    gathered_.add(batch, numbers_, keys_.size());
  }

  void hold(const RowNumbers& numbers) {
    account_.hold(keys_.bytes() + numbers.capacity() * 3 * sizeof(std::uint32_t));
  }

  BlockSides sides_;
  std::vector<std::uint32_t> outer_keys_;
  std::vector<std::uint32_t> inner_keys_;
  KeyTable keys_;  // distinct keys of the outer rows
  Gathered gathered_;
  MemoryAccount outer_account_;
  MemoryAccount account_;
  RowNumbers numbers_;
  bool given_ = false;
};

// ── both sides sorted ────────────────────────────────────────────────────────────────────────────

class Merge final : public BlockMatcher {
 public:
  explicit Merge(const BlockSides& sides)
      : sides_(sides),
        outer_key_(keys_in(sides.keys, sides.outer.columns()).front()),
        inner_key_(keys_in(sides.keys, sides.inner.columns()).front()),
        account_(sides.context.memory, "block") {}

  void open() override {
    sides_.outer.open();
    sides_.inner.open();
    batch_.rows = 0;
    row_ = 0;
    ended_ = false;
    reset(rows_, sides_.inner.columns().size());
    last_ = storage::kUnbound;
    last_count_ = 0;
    last_begin_ = 0;
  }

  bool next(BlockMatches& out) override {
    if (!sides_.outer.next(out.outer)) return false;
    start_rows();
    const std::size_t rows = out.outer.rows;
    out.counts.resize(rows);
    if (sides_.wanted == Wanted::rows) out.begins.resize(rows);
    out.inner = &rows_;
    const TermId* keys = out.outer.columns[outer_key_].data();
    for (std::size_t i = 0; i < rows; ++i) {
      if (keys[i] != last_) find(keys[i]);
      out.counts[i] = last_count_;
      if (sides_.wanted == Wanted::rows) out.begins[i] = last_begin_;
    }
    return true;
  }

 private:
  // Keeps the rows of the last key: the next outer rows may have it too.
  void start_rows() {
    if (sides_.wanted != Wanted::rows || rows_.rows == last_count_) return;
    for (Column& column : rows_.columns) {
      column.erase(column.begin(), column.begin() + static_cast<std::ptrdiff_t>(last_begin_));
    }
    rows_.rows = last_count_;
    last_begin_ = 0;
  }

  void find(TermId key) {
    last_ = key;
    last_count_ = 0;
    last_begin_ = static_cast<std::uint32_t>(rows_.rows);
    if (!advance_to(key)) return;
    while (batch_.columns[inner_key_][row_] == key) {
      const std::size_t end = run_end();
      if (sides_.wanted == Wanted::rows) take(end);
      last_count_ += static_cast<std::uint32_t>(end - row_);
      row_ = end;
      // For a test the first is enough; the others are passed over with the next key.
      if (row_ < batch_.rows || sides_.wanted == Wanted::test || !load(key)) return;
    }
  }

  [[nodiscard]] bool load(TermId key) {
    sides_.inner.skip_to(key);
    row_ = 0;
    batch_.rows = 0;
    ended_ = ended_ || !sides_.inner.next(batch_);
    return !ended_;
  }

  // To the first inner row whose key is at least `key`, by doubling steps.
  [[nodiscard]] bool advance_to(TermId key) {
    for (;;) {
      if (ended_ || (row_ == batch_.rows && !load(key))) return false;
      const TermId* ids = batch_.columns[inner_key_].data();
      std::size_t step = 1;
      std::size_t end = row_;
      while (end < batch_.rows && ids[end] < key) {
        row_ = end;
        end += step;
        step *= 2;
      }
      end = std::min(end, batch_.rows);
      row_ = static_cast<std::size_t>(std::lower_bound(ids + row_, ids + end, key) - ids);
      if (row_ < batch_.rows) return true;
    }
  }

  [[nodiscard]] std::size_t run_end() const {
    const Column& ids = batch_.columns[inner_key_];
    std::size_t end = row_ + 1;
    while (end < batch_.rows && ids[end] == ids[row_]) ++end;
    return end;
  }

  void take(std::size_t end) {
    for (std::size_t c = 0; c < rows_.columns.size(); ++c) {
      const Column& from = batch_.columns[c];
      rows_.columns[c].insert(rows_.columns[c].end(),
                              from.begin() + static_cast<std::ptrdiff_t>(row_),
                              from.begin() + static_cast<std::ptrdiff_t>(end));
    }
    rows_.rows += end - row_;
    account_.hold(bytes_of(rows_));
  }

  BlockSides sides_;
  std::uint32_t outer_key_;
  std::uint32_t inner_key_;
  MemoryAccount account_;
  Batch batch_;  // of the inner side
  std::size_t row_ = 0;
  bool ended_ = false;
  Batch rows_;  // inner rows of the outer batch's keys
  TermId last_;  // the key looked for last
  std::uint32_t last_begin_ = 0;
  std::uint32_t last_count_ = 0;
};

}  // namespace

std::unique_ptr<BlockMatcher> merge_matcher(const BlockSides& sides) {
  return std::make_unique<Merge>(sides);
}
std::unique_ptr<BlockMatcher> inner_table_matcher(const BlockSides& sides) {
  return std::make_unique<InnerTable>(sides);
}
std::unique_ptr<BlockMatcher> outer_table_matcher(const BlockSides& sides) {
  return std::make_unique<OuterTable>(sides);
}

}  // namespace vouch::exec
