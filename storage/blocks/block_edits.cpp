#include "storage/blocks/block_edits.hpp"

#include <algorithm>

#include "base/invariant.hpp"

namespace vouch::storage {

void BlockEdits::begin(const BlockView& block, std::uint64_t head) {
  block_ = block;
  head_ = head;
  edits_.clear();
}

BlockEdits::Place BlockEdits::place_of(const BlockRow& row) const {
  const std::size_t at = block_.row_not_less(row.a, row.b, row.c, row.d);
  return {static_cast<std::uint32_t>(at), at < block_.rows() && block_.row(at, head_) == row};
}

std::size_t BlockEdits::rows() const {
  std::size_t rows = block_.rows();
  for (const Edit& edit : edits_) {
    if (edit.kind == Kind::add) ++rows;
    if (edit.kind == Kind::remove) --rows;
  }
  return rows;
}

BlockRow BlockEdits::first_row() const {
  std::size_t first = 0;
  for (const Edit& edit : edits_) {
    if (edit.at != first || edit.kind == Kind::note) break;
    if (edit.kind == Kind::add) return edit.row;
    ++first;
  }
  return block_.row(first, head_);
}

// ── runs ────────────────────────────────────────────────────────────────────────────────────────

// Those of the block up to `end`, so many rows further on.
void BlockEdits::begins_as_before(std::size_t end, std::size_t moved) {
  if (runs_done_ >= end) return;
  const std::size_t at = begins_.size();
  begins_.resize(at + end - runs_done_);
  if (block_.runs() == block_.rows()) {
    for (std::size_t i = at; runs_done_ < end; ++i) begins_[i] = runs_done_++ + moved;
    return;
  }
  block_.begins_.decode(runs_done_, end - runs_done_, begins_.data() + at);
  for (std::size_t i = at; i < begins_.size(); ++i) begins_[i] += moved;
  runs_done_ = end;
}

void BlockEdits::runs_with_new_rows() {
  std::size_t come = 0;
  for (const Edit& edit : edits_) {
    if (edit.kind != Kind::add) continue;
    const std::uint64_t a = edit.row.a;
    const std::size_t run = block_.run_not_less(a);
    if (run < block_.runs() && block_.run_value(run) == a) {
      begins_as_before(run + 1, come);
    } else if (runs_.empty() || runs_.back().value != a) {
      begins_as_before(run, come);
      begins_.push_back(edit.at + come);
      runs_.push_back({ColumnEdit::Kind::insert, static_cast<std::uint32_t>(run), a});
    }
    ++come;
  }
  begins_as_before(block_.runs(), come);
}

void BlockEdits::runs_without_old_rows() {
  std::size_t gone = 0;
  for (std::size_t i = 0; i < edits_.size();) {
    const std::size_t run = block_.run_of(edits_[i].at);
    const std::size_t end = block_.run_begin(run + 1);
    const std::size_t before = gone;
    for (; i < edits_.size() && edits_[i].at < end; ++i) ++gone;
    begins_as_before(run, std::size_t{0} - before);
    if (gone - before < end - block_.run_begin(run)) {
      begins_as_before(run + 1, std::size_t{0} - before);
    } else {
      runs_.push_back({ColumnEdit::Kind::erase, static_cast<std::uint32_t>(run), 0});
      runs_done_ = run + 1;
    }
  }
  begins_as_before(block_.runs(), std::size_t{0} - gone);
}

void BlockEdits::look_at_runs() {
  runs_.clear();
  begins_.clear();
  runs_done_ = 0;
  remove_rows() ? runs_without_old_rows() : runs_with_new_rows();
}

// ── the bytes ───────────────────────────────────────────────────────────────────────────────────

template <typename Value>
void BlockEdits::append_changed(std::string& body, const Column& column, const Value& value) {
  values_.clear();
  for (const Edit& edit : edits_) {
    if (edit.kind == Kind::note) continue;
    const auto kind = edit.kind == Kind::add ? ColumnEdit::Kind::insert : ColumnEdit::Kind::erase;
    values_.push_back({kind, edit.at, value(edit.row)});
  }
  column.append_edited(body, block_.rows(), values_, false);
}

// Nothing when all notes are the plain one and the block had none.
bool BlockEdits::append_notes(std::string& body) {
  values_.clear();
  bool noted = block_.noted_;
  for (const Edit& edit : edits_) {
    const auto kind = edit.kind == Kind::add      ? ColumnEdit::Kind::insert
                      : edit.kind == Kind::remove ? ColumnEdit::Kind::erase
                                                  : ColumnEdit::Kind::replace;
    noted = noted || (kind != ColumnEdit::Kind::erase && edit.note != BlockView::kPlainNote);
    values_.push_back({kind, edit.at, edit.note});
  }
  if (!noted) return false;
  if (block_.noted_) {
    block_.notes_.append_edited(body, block_.rows(), values_, false);
    return true;
  }
  std::string plain(Column::kDescriptorBytes, '\0');
  plain[2] = 1;
  append_word(plain, BlockView::kPlainNote);
  plain.append(kPackedSlack, '\0');
  std::string_view bytes = plain;
  Column notes;
  invariant(notes.take(bytes, block_.rows()), "a column of one value is read");
  notes.append_edited(body, block_.rows(), values_, false);
  return true;
}

void BlockEdits::append_to(std::string& body) {
  using namespace block_layout;
  look_at_runs();
  const std::size_t rows = this->rows();
  const std::size_t runs = begins_.size();
  const std::size_t flags_at = body.size() + 4;
  append_short(body, rows);
  append_short(body, runs);
  body.push_back(static_cast<char>(columns_));
  block_.a_.append_edited(body, block_.runs(), runs_, true);
  if (runs < rows) {
    ColumnPlan plan;
    plan_column(begins_.data(), runs, true, plan);
    append_column(body, begins_.data(), runs, plan);
  }
  append_changed(body, block_.b_, [](const BlockRow& row) { return row.b; });
  if (columns_ >= 3) append_changed(body, block_.c_, [](const BlockRow& row) { return row.c; });
  if (columns_ == 4) append_changed(body, block_.d_, [](const BlockRow& row) { return row.d; });
  if (append_notes(body))
    body[flags_at] = static_cast<char>(static_cast<std::uint8_t>(columns_) | kNotedFlag);
  body.append(kPadBytes, '\0');
}

}  // namespace vouch::storage
