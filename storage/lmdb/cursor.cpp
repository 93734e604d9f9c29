#include "storage/lmdb/cursor.hpp"

#include <lmdb.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/invariant.hpp"
#include "storage/lmdb/error.hpp"

namespace vouch::storage::lmdb {

Cursor::Cursor(Transaction& transaction, Table table) : transaction_(&transaction) {
  invariant(transaction.live(), "a cursor on an ended transaction");
  require(mdb_cursor_open(transaction.handle(), table.handle, &cursor_), "mdb_cursor_open",
          transaction.environment().path());
  transaction.cursors_.push_back(this);
}

Cursor::~Cursor() {
  close();
}

Cursor::Cursor(Cursor&& other) noexcept {
  *this = std::move(other);
}

Cursor& Cursor::operator=(Cursor&& other) noexcept {
  if (this == &other) return *this;
  close();
  transaction_ = std::exchange(other.transaction_, nullptr);
  cursor_ = std::exchange(other.cursor_, nullptr);
  key_ = other.key_;
  value_ = other.value_;
  if (cursor_ != nullptr) std::ranges::replace(transaction_->cursors_, &other, this);
  return *this;
}

void Cursor::detach() noexcept {
  mdb_cursor_close(cursor_);
  cursor_ = nullptr;
}

void Cursor::close() noexcept {
  if (cursor_ == nullptr) return;
  std::erase(transaction_->cursors_, this);
  detach();
}

bool Cursor::move(unsigned operation, std::string_view key) {
  invariant(cursor_ != nullptr, "use of a cursor after its transaction");
  MDB_val k{key.size(), const_cast<char*>(key.data())};
  MDB_val v{};
  const int code = mdb_cursor_get(cursor_, &k, &v, static_cast<MDB_cursor_op>(operation));
  if (code == MDB_NOTFOUND) return false;
  require(code, "mdb_cursor_get", transaction_->environment().path());
  key_ = {static_cast<const char*>(k.mv_data), k.mv_size};
  value_ = {static_cast<const char*>(v.mv_data), v.mv_size};
  return true;
}

bool Cursor::first() {
  return move(MDB_FIRST, {});
}
bool Cursor::last() {
  return move(MDB_LAST, {});
}
bool Cursor::next() {
  return move(MDB_NEXT, {});
}
bool Cursor::previous() {
  return move(MDB_PREV, {});
}
bool Cursor::seek(std::string_view key) {
  return key.empty() ? first() : move(MDB_SET_RANGE, key);
}

bool Cursor::seek_not_after(std::string_view key) {
  if (!seek(key)) return last();
  return key_ == key || previous();
}

int Cursor::write(std::string_view key, std::string_view& value, unsigned flags) {
  invariant(cursor_ != nullptr, "use of a cursor after its transaction");
  MDB_val k{key.size(), const_cast<char*>(key.data())};
  MDB_val v{value.size(), const_cast<char*>(value.data())};
  const int code = mdb_cursor_put(cursor_, &k, &v, flags);
  value = {static_cast<const char*>(v.mv_data), v.mv_size};
  return code;
}

void Cursor::append(std::string_view key, std::string_view value) {
  require(write(key, value, MDB_APPEND), "mdb_cursor_put", transaction_->environment().path());
}

std::optional<std::string_view> Cursor::insert(std::string_view key, std::string_view value) {
  const int code = write(key, value, MDB_NOOVERWRITE);
  if (code == MDB_KEYEXIST) return value;
  require(code, "mdb_cursor_put", transaction_->environment().path());
  return std::nullopt;
}

void Cursor::put(std::string_view key, std::string_view value) {
  require(write(key, value, 0), "mdb_cursor_put", transaction_->environment().path());
}

}  // namespace vouch::storage::lmdb
