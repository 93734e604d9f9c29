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
  return find(identity, term_hash(identity, header_.hash_bits));
}

std::optional<TermId> DictionaryReader::find(std::string_view identity, std::uint64_t hash) const {
  if (!hashes_) hashes_.emplace(transaction_, tables_.blocks(format::TableName::term_hashes));
  if (transaction_.writes()) hashes_->forget();
  const std::uint64_t wanted = stored_hash(hash, header_.hash_bits);
  for (bool more = hashes_->seek({0, wanted, 0, 0}); more; more = hashes_->next_block()) {
    const BlockView& block = hashes_->block();
    for (std::size_t row = hashes_->row(); row < block.rows(); ++row) {
      if (block.run_value(block.run_of(row)) != wanted) return std::nullopt;
      if (const auto id = matching(block.b(row), identity)) return id;
    }
  }
  return std::nullopt;
}

std::optional<TermId> DictionaryReader::matching(std::uint64_t number,
                                                 std::string_view identity) const {
  const std::string_view bytes = encoded(number);
  if (bytes[0] != identity[0]) return std::nullopt;
  const TermId id{static_cast<IdTag>(static_cast<std::uint8_t>(bytes[0])), number};
  if (identity_is_encoding(id.tag()))
    return bytes == identity ? std::optional(id) : std::nullopt;
  const auto term = decode_term(bytes);
  if (!term) raise_damaged("terms", "a term that cannot be read");
  std::string other;
  append_identity(*term, other);
  return other == identity ? std::optional(id) : std::nullopt;
}

std::string_view DictionaryReader::encoded(std::uint64_t number) const {
  // Pages of a writing transaction move.
  if (transaction_.writes() || number - first_ >= block_.size()) find_block(number);
  if (!block_.seek(number - first_) || block_.term().empty())
    raise_damaged("terms", fmt::format("term {} is missing", number));
  return block_.term();
}

void DictionaryReader::find_block(std::uint64_t number) const {
  block_.close();
  if (!terms_) terms_.emplace(transaction_, tables_[format::TableName::terms]);
  const auto key = format::number_key(number);
  ++blocks_found_;
  if (!terms_->seek_not_after(key.view()) || terms_->key().size() != key.bytes.size()) return;
  first_ = load_u64(terms_->key().data());
  if (const auto block = TermBlockView::view(terms_->value())) block_.open(*block);
}

std::string_view DictionaryReader::encoded(TermId id) const {
  const std::string_view bytes = encoded(id.payload());
  if (static_cast<std::uint8_t>(bytes[0]) != static_cast<std::uint8_t>(id.tag())) {
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
