// storage/blocks/block_edits.hpp — few changes to a block, made in its bits without decoding it.
//
// Shape     changes come in row order, of one sort: rows that come (or whose notes get bits), rows
//           that go, or notes. append_to() writes the body of the changed block: columns that can
//           hold the new values keep their way of being written, the others are planned anew.
// Lifetime  borrows the block's bytes until clear().
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/blocks/block.hpp"

namespace vouch::storage {

class BlockEdits {
 public:
  enum class Kind : std::uint8_t { add, remove, note };
  struct Edit {
    Kind kind;
    std::uint8_t note;
    std::uint32_t at;  // the row it changes, or before which a new one comes
    BlockRow row;
  };

  explicit BlockEdits(std::size_t columns) : columns_(columns) {}
  void begin(const BlockView& block, std::uint64_t head);
  void clear() { edits_.clear(); }

  // Where the row stands, or would stand; whether it is there.
  struct Place {
    std::uint32_t at;
    bool there;
  };
  [[nodiscard]] Place place_of(const BlockRow& row) const;
  void push(Kind kind, std::uint32_t at, const BlockRow& row, std::uint8_t note) {
    edits_.push_back({kind, note, at, row});
  }
  // Of a row that is there: its note by now, another one; whether it was changed last.
  [[nodiscard]] bool touches(std::uint32_t at) const {
    return !edits_.empty() && edits_.back().at == at && edits_.back().kind != Kind::add;
  }
  [[nodiscard]] std::uint8_t note(std::uint32_t at) const {
    return touches(at) ? edits_.back().note : block_.note(at);
  }
  void set_note(std::uint32_t at, const BlockRow& row, std::uint8_t note) {
    if (touches(at)) edits_.pop_back();
    push(Kind::note, at, row, note);
  }

  [[nodiscard]] const BlockView& block() const { return block_; }
  [[nodiscard]] const std::vector<Edit>& edits() const { return edits_; }
  [[nodiscard]] bool empty() const { return edits_.empty(); }
  // So many that decoding the block is quicker.
  [[nodiscard]] bool many() const { return edits_.size() > kMany + block_.rows() / kMany; }
  [[nodiscard]] bool remove_rows() const { return !empty() && edits_[0].kind == Kind::remove; }

  [[nodiscard]] std::size_t rows() const;    // afterwards
  [[nodiscard]] BlockRow first_row() const;  // afterwards, of one row at least
  void append_to(std::string& body);         // the same

 private:
  static constexpr std::size_t kMany = 16;

  void look_at_runs();
  void runs_with_new_rows();
  void runs_without_old_rows();
  void begins_as_before(std::size_t end, std::size_t moved);
  bool append_notes(std::string& body);
  template <typename Value>
  void append_changed(std::string& body, const Column& column, const Value& value);

  std::size_t columns_;
  BlockView block_;
  std::uint64_t head_ = 0;
  std::vector<Edit> edits_;
  std::vector<ColumnEdit> values_;  // of the column that is being written
  std::vector<ColumnEdit> runs_;    // of the runs' values
  std::vector<std::uint64_t> begins_;
  std::size_t runs_done_ = 0;  // of the block: their begins, or that they end, are known
};

}  // namespace vouch::storage
