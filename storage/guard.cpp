#include "storage/guard.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "storage/format.hpp"
#include "storage/lmdb/page.hpp"

namespace vouch::storage {
namespace {

using lmdb::kNoPage;
using lmdb::MetaPage;
using lmdb::TreePage;
using lmdb::TreeRecord;

constexpr int kAttempts = 50;  // a writer may change what we are looking at
constexpr int kDeepestPath = 32;
constexpr std::string_view kRestore = "restore a backup";

[[noreturn]] void refuse(const std::string& code, const std::string& path, const std::string& why) {
  throw StorageError(code, path + " " + why);
}

// The data file, read without mapping it.
class DataFile {
 public:
  explicit DataFile(const std::filesystem::path& name) : name_(name.string()) {
    file_ = open(name_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file_ < 0)
      refuse("E0604", name_, fmt::format("cannot be opened: {}", std::strerror(errno)));
    struct stat status {};
    if (fstat(file_, &status) != 0 || !S_ISREG(status.st_mode)) {
      close(file_);
      refuse("E0601", name_, "is not a regular file, so this is no Vouch store");
    }
  }
  ~DataFile() { close(file_); }
  DataFile(const DataFile&) = delete;
  DataFile& operator=(const DataFile&) = delete;

  [[nodiscard]] std::uint64_t size() const {
    struct stat status {};
    return fstat(file_, &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
  }
  // Shorter than asked for at the end of the file.
  [[nodiscard]] std::string read(std::uint64_t offset, std::size_t bytes) const {
    std::string out(bytes, '\0');
    std::size_t got = 0;
    while (got < bytes) {
      const ssize_t count =
          pread(file_, out.data() + got, bytes - got, static_cast<off_t>(offset + got));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0)
        refuse("E0604", name_, fmt::format("cannot be read: {}", std::strerror(errno)));
      if (count == 0) break;
      got += static_cast<std::size_t>(count);
    }
    out.resize(got);
    return out;
  }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  std::string name_;
  int file_ = -1;
};

// The newest meta page that LMDB would take.
MetaPage newest_meta(const DataFile& file) {
  const std::uint64_t size = file.size();
  if (size == 0) {
    refuse("E0603", file.name(), fmt::format("is empty: its contents were lost; {}", kRestore));
  }
  const MetaPage first = MetaPage::read(file.read(0, MetaPage::kBytes));
  if (size < MetaPage::kBytes || first.magic != MetaPage::kMagic) {
    refuse("E0601", file.name(), "is not a Vouch store (it does not begin as one); check the path");
  }
  if (first.data_version != MetaPage::kDataVersion) {
    refuse("E0602", file.name(),
           fmt::format("is of LMDB data version {}, this program knows version {}",
                       first.data_version, MetaPage::kDataVersion));
  }
  if (!first.plausible())
    refuse("E0603", file.name(), fmt::format("is damaged in its first page; {}", kRestore));
  const std::uint64_t page = first.free_tree.pad;
  const MetaPage second = MetaPage::read(file.read(page, MetaPage::kBytes));
  if (second.magic != MetaPage::kMagic || second.data_version != MetaPage::kDataVersion ||
      !second.plausible() || second.free_tree.pad != page) {
    refuse("E0603", file.name(), fmt::format("is damaged in its second page; {}", kRestore));
  }
  const MetaPage& newest = second.transaction > first.transaction ? second : first;
  const std::uint64_t least = (newest.last_page + 1) * page;
  if (newest.last_page > size / page || size < least) {
    refuse("E0603", file.name(),
           fmt::format("is cut short: it has {} bytes of at least {}; {}", size, least, kRestore));
  }
  return newest;
}

// Walks from a root to the leaf that may hold a key, trusting nothing.
class TreeReader {
 public:
  TreeReader(const DataFile& file, const MetaPage& meta) : file_(file), meta_(meta) {}

