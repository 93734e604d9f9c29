#include "engine/physical/access.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/invariant.hpp"

namespace vouch::physical {

namespace {

using storage::ClaimOrder;
using storage::Order;

enum Place : std::uint8_t { subject, relation, object };

// Candidates in the order they are preferred at equal prefix: relation first is the densest range.
constexpr std::array<std::pair<Order, std::array<Place, 3>>, 4> kTripleOrders{{
    {Order::pso, {relation, subject, object}},
    {Order::pos, {relation, object, subject}},
    {Order::spo, {subject, relation, object}},
    {Order::osp, {object, subject, relation}},
}};
constexpr std::array<std::pair<ClaimOrder, std::array<Place, 3>>, 3> kClaimOrders{{
    {ClaimOrder::posc, {relation, object, subject}},
    {ClaimOrder::spoc, {subject, relation, object}},
    {ClaimOrder::ospc, {object, subject, relation}},
}};

std::array<Place, 3> sequence_of(Order order) {
  const auto at = std::find_if(kTripleOrders.begin(), kTripleOrders.end(),
                               [&](const auto& entry) { return entry.first == order; });
  invariant(at != kTripleOrders.end(), "an order of triples without places");
  return at->second;
}

std::array<Place, 3> sequence_of(ClaimOrder order) {
  const auto at = std::find_if(kClaimOrders.begin(), kClaimOrders.end(),
                               [&](const auto& entry) { return entry.first == order; });
  invariant(at != kClaimOrders.end(), "an order of claims without places");
  return at->second;
}

template <typename Scan>
Slot slot_at(const Scan& scan, Place place) {
  const bool inverse = !scan.steps.empty() && scan.steps.front().inverse;
  switch (place) {
    case subject: return inverse ? scan.object : scan.subject;
    case relation:
      return scan.steps.empty() ? scan.relation : Slot::of(scan.steps.front().relation);
    case object: return inverse ? scan.subject : scan.object;
  }
  return {};
}

template <typename Scan>
std::vector<Slot> slots_in(const Scan& scan, const std::array<Place, 3>& sequence) {
  return {slot_at(scan, sequence[0]), slot_at(scan, sequence[1]), slot_at(scan, sequence[2])};
}

bool is_bound(const Slot& slot, const BoundVariables& bound) {
  return slot.is_constant() || (slot.is_variable() && std::find(bound.begin(), bound.end(),
                                                                slot.variable) != bound.end());
}

std::uint8_t prefix_of(const std::vector<Slot>& places, const BoundVariables& bound) {
  std::uint8_t length = 0;
  while (length < places.size() && is_bound(places[length], bound)) {
    ++length;
  }
  return length;
}

std::vector<VariableId> order_after(const std::vector<Slot>& places, std::size_t prefix) {
  std::vector<VariableId> out;
  for (std::size_t i = prefix; i < places.size() && places[i].kind != Slot::Kind::anything; ++i) {
    if (places[i].is_variable() &&
        std::find(out.begin(), out.end(), places[i].variable) == out.end()) {
      out.push_back(places[i].variable);
    }
  }
  return out;
}

template <typename Scan>
std::vector<Scan> split(const Scan& scan) {
  if (scan.steps.size() <= 1) {
    return {scan};
  }
  std::vector<Scan> out(scan.steps.size(), scan);
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i].steps = {scan.steps[i]};
  }
  return out;
}

// The access of this order; `distinct` where places that are `anything` can repeat a row.
TripleAccess access_in(const logical::TripleScan& scan, Order order,
                       const std::array<Place, 3>& sequence, const BoundVariables& bound) {
  TripleAccess out;
  out.scan = scan;
  out.order = order;
  const std::vector<Slot> places = slots_in(scan, sequence);
  out.prefix = prefix_of(places, bound);
  out.distinct = std::any_of(places.begin(), places.end(),
                             [](const Slot& slot) { return slot.kind == Slot::Kind::anything; });
  return out;
}

ClaimAccess access_in(const logical::ClaimScan& scan, ClaimOrder order,
                      const std::array<Place, 3>& sequence, const BoundVariables& bound) {
  return {scan, order, prefix_of(slots_in(scan, sequence), bound)};
}

