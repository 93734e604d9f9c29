// An entity gets another id.
#include <string>

#include <fmt/format.h>

#include "engine/load/changes.hpp"
#include "engine/load/workspace.hpp"
#include "storage/names.hpp"
#include "storage/rename.hpp"
#include "storage/said_plainly.hpp"
#include "storage/well_known.hpp"

namespace vouch::load {

namespace well_known = storage::well_known;

namespace {

std::optional<TermId> renamed(Workspace& work, const ast::Term& term) {
  const auto* name = std::get_if<ast::Name>(&term);
  if (name == nullptr) {
    work.error(ast::place_of(term), "E0315", "`rename` wants the id or label of an entity");
    return std::nullopt;
  }
  const auto id = work.entity(*name);
  if (!id) return std::nullopt;
  if (id->tag() == storage::IdTag::iri && well_known::find(*id) == nullptr) return id;
  work.error(name->place, "E0342",
             fmt::format("`{}` is {}", name->text,
                         id->tag() == storage::IdTag::claim
                             ? "a claim: what is said of it goes by its id"
                             : "no entity with an id of its own"));
  return std::nullopt;
}

bool is_free(Workspace& work, TermId entity, const DeclaredName& to, Span place) {
  const auto taken = work.view().find(Term(storage::Iri{to.iri}));
  if (taken == entity) {
    work.error(place, "E0342", fmt::format("`{}` is its id already", to.name));
    return false;
  }
  const auto claim = work.view().claim_named(to.name);
  const bool named_so = claim && work.view().display_name(*claim) == to.name;
  if (!taken && !named_so) return true;
  work.error(place, "E0342", fmt::format("`{}` is taken", to.name));
  if (!named_so) {
    work.problems().back().notes.push_back(fmt::format(
        "if both are one: merge {} into {};", work.display(entity), to.name));
  }
  return false;
}

// The id by which its claims are named stays known; ids between that and the new one are names.
void keep_former_id(Workspace& work, TermId entity, const std::string& former,
                    const std::string& now) {
  storage::Update& update = work.update();
  const auto text = [&](const std::string& id) { return update.intern(storage::text_term(id)); };
  const auto first = storage::objects_said(work.view(), entity, well_known::kFormerId);
  if (first.empty()) {
    update.add_triple({entity, well_known::kFormerId, text(former)});
  } else {
    update.add_triple({entity, well_known::kAlias, text(former)});
  }
  if (!first.empty() && first.front() == text(now))
    static_cast<void>(update.remove_triple({entity, well_known::kFormerId, first.front()}));
  update.add_name(NameSpace::entity, entity, former, false);
  update.add_words(entity, former);
}

}  // namespace

bool rename(Workspace& work, const ast::RenameStatement& statement) {
  work.renew();
  const auto entity = renamed(work, statement.what);
  const auto to = work.declared(statement.to, NameSpace::entity);
  if (!entity || !to || !is_free(work, *entity, *to, statement.to.place)) return false;
  const Term before = work.view().term(*entity);
  const std::string& iri = before.as<storage::Iri>()->text;
  const auto bare = storage::bare_id(work.vocabulary().base_iri(), iri);
  const std::string former = bare && bare->space == NameSpace::entity ? bare->id : iri;
  storage::give_iri(work.update(), *entity, to->iri);
  keep_former_id(work, *entity, former, to->bare ? to->name : to->iri);
  if (to->bare) {
    work.update().add_name(NameSpace::entity, *entity, to->name, false);
    work.update().add_words(*entity, to->name);
  }
  work.forget_names();
  return true;
}

}  // namespace vouch::load
