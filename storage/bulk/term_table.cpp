#include "storage/bulk/term_table.hpp"

#include <algorithm>
#include <cstring>

#include "base/invariant.hpp"

namespace vouch::storage::bulk {
namespace {

constexpr std::size_t kAhead = 16;  // look-ups under way at once
constexpr std::size_t kFirstSlots = 1024;
constexpr std::size_t kSizeBytesMost = 10;

// Ids are no hashes: their bits must be spread as well.
std::uint64_t mixed_of(const Wanted& wanted) {
  std::uint64_t x = wanted.hash * 0x9E3779B97F4A7C15ULL;
  return x ^ x >> 29U;
}
std::size_t shard_of(std::uint64_t mixed) {
  return mixed >> (64U - TermTable::kShardBits);
}
const char* skip_size(const char* at, std::size_t& size) {
  size = 0;
  for (unsigned shift = 0;; shift += 7) {
    const auto byte = static_cast<std::uint8_t>(*at++);
    size |= static_cast<std::size_t>(byte & 0x7FU) << shift;
    if ((byte & 0x80U) == 0) return at;
  }
}

}  // namespace

std::string_view TermShard::bytes_of(const Entry& entry) {
  std::size_t size = 0;
  const char* bytes = skip_size(entry.place, size);
  return {bytes, size};
}

bool TermShard::matches(const Entry& entry, const Wanted& wanted) const {
  if (entry.hash != wanted.hash) return false;
  if (entry.place == nullptr || wanted.bytes == nullptr)
    return entry.place == nullptr && wanted.bytes == nullptr;
  return bytes_of(entry) == std::string_view(wanted.bytes, wanted.size);
}

const char* TermShard::keep(const Wanted& wanted) {
  const std::size_t most = wanted.size + kSizeBytesMost;
  if (most > left_) {
    const std::size_t chunk = std::max(kChunkBytes, most);
    chunks_.push_back(std::make_unique_for_overwrite<char[]>(chunk));
    free_ = chunks_.back().get();
    left_ = chunk;
    arena_bytes_ += chunk;
  }
  char* const begin = free_;
  std::size_t size = wanted.size;
  for (; size >= 0x80; size >>= 7U) *free_++ = static_cast<char>(size | 0x80U);
  *free_++ = static_cast<char>(size);
  std::memcpy(free_, wanted.bytes, wanted.size);
  free_ += wanted.size;
  left_ -= static_cast<std::size_t>(free_ - begin);
  return begin;
}

void TermShard::grow(std::size_t entries) {
  std::size_t size = std::max(slots_.size(), kFirstSlots);
  while (entries * 2 > size) size *= 2;
  if (size == slots_.size()) return;
  slots_.assign(size, {});
  const std::size_t mask = size - 1;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const std::uint64_t mixed = mixed_of({entries_[i].hash, nullptr, 0});
    std::size_t at = mixed & mask;
    while (slots_[at].place != 0) at = (at + 1) & mask;
    slots_[at] = {static_cast<std::uint32_t>(mixed >> 26U), static_cast<std::uint32_t>(i + 1)};
  }
}

std::uint32_t TermShard::find_or_add(const Wanted& wanted, std::uint64_t mixed) {
  const std::size_t mask = slots_.size() - 1;
  const auto tag = static_cast<std::uint32_t>(mixed >> 26U);
  for (std::size_t at = mixed & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.place == 0) {
      const auto place = static_cast<std::uint32_t>(entries_.size());
      invariant(place < 1U << TermTable::kPlaceBits, "a bulk load of too many terms at once");
      entries_.push_back({wanted.hash, wanted.bytes == nullptr ? nullptr : keep(wanted)});
      slot = {tag, place + 1};
      return place;
    }
    if (slot.tag == tag && matches(entries_[slot.place - 1], wanted)) return slot.place - 1;
  }
}

void TermShard::resolve(std::span<const Wanted> wanted, std::uint32_t* places) {
  grow(entries_.size() + wanted.size());
  const std::size_t mask = slots_.size() - 1;
  std::array<std::uint64_t, kAhead> mixed;
  for (std::size_t from = 0; from < wanted.size(); from += kAhead) {
    const std::size_t count = std::min(kAhead, wanted.size() - from);
    for (std::size_t i = 0; i < count; ++i) {
      mixed[i] = mixed_of(wanted[from + i]);
      __builtin_prefetch(&slots_[mixed[i] & mask]);
    }
    for (std::size_t i = 0; i < count; ++i) {
      const Slot& slot = slots_[mixed[i] & mask];
      if (slot.place != 0) __builtin_prefetch(&entries_[slot.place - 1]);
    }
    for (std::size_t i = 0; i < count; ++i) {
      const Slot& slot = slots_[mixed[i] & mask];
      if (slot.place == 0) continue;
      const char* const place = entries_[slot.place - 1].place;
      __builtin_prefetch(place);
      __builtin_prefetch(place + 63);
    }
    for (std::size_t i = 0; i < count; ++i)
      places[from + i] = find_or_add(wanted[from + i], mixed[i]);
  }
}

std::size_t TermShard::bytes() const {
  return arena_bytes_ + entries_.capacity() * sizeof(Entry) + slots_.size() * sizeof(Slot);
}

void TermShard::clear() {
  entries_ = {};
  slots_ = {};
  chunks_.clear();
  free_ = nullptr;
  left_ = arena_bytes_ = 0;
}

// The batch shard by shard, so that each lock is taken once and misses overlap.
void TermTable::resolve(std::span<const Wanted> wanted, TermRef* refs) {
  thread_local std::vector<Wanted> sorted;
  thread_local std::vector<std::uint32_t> from;
  thread_local std::vector<std::uint32_t> places;
  sorted.resize(wanted.size());
  from.resize(wanted.size());
  places.resize(wanted.size());
  std::array<std::uint32_t, kShards + 1> begins{};
  for (const Wanted& one : wanted) ++begins[shard_of(mixed_of(one)) + 1];
  for (std::size_t i = 1; i <= kShards; ++i) begins[i] += begins[i - 1];
  auto next = begins;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::uint32_t at = next[shard_of(mixed_of(wanted[i]))]++;
    sorted[at] = wanted[i];
    from[at] = static_cast<std::uint32_t>(i);
  }
  for (std::size_t s = 0; s < kShards; ++s) {
    const std::size_t count = begins[s + 1] - begins[s];
    if (count == 0) continue;
    TermShard& shard = shards_[s];
    const std::lock_guard lock(shard.mutex);
    const std::size_t before = shard.bytes();
    const std::size_t entries_before = shard.entries().size();
    shard.resolve(std::span(sorted).subspan(begins[s], count), places.data() + begins[s]);
    bytes_.fetch_add(shard.bytes() - before, std::memory_order_relaxed);
    entries_.fetch_add(shard.entries().size() - entries_before, std::memory_order_relaxed);
    for (std::size_t i = begins[s]; i < begins[s + 1]; ++i)
      refs[from[i]] = static_cast<TermRef>(s << kPlaceBits | places[i]);
  }
}

void TermTable::clear() {
  for (TermShard& shard : shards_) shard.clear();
  bytes_.store(0);
  entries_.store(0);
}

}  // namespace vouch::storage::bulk
