// storage/term_codec.hpp — terms as inline ids and as bytes of the dictionary.
//
// Shape     inline_id and inline_term are each other's inverse; so are encode_term and decode_term.
//           Encoded bytes begin with the IdTag of the term's ids and explain themselves.
// Order     within integer, date and text the order of inline ids is the order of values; a date
// that
//           begins where another does comes after it when it is longer.
// Errors    decode_term gives nothing for bytes that encode_term never writes.
// Source    docs/storage-format.md §2 and §3.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/term.hpp"
#include "storage/term_id.hpp"

namespace vouch::storage {

inline constexpr std::size_t kInlineTextBytes = 7;

[[nodiscard]] constexpr bool is_inline(IdTag tag) {
  return tag == IdTag::boolean || tag == IdTag::integer || tag == IdTag::date || tag == IdTag::text;
}
// Whether ids of this tag are rows of the dictionary (iris below kFirstFreeIri are not, though).
[[nodiscard]] constexpr bool in_dictionary(IdTag tag) {
  return tag == IdTag::blank || tag == IdTag::iri || tag == IdTag::number ||
         tag == IdTag::quantity || tag == IdTag::long_date || tag == IdTag::long_text ||
         tag == IdTag::literal;
}

// Whether an id may be written: bound, and not one that a running statement made.
[[nodiscard]] constexpr bool is_storable(TermId id) {
  return id.tag() != IdTag::unbound && id.tag() <= IdTag::literal;
}

// The id of a boolean, small integer, date of one coarse period or short string; of any other
// spelling that is equal to one (`2025-01..2025-03` is 2025-Q1).
[[nodiscard]] std::optional<TermId> inline_id(const Term& term);
// Nothing when the payload is none that inline_id gives.
[[nodiscard]] std::optional<Term> inline_term(TermId id);

// The tag of a term that is not inline; unbound and lists are refused (invariant).
[[nodiscard]] IdTag dictionary_tag(const Term& term);
void encode_term(const Term& term, std::string& out);
[[nodiscard]] std::string encode_term(const Term& term);
[[nodiscard]] std::optional<Term> decode_term(std::string_view bytes);

// Whether equal terms of this tag have equal encodings, so that no decoding is needed to compare.
[[nodiscard]] constexpr bool identity_is_encoding(IdTag tag) {
  return tag == IdTag::blank || tag == IdTag::iri || tag == IdTag::long_text ||
         tag == IdTag::literal;
}
// The bytes by which the dictionary finds a term that is not inline: its encoding where that is the
// same for equal terms, else the tag and its equality_key.
void append_identity(const Term& term, std::string& out);

}  // namespace vouch::storage
