#include "storage/blocks/block_merge.hpp"

#include <algorithm>
#include <utility>

#include "storage/row.hpp"

namespace vouch::storage {
namespace {

constexpr std::size_t kManyRows = 4 * kBlockRowsMost;  // written before the block is closed

}  // namespace

BlockMerge::BlockMerge(lmdb::Transaction& transaction, const BlockTable& table)
    : transaction_(transaction),
      table_(table),
      cursor_(transaction, table.table),
      edits_(table.columns),
      encoder_(new_, table.columns) {}

// ── where a change falls ────────────────────────────────────────────────────────────────────────

void BlockMerge::move_to(const BlockRow& row) {
  if (open_ && head_ == row.head && (!next_ || row < *next_)) return;
  close();
  open(row);
}

// The last block whose first row is not greater, else the first one of the head, else none.
void BlockMerge::open(const BlockRow& row) {
  open_ = true;
  head_ = row.head;
  key_.clear();
  next_.reset();
  at_ = 0;
  old_.clear();
  const BlockKey wanted(row, table_.columns, 0xFFFF);
  bool found = cursor_.seek_not_after(wanted.view());
  if (!found || BlockKey::first_row(cursor_.key()).head != head_) {
    found = found ? cursor_.next() : cursor_.first();
    if (!found) return;
    const BlockRow first = BlockKey::first_row(cursor_.key());
    if (first.head != head_) {
      next_ = first;
      return;
    }
  }
  edits_.begin(sound_block(cursor_.key(), cursor_.value()), head_);
  editing_ = true;
  key_.assign(cursor_.key());
  if (cursor_.next()) next_ = BlockKey::first_row(cursor_.key());
}

// Damage is never sealed anew.
BlockView BlockMerge::sound_block(std::string_view key, std::string_view value) const {
  if (key.size() != BlockKey::bytes_in(table_.columns))
    raise_damaged(table_.name, "a key of the wrong size");
  const auto block = BlockView::view(value, table_.columns);
  if (!block || !BlockView::sound(value, key))
    raise_damaged(table_.name, "a block that cannot be read");
  return *block;
}

void BlockMerge::load(const BlockView& block) {
  const std::size_t before = old_.size();
  const std::size_t rows = block.rows();
  old_.a.resize(before + rows);
  old_.b.resize(before + rows);
  block.decode_a(0, rows, old_.a.data() + before);
  block.decode_b(0, rows, old_.b.data() + before);
  if (table_.columns >= 3) {
    old_.c.resize(before + rows);
    block.decode_c(0, rows, old_.c.data() + before);
  }
  if (table_.columns == 4) {
    old_.d.resize(before + rows);
    block.decode_d(0, rows, old_.d.data() + before);
  }
  old_.notes.resize(before, BlockView::kPlainNote);
  for (std::size_t row = 0; row < rows; ++row) old_.notes.push_back(block.note(row));
}

// ── rows ────────────────────────────────────────────────────────────────────────────────────────

BlockRow BlockMerge::old_row() const {
  return old_.row(at_, head_);
}
bool BlockMerge::at_old(const BlockRow& row) const {
  return at_ < old_.size() && old_row() == row;
}
void BlockMerge::push(const BlockRow& row, std::uint8_t note) {
  new_.push(row, table_.columns);
  new_.notes.push_back(note);
}
void BlockMerge::push_old() {
  push(old_row(), static_cast<std::uint8_t>(old_.notes[at_]));
  ++at_;
}
void BlockMerge::copy_before(const BlockRow& row) {
  while (at_ < old_.size() && old_row() < row) push_old();
}
void BlockMerge::copy_rest() {
  while (at_ < old_.size()) push_old();
}

// The old block goes when the first change is certain: what replaces it may stand under its key.
void BlockMerge::change() {
  if (changed_) return;
  changed_ = true;
  if (!key_.empty()) (void)transaction_.erase(table_.table, key_);
}

bool BlockMerge::run_goes_on(const BlockRow& row) const {
  if (at_ < old_.size()) return old_.a[at_] == row.a;
  return next_ && next_->head == row.head && next_->a == row.a;
}

bool BlockMerge::run_comes_from_before(const BlockRow& row) {
  return new_.size() > 0 ? new_.a.back() == row.a : run_ends_block_before(row);
}

// A block that is not decoded still stands under its key.
bool BlockMerge::run_ends_block_before(const BlockRow& row) {
  const BlockKey wanted(row, table_.columns, 0);
  if (!cursor_.seek(editing_ ? std::string_view(key_) : wanted.view()) ? !cursor_.last()
                                                                       : !cursor_.previous())
    return false;
  const BlockRow first = BlockKey::first_row(cursor_.key());
  const auto block = BlockView::view(cursor_.value(), table_.columns);
  if (!block) raise_damaged(table_.name, "a block that cannot be read");
  return first.head == row.head && block->run_value(block->runs() - 1) == row.a;
}

BlockMerge::Added BlockMerge::add(const BlockRow& row, std::uint8_t note) {
  move_to(row);
  return can_edit(false) ? add_edit(row, note) : add_decoded(row, note);
}
void BlockMerge::set_note(const BlockRow& row, std::uint8_t note) {
  move_to(row);
  if (!can_edit(false)) return set_note_decoded(row, note);
  const auto place = edits_.place_of(row);
  if (!place.there) raise_damaged(table_.name, "a row is missing");
  edits_.set_note(place.at, row, note);
}
BlockMerge::Removed BlockMerge::remove(const BlockRow& row) {
  move_to(row);
  return can_edit(true) ? remove_edit(row) : remove_decoded(row);
}

BlockMerge::Added BlockMerge::add_decoded(const BlockRow& row, std::uint8_t note) {
  copy_before(row);
  if (at_old(row)) {
    const auto before = static_cast<std::uint8_t>(old_.notes[at_]);
    if ((before | note) != before) {
      change();
      old_.notes[at_] = before | note;
    }
    return {before, false};
  }
  change();
  // Rows of the run before this one can only be in this block: it begins before the row, or is
  // the first of its head.
  const bool fresh = (new_.size() == 0 || new_.a.back() != row.a) && !run_goes_on(row);
  push(row, note);
  if (new_.size() >= kManyRows) write_full();
  return {0, fresh};
}

void BlockMerge::set_note_decoded(const BlockRow& row, std::uint8_t note) {
  copy_before(row);
  if (!at_old(row)) raise_damaged(table_.name, "a row is missing");
  change();
  old_.notes[at_] = note;
}

BlockMerge::Removed BlockMerge::remove_decoded(const BlockRow& row) {
  copy_before(row);
  if (!at_old(row)) return {};
  change();
  removed_ = true;
  ++at_;
  return {true, !run_goes_on(row) && !run_comes_from_before(row)};
}

// ── a block that is not decoded ─────────────────────────────────────────────────────────────────

bool BlockMerge::can_edit(bool removing) {
  if (editing_ && (edits_.many() || (!edits_.empty() && edits_.remove_rows() != removing)))
    decode();
  return editing_;
}

BlockMerge::Added BlockMerge::add_edit(const BlockRow& row, std::uint8_t note) {
  const auto place = edits_.place_of(row);
  const BlockView& block = edits_.block();
  if (place.there) {
    const std::uint8_t before = edits_.note(place.at);
    if ((before | note) != before) edits_.set_note(place.at, row, before | note);
    return {before, false};
  }
  const std::size_t run = block.run_not_less(row.a);
  const bool in_block = run < block.runs() && block.run_value(run) == row.a;
  const bool added = !edits_.empty() && edits_.edits().back().row.a == row.a;
  const bool behind = next_ && next_->head == row.head && next_->a == row.a;
  edits_.push(BlockEdits::Kind::add, place.at, row, note);
  return {0, !in_block && !added && !behind};
}

BlockMerge::Removed BlockMerge::remove_edit(const BlockRow& row) {
  const auto place = edits_.place_of(row);
  if (!place.there || edits_.touches(place.at)) return {};
  const BlockView& block = edits_.block();
  const std::size_t run = block.run_of(place.at);
  const std::size_t begin = block.run_begin(run);
  const std::size_t end = block.run_begin(run + 1);
  std::size_t gone = 0;  // of the run, before this row
  const auto& edits = edits_.edits();
  while (gone < edits.size() && edits[edits.size() - 1 - gone].at >= begin) ++gone;
  edits_.push(BlockEdits::Kind::remove, place.at, row, 0);
  const bool goes_on = place.at + 1 < end || (end == block.rows() && next_ &&
                                              next_->head == row.head && next_->a == row.a);
  const bool left_before = gone < place.at - begin;
  return {true, !goes_on && !left_before && !(begin == 0 && run_ends_block_before(row))};
}

// The block from its bytes, with the edits so far made to its rows.
void BlockMerge::decode() {
  editing_ = false;
  load(edits_.block());
  for (const BlockEdits::Edit& edit : edits_.edits()) {
    switch (edit.kind) {
      case BlockEdits::Kind::add: (void)add_decoded(edit.row, edit.note); break;
      case BlockEdits::Kind::remove: (void)remove_decoded(edit.row); break;
      case BlockEdits::Kind::note: set_note_decoded(edit.row, edit.note); break;
    }
  }
  edits_.clear();
}

// False: the block must be split or joined, and is as it was.
bool BlockMerge::write_edits() {
  const std::size_t rows = edits_.rows();
  if (rows == 0 || rows > kBlockRowsMost) return false;
  value_.clear();
  edits_.append_to(value_);
  const std::size_t bytes = value_.size() + kSealBytes;
  if (bytes > table_.block_bytes || (edits_.remove_rows() && bytes <= table_.block_bytes / 2))
    return false;
  const BlockKey key(edits_.first_row(), table_.columns, rows);
  seal(value_, key.view());
  if (key.view() != key_) (void)transaction_.erase(table_.table, key_);
  transaction_.put(table_.table, key.view(), value_);
  return true;
}

// ── writing ─────────────────────────────────────────────────────────────────────────────────────

void BlockMerge::finish() {
  close();
}

void BlockMerge::close() {
  if (!open_) return;
  if (editing_ && !edits_.empty() && !write_edits()) decode();
  if (changed_) {
    copy_rest();
    if (removed_) join_previous();
    if (removed_) join_next();
    write_all();
  }
  new_.clear();
  encoder_.forget();
  edits_.clear();
  open_ = changed_ = removed_ = editing_ = false;
}

bool BlockMerge::less_than_half() {
  return new_.size() > 0 && new_.size() <= kBlockRowsMost / 2 &&
         encoder_.bytes(0, new_.size()) <= table_.block_bytes / 2;
}

// A block that lost rows goes to the one before it, if that has room: a pass that takes much away
// has been there already.
void BlockMerge::join_previous() {
  if (!less_than_half()) return;
  const BlockKey wanted(new_.row(0, head_), table_.columns, 0);
  if (!cursor_.seek(wanted.view()) ? !cursor_.last() : !cursor_.previous()) return;
  const std::string key(cursor_.key());
  if (BlockKey::first_row(key).head != head_ || cursor_.value().size() > table_.block_bytes / 2)
    return;
  BlockRows behind = std::exchange(new_, {});
  old_.clear();
  at_ = 0;
  load(sound_block(cursor_.key(), cursor_.value()));
  (void)transaction_.erase(table_.table, key);
  copy_rest();
  new_.append(behind);
  encoder_.forget();
}

// Or it takes in the one behind it.
void BlockMerge::join_next() {
  if (!next_ || next_->head != head_ || !less_than_half()) return;
  const BlockKey wanted(*next_, table_.columns, 0);
  if (!cursor_.seek(wanted.view())) return;
  const std::string key(cursor_.key());
  if (BlockKey::first_row(key) != *next_ || cursor_.value().size() > table_.block_bytes / 2) return;
  load(sound_block(cursor_.key(), cursor_.value()));
  (void)transaction_.erase(table_.table, key);
  copy_rest();
}

void BlockMerge::write(std::size_t from, std::size_t count) {
  const BlockKey key(new_.row(from, head_), table_.columns, count);
  encoder_.encode(from, count, key.view(), value_);
  transaction_.put(table_.table, key.view(), value_);
}

// Full blocks from the front, while it is sure that they will not grow.
void BlockMerge::write_full() {
  std::size_t from = 0;
  while (new_.size() - from > 2 * kBlockRowsMost) {
    hint_ = encoder_.fitting(from, table_.block_bytes, hint_);
    write(from, hint_);
    from += hint_;
  }
  new_.erase_front(from);
  encoder_.forget();
}

// Into how many equal pieces rows must be cut to fit.
std::size_t BlockMerge::pieces(std::size_t rows) {
  const std::size_t bytes = encoder_.bytes(0, std::min(rows, kBlockRowsMost));
  std::size_t count = rows > kBlockRowsMost ? (rows + kBlockRowsMost - 1) / kBlockRowsMost
                                            : (bytes + table_.block_bytes - 1) / table_.block_bytes;
  for (;; ++count) {
    const std::size_t piece = (rows + count - 1) / count;
    bool fits = piece <= kBlockRowsMost;
    for (std::size_t from = 0; fits && from < rows; from += piece)
      fits = encoder_.bytes(from, std::min(piece, rows - from)) <= table_.block_bytes;
    if (fits || piece == 1) return piece;
  }
}

void BlockMerge::write_all() {
  encoder_.forget();
  const std::size_t rows = new_.size();
  const bool grows_at_end = !next_ || next_->head != head_;
  if (grows_at_end) {
    for (std::size_t from = 0; from < rows; from += hint_) {
      hint_ = encoder_.fitting(from, table_.block_bytes, hint_);
      write(from, hint_);
    }
    return;
  }
  const std::size_t piece = rows == 0 ? 1 : pieces(rows);
  for (std::size_t from = 0; from < rows; from += piece) write(from, std::min(piece, rows - from));
}

}  // namespace vouch::storage
