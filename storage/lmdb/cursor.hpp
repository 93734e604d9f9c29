// storage/lmdb/cursor.hpp — walks one table in key order.
//
// Shape     after a move that returned true, key() and value() are the row it stands on.
// Lifetime  borrows the Transaction; is detached (and unusable) when that ends first.
//           Views live as those of Transaction::get.
// Errors    StorageError when LMDB fails; the end of the table is `false`, not an error.
// Threads   its transaction's.
#pragma once

#include <optional>
#include <string_view>

#include "storage/lmdb/transaction.hpp"

struct MDB_cursor;

namespace vouch::storage::lmdb {

struct RowView {
  std::string_view key;
  std::string_view value;
};

class Cursor {
 public:
  Cursor(Transaction& transaction, Table table);
  ~Cursor();
  Cursor(Cursor&& other) noexcept;
  Cursor& operator=(Cursor&& other) noexcept;
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;

  bool first();
  bool last();
  bool next();
  bool previous();
  bool seek(std::string_view key);  // the first row whose key is not less
  bool seek_not_after(std::string_view key);  // the last row whose key is not greater
  [[nodiscard]] std::string_view key() const noexcept { return key_; }
  [[nodiscard]] std::string_view value() const noexcept { return value_; }

  // Writing through the cursor is quicker than by key when keys come in order. After it the cursor
  // stands on the written row, but key() and value() are not renewed.
  void append(std::string_view key, std::string_view value);
  // Nothing: inserted. Otherwise the value that is there; nothing is changed.
  std::optional<std::string_view> insert(std::string_view key, std::string_view value);
  void put(std::string_view key, std::string_view value);

 private:
  friend class Transaction;
  bool move(unsigned operation, std::string_view key);
  int write(std::string_view key, std::string_view& value, unsigned flags);
  void detach() noexcept;
  void close() noexcept;

  Transaction* transaction_ = nullptr;
  MDB_cursor* cursor_ = nullptr;
  std::string_view key_;
  std::string_view value_;
};

}  // namespace vouch::storage::lmdb
