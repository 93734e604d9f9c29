// storage/blocks/block.hpp — an encoded block: rows of one head, readable without decoding them.
//
// Shape     rows (u16), runs (u16), flags (1): columns 2 to 4, 16 = with notes; then columns
//           (storage/blocks/column.hpp): the distinct a of the runs; if there are fewer runs than
//           rows, where each run begins; b; c; d; the notes. Then 4 zero bytes and the seal (4), whose
//           seed is the hash of the block's key.
//           A note is a small number kept with a row, 1 unless the block holds others.
// Units     at most 8192 rows; as many bytes as the table wants (kBlockBytes fill an LMDB page).
// Errors    view() gives nothing for bytes no encoder makes; no row of a view leads outside it.
//           Whether the seal is right is asked with sound(): by `check`, and by whoever rewrites a
//           block, so that damage is never sealed anew. Readers do not ask: it would cost a probe
//           more than everything else it does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/blocks/block_row.hpp"
#include "storage/blocks/column.hpp"

namespace vouch::storage {

// LMDB's overflow pages have a header of 16 bytes.
inline constexpr std::size_t kBlockBytes = 4096 - 16;

// The bytes of a block besides its columns, and its flags.
namespace block_layout {
inline constexpr std::size_t kHeadBytes = 5;
inline constexpr std::size_t kPadBytes = 4;
inline constexpr std::uint8_t kColumnsMask = 7;
inline constexpr std::uint8_t kNotedFlag = 16;
}  // namespace block_layout

class BlockView {
 public:
  [[nodiscard]] static std::optional<BlockView> view(std::string_view value, std::size_t columns);
  [[nodiscard]] static bool sound(std::string_view value, std::string_view key);

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t runs() const { return runs_; }
  [[nodiscard]] std::uint64_t b(std::size_t row) const { return b_.at(row); }
  [[nodiscard]] std::uint64_t c(std::size_t row) const { return columns_ >= 3 ? c_.at(row) : 0; }
  [[nodiscard]] std::uint64_t d(std::size_t row) const { return columns_ == 4 ? d_.at(row) : 0; }
  [[nodiscard]] std::uint8_t note(std::size_t row) const {
    return noted_ ? static_cast<std::uint8_t>(notes_.at(row)) : kPlainNote;
  }
  [[nodiscard]] std::uint64_t run_value(std::size_t run) const { return a_.at(run); }
  // The first row of a run; that of the run after the last is rows().
  [[nodiscard]] std::size_t run_begin(std::size_t run) const {
    if (runs_ == rows_) return run;
    return run < runs_ ? begins_at(run) : rows_;
  }
  [[nodiscard]] std::size_t run_of(std::size_t row) const;
  // The first run whose value is not less.
  [[nodiscard]] std::size_t run_not_less(std::uint64_t a) const {
    return a_.lower_bound(0, runs_, a);
  }
  // The first row that is not less; rows() when there is none.
  [[nodiscard]] std::size_t row_not_less(std::uint64_t a, std::uint64_t b, std::uint64_t c,
                                         std::uint64_t d = 0) const;
  [[nodiscard]] BlockRow row(std::size_t row, std::uint64_t head) const {
    return {head, a_.at(run_of(row)), b_.at(row), c(row), d(row)};
  }

  template <typename Out>
  void decode_a(std::size_t from, std::size_t count, Out* out) const;
  template <typename Out>
  void decode_b(std::size_t from, std::size_t count, Out* out) const {
    b_.decode(from, count, out);
  }
  template <typename Out>
  void decode_c(std::size_t from, std::size_t count, Out* out) const {
    c_.decode(from, count, out);
  }
  template <typename Out>
  void decode_d(std::size_t from, std::size_t count, Out* out) const {
    d_.decode(from, count, out);
  }

  static constexpr std::uint8_t kPlainNote = 1;

 private:
  friend class BlockEdits;
  [[nodiscard]] std::size_t begins_at(std::size_t run) const {
    const std::size_t begin = begins_.at(run);
    return begin < rows_ ? begin : rows_;  // also in a damaged block
  }

  Column a_;
  Column b_;
  Column begins_;
  Column c_;
  Column d_;
  Column notes_;
  std::uint32_t rows_ = 0;
  std::uint32_t runs_ = 0;
  std::uint8_t columns_ = 2;
  bool noted_ = false;
};

template <typename Out>
void BlockView::decode_a(std::size_t from, std::size_t count, Out* out) const {
  if (runs_ == rows_) {
    a_.decode(from, count, out);
    return;
  }
  const std::size_t end = from + count;
  for (std::size_t run = run_of(from); from < end && run < runs_; ++run) {
    const std::size_t stop = run_begin(run + 1) < end ? run_begin(run + 1) : end;
    Out value;
    a_.decode(run, 1, &value);
    for (; from < stop; ++from) *out++ = value;
  }
  for (; from < end; ++from) *out++ = Out{};  // only in a damaged block
}

// Rows side by side, as writers hold them. Columns that a table does not have stay empty.
struct BlockRows {
  std::vector<std::uint64_t> a;
  std::vector<std::uint64_t> b;
  std::vector<std::uint64_t> c;
  std::vector<std::uint64_t> d;
  std::vector<std::uint64_t> notes;  // empty: all are BlockView::kPlainNote

  [[nodiscard]] std::size_t size() const { return a.size(); }
  [[nodiscard]] BlockRow row(std::size_t i, std::uint64_t head) const {
    return {head, a[i], b[i], c.empty() ? 0 : c[i], d.empty() ? 0 : d[i]};
  }
  // Its notes are left to who uses them.
  void push(const BlockRow& row, std::size_t columns) {
    a.push_back(row.a);
    b.push_back(row.b);
    if (columns >= 3) c.push_back(row.c);
    if (columns == 4) d.push_back(row.d);
  }
  void clear();
  void erase_front(std::size_t count);
  void append(const BlockRows& rows);
};

// Encodes stretches of rows, which must live as long. Rows may be appended meanwhile; after any
// other change, forget().
class BlockEncoder {
 public:
  BlockEncoder(const BlockRows& rows, std::size_t columns);  // `columns`: 2 to 4
  void forget() { looked_from_ = looked_to_ = planned_from_ = kNowhere; }

  // How many rows from there on fit in so many bytes, 1 at least. `hint`: what fitted last.
  [[nodiscard]] std::size_t fitting(std::size_t from, std::size_t bytes, std::size_t hint);
  [[nodiscard]] std::size_t bytes(std::size_t from, std::size_t count);
  // The sealed value of these rows under `key`.
  void encode(std::size_t from, std::size_t count, std::string_view key, std::string& out);

 private:
  static constexpr std::size_t kNowhere = ~std::size_t{0};
  void look_at(std::size_t from, std::size_t count);

  const BlockRows& rows_;
  std::size_t columns_;
  // The runs of a window of rows, from looked_from_ to looked_to_.
  std::vector<std::uint64_t> values_;
  std::vector<std::uint64_t> begins_;
  std::size_t looked_from_ = kNowhere;
  std::size_t looked_to_ = kNowhere;
  ColumnPlan a_;
  ColumnPlan begin_plan_;
  ColumnPlan b_;
  ColumnPlan c_;
  ColumnPlan d_;
  ColumnPlan notes_;
  std::size_t runs_ = 0;
  bool noted_ = false;
  // The stretch that the plans are for.
  std::size_t planned_from_ = kNowhere;
  std::size_t planned_ = 0;
  std::size_t planned_bytes_ = 0;
};

}  // namespace vouch::storage
