#include "storage/term_block.hpp"

#include <algorithm>

#include "base/bytes.hpp"
#include "storage/blocks/block.hpp"
#include "storage/row.hpp"

namespace vouch::storage {
namespace {

constexpr std::size_t kGroup = 16;
constexpr std::size_t kSizeBytes = 2;
constexpr std::size_t kTermsMost = 4096;

std::size_t head_bytes(std::size_t terms) {
  return kSizeBytes + 2 * ((terms + kGroup - 1) / kGroup - 1);
}
std::size_t shared_bytes(std::string_view a, std::string_view b) {
  const auto end = std::ranges::mismatch(a, b);
  return static_cast<std::size_t>(end.in1 - a.begin());
}

}  // namespace

std::optional<TermBlockView> TermBlockView::view(std::string_view value) {
  if (value.size() < kSizeBytes + kSealBytes) return std::nullopt;
  TermBlockView block;
  block.bytes_ = value.substr(0, value.size() - kSealBytes);
  block.size_ = load_short(value, 0);
  const bool sound = block.size_ > 0 && block.size_ <= kTermsMost &&
                     head_bytes(block.size_) <= block.bytes_.size();
  return sound ? std::optional(block) : std::nullopt;
}

bool TermBlockView::term(std::size_t index, std::string& out) const {
  TermBlockCursor cursor;
  cursor.open(*this);
  if (!cursor.seek(index)) return false;
  out.assign(cursor.term());
  return true;
}

void TermBlockCursor::open(const TermBlockView& block) {
  block_ = block;
  on_term_ = false;
}

bool TermBlockCursor::seek(std::size_t index) {
  if (index >= block_.size_) return false;
  const bool on = on_term_ && index >= index_ && index / kGroup == index_ / kGroup;
  on_term_ = false;
  if (!on && !enter(index / kGroup)) return false;
  while (index_ < index) {
    if (!step()) return false;
  }
  on_term_ = true;
  return true;
}

// To the first term of a group.
bool TermBlockCursor::enter(std::size_t group) {
  next_ = head_bytes(block_.size_) +
          (group == 0 ? 0 : load_short(block_.bytes_, kSizeBytes + 2 * (group - 1)));
  length_ = 0;
  std::size_t size = 0;
  if (!read_size(size) || !append(0, size)) return false;
  index_ = group * kGroup;
  return true;
}

bool TermBlockCursor::step() {
  const std::string_view bytes = block_.bytes_;
  if (next_ + 2 <= bytes.size() && ((bytes[next_] | bytes[next_ + 1]) & 0x80) == 0) {
    next_ += 2;  // both sizes in a byte: nearly always
    ++index_;
    return append(static_cast<std::size_t>(bytes[next_ - 2]),
                  static_cast<std::size_t>(bytes[next_ - 1]));
  }
  std::size_t shared = 0;
  std::size_t rest = 0;
  if (!read_size(shared) || !read_size(rest) || !append(shared, rest)) return false;
  ++index_;
  return true;
}

bool TermBlockCursor::read_size(std::size_t& size) {
  if (next_ > block_.bytes_.size()) return false;
  ByteReader in(block_.bytes_.substr(next_));
  size = in.varint();
  next_ = block_.bytes_.size() - in.rest().size();
  return in.ok();
}

bool TermBlockCursor::append(std::size_t shared, std::size_t rest) {
  const std::string_view bytes = block_.bytes_;
  if (shared > length_ || rest > bytes.size() - next_) return false;
  if (shared + rest > buffer_.size()) buffer_.resize(shared + rest);
  bytes.copy(buffer_.data() + shared, rest, next_);
  length_ = shared + rest;
  next_ += rest;
  return true;
}

bool TermBlockBuilder::add(std::string_view encoded) {
  if (size_ == kTermsMost) return false;
  const std::size_t before = entries_.size();
  const bool first = size_ % kGroup == 0;
  const std::size_t shared = first ? 0 : shared_bytes(last_, encoded);
  if (!first) append_varint(entries_, shared);
  append_text(entries_, encoded.substr(shared));
  const std::size_t whole = head_bytes(size_ + 1) + entries_.size() + kSealBytes;
  if (size_ > 0 && whole > kBlockBytes) {
    entries_.resize(before);
    return false;
  }
  if (first) groups_.push_back(before);
  last_.resize(std::min(last_.size(), shared));
  last_.append(encoded.substr(shared));
  ++size_;
  return true;
}

std::string TermBlockBuilder::value() const {
  std::string out;
  out.reserve(head_bytes(size_) + entries_.size() + kSealBytes);
  append_short(out, size_);
  for (std::size_t group = 1; group < groups_.size(); ++group) append_short(out, groups_[group]);
  out += entries_;
  return out;
}

void TermBlockBuilder::clear() {
  entries_.clear();
  groups_.clear();
  last_.clear();
  size_ = 0;
}

}  // namespace vouch::storage
