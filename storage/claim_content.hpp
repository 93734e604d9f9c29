// storage/claim_content.hpp — when two claims say the same, and the name that follows from it.
//
// Shape     content: triple, denied, qualifiers and chains as sets; neither name nor time of
// loading,
//           nor a `known` that was filled in from it.
// Source    docs/language.md §2 (`id`: loading twice adds nothing). Names are hashes over the terms
//           themselves, not their ids: the same claim has the same name in every store of one base.
#pragma once

#include <functional>
#include <string>

#include "storage/claim_codec.hpp"

namespace vouch::storage {

[[nodiscard]] bool same_content(const StoredClaim& a, const StoredClaim& b);

// The bytes whose hash is the generated name; `term_hash_of` is stable across stores.
[[nodiscard]] std::string content_bytes(const StoredClaim& claim,
                                        const std::function<std::uint64_t(TermId)>& term_hash_of);
// `attempt` > 0 when the name before it belongs to another content.
[[nodiscard]] std::string generated_name(std::string_view content, unsigned attempt);

}  // namespace vouch::storage
