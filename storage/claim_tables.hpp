// storage/claim_tables.hpp — claim records, their names and their three orders.
//
// Shape     claims: number → record. claim_names: key text → number (and the whole name when the
// key
//           holds less), sealed. spoc, posc, ospc: four ids → nothing; spoc holds the flags when
//           not 0.
// Lifetime  ClaimWriter: of one Update; records and names are written at once, the orders at
// flush().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/claim_codec.hpp"
#include "storage/header.hpp"
#include "storage/sorted_runs.hpp"
#include "storage/store.hpp"
#include "storage/tables.hpp"

namespace vouch::storage {

// A claim's share in Header::claim_keys.
[[nodiscard]] std::uint64_t claim_key_hash(const Triple& triple, std::uint64_t number);

[[nodiscard]] std::optional<StoredClaim> read_claim(const lmdb::Transaction& transaction,
                                                    const Tables& tables, std::uint64_t number);
// By its whole name.
[[nodiscard]] std::optional<std::uint64_t> claim_of_name(const lmdb::Transaction& transaction,
                                                         const Tables& tables,
                                                         std::string_view name);
// By a beginning of its name that only one claim has.
[[nodiscard]] std::optional<std::uint64_t> claim_of_beginning(lmdb::Transaction& transaction,
                                                              const Tables& tables,
                                                              std::string_view beginning);
struct ClaimName {
  std::string name;
  std::uint64_t number = 0;
};
[[nodiscard]] std::optional<ClaimName> decode_claim_name(std::string_view key,
                                                         std::string_view value);

class ClaimWriter {
 public:
  ClaimWriter(lmdb::Transaction& transaction, const Tables& tables, Header& header,
              const std::string& directory, std::size_t budget_bytes);

  // Gives the claim the next number (record.id) and writes it.
  TermId add(StoredClaim claim);
  void set_retracted(StoredClaim claim);  // flushed ones only
  // Whether an affirmed, unretracted claim without alternative says so; flushed ones only.
  [[nodiscard]] bool said(const Triple& triple);
  void flush();
  [[nodiscard]] bool pending() const { return !spoc_.empty(); }

 private:
  lmdb::Transaction& transaction_;
  const Tables& tables_;
  Header& header_;
  SortedRuns<5> spoc_;  // with the flags
  SortedRuns<4> posc_;
  SortedRuns<4> ospc_;
};

}  // namespace vouch::storage
