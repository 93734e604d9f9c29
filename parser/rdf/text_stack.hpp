// parser/rdf/text_stack.hpp — decoded texts that live until what was there before them is wanted
// back.
//
// Shape     a stack: release(mark()) forgets all that came after. Blocks are kept for reuse.
// Lifetime  a view is good until its mark is released.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <type_traits>
#include <vector>

namespace vouch::rdf {

class TextStack {
 public:
  struct Mark {
    std::size_t block = 0;
    std::size_t used = 0;
  };

  [[nodiscard]] Mark mark() const { return at_; }
  void release(Mark mark) { at_ = mark; }

  // Room for `size` characters; shrink() gives back what the last one did not need.
  [[nodiscard]] char* allocate(std::size_t size) {
    if (blocks_.empty() || at_.used + size > blocks_[at_.block].size) next_block(size);
    char* out = blocks_[at_.block].bytes.get() + at_.used;
    at_.used += size;
    return out;
  }
  void shrink(std::size_t by) { at_.used -= by; }

  // An object without a destructor, on the same stack.
  template <typename T>
  requires std::is_trivially_destructible_v<T>
  [[nodiscard]] T& make() {
    void* room = allocate(sizeof(T) + alignof(T));
    std::size_t size = sizeof(T) + alignof(T);
    return *new (std::align(alignof(T), sizeof(T), room, size)) T{};
  }

  [[nodiscard]] std::string_view keep(std::string_view text) { return join(text, {}); }
  [[nodiscard]] std::string_view join(std::string_view a, std::string_view b) {
    char* out = allocate(a.size() + b.size());
    if (!a.empty()) std::memcpy(out, a.data(), a.size());
    if (!b.empty()) std::memcpy(out + a.size(), b.data(), b.size());
    return {out, a.size() + b.size()};
  }

 private:
  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
  };
  static constexpr std::size_t kBlock = std::size_t{64} << 10U;

  void next_block(std::size_t size) {
    const std::size_t next = blocks_.empty() ? 0 : at_.block + 1;
    if (next == blocks_.size()) blocks_.emplace_back();
    Block& block = blocks_[next];
    if (block.size < size) {
      block.size = std::max(size, kBlock);
      block.bytes = std::make_unique_for_overwrite<char[]>(block.size);
    }
    at_ = {next, 0};
  }

  std::vector<Block> blocks_;
  Mark at_;
};

}  // namespace vouch::rdf
