#include "storage/lmdb/transaction.hpp"

#include <lmdb.h>

#include <cstring>
#include <shared_mutex>
#include <string>

#include "base/invariant.hpp"
#include "storage/lmdb/cursor.hpp"
#include "storage/lmdb/error.hpp"

namespace vouch::storage::lmdb {
namespace {

MDB_val value_of(std::string_view bytes) {
  return {bytes.size(),
          const_cast<char*>(bytes.data())};  // LMDB does not write to what it is given
}

std::string_view view_of(const MDB_val& value) {
  return {static_cast<const char*>(value.mv_data), value.mv_size};
}

}  // namespace

Transaction::Transaction(Environment& environment, Access access)
    : environment_(environment), access_(access), thread_(std::this_thread::get_id()) {
  int code = begin();
  if (code == MDB_READERS_FULL) {
    environment_.drop_stale_readers();
    code = begin();
  }
  if (code == MDB_MAP_RESIZED && environment_.follow_growth()) code = begin();
  require(code, "mdb_txn_begin", environment_.path());
}

Transaction::~Transaction() {
  abort();
}

int Transaction::begin() {
  const std::shared_lock not_growing(environment_.growth_);
  const int code = mdb_txn_begin(environment_.handle(), nullptr,
                                 access_ == Access::read ? MDB_RDONLY : 0, &txn_);
  if (code == 0) environment_.transactions_.fetch_add(1);
  return code;
}

void Transaction::end() noexcept {
  txn_ = nullptr;
  environment_.transactions_.fetch_sub(1);
}

void Transaction::commit() {
  invariant(live(), "commit of an ended transaction");
  invariant(!writes() || thread_ == std::this_thread::get_id(),
            "commit in another thread than begin");
  for (Cursor* cursor : cursors_) cursor->detach();
  cursors_.clear();
  const int code = mdb_txn_commit(txn_);  // ends the transaction, whatever it returns
  end();
  require(code, "mdb_txn_commit", environment_.path());
}

void Transaction::abort() noexcept {
  if (!live()) return;
  for (Cursor* cursor : cursors_) cursor->detach();
  cursors_.clear();
  mdb_txn_abort(txn_);
  end();
}

Table Transaction::open_table(std::string_view name, bool make) {
  Table table;
  const std::string text(name);
  require(mdb_dbi_open(txn_, text.c_str(), make ? MDB_CREATE : 0, &table.handle), "mdb_dbi_open",
          environment_.path());
  return table;
}

std::optional<std::string_view> Transaction::get(Table table, std::string_view key) const {
  invariant(live(), "use of an ended transaction");
  MDB_val wanted = value_of(key);
  MDB_val found{};
  const int code = mdb_get(txn_, table.handle, &wanted, &found);
  if (code == MDB_NOTFOUND) return std::nullopt;
  require(code, "mdb_get", environment_.path());
  return view_of(found);
}

std::uint64_t Transaction::rows(Table table) const {
  invariant(live(), "use of an ended transaction");
  MDB_stat stat{};
  require(mdb_stat(txn_, table.handle, &stat), "mdb_stat", environment_.path());
  return stat.ms_entries;
}

// LMDB's table 0 holds what each transaction set free: its number → how many pages, and which.
std::uint64_t Transaction::pages_freed_last() const {
  invariant(live() && !writes(), "the free pages are read in a read transaction");
  constexpr MDB_dbi kFreePages = 0;
  MDB_cursor* cursor = nullptr;
  require(mdb_cursor_open(txn_, kFreePages, &cursor), "mdb_cursor_open", environment_.path());
  MDB_val key{};
  MDB_val value{};
  const int code = mdb_cursor_get(cursor, &key, &value, MDB_LAST);
  mdb_cursor_close(cursor);
  if (code == MDB_NOTFOUND) return 0;
  require(code, "mdb_cursor_get", environment_.path());
  const auto word = [](const MDB_val& bytes) {
    std::uint64_t number = 0;
    if (bytes.mv_size >= sizeof number) std::memcpy(&number, bytes.mv_data, sizeof number);
    return number;
  };
  return word(key) == mdb_txn_id(txn_) ? word(value) : 0;
}

void Transaction::put(Table table, std::string_view key, std::string_view value) {
  invariant(live(), "use of an ended transaction");
  MDB_val k = value_of(key);
  MDB_val v = value_of(value);
  require(mdb_put(txn_, table.handle, &k, &v, 0), "mdb_put", environment_.path());
}

void Transaction::append(Table table, std::string_view key, std::string_view value) {
  invariant(live(), "use of an ended transaction");
  MDB_val k = value_of(key);
  MDB_val v = value_of(value);
  require(mdb_put(txn_, table.handle, &k, &v, MDB_APPEND), "mdb_put", environment_.path());
}

bool Transaction::insert(Table table, std::string_view key, std::string_view value) {
  invariant(live(), "use of an ended transaction");
  MDB_val k = value_of(key);
  MDB_val v = value_of(value);
  const int code = mdb_put(txn_, table.handle, &k, &v, MDB_NOOVERWRITE);
  if (code == MDB_KEYEXIST) return false;
  require(code, "mdb_put", environment_.path());
  return true;
}

bool Transaction::erase(Table table, std::string_view key) {
  invariant(live(), "use of an ended transaction");
  MDB_val k = value_of(key);
  const int code = mdb_del(txn_, table.handle, &k, nullptr);
  if (code == MDB_NOTFOUND) return false;
  require(code, "mdb_del", environment_.path());
  return true;
}

void Transaction::clear(Table table) {
  invariant(live(), "use of an ended transaction");
  constexpr int kKeepTheTable = 0;
  require(mdb_drop(txn_, table.handle, kKeepTheTable), "mdb_drop", environment_.path());
}

}  // namespace vouch::storage::lmdb
