#include "storage/said_plainly.hpp"

#include "storage/format.hpp"
#include "storage/snapshot_state.hpp"

namespace vouch::storage {

bool said_plainly(const Snapshot& snapshot, const Triple& triple) {
  RowsWalk& rows = snapshot.state()->rows();
  const std::uint8_t why =
      rows.note({triple.relation.bits(), triple.subject.bits(), triple.object.bits()});
  return (why & format::support::kPlain) != 0;
}

}  // namespace vouch::storage
