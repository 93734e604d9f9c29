// storage/header.hpp — the one record that says what a store is and how much it holds.
//
// Shape     magic, format version, byte order, page size, base IRI, next ids, and per table a count
// and
//           a rolling sum (the sum of a 64-bit hash of every row, so that order does not matter).
// Errors    decode gives the reason in words when the bytes are no header of this format.
// Source    docs/storage-format.md §4.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "storage/format.hpp"
#include "storage/well_known.hpp"

namespace vouch::storage {

struct TableSum {
  std::uint64_t rows = 0;
  std::uint64_t sum = 0;

  void add(std::uint64_t row_hash) { ++rows, sum += row_hash; }
  void remove(std::uint64_t row_hash) { --rows, sum -= row_hash; }
  void replace(std::uint64_t before, std::uint64_t after) { sum += after - before; }
  friend bool operator==(const TableSum&, const TableSum&) = default;
};

struct Header {
  std::uint32_t format_version = 0;
  std::uint32_t page_bytes = 0;
  std::uint32_t hash_bits = 64;  // of the dictionary's hashes; fewer in stores that test collisions
  std::string base;
  std::int64_t created_at = 0;
  std::int64_t changed_at = 0;
  std::uint64_t version = 0;          // commits so far
  std::uint64_t catalog_version = 0;  // commits so far that changed the catalog
  std::uint64_t next_term = well_known::kFirstFreeIri;
  std::uint64_t next_claim = 1;

  TableSum triples;     // of (s, p, o): the same in both orders
  TableSum supports;    // of (s, p, o) with why it is there
  TableSum sp;          // of (s, p): the pairs that triples begin with
  TableSum op;          // of (o, p)
  TableSum spellings;   // of (s, p, o, spelling)
  TableSum claim_keys;  // of (s, p, o, c): the same in all three orders
  TableSum claims;
  TableSum claim_names;
  TableSum claim_flags;  // of claims, each with its flags
  TableSum terms;
  TableSum names;
  TableSum words;
  TableSum catalog;
  TableSum statistics;

  // For those who go over all of them (codec, check): in the order they are stored.
  [[nodiscard]] std::array<TableSum*, 14> sums() {
    return {&triples,     &supports,    &sp,    &op,    &spellings, &claim_keys, &claims,
            &claim_names, &claim_flags, &terms, &names, &words,     &catalog,    &statistics};
  }
  friend bool operator==(const Header&, const Header&) = default;
};

inline constexpr std::size_t kMaxBaseBytes = 1024;

[[nodiscard]] std::string encode_header(const Header& header);

struct HeaderProblem {
  std::string code;  // E0601, E0602, E0603
  std::string text;  // goes on after the path: "was written by …"
};
// `version`: the only one that is not refused.
[[nodiscard]] std::variant<Header, HeaderProblem> decode_header(
    std::string_view bytes, std::uint32_t version = format::kVersion);

}  // namespace vouch::storage
