// storage/well_known.hpp — terms every store has, with fixed ids.
//
// Shape     relations of the store's own book-keeping, built-in qualifiers and source fields, built-in
//           kinds, and the values of certainty, polarity and status, in their order.
// Source    docs/language.md §2; the ids are part of the on-disk format and never change.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "storage/term_id.hpp"

namespace vouch::storage::well_known {

constexpr TermId iri(std::uint64_t payload) { return {IdTag::iri, payload}; }
inline constexpr std::uint64_t kFirstFreeIri = 1024;

// Book-keeping relations: variable relations never range over them.
inline constexpr TermId kIsA = iri(1);           // entity → kind, super-kinds included
inline constexpr TermId kDeclaredKind = iri(2);  // entity → kind, as declared
inline constexpr TermId kLabel = iri(3);         // entity → its first label
inline constexpr TermId kAlias = iri(4);         // entity → another name
inline constexpr TermId kMergedInto = iri(5);
inline constexpr TermId kFormerId = iri(6);      // renamed entity → the id that its claims are named by

// Built-in qualifiers: relations whose subject is a claim.
inline constexpr TermId kSource = iri(16);
inline constexpr TermId kLocator = iri(17);
inline constexpr TermId kSpan = iri(18);
inline constexpr TermId kQuote = iri(19);
inline constexpr TermId kSaidBy = iri(20);
inline constexpr TermId kCertainty = iri(21);
inline constexpr TermId kPolarity = iri(22);
inline constexpr TermId kStatus = iri(23);
inline constexpr TermId kSince = iri(24);
inline constexpr TermId kUntil = iri(25);
inline constexpr TermId kDuring = iri(26);  // as asked; stored as since and until as well
inline constexpr TermId kSaidOn = iri(27);
inline constexpr TermId kKnown = iri(28);
inline constexpr TermId kAlternative = iri(29);
inline constexpr TermId kQuantity = iri(30);
inline constexpr TermId kGraph = iri(31);
inline constexpr TermId kRetracted = iri(32);  // when it was taken back: storage/claim_history.hpp
inline constexpr TermId kRestored = iri(33);   // when it was said again after that

// Built-in source fields: relations whose subject is a source.
inline constexpr TermId kTitle = iri(48);
inline constexpr TermId kPublisher = iri(49);
inline constexpr TermId kPublished = iri(50);
inline constexpr TermId kBasis = iri(51);
inline constexpr TermId kSha256 = iri(52);
inline constexpr TermId kDocument = iri(53);
inline constexpr TermId kUrl = iri(54);
inline constexpr TermId kAuthor = iri(55);
inline constexpr TermId kLanguageField = iri(56);
inline constexpr TermId kCopyOf = iri(57);

// Built-in kinds. Value kinds serve as ranges of relations.
inline constexpr TermId kKindAny = iri(64);
inline constexpr TermId kKindClaim = iri(65);
inline constexpr TermId kKindSource = iri(66);
inline constexpr TermId kKindDate = iri(67);
inline constexpr TermId kKindQuantity = iri(68);
inline constexpr TermId kKindNumber = iri(69);
inline constexpr TermId kKindText = iri(70);
inline constexpr TermId kKindBoolean = iri(71);

// Values, weakest first: the order of ids is their order.
inline constexpr TermId kSuspected = iri(80);
inline constexpr TermId kOpinion = iri(81);
inline constexpr TermId kEstimated = iri(82);
inline constexpr TermId kReported = iri(83);
inline constexpr TermId kStated = iri(84);
inline constexpr TermId kConfirmed = iri(85);
inline constexpr TermId kAffirmed = iri(88);
inline constexpr TermId kDenied = iri(89);
inline constexpr TermId kActual = iri(92);
inline constexpr TermId kPlanned = iri(93);
inline constexpr TermId kRequested = iri(94);
inline constexpr TermId kForecast = iri(95);

enum class Role : std::uint8_t { bookkeeping, qualifier, field, kind, value };
struct Entry {
  TermId id;
  std::string_view name;  // the bare id people write
  Role role;
};
// All of the above, by id.
[[nodiscard]] const Entry* find(TermId id);
[[nodiscard]] const Entry* find(std::string_view name, Role role);

}  // namespace vouch::storage::well_known
