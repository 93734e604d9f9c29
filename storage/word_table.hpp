// storage/word_table.hpp — the words of labels and texts: folded word → the ids that have it.
//
// Shape     a row holds a stretch of one word's ids, ascending: the first in the key, the others as
//           differences. A word with many ids has several rows, one after the other.
// Lifetime  WordWriter buffers additions until flush() or until they fill their share of memory.
// Errors    CorruptionError when a row cannot be read.
// Source    docs/storage-format.md §3; key texts: storage/text_key.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/header.hpp"
#include "storage/tables.hpp"
#include "storage/term_id.hpp"

namespace vouch::storage {

struct WordStretch {
  std::string word;
  std::vector<TermId> ids;  // at least one, strictly ascending
};
struct WordRow {
  std::string key;
  std::string value;
};
[[nodiscard]] WordRow encode_words(const WordStretch& stretch);
// Nothing for rows that no writer makes.
[[nodiscard]] std::optional<WordStretch> decode_words(std::string_view key, std::string_view value);

// Ids with a word that begins with `prefix`, ascending.
[[nodiscard]] std::vector<TermId> ids_with_word(lmdb::Transaction& transaction,
                                                const Tables& tables, std::string_view prefix);

class WordWriter {
 public:
  WordWriter(lmdb::Transaction& transaction, const Tables& tables, TableSum& sum,
             std::size_t budget_bytes)
      : transaction_(transaction), tables_(tables), sum_(sum), budget_bytes_(budget_bytes) {}

  void add(TermId id, std::string_view text);  // every word of the text
  void flush();

 private:
  std::size_t merge(const std::string& word, const std::vector<TermId>& ids, std::size_t next);
  void replace(const std::optional<WordStretch>& before, const WordStretch& after, bool at_end);
  void put(const WordStretch& stretch);

  lmdb::Transaction& transaction_;
  const Tables& tables_;
  TableSum& sum_;
  std::size_t budget_bytes_;
  std::size_t bytes_ = 0;
  std::unordered_map<std::string, std::vector<TermId>> words_;
};

}  // namespace vouch::storage
