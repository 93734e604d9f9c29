// storage/dictionary.hpp — term ↔ id for what is not inline.
//
// Shape     `terms`: blocks of encoded terms by number. `term_hashes`: a block table of (0; the
//           upper 36 bits of a hash, number). A hash only proposes numbers: the term itself is
//           compared before one is believed. Equal terms have one id; the spelling that came first
//           is kept.
// Lifetime  borrows the transaction and the header.
// Errors    CorruptionError when a row that must be there is not, or does not hold what it should.
// Source    docs/storage-format.md §3.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/blocks/block_cursor.hpp"
#include "storage/header.hpp"
#include "storage/tables.hpp"
#include "storage/term.hpp"
#include "storage/term_block.hpp"
#include "storage/term_id.hpp"

namespace vouch::storage {

// The hash under which a term with these identity bytes (storage/term_codec.hpp) is found.
[[nodiscard]] std::uint64_t term_hash(std::string_view identity, std::uint32_t hash_bits);
// What of it is in the table.
[[nodiscard]] constexpr std::uint64_t stored_hash(std::uint64_t hash, std::uint32_t hash_bits) {
  constexpr unsigned kNotStored = 64 - 36;
  return hash_bits >= 64 ? hash >> kNotStored : hash;
}

class DictionaryReader {
 public:
  DictionaryReader(lmdb::Transaction& transaction, const Tables& tables, const Header& header)
      : transaction_(transaction), tables_(tables), header_(header) {}

  // Of any term: inline, well known, claim or dictionary.
  [[nodiscard]] std::optional<TermId> find(const Term& term) const;
  // Any id; CorruptionError when the store does not have it.
  [[nodiscard]] Term term(TermId id) const;

  // Of a dictionary term whose identity and hash are at hand.
  [[nodiscard]] std::optional<TermId> find(std::string_view identity, std::uint64_t hash) const;
  // Whether the term of this number has the identity: then its id.
  [[nodiscard]] std::optional<TermId> matching(std::uint64_t number,
                                               std::string_view identity) const;
  // The encoded bytes of a number's term, valid until the next call.
  [[nodiscard]] std::string_view encoded(std::uint64_t number) const;
  // The same; CorruptionError when they are not of the id's tag.
  [[nodiscard]] std::string_view encoded(TermId id) const;
  // How many they were the last time.
  [[nodiscard]] std::size_t last_bytes() const { return block_.term().size(); }
  // How often a block was looked for: terms asked for by ascending number need each block once.
  [[nodiscard]] std::uint64_t blocks_found() const { return blocks_found_; }

 private:
  void find_block(std::uint64_t number) const;

  lmdb::Transaction& transaction_;
  const Tables& tables_;
  const Header& header_;
  // Places found last and buffers: a reader belongs to one thread.
  mutable std::optional<lmdb::Cursor> terms_;
  mutable std::optional<BlockCursor> hashes_;
  mutable TermBlockCursor block_;
  mutable std::uint64_t first_ = 0;  // number of the block's first term
  mutable std::uint64_t blocks_found_ = 0;
};

// Well-known and inline terms and claims: those that need no dictionary. `next_claim` bounds the
// claims.
[[nodiscard]] std::optional<TermId> id_without_dictionary(const Term& term, const Header& header);

}  // namespace vouch::storage
