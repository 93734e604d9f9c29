// storage/claim_tables.hpp — claim records, their names and their three orders.
//
// Shape     claims: number → record. claim_names: key text → number (and the whole name if the key
//           holds less), sealed. spoc, posc, ospc: blocks. claim_flags: storage/claim_flags.hpp.
// Lifetime  ClaimWriter: of one Update; records and names are written at once, the rest at flush().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/claim_codec.hpp"
#include "storage/claim_flags.hpp"
#include "storage/claim_walk.hpp"
#include "storage/header.hpp"
#include "storage/sorted_runs.hpp"
#include "storage/store.hpp"
#include "storage/tables.hpp"

namespace vouch::storage {

// A claim's share in Header::claim_keys.
[[nodiscard]] std::uint64_t claim_key_hash(const Triple& triple, std::uint64_t number);

// Its record: whether it is retracted is not in it.
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

// Whether an affirmed, unretracted claim without alternative says so. `flags_of`: by number.
template <typename FlagsOf>
[[nodiscard]] bool is_said(ClaimWalk& spoc, const Triple& triple, const FlagsOf& flags_of) {
  const auto [s, p, o] = triple;
  spoc.open({s.bits(), p.bits(), o.bits(), 0}, {s.bits(), p.bits(), o.bits(), kHighestId});
  std::array<TermId, 32> claims;
  while (const std::size_t count =
             spoc.next({nullptr, nullptr, nullptr, claims.data()}, claims.size())) {
    for (std::size_t i = 0; i < count; ++i) {
      if ((flags_of(claims[i].payload()) & format::claim_flag::kOutOfGraph) == 0) return true;
    }
  }
  return false;
}

class ClaimWriter {
 public:
  ClaimWriter(lmdb::Transaction& transaction, const Tables& tables, Header& header,
              const std::string& directory, std::size_t budget_bytes);

  // Gives the claim the next number (record.id) and writes it; in the orders it stands as `image`.
  TermId add(StoredClaim claim, const Triple& image);
  // One whose record is there already, into the orders and the flags.
  void place(const Triple& image, std::uint64_t number, std::uint8_t flags);
  // Out of the orders, and into them under another image; its flags stay.
  void take_out(const Triple& image, std::uint64_t number);
  void put_in(const Triple& image, std::uint64_t number);
  // Of any claim so far.
  [[nodiscard]] std::uint8_t flags(std::uint64_t number) { return flags_.of(number); }
  void set_retracted(TermId claim, bool retracted);
  // Whether an affirmed, unretracted claim without alternative says so; flushed ones only.
  [[nodiscard]] bool said(const Triple& triple);
  void flush();
  [[nodiscard]] bool pending() const { return !spoc_.empty() || !gone_.empty(); }

 private:
  void add_rows(const Triple& image, std::uint64_t number);

  lmdb::Transaction& transaction_;
  const Tables& tables_;
  Header& header_;
  SortedRuns<4> spoc_;
  SortedRuns<4> posc_;
  SortedRuns<4> ospc_;
  std::vector<Tuple<4>> gone_;  // as spoc has them
  ClaimFlagsWriter flags_;
  ClaimWalk by_subject_;
};

}  // namespace vouch::storage
