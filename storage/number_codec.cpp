#include "storage/number_codec.hpp"

#include <bit>

namespace vouch::storage {
namespace {

using UInt128 = unsigned __int128;

void append_varint128(std::string& out, UInt128 value) {
  while (value >= 0x80U) {
    out.push_back(static_cast<char>(static_cast<std::uint8_t>(value) | 0x80U));
    value >>= 7U;
  }
  out.push_back(static_cast<char>(value));
}

UInt128 read_varint128(ByteReader& in, bool& ok) {
  UInt128 value = 0;
  for (unsigned shift = 0; shift < 128; shift += 7) {
    const std::uint8_t byte = in.u8();
    value |= static_cast<UInt128>(byte & 0x7FU) << shift;
    if ((byte & 0x80U) == 0) return value;
  }
  ok = false;
  return 0;
}

}  // namespace

void append_number(std::string& out, const Number& number) {
  append_varint128(out, static_cast<UInt128>(number.denominator()));
  if (!number.exact()) {
    append_u64(out, std::bit_cast<std::uint64_t>(number.to_double()));
    return;
  }
  const Int128 n = number.numerator();
  append_varint128(out, (static_cast<UInt128>(n) << 1U) ^ static_cast<UInt128>(n >> 127));
}

std::optional<Number> read_number(ByteReader& in) {
  bool ok = true;
  const auto denominator = static_cast<Int128>(read_varint128(in, ok));
  if (!ok || !in.ok() || denominator < 0) return std::nullopt;
  if (denominator == 0) {
    const auto bits = in.u64();
    return in.ok() ? Number::from_double(std::bit_cast<double>(bits)) : std::nullopt;
  }
  const UInt128 zigzag = read_varint128(in, ok);
  if (!ok || !in.ok()) return std::nullopt;
  const auto numerator = static_cast<Int128>((zigzag >> 1U) ^ (~(zigzag & 1U) + 1U));
  return Number::from_fraction(numerator, denominator);
}

}  // namespace vouch::storage
