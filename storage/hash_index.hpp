// storage/hash_index.hpp — small structures over 64-bit hashes: an index into a vector, and a
// filter.
//
// Shape     HashIndex: open addressing, 8 bytes a slot, at most half full; equal hashes are all
// visited.
//           HashFilter: says surely not, or perhaps (about one in fifty wrongly, at 12 bits a
//           hash).
// Source    blocked Bloom filters: Putze, Sanders, Singler 2007.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace vouch::storage {

class HashIndex {
 public:
  // The first place with this hash (its lower half at least) that `accept` takes.
  template <typename Accept>
  [[nodiscard]] std::optional<std::uint32_t> find(std::uint64_t hash, const Accept& accept) const {
    if (slots_.empty()) return std::nullopt;
    const auto tag = static_cast<std::uint32_t>(hash);
    for (std::size_t at = tag & mask_;; at = (at + 1) & mask_) {
      const Slot& slot = slots_[at];
      if (slot.place == 0) return std::nullopt;
      if (slot.tag == tag && accept(slot.place - 1)) return slot.place - 1;
    }
  }
  void add(std::uint64_t hash, std::uint32_t place) {
    if ((used_ + 1) * 2 > slots_.size()) grow();
    put({static_cast<std::uint32_t>(hash), place + 1});
    ++used_;
  }
  void clear() {
    std::ranges::fill(slots_, Slot{});
    used_ = 0;
  }
  [[nodiscard]] std::size_t bytes() const { return slots_.size() * sizeof(Slot); }

 private:
  struct Slot {
    std::uint32_t tag = 0;    // the hash's lower half
    std::uint32_t place = 0;  // plus one; 0: empty
  };
  static constexpr std::size_t kFirstSlots = 64;

  void put(Slot slot) {
    std::size_t at = slot.tag & mask_;
    while (slots_[at].place != 0) at = (at + 1) & mask_;
    slots_[at] = slot;
  }
  void grow() {
    std::vector<Slot> before(slots_.empty() ? kFirstSlots : slots_.size() * 2);
    before.swap(slots_);
    mask_ = slots_.size() - 1;
    for (const Slot& slot : before) {
      if (slot.place != 0) put(slot);
    }
  }

  std::vector<Slot> slots_;
  std::size_t mask_ = 0;
  std::size_t used_ = 0;
};

class HashFilter {
 public:
  // Forgets everything; for so many hashes, in at most so many bytes.
  void reset(std::size_t hashes, std::size_t bytes_max) {
    constexpr std::size_t kBitsPerHash = 12;
    const std::size_t words =
        std::min(hashes * kBitsPerHash / 64 + 1, std::max<std::size_t>(bytes_max / 8, 1));
    words_.assign(words, 0);
    capacity_ = hashes;
    used_ = 0;
  }
  [[nodiscard]] bool active() const { return !words_.empty(); }
  [[nodiscard]] bool full() const { return used_ > capacity_; }
  void add(std::uint64_t hash) {
    words_[word_of(hash)] |= bits_of(hash);
    ++used_;
  }
  [[nodiscard]] bool may_hold(std::uint64_t hash) const {
    const std::uint64_t bits = bits_of(hash);
    return (words_[word_of(hash)] & bits) == bits;
  }

 private:
  [[nodiscard]] std::size_t word_of(std::uint64_t hash) const {
    return static_cast<std::size_t>((static_cast<unsigned __int128>(hash) * words_.size()) >> 64U);
  }
  // From the lower half: the upper one chooses the word.
  [[nodiscard]] static std::uint64_t bits_of(std::uint64_t hash) {
    const std::uint64_t mixed = (hash & 0xFFFFFFFFU) * 0x9E3779B97F4A7C15ULL;
    return (std::uint64_t{1} << (mixed >> 58U)) | (std::uint64_t{1} << ((mixed >> 52U) & 63U)) |
           (std::uint64_t{1} << ((mixed >> 46U) & 63U));
  }

  std::vector<std::uint64_t> words_;
  std::size_t capacity_ = 0;
  std::size_t used_ = 0;
};

}  // namespace vouch::storage
