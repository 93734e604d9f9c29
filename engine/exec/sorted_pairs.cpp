#include "engine/exec/sorted_pairs.hpp"

#include <array>

namespace vouch::exec {

namespace {

constexpr std::size_t kFetchRows = 4096;
constexpr std::uint64_t kSparse = 8;  // places a key, at most, for finding in one step
constexpr std::uint64_t kFewPlaces = 1024;

}  // namespace

void SortedPairs::read(ExecContext& context, Reads& reads, const Pattern& pattern, VariableId key,
                       MemoryAccount& account, std::size_t held_before) {
  using storage::Order;
  const TermId relation = pattern.slots[kRelation].constant;
  const Slot& subject = pattern.slots[kSubject];
  const Slot& object = pattern.slots[kObject];
  const bool pairs = subject.is_variable() && object.is_variable();
  const bool by_subject = pairs ? subject.variable == key : subject.is_constant();
  storage::TripleCursor cursor(context.snapshot, by_subject ? Order::pso : Order::pos);
  ++reads.probes;
  if (pairs) {
    cursor.open(std::array{relation});
  } else {
    cursor.open(std::array{relation, by_subject ? subject.constant : object.constant});
  }
  Column firsts(pairs ? kFetchRows : 0);
  Column seconds(kFetchRows);
  while (const std::size_t count =
             cursor.next(nullptr, pairs ? firsts.data() : nullptr, seconds.data(), kFetchRows)) {
    reads.rows += count;
    context.worked(count);
    account.hold(held_before + bytes());
    if (!pairs) {
      keys_.insert(keys_.end(), seconds.begin(),
                   seconds.begin() + static_cast<std::ptrdiff_t>(count));
      continue;
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (keys_.empty() || keys_.back() != firsts[i]) {
        keys_.push_back(firsts[i]);
        begins_.push_back(static_cast<std::uint32_t>(values_.size() + i));
      }
    }
    values_.insert(values_.end(), seconds.begin(),
                   seconds.begin() + static_cast<std::ptrdiff_t>(count));
  }
  if (pairs) begins_.push_back(static_cast<std::uint32_t>(values_.size()));
  index();
}

void SortedPairs::index() {
  if (keys_.empty()) return;
  base_ = keys_.front().bits();
  const std::uint64_t span = keys_.back().bits() - base_ + 1;
  dense_ = span <= kSparse * keys_.size() + kFewPlaces;
  if (!dense_) return;
  places_.assign(span, kNone);
  for (std::uint32_t i = 0; i < keys_.size(); ++i) places_[keys_[i].bits() - base_] = i;
}

std::size_t SortedPairs::bytes() const {
  return (keys_.capacity() + values_.capacity()) * sizeof(TermId) +
         (begins_.capacity() + places_.capacity()) * sizeof(std::uint32_t);
}

}  // namespace vouch::exec
