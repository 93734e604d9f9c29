// storage/blocks/block_merge.hpp — changes a block table in one ascending pass.
//
// Shape     changes come in row order; the block each falls into is changed, and written when a
//           later change falls behind it. Few changes are made in its bits
//           (blocks/block_edits.hpp). Where they are many, or the block must be split because it
//           outgrew a page, or joined with a neighbour because less than half of both is left, it
//           is decoded once. New blocks fill up where rows only come at the end, and share their
//           rows evenly where they come between others. A run is the rows of one (head, a): whoever
//           asks learns when one begins or ends.
// Lifetime  of one pass; finish() writes the last block. Nobody else changes the table meanwhile.
// Errors    CorruptionError for a block that cannot be read or whose seal is wrong.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "storage/blocks/block_edits.hpp"
#include "storage/blocks/block_table.hpp"
#include "storage/lmdb/cursor.hpp"

namespace vouch::storage {

class BlockMerge {
 public:
  BlockMerge(lmdb::Transaction& transaction, const BlockTable& table);

  struct Added {
    std::uint8_t note_before = 0;  // 0: the row is new
    bool run_begins = false;
  };
  // The row with this note; where it is already, the notes' bits are joined.
  Added add(const BlockRow& row, std::uint8_t note = BlockView::kPlainNote);
  // The row gets this note; it must be there.
  void set_note(const BlockRow& row, std::uint8_t note);
  struct Removed {
    bool was_there = false;
    bool run_ends = false;
  };
  Removed remove(const BlockRow& row);
  void finish();

 private:
  void open(const BlockRow& row);
  [[nodiscard]] BlockView sound_block(std::string_view key, std::string_view value) const;
  void load(const BlockView& block);
  void move_to(const BlockRow& row);
  void close();
  // While the block is not decoded; `true`: these changes can be among its edits.
  [[nodiscard]] bool can_edit(bool removing);
  Added add_edit(const BlockRow& row, std::uint8_t note);
  Removed remove_edit(const BlockRow& row);
  [[nodiscard]] bool write_edits();
  void decode();
  Added add_decoded(const BlockRow& row, std::uint8_t note);
  void set_note_decoded(const BlockRow& row, std::uint8_t note);
  Removed remove_decoded(const BlockRow& row);
  void copy_before(const BlockRow& row);
  void copy_rest();
  void push(const BlockRow& row, std::uint8_t note);
  void push_old();
  void change();
  [[nodiscard]] BlockRow old_row() const;
  [[nodiscard]] bool at_old(const BlockRow& row) const;
  [[nodiscard]] bool run_goes_on(const BlockRow& row) const;
  [[nodiscard]] bool run_comes_from_before(const BlockRow& row);
  [[nodiscard]] bool run_ends_block_before(const BlockRow& row);
  void write_all();
  void write_full();
  void write(std::size_t from, std::size_t count);
  [[nodiscard]] std::size_t pieces(std::size_t rows);
  [[nodiscard]] bool less_than_half();
  void join_previous();
  void join_next();

  lmdb::Transaction& transaction_;
  BlockTable table_;
  lmdb::Cursor cursor_;
  BlockEdits edits_;
  bool editing_ = false;  // the open block is not decoded
  BlockRows old_;
  BlockRows new_;
  BlockEncoder encoder_;
  std::size_t at_ = 0;      // in old_: rows before it are in new_, unless removed
  std::uint64_t head_ = 0;  // of the open block
  bool open_ = false;
  bool changed_ = false;
  bool removed_ = false;
  std::string key_;               // of the open block; empty for one that is not there yet
  std::optional<BlockRow> next_;  // the first row of the block behind it
  std::size_t hint_ = 256;
  std::string value_;
};

}  // namespace vouch::storage
