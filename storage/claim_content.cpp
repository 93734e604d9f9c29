#include "storage/claim_content.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.hpp"
#include "storage/checksum.hpp"
#include "storage/well_known.hpp"

namespace vouch::storage {
namespace {

using Pairs = std::vector<std::pair<TermId, TermId>>;

Pairs content_qualifiers(const StoredClaim& claim) {
  Pairs pairs = claim.record.qualifiers;
  if (claim.known_from_load) {
    std::erase_if(pairs, [](const auto& pair) { return pair.first == well_known::kKnown; });
  }
  std::ranges::sort(pairs);
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

auto content_chains(const StoredClaim& claim) {
  auto chains = claim.record.said_by;
  std::ranges::sort(chains);
  chains.erase(std::unique(chains.begin(), chains.end()), chains.end());
  return chains;
}

}  // namespace

bool same_content(const StoredClaim& a, const StoredClaim& b) {
  return a.record.triple == b.record.triple && a.record.denied == b.record.denied &&
         content_qualifiers(a) == content_qualifiers(b) && content_chains(a) == content_chains(b);
}

std::string content_bytes(const StoredClaim& claim,
                          const std::function<std::uint64_t(TermId)>& term_hash_of) {
  std::string out;
  append_u64(out, term_hash_of(claim.record.triple.subject));
  append_u64(out, term_hash_of(claim.record.triple.relation));
  append_u64(out, term_hash_of(claim.record.triple.object));
  append_u8(out, claim.record.denied ? 1 : 0);
  std::vector<std::pair<std::uint64_t, std::uint64_t>> pairs;
  for (const auto& [relation, value] : content_qualifiers(claim)) {
    pairs.emplace_back(term_hash_of(relation), term_hash_of(value));
  }
  std::ranges::sort(pairs);
  append_u64(out, pairs.size());
  for (const auto& [relation, value] : pairs) {
    append_u64(out, relation);
    append_u64(out, value);
  }
  std::vector<std::uint64_t> chains;
  for (const auto& chain : content_chains(claim)) {
    std::string links;
    for (const TermId speaker : chain) append_u64(links, term_hash_of(speaker));
    chains.push_back(hash64(links));
  }
  std::ranges::sort(chains);
  for (const std::uint64_t chain : chains) append_u64(out, chain);
  return out;
}

std::string generated_name(std::string_view content, unsigned attempt) {
  return fmt::format("c_{:016x}", hash64(content, attempt));
}

}  // namespace vouch::storage
