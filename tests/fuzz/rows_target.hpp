// tests/fuzz/rows_target.hpp — what the fuzzer of stored values does with its bytes.
//
// Shape     which decoder (1 byte), bytes of the key (1), the key, the value. Values that stand under a
//           checksum are given the right one. Any bytes are fine; what is decoded is encoded and decoded
//           again as the same, else it throws.
// Lifetime  keys and values lie in buffers of just their size, so that a sanitizer sees a step beyond.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "storage/blocks/block.hpp"
#include "storage/catalog_codec.hpp"
#include "storage/checksum.hpp"
#include "storage/claim_codec.hpp"
#include "storage/claim_flags.hpp"
#include "storage/claim_tables.hpp"
#include "storage/display.hpp"
#include "storage/header.hpp"
#include "storage/lmdb/page.hpp"
#include "storage/name_tables.hpp"
#include "storage/row.hpp"
#include "storage/statistics.hpp"
#include "storage/term_block.hpp"
#include "storage/term_codec.hpp"
#include "storage/word_table.hpp"

namespace vouch::fuzz {

// A copy with nothing readable behind it.
class Exactly {
 public:
  explicit Exactly(std::string_view bytes) : bytes_(bytes.begin(), bytes.end()) {
    bytes_.shrink_to_fit();
  }
  [[nodiscard]] std::string_view view() const { return {bytes_.data(), bytes_.size()}; }

 private:
  std::vector<char> bytes_;
};

inline void require(bool holds, const char* promise) {
  if (!holds) throw std::logic_error(promise);
}

inline void term_bytes(std::string_view bytes) {
  const auto term = storage::decode_term(bytes);
  if (!term) return;
  std::string identity;
  storage::append_identity(*term, identity);
  static_cast<void>(storage::display_text(*term, "http://e/"));
  const std::string once = storage::encode_term(*term);
  const auto again = storage::decode_term(once);
  require(again && storage::encode_term(*again) == once, "a term is not what was encoded");
  std::string same;
  storage::append_identity(*again, same);
  require(same == identity, "a term is another after encoding");
}

inline void term_block(std::string_view value) {
  const auto block = storage::TermBlockView::view(value);
  if (!block) return;
  std::string bytes;
  for (std::size_t i = 0; i < block->size(); ++i) {
    if (!block->term(i, bytes)) return;
    term_bytes(Exactly(bytes).view());
  }
}

// Every row, every way to ask for it.
inline storage::BlockRows rows_of(const storage::BlockView& block, std::size_t columns) {
  storage::BlockRows rows;
  for (std::size_t i = 0; i < block.rows(); ++i) {
    rows.push(block.row(i, 0), columns);
    rows.notes.push_back(block.note(i));
  }
  constexpr std::uint64_t kLast = ~std::uint64_t{0};
  for (const std::uint64_t id : {std::uint64_t{0}, rows.a.front(), rows.a.back(), kLast}) {
    require(block.run_not_less(id) <= block.runs(), "a run behind the last");
    for (const std::uint64_t b : {std::uint64_t{0}, rows.b.back(), kLast}) {
      require(block.row_not_less(id, b, b, b) <= block.rows(), "a row behind the last");
      require(block.row_not_less(id, b, 0) <= block.rows(), "a row behind the last");
    }
  }
  for (std::size_t run = 0; run <= block.runs(); ++run)
    require(block.run_begin(run) <= block.rows(), "a run that begins behind the last row");
  return rows;
}

inline std::vector<std::uint64_t> column_a(const storage::BlockView& block, std::size_t from) {
  std::vector<std::uint64_t> a(block.rows() - from);
  block.decode_a(from, a.size(), a.data());
  return a;
}

inline void block(std::string_view value, std::size_t columns) {
  const auto view = storage::BlockView::view(value, columns);
  if (!view) return;
  const storage::BlockRows rows = rows_of(*view, columns);
  std::vector<std::uint64_t> ids(view->rows());
  view->decode_b(0, ids.size(), ids.data());
  if (columns >= 3) view->decode_c(0, ids.size(), ids.data());
  if (columns == 4) view->decode_d(0, ids.size(), ids.data());
  static_cast<void>(column_a(*view, view->rows() / 2));
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows.row(i, 0) <= rows.row(i - 1, 0)) return;  // no writer has such rows
  }
  std::string once;
  storage::BlockEncoder encoder(rows, columns);
  encoder.encode(0, rows.size(), "key", once);
  const Exactly encoded(once);
  require(storage::BlockView::sound(encoded.view(), "key"), "a block with a wrong seal");
  const auto again = storage::BlockView::view(encoded.view(), columns);
  require(again.has_value(), "a block that cannot be read");
  const storage::BlockRows same = rows_of(*again, columns);
  require(same.a == rows.a && same.b == rows.b && same.c == rows.c && same.d == rows.d &&
              same.notes == rows.notes && column_a(*again, 0) == rows.a,
          "a block is not what was encoded");
}

