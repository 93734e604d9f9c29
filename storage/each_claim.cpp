#include "storage/each_claim.hpp"

#include <array>

#include "base/invariant.hpp"

namespace vouch::storage {

void each_claim(const Snapshot& snapshot, const std::function<void(const ClaimRecord&)>& visit) {
  constexpr std::size_t kAtOnce = 1024;
  ClaimCursor cursor(snapshot, ClaimOrder::spoc);
  cursor.open({});
  std::array<TermId, kAtOnce> ids;
  while (const std::size_t count = cursor.next(nullptr, nullptr, nullptr, ids.data(), kAtOnce)) {
    for (std::size_t i = 0; i < count; ++i) {
      const auto record = snapshot.claim(ids[i]);
      invariant(record.has_value(), "a claim of the index is in the table");
      visit(*record);
    }
  }
}

}  // namespace vouch::storage
