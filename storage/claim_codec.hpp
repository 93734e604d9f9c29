// storage/claim_codec.hpp — claim records as bytes.
//
// Shape     flags, loaded_at, triple, name, qualifiers, chains; sealed by their key, the claim's
// number. What is retracted is not in it (storage/claim_flags.hpp).
// Errors    decoding gives nothing for bytes that encoding never writes. Source
// docs/storage-format.md §3.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/store.hpp"

namespace vouch::storage {

struct StoredClaim {
  ClaimRecord record;
  bool known_from_load = false;  // its `known` is the time of loading: no part of its content
};

[[nodiscard]] std::uint8_t claim_flags(const StoredClaim& claim);
[[nodiscard]] std::string encode_claim(const StoredClaim& claim);  // sealed
[[nodiscard]] std::optional<StoredClaim> decode_claim(std::uint64_t number, std::string_view value);

// The relations and values the claim's qualifiers put into the graph, chains as said_by; no
// duplicates.
[[nodiscard]] std::vector<std::pair<TermId, TermId>> qualifier_pairs(const ClaimRecord& record);

}  // namespace vouch::storage
