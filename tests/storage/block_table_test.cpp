// Block tables against std::map: thousands of changes, searches and counts, in blocks of all sizes.
#include <algorithm>
#include <map>
#include <optional>

#include "storage/blocks/block_cursor.hpp"
#include "storage/blocks/block_merge.hpp"
#include "storage/row.hpp"
#include "tests/storage/support.hpp"

namespace vouch::storage::test {
namespace {

class BlockTables : public testing::Test {
 protected:
  using Model = std::map<BlockRow, std::uint8_t>;

  BlockTables() : environment_(directory_.path(), lmdb::EnvironmentOptions{false, false}) {}

  void make(const char* name, std::size_t columns, std::size_t block_bytes) {
    lmdb::Transaction transaction(environment_, lmdb::Access::write);
    table_ = {transaction.open_table(name, true), "test", columns, block_bytes};
    transaction.commit();
    model_.clear();
  }

  BlockRow any_row() {
    return {random_.below(3), random_.below(spread_), random_.below(40),
            table_.columns >= 3 ? random_.below(4) : 0, table_.columns == 4 ? random_.below(3) : 0};
  }
  [[nodiscard]] bool has_run(const BlockRow& row) const {
    const auto found = model_.lower_bound({row.head, row.a, 0, 0});
    return found != model_.end() && found->first.head == row.head && found->first.a == row.a;
  }

  void add_some(lmdb::Transaction& transaction) {
    std::map<BlockRow, std::uint8_t> batch;
    for (std::uint64_t left = 1 + random_.below(random_.one_in(5) ? 3'000 : 40); left > 0; --left)
      batch[any_row()] = random_.one_in(9) ? 8 : 1;
    BlockMerge merge(transaction, table_);
    for (const auto& [row, note] : batch) {
      const bool run = has_run(row);
      const auto added = merge.add(row, note);
      const auto found = model_.find(row);
      ASSERT_EQ(added.note_before, found == model_.end() ? 0 : found->second);
      if (found == model_.end()) {
        ASSERT_EQ(added.run_begins, !run);
      }
      model_[row] |= note;
    }
    merge.finish();
  }

  void remove_some(lmdb::Transaction& transaction) {
    std::set<BlockRow> batch;
    const std::uint64_t keep = 1 + random_.below(6);
    const BlockRow from = any_row();
    for (auto at = model_.lower_bound(from); at != model_.end() && batch.size() < 2'000; ++at) {
      if (!random_.one_in(keep) || keep == 1) batch.insert(at->first);
    }
    batch.insert(any_row());
    BlockMerge merge(transaction, table_);
    for (const BlockRow& row : batch) {
      const bool there = model_.erase(row) > 0;
      const auto removed = merge.remove(row);
      ASSERT_EQ(removed.was_there, there);
      if (there) {
        ASSERT_EQ(removed.run_ends, !has_run(row));
      }
    }
    merge.finish();
  }

  void note_some(lmdb::Transaction& transaction) {
    BlockMerge merge(transaction, table_);
    for (auto& [row, note] : model_) {
      if (!random_.one_in(50)) continue;
      note = static_cast<std::uint8_t>(1 + random_.below(30));
      merge.set_note(row, note);
    }
    merge.finish();
  }

  void expect_same(lmdb::Transaction& transaction) {
    BlockCursor cursor(transaction, table_);
    auto at = model_.begin();
    for (bool more = cursor.first_block(); more; more = cursor.next_block()) {
      ASSERT_TRUE(BlockView::sound(cursor.value(), cursor.key()));
      if (cursor.block().rows() > 1) {
        ASSERT_LE(cursor.value().size(), table_.block_bytes);
      }
      for (std::size_t i = 0; i < cursor.block().rows(); ++i, ++at) {
        ASSERT_TRUE(at != model_.end());
        ASSERT_EQ(cursor.block().row(i, cursor.head()), at->first);
        ASSERT_EQ(cursor.block().note(i), at->second);
      }
    }
    ASSERT_TRUE(at == model_.end());
    for (int i = 0; i < 40; ++i) expect_found(cursor);
  }

  void expect_found(BlockCursor& cursor) {
    const BlockRow wanted = any_row();
    const auto expected = model_.lower_bound(wanted);
    ASSERT_EQ(cursor.seek(wanted), expected != model_.end());
    if (expected == model_.end()) return;
    ASSERT_EQ(cursor.current(), expected->first);
    BlockRow high = any_row();
    high.c = 0;
    if (random_.one_in(2)) high = {wanted.head, wanted.a, kHighestId, 0};
    std::uint64_t count = 0;
    for (auto row = expected; row != model_.end() && row->first <= high; ++row) ++count;
    const std::uint64_t cap = random_.one_in(2) ? 1'000'000 : random_.below(50);
    ASSERT_EQ(cursor.count_to(high, cap), std::min(count, cap));
  }

  void play(int rounds) {
    for (int round = 0; round < rounds && !HasFatalFailure(); ++round) {
      lmdb::Transaction transaction(environment_, lmdb::Access::write);
      const std::uint64_t choice = random_.below(8);
      if (choice < 4) {
        add_some(transaction);
      } else if (choice < 7) {
        remove_some(transaction);
      } else {
        note_some(transaction);
      }
      transaction.commit();
      lmdb::Transaction reading(environment_, lmdb::Access::read);
      expect_same(reading);
    }
  }

  TempDirectory directory_;
  lmdb::Environment environment_;
  BlockTable table_;
  Model model_;
  Random random_{11};
  std::uint64_t spread_ = 60;
};

TEST_F(BlockTables, AgreeWithAModelInBlocksOfAllSizes) {
  for (const std::size_t columns : {2U, 3U, 4U}) {
    for (const std::size_t bytes : {64U, 150U, 700U, 4'080U}) {
      spread_ = bytes < 4'000 ? 60 : 2'000;
      make(("t" + std::to_string(columns) + "_" + std::to_string(bytes)).c_str(), columns, bytes);
      play(120);
      if (HasFatalFailure()) FAIL() << columns << " columns, blocks of " << bytes;
    }
  }
}

TEST_F(BlockTables, AreFilledByRowsInOrderAndJoinedWhenRowsGo) {
  make("full", 2, kBlockBytes);
  const auto blocks = [this] {
    lmdb::Transaction reading(environment_, lmdb::Access::read);
    return reading.rows(table_.table);
  };
  constexpr std::uint64_t kRows = 200'000;
  lmdb::Transaction filling(environment_, lmdb::Access::write);
  BlockMerge fill(filling, table_);
  for (std::uint64_t i = 0; i < kRows; ++i)
    fill.add({5, i / 3, i % 3 * 100 + random_.below(100), 0});
  fill.finish();
  filling.commit();
  const std::uint64_t before = blocks();
  EXPECT_LT(before * 4'096, kRows * 3 / 2);
  lmdb::Transaction emptying(environment_, lmdb::Access::write);
  std::vector<BlockRow> rows;
  {
    BlockCursor cursor(emptying, table_);
    for (bool more = cursor.first_block(); more; more = cursor.next_block()) {
      for (std::size_t i = 0; i < cursor.block().rows(); ++i)
        rows.push_back(cursor.block().row(i, cursor.head()));
    }
  }
  BlockMerge empty(emptying, table_);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i % 10 != 0) {
      ASSERT_TRUE(empty.remove(rows[i]).was_there);
    }
  }
  empty.finish();
  emptying.commit();
  EXPECT_LT(blocks(), before / 2);
}

}  // namespace
}  // namespace vouch::storage::test
