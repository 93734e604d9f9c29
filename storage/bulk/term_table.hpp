// storage/bulk/term_table.hpp — the terms of a bulk load, each once, shared by its lanes.
//
// Shape     64 shards by hash, each with its own lock, entries, hash slots and arena of bytes. An
//           entry is a term's encoded bytes (storage/term_codec.hpp), or an id that needs no bytes.
//           A batch is looked up in stages that each prefetch for the next: a look-up alone would
//           wait for memory three times.
// Units     TermRef: shard (6 bits), place in it (26 bits).
// Threads   resolve() from any; the rest when no one resolves.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <vector>

#include "storage/term_id.hpp"

namespace vouch::storage::bulk {

using TermRef = std::uint32_t;

// A term as it is asked for: bytes with their hash, or (without bytes) an id in place of the hash.
struct Wanted {
  std::uint64_t hash = 0;
  const char* bytes = nullptr;
  std::size_t size = 0;
};

class TermShard {
 public:
  struct Entry {
    std::uint64_t hash;    // or the id
    const char* place;     // size as a varint, then the bytes; null: an id
  };

  // Refs without the shard's number.
  void resolve(std::span<const Wanted> wanted, std::uint32_t* places);
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  [[nodiscard]] std::size_t bytes() const;
  void clear();
  [[nodiscard]] static std::string_view bytes_of(const Entry& entry);

  std::mutex mutex;

 private:
  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t place = 0;  // plus one
  };
  static constexpr std::size_t kChunkBytes = std::size_t{1} << 18U;

  [[nodiscard]] std::uint32_t find_or_add(const Wanted& wanted, std::uint64_t mixed);
  [[nodiscard]] bool matches(const Entry& entry, const Wanted& wanted) const;
  [[nodiscard]] const char* keep(const Wanted& wanted);
  void grow(std::size_t entries);

  std::vector<Entry> entries_;
  std::vector<Slot> slots_;
  std::vector<std::unique_ptr<char[]>> chunks_;
  char* free_ = nullptr;
  std::size_t left_ = 0;
  std::size_t arena_bytes_ = 0;
};

class TermTable {
 public:
  static constexpr unsigned kShardBits = 6;
  static constexpr std::size_t kShards = std::size_t{1} << kShardBits;
  static constexpr unsigned kPlaceBits = 32 - kShardBits;

  // Gives the ref of each, new entries made as needed.
  void resolve(std::span<const Wanted> wanted, TermRef* refs);
  [[nodiscard]] std::size_t bytes() const { return bytes_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::size_t entries() const { return entries_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::array<TermShard, kShards>& shards() { return shards_; }
  [[nodiscard]] const TermShard::Entry& entry(TermRef ref) const {
    return shards_[ref >> kPlaceBits].entries()[ref & ((1U << kPlaceBits) - 1)];
  }
  void clear();

 private:
  std::array<TermShard, kShards> shards_;
  std::atomic<std::size_t> bytes_{0};
  std::atomic<std::size_t> entries_{0};
};

}  // namespace vouch::storage::bulk
