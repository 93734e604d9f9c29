// storage/lmdb/page.hpp — LMDB's pages as bytes: meta pages, branches and leaves, without LMDB.
//
// Shape     views over one page's bytes; every access is checked against the page's size.
// Errors    problem() says what is wrong in a few words; empty when the page is sound.
// Source    lmdb 0.9 data version 1: struct MDB_page, MDB_meta, MDB_db, MDB_node of mdb.c, 64-bit
// little endian.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vouch::storage::lmdb {

template <typename T>
[[nodiscard]] inline T load_native(std::string_view bytes, std::size_t at) {
  T value{};
  if (at + sizeof value <= bytes.size()) __builtin_memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

inline constexpr std::uint64_t kNoPage = ~std::uint64_t{0};

// MDB_db: one B-tree.
struct TreeRecord {
  static constexpr std::size_t kBytes = 48;
  std::uint32_t pad = 0;  // in the first of a meta page: the page size
  std::uint16_t flags = 0;
  std::uint16_t depth = 0;
  std::uint64_t branch_pages = 0;
  std::uint64_t leaf_pages = 0;
  std::uint64_t overflow_pages = 0;
  std::uint64_t entries = 0;
  std::uint64_t root = kNoPage;
  [[nodiscard]] static TreeRecord read(std::string_view bytes);
};

// One of the two meta pages at the beginning of the file.
struct MetaPage {
  static constexpr std::size_t kBytes = 152;
  static constexpr std::uint32_t kMagic = 0xBEEFC0DE;
  static constexpr std::uint32_t kDataVersion = 1;
  std::uint16_t page_flags = 0;
  std::uint32_t magic = 0;
  std::uint32_t data_version = 0;
  TreeRecord free_tree;
  TreeRecord main_tree;
  std::uint64_t last_page = 0;
  std::uint64_t transaction = 0;
  [[nodiscard]] static MetaPage read(std::string_view bytes);
  [[nodiscard]] bool plausible() const;
};

class TreePage {
 public:
  static constexpr std::size_t kHeaderBytes = 16;
  static constexpr std::size_t kNodeHeaderBytes = 8;

  TreePage(std::string_view bytes, std::uint64_t number);

  [[nodiscard]] const std::string& problem() const { return problem_; }
  [[nodiscard]] bool is_leaf() const { return leaf_; }
  [[nodiscard]] std::size_t size() const { return nodes_; }
  [[nodiscard]] std::string_view key(std::size_t i) const;
  [[nodiscard]] std::uint64_t child(std::size_t i) const;  // of a branch
  // Of a leaf; nothing when it is on overflow pages.
  [[nodiscard]] std::optional<std::string_view> data(std::size_t i) const;

 private:
  [[nodiscard]] std::size_t offset(std::size_t i) const;
  void check();

  std::string_view bytes_;
  std::uint64_t number_;
  bool leaf_ = false;
  std::size_t nodes_ = 0;
  std::string problem_;
};

}  // namespace vouch::storage::lmdb
