// What the vocabulary says of patterns before they run: kinds of constants, classes of variables, and
// patterns that share nothing.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "engine/bind/binder_impl.hpp"
#include "parser/ast_print.hpp"
#include "storage/well_known.hpp"

namespace vouch::bind {

namespace known = storage::well_known;
using storage::IdTag;

namespace {

bool is_value_kind(TermId kind) { return kind >= known::kKindDate && kind <= known::kKindBoolean; }

bool has(const std::vector<TermId>& kinds, TermId kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

bool literal_fits(const ast::Term& term, const std::vector<TermId>& kinds) {
  if (has(kinds, known::kKindAny)) return true;
  if (const auto* number = std::get_if<ast::NumberLiteral>(&term)) {
    const bool date = (number->lower && number->lower->is_date) || (number->upper && number->upper->is_date);
    if (date) return has(kinds, known::kKindDate);
    return has(kinds, known::kKindQuantity) || has(kinds, known::kKindNumber) ||
           (number->unit.empty() && has(kinds, known::kKindDate));
  }
  if (std::holds_alternative<ast::StringLiteral>(term)) return has(kinds, known::kKindText);
  if (std::holds_alternative<ast::BooleanLiteral>(term)) return has(kinds, known::kKindBoolean);
  return true;
}

std::string kind_words(const storage::Catalog& catalog, const std::vector<TermId>& kinds) {
  std::vector<std::string> words;
  for (const TermId kind : kinds) {
    const auto* info = catalog.kind(kind);
    words.push_back(info == nullptr ? "?" : info->name);
  }
  return fmt::format("{}", fmt::join(words, " or "));
}

}  // namespace

void Binder::check_constant(const ast::Term& term, const std::vector<TermId>& kinds,
                            const storage::RelationInfo& info, bool subject, std::optional<TermId> id) {
  if (kinds.empty() || has(kinds, known::kKindAny)) return;
  const storage::Snapshot& snapshot = resolver_.snapshot();
  const storage::Catalog& catalog = snapshot.catalog();
  const char* side = subject ? "subject" : "object";
  if (!id) {
    if (literal_fits(term, kinds)) return;
    error(place_of(term), "E0301",
          fmt::format("the {} of `{}` is {}, not {}", side, info.name, kind_words(catalog, kinds),
                      ast::print(term)));
    return;
  }
  if (id->tag() != IdTag::iri || !std::holds_alternative<ast::Name>(term)) return;
  const bool only_values = std::all_of(kinds.begin(), kinds.end(), is_value_kind);
  const bool fits = std::any_of(kinds.begin(), kinds.end(), [&](TermId kind) {
    return kind == known::kKindSource ? catalog.is_source(*id)
                                      : snapshot.contains({*id, known::kIsA, kind});
  });
  if (fits || (has(kinds, known::kKindClaim) || id->payload() < known::kFirstFreeIri)) return;
  const TermId one[] = {*id, known::kDeclaredKind};
  if (!only_values && snapshot.count(storage::Order::spo, one, 1) == 0) return;  // of no declared kind
  Diagnostic d = warning_at(place_of(term), "W0404",
                            fmt::format("{} is no {}: `{}` cannot have it as its {}", ast::print(term),
                                        kind_words(catalog, kinds), info.name, side));
  if (only_values) {
    d.severity = Severity::error;
    d.code = "E0301";
  }
  const auto& others = subject ? info.range : info.domain;
  const bool swapped = std::any_of(others.begin(), others.end(), [&](TermId kind) {
    return snapshot.contains({*id, known::kIsA, kind});
  });
  if (swapped) d.notes.push_back(fmt::format("the other way round: ^{}", info.name));
  problems_.push_back(std::move(d));
}

void Binder::note_classes(const Relation& relation, const logical::Slot& subject,
                          const logical::Slot& object) {
  if (relation.info == nullptr) return;
  const auto note = [&](const logical::Slot& slot, const std::vector<TermId>& kinds) {
    if (!slot.is_variable() || kinds.empty() || has(kinds, known::kKindAny)) return;
    const auto all = [&](auto test) { return std::all_of(kinds.begin(), kinds.end(), test); };
    ValueClass found = ValueClass::unknown;
    if (all([](TermId k) { return k == known::kKindDate; })) found = ValueClass::date;
    if (all([](TermId k) { return k == known::kKindQuantity || k == known::kKindNumber; })) {
      found = ValueClass::number;
    }
    if (all([](TermId k) { return k == known::kKindText; })) found = ValueClass::text;
    if (all([](TermId k) { return k == known::kKindBoolean; })) found = ValueClass::boolean;
    if (all([](TermId k) { return !is_value_kind(k); })) found = ValueClass::entity;
    if (found != ValueClass::unknown) classes_.emplace(slot.variable, found);
  };
  note(subject, relation.info->domain);
  note(object, relation.info->range);
}

void Binder::check_connected(const Frame& frame, const std::vector<ast::Pattern>& patterns) {
  // Patterns that share no name, directly or through others, multiply.
  std::vector<std::set<std::string>> names;
  for (const ast::Pattern& p : patterns) {
    ast::Block one;
    one.clauses.push_back({ast::Match{{p}}, p.place});
    names.push_back(names_in(one));
  }
  std::vector<std::size_t> part(patterns.size());
  std::iota(part.begin(), part.end(), std::size_t{0});
  const auto root = [&](std::size_t i) {
    while (part[i] != i) i = part[i] = part[part[i]];
    return i;
  };
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t j = i + 1; j < names.size(); ++j) {
      const bool share = std::any_of(names[i].begin(), names[i].end(),
                                     [&](const auto& name) { return names[j].contains(name); });
      if (share) part[root(j)] = root(i);
    }
  }
  std::optional<std::size_t> first;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool joined = std::any_of(names[i].begin(), names[i].end(), [&](const auto& name) {
      const VisibleName* seen = frame.find(name);
      return seen != nullptr && (seen->outer || seen->place.begin < patterns.front().place.begin);
    });
    if (names[i].empty() || joined) continue;
    if (!first) {
      first = i;
    } else if (root(i) != root(*first)) {
      Diagnostic d = warning_at(patterns[i].place, "W0401", "two parts share no name: every row of one meets every row of the other");
      d.labels.push_back({patterns[*first].place, "the other part"});
      d.notes.emplace_back("give them a name in common, or ask two questions");
      problems_.push_back(std::move(d));
      return;
    }
  }
}

}  // namespace vouch::bind
