#include "storage/creation.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>

#include "base/error.hpp"
#include "storage/header.hpp"
#include "storage/lmdb/error.hpp"
#include "storage/shared_store.hpp"

namespace vouch::storage {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kNewMark = ".vouch-new-";

std::string beginning_of(const fs::path& directory) {
  return "." + directory.filename().string() + std::string(kNewMark);
}

void sync_path(const fs::path& path, int flags) {
  const int file = open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) lmdb::raise(errno, "open", path.string());
  const int code = fsync(file) == 0 ? 0 : errno;
  close(file);
  if (code != 0 && code != EINVAL) lmdb::raise(code, "fsync", path.string());
}

void remove_quietly(const fs::path& directory) {
  std::error_code ignored;
  for (const std::string_view name : {format::kDataFile, format::kLockFile, format::kWriterFile}) {
    fs::remove(directory / name, ignored);
  }
  fs::remove(directory, ignored);
}

void fill(const fs::path& directory, const OpenOptions& options) {
  lmdb::EnvironmentOptions environment_options;
  environment_options.map_bytes = options.map_bytes;
  lmdb::Environment environment(directory, environment_options);
  lmdb::Transaction transaction(environment, lmdb::Access::write);
  const Tables tables = Tables::open(transaction, true);
  Header header;
  header.format_version = format::kVersion;
  header.page_bytes = static_cast<std::uint32_t>(environment.page_bytes());
  header.hash_bits = options.hash_bits;
  header.base = options.base;
  header.created_at = header.changed_at = now_microseconds();
  transaction.put(tables[format::TableName::header], format::kHeaderKey, encode_header(header));
  transaction.commit();
  environment.sync();
}

}  // namespace

void create_store(const fs::path& directory, const OpenOptions& options) {
  if (options.base.size() > kMaxBaseBytes) {
    throw StorageError("E0604", fmt::format("the base IRI is longer than {} bytes", kMaxBaseBytes));
  }
  const fs::path parent = directory.parent_path();
  const fs::path fresh = parent / (beginning_of(directory) + std::to_string(getpid()));
  remove_quietly(fresh);
  if (mkdir(fresh.c_str(), 0777) != 0) lmdb::raise(errno, "mkdir", fresh.string());
  try {
    fill(fresh, options);
    sync_path(fresh / format::kDataFile, O_RDONLY);
    sync_path(fresh, O_RDONLY | O_DIRECTORY);
    if (rename(fresh.c_str(), directory.c_str()) != 0) {
      const int code = errno;
      remove_quietly(fresh);
      if (code == ENOTEMPTY || code == EEXIST)
        return;  // another process was quicker: its store is opened
      lmdb::raise(code, "rename", directory.string());
    }
  } catch (...) {
    remove_quietly(fresh);
    throw;
  }
  sync_path(parent, O_RDONLY | O_DIRECTORY);
}

void remove_abandoned(const fs::path& directory) {
  const std::string beginning = beginning_of(directory);
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory.parent_path(), error)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(beginning)) continue;
    const std::string_view number = std::string_view(name).substr(beginning.size());
    pid_t process = 0;
    const auto parsed = std::from_chars(number.data(), number.data() + number.size(), process);
    if (parsed.ec != std::errc() || process <= 0 || process == getpid()) continue;
    if (kill(process, 0) != 0 && errno == ESRCH) remove_quietly(entry.path());
  }
}

}  // namespace vouch::storage
