// storage/term_block.hpp — blocks of encoded terms with consecutive numbers, front coded.
//
// Shape     terms (u16), where each group of 16 but the first begins (u16 each), then the terms:
//           the first of a group as varint size, bytes; others as varint bytes shared with the one
//           before, varint size of the rest, the rest. Sealed by the key, the first term's number.
//           A term that is larger than a block has one of its own, of any size.
// Units     little-endian; kBlockBytes, one LMDB page, unless a single term needs more.
// Errors    term() gives nothing where the bytes are none a builder makes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::storage {

class TermBlockView {
 public:
  [[nodiscard]] static std::optional<TermBlockView> view(std::string_view value);
  [[nodiscard]] std::size_t size() const { return size_; }
  // Appends nothing to `out` but replaces it.
  [[nodiscard]] bool term(std::size_t index, std::string& out) const;

 private:
  friend class TermBlockCursor;
  std::string_view bytes_;  // without the seal
  std::size_t size_ = 0;
};

// Stands on a term of a block. Steps forward within a group cost an entry each, whole groups are
// passed over: terms asked for in their order are decoded once, all of a block in one pass.
class TermBlockCursor {
 public:
  void open(const TermBlockView& block);
  void close() { *this = TermBlockCursor(); }
  [[nodiscard]] std::size_t size() const { return block_.size(); }  // 0: none is open
  // False: there is no such term, or the bytes are none a builder makes.
  [[nodiscard]] bool seek(std::size_t index);
  [[nodiscard]] std::string_view term() const { return {buffer_.data(), length_}; }

 private:
  [[nodiscard]] bool enter(std::size_t group);
  [[nodiscard]] bool step();
  [[nodiscard]] bool read_size(std::size_t& size);
  [[nodiscard]] bool append(std::size_t shared, std::size_t rest);

  TermBlockView block_;
  bool on_term_ = false;
  std::size_t index_ = 0;  // of the term it stands on
  std::size_t next_ = 0;   // where the entry after it begins
  std::string buffer_;     // the term and what is left of longer ones
  std::size_t length_ = 0;
};

class TermBlockBuilder {
 public:
  // False, and nothing changed: it would be larger than a block, and is not the only one.
  [[nodiscard]] bool add(std::string_view encoded);
  [[nodiscard]] std::size_t size() const { return size_; }
  // Not sealed; the builder goes on.
  [[nodiscard]] std::string value() const;
  void clear();

 private:
  std::string entries_;
  std::vector<std::size_t> groups_;  // where each begins in entries_
  std::string last_;
  std::size_t size_ = 0;
};

}  // namespace vouch::storage
