// storage/claim_flags.hpp — what each claim is (format::claim_flag), four bits a claim.
//
// Shape     claim_flags: row n holds the flags of the claims [n * 4000, (n + 1) * 4000), two to a
//           byte, the lower bits first, as far as there are claims; sealed. Only here is it said
//           that a claim is retracted: so records never change.
// Lifetime  ClaimFlags borrows the transaction and, in a read one, remembers where rows are.
// Errors    CorruptionError for a row that is not there or whose seal is wrong.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "storage/header.hpp"
#include "storage/tables.hpp"

namespace vouch::storage {

inline constexpr std::uint64_t kClaimsInFlagRow = 4000;

// A claim's share in Header::claim_flags.
[[nodiscard]] std::uint64_t claim_flag_hash(std::uint64_t number, std::uint8_t flags);
// The flags in an unsealed row; 0 beyond its end.
[[nodiscard]] std::uint8_t flags_in_row(std::string_view row, std::uint64_t number);

class ClaimFlags {
 public:
  ClaimFlags(const lmdb::Transaction& transaction, const Tables& tables)
      : transaction_(transaction), table_(tables[format::TableName::claim_flags]) {}
  // Of a claim that is there.
  [[nodiscard]] std::uint8_t of(std::uint64_t number);

 private:
  const lmdb::Transaction& transaction_;
  lmdb::Table table_;
  std::vector<std::string_view> rows_;  // unsealed; empty: not looked at yet
};

// Rows that change wait in memory, half a byte a claim.
class ClaimFlagsWriter {
 public:
  ClaimFlagsWriter(lmdb::Transaction& transaction, const Tables& tables, Header& header)
      : transaction_(transaction), tables_(tables), header_(header), stored_(transaction, tables) {}

  [[nodiscard]] std::uint8_t of(std::uint64_t number);
  void add(std::uint64_t number, std::uint8_t flags);
  void set(std::uint64_t number, std::uint8_t flags);  // of one that is there
  void flush();

 private:
  void put(std::uint64_t number, std::uint8_t flags);

  lmdb::Transaction& transaction_;
  const Tables& tables_;
  Header& header_;
  ClaimFlags stored_;
  std::map<std::uint64_t, std::string> changed_;  // row → its flags, not sealed
};

}  // namespace vouch::storage
