// storage/blocks/column.hpp — one column of a block: ids in few bits, each readable by itself.
//
// Shape     descriptor: width, shift, number of bases, flags (a byte each); the bases, 8 bytes
//           each; with flag 1 the slope, 8 bytes; then the codes, packed (blocks/packed.hpp).
//             one base      value i = base + (i * slope >> 16) + (code i << shift)
//             more bases    the upper bits of a code choose the base, the lower ones are added:
//                           a base for each tag that occurs, or each value (then no lower bits)
//           Bases ascend and do not overlap, so that codes are in the order of values.
// Errors    take() refuses what is not wholly inside the bytes; no code leads outside them.
// Source    frame of reference and linear prediction: Zukowski et al. 2006; Ao et al. 2011.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "storage/blocks/packed.hpp"
#include "storage/term_id.hpp"

namespace vouch::storage {

// A change to the values of a column: `at` is the place of the value it changes, or that of the
// one before which a new value comes.
struct ColumnEdit {
  enum class Kind : std::uint8_t { insert, erase, replace };
  Kind kind;
  std::uint32_t at;
  std::uint64_t value;
};

class Column {
 public:
  // Takes a column of so many values from the front of `bytes`, which must go on for kPackedSlack
  // bytes behind it. False: there is none.
  [[nodiscard]] bool take(std::string_view& bytes, std::size_t count);

  [[nodiscard]] std::uint64_t at(std::size_t i) const {
    const std::uint64_t code = packed_at(data_, width_, mask_, i);
    return bases_ == 1 ? base_ + (i * slope_ >> kSlopeShift) + (code << shift_) : based(code);
  }
  [[nodiscard]] bool constant() const { return width_ == 0 && slope_ == 0; }
  void decode(std::size_t from, std::size_t count, std::uint64_t* out) const {
    decode_as(from, count, out);
  }
  void decode(std::size_t from, std::size_t count, TermId* out) const {
    decode_as(from, count, out);
  }
  // The first place in [from, to), where values ascend, whose value is not less; else `to`.
  [[nodiscard]] std::size_t lower_bound(std::size_t from, std::size_t to,
                                        std::uint64_t value) const;

  // The column as it is, and with changes in the order of their places: bit by bit where its way
  // of writing can hold the new values, else planned anew.
  void append_to(std::string& out, std::size_t count) const;
  void append_edited(std::string& out, std::size_t count, std::span<const ColumnEdit> edits,
                     bool ascending) const;

  static constexpr unsigned kSlopeShift = 16;
  static constexpr std::size_t kBasesMost = 128;
  static constexpr std::size_t kDescriptorBytes = 4;
  static constexpr std::uint8_t kSloped = 1;

 private:
  [[nodiscard]] std::uint64_t based(std::uint64_t code) const {
    const std::uint64_t place = low_ >= 64 ? 0 : code >> low_;
    const std::uint64_t base = load_word(base_words_ + 8 * (place < bases_ ? place : bases_ - 1));
    return base + ((code & low_bits(low_)) << shift_);
  }
  template <typename Out>
  void decode_as(std::size_t from, std::size_t count, Out* out) const;
  [[nodiscard]] std::optional<std::uint64_t> code_of(std::uint64_t value) const;
  [[nodiscard]] const char* begin() const { return base_words_ - kDescriptorBytes; }
  void append_anew(std::string& out, std::size_t count, std::span<const ColumnEdit> edits,
                   bool ascending) const;
  void narrow(std::size_t& from, std::size_t& to, std::uint64_t value) const;

  const char* data_ = nullptr;
  const char* base_words_ = nullptr;
  std::uint64_t base_ = 0;
  std::uint64_t slope_ = 0;
  std::uint64_t mask_ = 0;
  std::uint8_t width_ = 0;
  std::uint8_t shift_ = 0;
  std::uint8_t low_ = 0;  // bits of a code that are added to its base
  std::uint8_t bases_ = 1;
};

// How a column will be written, and how large it becomes.
struct ColumnPlan {
  unsigned width = 0;
  unsigned shift = 0;
  unsigned low = 0;
  std::size_t bases = 1;
  bool sloped = false;
  std::uint64_t slope = 0;
  std::array<std::uint64_t, Column::kBasesMost> base;  // the first `bases` of them
  std::size_t bytes = 0;
};

// The least of the ways above. `ascending`: the values ascend, so that a slope may fit them.
void plan_column(const std::uint64_t* values, std::size_t count, bool ascending, ColumnPlan& plan);
void append_column(std::string& out, const std::uint64_t* values, std::size_t count,
                   const ColumnPlan& plan);

}  // namespace vouch::storage
