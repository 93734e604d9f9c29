#include "engine/exec/key_table.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace vouch::exec {

namespace {

constexpr std::size_t kFirstSlots = 64;
constexpr std::size_t kChunk = 256;     // rows hashed at a time
constexpr std::size_t kLookAhead = 12;  // rows between asking for a slot's line and using it

}  // namespace

std::uint64_t KeyTable::mark_of(const TermId* key) const {
  if (width_ == 1) return key->bits();
  std::uint64_t hash = 0x51ED270B0A1F39C1ULL;
  for (std::size_t i = 0; i < width_; ++i) hash = mix(hash ^ key[i].bits()) + i;
  return hash;
}

bool KeyTable::holds(const Slot& slot, std::uint64_t mark, const TermId* key) const {
  if (slot.mark != mark) return false;
  if (width_ == 1) return true;
  return std::equal(key, key + width_, keys_.data() + (slot.number_plus_one - 1) * width_);
}

std::uint32_t KeyTable::insert_marked(std::uint64_t mark, const TermId* key, bool& fresh) {
  if (2 * (size_ + 1) > slots_.size()) grow(2 * slots_.size());
  std::size_t at = home(mark);
  while (slots_[at].number_plus_one != 0) {
    if (holds(slots_[at], mark, key)) {
      fresh = false;
      return slots_[at].number_plus_one - 1;
    }
    at = (at + 1) & mask_;
  }
  keys_.insert(keys_.end(), key, key + width_);
  slots_[at] = {mark, static_cast<std::uint32_t>(++size_)};
  fresh = true;
  return static_cast<std::uint32_t>(size_ - 1);
}

std::uint32_t KeyTable::find_marked(std::uint64_t mark, const TermId* key) const {
  std::size_t at = home(mark);
  while (slots_[at].number_plus_one != 0) {
    if (holds(slots_[at], mark, key)) return slots_[at].number_plus_one - 1;
    at = (at + 1) & mask_;
  }
  return kNone;
}

std::uint32_t KeyTable::insert(const TermId* key, bool& fresh) {
  return insert_marked(mark_of(key), key, fresh);
}

std::uint32_t KeyTable::find(const TermId* key) const {
  return find_marked(mark_of(key), key);
}

void KeyTable::insert(std::span<const TermId* const> columns, std::size_t rows,
                      std::uint32_t* numbers) {
  std::vector<TermId> tuples(kChunk * std::max<std::size_t>(width_, 1));
  std::array<std::uint64_t, kChunk> marks{};
  bool fresh = false;
  for (std::size_t begin = 0; begin < rows; begin += kChunk) {
    const std::size_t count = std::min(kChunk, rows - begin);
    reserve(size_ + count);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t c = 0; c < width_; ++c) tuples[i * width_ + c] = columns[c][begin + i];
      marks[i] = mark_of(tuples.data() + i * width_);
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (i + kLookAhead < count) __builtin_prefetch(&slots_[home(marks[i + kLookAhead])]);
      numbers[begin + i] = insert_marked(marks[i], tuples.data() + i * width_, fresh);
    }
  }
}

void KeyTable::find(std::span<const TermId* const> columns, std::size_t rows,
                    std::uint32_t* numbers) const {
  std::vector<TermId> tuples(kChunk * std::max<std::size_t>(width_, 1));
  std::array<std::uint64_t, kChunk> marks{};
  for (std::size_t begin = 0; begin < rows; begin += kChunk) {
    const std::size_t count = std::min(kChunk, rows - begin);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t c = 0; c < width_; ++c) tuples[i * width_ + c] = columns[c][begin + i];
      marks[i] = mark_of(tuples.data() + i * width_);
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (i + kLookAhead < count) __builtin_prefetch(&slots_[home(marks[i + kLookAhead])]);
      numbers[begin + i] = find_marked(marks[i], tuples.data() + i * width_);
    }
  }
}

void KeyTable::reserve(std::size_t keys) {
  const std::size_t slots = std::bit_ceil(2 * keys + 2);
  if (slots > slots_.size()) grow(slots);
}

void KeyTable::clear() {
  slots_.assign(kFirstSlots, Slot{});
  mask_ = kFirstSlots - 1;
  keys_.clear();
  size_ = 0;
}

void KeyTable::grow(std::size_t slots) {
  std::vector<Slot> old(slots);
  old.swap(slots_);
  mask_ = slots - 1;
  for (const Slot& slot : old) {
    if (slot.number_plus_one == 0) continue;
    std::size_t at = home(slot.mark);
    while (slots_[at].number_plus_one != 0) at = (at + 1) & mask_;
    slots_[at] = slot;
  }
}

}  // namespace vouch::exec
