#include "engine/load/changes.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

#include <fmt/format.h>

#include "engine/expr/units.hpp"
#include "engine/load/retraction.hpp"
#include "storage/claim_names.hpp"
#include "storage/claim_state.hpp"

namespace vouch::load {

namespace {

constexpr std::size_t kSuggestionsMost = 3;

// Claims of RDF are called as their reifiers were: `<https://…>`.
std::optional<std::string> name_of_claim(Workspace& work, const ast::Name& name) {
  if (name.form == ast::NameForm::id) return name.text;
  if (name.form == ast::NameForm::iri) return "<" + name.text + ">";
  const auto declared = work.declared(name, NameSpace::entity);
  if (!declared) return std::nullopt;
  return "<" + declared->iri + ">";
}

void no_claim(Workspace& work, const ast::Name& name, const std::string& wanted) {
  const auto several = storage::claim_names_from(work.view(), wanted, kSuggestionsMost + 1);
  Diagnostic problem =
      several.size() > 1
          ? error_at(name.place, "E0202", fmt::format("several claims begin with `{}`", wanted))
          : error_at(name.place, "E0201", fmt::format("no claim `{}`", wanted));
  problem.token = name.text;
  const auto near = several.empty()
                        ? storage::nearest_claim_names(work.view(), wanted, kSuggestionsMost)
                        : several;
  for (const std::string& one : near) problem.fixes.push_back({name.place, one, false, {}});
  if (several.empty() && !near.empty())
    problem.message += fmt::format("; did you mean `{}`?", near.front());
  if (several.empty() && work.entity(name)) {
    problem = error_at(name.place, "E0315", fmt::format("`{}` is no claim", name.text));
  } else if (several.empty()) {
    work.problems().pop_back();  // of the entity
  }
  work.problems().push_back(std::move(problem));
}

// The view may be older than what this update has written.
std::optional<TermId> claim_of(Workspace& work, const ast::Name& name) {
  const std::optional<std::string> wanted = name_of_claim(work, name);
  if (!wanted) return std::nullopt;
  auto claim = work.claim_named(*wanted);
  if (!claim) {
    work.renew();
    claim = work.claim_named(*wanted);
  }
  if (!claim) no_claim(work, name, *wanted);
  return claim;
}

bool is_retracted(Workspace& work, TermId claim) {
  auto state = storage::claim_state(work.view(), claim);
  if (!state) {
    work.renew();
    state = storage::claim_state(work.view(), claim);
  }
  return state && state->retracted;
}

}  // namespace

RetractedAt retraction_time(Workspace& work, const std::vector<ast::Qualifier>& qualifiers) {
  RetractedAt out;
  for (const ast::Qualifier& qualifier : qualifiers) {
    const auto* values = std::get_if<ast::QualifierValues>(&qualifier.test);
    const bool one = values != nullptr && values->alternatives.size() == 1 &&
                     values->alternatives.front().size() == 1;
    if (qualifier.name.text != "known" || !one || out.none || out.date.bound()) {
      work.error(qualifier.place, "E0315",
                 "a retraction states when it became known, once: (known 2025-06)");
      return {false, false, {}};
    }
    const ast::Term& term = values->alternatives.front().front();
    const auto* name = std::get_if<ast::Name>(&term);
    if (name != nullptr && name->form == ast::NameForm::id && name->text == "none") {
      out.none = true;
      continue;
    }
    const bool open = std::holds_alternative<ast::Variable>(term) ||
                      std::holds_alternative<ast::Anything>(term);
    if (open) work.error(ast::place_of(term), "E0301", "a date is wanted here");
    const std::optional<Term> value = open ? std::nullopt : work.value(term);
    if (!value) return {false, false, {}};
    const Term date = expr::as_date(*value);
    if (date.as<storage::Date>() == nullptr) {
      work.error(ast::place_of(term), "E0301", "a date is wanted here");
      return {false, false, {}};
    }
    out.date = work.update().intern(date);
  }
  return out;
}

std::uint64_t retract_all(Workspace& work, const std::vector<TermId>& claims,
                          const RetractedAt& when) {
  std::uint64_t retracted = 0;
  for (const TermId claim : claims) {
    storage::Update& update = work.update();
    const bool done = when.none            ? update.retract_claim(claim)
                      : when.date.bound() ? update.retract_claim(claim, when.date)
                                          : update.retract_claim_now(claim);
    retracted += done ? 1 : 0;
  }
  return retracted;
}

std::optional<std::uint64_t> retract(Workspace& work, const ast::RetractStatement& statement,
                                     Repeated repeated, std::unordered_set<TermId>& named) {
  if (statement.rules) {
    work.error(statement.names.empty() ? Span{} : Span(statement.names.front().place), "E0310",
               "rules are not supported yet");
    return std::nullopt;
  }
  const RetractedAt when = retraction_time(work, statement.qualifiers);
  std::vector<TermId> claims;
  bool good = when.good;
  for (const ast::Name& name : statement.names) {
    const std::optional<TermId> claim = claim_of(work, name);
    good = good && claim.has_value();
    if (!claim) continue;
    const bool twice = std::ranges::find(claims, *claim) != claims.end();
    if (repeated == Repeated::refuse && (twice || is_retracted(work, *claim))) {
      work.error(name.place, "E0340", fmt::format("`{}` is retracted already", name.text));
      good = false;
    }
    claims.push_back(*claim);
  }
  if (!good) return std::nullopt;
  named.insert(claims.begin(), claims.end());
  return retract_all(work, claims, when);
}

}  // namespace vouch::load
