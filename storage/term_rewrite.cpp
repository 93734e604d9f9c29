#include "storage/term_rewrite.hpp"

#include <string>
#include <vector>

#include "storage/lmdb/cursor.hpp"
#include "storage/row.hpp"
#include "storage/term_block.hpp"

namespace vouch::storage {
namespace {

struct Block {
  std::uint64_t first = 0;
  std::vector<std::string> terms;
};

Block block_of(lmdb::Transaction& transaction, lmdb::Table table, std::uint64_t number) {
  lmdb::Cursor cursor(transaction, table);
  const auto wanted = format::number_key(number);
  const bool found =
      cursor.seek_not_after(wanted.view()) && cursor.key().size() == wanted.view().size();
  const auto view = found ? TermBlockView::view(cursor.value()) : std::nullopt;
  if (!view || !unseal(cursor.value(), cursor.key()))
    raise_damaged("terms", "a block that cannot be read");
  Block block;
  block.first = load_u64(cursor.key().data());
  block.terms.resize(view->size());
  for (std::size_t i = 0; i < view->size(); ++i) {
    if (!view->term(i, block.terms[i])) raise_damaged("terms", "a block that cannot be read");
  }
  if (number - block.first >= block.terms.size()) raise_damaged("terms", "a term is missing");
  return block;
}

}  // namespace

void rewrite_term(lmdb::Transaction& transaction, const Tables& tables, std::uint64_t number,
                  std::string_view encoded) {
  const lmdb::Table table = tables[format::TableName::terms];
  Block block = block_of(transaction, table, number);
  block.terms[number - block.first] = encoded;
  TermBlockBuilder builder;
  std::uint64_t first = block.first;
  const auto write = [&] {
    const auto key = format::number_key(first);
    std::string value = builder.value();
    seal(value, key.view());
    transaction.put(table, key.view(), value);
    first += builder.size();
    builder.clear();
  };
  for (const std::string& term : block.terms) {
    if (builder.add(term)) continue;
    write();
    (void)builder.add(term);
  }
  write();
}

}  // namespace vouch::storage
