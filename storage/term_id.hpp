// storage/term_id.hpp — 64 bits that stand for a term: the currency of storage and engine.
//
// Shape     ┌ tag 4 bits ┬ payload 60 bits ┐  Within a tag whose values are inline the unsigned order of
//           ids is the order of values: integers (biased by 2^59), dates of one period (day number and
//           precision), strings of at most 7 bytes (bytes left-aligned, then the length).
//           Ids of one store: equal terms (docs/language.md, "Equality") have equal ids.
// Lifetime  dictionary ids live as long as the store; `local` ids as long as the statement that made them.
// Source    docs/storage-format.md §2; RDF-3X and QLever's ValueId for tagged ids.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace vouch::storage {

enum class IdTag : std::uint8_t {
  unbound = 0,    // no term: an unbound variable
  blank = 1,      // dictionary
  iri = 2,        // dictionary: entities, kinds, relations, other IRIs; payload < kFirstFreeIri: well known
  claim = 3,      // payload: the claim's number
  boolean = 4,    // inline 0 or 1
  integer = 5,    // inline, -2^59 .. 2^59-1
  number = 6,     // dictionary: numbers that are no such integer, without unit
  quantity = 7,   // dictionary: with a unit, bounds or `~`
  date = 8,       // inline: one period of a day or coarser, not approximate
  long_date = 9,  // dictionary: instants, ranges, approximate dates
  text = 10,      // inline: plain string of at most 7 bytes
  long_text = 11, // dictionary: other plain strings
  literal = 12,   // dictionary: language-tagged or of another datatype; room for exact RDF forms
  local = 15      // a value computed by the running statement (engine/exec/local_terms.hpp)
};

class TermId {
 public:
  static constexpr unsigned kPayloadBits = 60;
  static constexpr std::uint64_t kPayloadMask = (std::uint64_t{1} << kPayloadBits) - 1;

  constexpr TermId() = default;  // unbound
  constexpr TermId(IdTag tag, std::uint64_t payload)
      : bits_((static_cast<std::uint64_t>(tag) << kPayloadBits) | (payload & kPayloadMask)) {}
  [[nodiscard]] static constexpr TermId from_bits(std::uint64_t bits) {
    TermId id;
    id.bits_ = bits;
    return id;
  }

  [[nodiscard]] constexpr IdTag tag() const { return static_cast<IdTag>(bits_ >> kPayloadBits); }
  [[nodiscard]] constexpr std::uint64_t payload() const { return bits_ & kPayloadMask; }
  [[nodiscard]] constexpr std::uint64_t bits() const { return bits_; }
  [[nodiscard]] constexpr bool bound() const { return bits_ != 0; }
  friend constexpr auto operator<=>(TermId, TermId) = default;

 private:
  std::uint64_t bits_ = 0;
};
static_assert(sizeof(TermId) == 8);

inline constexpr TermId kUnbound{};

}  // namespace vouch::storage

template <>
struct std::hash<vouch::storage::TermId> {
  std::size_t operator()(vouch::storage::TermId id) const noexcept {
    std::uint64_t x = id.bits();
    x ^= x >> 32U;
    x *= 0x9E3779B97F4A7C15ULL;
    x ^= x >> 29U;
    return x;
  }
};
