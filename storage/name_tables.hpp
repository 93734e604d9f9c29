// storage/name_tables.hpp — names (labels, aliases) by their folded text, and words.
//
// Shape     names: key text ‖ 0 ‖ name space ‖ id → flags, whole text when the key holds less;
//           sealed. Words: storage/word_table.hpp.
// Lifetime  NameWriter buffers additions until flush() or until they fill their share of memory.
// Source    docs/storage-format.md §3; key texts: storage/text_key.hpp.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/header.hpp"
#include "storage/store.hpp"
#include "storage/tables.hpp"
#include "storage/word_table.hpp"

namespace vouch::storage {

[[nodiscard]] std::string name_key(std::string_view folded, NameSpace space, TermId id);
// Nothing for rows that no writer makes.
[[nodiscard]] std::optional<NameMatch> decode_name(std::string_view key, std::string_view value);

// Names whose folded text begins with `prefix` (or is it, when `whole`), in order, until visit
// gives false.
void each_name(lmdb::Transaction& transaction, const Tables& tables, std::string_view prefix,
               bool whole, const std::function<bool(const NameMatch&)>& visit);

class NameWriter {
 public:
  NameWriter(lmdb::Transaction& transaction, const Tables& tables, Header& header,
             std::size_t budget_bytes)
      : transaction_(transaction),
        tables_(tables),
        header_(header),
        budget_bytes_(budget_bytes / 2),
        words_(transaction, tables, header.words, budget_bytes / 2) {}

  void add_name(NameSpace space, TermId id, std::string_view name, bool label);
  bool remove_name(NameSpace space, TermId id, std::string_view name);
  void add_words(TermId id, std::string_view text) { words_.add(id, text); }
  void flush();

 private:
  struct Row {
    std::string key;
    std::string text;  // whole, when the key holds less
    bool label = false;
  };
  void write_names();

  lmdb::Transaction& transaction_;
  const Tables& tables_;
  Header& header_;
  std::size_t budget_bytes_;
  std::size_t bytes_ = 0;
  std::vector<Row> names_;
  WordWriter words_;
};

}  // namespace vouch::storage
