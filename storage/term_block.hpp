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
  std::string_view bytes_;  // without the seal
  std::size_t size_ = 0;
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
