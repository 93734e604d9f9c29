#include "engine/exec/row_order.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "engine/exec/key_table.hpp"
#include "engine/exec/term_ranks.hpp"

namespace vouch::exec {

namespace {

constexpr std::uint64_t kLast = std::numeric_limits<std::uint64_t>::max();

}  // namespace

void RowOrder::start(std::size_t rows, std::size_t wanted) {
  wanted_ = wanted;
  rows_.resize(rows);
  std::iota(rows_.begin(), rows_.end(), 0U);
  runs_.clear();
  if (rows > 1) runs_.push_back({0, static_cast<std::uint32_t>(rows)});
}

void RowOrder::refine(std::span<const TermId> ids, bool descending) {
  if (complete()) return;
  make_keys(ids, descending);
  std::vector<Run> runs;
  std::size_t at = 0;
  for (const Run& run : runs_) {
    context_.check();
    const std::size_t size = run.end - run.begin;
    const std::span<Keyed> keyed(keyed_.data() + at, size);
    at += size;
    std::sort(keyed.begin(), keyed.end(), [this](const Keyed& a, const Keyed& b) {
      context_.worked(1);  // a sort of millions can be stopped
      return a < b;
    });
    const auto tied = [&](std::uint32_t from, std::uint32_t to) {
      if (to - from < 2 || run.begin + from >= wanted_) return;
      runs.push_back({run.begin + from, run.begin + to});
    };
    std::uint32_t begin = 0;
    for (std::uint32_t i = 0; i < size; ++i) {
      rows_[run.begin + i] = keyed[i].second;
      if (keyed[i].first == keyed[begin].first) continue;
      tied(begin, i);
      begin = i;
    }
    tied(begin, static_cast<std::uint32_t>(size));
  }
  runs_ = std::move(runs);
}

bool RowOrder::comparable_ids(std::span<const TermId> ids) const {
  storage::IdTag tag = storage::IdTag::unbound;
  for (const Run& run : runs_) {
    for (std::uint32_t i = run.begin; i < run.end; ++i) {
      const TermId id = ids[rows_[i]];
      if (!id.bound() || id.tag() == tag) continue;
      if (tag != storage::IdTag::unbound || !ordered_ids(id.tag())) return false;
      tag = id.tag();
    }
  }
  return true;
}

void RowOrder::make_keys(std::span<const TermId> ids, bool descending) {
  keyed_.clear();
  const std::uint64_t flip = descending ? kLast : 0;
  if (comparable_ids(ids)) {
    for (const Run& run : runs_) {
      for (std::uint32_t i = run.begin; i < run.end; ++i) {
        const TermId id = ids[rows_[i]];
        keyed_.emplace_back(id.bound() ? id.bits() ^ flip : kLast, rows_[i]);
      }
    }
    return;
  }
  KeyTable distinct(1);
  bool fresh = false;
  for (const Run& run : runs_) {
    for (std::uint32_t i = run.begin; i < run.end; ++i) {
      const TermId id = ids[rows_[i]];
      keyed_.emplace_back(id.bound() ? distinct.insert(&id, fresh) : kLast, rows_[i]);
    }
  }
  const std::vector<std::uint64_t> ranks = term_ranks(distinct, context_);
  for (Keyed& keyed : keyed_) {
    if (keyed.first != kLast) keyed.first = (ranks[keyed.first] + 1) ^ flip;
  }
}

std::size_t RowOrder::bytes() const {
  return rows_.capacity() * sizeof(std::uint32_t) + runs_.capacity() * sizeof(Run) +
         keyed_.capacity() * sizeof(Keyed);
}

}  // namespace vouch::exec
