// storage/dictionary.hpp — term ↔ id for what is not inline.
//
// Shape     `terms`: payload (8 bytes) → encoded term, sealed. `term_hashes`: hash ‖ id → nothing.
//           A hash only proposes ids: the term itself is compared before one is believed.
//           Equal terms have one id; the spelling that came first is kept.
// Errors    CorruptionError when a row that must be there is not, or does not hold what it should.
// Source    docs/storage-format.md §3.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/header.hpp"
#include "storage/lmdb/cursor.hpp"
#include "storage/tables.hpp"
#include "storage/term.hpp"
#include "storage/term_id.hpp"

namespace vouch::storage {

// The hash under which a term with these identity bytes (storage/term_codec.hpp) is found.
[[nodiscard]] std::uint64_t term_hash(std::string_view identity, std::uint32_t hash_bits);

class DictionaryReader {
 public:
  DictionaryReader(lmdb::Transaction& transaction, const Tables& tables, const Header& header)
      : transaction_(transaction), tables_(tables), header_(header) {}

  // Of any term: inline, well known, claim or dictionary.
  [[nodiscard]] std::optional<TermId> find(const Term& term) const;
  // Any id; CorruptionError when the store does not have it.
  [[nodiscard]] Term term(TermId id) const;

  // Of a dictionary term whose identity and hash are at hand.
  [[nodiscard]] std::optional<TermId> find(std::string_view identity, std::uint64_t hash,
                                           lmdb::Cursor& term_hashes) const;
  [[nodiscard]] bool holds(TermId id, std::string_view identity) const;
  // The encoded bytes, checked.
  [[nodiscard]] std::string_view encoded(TermId id) const;

 private:
  lmdb::Transaction& transaction_;
  const Tables& tables_;
  const Header& header_;
};

// Well-known and inline terms and claims: those that need no dictionary. `next_claim` bounds the
// claims.
[[nodiscard]] std::optional<TermId> id_without_dictionary(const Term& term, const Header& header);

}  // namespace vouch::storage
