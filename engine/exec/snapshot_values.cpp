#include "engine/exec/snapshot_values.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "storage/merges.hpp"
#include "storage/well_known.hpp"

namespace vouch::exec {

namespace wk = storage::well_known;

namespace {

struct FieldRelation {
  TermId id;
  bool inverse = false;
};

std::optional<FieldRelation> relation_named(const storage::Catalog& catalog,
                                            std::string_view name) {
  if (const storage::RelationInfo* info = catalog.relation(name)) {
    if (info->inverse_of.bound()) return FieldRelation{info->inverse_of, true};
    return FieldRelation{info->id, false};
  }
  for (const wk::Role role : {wk::Role::qualifier, wk::Role::field, wk::Role::bookkeeping}) {
    if (const wk::Entry* entry = wk::find(name, role)) return FieldRelation{entry->id, false};
  }
  return std::nullopt;
}

}  // namespace

SnapshotValues::SnapshotValues(Terms& terms, storage::Date today)
    : terms_(terms),
      snapshot_(terms.snapshot()),
      forward_(snapshot_, storage::Order::spo),
      backward_(snapshot_, storage::Order::pos),
      today_(today),
      base_(snapshot_.catalog().base) {
  for (std::uint64_t i = wk::kSuspected.payload(); i <= wk::kConfirmed.payload(); ++i) {
    const Term term = snapshot_.term(wk::iri(i));
    if (const auto* iri = term.as<storage::Iri>()) certainties_.push_back(iri->text);
  }
}

std::optional<TermId> SnapshotValues::stored(const Term& term) const {
  if (!term.bound() || term.as<storage::List>() != nullptr) return std::nullopt;
  return snapshot_.find(term);
}

std::vector<Term> SnapshotValues::values(TermId subject, TermId relation, bool inverse) {
  std::vector<Term> found;
  std::array<TermId, 16> ids;
  storage::TripleCursor& cursor = inverse ? backward_ : forward_;
  const std::array<TermId, 2> prefix =
      inverse ? std::array<TermId, 2>{relation, subject} : std::array<TermId, 2>{subject, relation};
  cursor.open(prefix);
  for (;;) {
    const std::size_t count = cursor.next(nullptr, nullptr, ids.data(), ids.size());
    if (count == 0) return found;
    for (std::size_t i = 0; i < count; ++i) found.push_back(terms_.decode(ids[i]));
  }
}

std::string SnapshotValues::label(const Term& entity) {
  const std::optional<TermId> id = stored(entity);
  if (!id) return {};
  const std::vector<Term> labels = values(*id, wk::kLabel, false);
  if (labels.empty()) return {};
  const auto* text = labels.front().as<storage::Text>();
  return text == nullptr ? std::string{} : text->text;
}

std::string SnapshotValues::id_text(const Term& entity) {
  const auto* iri = entity.as<storage::Iri>();
  if (iri != nullptr) {  // the most asked, and asked of nobody else
    if (auto bare = storage::bare_id(base_, iri->text)) return std::move(bare->id);
  }
  if (const std::optional<TermId> id = stored(entity)) return snapshot_.display_name(*id);
  return iri == nullptr ? std::string{} : "<" + iri->text + ">";
}

std::vector<Term> SnapshotValues::kinds(const Term& entity) {
  const std::optional<TermId> id = stored(entity);
  if (!id) return {};
  return values(*id, wk::kDeclaredKind, false);
}

bool SnapshotValues::is_a(const Term& entity, const Term& kind) {
  const std::optional<TermId> id = stored(entity);
  const std::optional<TermId> kind_id = stored(kind);
  return id && kind_id && snapshot_.contains({*id, wk::kIsA, *kind_id});
}

Term SnapshotValues::field(const Term& subject, std::string_view name) {
  const std::optional<TermId> id = stored(subject);
  const std::optional<FieldRelation> relation = relation_named(snapshot_.catalog(), name);
  if (!id || !relation) return {};
  std::vector<Term> found = values(*id, relation->id, relation->inverse);
  if (found.empty()) return {};
  if (found.size() == 1) return std::move(found.front());
  std::sort(found.begin(), found.end(),
            [this](const Term& a, const Term& b) { return expr::total_order(a, b, *this) < 0; });
  return Term(storage::List{std::move(found)});
}

std::vector<std::vector<Term>> SnapshotValues::said_by(const Term& claim) {
  const std::optional<TermId> id = stored(claim);
  if (!id || id->tag() != storage::IdTag::claim) return {};
  const std::optional<storage::ClaimRecord> record = snapshot_.claim(*id);
  if (!record) return {};
  std::vector<std::vector<Term>> chains;
  for (const std::vector<TermId>& chain : record->said_by) {
    std::vector<Term>& speakers = chains.emplace_back();
    for (const TermId speaker : chain)
      speakers.push_back(terms_.decode(storage::canonical(snapshot_, speaker)));
  }
  return chains;
}

std::optional<std::uint64_t> SnapshotValues::rank(const Term& entity) {
  const auto* iri = entity.as<storage::Iri>();
  if (iri == nullptr) return std::nullopt;
  const auto found = std::find(certainties_.begin(), certainties_.end(), iri->text);
  if (found == certainties_.end()) return std::nullopt;
  return static_cast<std::uint64_t>(found - certainties_.begin());
}

}  // namespace vouch::exec
