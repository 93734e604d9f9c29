// storage/number_codec.hpp — exact numbers as bytes.
//
// Shape     the denominator as a varint, then the numerator (zigzag varint), each up to 128 bits;
//           denominator 0: the eight bytes of a double follow.
// Errors    read_number gives nothing for bytes that append_number never writes.
#pragma once

#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "storage/number.hpp"

namespace vouch::storage {

void append_number(std::string& out, const Number& number);
[[nodiscard]] std::optional<Number> read_number(ByteReader& in);

}  // namespace vouch::storage
