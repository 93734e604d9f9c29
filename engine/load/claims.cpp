#include "engine/load/claims.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/expr/units.hpp"
#include "storage/well_known.hpp"

namespace vouch::load {

namespace well_known = storage::well_known;

namespace {

constexpr TermId kIdQualifier = storage::TermId(storage::IdTag::local, 1);  // `id` is no relation

bool contains(const std::vector<TermId>& ids, TermId id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// Where a year is meant as a date.
bool wants_date(TermId relation, const RelationInfo* info) {
  if (relation == well_known::kSince || relation == well_known::kUntil ||
      relation == well_known::kDuring || relation == well_known::kSaidOn ||
      relation == well_known::kKnown || relation == well_known::kRetracted ||
      relation == well_known::kRestored) {
    return true;
  }
  return info != nullptr && contains(info->range, well_known::kKindDate) &&
         !contains(info->range, well_known::kKindNumber) &&
         !contains(info->range, well_known::kKindAny);
}

// The value kinds a term belongs to; nothing for entities.
std::vector<TermId> value_kinds(const Term& term) {
  if (term.as<bool>() != nullptr) return {well_known::kKindBoolean};
  if (term.as<storage::Date>() != nullptr) return {well_known::kKindDate};
  if (term.as<storage::Text>() != nullptr) return {well_known::kKindText};
  if (term.as<storage::ClaimRef>() != nullptr) return {well_known::kKindClaim};
  if (const auto* quantity = term.as<storage::Quantity>()) {
    if (quantity->bare()) return {well_known::kKindNumber, well_known::kKindQuantity};
    return {well_known::kKindQuantity};
  }
  return {};
}

std::string listed(const Vocabulary& vocabulary, const std::vector<TermId>& kinds) {
  std::string out;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (i > 0) out += i + 1 == kinds.size() ? " or " : ", ";
    out += vocabulary.kind_name(kinds[i]);
  }
  return out;
}

// The most special of an entity's kinds: those that stand above no other of them.
std::vector<TermId> own_kinds(const Vocabulary& vocabulary, const std::vector<TermId>& all) {
  std::vector<TermId> out;
  for (const TermId kind : all) {
    const bool above_another = std::any_of(all.begin(), all.end(), [&](TermId other) {
      return other != kind && contains(vocabulary.super_kinds(other), kind);
    });
    if (!above_another && kind != well_known::kKindAny) out.push_back(kind);
  }
  return out;
}

// 2817..2853, bare and exact.
std::optional<std::pair<std::uint64_t, std::uint64_t>> byte_span(const Term& term) {
  const auto* quantity = term.as<storage::Quantity>();
  if (quantity == nullptr || !quantity->bare() || quantity->approximate || !quantity->lower ||
      !quantity->upper) {
    return std::nullopt;
  }
  const std::optional<std::int64_t> begin = quantity->lower->to_int64();
  const std::optional<std::int64_t> end = quantity->upper->to_int64();
  if (!begin || !end || *begin < 0 || *begin >= *end) return std::nullopt;
  return std::pair(static_cast<std::uint64_t>(*begin), static_cast<std::uint64_t>(*end));
}

// Are claims something the relation can say anything about?
bool about_claims(const RelationInfo& relation) {
  return relation.domain.empty() || contains(relation.domain, well_known::kKindClaim) ||
         contains(relation.domain, well_known::kKindAny);
}

bool is_word(const ast::Term& term, std::string_view word) {
  const auto* name = std::get_if<ast::Name>(&term);
  return name != nullptr && name->form == ast::NameForm::id && name->text == word;
}

}  // namespace

// What is gathered from the qualifiers of one claim before it is put together.
struct ClaimBuilder::Parts {
  std::vector<ResolvedQualifier> qualifiers;
  Span place;
  std::optional<storage::Date> since;
  std::optional<storage::Date> until;
  Span since_place;
  bool certainty = false;
  bool status = false;
  bool known = false;
};

// ------------------------------------------------------------------------------------- qualifiers

bool ClaimBuilder::share(const std::vector<ast::Qualifier>& qualifiers,
                         std::vector<ResolvedQualifier>& out) {
  bool good = true;
  for (const ast::Qualifier& qualifier : qualifiers) {
    ResolvedQualifier resolved;
    if (resolve(qualifier, resolved)) {
      out.push_back(std::move(resolved));
    } else {
      good = false;
    }
  }
  return good;
}

bool ClaimBuilder::resolve(const ast::Qualifier& qualifier, ResolvedQualifier& out) {
  out.place = qualifier.place;
  const auto* values = std::get_if<ast::QualifierValues>(&qualifier.test);
  if (values == nullptr || values->alternatives.size() != 1) {
    work_.error(
        qualifier.place, "E0315",
        fmt::format("a claim states one value for `{}`; comparisons and `|` belong to questions",
                    qualifier.name.text));
    return false;
  }
  const std::vector<ast::Term>& links = values->alternatives.front();
  if (qualifier.name.form == ast::NameForm::id && qualifier.name.text == "id") {
    out.relation = kIdQualifier;
  } else if (const auto relation = work_.qualifier(qualifier.name)) {
    out.relation = *relation;
    const RelationInfo* info = work_.vocabulary().relation(*relation);
    if (info != nullptr && !about_claims(*info)) {
      work_.error(qualifier.name.place, "E0301",
                  fmt::format("`{}` is about {}; a qualifier is about a claim", info->name,
                              listed(work_.vocabulary(), info->domain)));
      return false;
    }
  } else {
    return false;
  }
  if (links.size() == 1 && is_word(links.front(), "none")) return true;
  if (links.size() > 1 && out.relation != well_known::kSaidBy) {
    work_.error(qualifier.place, "E0315",
                fmt::format("only `said_by` takes a chain, not `{}`", qualifier.name.text));
    return false;
  }
  for (const ast::Term& link : links) {
    const std::optional<TermId> value = qualifier_value(out.relation, link, out.term);
    if (!value) return false;
    out.values.push_back(*value);
  }
  return true;
}

std::optional<TermId> ClaimBuilder::word_value(TermId relation, const ast::Name& name) {
  if (const auto value = work_.special_value(relation, name)) return value;
  const bool certainty = relation == well_known::kCertainty;
  const std::vector<std::string> words =
      certainty ? std::vector<std::string>{"suspected", "opinion", "estimated",
                                           "reported",  "stated",  "confirmed"}
      : relation == well_known::kStatus
          ? std::vector<std::string>{"actual", "planned", "requested", "forecast"}
          : std::vector<std::string>{"affirmed", "denied"};
  work_.error_near(name.place, "E0317",
                   fmt::format("no {} `{}`",
                               certainty                         ? "certainty"
                               : relation == well_known::kStatus ? "status"
                                                                 : "polarity",
                               name.text),
                   name.text, words);
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
  work_.problems().back().notes.push_back("there are: " + all);
  return std::nullopt;
}

// Labels of the writer's own: `alternative alt_1`, `id c_7`.
std::optional<TermId> ClaimBuilder::own_label(const ast::Term& term, Term& value) {
  const auto* name = std::get_if<ast::Name>(&term);
  const auto* text = std::get_if<ast::StringLiteral>(&term);
  if (name != nullptr && name->form == ast::NameForm::id) {
    value = storage::text_term(name->text);
  } else if (text != nullptr) {
    value = storage::text_term(text->text);
  } else {
    work_.error(ast::place_of(term), "E0315", "a word or text is wanted here");
    return std::nullopt;
  }
  return work_.update().intern(value);
}

std::optional<TermId> ClaimBuilder::qualifier_value(TermId relation, const ast::Term& term,
                                                    Term& value) {
  const auto* name = std::get_if<ast::Name>(&term);
  if (relation == well_known::kCertainty || relation == well_known::kStatus ||
      relation == well_known::kPolarity) {
    if (name != nullptr) return word_value(relation, *name);
    work_.error(ast::place_of(term), "E0317", "one of the words for it is wanted here");
    return std::nullopt;
  }
  if (relation == well_known::kAlternative || relation == kIdQualifier)
    return own_label(term, value);
  const RelationInfo* info = work_.vocabulary().relation(relation);
  if (info == nullptr) {
    work_.error(ast::place_of(term), "E0209", "the relation of this qualifier is not declared");
    return std::nullopt;
  }
  const std::optional<TermId> id = end_of(term, *info, true, value);
  if (id && relation == well_known::kSource && !work_.is_source(*id)) {
    work_.error(
        ast::place_of(term), "E0318",
        fmt::format("`{0}` is no source; declare it: source {0} {{ … }};", work_.display(*id)));
    return std::nullopt;
  }
  return id;
}

// ------------------------------------------------------------------------------------------- ends

bool ClaimBuilder::fits(TermId id, const Term* value, const RelationInfo& relation, bool object,
                        Span place) {
  const std::vector<TermId>& wanted = object ? relation.range : relation.domain;
  if (wanted.empty() || contains(wanted, well_known::kKindAny)) return true;
  const std::vector<TermId> kinds = value != nullptr ? value_kinds(*value) : std::vector<TermId>{};
  bool good = false;
  std::vector<TermId> have;
  if (!kinds.empty()) {
    good = std::any_of(kinds.begin(), kinds.end(),
                       [&](TermId kind) { return contains(wanted, kind); });
    have = {kinds.front()};
  } else {
    const std::uint32_t set = work_.kinds_of(id);
    const std::uint64_t key = (relation.id.payload() << 33U) | (std::uint64_t{object} << 32U) | set;
    const auto memo = fits_.find(key);
    if (memo != fits_.end() && memo->second) return true;
    const std::vector<TermId>& all = work_.kind_set(set);
    good = std::any_of(all.begin(), all.end(), [&](TermId kind) { return contains(wanted, kind); });
    fits_[key] = good;
    have = own_kinds(work_.vocabulary(), all);
  }
  if (good) return true;
  const std::string what =
      value != nullptr && !kinds.empty()
          ? listed(work_.vocabulary(), have)
          : fmt::format("`{}` ({})", work_.display(id),
                        have.empty() ? "of no kind" : listed(work_.vocabulary(), have));
  work_.error(place, "E0301",
              fmt::format("`{}` wants {} as its {}, not {}", relation.name,
                          listed(work_.vocabulary(), wanted), object ? "object" : "subject", what));
  return false;
}

std::optional<TermId> ClaimBuilder::end_of(const ast::Term& term, const RelationInfo& relation,
                                           bool object, Term& value) {
  const Span place = ast::place_of(term);
  if (const auto* name = std::get_if<ast::Name>(&term)) {
    const std::optional<TermId> id = work_.entity(*name);
    if (!id || !fits(*id, nullptr, relation, object, place)) return std::nullopt;
    return id;
  }
  if (std::holds_alternative<ast::Variable>(term) || std::holds_alternative<ast::Anything>(term)) {
    work_.error(place, "E0315",
                "a claim names what it is about; variables and `_` belong to questions");
    return std::nullopt;
  }
  std::optional<Term> constant = work_.value(term);
  if (!constant) return std::nullopt;
  const bool entity =
      constant->as<storage::Iri>() != nullptr || constant->as<storage::ClaimRef>() != nullptr;
  if (!object && !entity) {
    work_.error(place, "E0301", "the subject of a claim is an entity");
    return std::nullopt;
  }
  if (object && wants_date(relation.id, &relation)) constant = expr::as_date(*constant);
  value = std::move(*constant);
  const TermId id = work_.update().intern(value);
  if (!fits(id, entity ? nullptr : &value, relation, object, place)) return std::nullopt;
  return id;
}

// --------------------------------------------------------------------------------------- the claim

std::optional<BuiltClaim> ClaimBuilder::build(const ast::Fact& fact,
                                              const std::vector<ResolvedQualifier>& shared) {
  BuiltClaim out;
  out.place = fact.place;
  const std::optional<TermId> relation_id = work_.relation(fact.relation);
  if (!relation_id) return std::nullopt;
  const RelationInfo* relation = work_.vocabulary().relation(*relation_id);
  const auto* entry = well_known::find(*relation_id);
  if (relation == nullptr || (entry != nullptr && entry->role == well_known::Role::bookkeeping)) {
    work_.error(fact.relation.place, "E0315",
                fmt::format("`{}` is the store's own; kinds and labels are declared: "
                            "entity x : kind \"label\";",
                            fact.relation.text));
    return std::nullopt;
  }
  const RelationInfo& info = *relation;
  Term value;
  const std::optional<TermId> subject = end_of(fact.subject, info, false, value);
  const std::optional<TermId> object = end_of(fact.object, info, true, value);
  Parts parts;
  parts.place = fact.place;
  const bool good = share(fact.qualifiers, parts.qualifiers);
  if (!subject || !object || !good) return std::nullopt;
  out.claim.triple = {*subject, info.id, *object};
  if (info.inverse_of.bound()) {
    if (object->tag() != storage::IdTag::iri && object->tag() != storage::IdTag::claim) {
      work_.error(ast::place_of(fact.object), "E0301", "the subject of a claim is an entity");
      return std::nullopt;
    }
    out.claim.triple = {*object, info.inverse_of, *subject};
  }
  out.claim.denied = fact.denied;
  if (!complete(parts, shared, out)) return std::nullopt;
  return out;
}

std::optional<BuiltClaim> ClaimBuilder::build_merge(TermId entity, TermId into,
                                                    const std::vector<ast::Qualifier>& qualifiers,
                                                    const std::vector<ResolvedQualifier>& shared,
                                                    Span place) {
  BuiltClaim out;
  out.place = place;
  out.claim.triple = {entity, well_known::kMergedInto, into};
  Parts parts;
  parts.place = place;
  if (!share(qualifiers, parts.qualifiers) || !complete(parts, shared, out)) return std::nullopt;
  return out;
}

bool ClaimBuilder::complete(Parts& parts, const std::vector<ResolvedQualifier>& shared,
                            BuiltClaim& out) {
  out.claim.loaded_at = work_.loaded_at();
  const std::size_t own = parts.qualifiers.size();
  for (const ResolvedQualifier& qualifier : shared) {
    const bool replaced = std::any_of(
        parts.qualifiers.begin(), parts.qualifiers.begin() + static_cast<std::ptrdiff_t>(own),
        [&](const ResolvedQualifier& mine) { return mine.relation == qualifier.relation; });
    if (replaced) continue;
    parts.qualifiers.push_back(qualifier);
    // What does not go together with it is this fact.
    parts.qualifiers.back().place = parts.place;
  }
  return assemble(parts, out);
}

bool ClaimBuilder::take(const ResolvedQualifier& qualifier, BuiltClaim& out, Parts& parts) {
  if (qualifier.values.empty()) return true;  // none
  const TermId relation = qualifier.relation;
  const TermId value = qualifier.values.front();
  auto& list = out.claim.qualifiers;
  if (relation == kIdQualifier) {
    if (const auto* text = qualifier.term.as<storage::Text>()) out.claim.name = text->text;
    return true;
  }
  if (relation == well_known::kSaidBy) {
    out.claim.said_by.push_back(qualifier.values);
    for (const TermId link : qualifier.values) list.emplace_back(relation, link);
    return true;
  }
  if (relation == well_known::kPolarity) {
    out.claim.denied = value == well_known::kDenied;
    return true;
  }
  if (relation == well_known::kRetracted) {
    out.claim.retracted_at.push_back(value);
    return true;
  }
  if (relation == well_known::kRestored) {
    out.claim.restored_at.push_back(value);
    return true;
  }
  list.emplace_back(relation, value);
  if (relation == well_known::kCertainty) parts.certainty = true;
  if (relation == well_known::kStatus) parts.status = true;
  if (relation == well_known::kKnown) parts.known = true;
  if (relation == well_known::kAlternative) out.claim.alternative = true;
  if (relation == well_known::kSource && !out.source.bound()) out.source = value;
  if (relation == well_known::kSpan) {
    out.span = byte_span(qualifier.term);
    out.span_place = qualifier.place;
    if (!out.span) {
      work_.error(qualifier.place, "E0314", "a span is two byte offsets, begin..end, begin first");
      return false;
    }
  }
  const bool about_time = relation == well_known::kSince || relation == well_known::kUntil ||
                          relation == well_known::kDuring;
  return !about_time || time(qualifier, out, parts);
}

// `during a..b` is kept as asked and also says since a, until b; open ends say nothing.
bool ClaimBuilder::time(const ResolvedQualifier& qualifier, BuiltClaim& out, Parts& parts) {
  const auto* date = qualifier.term.as<storage::Date>();
  if (date == nullptr) {
    work_.error(qualifier.place, "E0301", "a date is wanted here");
    return false;
  }
  parts.since_place = qualifier.place;
  if (qualifier.relation == well_known::kSince) parts.since = *date;
  if (qualifier.relation == well_known::kUntil) parts.until = *date;
  if (qualifier.relation != well_known::kDuring) return true;
  const auto end = [&](const std::optional<storage::Period>& period, TermId which,
                       std::optional<storage::Date>& keep) {
    if (!period) return;
    storage::Date one = storage::Date::single(*period);
    one.approximate = date->approximate;
    out.claim.qualifiers.emplace_back(which, work_.update().intern(Term(one)));
    keep = one;
  };
  end(date->from, well_known::kSince, parts.since);
  end(date->to, well_known::kUntil, parts.until);
  return true;
}

bool ClaimBuilder::times_in_order(const Parts& parts) {
  if (!parts.since || !parts.until || parts.since->begin() < parts.until->end()) return true;
  work_.error(parts.since_place, "E0314",
              fmt::format("begins {} after it ends {}", parts.since->to_string(),
                          parts.until->to_string()));
  return false;
}

bool ClaimBuilder::assemble(Parts& parts, BuiltClaim& out) {
  bool good = true;
  for (const ResolvedQualifier& qualifier : parts.qualifiers) {
    good = take(qualifier, out, parts) && good;
  }
  if (!good || !times_in_order(parts)) return false;
  auto& list = out.claim.qualifiers;
  if (!parts.certainty) list.emplace_back(well_known::kCertainty, well_known::kStated);
  if (!parts.status) list.emplace_back(well_known::kStatus, well_known::kActual);
  list.emplace_back(well_known::kPolarity,
                    out.claim.denied ? well_known::kDenied : well_known::kAffirmed);
  if (!parts.known) {
    TermId known;
    if (out.source.bound()) known = work_.source_facts(out.source).published;
    out.claim.known_from_load = !known.bound();
    list.emplace_back(well_known::kKnown, known.bound() ? known : work_.time_of_loading());
  }
  // One fact, however its qualifiers are ordered.
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  return true;
}

AddedClaim ClaimBuilder::add(const BuiltClaim& built) {
  const std::string& name = built.claim.name;
  if (!name.empty()) {
    const std::optional<bool> same = work_.same_as_named(built.claim);
    if (same && !*same) {
      work_.error(built.place, "E0316", fmt::format("`{}` is the id of another claim", name));
      return {};
    }
  }
  const std::optional<TermId> id = work_.update().add_claim(built.claim);
  if (!id) return {Added::known, name.empty() ? std::nullopt : work_.claim_named(name)};
  if (!name.empty()) work_.remember_claim(*id, built.claim);
  return {Added::fresh, id};
}

}  // namespace vouch::load
