#include "storage/blocks/column.hpp"

#include <algorithm>
#include <vector>

namespace vouch::storage {
namespace {

constexpr std::uint64_t kWidestSlope = std::uint64_t{1} << 40U;  // range of values a slope is for
constexpr unsigned kTagShift = TermId::kPayloadBits;
constexpr std::size_t kTags = 16;
constexpr std::size_t kFewestForDictionary = 8;  // below it a list of values pays nothing

std::size_t plan_bytes(std::size_t count, unsigned width, std::size_t bases, bool sloped) {
  return Column::kDescriptorBytes + 8 * bases + (sloped ? 8U : 0U) + packed_bytes(count, width);
}

struct Extent {
  std::uint64_t least = ~std::uint64_t{0};
  std::uint64_t greatest = 0;
  void add(std::uint64_t value) {
    least = std::min(least, value);
    greatest = std::max(greatest, value);
  }
  [[nodiscard]] bool empty() const { return least > greatest; }
};

void take_if_less(ColumnPlan& plan, std::size_t count, unsigned low, unsigned shift,
                  std::size_t bases) {
  const auto choice = static_cast<unsigned>(std::bit_width(bases - 1));
  unsigned width = low + choice;
  if (width > 64) return;
  if (width > kWidestPacked) width = 64;
  const std::size_t bytes = plan_bytes(count, width, bases, false);
  if (bytes >= plan.bytes) return;
  plan.width = width;
  plan.low = width - choice;
  plan.shift = shift;
  plan.bases = bases;
  plan.bytes = bytes;
}

// One base for each tag: ids of one kind are near each other, those of two kinds are not.
void try_tags(const std::uint64_t* values, std::size_t count, unsigned shift, ColumnPlan& plan) {
  std::array<Extent, kTags> extents;
  for (std::size_t i = 0; i < count; ++i) extents[values[i] >> kTagShift].add(values[i]);
  unsigned low = 0;
  std::size_t bases = 0;
  for (const Extent& extent : extents) {
    if (extent.empty()) continue;
    low = std::max(low, packed_width((extent.greatest - extent.least) >> shift));
    ++bases;
  }
  const std::size_t before = plan.bytes;
  take_if_less(plan, count, low, shift, bases);
  if (plan.bytes == before) return;
  std::size_t at = 0;
  for (const Extent& extent : extents) {
    if (!extent.empty()) plan.base[at++] = extent.least;
  }
}

// The distinct values, while they are few: a small open-addressed table.
class DistinctValues {
 public:
  // False: they are more than a column lists.
  bool add(std::uint64_t value) {
    std::uint64_t mixed = value * 0x9E3779B97F4A7C15ULL;
    for (std::size_t at = mixed >> (64U - kSlotBits);; at = (at + 1) & (kSlots - 1)) {
      if (slots_[at] == 0) {
        if (size_ == most_) return false;
        values_[size_++] = value;
        slots_[at] = static_cast<std::uint8_t>(size_);
        return true;
      }
      if (values_[slots_[at] - 1U] == value) return true;
    }
  }
  void at_most(std::size_t most) { most_ = std::min(most, Column::kBasesMost); }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const std::array<std::uint64_t, Column::kBasesMost>& values() const {
    return values_;
  }

 private:
  static constexpr unsigned kSlotBits = 9;
  static constexpr std::size_t kSlots = std::size_t{1} << kSlotBits;
  std::array<std::uint8_t, kSlots> slots_{};  // place of a value, plus one
  std::array<std::uint64_t, Column::kBasesMost> values_;
  std::size_t size_ = 0;
  std::size_t most_ = Column::kBasesMost;
};

void try_values(const std::uint64_t* values, std::size_t count, ColumnPlan& plan) {
  if (plan.width < 2 || count < kFewestForDictionary) return;
  DistinctValues distinct;
  distinct.at_most(plan.bytes / 8);
  std::uint64_t last = ~values[0];
  for (std::size_t i = 0; i < count; ++i) {
    if (values[i] == last) continue;
    last = values[i];
    if (!distinct.add(last)) return;
  }
  const std::size_t before = plan.bytes;
  take_if_less(plan, count, 0, 0, distinct.size());
  if (plan.bytes == before) return;
  plan.low = 0;
  std::copy_n(distinct.values().begin(), distinct.size(), plan.base.begin());
  std::sort(plan.base.begin(), plan.base.begin() + static_cast<std::ptrdiff_t>(distinct.size()));
}

void try_slope(const std::uint64_t* values, std::size_t count, ColumnPlan& plan) {
  const std::uint64_t range = values[count - 1] - values[0];
  if (count < 3 || range >= kWidestSlope) return;
  const std::uint64_t slope = (range << Column::kSlopeShift) / (count - 1);
  std::int64_t least = 0;
  std::int64_t greatest = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto rest = static_cast<std::int64_t>(values[i] - values[0]) -
                      static_cast<std::int64_t>(i * slope >> Column::kSlopeShift);
    least = std::min(least, rest);
    greatest = std::max(greatest, rest);
  }
  const unsigned width = packed_width(static_cast<std::uint64_t>(greatest - least));
  const std::size_t bytes = plan_bytes(count, width, 1, true);
  if (bytes >= plan.bytes) return;
  plan.width = plan.low = width;
  plan.shift = 0;
  plan.bases = 1;
  plan.sloped = true;
  plan.slope = slope;
  plan.base[0] = values[0] + static_cast<std::uint64_t>(least);
  plan.bytes = bytes;
}

}  // namespace

