#include "engine/statements/repeats.hpp"

namespace vouch::session {

namespace {

constexpr std::size_t kFirstPlaces = 64;
constexpr std::size_t kLookAhead = 8;  // rows between asking for a place and using it

std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 31U;
  x *= 0xBF58476D1CE4E5B9ULL;
  x ^= x >> 27U;
  x *= 0x94D049BB133111EBULL;
  return x ^ (x >> 29U);
}

}  // namespace

void Repeats::hash(const exec::Batch& batch, const exec::Terms& terms) {
  hashes_.assign(batch.rows, {0x9E3779B97F4A7C15ULL, 0xC2B2AE3D27D4EB4FULL});
  for (const auto& column : batch.columns) {
    for (std::size_t row = 0; row < batch.rows; ++row) {
      Key& key = hashes_[row];
      const std::uint64_t bits = terms.canonical(column[row]).bits();
      key.first = mix(key.first ^ bits);
      key.second = mix(key.second + bits * 0xD6E8FEB86659FD93ULL);
    }
  }
}

void Repeats::add(const exec::Batch& batch, const exec::Terms& terms) {
  if (!counting_) return;
  hash(batch, terms);
  while (2 * (size_ + batch.rows) > table_.size()) grow();
  for (std::size_t row = 0; row < batch.rows; ++row) {
    if (row + kLookAhead < batch.rows) {
      __builtin_prefetch(&table_[hashes_[row + kLookAhead].first & (table_.size() - 1)]);
    }
    insert(hashes_[row]);
  }
  if (size_ < kMost) return;
  counting_ = false;
  table_ = {};
}

Repeats::Key& Repeats::place_of(const Key& key) {
  const std::size_t mask = table_.size() - 1;
  std::size_t at = key.first & mask;
  while (table_[at] != Key{} && table_[at] != key) at = (at + 1) & mask;
  return table_[at];
}

void Repeats::insert(const Key& key) {
  Key& place = place_of(key);
  if (place == key) {
    ++repeats_;
  } else {
    place = key;
    ++size_;
  }
}

void Repeats::grow() {
  std::vector<Key> old(table_.empty() ? kFirstPlaces : 2 * table_.size());
  old.swap(table_);
  for (const Key& key : old) {
    if (key != Key{}) place_of(key) = key;
  }
}

}  // namespace vouch::session
