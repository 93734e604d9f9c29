#include "storage/builtin_catalog.hpp"

#include <array>
#include <string_view>

#include "base/invariant.hpp"
#include "storage/well_known.hpp"

namespace vouch::storage {
namespace {

namespace known = well_known;

struct KindRow {
  TermId id;
  std::string_view meaning;
};
constexpr std::array kKinds{
    KindRow{known::kKindAny, "anything"},
    KindRow{known::kKindClaim, "a statement somebody made"},
    KindRow{known::kKindSource, "a document or data set that claims come from"},
    KindRow{known::kKindDate, "a date, period or range of dates"},
    KindRow{known::kKindQuantity, "a number with a unit, perhaps bounded or approximate"},
    KindRow{known::kKindNumber, "a number without unit"},
    KindRow{known::kKindText, "a string"},
    KindRow{known::kKindBoolean, "true or false"},
};

struct RelationRow {
  TermId id;
  TermId domain;
  TermId range;
  std::string_view meaning;
};
constexpr std::array kRelations{
    RelationRow{known::kIsA, known::kKindAny, known::kKindAny,
                "the subject is of that kind or a kind below it"},
    RelationRow{known::kDeclaredKind, known::kKindAny, known::kKindAny,
                "the kind an entity was declared with"},
    RelationRow{known::kLabel, known::kKindAny, known::kKindText, "the first name of the subject"},
    RelationRow{known::kAlias, known::kKindAny, known::kKindText, "another name of the subject"},
    RelationRow{known::kMergedInto, known::kKindAny, known::kKindAny,
                "the subject is the same thing as the object"},
    RelationRow{known::kFormerId, known::kKindAny, known::kKindText,
                "the id that the subject had before it was renamed"},
    RelationRow{known::kSource, known::kKindClaim, known::kKindSource,
                "the document the claim comes from"},
    RelationRow{known::kLocator, known::kKindClaim, known::kKindText, "the place in the document"},
    RelationRow{known::kSpan, known::kKindClaim, known::kKindQuantity,
                "the bytes of the evidence in the document"},
    RelationRow{known::kQuote, known::kKindClaim, known::kKindText, "the sentence itself"},
    RelationRow{known::kSaidBy, known::kKindClaim, known::kKindAny, "who said it"},
    RelationRow{known::kCertainty, known::kKindClaim, known::kKindAny, "how sure the source is"},
    RelationRow{known::kPolarity, known::kKindClaim, known::kKindAny, "affirmed or denied"},
    RelationRow{known::kStatus, known::kKindClaim, known::kKindAny,
                "actual, planned, requested or forecast"},
    RelationRow{known::kSince, known::kKindClaim, known::kKindDate, "true from then on"},
    RelationRow{known::kUntil, known::kKindClaim, known::kKindDate, "true until then"},
    RelationRow{known::kDuring, known::kKindClaim, known::kKindDate, "true within that time"},
    RelationRow{known::kSaidOn, known::kKindClaim, known::kKindDate, "when it was said"},
    RelationRow{known::kKnown, known::kKindClaim, known::kKindDate, "when it became known"},
    RelationRow{known::kAlternative, known::kKindClaim, known::kKindAny,
                "shared by the branches of one A or B"},
    RelationRow{known::kQuantity, known::kKindClaim, known::kKindQuantity, "how much or how many"},
    RelationRow{known::kGraph, known::kKindClaim, known::kKindAny,
                "the RDF graph it was loaded from"},
    RelationRow{known::kRetracted, known::kKindClaim, known::kKindDate, "when it was retracted"},
    RelationRow{known::kRestored, known::kKindClaim, known::kKindDate,
                "when it was said again after a retraction"},
    RelationRow{known::kTitle, known::kKindSource, known::kKindText, "the title of a source"},
    RelationRow{known::kPublisher, known::kKindSource, known::kKindAny, "who published a source"},
    RelationRow{known::kPublished, known::kKindSource, known::kKindDate,
                "when a source was published"},
    RelationRow{known::kBasis, known::kKindSource, known::kKindText,
                "how the source's data are known"},
    RelationRow{known::kSha256, known::kKindSource, known::kKindText,
                "the checksum of a source's text"},
    RelationRow{known::kDocument, known::kKindSource, known::kKindAny, "the file of a source"},
    RelationRow{known::kUrl, known::kKindSource, known::kKindAny, "where a source is found"},
    RelationRow{known::kAuthor, known::kKindSource, known::kKindAny, "who wrote a source"},
    RelationRow{known::kLanguageField, known::kKindSource, known::kKindText,
                "the language of a source"},
    RelationRow{known::kCopyOf, known::kKindSource, known::kKindSource,
                "the source this one reprints"},
};

std::string name_of(TermId id) {
  const known::Entry* entry = known::find(id);
  invariant(entry != nullptr, "a built-in entry is a well-known term");
  return std::string(entry->name);
}

}  // namespace

Catalog builtin_catalog() {
  Catalog catalog;
  for (const KindRow& row : kKinds) {
    KindInfo info;
    info.id = row.id;
    info.name = name_of(row.id);
    info.meaning = row.meaning;
    info.builtin = true;
    catalog.kinds.push_back(std::move(info));
  }
  for (const RelationRow& row : kRelations) {
    RelationInfo info;
    info.id = row.id;
    info.name = name_of(row.id);
    info.domain = {row.domain};
    info.range = {row.range};
    info.meaning = row.meaning;
    info.builtin = true;
    catalog.relations.push_back(std::move(info));
  }
  return catalog;
}

}  // namespace vouch::storage
