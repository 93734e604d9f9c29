#include "storage/range_walk.hpp"
#include "storage/store.hpp"

namespace vouch::storage {

struct TripleCursor::State : RangeWalk<3> {
  using RangeWalk<3>::RangeWalk;
};
struct ClaimCursor::State : RangeWalk<4> {
  using RangeWalk<4>::RangeWalk;
};

TripleCursor::TripleCursor(const Snapshot& snapshot, Order order)
    : state_(std::make_unique<State>(snapshot.state(), format::table_of(order))) {}
TripleCursor::TripleCursor(TripleCursor&&) noexcept = default;
TripleCursor& TripleCursor::operator=(TripleCursor&&) noexcept = default;
TripleCursor::~TripleCursor() = default;

void TripleCursor::open(std::span<const TermId> prefix) {
  state_->open(prefix);
}
void TripleCursor::open_range(std::span<const TermId> prefix, TermId low, TermId high) {
  state_->open_range(prefix, low, high);
}
void TripleCursor::skip_to(TermId a, TermId b) {
  state_->skip_to(a.bits(), b.bits());
}

std::size_t TripleCursor::next(TermId* first, TermId* second, TermId* third, std::size_t capacity) {
  return state_->next({first, second, third}, capacity);
}

ClaimCursor::ClaimCursor(const Snapshot& snapshot, ClaimOrder order)
    : state_(std::make_unique<State>(snapshot.state(), format::table_of(order))) {}
ClaimCursor::ClaimCursor(ClaimCursor&&) noexcept = default;
ClaimCursor& ClaimCursor::operator=(ClaimCursor&&) noexcept = default;
ClaimCursor::~ClaimCursor() = default;

void ClaimCursor::open(std::span<const TermId> prefix) {
  state_->open(prefix);
}

std::size_t ClaimCursor::next(TermId* first, TermId* second, TermId* third, TermId* claim,
                              std::size_t capacity) {
  return state_->next({first, second, third, claim}, capacity);
}

}  // namespace vouch::storage
