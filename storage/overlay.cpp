#include "storage/overlay.hpp"

#include <algorithm>
#include <utility>

#include "storage/snapshot_state.hpp"

namespace vouch::storage {
namespace {

Overlay::Ids3 in_order(Order order, const Triple& triple) {
  const std::uint64_t s = triple.subject.bits();
  const std::uint64_t p = triple.relation.bits();
  const std::uint64_t o = triple.object.bits();
  switch (order) {
    case Order::spo: return {s, p, o};
    case Order::pso: return {p, s, o};
    case Order::pos: return {p, o, s};
    case Order::osp: break;
  }
  return {o, s, p};
}

Overlay::Ids4 in_order(ClaimOrder order, const PlacedClaim& placed) {
  const std::uint64_t s = placed.triple.subject.bits();
  const std::uint64_t p = placed.triple.relation.bits();
  const std::uint64_t o = placed.triple.object.bits();
  const std::uint64_t c = placed.claim.bits();
  switch (order) {
    case ClaimOrder::spoc: return {s, p, o, c};
    case ClaimOrder::posc: return {p, o, s, c};
    case ClaimOrder::ospc: break;
  }
  return {o, s, p, c};
}

template <typename Ids, typename Order, typename Row>
std::vector<Ids> sorted(Order order, const std::vector<Row>& rows) {
  std::vector<Ids> out;
  out.reserve(rows.size());
  for (const Row& row : rows) out.push_back(in_order(order, row));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

template <typename Ids, typename Order, typename Row, std::size_t N>
const Overlay::Rows<Ids>& rows_in(std::array<std::unique_ptr<Overlay::Rows<Ids>>, N>& all,
                                  Order order, const std::vector<Row>& hidden,
                                  const std::vector<Row>& added) {
  auto& rows = all[static_cast<std::size_t>(order)];
  if (!rows) {
    rows = std::make_unique<Overlay::Rows<Ids>>(
        Overlay::Rows<Ids>{sorted<Ids>(order, hidden), sorted<Ids>(order, added)});
  }
  return *rows;
}

}  // namespace

const Overlay::Rows<Overlay::Ids3>& Overlay::rows(Order order) const {
  const std::scoped_lock lock(sorting_);
  return rows_in(triples_, order, content_.hidden, content_.added);
}

const Overlay::Rows<Overlay::Ids4>& Overlay::rows(ClaimOrder order) const {
  const std::scoped_lock lock(sorting_);
  return rows_in(claims_, order, content_.claims_hidden, content_.claims_added);
}

Snapshot seen_through(const Snapshot& snapshot, std::shared_ptr<const Overlay> overlay) {
  return Snapshot(snapshot.state()->seen_through(std::move(overlay)));
}

std::shared_ptr<const Overlay> overlay_of(const Snapshot& snapshot) {
  return snapshot.state()->overlay();
}

}  // namespace vouch::storage
