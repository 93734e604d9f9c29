// Columns and blocks: what is encoded comes back, whatever its width, and can be searched in place.
#include "storage/blocks/block.hpp"

#include <algorithm>

#include "storage/blocks/column.hpp"
#include "storage/row.hpp"
#include "tests/storage/support.hpp"

namespace vouch::storage::test {
namespace {

using Values = std::vector<std::uint64_t>;

ColumnPlan plan_of(const Values& values, bool ascending) {
  ColumnPlan plan;
  plan_column(values.data(), values.size(), ascending, plan);
  return plan;
}

void expect_round_trip(const Values& values, bool ascending) {
  const ColumnPlan plan = plan_of(values, ascending);
  std::string bytes;
  append_column(bytes, values.data(), values.size(), plan);
  ASSERT_EQ(bytes.size(), plan.bytes);
  bytes.append(kPackedSlack, '\x7F');
  std::string_view rest = bytes;
  Column column;
  ASSERT_TRUE(column.take(rest, values.size()));
  ASSERT_EQ(rest.size(), kPackedSlack);
  Values decoded(values.size());
  column.decode(0, values.size(), decoded.data());
  ASSERT_EQ(decoded, values);
  for (std::size_t i = 0; i < values.size(); ++i) ASSERT_EQ(column.at(i), values[i]);
  for (std::size_t from = 0; from < values.size(); from += 1 + values.size() / 5) {
    column.decode(from, values.size() - from, decoded.data());
    ASSERT_TRUE(std::equal(values.begin() + static_cast<std::ptrdiff_t>(from), values.end(),
                           decoded.begin()));
  }
  if (!std::ranges::is_sorted(values)) return;
  for (const std::uint64_t value : values) {
    for (const std::uint64_t wanted : {value - 1, value, value + 1}) {
      const auto expected = std::ranges::lower_bound(values, wanted) - values.begin();
      ASSERT_EQ(column.lower_bound(0, values.size(), wanted), static_cast<std::size_t>(expected));
    }
  }
  ASSERT_EQ(column.lower_bound(0, values.size(), ~std::uint64_t{0}),
            values.back() == ~std::uint64_t{0} ? column.lower_bound(0, values.size(), values.back())
                                               : values.size());
}

TEST(Columns, ComeBackAtEveryWidth) {
  Random random(1);
  for (unsigned width = 0; width <= 64; ++width) {
    const std::uint64_t mask = width == 0 ? 0 : ~std::uint64_t{0} >> (64 - width);
    for (const std::size_t count : {1U, 2U, 3U, 17U, 700U}) {
      Values values(count);
      for (std::uint64_t& value : values) value = random() & mask;
      if (width < 60) {
        for (std::uint64_t& value : values) value += std::uint64_t{1} << 61U;
      }
      expect_round_trip(values, false);
      std::ranges::sort(values);
      expect_round_trip(values, false);
      values.erase(std::unique(values.begin(), values.end()), values.end());
      expect_round_trip(values, true);
      if (HasFatalFailure()) FAIL() << "width " << width << ", " << count << " values";
    }
  }
}

// What the edits make of the values, and of the column in its bits.
void expect_edited(const Values& values, const Values& fresh, Random& random) {
  const ColumnPlan plan = plan_of(values, false);
  std::string bytes;
  append_column(bytes, values.data(), values.size(), plan);
  bytes.append(kPackedSlack, '\x7F');
  std::string_view rest = bytes;
  Column column;
  ASSERT_TRUE(column.take(rest, values.size()));
  std::vector<ColumnEdit> edits;
  Values expected;
  for (std::uint32_t i = 0; i <= values.size(); ++i) {
    while (random.one_in(9)) {
      const std::uint64_t value = fresh[random.below(fresh.size())];
      edits.push_back({ColumnEdit::Kind::insert, i, value});
      expected.push_back(value);
    }
    if (i == values.size()) break;
    const bool erased = random.one_in(11);
    const bool replaced = !erased && random.one_in(13);
    const std::uint64_t value = replaced ? fresh[random.below(fresh.size())] : values[i];
    if (erased) edits.push_back({ColumnEdit::Kind::erase, i, 0});
    if (replaced) edits.push_back({ColumnEdit::Kind::replace, i, value});
    if (!erased) expected.push_back(value);
  }
  if (expected.empty()) return;
  std::string edited = "front";
  column.append_edited(edited, values.size(), edits, false);
  edited.append(kPackedSlack, '\x7F');
  rest = std::string_view(edited).substr(5);
  ASSERT_TRUE(column.take(rest, expected.size()));
  ASSERT_EQ(rest.size(), kPackedSlack);
  Values decoded(expected.size());
  column.decode(0, expected.size(), decoded.data());
  ASSERT_EQ(decoded, expected);
}

TEST(Columns, AreEditedAtEveryWidth) {
  Random random(7);
  for (unsigned width = 0; width <= 64; ++width) {
    const std::uint64_t mask = width == 0 ? 0 : ~std::uint64_t{0} >> (64 - width);
    for (const std::size_t count : {1U, 2U, 17U, 700U}) {
      Values values(count);
      for (std::uint64_t& value : values) value = (random() & mask) << (width < 50 ? 3U : 0U);
      Values fresh = values;
      expect_edited(values, fresh, random);
      fresh.push_back(random());
      expect_edited(values, fresh, random);
      for (std::uint64_t& value : values)
        value = random.below(5) << TermId::kPayloadBits | (value & 0xFFFF);
      expect_edited(values, values, random);
      Values few(count);
      for (std::uint64_t& value : few) value = fresh[random.below(std::min<std::size_t>(count, 6))];
      expect_edited(few, fresh, random);
      std::ranges::sort(values);
      values.erase(std::unique(values.begin(), values.end()), values.end());
      expect_edited(values, fresh, random);
      if (HasFatalFailure()) FAIL() << "width " << width << ", " << count << " values";
    }
  }
}

TEST(Columns, OfSeveralTagsAndFewValuesStaySmall) {
  Random random(2);
  Values values;
  for (int i = 0; i < 1'000; ++i) {
    const auto tag = std::uint64_t{1 + random.below(3) * 4} << TermId::kPayloadBits;
    values.push_back(tag + 1'000'000 + random.below(60'000));
  }
  EXPECT_LT(plan_of(values, false).bytes, 1'000U * 18 / 8 + 60);
  expect_round_trip(values, false);
  Values few(1'000);
  for (std::uint64_t& value : few) value = values[random.below(20)];
  EXPECT_LT(plan_of(few, false).bytes, 1'000U * 5 / 8 + 200);
  expect_round_trip(few, false);
  std::ranges::sort(few);
  expect_round_trip(few, false);
}

TEST(Columns, ThatCountUpTakeNoBits) {
  Values values(4'000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = (std::uint64_t{2} << 60U) + 77 + i;
  EXPECT_LT(plan_of(values, true).bytes, 32U);
  expect_round_trip(values, true);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] += i / 3 + i % 2;
  EXPECT_LT(plan_of(values, true).bytes, 1'600U);
  expect_round_trip(values, true);
}

TEST(Columns, RefuseBytesTheyDoNotFitIn) {
  Random random(3);
  const Values values{5, 900, 77'000'000'000};
  std::string bytes;
  append_column(bytes, values.data(), values.size(), plan_of(values, false));
  bytes.append(kPackedSlack, '\0');
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    std::string_view rest = std::string_view(bytes).substr(0, size);
    Column column;
    EXPECT_FALSE(column.take(rest, values.size()));
  }
  for (int i = 0; i < 5'000; ++i) {  // any bytes: refused, or read without leaving them
    std::string noise(12 + random.below(60), '\0');
    for (char& c : noise) c = static_cast<char>(random.one_in(2) ? random() : random.below(9));
    const std::string copy(noise);
    std::string_view rest = copy;
    Column column;
    const std::size_t count = 1 + random.below(20);
    if (!column.take(rest, count)) continue;
    Values out(count);
    column.decode(0, count, out.data());
    (void)column.lower_bound(0, count, random());
  }
}

BlockRows some_rows(Random& random, std::size_t count, std::size_t columns, bool notes) {
  std::set<std::array<std::uint64_t, 3>> rows;
  const std::uint64_t spread = 1 + random.below(count);
  for (std::size_t i = 0; i < count; ++i)
    rows.insert({100 + random.below(spread), random.below(90), columns == 3 ? random.below(3) : 0});
  BlockRows out;
  for (const auto& [a, b, c] : rows) {
    out.a.push_back(a);
    out.b.push_back(b);
    if (columns == 3) out.c.push_back(c);
    if (notes) out.notes.push_back(1 + random.below(2) * 14);
  }
  return out;
}

TEST(Blocks, ComeBackAndCanBeSearched) {
  Random random(4);
  for (int round = 0; round < 60; ++round) {
    const std::size_t columns = 2 + random.below(2);
    const bool notes = random.one_in(2);
    const BlockRows rows = some_rows(random, 1 + random.below(900), columns, notes);
    BlockEncoder encoder(rows, columns);
    const std::size_t from = random.below(rows.size());
    const std::size_t count = 1 + random.below(rows.size() - from);
    std::string value;
    encoder.encode(from, count, "key", value);
    ASSERT_EQ(value.size(), encoder.bytes(from, count));
    ASSERT_TRUE(BlockView::sound(value, "key"));
    ASSERT_FALSE(BlockView::sound(value, "other"));
    const auto block = BlockView::view(value, columns);
    ASSERT_TRUE(block);
    ASSERT_FALSE(BlockView::view(value, 5 - columns));
    ASSERT_EQ(block->rows(), count);
    for (std::size_t i = 0; i < count; ++i) {
      const BlockRow row = block->row(i, 9);
      const std::size_t at = from + i;
      const BlockRow expected{9, rows.a[at], rows.b[at], columns == 3 ? rows.c[at] : 0};
      ASSERT_EQ(row, expected);
      ASSERT_EQ(block->note(i), notes ? rows.notes[at] : 1);
      ASSERT_EQ(block->row_not_less(row.a, row.b, row.c), i);
      Values a(count - i);
      block->decode_a(i, count - i, a.data());
      ASSERT_TRUE(std::equal(a.begin(), a.end(), rows.a.begin() + static_cast<std::ptrdiff_t>(at)));
    }
    ASSERT_EQ(block->row_not_less(5'000, 0, 0), count);
  }
}

TEST(Blocks, FitAsMuchAsTheyMay) {
  Random random(5);
  for (const std::size_t limit : {60U, 200U, 1'000U, 4'080U}) {
    const BlockRows rows = some_rows(random, 20'000, 2, false);
    BlockEncoder encoder(rows, 2);
    for (std::size_t from = 0, hint = 300; from < rows.size(); from += hint) {
      hint = encoder.fitting(from, limit, hint);
      ASSERT_GE(hint, 1U);
      if (hint > 1) {
        ASSERT_LE(encoder.bytes(from, hint), limit);
      }
      if (limit > 200 && from + hint < rows.size()) {
        EXPECT_GT(encoder.bytes(from, hint), limit * 9 / 10);
      }
    }
  }
}

TEST(Blocks, ThatAreDamagedAreRefusedOrReadWithinTheirBytes) {
  Random random(6);
  for (int round = 0; round < 3'000; ++round) {
    const std::size_t columns = 2 + random.below(2);
    const BlockRows rows = some_rows(random, 1 + random.below(60), columns, random.one_in(2));
    BlockEncoder encoder(rows, columns);
    std::string value;
    encoder.encode(0, rows.size(), "key", value);
    for (std::uint64_t i = 0; i <= random.below(4); ++i)
      value[random.below(random.one_in(2) ? std::min<std::size_t>(value.size(), 24)
                                          : value.size())] = static_cast<char>(random());
    const std::string copy(value);
    const auto block = BlockView::view(copy, columns);
    if (!block) continue;
    Values out(block->rows());
    block->decode_a(0, out.size(), out.data());
    block->decode_b(0, out.size(), out.data());
    for (std::size_t i = 0; i < block->rows(); ++i) (void)block->row(i, 0);
    (void)block->row_not_less(random(), random(), random.below(5));
  }
}

}  // namespace
}  // namespace vouch::storage::test