template <typename Access, typename Scan, typename Orders>
std::vector<Access> all_accesses(const Scan& scan, const Orders& orders,
                                 const BoundVariables& bound) {
  std::vector<Access> out;
  std::uint8_t longest = 0;
  for (const auto& [order, sequence] : orders) {
    out.push_back(access_in(scan, order, sequence, bound));
    longest = std::max(longest, out.back().prefix);
  }
  std::erase_if(out, [&](const Access& access) { return access.prefix < longest; });
  return out;
}

bool goes_to_choices(const TripleAccess& access) {
  return choices_lead(access);
}
bool goes_to_choices(const ClaimAccess&) {
  return false;
}

// Of two with the same delivered order the first is as good; ones that can go straight to the
// alternatives for the object stay.
template <typename Access>
void keep_one_per_order(std::vector<Access>& accesses) {
  std::vector<std::pair<bool, std::vector<VariableId>>> seen;
  std::erase_if(accesses, [&](const Access& access) {
    std::vector<VariableId> order = delivered_order(access);
    order.resize(std::min<std::size_t>(order.size(), 1));
    std::pair way{goes_to_choices(access), std::move(order)};
    if (std::find(seen.begin(), seen.end(), way) != seen.end()) {
      return true;
    }
    seen.push_back(std::move(way));
    return false;
  });
}

}  // namespace

bool is_one_range(const logical::TripleScan& scan) {
  return scan.steps.size() <= 1;
}
bool is_one_range(const logical::ClaimScan& scan) {
  return scan.steps.size() <= 1;
}

std::vector<logical::TripleScan> ranges_of(const logical::TripleScan& scan) {
  return split(scan);
}
std::vector<logical::ClaimScan> ranges_of(const logical::ClaimScan& scan) {
  return split(scan);
}

std::vector<logical::ClaimScan> object_ranges_of(const logical::ClaimScan& scan) {
  std::vector<logical::ClaimScan> out;
  for (logical::ClaimScan& range : split(scan)) {
    const std::vector<TermId> choices = std::exchange(range.object_choices, {});
    for (const TermId choice : choices) {
      range.object = Slot::of(choice);
      out.push_back(range);
    }
  }
  return out;
}

bool choices_lead(const TripleAccess& access) {
  if (access.scan.object_choices.empty() || access.prefix >= 3) {
    return false;
  }
  const bool inverse = !access.scan.steps.empty() && access.scan.steps.front().inverse;
  return sequence_of(access.order)[access.prefix] == (inverse ? subject : object);
}

std::vector<TripleAccess> scan_accesses(const logical::TripleScan& scan) {
  std::vector<TripleAccess> out = all_accesses<TripleAccess>(scan, kTripleOrders, {});
  keep_one_per_order(out);
  return out;
}

std::vector<ClaimAccess> scan_accesses(const logical::ClaimScan& scan) {
  std::vector<ClaimAccess> out = all_accesses<ClaimAccess>(scan, kClaimOrders, {});
  keep_one_per_order(out);
  return out;
}

TripleAccess lookup_access(const logical::TripleScan& scan, const BoundVariables& bound) {
  const std::vector<TripleAccess> all = all_accesses<TripleAccess>(scan, kTripleOrders, bound);
  for (const TripleAccess& access : all) {
    if (repeats_are_adjacent(access)) {
      return access;
    }
  }
  return all.front();
}

ClaimAccess lookup_access(const logical::ClaimScan& scan, const BoundVariables& bound) {
  return all_accesses<ClaimAccess>(scan, kClaimOrders, bound).front();
}

std::vector<Slot> places_of(const TripleAccess& access) {
  return slots_in(access.scan, sequence_of(access.order));
}

std::vector<Slot> places_of(const ClaimAccess& access) {
  std::vector<Slot> out = slots_in(access.scan, sequence_of(access.order));
  out.push_back(access.scan.claim);
  return out;
}

std::vector<VariableId> delivered_order(const TripleAccess& access) {
  return order_after(places_of(access), access.prefix);
}

std::vector<VariableId> delivered_order(const ClaimAccess& access) {
  return order_after(places_of(access), access.prefix);
}

bool repeats_are_adjacent(const TripleAccess& access) {
  if (!access.distinct) {
    return true;
  }
  const std::vector<Slot> places = places_of(access);
  bool open = false;  // an `anything` has gone before
  for (std::size_t i = access.prefix; i < places.size(); ++i) {
    if (open && places[i].is_variable()) {
      return false;
    }
    open = open || places[i].kind == Slot::Kind::anything;
  }
  return true;
}

}  // namespace vouch::physical
