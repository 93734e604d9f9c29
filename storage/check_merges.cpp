#include <algorithm>

#include "storage/check_walk.hpp"
#include "storage/spelling_table.hpp"
#include "storage/well_known.hpp"

namespace vouch::storage {

namespace support = format::support;

void CheckWalk::load_merges() {
  MergeLinks links;
  const auto merges = stored_merges(transaction_, tables_,
                                    [this](std::uint64_t number) { return flags_.of(number); });
  for (const MergeClaim& merge : merges) {
    if (merge.retracted) continue;
    if (!links.chain(merge.into, merge.from).empty())
      finding("claims", "merges lead back to where they began");
    links.add(merge);
  }
  canonical_ = links.canonical();
}

bool CheckWalk::is_said_of_merged(const Triple& said) {
  if (header_.spellings.rows == 0) return false;
  const auto written = spellings_of(transaction_, tables_, said);
  return std::ranges::find(written, well_known::kMergedInto) != written.end();
}

void CheckWalk::check_merged(const Triple& triple, std::uint8_t why) {
  if (triple.relation == well_known::kMergedInto) {
    ++merged_;
    if (why != support::kDerived || canonical_.of(triple.subject) != triple.object ||
        triple.subject == triple.object) {
      finding("pso", "an entity that is merged into another by no claim");
    }
    return;
  }
  constexpr unsigned kSaidHere = support::kPlain | support::kClaimed | support::kQualifier;
  if ((why & kSaidHere) != 0 && canonical_.image(triple) != triple)
    finding("pso", "a triple of a merged entity");
  if ((why & support::kMerged) == 0) return;
  bool said = false;
  canonical_.each_preimage(
      triple, [&](const Triple& other) { said = said || is_said_of_merged(other); });
  if (!said) finding("pso", "a triple that is said of no merged entity");
}

}  // namespace vouch::storage