inline void claim(std::string_view body) {
  constexpr std::uint64_t kNumber = 7;
  std::string sealed(body);
  storage::seal(sealed, storage::format::number_key(kNumber).view());
  const auto claim = storage::decode_claim(kNumber, Exactly(sealed).view());
  if (!claim) return;
  static_cast<void>(storage::qualifier_pairs(claim->record));
  const std::string once = storage::encode_claim(*claim);
  const auto again = storage::decode_claim(kNumber, once);
  require(again && storage::encode_claim(*again) == once, "a claim is not what was encoded");
}

inline void name_rows(std::string_view key, std::string_view body) {
  std::string sealed(body);
  storage::seal(sealed, key);
  const Exactly value(sealed);
  static_cast<void>(storage::decode_name(key, value.view()));
  static_cast<void>(storage::decode_claim_name(key, value.view()));
  static_cast<void>(storage::decode_statistics(value.view(), key));
  for (const std::uint64_t claim : {0U, 1U, 3998U, 3999U})
    static_cast<void>(storage::flags_in_row(value.view(), claim));
  static_cast<void>(storage::decode_words(key, {}));
  const auto words = storage::decode_words(key, value.view());
  if (!words) return;
  const storage::WordRow once = storage::encode_words(*words);
  const auto again = storage::decode_words(once.key, once.value);
  require(again && again->word == words->word && again->ids == words->ids,
          "words are not what was encoded");
}

inline void catalog_entry(std::string_view value) {
  if (const auto kind = storage::decode_kind(value)) {
    const std::string once = storage::encode_kind(*kind);
    const auto again = storage::decode_kind(once);
    require(again && storage::encode_kind(*again) == once, "a kind is not what was encoded");
  }
  if (const auto relation = storage::decode_relation(value)) {
    const std::string once = storage::encode_relation(*relation);
    const auto again = storage::decode_relation(once);
    require(again && storage::encode_relation(*again) == once,
            "a relation is not what was encoded");
  }
  if (const auto unit = storage::decode_unit(value)) {
    const std::string once = storage::encode_unit(*unit);
    const auto again = storage::decode_unit(once);
    require(again && storage::encode_unit(*again) == once, "a unit is not what was encoded");
  }
}

inline void header(std::string_view body) {
  constexpr std::uint64_t kSeed = 0x564F554348;  // docs/storage-format.md §3
  std::string summed(body);
  append_u64(summed, storage::hash64(body, kSeed));
  const auto decoded = storage::decode_header(Exactly(summed).view());
  const auto* header = std::get_if<storage::Header>(&decoded);
  if (header == nullptr) return;
  const auto again = storage::decode_header(storage::encode_header(*header));
  const auto* same = std::get_if<storage::Header>(&again);
  require(same != nullptr && *same == *header, "a header is not what was encoded");
}

inline void page(std::string_view bytes) {
  static_cast<void>(storage::lmdb::MetaPage::read(bytes).plausible());
  const auto number = storage::lmdb::load_native<std::uint64_t>(bytes, 0);
  const storage::lmdb::TreePage page(bytes, number);
  if (!page.problem().empty()) return;
  for (std::size_t i = 0; i < page.size(); ++i) {
    const std::string key(page.key(i));
    if (!page.is_leaf()) {
      static_cast<void>(page.child(i));
    } else if (const auto data = page.data(i)) {
      static_cast<void>(storage::hash64(*data));
    }
  }
}

inline void inline_ids(std::string_view bytes) {
  for (; bytes.size() >= sizeof(std::uint64_t); bytes.remove_prefix(sizeof(std::uint64_t))) {
    const auto id = storage::TermId::from_bits(load_u64(bytes.data()));
    if (!storage::is_inline(id.tag())) continue;
    const auto term = storage::inline_term(id);
    require(!term || storage::inline_id(*term) == id, "an inline term has another id");
  }
}

inline void rows(std::string_view bytes) {
  if (bytes.size() < 2) return;
  const std::size_t key_bytes =
      std::min<std::size_t>(static_cast<std::uint8_t>(bytes[1]), bytes.size() - 2);
  const Exactly key(bytes.substr(2, key_bytes));
  const Exactly value(bytes.substr(2 + key_bytes));
  switch (static_cast<std::uint8_t>(bytes[0]) % 11) {
    case 0: return block(value.view(), 2);
    case 1: return block(value.view(), 3);
    case 2: return block(value.view(), 4);
    case 3: return term_block(value.view());
    case 4: return term_bytes(value.view());
    case 5: return claim(value.view());
    case 6: return name_rows(key.view(), value.view());
    case 7: return catalog_entry(value.view());
    case 8: return header(value.view());
    case 9: return page(value.view());
    default: return inline_ids(value.view());
  }
}

}  // namespace vouch::fuzz
