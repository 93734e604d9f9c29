#include "engine/load/declarations.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/unicode.hpp"
#include "engine/expr/units.hpp"
#include "storage/names.hpp"
#include "storage/said_plainly.hpp"
#include "storage/well_known.hpp"

namespace vouch::load {

namespace well_known = storage::well_known;

namespace {

void add(std::vector<TermId>& ids, TermId id) {
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

// ------------------------------------------------------------------------------------------ kinds

// Would `kind` come to stand above itself?
bool makes_cycle(const Vocabulary& vocabulary, TermId kind, const std::vector<TermId>& under) {
  return std::any_of(under.begin(), under.end(), [&](TermId above) {
    const std::vector<TermId> all = vocabulary.super_kinds(above);
    return std::find(all.begin(), all.end(), kind) != all.end();
  });
}

}  // namespace

bool declare_prefix(Workspace& work, const ast::PrefixStatement& statement, Span place) {
  const std::string* old = work.vocabulary().prefix(statement.prefix);
  if (old != nullptr && *old == statement.iri) return true;
  if (old != nullptr) {
    work.error(place, "E0311",
               fmt::format("prefix `{}:` already stands for <{}>", statement.prefix, *old));
    return false;
  }
  work.vocabulary().put_prefix(statement.prefix, statement.iri);
  work.update().put_prefix(statement.prefix, statement.iri);
  return true;
}

bool declare_kind(Workspace& work, const ast::KindStatement& statement) {
  std::optional<DeclaredName> name = work.declared(statement.name, NameSpace::kind);
  if (!name) return false;
  const KindInfo* old = work.vocabulary().kind(name->name);
  if (old != nullptr && old->builtin) {
    if (statement.under.empty()) return true;
    work.error(statement.name.place, "E0311", fmt::format("`{}` is a built-in kind", name->name));
    return false;
  }
  KindInfo next = old != nullptr ? *old : KindInfo{};
  bool good = true;
  for (const ast::Name& above : statement.under) {
    const std::optional<TermId> id = work.kind(above);
    if (id) add(next.under, *id);
    good = good && id.has_value();
  }
  if (!good) return false;
  if (old != nullptr && makes_cycle(work.vocabulary(), next.id, next.under)) {
    work.error(statement.name.place, "E0312",
               fmt::format("kind `{}` would stand above itself", name->name));
    return false;
  }
  if (statement.meaning) next.meaning = statement.meaning->text;
  if (old != nullptr && old->under == next.under && old->meaning == next.meaning) return true;
  work.adopt(*name);
  next.id = name->id;
  next.name = name->name;
  if (old == nullptr) work.update().add_name(NameSpace::kind, next.id, next.name, true);
  work.update().put(next);
  work.vocabulary().put(std::move(next));
  return true;
}

// -------------------------------------------------------------------------------------- relations

namespace {

bool resolve_kinds(Workspace& work, const std::vector<ast::Name>& names, std::vector<TermId>& out) {
  bool good = true;
  for (const ast::Name& name : names) {
    const std::optional<TermId> id = work.kind(name);
    if (id) add(out, *id);
    good = good && id.has_value();
  }
  return good;
}

// Labels are resolved in any case.
bool knows_relation(Workspace& work, const ast::Name& name) {
  if (name.form == ast::NameForm::id) return work.vocabulary().relation(name.text) != nullptr;
  if (name.form == ast::NameForm::label) return true;
  const std::optional<DeclaredName> wanted = work.declared(name, NameSpace::relation);
  return !wanted || work.vocabulary().relation(wanted->name) != nullptr;
}

// Relations named beside this one. Two may name each other (`opposite`), so one of them comes too
// early: it is entered when the other says so.
bool resolve_relations(Workspace& work, const std::vector<ast::Name>& names, Missing missing,
                       std::vector<TermId>& out) {
  bool good = true;
  for (const ast::Name& name : names) {
    const bool unknown = missing != Missing::refuse && !knows_relation(work, name);
    if (unknown) {
      if (missing == Missing::warn) {
        work.warn(name.place, "W0405",
                  fmt::format("`{}` is not declared yet: left out", name.text));
      }
      continue;
    }
    const std::optional<TermId> id = work.relation(name);
    if (id) add(out, *id);
    good = good && id.has_value();
  }
  return good;
}

bool has_claims(Workspace& work, TermId relation) {
  const std::array<TermId, 1> prefix = {relation};
  work.renew();
  return work.view().count(storage::ClaimOrder::posc, prefix, 1) > 0;
}

std::string signature(const Vocabulary& vocabulary, const RelationInfo& relation) {
  const auto side = [&](const std::vector<TermId>& kinds) {
    std::string out;
    for (const TermId kind : kinds) out += (out.empty() ? "" : " | ") + vocabulary.kind_name(kind);
    return out;
  };
  return fmt::format("({} -> {})", side(relation.domain), side(relation.range));
}

// The inverse: a name of its own that is nothing else yet.
bool check_inverse(Workspace& work, const ast::RelationStatement& statement,
                   const DeclaredName& self, std::optional<DeclaredName>& inverse) {
  if (statement.inverse.empty()) return true;
  const Span place = statement.inverse.front().place;
  if (statement.inverse.size() > 1) {
    work.error(statement.inverse[1].place, "E0313", "a relation has one inverse");
    return false;
  }
  inverse = work.declared(statement.inverse.front(), NameSpace::relation);
  if (!inverse) return false;
  if (statement.symmetric || inverse->name == self.name) {
    work.error(place, "E0313",
               fmt::format("`{}` would be its own inverse: say `symmetric`", self.name));
    return false;
  }
  const RelationInfo* taken = work.vocabulary().relation(inverse->name);
  const RelationInfo* own = work.vocabulary().relation(self.name);
  const bool same = taken != nullptr && own != nullptr && taken->inverse_of == own->id;
  if (taken != nullptr && !same) {
    work.error(place, "E0313", fmt::format("`{}` is already a relation of its own", inverse->name));
    return false;
  }
  if (own != nullptr && own->inverse.bound() && !same) {
    work.error(place, "E0313",
               fmt::format("the inverse of `{}` is already `{}`", self.name,
                           work.vocabulary().relation_name(own->inverse)));
    return false;
  }
  return true;
}

bool same_meaning(const RelationInfo& a, const RelationInfo& b) {
  return a.domain == b.domain && a.range == b.range && a.functional == b.functional &&
         a.functional_per == b.functional_per && a.transitive == b.transitive &&
         a.symmetric == b.symmetric && a.under == b.under && a.exclusive_with == b.exclusive_with &&
         a.opposite == b.opposite && a.meaning == b.meaning && a.inverse == b.inverse;
}

// `exclusive with` and `opposite` hold both ways: the other relation learns of it.
void tell_the_others(Workspace& work, const RelationInfo& relation) {
  const auto tell = [&](const std::vector<TermId>& others,
                        std::vector<TermId> RelationInfo::*list) {
    for (const TermId id : others) {
      const RelationInfo* other = work.vocabulary().relation(id);
      if (other == nullptr || id == relation.id) continue;
      RelationInfo changed = *other;
      add(changed.*list, relation.id);
      std::sort((changed.*list).begin(), (changed.*list).end());
      if ((changed.*list).size() == (other->*list).size()) continue;
      work.update().put(changed);
      work.vocabulary().put(std::move(changed));
    }
  };
  tell(relation.exclusive_with, &RelationInfo::exclusive_with);
  tell(relation.opposite, &RelationInfo::opposite);
}

void write_inverse(Workspace& work, const RelationInfo& relation, const DeclaredName& name) {
  RelationInfo inverse;
  inverse.id = name.id;
  inverse.name = name.name;
  inverse.domain = relation.range;
  inverse.range = relation.domain;
  inverse.inverse = relation.id;
  inverse.inverse_of = relation.id;
  inverse.transitive = relation.transitive;
  work.update().put(inverse);
  work.update().add_name(NameSpace::relation, inverse.id, inverse.name, true);
  work.vocabulary().put(std::move(inverse));
}

bool resolve_relation(Workspace& work, const ast::RelationStatement& statement, Missing missing,
                      RelationInfo& next) {
  const Missing above = missing == Missing::warn ? Missing::refuse : missing;
  bool good = resolve_kinds(work, statement.domain, next.domain);
  good = resolve_kinds(work, statement.range, next.range) && good;
  good = resolve_relations(work, statement.under, above, next.under) && good;
  good = resolve_relations(work, statement.exclusive_with, missing, next.exclusive_with) && good;
  good = resolve_relations(work, statement.opposite, missing, next.opposite) && good;
  for (const std::string& word : statement.functional_per) {
    const bool known = work.vocabulary().relation(word) != nullptr ||
                       well_known::find(word, well_known::Role::qualifier) != nullptr;
    if (!known && missing == Missing::pass_over) continue;
    const auto id = work.qualifier({ast::NameForm::id, word, statement.name.place});
    if (id) add(next.functional_per, *id);
    good = good && id.has_value();
  }
  next.functional = statement.functional;
  next.transitive = statement.transitive;
  next.symmetric = statement.symmetric;
  if (statement.meaning) next.meaning = statement.meaning->text;
  std::sort(next.exclusive_with.begin(), next.exclusive_with.end());
  std::sort(next.opposite.begin(), next.opposite.end());
  return good;
}

// May a relation that is there already take the new meaning?
bool may_change(Workspace& work, const RelationInfo& old, const RelationInfo& next, Span place) {
  if (old.builtin || old.inverse_of.bound()) {
    work.error(place, "E0311",
               fmt::format("`{}` is already {}", old.name,
                           old.builtin ? "a built-in relation" : "the inverse of a relation"));
    return false;
  }
  const bool shape = old.domain != next.domain || old.range != next.range;
  if ((shape || old.symmetric != next.symmetric) && has_claims(work, old.id)) {
    work.error(place, "E0311",
               fmt::format("`{}` is {} in this store and has claims", old.name,
                           shape ? signature(work.vocabulary(), old)
                                 : (old.symmetric ? "symmetric" : "not symmetric")));
    return false;
  }
  return true;
}

}  // namespace

bool declare_relation(Workspace& work, const ast::RelationStatement& statement, Missing missing) {
  std::optional<DeclaredName> name = work.declared(statement.name, NameSpace::relation);
  std::optional<DeclaredName> inverse;
  if (!name || !check_inverse(work, statement, *name, inverse)) return false;
  RelationInfo next;
  if (!resolve_relation(work, statement, missing, next)) return false;
  std::optional<RelationInfo> old;
  if (const RelationInfo* known = work.vocabulary().relation(name->name)) old = *known;
  if (old) {
    if (next.meaning.empty()) next.meaning = old->meaning;
    next.inverse = old->inverse;
    for (const TermId id : old->exclusive_with) add(next.exclusive_with, id);
    for (const TermId id : old->opposite) add(next.opposite, id);
    std::sort(next.exclusive_with.begin(), next.exclusive_with.end());
    std::sort(next.opposite.begin(), next.opposite.end());
    const bool new_inverse = inverse && !old->inverse.bound();
    if (!new_inverse && same_meaning(*old, next)) return true;
    if (!may_change(work, *old, next, statement.name.place)) return false;
  }
  work.adopt(*name);
  next.id = name->id;
  next.name = name->name;
  if (inverse) {
    work.adopt(*inverse);
    next.inverse = inverse->id;
  }
  work.update().put(next);
  if (!old) work.update().add_name(NameSpace::relation, next.id, next.name, true);
  work.vocabulary().put(next);
  if (!inverse && next.inverse.bound()) {
    inverse = DeclaredName{next.inverse, {}, work.vocabulary().relation_name(next.inverse)};
  }
  if (inverse) write_inverse(work, next, *inverse);
  tell_the_others(work, next);
  return true;
}

// ------------------------------------------------------------------------------------------ units

bool declare_unit(Workspace& work, const ast::UnitStatement& statement, Span place) {
  UnitInfo next{statement.name, statement.name, storage::Number{1}, {}};
  if (statement.meaning) next.meaning = statement.meaning->text;
  if (statement.definition) {
    const std::optional<Term> value = work.value(ast::Term(*statement.definition));
    if (!value) return false;
    const auto* quantity = value->as<storage::Quantity>();
    if (quantity == nullptr || !quantity->single() || quantity->bare() || quantity->approximate ||
        quantity->lower->sign() <= 0) {
      work.error(statement.definition->place, "E0301",
                 "a unit is defined by one exact quantity, as in `= 1 wafers/month`");
      return false;
    }
    const std::optional<storage::Number> factor = multiply(*quantity->lower, quantity->factor);
    if (!factor) {
      work.error(statement.definition->place, "E0206", "the factor is too large");
      return false;
    }
    next.dimension = quantity->dimension;
    next.factor = *factor;
  }
  if (const UnitInfo* old = work.vocabulary().unit(statement.name)) {
    if (old->dimension == next.dimension && old->factor == next.factor) return true;
    work.error(place, "E0311", fmt::format("unit `{}` is already declared otherwise", next.name));
    return false;
  }
  const std::optional<expr::Unit> builtin = expr::find_unit(statement.name, work.view().catalog());
  if (builtin && !(builtin->dimension == next.dimension && builtin->factor == next.factor)) {
    work.error(place, "E0311", fmt::format("`{}` is a built-in unit", next.name));
    return false;
  }
  work.update().put(next);
  work.vocabulary().put(std::move(next));
  return true;
}

// --------------------------------------------------------------------------------------- entities

namespace {

// `also "nvida"@x-former`: by this id claims about it are named.
constexpr std::string_view kFormerIdLanguage = "x-former";

void write_former_id(Workspace& work, TermId entity, const std::string& id) {
  storage::Update& update = work.update();
  update.add_triple({entity, well_known::kFormerId, update.intern(storage::text_term(id))});
  update.add_name(NameSpace::entity, entity, id, false);
  update.add_words(entity, id);
}

// The first label stays the label; any other spelling is another name.
void write_names(Workspace& work, const DeclaredName& name, const ast::EntityStatement& statement) {
  storage::Update& update = work.update();
  bool labelled = work.label_written(name.id) ||
                  (name.stored &&
                   !storage::objects_said(work.view(), name.id, well_known::kLabel).empty());
  const auto write = [&](const ast::StringLiteral& literal, bool may_be_label) {
    const Term term = Term(storage::Text{literal.text, literal.language, {}});
    const TermId text = update.intern(term);
    const bool label = may_be_label && !labelled;
    const storage::Triple as_label{name.id, well_known::kLabel, text};
    if (!label && name.stored && storage::said_plainly(work.view(), as_label)) return;
    if (label) {
      labelled = true;
      work.note_label(name.id);
    }
    update.add_triple({name.id, label ? well_known::kLabel : well_known::kAlias, text});
    update.add_name(NameSpace::entity, name.id, literal.text, label);
    update.add_words(name.id, literal.text);
  };
  if (statement.label) write(*statement.label, true);
  for (const ast::StringLiteral& also : statement.also) {
    if (unicode::lower(also.language) == kFormerIdLanguage) {
      write_former_id(work, name.id, also.text);
    } else {
      write(also, false);
    }
  }
}

// All that it adds to a `source` statement, which has no place for them.
bool only_former_ids(const ast::EntityStatement& statement) {
  return !statement.label && !statement.also.empty() &&
         std::ranges::all_of(statement.also, [](const ast::StringLiteral& also) {
           return unicode::lower(also.language) == kFormerIdLanguage;
         });
}

// An old file, perhaps: its entity got another id meanwhile.
void warn_if_renamed(Workspace& work, const DeclaredName& name, Span place) {
  if (name.stored || !name.bare) return;
  const storage::Snapshot& view = work.view();
  if (view.statistics(well_known::kFormerId).triples == 0) return;
  const auto text = view.find(storage::text_term(name.name));
  if (!text) return;
  storage::TripleCursor cursor(view, storage::Order::pos);
  cursor.open(std::array{well_known::kFormerId, *text});
  TermId renamed;
  if (cursor.next(nullptr, nullptr, &renamed, 1) == 0) return;
  work.warn(place, "W0407",
            fmt::format("`{}` was renamed to `{}`; this declares another entity", name.name,
                        view.display_name(renamed)));
}

}  // namespace

bool declare_entity(Workspace& work, const ast::EntityStatement& statement) {
  std::optional<DeclaredName> name = work.declared(statement.name, NameSpace::entity);
  std::vector<TermId> kinds;
  if (!name || !resolve_kinds(work, statement.kinds, kinds)) return false;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const KindInfo* info = work.vocabulary().kind(kinds[i]);
    if (info != nullptr && info->builtin && kinds[i] != well_known::kKindAny) {
      work.error(statement.kinds[i].place, "E0301",
                 fmt::format("`{}` is a kind of values or of the store's own things", info->name));
      return false;
    }
  }
  work.adopt(*name);
  warn_if_renamed(work, *name, statement.name.place);
  storage::Update& update = work.update();
  const bool of_source = work.is_source(name->id) && only_former_ids(statement);
  if (kinds.empty() && !of_source) kinds.push_back(well_known::kKindAny);
  // What stands above these kinds the store derives itself.
  for (const TermId kind : kinds) {
    update.add_triple({name->id, well_known::kDeclaredKind, kind});
  }
  if (name->bare) {
    update.add_name(NameSpace::entity, name->id, name->name, false);
    update.add_words(name->id, name->name);
  }
  work.remember_entity(*name, kinds);
  write_names(work, *name, statement);
  return true;
}

}  // namespace vouch::load
