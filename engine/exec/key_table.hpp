// engine/exec/key_table.hpp — numbers distinct tuples of ids 0, 1, 2 … in the order they come.
//
// Shape     flat open addressing, linear probing, at most half full; a slot holds the id itself
//           (width 1) or the tuple's hash, and its number. Unbound is a value like any other. Width
//           0: one tuple.
// Units     bytes() is what to charge.
// Lifetime  pointers from key() hold until the next insertion.
// Threads   one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "storage/term_id.hpp"

namespace vouch::exec {

using storage::TermId;

class KeyTable {
 public:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  explicit KeyTable(std::size_t width) : width_(width) { clear(); }

  // The number of one tuple; `fresh` tells whether it was new.
  std::uint32_t insert(const TermId* key, bool& fresh);
  [[nodiscard]] std::uint32_t find(const TermId* key) const;

  // The numbers of `rows` tuples given as columns.
  void insert(std::span<const TermId* const> columns, std::size_t rows, std::uint32_t* numbers);
  void find(std::span<const TermId* const> columns, std::size_t rows, std::uint32_t* numbers) const;

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t width() const noexcept { return width_; }
  [[nodiscard]] const TermId* key(std::uint32_t number) const {
    return keys_.data() + number * width_;
  }
  void reserve(std::size_t keys);
  void clear();
  [[nodiscard]] std::size_t bytes() const noexcept {
    return slots_.capacity() * sizeof(Slot) + keys_.capacity() * sizeof(TermId);
  }

 private:
  struct Slot {
    std::uint64_t mark = 0;             // the id (width 1) or the hash
    std::uint32_t number_plus_one = 0;  // 0: free
  };

  [[nodiscard]] static std::uint64_t mix(std::uint64_t x) {
    x ^= x >> 32U;
    x *= 0x9E3779B97F4A7C15ULL;
    return x ^ (x >> 29U);
  }
  [[nodiscard]] std::uint64_t mark_of(const TermId* key) const;
  [[nodiscard]] std::size_t home(std::uint64_t mark) const {
    return static_cast<std::size_t>(width_ == 1 ? mix(mark) : mark) & mask_;
  }
  [[nodiscard]] bool holds(const Slot& slot, std::uint64_t mark, const TermId* key) const;
  std::uint32_t insert_marked(std::uint64_t mark, const TermId* key, bool& fresh);
  [[nodiscard]] std::uint32_t find_marked(std::uint64_t mark, const TermId* key) const;
  void grow(std::size_t slots);

  std::size_t width_;
  std::size_t size_ = 0;
  std::size_t mask_ = 0;
  std::vector<Slot> slots_;
  std::vector<TermId> keys_;
};

}  // namespace vouch::exec
