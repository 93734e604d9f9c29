// storage/check.hpp — does a store keep its promises?
//
// Shape     a list of findings, empty when sound: all orders hold the same triples, counts and rolling
//           sums agree with the header, the dictionary is a bijection, every record's checksum holds,
//           every claim's triple and qualifiers are in the tables, names and words point at terms.
// Errors    damage that would crash a reader is met in a child process and becomes a finding.
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "storage/store.hpp"

namespace vouch::storage {

struct CheckReport {
  std::vector<std::string> findings;
  std::uint64_t triples = 0;
  std::uint64_t claims = 0;
  std::uint64_t terms = 0;
};
[[nodiscard]] CheckReport check(const std::filesystem::path& store);

// Prints a table readably, one entry a line; the names of the tables are in docs/storage-format.md.
[[nodiscard]] std::vector<std::string> table_names();
void dump(const std::filesystem::path& store, const std::string& table, std::ostream& out);
void dump(const Snapshot& snapshot, const std::string& table, std::ostream& out);

}  // namespace vouch::storage
