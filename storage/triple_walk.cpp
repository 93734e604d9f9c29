#include "storage/triple_walk.hpp"

#include <algorithm>

namespace vouch::storage {
namespace {

using format::TableName;

constexpr std::size_t kSubjectsAtOnce = 256;

BlockRow row_of(const Ids3& ids) {
  return {ids[0], ids[1], ids[2], 0};
}
Columns3 from_row(const Columns3& columns, std::size_t row) {
  Columns3 out = columns;
  for (TermId*& column : out) column = column == nullptr ? nullptr : column + row;
  return out;
}

}  // namespace

// ── rows of one table ───────────────────────────────────────────────────────────────────────────

void RowsWalk::open(const Ids3& low, const Ids3& high) {
  range_.open(row_of(low), row_of(high));
}

std::size_t RowsWalk::next(const Columns3& columns, std::size_t capacity) {
  std::size_t rows = 0;
  while (rows < capacity && range_.settle()) {
    const BlockCursor& cursor = range_.cursor();
    const std::size_t from = cursor.row();
    const std::size_t count = std::min(range_.left(), capacity - rows);
    if (columns[0] != nullptr)
      std::fill_n(columns[0] + rows, count, TermId::from_bits(cursor.head()));
    if (columns[1] != nullptr) cursor.block().decode_a(from, count, columns[1] + rows);
    if (columns[2] != nullptr) cursor.block().decode_b(from, count, columns[2] + rows);
    range_.advance(count);
    rows += count;
  }
  return rows;
}

std::optional<Ids3> RowsWalk::current() {
  if (!range_.settle()) return std::nullopt;
  const BlockRow row = range_.cursor().current();
  return Ids3{row.head, row.a, row.b};
}

std::uint64_t RowsWalk::count(const Ids3& low, const Ids3& high, std::uint64_t cap) {
  return range_.count(row_of(low), row_of(high), cap);
}

bool RowsWalk::holds(const Ids3& row) {
  return range_.holds(row_of(row));
}

std::uint8_t RowsWalk::note(const Ids3& row) {
  return holds(row) ? range_.cursor().block().note(range_.cursor().row()) : 0;
}

RowsWalk& RelationWalks::of(std::uint64_t relation) {
  if (last_walk_ != nullptr && last_ == relation) return *last_walk_;
  if (walks_.size() >= kCursorsMost) walks_.clear();
  auto& walk = walks_[relation];
  if (!walk) walk = std::make_unique<RowsWalk>(transaction_, table_);
  last_ = relation;
  last_walk_ = walk.get();
  return *walk;
}

void RelationWalks::forget() {
  for (auto& [relation, walk] : walks_) walk->forget();
}

// ── subject, relation, object ───────────────────────────────────────────────────────────────────

SubjectWalk::SubjectWalk(lmdb::Transaction& transaction, const Tables& tables)
    : pairs_(transaction, tables.blocks(TableName::sp)),
      rows_(transaction, tables.blocks(TableName::pso)) {}

void SubjectWalk::open(const Ids3& low, const Ids3& high) {
  low_ = low;
  high_ = high;
  inner_ = nullptr;
  more_ = low <= high;
  if (!more_) return;
  if (low[0] == high[0] && low[1] == high[1]) {  // one stretch of pso, if any
    more_ = false;
    inner_ = &rows_.of(low[1]);
    inner_->open({low[1], low[0], low[2]}, {low[1], low[0], high[2]});
    return;
  }
  more_ = pairs_.seek({0, low[0], low[1], 0});
  more_ = more_ && open_pair();
}

bool SubjectWalk::open_pair() {
  const BlockRow pair = pairs_.current();
  const Ids3 first{pair.a, pair.b, 0};
  if (first > high_) return false;
  const bool at_low = pair.a == low_[0] && pair.b == low_[1];
  const bool at_high = pair.a == high_[0] && pair.b == high_[1];
  inner_ = &rows_.of(pair.b);
  inner_->open({pair.b, pair.a, at_low ? low_[2] : 0},
               {pair.b, pair.a, at_high ? high_[2] : kHighestId});
  return true;
}

bool SubjectWalk::next_pair() {
  inner_ = nullptr;
  if (!more_) return false;
  pairs_.go_to(pairs_.row() + 1);
  more_ = pairs_.row() < pairs_.block().rows() || pairs_.next_block();
  more_ = more_ && open_pair();
  return more_;
}

std::size_t SubjectWalk::next(const Columns3& columns, std::size_t capacity) {
  std::size_t rows = 0;
  while (inner_ != nullptr && rows < capacity) {
    const Columns3 at = from_row(columns, rows);
    rows += inner_->next({at[1], at[0], at[2]}, capacity - rows);
    if (rows < capacity && !next_pair()) break;
  }
  return rows;
}

std::optional<Ids3> SubjectWalk::current() {
  while (inner_ != nullptr) {
    if (const auto row = inner_->current()) return Ids3{(*row)[1], (*row)[0], (*row)[2]};
    if (!next_pair()) break;
  }
  return std::nullopt;
}

std::uint64_t SubjectWalk::count(const Ids3& low, const Ids3& high, std::uint64_t cap) {
  open(low, high);
  if (low[0] == high[0] && low[1] == high[1])
    return rows_.of(low[1]).count({low[1], low[0], low[2]}, {low[1], low[0], high[2]}, cap);
  std::uint64_t rows = 0;
  while (more_ && rows < cap) {
    const BlockRow pair = pairs_.current();
    const bool at_low = pair.a == low[0] && pair.b == low[1];
    const bool at_high = pair.a == high[0] && pair.b == high[1];
    rows += rows_.of(pair.b).count({pair.b, pair.a, at_low ? low[2] : 0},
                                   {pair.b, pair.a, at_high ? high[2] : kHighestId}, cap - rows);
    pairs_.go_to(pairs_.row() + 1);
    more_ = pairs_.row() < pairs_.block().rows() || pairs_.next_block();
    const BlockRow beyond = more_ ? pairs_.current() : BlockRow{};
    more_ = more_ && Ids3{beyond.a, beyond.b, 0} <= high;
  }
  inner_ = nullptr;
  more_ = false;
  return std::min(rows, cap);
}

void SubjectWalk::forget() {
  pairs_.forget();
  rows_.forget();
}

// ── object, subject, relation ───────────────────────────────────────────────────────────────────

ObjectWalk::ObjectWalk(lmdb::Transaction& transaction, const Tables& tables)
    : transaction_(transaction),
      pos_(tables.blocks(TableName::pos)),
      pairs_(transaction, tables.blocks(TableName::op)),
      rows_(transaction, pos_) {}

bool ObjectWalk::Source::refill() {
  subjects.resize(kSubjectsAtOnce);
  at = 0;
  size = walk->next({nullptr, nullptr, subjects.data()}, kSubjectsAtOnce);
  return size > 0;
}

void ObjectWalk::open(const Ids3& low, const Ids3& high) {
  low_ = low;
  high_ = high;
  used_ = 0;
  more_ = low <= high && pairs_.seek({0, low[0], 0, 0});
}

bool ObjectWalk::next_pair() {
  pairs_.go_to(pairs_.row() + 1);
  return pairs_.row() < pairs_.block().rows() || pairs_.next_block();
}

// The relations of the object that pairs_ stands on, each with its subjects; pairs_ goes beyond.
bool ObjectWalk::open_object() {
  used_ = 0;
  while (used_ == 0 && more_) {
    object_ = pairs_.current().a;
    if (object_ > high_[0]) return false;
    const std::uint64_t from = object_ == low_[0] ? low_[1] : 0;
    const std::uint64_t to = object_ == high_[0] ? high_[1] : kHighestId;
    do {
      if (used_ == sources_.size()) {
        sources_.emplace_back();
        extra_.push_back(std::make_unique<RowsWalk>(transaction_, pos_));
      }
      Source& source = sources_[used_];
      source.relation = pairs_.block().b(pairs_.row());
      source.walk = extra_[used_].get();
      source.walk->open({source.relation, object_, from}, {source.relation, object_, to});
      if (source.refill()) ++used_;
      more_ = next_pair();
    } while (more_ && pairs_.current().a == object_);
  }
  return used_ > 0;
}

std::size_t ObjectWalk::least() const {
  std::size_t best = 0;
  for (std::size_t i = 1; i < used_; ++i) {
    if (sources_[i].row(object_) < sources_[best].row(object_)) best = i;
  }
  return best;
}

void ObjectWalk::advance(Source& source, std::size_t rows) {
  source.at += rows;
  if (source.at < source.size || source.refill()) return;
  std::swap(source, sources_[used_ - 1]);
  --used_;
}

std::size_t ObjectWalk::copy_single(const Columns3& columns, std::size_t capacity) {
  Source& source = sources_[0];
  const std::size_t count = std::min(source.size - source.at, capacity);
  const Ids3 last{object_, source.subjects[source.at + count - 1].bits(), source.relation};
  if (source.row(object_) < low_ || last > high_) return 0;
  if (columns[0] != nullptr) std::fill_n(columns[0], count, TermId::from_bits(object_));
  if (columns[1] != nullptr) std::copy_n(source.subjects.data() + source.at, count, columns[1]);
  if (columns[2] != nullptr) std::fill_n(columns[2], count, TermId::from_bits(source.relation));
  advance(source, count);
  return count;
}

std::size_t ObjectWalk::next(const Columns3& columns, std::size_t capacity) {
  std::size_t rows = 0;
  while (rows < capacity) {
    if (used_ == 0 && !open_object()) break;
    if (used_ == 1) {
      const std::size_t count = copy_single(from_row(columns, rows), capacity - rows);
      rows += count;
      if (count > 0) continue;
    }
    Source& source = sources_[least()];
    const Ids3 row = source.row(object_);
    if (row >= low_ && row <= high_) {
      for (std::size_t i = 0; i < 3; ++i) {
        if (columns[i] != nullptr) columns[i][rows] = TermId::from_bits(row[i]);
      }
      ++rows;
    }
    advance(source, 1);
  }
  return rows;
}

std::optional<Ids3> ObjectWalk::current() {
  while (used_ > 0 || open_object()) {
    Source& source = sources_[least()];
    const Ids3 row = source.row(object_);
    if (row >= low_ && row <= high_) return row;
    advance(source, 1);
  }
  return std::nullopt;
}

std::uint64_t ObjectWalk::count(const Ids3& low, const Ids3& high, std::uint64_t cap) {
  std::uint64_t rows = 0;
  if (low[0] == high[0] && low[1] == 0 && high[1] == kHighestId) {  // everything at one object
    bool more = pairs_.seek({0, low[0], 0, 0});
    while (more && rows < cap && pairs_.current().a == low[0]) {
      const std::uint64_t relation = pairs_.block().b(pairs_.row());
      rows += rows_.of(relation).count({relation, low[0], 0}, {relation, low[0], kHighestId},
                                       cap - rows);
      more = next_pair();
    }
    return std::min(rows, cap);
  }
  std::array<TermId, kSubjectsAtOnce> subjects;
  open(low, high);
  while (rows < cap) {
    const std::size_t count = next({nullptr, subjects.data(), nullptr}, subjects.size());
    if (count == 0) break;
    rows += count;
  }
  return std::min(rows, cap);
}

void ObjectWalk::forget() {
  pairs_.forget();
  rows_.forget();
  for (const auto& walk : extra_) walk->forget();
}

// ── any order ───────────────────────────────────────────────────────────────────────────────────

namespace {

std::variant<RowsWalk, SubjectWalk, ObjectWalk> walk_of(lmdb::Transaction& transaction,
                                                        const Tables& tables, Order order) {
  switch (order) {
    case Order::spo: return SubjectWalk(transaction, tables);
    case Order::osp: return ObjectWalk(transaction, tables);
    case Order::pso: return RowsWalk(transaction, tables.blocks(TableName::pso));
    case Order::pos: break;
  }
  return RowsWalk(transaction, tables.blocks(TableName::pos));
}

}  // namespace

TripleWalk::TripleWalk(lmdb::Transaction& transaction, const Tables& tables, Order order)
    : walk_(walk_of(transaction, tables, order)) {}

}  // namespace vouch::storage
