#include "storage/dictionary.hpp"

#include <fmt/format.h>

#include "base/bytes.hpp"
#include "storage/checksum.hpp"
#include "storage/row.hpp"
#include "storage/term_codec.hpp"
#include "storage/well_known_iri.hpp"

namespace vouch::storage {
namespace {

constexpr std::uint32_t kAllBits = 64;

// Whether equal identities mean equal encodings, so that no decoding is needed to compare.
bool identity_is_encoding(IdTag tag) {
  return tag == IdTag::blank || tag == IdTag::iri || tag == IdTag::long_text;
}

}  // namespace

std::uint64_t term_hash(std::string_view identity, std::uint32_t hash_bits) {
  const std::uint64_t hash = hash64(identity);
  return hash_bits >= kAllBits ? hash : hash & ((std::uint64_t{1} << hash_bits) - 1);
}

std::optional<TermId> id_without_dictionary(const Term& term, const Header& header) {
  if (const auto id = inline_id(term)) return id;
  if (const auto* iri = term.as<Iri>()) return well_known::id_of_iri(header.base, iri->text);
  if (const auto* claim = term.as<ClaimRef>()) {
    if (claim->number > 0 && claim->number < header.next_claim)
      return TermId{IdTag::claim, claim->number};
  }
  return std::nullopt;
}

std::optional<TermId> DictionaryReader::find(const Term& term) const {
  if (!term.bound() || term.as<List>() != nullptr) return std::nullopt;
  if (const auto id = id_without_dictionary(term, header_)) return id;
  if (term.as<ClaimRef>() != nullptr) return std::nullopt;
  std::string identity;
  append_identity(term, identity);
  lmdb::Cursor cursor(transaction_, tables_[format::TableName::term_hashes]);
  return find(identity, term_hash(identity, header_.hash_bits), cursor);
}

std::optional<TermId> DictionaryReader::find(std::string_view identity, std::uint64_t hash,
                                             lmdb::Cursor& cursor) const {
  const auto from = format::id_key<2>({hash, 0});
  for (bool more = cursor.seek(from.view()); more; more = cursor.next()) {
    if (cursor.key().size() != from.bytes.size())
      raise_damaged("term_hashes", "a key of the wrong size");
    if (load_u64(cursor.key().data()) != hash) break;
    const TermId id = TermId::from_bits(load_u64(cursor.key().data() + 8));
    if (holds(id, identity)) return id;
  }
  return std::nullopt;
}

bool DictionaryReader::holds(TermId id, std::string_view identity) const {
  if (static_cast<std::uint8_t>(id.tag()) != static_cast<std::uint8_t>(identity[0])) return false;
  const std::string_view bytes = encoded(id);
  if (identity_is_encoding(id.tag())) return bytes == identity;
  const auto term = decode_term(bytes);
  if (!term) raise_damaged("terms", "a term that cannot be read");
  std::string other;
  append_identity(*term, other);
  return other == identity;
}

std::string_view DictionaryReader::encoded(TermId id) const {
  const auto key = format::number_key(id.payload());
  const auto value = transaction_.get(tables_[format::TableName::terms], key.view());
  if (!value) raise_damaged("terms", fmt::format("term {} is missing", id.payload()));
  const std::string_view bytes = unsealed(*value, key.view(), "terms");
  if (bytes.empty() || static_cast<std::uint8_t>(bytes[0]) != static_cast<std::uint8_t>(id.tag())) {
    raise_damaged("terms",
                  fmt::format("term {} is of another type than its id says", id.payload()));
  }
  return bytes;
}

Term DictionaryReader::term(TermId id) const {
  if (is_inline(id.tag())) {
    auto term = inline_term(id);
    if (!term) raise_damaged("the orders", "an id that stands for no value");
    return *std::move(term);
  }
  if (id.tag() == IdTag::claim) {
    if (id.payload() == 0 || id.payload() >= header_.next_claim)
      raise_damaged("claims", "a claim is missing");
    return Term(ClaimRef{id.payload()});
  }
  if (const auto* entry = well_known::find(id))
    return Term(Iri{well_known::iri_text(header_.base, *entry)});
  if (!in_dictionary(id.tag())) raise_damaged("the orders", "an id that stands for no value");
  auto term = decode_term(encoded(id));
  if (!term) raise_damaged("terms", "a term that cannot be read");
  return *std::move(term);
}

}  // namespace vouch::storage
