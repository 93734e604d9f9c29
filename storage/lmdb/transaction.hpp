// storage/lmdb/transaction.hpp — a read or write transaction and the tables seen through it.
//
// Shape     get, put, erase by key; cursors are in lmdb/cursor.hpp.
// Lifetime  borrows the Environment; aborts unless committed. Views of values live until the
//           transaction ends or, in a write transaction, until its next change.
// Errors    any failure of a write spoils the transaction: only abort is left.
// Threads   one at a time; a writer ends in the thread it began in (LMDB's lock belongs to it).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "storage/lmdb/environment.hpp"

struct MDB_txn;

namespace vouch::storage::lmdb {

class Cursor;

// A named table's handle; opened once per environment.
struct Table {
  unsigned handle = 0;
};

enum class Access : std::uint8_t { read, write };

class Transaction {
 public:
  Transaction(Environment& environment, Access access);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // `make` only in the write transaction that creates a store.
  [[nodiscard]] Table open_table(std::string_view name, bool make);

  [[nodiscard]] std::optional<std::string_view> get(Table table, std::string_view key) const;
  [[nodiscard]] std::uint64_t rows(Table table) const;
  // Pages that the newest commit set free: the next writer may not use them, the one after may.
  // Of a read transaction.
  [[nodiscard]] std::uint64_t pages_freed_last() const;
  void put(Table table, std::string_view key, std::string_view value);
  // The key must be greater than every key of the table.
  void append(Table table, std::string_view key, std::string_view value);
  // False: the key was there, nothing is changed.
  [[nodiscard]] bool insert(Table table, std::string_view key, std::string_view value);
  bool erase(Table table, std::string_view key);  // false: it was not there
  void clear(Table table);                        // of all its rows

  void commit();
  void abort() noexcept;

  [[nodiscard]] bool live() const noexcept { return txn_ != nullptr; }
  [[nodiscard]] bool writes() const noexcept { return access_ == Access::write; }
  [[nodiscard]] Environment& environment() const noexcept { return environment_; }
  [[nodiscard]] MDB_txn* handle() const noexcept { return txn_; }

 private:
  friend class Cursor;
  int begin();
  void end() noexcept;

  Environment& environment_;
  Access access_;
  MDB_txn* txn_ = nullptr;
  std::thread::id thread_;
  std::vector<Cursor*> cursors_;  // open ones
};

}  // namespace vouch::storage::lmdb
