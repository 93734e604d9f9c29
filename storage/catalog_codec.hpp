// storage/catalog_codec.hpp — kinds, relations and units as bytes.
//
// Shape     fields in the order of storage/catalog.hpp; texts and lists with their length.
// Errors    decoding gives nothing for bytes that encoding never writes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/catalog.hpp"

namespace vouch::storage {

[[nodiscard]] std::string encode_kind(const KindInfo& kind);
[[nodiscard]] std::string encode_relation(const RelationInfo& relation);
[[nodiscard]] std::string encode_unit(const UnitInfo& unit);

[[nodiscard]] std::optional<KindInfo> decode_kind(std::string_view bytes);
[[nodiscard]] std::optional<RelationInfo> decode_relation(std::string_view bytes);
[[nodiscard]] std::optional<UnitInfo> decode_unit(std::string_view bytes);

}  // namespace vouch::storage
