#include "engine/load/fact_writer.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

namespace vouch::load {

namespace {

// The id a fact gives itself, if it does.
const std::string* own_id(const ast::Fact& fact) {
  for (const ast::Qualifier& qualifier : fact.qualifiers) {
    if (qualifier.name.form != ast::NameForm::id || qualifier.name.text != "id") continue;
    const auto* values = std::get_if<ast::QualifierValues>(&qualifier.test);
    if (values == nullptr || values->alternatives.empty()) continue;
    if (values->alternatives.front().empty()) continue;
    const ast::Term& term = values->alternatives.front().front();
    if (const auto* name = std::get_if<ast::Name>(&term)) return &name->text;
    if (const auto* text = std::get_if<ast::StringLiteral>(&term)) return &text->text;
  }
  return nullptr;
}

using Ids = std::unordered_map<TermId, TermId>;

// Puts the real ids of claims where promised ones stand. False: one is not known yet.
bool redeem(BuiltClaim& built, const Ids& promised, const Ids& real) {
  bool all = true;
  const auto swap = [&](TermId& id) {
    if (!promised.contains(id)) return;
    const auto found = real.find(id);
    all = all && found != real.end();
    if (found != real.end()) id = found->second;
  };
  swap(built.claim.triple.subject);
  swap(built.claim.triple.object);
  for (auto& [relation, value] : built.claim.qualifiers) swap(value);
  for (auto& chain : built.claim.said_by) {
    for (TermId& link : chain) swap(link);
  }
  return all;
}

}  // namespace

bool FactWriter::set_defaults(const std::vector<ast::Qualifier>& qualifiers) {
  defaults_.clear();
  return builder_.share(qualifiers, defaults_);
}

std::optional<SharedQualifiers> FactWriter::shared(const std::vector<ast::Qualifier>& qualifiers) {
  SharedQualifiers out;
  if (!builder_.share(qualifiers, out)) return std::nullopt;
  const std::size_t own = out.size();
  for (const ResolvedQualifier& qualifier : defaults_) {
    const bool replaced = std::any_of(
        out.begin(), out.begin() + static_cast<std::ptrdiff_t>(own),
        [&](const ResolvedQualifier& mine) { return mine.relation == qualifier.relation; });
    if (!replaced) out.push_back(qualifier);
  }
  return out;
}

bool FactWriter::claim(const ast::ClaimStatement& statement) {
  return facts(std::span(&statement.fact, 1), defaults_);
}

bool FactWriter::claims(const ast::ClaimsStatement& statement) {
  const std::optional<SharedQualifiers> qualifiers = shared(statement.shared);
  return qualifiers && facts(statement.facts, *qualifiers);
}

bool FactWriter::facts(std::span<const ast::Fact> facts, const SharedQualifiers& shared) {
  counts_.claims_seen += facts.size();
  work_.forget_promises();
  for (const ast::Fact& fact : facts) {
    const std::string* id = own_id(fact);
    if (id != nullptr && !work_.claim_named(*id)) static_cast<void>(work_.promise_claim(*id));
  }
  std::vector<BuiltClaim> built;
  built.reserve(facts.size());
  bool good = true;
  for (const ast::Fact& fact : facts) {
    std::optional<BuiltClaim> one = builder_.build(fact, shared);
    good = one && verify(*one) && good;
    if (one) built.push_back(std::move(*one));
  }
  if (!good || !ids_free(built)) return false;
  if (!check_only_) return add_all(built);
  for (const BuiltClaim& one : built) {  // so that others may name it
    if (!one.claim.name.empty()) {
      work_.remember_claim(work_.promise_claim(one.claim.name), one.claim);
    }
  }
  return true;
}

// No id that is given here belongs to another claim, in the store or in this statement.
bool FactWriter::ids_free(const std::vector<BuiltClaim>& built) {
  std::unordered_set<std::string> given;
  for (const BuiltClaim& one : built) {
    const std::string& name = one.claim.name;
    if (name.empty()) continue;
    const std::optional<bool> same = work_.same_as_named(one.claim);
    if ((same && !*same) || !given.insert(name).second) {
      work_.error(one.place, "E0316", fmt::format("`{}` is the id of another claim", name));
      return false;
    }
  }
  return true;
}

// Once for each source.
void FactWriter::warn_if_changed(const BuiltClaim& built) {
  const SourceFacts& source = work_.source_facts(built.source);
  if (source.sha256.empty() || source.document.empty()) return;
  if (!told_of_.insert(built.source).second || !documents_.named(source.document)) return;
  work_.warn(built.span_place, "W0408",
             fmt::format("{} is another text than the document of `{}`, by its sha256: spans of it "
                         "are not verified",
                         source.document, work_.display(built.source)));
}

bool FactWriter::verify(const BuiltClaim& built) {
  if (!built.span || documents_.empty() || !built.source.bound()) return true;
  const std::string& sum = work_.source_facts(built.source).sha256;
  const std::string* text = sum.empty() ? nullptr : documents_.text(sum);
  if (text == nullptr) {
    ++counts_.spans_without_document;
    warn_if_changed(built);
    return true;
  }
  ++counts_.spans_verified;
  const auto problem = span_problem(*text, built.span->first, built.span->second);
  if (problem) work_.error(built.span_place, "E0319", *problem);
  return !problem;
}

// What a file retracts stays retracted, wherever in the file it is said.
void FactWriter::count(const AddedClaim& added) {
  if (added.what != Added::fresh) return;
  if (added.id && retracted_.contains(*added.id)) {
    static_cast<void>(work_.update().retract_claim_now(*added.id));
  } else {
    ++counts_.claims_added;
  }
}

bool FactWriter::add_all(std::vector<BuiltClaim>& built) {
  Ids promised;
  for (const BuiltClaim& one : built) {
    if (one.claim.name.empty() || work_.claim_named(one.claim.name)) continue;
    const TermId id = work_.promise_claim(one.claim.name);
    promised.emplace(id, id);
  }
  Ids real;
  std::vector<BuiltClaim*> waiting;
  for (BuiltClaim& one : built) waiting.push_back(&one);
  bool good = true;
  while (!waiting.empty()) {
    std::vector<BuiltClaim*> later;
    for (BuiltClaim* one : waiting) {
      if (!promised.empty() && !redeem(*one, promised, real)) {
        later.push_back(one);
        continue;
      }
      const AddedClaim added = builder_.add(*one);
      good = good && added.what != Added::refused;
      count(added);
      if (one->claim.name.empty() || promised.empty()) continue;
      // A claim that is refused ends the statement; its promise must not keep the others waiting.
      real.emplace(work_.promise_claim(one->claim.name), added.id.value_or(TermId{}));
    }
    if (later.size() == waiting.size()) {
      work_.error(later.front()->place, "E0316", "these claims are about each other");
      return false;
    }
    waiting = std::move(later);
  }
  work_.forget_promises();
  return good;
}

bool FactWriter::retract(const ast::RetractStatement& statement, Repeated repeated) {
  if (check_only_) return true;  // what it names may not have been written
  const auto retracted = load::retract(work_, statement, repeated, retracted_);
  counts_.claims_retracted += retracted.value_or(0);
  return retracted.has_value();
}

bool FactWriter::merge(const ast::MergeStatement& statement, Span place, Repeated repeated) {
  const std::optional<MergedEnds> ends = merged_ends(work_, statement);
  if (!ends) return false;
  if (statement.undo) {
    if (check_only_) return true;
    const auto retracted = unmerge(work_, *ends, statement, place, repeated);
    counts_.claims_retracted += retracted.value_or(0);
    return retracted.has_value();
  }
  ++counts_.claims_seen;
  work_.forget_promises();
  std::optional<BuiltClaim> one =
      builder_.build_merge(ends->entity, ends->into, statement.qualifiers, defaults_, place);
  if (!one || !verify(*one) || !may_be_one(work_, *ends, *one)) return false;
  std::vector<BuiltClaim> built{std::move(*one)};
  if (!ids_free(built)) return false;
  return check_only_ || add_all(built);
}

}  // namespace vouch::load
