#include "storage/well_known.hpp"

#include <algorithm>
#include <array>

namespace vouch::storage::well_known {
namespace {

// By id, for the binary search.
constexpr std::array kEntries{
    Entry{kIsA, "is_a", Role::bookkeeping},
    Entry{kDeclaredKind, "declared_kind", Role::bookkeeping},
    Entry{kLabel, "label", Role::bookkeeping},
    Entry{kAlias, "alias", Role::bookkeeping},
    Entry{kMergedInto, "merged_into", Role::bookkeeping},
    Entry{kFormerId, "former_id", Role::bookkeeping},
    Entry{kSource, "source", Role::qualifier},
    Entry{kLocator, "locator", Role::qualifier},
    Entry{kSpan, "span", Role::qualifier},
    Entry{kQuote, "quote", Role::qualifier},
    Entry{kSaidBy, "said_by", Role::qualifier},
    Entry{kCertainty, "certainty", Role::qualifier},
    Entry{kPolarity, "polarity", Role::qualifier},
    Entry{kStatus, "status", Role::qualifier},
    Entry{kSince, "since", Role::qualifier},
    Entry{kUntil, "until", Role::qualifier},
    Entry{kDuring, "during", Role::qualifier},
    Entry{kSaidOn, "said_on", Role::qualifier},
    Entry{kKnown, "known", Role::qualifier},
    Entry{kAlternative, "alternative", Role::qualifier},
    Entry{kQuantity, "quantity", Role::qualifier},
    Entry{kGraph, "graph", Role::qualifier},
    Entry{kRetracted, "retracted", Role::qualifier},
    Entry{kRestored, "restored", Role::qualifier},
    Entry{kTitle, "title", Role::field},
    Entry{kPublisher, "publisher", Role::field},
    Entry{kPublished, "published", Role::field},
    Entry{kBasis, "basis", Role::field},
    Entry{kSha256, "sha256", Role::field},
    Entry{kDocument, "document", Role::field},
    Entry{kUrl, "url", Role::field},
    Entry{kAuthor, "author", Role::field},
    Entry{kLanguageField, "language", Role::field},
    Entry{kCopyOf, "copy_of", Role::field},
    Entry{kKindAny, "any", Role::kind},
    Entry{kKindClaim, "claim", Role::kind},
    Entry{kKindSource, "source", Role::kind},
    Entry{kKindDate, "date", Role::kind},
    Entry{kKindQuantity, "quantity", Role::kind},
    Entry{kKindNumber, "number", Role::kind},
    Entry{kKindText, "text", Role::kind},
    Entry{kKindBoolean, "boolean", Role::kind},
    Entry{kSuspected, "suspected", Role::value},
    Entry{kOpinion, "opinion", Role::value},
    Entry{kEstimated, "estimated", Role::value},
    Entry{kReported, "reported", Role::value},
    Entry{kStated, "stated", Role::value},
    Entry{kConfirmed, "confirmed", Role::value},
    Entry{kAffirmed, "affirmed", Role::value},
    Entry{kDenied, "denied", Role::value},
    Entry{kActual, "actual", Role::value},
    Entry{kPlanned, "planned", Role::value},
    Entry{kRequested, "requested", Role::value},
    Entry{kForecast, "forecast", Role::value},
};
static_assert(std::ranges::is_sorted(kEntries, {}, &Entry::id));
static_assert(kEntries.back().id.payload() < kFirstFreeIri);

}  // namespace

const Entry* find(TermId id) {
  const auto* found = std::ranges::lower_bound(kEntries, id, {}, &Entry::id);
  return found != kEntries.end() && found->id == id ? found : nullptr;
}

const Entry* find(std::string_view name, Role role) {
  const auto* found = std::ranges::find_if(
      kEntries, [&](const Entry& entry) { return entry.role == role && entry.name == name; });
  return found != kEntries.end() ? found : nullptr;
}

}  // namespace vouch::storage::well_known
