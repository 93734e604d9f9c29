// storage/interner.hpp — the writing side of the dictionary: gives new terms their ids.
//
// Shape     new terms wait in memory and are appended in batches; their hashes wait in a hash table
//           (16 bytes a term) and are merged in hash order. Recent terms are kept with their bytes,
//           in two generations: when the younger is full the older is forgotten.
// Lifetime  of one Update; flush() before anyone reads the dictionary through a cursor.
// Units     bytes of memory: about `budget_bytes` in all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/dictionary.hpp"
#include "storage/hash_index.hpp"
#include "storage/term_appender.hpp"

namespace vouch::storage {

class Interner {
 public:
  Interner(lmdb::Transaction& transaction, const Tables& tables, Header& header,
           std::size_t budget_bytes);

  [[nodiscard]] TermId intern(const Term& term);
  // Any id given so far.
  [[nodiscard]] Term term(TermId id);
  // A hash of the term's identity that is the same in every store with the same base.
  [[nodiscard]] std::uint64_t identity_hash(TermId id);
  void flush();
  // The term of this number becomes another one, which the dictionary does not have.
  void replace(TermId id, const Term& term);
  // After others have appended so many terms to the (flushed) dictionary.
  void renew(std::uint64_t added);
  [[nodiscard]] std::uint64_t added() const { return added_; }

 private:
  // A term that was seen lately, with its bytes in the generation's arena.
  struct Seen {
    std::uint64_t hash;
    TermId id;
    std::uint64_t offset;
    std::uint32_t identity_bytes;
    std::uint32_t encoded_bytes;  // 0: the identity is the encoding, or the row is written already
  };
  struct Generation {
    std::vector<Seen> seen;
    std::string arena;
    HashIndex index;
    [[nodiscard]] std::size_t bytes() const {
      return arena.size() + seen.size() * sizeof(Seen) + index.bytes();
    }
    void clear();
  };
  struct NewHash {
    std::uint64_t hash;
    TermId id;
  };

  [[nodiscard]] std::optional<TermId> find_seen(const Generation& generation,
                                                std::string_view identity,
                                                std::uint64_t hash) const;
  [[nodiscard]] std::optional<TermId> find_stored(std::string_view identity, std::uint64_t hash);
  void build_filter();
  void note(TermId id, std::string_view identity, std::uint64_t hash);
  [[nodiscard]] std::optional<TermId> find_new(std::string_view identity, std::uint64_t hash) const;
  [[nodiscard]] TermId add(const Term& term, std::string_view identity, std::uint64_t hash);
  void remember(TermId id, std::string_view identity, std::string_view encoded, std::uint64_t hash);
  void write_terms();
  void write_hashes();
  void rotate();

  lmdb::Transaction& transaction_;
  const Tables& tables_;
  Header& header_;
  DictionaryReader reader_;
  TermAppender appender_;
  std::size_t generation_bytes_;
  std::size_t hashes_max_;

  Generation young_;
  Generation old_;
  std::size_t first_unwritten_ = 0;  // in young_.seen: rows of `terms` from there on may be missing
  std::uint64_t first_unwritten_payload_;
  std::vector<NewHash> new_hashes_;
  HashIndex new_index_;
  bool table_empty_;   // of `term_hashes`: nothing to look up
  HashFilter filter_;  // of all hashes, once an update adds so many terms that it pays
  std::size_t filter_bytes_;

  // Identity hashes of the terms asked for last, by a few bits of their id.
  struct Recent {
    TermId id;
    std::uint64_t hash = 0;
  };
  std::vector<Recent> recent_;
  std::uint64_t added_ = 0;

  std::string identity_;  // reused buffers
  std::string encoded_;
};

}  // namespace vouch::storage
