#include "storage/lmdb/environment.hpp"

#include <lmdb.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <mutex>
#include <thread>

#include "storage/lmdb/error.hpp"

namespace vouch::storage::lmdb {
namespace {

constexpr std::size_t kSmallestMap = std::size_t{16} << 20U;
constexpr int kOpenAttempts = 20;  // another process may be opening or closing at this moment
constexpr auto kPause = std::chrono::milliseconds(10);

// Read-ahead stays on: stores are mostly scanned, and a cold scan without it is several times
// slower.
unsigned flags_of(const EnvironmentOptions& options) {
  unsigned flags = MDB_NOTLS;
  if (options.read_only) flags |= MDB_RDONLY;
  if (!options.durable) flags |= MDB_NOSYNC;
  if (!options.lock) flags |= MDB_NOLOCK;
  return flags;
}

bool is_passing(int code) {
  return code == EAGAIN || code == EBUSY || code == EINTR;
}

}  // namespace

Environment::Environment(const std::filesystem::path& directory, const EnvironmentOptions& options)
    : path_(directory.string()), options_(options) {
  std::size_t map_bytes = options.map_bytes < kSmallestMap ? kSmallestMap : options.map_bytes;
  int code = try_open(map_bytes);
  for (int attempt = 1; is_passing(code) && attempt < kOpenAttempts; ++attempt) {
    std::this_thread::sleep_for(kPause);
    code = try_open(map_bytes);
  }
  while (code == ENOMEM &&
         map_bytes > kSmallestMap) {  // a limit on address space: take what there is
    map_bytes /= 2;
    code = try_open(map_bytes);
  }
  require(code, "mdb_env_open", path_);
  read_geometry();
  if (options_.lock) drop_stale_readers();
}

Environment::~Environment() {
  if (!options_.durable && !options_.read_only) (void)mdb_env_sync(env_, 1);
  mdb_env_close(env_);
}

int Environment::try_open(std::size_t map_bytes) {
  MDB_env* env = nullptr;
  int code = mdb_env_create(&env);
  if (code != 0) return code;
  const auto first_failure = [&code](int next) {
    if (code == 0) code = next;
  };
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  first_failure(mdb_env_set_mapsize(env, map_bytes / page * page));
  first_failure(mdb_env_set_maxdbs(env, kMaxTables));
  first_failure(mdb_env_set_maxreaders(env, kMaxReaders));
  if (code == 0) code = mdb_env_open(env, path_.c_str(), flags_of(options_), 0666);
  if (code != 0) {
    mdb_env_close(env);
    return code;
  }
  env_ = env;
  return 0;
}

void Environment::read_geometry() {
  MDB_stat stat{};
  require(mdb_env_stat(env_, &stat), "mdb_env_stat", path_);
  page_bytes_ = stat.ms_psize;
}

void Environment::drop_stale_readers() {
  int dead = 0;
  require(mdb_reader_check(env_, &dead), "mdb_reader_check", path_);
}

std::uint64_t Environment::pages() const {
  MDB_envinfo info{};
  require(mdb_env_info(env_, &info), "mdb_env_info", path_);
  return info.me_last_pgno + 1;
}

bool Environment::follow_growth() {
  const std::unique_lock alone(growth_);
  if (transactions_.load() != 0) return false;
  int code = mdb_env_set_mapsize(env_, 0);
  if (code == ENOMEM) {  // the other process reserved more than we may: take twice what is used
    MDB_envinfo info{};
    require(mdb_env_info(env_, &info), "mdb_env_info", path_);
    code = mdb_env_set_mapsize(env_, (info.me_last_pgno + 1) * page_bytes_ * 2);
  }
  require(code, "mdb_env_set_mapsize", path_);
  return true;
}

void Environment::sync() {
  require(mdb_env_sync(env_, 1), "mdb_env_sync", path_);
}

}  // namespace vouch::storage::lmdb
