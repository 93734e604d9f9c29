// Which entities may be merged, and merges taken back.
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/load/changes.hpp"
#include "engine/load/retraction.hpp"
#include "storage/merges.hpp"
#include "storage/well_known.hpp"

namespace vouch::load {

namespace well_known = storage::well_known;

namespace {

std::optional<TermId> end_of(Workspace& work, const ast::Term& term) {
  const auto* name = std::get_if<ast::Name>(&term);
  if (name == nullptr) {
    work.error(ast::place_of(term), "E0315", "a merge is of two entities, by their names");
    return std::nullopt;
  }
  const auto id = work.entity(*name);
  if (!id) return std::nullopt;
  const bool entity = id->tag() == storage::IdTag::iri || id->tag() == storage::IdTag::blank;
  if (!entity || well_known::find(*id) != nullptr) {
    work.error(name->place, "E0341", fmt::format("`{}` is no entity", name->text));
    return std::nullopt;
  }
  if (work.is_source(*id)) {
    work.error(name->place, "E0341",
               fmt::format("`{}` is a source: what two documents say stays apart; a reprint is "
                           "`copy_of` the other",
                           name->text));
    return std::nullopt;
  }
  return id;
}

// Without those that say nothing.
std::vector<TermId> kinds_of(Workspace& work, TermId entity) {
  std::vector<TermId> kinds = work.kind_set(work.kinds_of(entity));
  std::erase(kinds, well_known::kKindAny);
  return kinds;
}

std::string listed(Workspace& work, const std::vector<TermId>& kinds) {
  std::string out;
  for (const TermId kind : kinds)
    out += (out.empty() ? "" : ", ") + work.vocabulary().kind_name(kind);
  return out;
}

bool kinds_agree(Workspace& work, const MergedEnds& ends) {
  const std::vector<TermId> one = kinds_of(work, ends.entity);
  const std::vector<TermId> other = kinds_of(work, ends.into);
  const bool shared = std::ranges::any_of(one, [&](TermId kind) {
    return std::ranges::find(other, kind) != other.end();
  });
  if (one.empty() || other.empty() || shared) return true;
  work.error(ends.entity_place, "E0341",
             fmt::format("`{}` is of another kind ({}) than `{}` ({})", work.display(ends.entity),
                         listed(work, one), work.display(ends.into), listed(work, other)));
  return false;
}

}  // namespace

std::optional<MergedEnds> merged_ends(Workspace& work, const ast::MergeStatement& statement) {
  const auto entity = end_of(work, statement.what);
  const auto into = end_of(work, statement.into);
  if (!entity || !into) return std::nullopt;
  MergedEnds ends{*entity, *into, ast::place_of(statement.what), ast::place_of(statement.into)};
  if (ends.entity != ends.into) return ends;
  work.error(ends.into_place, "E0341",
             fmt::format("`{}` is one already: these are two names of it",
                         work.display(ends.entity)));
  return std::nullopt;
}

bool may_be_one(Workspace& work, const MergedEnds& ends, const BuiltClaim& claim) {
  if (claim.claim.denied) {
    work.error(claim.place, "E0315", "that two are not one is said by `unmerge`");
    return false;
  }
  if (!kinds_agree(work, ends)) return false;
  const bool retracted = claim.claim.retracted_at.size() > claim.claim.restored_at.size();
  if (retracted) return true;  // it is history only
  const auto name = [&](TermId id) { return work.display(id); };
  const auto chain = storage::merge_chain(work.update(), ends.into, ends.entity);
  if (!chain.empty()) {
    std::string links;
    for (const TermId id : chain) links += (links.empty() ? "" : " → ") + name(id);
    work.error(ends.into_place, "E0341",
               fmt::format("the merges would lead back to where they began: {} → {}", links,
                           name(ends.into)));
    work.problems().back().notes.push_back(
        fmt::format("take one back first: unmerge {} from {};", name(chain[0]), name(chain[1])));
    return false;
  }
  bool believed = !claim.claim.alternative;
  for (const auto& [qualifier, value] : claim.claim.qualifiers) {
    if (qualifier == well_known::kCertainty) believed = believed && value >= well_known::kStated;
  }
  const auto target = storage::merge_target(work.update(), ends.entity);
  if (!believed || !target || *target == ends.into) return true;
  work.error(ends.entity_place, "E0341",
             fmt::format("`{}` is merged into `{}` already", name(ends.entity), name(*target)));
  work.problems().back().notes.push_back(
      fmt::format("merge {} into {}; or: unmerge {} from {};", name(*target), name(ends.into),
                  name(ends.entity), name(*target)));
  return false;
}

std::optional<std::uint64_t> unmerge(Workspace& work, const MergedEnds& ends,
                                     const ast::MergeStatement& statement, Span place,
                                     Repeated repeated) {
  const RetractedAt when = retraction_time(work, statement.qualifiers);
  if (!when.good) return std::nullopt;
  work.renew();
  std::vector<TermId> claims;
  bool before = false;  // once it was, and was taken back
  std::string others;
  for (const storage::MergeClaim& merge : storage::merge_claims(work.view())) {
    if (merge.from != ends.entity) continue;
    if (merge.into == ends.into) {
      before = true;
      if (!merge.retracted) claims.push_back(merge.claim);
    } else if (!merge.retracted) {
      others += (others.empty() ? "`" : ", `") + work.display(merge.into) + "`";
    }
  }
  if (claims.empty() && !(before && repeated == Repeated::pass_over)) {
    work.error(place, "E0340",
               fmt::format("`{}` is not merged into `{}`{}{}", work.display(ends.entity),
                           work.display(ends.into), others.empty() ? "" : " but into ", others));
    return std::nullopt;
  }
  return retract_all(work, claims, when);
}

}  // namespace vouch::load
