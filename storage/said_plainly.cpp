#include "storage/said_plainly.hpp"

#include "storage/claim_tables.hpp"
#include "storage/format.hpp"
#include "storage/snapshot_state.hpp"

namespace vouch::storage {

bool said_plainly(const Snapshot& snapshot, const Triple& triple) {
  RowsWalk& rows = snapshot.state()->rows();
  const std::uint8_t why =
      rows.note({triple.relation.bits(), triple.subject.bits(), triple.object.bits()});
  return (why & format::support::kPlain) != 0;
}

bool known_from_loading(const Snapshot& snapshot, TermId claim) {
  const auto stored =
      read_claim(snapshot.state()->transaction(), snapshot.state()->tables(), claim.payload());
  return stored && stored->known_from_load;
}

}  // namespace vouch::storage
