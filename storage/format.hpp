// storage/format.hpp — the on-disk contract: tables, keys, flags, version.
//
// Shape     every table is an LMDB table with unique keys of at most 511 bytes, no duplicates
// (DUPSORT).
//           Numbers in keys are big-endian, so that byte order is numeric order.
//           Fixed-width rows stand in blocks (blocks/block.hpp). Values end with a 4-byte
//           checksum seeded by their key, but for those of words that are whole in their key.
// Source    docs/storage-format.md draws each; nothing here changes without a new kVersion.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/bytes.hpp"
#include "storage/store.hpp"
#include "storage/term_id.hpp"

namespace vouch::storage::format {

inline constexpr std::uint32_t kVersion = 4;
inline constexpr std::string_view kMagic{"VOUCH\r\n\x1a", 8};
inline constexpr std::uint32_t kByteOrderMark = 0x01020304;  // stored as the machine has it

inline constexpr std::string_view kDataFile = "data.mdb";
inline constexpr std::string_view kLockFile = "lock.mdb";
inline constexpr std::string_view kWriterFile = "writer.lock";
inline constexpr std::string_view kHeaderKey = "header";

enum class TableName : std::uint8_t {
  header,
  terms,        // first dictionary number of a block → front-coded terms
  term_hashes,  // blocks of (0; hash, dictionary number)
  pso,          // blocks of (relation; subject, object), noted with their support
  pos,          // blocks of (relation; object, subject)
  sp,           // blocks of (0; subject, relation)
  op,           // blocks of (0; object, relation)
  spellings,    // blocks of (relation; subject, object, spelling)
  spoc,         // blocks of (0; subject, relation, object, claim)
  posc,         // blocks of (relation; object, subject, claim)
  ospc,         // blocks of (0; object, subject, relation, claim)
  claims,       // claim's number → record
  claim_names,  // name → claim's number
  claim_flags,  // claim's number / 4000 → what those claims are
  names,        // folded name ‖ 0 ‖ name space ‖ id → flags, spelling when shortened
  words,        // folded word ‖ 0 ‖ first id → the other ids; the word when shortened
  catalog,      // section ‖ ordinal → entry
  statistics,   // relation → counts
};
inline constexpr std::array<std::string_view, 18> kTableNames{
    "header", "terms", "term_hashes", "pso",    "pos",         "sp",
    "op",     "spellings", "spoc",    "posc",   "ospc",        "claims",
    "claim_names", "claim_flags", "names", "words", "catalog", "statistics"};
inline constexpr std::size_t kTables = kTableNames.size();

[[nodiscard]] constexpr std::size_t index_of(TableName name) {
  return static_cast<std::size_t>(name);
}
[[nodiscard]] constexpr std::string_view name_of(TableName name) {
  return kTableNames[index_of(name)];
}

// Why a triple is in the default graph: the note of its row in `pso`.
namespace support {
inline constexpr std::uint8_t kPlain = 1;      // add_triple
inline constexpr std::uint8_t kClaimed = 2;    // an affirmed, unretracted claim without alternative
inline constexpr std::uint8_t kDerived = 4;    // is_a of a declared kind or a super-kind of it;
                                               // merged_into of a merged entity and its canonical one
inline constexpr std::uint8_t kQualifier = 8;  // a qualifier of its subject, an unretracted claim
inline constexpr std::uint8_t kMirror =
    16;  // its relation is symmetric and the other way round is said
inline constexpr std::uint8_t kMerged = 32;  // add_triple, with merged entities in place of these
inline constexpr std::uint8_t kSaid = kPlain | kClaimed | kMerged;
inline constexpr std::uint8_t kAll = 63;
}  // namespace support

// What a claim is: in `claim_flags`, and but for kRetracted in the first byte of its record.
namespace claim_flag {
inline constexpr std::uint8_t kDenied = 1;
inline constexpr std::uint8_t kRetracted = 2;
inline constexpr std::uint8_t kAlternative = 4;
inline constexpr std::uint8_t kKnownFromLoad = 8;  // its `known` was the time of loading
inline constexpr std::uint8_t kOutOfGraph = kDenied | kRetracted | kAlternative;
}  // namespace claim_flag

// The longest piece of a name, word or claim name in a key; what is longer is cut there (at any
// byte) and followed by the 8-byte hash of the whole.
inline constexpr std::size_t kKeyTextBytes = 400;
inline constexpr std::size_t kMaxKeyBytes = 511;  // LMDB's
static_assert(kKeyTextBytes + 8 + 1 + 1 + 8 <= kMaxKeyBytes);

// Keys of ids: N big-endian numbers.
template <std::size_t N>
struct IdKey {
  std::array<char, 8 * N> bytes;
  [[nodiscard]] std::string_view view() const { return {bytes.data(), bytes.size()}; }
};
template <std::size_t N>
[[nodiscard]] inline IdKey<N> id_key(const std::array<std::uint64_t, N>& ids) {
  IdKey<N> key;
  for (std::size_t i = 0; i < N; ++i) store_u64(key.bytes.data() + 8 * i, ids[i]);
  return key;
}
[[nodiscard]] inline IdKey<1> number_key(std::uint64_t number) {
  return id_key<1>({number});
}
static_assert(sizeof(IdKey<3>) == 24 && sizeof(IdKey<4>) == 32);

// Which part of (subject, relation, object, claim) stands at each place of an order's key.
[[nodiscard]] constexpr std::array<std::size_t, 4> places(ClaimOrder order) {
  switch (order) {
    case ClaimOrder::spoc: return {0, 1, 2, 3};
    case ClaimOrder::posc: return {1, 2, 0, 3};
    case ClaimOrder::ospc: return {2, 0, 1, 3};
  }
  return {0, 1, 2, 3};
}
[[nodiscard]] constexpr TableName table_of(ClaimOrder order) {
  return static_cast<TableName>(index_of(TableName::spoc) + static_cast<std::size_t>(order));
}

}  // namespace vouch::storage::format
