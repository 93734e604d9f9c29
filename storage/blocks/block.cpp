#include "storage/blocks/block.hpp"

#include <algorithm>

#include "storage/row.hpp"

namespace vouch::storage {
namespace {

using namespace block_layout;

constexpr std::size_t kTailBytes = kPadBytes + kSealBytes;
static_assert(kTailBytes >= kPackedSlack);
constexpr int kTries = 6;                // to find how many rows fit
constexpr std::size_t kGoodEnough = 64;  // bytes that may stay free

}  // namespace

std::optional<BlockView> BlockView::view(std::string_view value, std::size_t columns) {
  if (value.size() < kHeadBytes + kTailBytes) return std::nullopt;
  BlockView block;
  block.rows_ = static_cast<std::uint32_t>(load_short(value, 0));
  block.runs_ = static_cast<std::uint32_t>(load_short(value, 2));
  const auto flags = static_cast<std::uint8_t>(value[4]);
  block.columns_ = flags & kColumnsMask;
  block.noted_ = (flags & kNotedFlag) != 0;
  if (block.rows_ == 0 || block.rows_ > kBlockRowsMost || block.runs_ == 0 ||
      block.runs_ > block.rows_ || block.columns_ != columns) {
    return std::nullopt;
  }
  std::string_view rest = value.substr(kHeadBytes);
  const bool whole = block.a_.take(rest, block.runs_) &&
                     (block.runs_ == block.rows_ || block.begins_.take(rest, block.runs_)) &&
                     block.b_.take(rest, block.rows_) &&
                     (columns == 2 || block.c_.take(rest, block.rows_)) &&
                     (columns < 4 || block.d_.take(rest, block.rows_)) &&
                     (!block.noted_ || block.notes_.take(rest, block.rows_));
  return whole && rest.size() == kTailBytes ? std::optional(block) : std::nullopt;
}

bool BlockView::sound(std::string_view value, std::string_view key) {
  return unseal(value, key).has_value();
}

std::size_t BlockView::run_of(std::size_t row) const {
  if (runs_ == rows_) return row;
  const std::size_t after = begins_.lower_bound(0, runs_, row + 1);
  return after == 0 ? 0 : after - 1;
}

std::size_t BlockView::row_not_less(std::uint64_t a, std::uint64_t b, std::uint64_t c,
                                    std::uint64_t d) const {
  const std::size_t run = run_not_less(a);
  if (run >= runs_) return rows_;
  const std::size_t begin = run_begin(run);
  if (run_value(run) != a) return begin;
  const std::size_t end = std::max(begin, run_begin(run + 1));
  const std::size_t row =
      end - begin == 1 ? begin + (b_.at(begin) < b ? 1U : 0U) : b_.lower_bound(begin, end, b);
  if (columns_ == 2 || (c == 0 && d == 0)) return row;
  // Within one b the values of c ascend, within one c those of d.
  const std::size_t same_b = b == kHighestId ? end : b_.lower_bound(row, end, b + 1);
  const std::size_t at_c = c_.lower_bound(row, same_b, c);
  if (columns_ == 3 || d == 0) return at_c;
  const std::size_t same_c =
      c == kHighestId ? same_b : c_.lower_bound(at_c, same_b, c + 1);
  return d_.lower_bound(at_c, same_c, d);
}

void BlockRows::clear() {
  a.clear();
  b.clear();
  c.clear();
  d.clear();
  notes.clear();
}

void BlockRows::erase_front(std::size_t count) {
  const auto cut = [count](std::vector<std::uint64_t>& column) {
    if (!column.empty())
      column.erase(column.begin(), column.begin() + static_cast<std::ptrdiff_t>(count));
  };
  cut(a);
  cut(b);
  cut(c);
  cut(d);
  cut(notes);
}

void BlockRows::append(const BlockRows& rows) {
  a.insert(a.end(), rows.a.begin(), rows.a.end());
  b.insert(b.end(), rows.b.begin(), rows.b.end());
  c.insert(c.end(), rows.c.begin(), rows.c.end());
  d.insert(d.end(), rows.d.begin(), rows.d.end());
  notes.insert(notes.end(), rows.notes.begin(), rows.notes.end());
}

BlockEncoder::BlockEncoder(const BlockRows& rows, std::size_t columns)
    : rows_(rows), columns_(columns) {}

void BlockEncoder::look_at(std::size_t from, std::size_t count) {
  const std::size_t to = from + count;
  if (from != looked_from_) {
    values_.clear();
    begins_.clear();
    looked_from_ = looked_to_ = from;
  }
  for (; looked_to_ < to; ++looked_to_) {
    if (!values_.empty() && values_.back() == rows_.a[looked_to_]) continue;
    values_.push_back(rows_.a[looked_to_]);
    begins_.push_back(looked_to_ - from);
  }
}

std::size_t BlockEncoder::bytes(std::size_t from, std::size_t count) {
  if (from == planned_from_ && count == planned_) return planned_bytes_;
  look_at(from, count);
  runs_ = static_cast<std::size_t>(std::ranges::lower_bound(begins_, count) - begins_.begin());
  plan_column(values_.data(), runs_, true, a_);
  plan_column(rows_.b.data() + from, count, false, b_);
  std::size_t bytes = kHeadBytes + kTailBytes + a_.bytes + b_.bytes;
  if (runs_ < count) {
    plan_column(begins_.data(), runs_, true, begin_plan_);
    bytes += begin_plan_.bytes;
  }
  if (columns_ >= 3) {
    plan_column(rows_.c.data() + from, count, false, c_);
    bytes += c_.bytes;
  }
  if (columns_ == 4) {
    plan_column(rows_.d.data() + from, count, false, d_);
    bytes += d_.bytes;
  }
  noted_ = !rows_.notes.empty();
  if (noted_) {
    plan_column(rows_.notes.data() + from, count, false, notes_);
    noted_ = notes_.width != 0 || notes_.base[0] != BlockView::kPlainNote;
    if (noted_) bytes += notes_.bytes;
  }
  planned_from_ = from;
  planned_ = count;
  return planned_bytes_ = bytes;
}

std::size_t BlockEncoder::fitting(std::size_t from, std::size_t limit, std::size_t hint) {
  const std::size_t most = std::min(rows_.size() - from, kBlockRowsMost);
  std::size_t fits = 0;
  std::size_t too_many = most + 1;
  std::size_t count = std::clamp<std::size_t>(hint, 1, most);
  for (int attempt = 0; attempt < kTries; ++attempt) {
    const std::size_t size = bytes(from, count);
    if (size <= limit) {
      fits = count;
      if (count == most || limit - size < kGoodEnough) break;
    } else {
      too_many = count;
    }
    const std::size_t guess = size <= limit ? count * limit / size + 1 : count * limit / size;
    count = std::clamp<std::size_t>(guess, fits + 1, too_many - 1);
    if (count <= fits || count >= too_many) break;
  }
  while (fits == 0) {  // the guesses were all too high
    count = std::max<std::size_t>(too_many / 2, 1);
    if (count == 1 || bytes(from, count) <= limit) fits = count;
    too_many = count;
  }
  return fits;
}

void BlockEncoder::encode(std::size_t from, std::size_t count, std::string_view key,
                          std::string& out) {
  (void)bytes(from, count);
  out.clear();
  append_short(out, count);
  append_short(out, runs_);
  out.push_back(static_cast<char>(columns_ | (noted_ ? kNotedFlag : 0U)));
  append_column(out, values_.data(), runs_, a_);
  if (runs_ < count) append_column(out, begins_.data(), runs_, begin_plan_);
  append_column(out, rows_.b.data() + from, count, b_);
  if (columns_ >= 3) append_column(out, rows_.c.data() + from, count, c_);
  if (columns_ == 4) append_column(out, rows_.d.data() + from, count, d_);
  if (noted_) append_column(out, rows_.notes.data() + from, count, notes_);
  out.append(kPadBytes, '\0');
  seal(out, key);
}

}  // namespace vouch::storage