void plan_column(const std::uint64_t* values, std::size_t count, bool ascending, ColumnPlan& plan) {
  Extent extent;
  std::uint64_t differing = 0;
  if (ascending) {
    extent = {values[0], values[count - 1]};
    for (std::size_t i = 0; i < count; ++i) differing |= values[i] ^ values[0];
  } else {
    for (std::size_t i = 0; i < count; ++i) {
      extent.add(values[i]);
      differing |= values[i] ^ values[0];
    }
  }
  const auto shift = differing == 0 ? 0U : static_cast<unsigned>(std::countr_zero(differing));
  plan.sloped = false;
  plan.slope = 0;
  plan.shift = shift;
  plan.bases = 1;
  plan.base[0] = extent.least;
  plan.width = plan.low = packed_width((extent.greatest - extent.least) >> shift);
  plan.bytes = plan_bytes(count, plan.width, 1, false);
  if (differing == 0) return;
  if (differing >> kTagShift != 0) try_tags(values, count, shift, plan);
  if (ascending) {
    try_slope(values, count, plan);
  } else {
    try_values(values, count, plan);
  }
}

void append_column(std::string& out, const std::uint64_t* values, std::size_t count,
                   const ColumnPlan& plan) {
  out.push_back(static_cast<char>(plan.width));
  out.push_back(static_cast<char>(plan.shift));
  out.push_back(static_cast<char>(plan.bases));
  out.push_back(static_cast<char>(plan.sloped ? Column::kSloped : 0));
  for (std::size_t i = 0; i < plan.bases; ++i) append_word(out, plan.base[i]);
  if (plan.sloped) append_word(out, plan.slope);
  if (plan.bases == 1) {
    append_packed(out, count, plan.width, [&](std::size_t i) {
      return (values[i] - plan.base[0] - (i * plan.slope >> Column::kSlopeShift)) >> plan.shift;
    });
    return;
  }
  const auto* const begin = plan.base.begin();
  append_packed(out, count, plan.width, [&](std::size_t i) {
    const auto* after = std::upper_bound(begin, begin + plan.bases, values[i]);
    const auto place = static_cast<std::uint64_t>(after - begin - 1);
    const std::uint64_t rest = (values[i] - plan.base[place]) >> plan.shift;
    return plan.low >= 64 ? rest : place << plan.low | rest;
  });
}

bool Column::take(std::string_view& bytes, std::size_t count) {
  if (bytes.size() < kDescriptorBytes) return false;
  width_ = static_cast<std::uint8_t>(bytes[0]);
  shift_ = static_cast<std::uint8_t>(bytes[1]);
  bases_ = static_cast<std::uint8_t>(bytes[2]);
  const auto flags = static_cast<std::uint8_t>(bytes[3]);
  const auto choice = static_cast<unsigned>(std::bit_width(bases_ - 1U));
  if (!is_packed_width(width_) || shift_ >= 64 || bases_ == 0 || bases_ > kBasesMost ||
      flags > kSloped || choice > width_) {
    return false;
  }
  const std::size_t head = kDescriptorBytes + 8U * bases_ + (flags == kSloped ? 8U : 0U);
  const std::size_t whole = head + packed_bytes(count, width_);
  if (bytes.size() < whole + kPackedSlack) return false;
  base_words_ = bytes.data() + kDescriptorBytes;
  base_ = load_word(base_words_);
  slope_ = flags == kSloped ? load_word(base_words_ + 8U * bases_) : 0;
  if (slope_ != 0 && bases_ != 1) return false;
  low_ = static_cast<std::uint8_t>(width_ - choice);
  mask_ = low_bits(width_);
  data_ = bytes.data() + head;
  bytes.remove_prefix(whole);
  return true;
}

// ── changes ─────────────────────────────────────────────────────────────────────────────────────

// The code that stands for a value, if there is one; of columns without a slope.
std::optional<std::uint64_t> Column::code_of(std::uint64_t value) const {
  std::size_t place = 0;
  for (std::size_t after = bases_; after - place > 1;) {  // the last base that is not greater
    const std::size_t middle = place + (after - place) / 2;
    (load_word(base_words_ + 8 * middle) <= value ? place : after) = middle;
  }
  const std::uint64_t base = load_word(base_words_ + 8 * place);
  if (value < base) return std::nullopt;
  const std::uint64_t rest = value - base;
  if ((rest & low_bits(shift_)) != 0 || rest >> shift_ > low_bits(low_)) return std::nullopt;
  return low_ >= 64 ? rest >> shift_ : place << low_ | rest >> shift_;
}

