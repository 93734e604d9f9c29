#include "storage/twin.hpp"

#include <memory>
#include <utility>

#include "storage/snapshot_state.hpp"

namespace vouch::storage {

std::optional<Snapshot> twin_of(const Snapshot& snapshot) {
  const SnapshotState& first = *snapshot.state();
  if (first.transaction().writes()) return std::nullopt;
  auto transaction = std::make_shared<lmdb::Transaction>(first.transaction().environment(),
                                                         lmdb::Access::read);
  Header header = read_header(*transaction, first.tables());
  if (header.version != first.header().version) return std::nullopt;
  return Snapshot(std::make_shared<SnapshotState>(first.store(), std::move(transaction),
                                                  std::move(header), nullptr,
                                                  first.overlay()));
}

}  // namespace vouch::storage
