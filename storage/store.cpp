#include "storage/store.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "base/error.hpp"
#include "storage/creation.hpp"
#include "storage/guard.hpp"
#include "storage/lmdb/error.hpp"
#include "storage/media.hpp"
#include "storage/shared_store.hpp"
#include "storage/snapshot_state.hpp"
#include "storage/update_state.hpp"

namespace vouch::storage {
namespace {

namespace fs = std::filesystem;

// The directory with links followed and no slash at its end, so that it has a name and a parent.
fs::path resolved(const fs::path& path) {
  std::error_code error;
  fs::path whole = fs::weakly_canonical(fs::absolute(path), error);
  if (error) whole = fs::absolute(path).lexically_normal();
  if (!whole.has_filename()) whole = whole.parent_path();
  return whole;
}

void refuse_network(const fs::path& path) {
  if (!on_network(path)) return;
  throw StorageError(
      "E0608",
      fmt::format("{} is on a network file system, where a store's locks cannot be trusted; "
                  "copy it to a local disk",
                  path.string()));
}

// Makes the store when there is none; otherwise makes sure that what is there may be one.
void make_or_find(const fs::path& path, const OpenOptions& options) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::none) {
    throw StorageError("E0604",
                       fmt::format("cannot look at {}: {}", path.string(), error.message()));
  }
  const bool there = fs::exists(status);
  if (there && !fs::is_directory(status)) {
    throw StorageError(
        "E0601", fmt::format("{} is not a Vouch store: a store is a directory", path.string()));
  }
  error.clear();
  const bool vacant = !there || fs::is_empty(path, error);
  if (error)
    throw StorageError("E0604",
                       fmt::format("cannot look into {}: {}", path.string(), error.message()));
  if (vacant && options.create && !options.read_only) {
    if (!fs::is_directory(path.parent_path(), error)) {
      throw StorageError("E0604", fmt::format("cannot make {}: there is no directory {}",
                                              path.string(), path.parent_path().string()));
    }
    remove_abandoned(path);
    create_store(path, options);
    return;
  }
  if (!there) throw StorageError("E0604", fmt::format("there is no store {}", path.string()));
  if (!fs::exists(path / format::kDataFile, error)) {
    throw StorageError("E0601", fmt::format("{} is not a Vouch store: it holds no {}",
                                            path.string(), format::kDataFile));
  }
}

void refuse_unwritable(const fs::path& path) {
  if (on_read_only_media(path)) {
    throw StorageError("E0607",
                       fmt::format("{} is on read-only media; open it read-only", path.string()));
  }
  for (const fs::path& name : {path, path / format::kDataFile}) {
    if (access(name.c_str(), W_OK) == 0) continue;
    throw StorageError("E0607",
                       fmt::format("no permission to change {}; open it read-only", name.string()));
  }
}

}  // namespace

struct Store::State {
  std::shared_ptr<SharedStore> shared = std::make_shared<SharedStore>();
};

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::~Store() = default;

std::unique_ptr<Store> Store::open(const fs::path& path, const OpenOptions& options) {
  auto state = std::make_unique<State>();
  SharedStore& shared = *state->shared;
  shared.path = resolved(path);
  shared.options = options;
  make_or_find(shared.path, options);
  if (!options.allow_network) refuse_network(shared.path);
  if (!options.read_only) refuse_unwritable(shared.path);
  shared.entry = std::make_unique<OpenStore>(shared.path);
  (void)guard(shared.path);

  lmdb::EnvironmentOptions environment;
  environment.read_only = options.read_only;
  environment.durable = options.durable;
  environment.lock = !(options.read_only && on_read_only_media(shared.path));
  environment.map_bytes = options.map_bytes;
  shared.environment = std::make_unique<lmdb::Environment>(shared.path, environment);
  lmdb::Transaction transaction(*shared.environment, lmdb::Access::read);
  shared.tables = Tables::open(transaction, false, options.block_bytes);
  (void)read_header(transaction, shared.tables);
  transaction.commit();  // LMDB keeps the handles opened in a transaction only if it commits
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

Snapshot Store::snapshot() const {
  const std::shared_ptr<SharedStore>& shared = state_->shared;
  auto transaction = std::make_shared<lmdb::Transaction>(*shared->environment, lmdb::Access::read);
  Header header = read_header(*transaction, shared->tables);
  return Snapshot(
      std::make_shared<SnapshotState>(shared, std::move(transaction), std::move(header), nullptr));
}

Update Store::update() {
  const std::shared_ptr<SharedStore>& shared = state_->shared;
  if (shared->options.read_only) {
    throw StorageError("E0607", fmt::format("{} was opened read-only", shared->path.string()));
  }
  return Update(std::make_shared<UpdateState>(shared));
}

const fs::path& Store::path() const {
  return state_->shared->path;
}

}  // namespace vouch::storage
