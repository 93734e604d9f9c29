#include "engine/evidence/citations.hpp"

#include <algorithm>
#include <utility>

#include "base/error.hpp"
#include "storage/well_known.hpp"

namespace vouch::evidence {

namespace well_known = storage::well_known;
using storage::ClaimRecord;
using storage::TermId;

namespace {

constexpr std::size_t kMostKept = 100'000;  // texts of claims

std::optional<std::pair<std::uint64_t, std::uint64_t>> span_of(const storage::Term& term) {
  const auto* span = term.as<storage::Quantity>();
  if (span == nullptr || !span->lower || !span->upper) return std::nullopt;
  const auto begin = span->lower->to_int64();
  const auto end = span->upper->to_int64();
  if (!begin || !end || *begin < 0 || *end < *begin) return std::nullopt;
  return std::pair(static_cast<std::uint64_t>(*begin), static_cast<std::uint64_t>(*end));
}

// Where nobody says when it became known, it is the time of loading.
bool is_load_time(const storage::Term& term, const ClaimRecord& record) {
  const auto* date = term.as<storage::Date>();
  return date != nullptr && date->begin() == record.loaded_at;
}

}  // namespace

std::shared_ptr<const Citation> Citations::of(TermId claim, bool whole) {
  const auto found = known_.find(claim);
  if (found != known_.end()) return found->second;
  if (known_.size() >= kMostKept) known_.clear();
  Citation out;
  if (whole) {
    out = made(claim);
  } else {
    out.claim = text(claim);
  }
  return known_.emplace(claim, std::make_shared<const Citation>(std::move(out))).first->second;
}

Citation Citations::made(TermId claim) {
  const std::optional<ClaimRecord> record = snapshot_.claim(claim);
  if (!record) throw CorruptionError("E0660", "the store is damaged: a claim that is listed is not there");
  Citation out;
  out.claim = record->name;
  out.subject = text(record->triple.subject);
  out.relation = text(record->triple.relation);
  out.object = text(record->triple.object);
  out.denied = record->denied;
  for (const auto& chain : record->said_by) {
    std::vector<std::string>& names = out.said_by.emplace_back();
    for (const TermId speaker : chain) names.push_back(text(speaker));
  }
  qualify(*record, out);
  return out;
}

void Citations::qualify(const ClaimRecord& record, Citation& out) {
  // In the order of the vocabulary: that of ids is another in each store.
  const auto& relations = snapshot_.catalog().relations;
  const auto rank = [&](const auto& one) {
    return std::find_if(relations.begin(), relations.end(),
                        [&](const auto& info) { return info.id == one.first; }) -
           relations.begin();
  };
  auto qualifiers = record.qualifiers;
  std::ranges::stable_sort(qualifiers, {}, rank);
  const bool during = std::any_of(qualifiers.begin(), qualifiers.end(), [](const auto& one) {
    return one.first == well_known::kDuring;
  });
  const auto append = [&](std::string& to, TermId value) {
    to += (to.empty() ? "" : ", ") + text(value);
  };
  for (const auto& [relation, value] : qualifiers) {
    if (relation == well_known::kSource) {
      append(out.source, value);
    } else if (relation == well_known::kLocator) {
      append(out.locator, value);
    } else if (relation == well_known::kSpan) {
      out.span = span_of(snapshot_.term(value));
    } else if (relation == well_known::kCertainty) {
      out.certainty = text(value);
    } else if (relation == well_known::kStatus) {
      out.status = text(value);
    } else if (relation == well_known::kKnown) {
      if (!is_load_time(snapshot_.term(value), record)) out.known = text(value);
    } else if (during && (relation == well_known::kSince || relation == well_known::kUntil)) {
      continue;  // the same, said again
    } else if (relation != well_known::kSaidBy && relation != well_known::kPolarity &&
               relation != well_known::kQuote) {
      out.qualifiers.emplace_back(text(relation), text(value));
    }
  }
}

}  // namespace vouch::evidence
