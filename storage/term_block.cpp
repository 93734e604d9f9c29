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
  if (index >= size_) return false;
  const std::size_t group = index / kGroup;
  const std::size_t head = head_bytes(size_);
  const std::size_t begin =
      head + (group == 0 ? 0 : load_short(bytes_, kSizeBytes + 2 * (group - 1)));
  if (begin > bytes_.size()) return false;
  ByteReader in(bytes_.substr(begin));
  out.assign(in.text());
  for (std::size_t i = group * kGroup; i < index && in.ok(); ++i) {
    const std::uint64_t shared = in.varint();
    const std::string_view rest = in.text();
    if (shared > out.size()) return false;
    out.resize(shared);
    out.append(rest);
  }
  return in.ok();
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
