// engine/rdf/claim_dates.hpp — when claims were loaded, and what else of a store claims are made by.
//
// Units     microseconds since 1970.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/store.hpp"

namespace vouch::rdfio {

[[nodiscard]] std::int64_t now_in_microseconds();
// `known` of a claim that does not state it: the second it was loaded in.
[[nodiscard]] storage::Date second_of_loading(std::int64_t loaded_at);
[[nodiscard]] std::optional<std::int64_t> instant_of(std::string_view text);
[[nodiscard]] std::string text_of_instant(std::int64_t microseconds);

// By its whole name.
[[nodiscard]] std::optional<storage::TermId> named_claim(const storage::Snapshot& snapshot,
                                                         const std::string& name);
[[nodiscard]] bool is_asserted(const storage::Snapshot& snapshot, const storage::Triple& triple);

}  // namespace vouch::rdfio
