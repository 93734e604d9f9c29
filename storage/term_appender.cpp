#include "storage/term_appender.hpp"

#include "storage/lmdb/cursor.hpp"
#include "storage/row.hpp"

namespace vouch::storage {

std::uint64_t term_row_hash(std::uint64_t number, std::string_view encoded) {
  return hash64(encoded, number);
}

// The last block is begun anew with its terms.
void TermAppender::resume(std::uint64_t number) {
  resumed_ = true;
  first_ = number;
  lmdb::Cursor cursor(transaction_, table_);
  if (!cursor.last()) return;
  const std::string_view key = cursor.key();
  const auto block = TermBlockView::view(cursor.value());
  if (key.size() != 8 || !block || !unseal(cursor.value(), key) ||
      load_u64(key.data()) + block->size() != number) {
    raise_damaged("terms", "a block that cannot be read");
  }
  std::string term;
  for (std::size_t i = 0; i < block->size(); ++i) {
    if (!block->term(i, term) || !builder_.add(term))
      raise_damaged("terms", "a block that cannot be read");
  }
  first_ = load_u64(key.data());
}

void TermAppender::append(std::uint64_t number, std::string_view encoded) {
  if (!resumed_) resume(number);
  if (!builder_.add(encoded)) {
    write();
    builder_.clear();
    first_ = number;
    (void)builder_.add(encoded);
  }
  dirty_ = true;
  sum_.add(term_row_hash(number, encoded));
}

void TermAppender::write() {
  if (!dirty_) return;
  const auto key = format::number_key(first_);
  std::string value = builder_.value();
  seal(value, key.view());
  transaction_.put(table_, key.view(), value);
  dirty_ = false;
}

void TermAppender::flush() {
  write();
}

}  // namespace vouch::storage
