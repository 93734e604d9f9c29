#include "engine/statements/show.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "base/unicode.hpp"
#include "engine/expr/units.hpp"
#include "engine/expr/value_ops.hpp"
#include "engine/load/workspace.hpp"
#include "engine/statements/settings.hpp"
#include "engine/statements/tables.hpp"
#include "storage/well_known.hpp"

namespace vouch::session {

namespace {

namespace well_known = storage::well_known;
using result::Cells;
using result::number_cell;
using result::text_cell;
using storage::Order;
using storage::TermId;

constexpr std::uint64_t kCountCap = 10'000'000;
constexpr std::size_t kExamples = 3;

struct Show {
  const Run& run;
  const storage::Snapshot& snapshot;
  Cells& cells;
  const std::vector<TermId>& of;

  [[nodiscard]] const storage::Catalog& catalog() const { return snapshot.catalog(); }
  [[nodiscard]] std::string name(TermId id) const { return snapshot.display_name(id); }
  [[nodiscard]] std::string names(const std::vector<TermId>& ids, std::string_view between) const {
    std::string out;
    for (const TermId id : ids) {
      if (!out.empty()) out += between;
      out += name(id);
    }
    return out;
  }
  [[nodiscard]] std::uint64_t claims(storage::ClaimOrder order, TermId first) const {
    const std::array<TermId, 1> prefix = {first};
    return snapshot.count(order, prefix, kCountCap);
  }
};

// The first things that stand in one relation to an object, as text.
std::string examples(const Show& show, TermId relation, TermId object) {
  storage::TripleCursor cursor(show.snapshot, Order::pos);
  const std::array<TermId, 2> prefix = {relation, object};
  cursor.open(prefix);
  std::array<TermId, kExamples> subjects;
  const std::size_t n = cursor.next(nullptr, nullptr, subjects.data(), subjects.size());
  return show.names({subjects.begin(), subjects.begin() + static_cast<std::ptrdiff_t>(n)}, ", ");
}

std::string example_of(const Show& show, TermId relation) {
  storage::TripleCursor cursor(show.snapshot, Order::pso);
  const std::array<TermId, 1> prefix = {relation};
  cursor.open(prefix);
  TermId subject;
  TermId object;
  if (cursor.next(nullptr, &subject, &object, 1) == 0) return {};
  // A qualifier's subject is a claim, whose name says little: its value does.
  if (subject.tag() == storage::IdTag::claim) return show.cells.cell(object).text;
  return show.name(subject) + " " + show.name(relation) + " " + show.cells.cell(object).text;
}

std::string properties(const Show& show, const storage::RelationInfo& relation) {
  std::vector<std::string> out;
  if (relation.functional) {
    out.push_back(relation.functional_per.empty()
                      ? "functional"
                      : "functional per (" + show.names(relation.functional_per, ", ") + ")");
  }
  if (relation.transitive) out.emplace_back("transitive");
  if (relation.symmetric) out.emplace_back("symmetric");
  if (!relation.under.empty()) out.push_back("under " + show.names(relation.under, ", "));
  if (!relation.exclusive_with.empty()) {
    out.push_back("exclusive with " + show.names(relation.exclusive_with, ", "));
  }
  if (!relation.opposite.empty()) out.push_back("opposite " + show.names(relation.opposite, ", "));
  std::string text;
  for (const std::string& one : out) text += (text.empty() ? "" : ", ") + one;
  return text;
}

// How often an entity stands on either side of a relation's claims.
std::uint64_t claims_with(const Show& show, TermId relation, TermId entity) {
  const std::array<TermId, 2> out = {entity, relation};
  const std::array<TermId, 2> in = {relation, entity};
  return show.snapshot.count(storage::ClaimOrder::spoc, out, kCountCap) +
         show.snapshot.count(storage::ClaimOrder::posc, in, kCountCap);
}

Table relations(const Show& show) {
  Table table(
      {"relation", "subject", "object", "inverse", "claims", "example", "properties", "meaning"});
  for (const storage::RelationInfo& relation : show.catalog().relations) {
    if (relation.builtin || relation.inverse_of.bound()) continue;
    std::uint64_t claims = show.claims(storage::ClaimOrder::posc, relation.id);
    if (!show.of.empty()) {
      claims = 0;
      for (const TermId entity : show.of) claims += claims_with(show, relation.id, entity);
      if (claims == 0) continue;
    }
    // Of a qualifier what counts is how many claims have it.
    if (claims == 0 && show.of.empty()) claims = show.snapshot.statistics(relation.id).triples;
    table.add({show.cells.cell(relation.id), text_cell(show.names(relation.domain, " | ")),
               text_cell(show.names(relation.range, " | ")),
               relation.inverse.bound() ? show.cells.cell(relation.inverse) : Cell{},
               number_cell(claims), text_cell(example_of(show, relation.id)),
               text_cell(properties(show, relation)), text_cell(relation.meaning)});
  }
  return table;
}

Table kinds(const Show& show) {
  Table table({"kind", "under", "entities", "examples", "meaning"});
  for (const storage::KindInfo& kind : show.catalog().kinds) {
    if (kind.builtin) continue;
    const std::array<TermId, 2> prefix = {well_known::kIsA, kind.id};
    table.add({show.cells.cell(kind.id), text_cell(show.names(kind.under, ", ")),
               number_cell(show.snapshot.count(Order::pos, prefix, kCountCap)),
               text_cell(examples(show, well_known::kIsA, kind.id)), text_cell(kind.meaning)});
  }
  return table;
}

Cell first_value(const Show& show, TermId subject, TermId relation) {
  const std::vector<TermId> values = load::objects_of(show.snapshot, subject, relation);
  return values.empty() ? Cell{} : show.cells.cell(values.front());
}

Table sources(const Show& show) {
  Table table({"source", "title", "publisher", "published", "claims"});
  for (const TermId source : show.catalog().sources) {
    const std::array<TermId, 2> prefix = {well_known::kSource, source};
    table.add({show.cells.cell(source), first_value(show, source, well_known::kTitle),
               first_value(show, source, well_known::kPublisher),
               first_value(show, source, well_known::kPublished),
               number_cell(show.snapshot.count(Order::pos, prefix, kCountCap))});
  }
  return table;
}

Table prefixes(const Show& show) {
  Table table({"prefix", "iri"});
  std::map<std::string, std::string> all = show.catalog().prefixes;
  for (const auto& [prefix, iri] : show.run.core.prefixes) all[prefix] = iri;
  for (const auto& [prefix, iri] : all) table.add({text_cell(prefix + ":"), text_cell(iri)});
  return table;
}

Table units(const Show& show) {
  Table table({"unit", "dimension", "in base units", "meaning"});
  for (const std::string& name : expr::unit_names(show.catalog())) {
    const std::optional<expr::Unit> unit = expr::find_unit(name, show.catalog());
    if (!unit) continue;
    const storage::UnitInfo* declared = show.catalog().unit(name);
    const bool plain = unit->dimension == name;
    Cell factor;
    if (!plain) {
      factor.term = storage::Term(storage::Quantity::of(unit->factor));
      factor.text = unit->factor.to_string();
    }
    table.add({text_cell(name), text_cell(plain ? "counted" : unit->dimension), factor,
               text_cell(declared != nullptr ? declared->meaning : "")});
  }
  return table;
}

Table entities(const Show& show) {
  Table table({"entity", "kinds", "label", "claims"});
  storage::TripleCursor cursor(show.snapshot, Order::pso);
  const std::array<TermId, 1> prefix = {well_known::kDeclaredKind};
  cursor.open(prefix);
  std::array<TermId, 256> subjects;
  TermId last;
  while (const std::size_t n = cursor.next(nullptr, subjects.data(), nullptr, subjects.size())) {
    for (std::size_t i = 0; i < n; ++i) {
      const TermId entity = subjects[i];
      if (entity == last) continue;
      last = entity;
      const bool wanted =
          show.of.empty() || std::any_of(show.of.begin(), show.of.end(), [&](TermId kind) {
            return show.snapshot.contains({entity, well_known::kIsA, kind});
          });
      if (!wanted) continue;
      const auto own = load::objects_of(show.snapshot, entity, well_known::kDeclaredKind);
      table.add({show.cells.cell(entity), text_cell(show.names(own, ", ")),
                 first_value(show, entity, well_known::kLabel),
                 number_cell(show.claims(storage::ClaimOrder::spoc, entity) +
                             show.claims(storage::ClaimOrder::ospc, entity))});
    }
  }
  return table;
}

Table functions(const Show& /*show*/) {
  Table table({"function", "arguments", "meaning", "example"});
  for (const expr::FunctionInfo& info : expr::functions()) {
    std::string arguments = std::to_string(info.least);
    if (info.most == SIZE_MAX) {
      arguments += "..";
    } else if (info.most != info.least) {
      arguments += ".." + std::to_string(info.most);
    }
    table.add({text_cell(std::string(info.name)), text_cell(arguments),
               text_cell(std::string(info.meaning)), text_cell(std::string(info.example))});
  }
  return table;
}

Table settings(const Show& show) {
  Table table({"setting", "value", "meaning"});
  for (const SettingInfo& setting : all_settings()) {
    table.add({text_cell(std::string(setting.name)),
               text_cell(setting.show(show.run.core.settings)),
               text_cell(std::string(setting.meaning))});
  }
  return table;
}

struct Shown {
  std::string_view word;
  Table (*table)(const Show&);
  enum class Of : std::uint8_t { none, entities, kinds } of;
};
constexpr std::array kShown{
    Shown{"relations", relations, Shown::Of::entities},
    Shown{"kinds", kinds, Shown::Of::none},
    Shown{"sources", sources, Shown::Of::none},
    Shown{"prefixes", prefixes, Shown::Of::none},
    Shown{"units", units, Shown::Of::none},
    Shown{"entities", entities, Shown::Of::kinds},
    Shown{"functions", functions, Shown::Of::none},
    Shown{"settings", settings, Shown::Of::none},
};

Outcome unknown_word(const Run& run, const std::string& word, Span place) {
  std::vector<std::string> words;
  std::string all;
  for (const Shown& shown : kShown) {
    words.emplace_back(shown.word);
    all += (all.empty() ? "" : ", ") + std::string(shown.word);
  }
  Diagnostic problem = error_at(place, "E0321", fmt::format("there are no `{}` to show", word));
  problem.token = word;
  const auto near = unicode::nearest(word, words, 1);
  if (!near.empty()) problem.message += fmt::format("; did you mean `{}`?", near.front());
  problem.notes.push_back("show takes: " + all + ", rules");
  return run.tell({problem});
}

// What stands after `of`: entities, or kinds.
bool resolve_of(const Run& run, const ast::ShowStatement& statement, Shown::Of wanted,
                const storage::Snapshot& snapshot, std::vector<TermId>& out) {
  Diagnostics problems;
  bind::Resolver resolver(snapshot, run.core.parameters, run.core.prefixes, problems);
  for (const ast::Term& term : statement.of) {
    const auto* name = std::get_if<ast::Name>(&term);
    if (wanted == Shown::Of::none || name == nullptr) {
      problems.push_back(
          error_at(ast::place_of(term), "E0321",
                   fmt::format("`show {}` takes no `of` such as this", statement.what)));
      continue;
    }
    const auto id = wanted == Shown::Of::kinds ? resolver.kind(*name) : resolver.entity(*name);
    if (id) out.push_back(*id);
  }
  return run.tell(problems) == Outcome::ok;
}

}  // namespace

Outcome show_statement(const Run& run, const ast::ShowStatement& statement, Span place) {
  const std::string word = unicode::lower(statement.what);
  if (word == "rules") return run.not_yet(place, "rules are");
  const auto* shown = std::find_if(kShown.begin(), kShown.end(),
                                   [&](const Shown& one) { return one.word == word; });
  if (shown == kShown.end()) return unknown_word(run, statement.what, place);
  const storage::Snapshot snapshot = run.core.snapshot();
  std::vector<TermId> of;
  if (!resolve_of(run, statement, shown->of, snapshot, of)) return Outcome::rejected;
  exec::Terms terms(snapshot);
  Cells cells(terms);
  shown->table({run, snapshot, cells, of}).send(run, run.output);
  return Outcome::ok;
}

}  // namespace vouch::session