void Column::append_to(std::string& out, std::size_t count) const {
  out.append(begin(), data_ + packed_bytes(count, width_));
}

void Column::append_edited(std::string& out, std::size_t count, std::span<const ColumnEdit> edits,
                           bool ascending) const {
  if (edits.empty()) {
    append_to(out, count);
    return;
  }
  if (slope_ != 0) {  // every code behind a change would be another one
    append_anew(out, count, edits, ascending);
    return;
  }
  const std::size_t before = out.size();
  out.append(begin(), data_);
  BitWriter bits(out, (count + edits.size()) * width_);
  std::size_t done = 0;
  for (const ColumnEdit& edit : edits) {
    bits.copy(data_, done * width_, (edit.at - done) * width_);
    done = edit.at + (edit.kind == ColumnEdit::Kind::insert ? 0U : 1U);
    if (edit.kind == ColumnEdit::Kind::erase) continue;
    const auto code = code_of(edit.value);
    if (!code) {
      out.resize(before);
      append_anew(out, count, edits, ascending);
      return;
    }
    bits.put(*code, width_);
  }
  bits.copy(data_, done * width_, (count - done) * width_);
  bits.finish();
}

void Column::append_anew(std::string& out, std::size_t count, std::span<const ColumnEdit> edits,
                         bool ascending) const {
  std::vector<std::uint64_t> values(count + edits.size());
  std::size_t done = 0;
  std::size_t size = 0;
  const auto copy_to = [&](std::size_t end) {
    decode(done, end - done, values.data() + size);
    size += end - done;
    done = end;
  };
  for (const ColumnEdit& edit : edits) {
    copy_to(edit.at);
    if (edit.kind != ColumnEdit::Kind::insert) ++done;
    if (edit.kind != ColumnEdit::Kind::erase) values[size++] = edit.value;
  }
  copy_to(count);
  ColumnPlan plan;
  plan_column(values.data(), size, ascending, plan);
  append_column(out, values.data(), size, plan);
}

namespace {

void set(std::uint64_t& out, std::uint64_t value) {
  out = value;
}
void set(TermId& out, std::uint64_t value) {
  out = TermId::from_bits(value);
}

}  // namespace

template <typename Out>
void Column::decode_as(std::size_t from, std::size_t count, Out* out) const {
  const std::uint64_t base = base_;
  const std::uint64_t mask = mask_;
  const std::uint64_t slope = slope_;
  const unsigned width = width_;
  const unsigned shift = shift_;
  const char* const data = data_;
  if (bases_ != 1) {
    for (std::size_t i = 0; i < count; ++i)
      set(out[i], based(packed_at(data, width, mask, from + i)));
  } else if (constant()) {
    for (std::size_t i = 0; i < count; ++i) set(out[i], base);
  } else if (slope != 0) {
    std::uint64_t line = from * slope;
    for (std::size_t i = 0; i < count; ++i, line += slope)
      set(out[i], base + (line >> kSlopeShift) + packed_at(data, width, mask, from + i));
  } else {
    for (std::size_t i = 0; i < count; ++i)
      set(out[i], base + (packed_at(data, width, mask, from + i) << shift));
  }
}
template void Column::decode_as(std::size_t, std::size_t, std::uint64_t*) const;
template void Column::decode_as(std::size_t, std::size_t, TermId*) const;

// A value lies at most `mask_` above its line: that leaves a short stretch to look at.
void Column::narrow(std::size_t& from, std::size_t& to, std::uint64_t value) const {
  if (value <= base_ || value - base_ >= kWidestSlope * 2) return;
  const std::uint64_t rest = value - base_;
  const std::uint64_t last = ((rest << kSlopeShift) + slope_ - 1) / slope_;
  to = std::min<std::size_t>(to, last);
  if (rest > mask_) {
    const std::uint64_t first = ((rest - mask_) << kSlopeShift) / slope_;
    from = std::max<std::size_t>(from, std::min<std::size_t>(first, to));
  }
}

std::size_t Column::lower_bound(std::size_t from, std::size_t to, std::uint64_t value) const {
  if (slope_ != 0) {
    // `to` after narrowing is a place whose value is surely not less, or the given end.
    std::size_t low = from;
    std::size_t high = to;
    narrow(low, high, value);
    from = std::max(from, low);
    to = std::max(from, high);
  }
  while (from < to) {
    const std::size_t middle = from + (to - from) / 2;
    if (at(middle) < value) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return from;
}

}  // namespace vouch::storage
