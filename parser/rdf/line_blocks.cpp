#include "parser/rdf/line_blocks.hpp"

#include <cstring>

#include "parser/rdf/characters.hpp"

namespace vouch::rdf {

namespace {

void reserve(LineBlock& block, std::size_t size, std::size_t used) {
  if (block.capacity >= size) return;
  auto larger = std::make_unique_for_overwrite<char[]>(size + kPadding);
  if (used != 0) std::memcpy(larger.get(), block.bytes.get(), used);
  block.bytes = std::move(larger);
  block.capacity = size;
}

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

// Where the last whole line of the block ends; 0 when there is none.
std::size_t LineBlocks::cut(LineBlock& block, std::size_t size) const {
  if (at_end_) return size;
  const std::string_view text(block.bytes.get(), size);
  std::size_t end = text.rfind('\n');
  // Of a file of carriage returns; the last byte may be half of a CR LF.
  if (end == text.npos && size > 1) end = text.rfind('\r', size - 2);
  return end == text.npos ? 0 : end + 1;
}

bool LineBlocks::next(LineBlock& block) {
  if (at_end_ && rest_.empty()) return false;
  std::size_t size = rest_.size();
  reserve(block, std::max(block_bytes_, size + 1), 0);
  if (size != 0) std::memcpy(block.bytes.get(), rest_.data(), size);
  std::size_t end = 0;
  while (end == 0) {
    while (!at_end_ && size < block.capacity - 1) {
      const std::size_t got = source_.read(block.bytes.get() + size, block.capacity - 1 - size);
      at_end_ = got == 0;
      size += got;
    }
    end = cut(block, size);
    if (end != 0 || at_end_) break;
    if (size >= kTokenBytesMost) {
      too_long_ = true;
      return false;
    }
    reserve(block, block.capacity * 2, size);
  }
  rest_.assign(block.bytes.get() + end, size - end);
  if (end == 0) return false;
  if (!is_line_end(block.bytes[end - 1])) block.bytes[end++] = '\n';
  std::memset(block.bytes.get() + end, 0, kPadding);
  block.text = {block.bytes.get(), end};
  if (number_ == 0 && block.text.starts_with(kByteOrderMark)) {
    block.text.remove_prefix(kByteOrderMark.size());
  }
  block.first_line = line_;
  block.number = number_++;
  line_ += count_lines(block.text);
  return true;
}

}  // namespace vouch::rdf
