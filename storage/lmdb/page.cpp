#include "storage/lmdb/page.hpp"

namespace vouch::storage::lmdb {
namespace {

// Offsets in struct MDB_page.
constexpr std::size_t kFlagsAt = 10;
constexpr std::size_t kLowerAt = 12;
constexpr std::size_t kUpperAt = 14;
constexpr std::uint16_t kBranchFlag = 0x01;
constexpr std::uint16_t kLeafFlag = 0x02;
constexpr std::uint16_t kMetaFlag = 0x08;
// Offsets in struct MDB_meta, after the page's header.
constexpr std::size_t kMagicAt = 16;
constexpr std::size_t kVersionAt = 20;
constexpr std::size_t kTreesAt = 40;
constexpr std::size_t kLastPageAt = kTreesAt + 2 * TreeRecord::kBytes;
// Offsets in struct MDB_node.
constexpr std::size_t kNodeFlagsAt = 4;
constexpr std::size_t kKeySizeAt = 6;
constexpr std::uint16_t kBigDataFlag = 0x01;

constexpr std::size_t kSmallestPage = 512;
constexpr std::size_t kLargestPage = 65'536;
constexpr std::uint16_t kDeepest = 32;

}  // namespace

TreeRecord TreeRecord::read(std::string_view bytes) {
  TreeRecord tree;
  tree.pad = load_native<std::uint32_t>(bytes, 0);
  tree.flags = load_native<std::uint16_t>(bytes, 4);
  tree.depth = load_native<std::uint16_t>(bytes, 6);
  tree.branch_pages = load_native<std::uint64_t>(bytes, 8);
  tree.leaf_pages = load_native<std::uint64_t>(bytes, 16);
  tree.overflow_pages = load_native<std::uint64_t>(bytes, 24);
  tree.entries = load_native<std::uint64_t>(bytes, 32);
  tree.root = load_native<std::uint64_t>(bytes, 40);
  return tree;
}

MetaPage MetaPage::read(std::string_view bytes) {
  MetaPage meta;
  if (bytes.size() < kBytes) return meta;
  meta.page_flags = load_native<std::uint16_t>(bytes, kFlagsAt);
  meta.magic = load_native<std::uint32_t>(bytes, kMagicAt);
  meta.data_version = load_native<std::uint32_t>(bytes, kVersionAt);
  meta.free_tree = TreeRecord::read(bytes.substr(kTreesAt));
  meta.main_tree = TreeRecord::read(bytes.substr(kTreesAt + TreeRecord::kBytes));
  meta.last_page = load_native<std::uint64_t>(bytes, kLastPageAt);
  meta.transaction = load_native<std::uint64_t>(bytes, kLastPageAt + 8);
  return meta;
}

bool MetaPage::plausible() const {
  const std::uint32_t page = free_tree.pad;
  const auto sound = [this](const TreeRecord& tree) {
    return tree.depth <= kDeepest &&
           (tree.root == kNoPage || (tree.root > 1 && tree.root <= last_page));
  };
  return (page_flags & kMetaFlag) != 0 && page >= kSmallestPage && page <= kLargestPage &&
         (page & (page - 1)) == 0 && last_page >= 1 && sound(free_tree) && sound(main_tree);
}

TreePage::TreePage(std::string_view bytes, std::uint64_t number) : bytes_(bytes), number_(number) {
  check();
}

std::size_t TreePage::offset(std::size_t i) const {
  return load_native<std::uint16_t>(bytes_, kHeaderBytes + 2 * i);
}

void TreePage::check() {
  const auto flags = load_native<std::uint16_t>(bytes_, kFlagsAt);
  const std::size_t lower = load_native<std::uint16_t>(bytes_, kLowerAt);
  const std::size_t upper = load_native<std::uint16_t>(bytes_, kUpperAt);
  if (load_native<std::uint64_t>(bytes_, 0) != number_) {
    problem_ = "is not the page it should be";
  } else if ((flags & ~0x10U) != kBranchFlag && (flags & ~0x10U) != kLeafFlag) {
    problem_ = "is of no known type";
  } else if (lower < kHeaderBytes || lower > upper || upper > bytes_.size() || lower % 2 != 0) {
    problem_ = "has impossible bounds";
  }
  if (!problem_.empty()) return;
  leaf_ = (flags & kLeafFlag) != 0;
  nodes_ = (lower - kHeaderBytes) / 2;
  for (std::size_t i = 0; i < nodes_; ++i) {
    const std::size_t at = offset(i);
    if (at < upper || at + kNodeHeaderBytes > bytes_.size()) {
      problem_ = "points outside of itself";
      return;
    }
    std::size_t end = at + kNodeHeaderBytes + load_native<std::uint16_t>(bytes_, at + kKeySizeAt);
    if (leaf_) {
      const bool big = (load_native<std::uint16_t>(bytes_, at + kNodeFlagsAt) & kBigDataFlag) != 0;
      end += big ? sizeof(std::uint64_t) : load_native<std::uint32_t>(bytes_, at);
    }
    if (end > bytes_.size()) {
      problem_ = "has an entry that does not end";
      return;
    }
  }
}

std::string_view TreePage::key(std::size_t i) const {
  const std::size_t at = offset(i);
  return bytes_.substr(at + kNodeHeaderBytes, load_native<std::uint16_t>(bytes_, at + kKeySizeAt));
}

std::uint64_t TreePage::child(std::size_t i) const {
  const std::size_t at = offset(i);
  return load_native<std::uint32_t>(bytes_, at) |
         static_cast<std::uint64_t>(load_native<std::uint16_t>(bytes_, at + kNodeFlagsAt)) << 32U;
}

std::optional<std::string_view> TreePage::data(std::size_t i) const {
  const std::size_t at = offset(i);
  if ((load_native<std::uint16_t>(bytes_, at + kNodeFlagsAt) & kBigDataFlag) != 0)
    return std::nullopt;
  const std::size_t key_bytes = load_native<std::uint16_t>(bytes_, at + kKeySizeAt);
  return bytes_.substr(at + kNodeHeaderBytes + key_bytes, load_native<std::uint32_t>(bytes_, at));
}

}  // namespace vouch::storage::lmdb