  [[nodiscard]] std::optional<std::string> find(const TreeRecord& tree, std::string_view key) {
    std::uint64_t number = tree.root;
    for (int depth = 0; number != kNoPage; ++depth) {
      if (depth == kDeepestPath) damaged(number, "is in a circle");
      const std::string bytes = read(number);
      const TreePage page(bytes, number);
      if (!page.problem().empty()) damaged(number, page.problem());
      if (page.is_leaf()) return in_leaf(page, key);
      number = below(page, number, key);
    }
    return std::nullopt;
  }

 private:
  [[noreturn]] void damaged(std::uint64_t number, std::string_view what) const {
    refuse("E0603", file_.name(),
           fmt::format("is damaged: page {} {}; {}", number, what, kRestore));
  }
  [[nodiscard]] std::string read(std::uint64_t number) const {
    if (number < 2 || number > meta_.last_page) damaged(number, "does not exist");
    const std::size_t size = meta_.free_tree.pad;
    std::string bytes = file_.read(number * size, size);
    if (bytes.size() != size) damaged(number, "is cut short");
    return bytes;
  }
  [[nodiscard]] static std::optional<std::string> in_leaf(const TreePage& page,
                                                          std::string_view key) {
    for (std::size_t i = 0; i < page.size(); ++i) {
      if (page.key(i) != key) continue;
      const auto data = page.data(i);
      return data ? std::optional(std::string(*data)) : std::nullopt;
    }
    return std::nullopt;
  }
  [[nodiscard]] std::uint64_t below(const TreePage& page, std::uint64_t number,
                                    std::string_view key) const {
    if (page.size() < 2) damaged(number, "is a branch without children");
    std::size_t at = 0;
    while (at + 1 < page.size() && page.key(at + 1) <= key) ++at;
    return page.child(at);
  }

  const DataFile& file_;
  const MetaPage& meta_;
};

Header header_in(const DataFile& file, const MetaPage& meta, std::uint32_t version) {
  TreeReader reader(file, meta);
  const auto tree_named = [&](std::string_view name) {
    const auto record = reader.find(meta.main_tree, name);
    if (!record) {
      refuse(
          "E0601", file.name(),
          fmt::format("is an LMDB file but not a Vouch store: it has no table `{}`; check the path",
                      name));
    }
    const TreeRecord tree = TreeRecord::read(*record);
    const bool sound =
        record->size() == TreeRecord::kBytes && tree.flags == 0 && tree.depth <= kDeepestPath &&
        (tree.root == kNoPage ? tree.entries == 0 : tree.root > 1 && tree.root <= meta.last_page);
    if (!sound) {
      refuse("E0603", file.name(),
             fmt::format("is damaged: table `{}` has no sound beginning; {}", name, kRestore));
    }
    return tree;
  };
  const auto bytes = reader.find(tree_named(format::kTableNames[0]), format::kHeaderKey);
  if (!bytes)
    refuse("E0603", file.name(), fmt::format("is damaged: it has no header; {}", kRestore));
  auto header = decode_header(*bytes, version);
  if (const auto* problem = std::get_if<HeaderProblem>(&header))
    refuse(problem->code, file.name(), problem->text);
  for (const std::string_view name : format::kTableNames) {
    const bool since_version_4 = name == format::name_of(format::TableName::claim_flags);
    if (version >= 4 || !since_version_4) (void)tree_named(name);
  }
  return std::get<Header>(std::move(header));
}

}  // namespace

Header guard(const std::filesystem::path& directory, std::uint32_t version) {
  const DataFile file(directory / format::kDataFile);
  for (int attempt = 1;; ++attempt) {
    std::optional<MetaPage> meta;
    try {
      meta = newest_meta(file);
      Header header = header_in(file, *meta, version);
      if (header.page_bytes != meta->free_tree.pad) {
        refuse("E0603", file.name(),
               fmt::format("is damaged: its page size is not its header's; {}", kRestore));
      }
      return header;
    } catch (const StorageError&) {
      // Was it damage, or a writer that reused these pages meanwhile?
      const bool moved = meta && newest_meta(file).transaction != meta->transaction;
      if (!moved || attempt == kAttempts) throw;
    }
  }
}

}  // namespace vouch::storage
