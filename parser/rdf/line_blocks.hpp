// parser/rdf/line_blocks.hpp — a byte source cut at line ends into blocks of some megabytes.
//
// Shape     every block ends with a line end (one is added to a last line without) and has kPadding
//           readable bytes behind it. A byte order mark at the very beginning is left out.
// Lifetime  a block owns its bytes and may be filled again and again.
// Errors    a line longer than kTokenBytesMost: next() is false and too_long() true; InputError.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/byte_source.hpp"
#include "parser/rdf/limits.hpp"

namespace vouch::rdf {

struct LineBlock {
  std::string_view text;
  std::size_t first_line = 1;
  std::uint64_t number = 0;  // from 0, in the order of the source
  std::unique_ptr<char[]> bytes;
  std::size_t capacity = 0;
};

class LineBlocks {
 public:
  explicit LineBlocks(ByteSource& source, std::size_t block_bytes = kBlockBytes)
      : source_(source), block_bytes_(block_bytes) {}

  [[nodiscard]] bool next(LineBlock& block);
  [[nodiscard]] bool too_long() const { return too_long_; }
  // Of the block that would come next.
  [[nodiscard]] std::size_t line() const { return line_; }

 private:
  [[nodiscard]] std::size_t cut(LineBlock& block, std::size_t size) const;

  ByteSource& source_;
  std::size_t block_bytes_;
  std::string rest_;  // of the last block: the beginning of a line
  std::size_t line_ = 1;
  std::uint64_t number_ = 0;
  bool at_end_ = false;
  bool too_long_ = false;
};

}  // namespace vouch::rdf
