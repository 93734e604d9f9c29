// engine/statements/repeats.hpp — how many rows of an answer repeat an earlier one.
//
// Shape     rows by 128 bits of hash in a flat table; beyond kMost different ones nothing is said.
// Units     32 MB at most.
// Lifetime  one answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/exec/run.hpp"

namespace vouch::session {

class Repeats {
 public:
  void add(const exec::Batch& batch, const exec::Terms& terms);
  [[nodiscard]] std::uint64_t repeats() const { return counting_ ? repeats_ : 0; }

 private:
  static constexpr std::size_t kMost = 1'000'000;
  struct Key {  // never both 0
    std::uint64_t first = 0;
    std::uint64_t second = 0;
    friend bool operator==(const Key&, const Key&) = default;
  };
  void hash(const exec::Batch& batch, const exec::Terms& terms);
  void insert(const Key& key);
  void grow();
  [[nodiscard]] Key& place_of(const Key& key);

  std::vector<Key> hashes_;  // of a batch
  std::vector<Key> table_;   // a power of two of places, at most half full
  std::size_t size_ = 0;
  std::uint64_t repeats_ = 0;
  bool counting_ = true;
};

}  // namespace vouch::session
