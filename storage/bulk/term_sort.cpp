#include "storage/bulk/term_sort.hpp"

#include <algorithm>
#include <cstring>

namespace vouch::storage::bulk {
namespace {

constexpr std::size_t kSmall = 24;
constexpr std::size_t kAhead = 12;

std::string_view bytes_of(const TermTable& terms, TermRef ref) {
  return TermShard::bytes_of(terms.entry(ref));
}

std::uint64_t piece_of(std::string_view bytes, std::size_t depth) {
  std::uint64_t word = 0;
  if (bytes.size() > depth)
    std::memcpy(&word, bytes.data() + depth, std::min<std::size_t>(8, bytes.size() - depth));
  return __builtin_bswap64(word);
}

void load_pieces(const TermTable& terms, std::span<SortItem> items, std::size_t depth) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i + 2 * kAhead < items.size()) __builtin_prefetch(&terms.entry(items[i + 2 * kAhead].ref));
    if (i + kAhead < items.size())
      __builtin_prefetch(terms.entry(items[i + kAhead].ref).place + depth);
    items[i].piece = piece_of(bytes_of(terms, items[i].ref), depth);
  }
}

bool all_alike(std::span<const SortItem> items) {
  return std::ranges::all_of(items,
                             [&](const SortItem& item) { return item.piece == items[0].piece; });
}

}  // namespace

void sort_terms(const TermTable& terms, std::span<SortItem> items, std::size_t depth) {
  for (;; depth += 8) {
    if (items.size() <= kSmall) {
      std::ranges::sort(items, [&](const SortItem& a, const SortItem& b) {
        return bytes_of(terms, a.ref) < bytes_of(terms, b.ref);
      });
      return;
    }
    load_pieces(terms, items, depth);
    if (!all_alike(items)) break;
    // Terms that all end here differ in zero bytes at most, and in their lengths.
    const bool ended = std::ranges::all_of(
        items, [&](const SortItem& item) { return bytes_of(terms, item.ref).size() <= depth + 8; });
    if (!ended) continue;
    std::ranges::sort(items, [&](const SortItem& a, const SortItem& b) {
      return bytes_of(terms, a.ref) < bytes_of(terms, b.ref);
    });
    return;
  }
  std::ranges::sort(items, {}, &SortItem::piece);
  for (std::size_t from = 0; from < items.size();) {
    std::size_t to = from + 1;
    while (to < items.size() && items[to].piece == items[from].piece) ++to;
    if (to - from > 1) sort_terms(terms, items.subspan(from, to - from), depth + 8);
    from = to;
  }
}

}  // namespace vouch::storage::bulk
