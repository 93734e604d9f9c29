// storage/names.hpp — from bare ids to IRIs and back.
//
// Shape     entities, kinds and relations are separate name spaces: three places under the store's base.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vouch::storage {

enum class NameSpace : std::uint8_t { entity = 0, kind = 1, relation = 2 };

inline constexpr std::string_view kDefaultBase = "https://vouch.example/id/";

[[nodiscard]] std::string iri_of(std::string_view base, NameSpace space, std::string_view id);

struct BareId {
  NameSpace space;
  std::string id;
};
// The bare id of an IRI under the base, if it is one (a letter first, then letters, digits, `_`).
[[nodiscard]] std::optional<BareId> bare_id(std::string_view base, std::string_view iri);

}  // namespace vouch::storage
