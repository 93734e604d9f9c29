#include "engine/load/fact_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/error.hpp"
#include "engine/expr/units.hpp"
#include "engine/load/workspace.hpp"
#include "engine/rdf/declaration_text.hpp"
#include "parser/ast_print.hpp"
#include "parser/lexemes.hpp"
#include "parser/parse.hpp"
#include "storage/claim_history.hpp"
#include "storage/names.hpp"
#include "storage/said_plainly.hpp"
#include "storage/well_known.hpp"

namespace vouch::load {

namespace well_known = storage::well_known;
using storage::ClaimRecord;
using storage::IdTag;
using storage::NameSpace;

namespace {

bool contains(const std::vector<TermId>& ids, TermId id) {
  return std::ranges::find(ids, id) != ids.end();
}

bool is_word(std::string_view name) {
  const char* end = name.data() + name.size();
  return parser::after_word(name.data(), end) == end && !parser::is_reserved(name) &&
         name != "none";
}

bool whole(const std::optional<storage::Number>& number) {
  return !number || (number->exact() && storage::Number::parse(number->to_string()) == *number);
}

// Can it be written in the language and read as the same?
bool has_form(const Term& term) {
  if (const auto* quantity = term.as<storage::Quantity>())
    return whole(quantity->lower) && whole(quantity->upper);
  if (const auto* text = term.as<storage::Text>())
    return text->language.find("--") == std::string::npos;
  return term.as<storage::Blank>() == nullptr;
}

bool is_year_or_years(const Term& term) {
  const auto* date = term.as<storage::Date>();
  if (date == nullptr) return false;
  const auto year = [](const std::optional<storage::Period>& period) {
    return !period || period->precision == storage::Precision::year;
  };
  return year(date->from) && year(date->to);
}

}  // namespace

FactText::FactText(const storage::Snapshot& snapshot)
    : snapshot_(snapshot), has_histories_(storage::has_histories(snapshot)) {}

void FactText::refuse(const std::string& what) const {
  throw StorageError("E0814",
                     what + ": facts of the language have no form for it; take nq or trig");
}

std::string FactText::node(TermId id) const {
  if (id.tag() == IdTag::claim) {
    const std::string name = snapshot_.display_name(id);
    if (!is_word(name)) refuse(fmt::format("the claim id `{}`", name));
    return name;
  }
  const Term term = snapshot_.term(id);
  const auto* iri = term.as<storage::Iri>();
  if (iri == nullptr)
    refuse(fmt::format("`{}` in the place of an entity", snapshot_.display_name(id)));
  const auto bare = storage::bare_id(snapshot_.catalog().base, iri->text);
  if (bare && bare->space == NameSpace::entity && is_word(bare->id)) return bare->id;
  return "<" + iri->text + ">";
}

std::string FactText::kind(TermId id) const {
  const auto* info = snapshot_.catalog().kind(id);
  if (info == nullptr) return node(id);
  return ast::print(rdfio::declared_name(snapshot_.catalog(), NameSpace::kind, info->name));
}

std::string FactText::value(TermId id) const {
  if (id.tag() == IdTag::iri || id.tag() == IdTag::claim) return node(id);
  const Term term = snapshot_.term(id);
  if (!has_form(term)) refuse(fmt::format("the value `{}`", snapshot_.display_name(id)));
  return expr::print_literal(term);
}

std::string FactText::relation(TermId id) const {
  const auto* info = snapshot_.catalog().relation(id);
  const auto* entry = well_known::find(id);
  const bool own = entry != nullptr && entry->role == well_known::Role::bookkeeping;
  if (info == nullptr || own)
    refuse(
        fmt::format("a claim of `{}`, which is no declared relation", snapshot_.display_name(id)));
  return ast::print(rdfio::declared_name(snapshot_.catalog(), NameSpace::relation, info->name));
}

bool FactText::is_field(TermId relation) const {
  const auto* entry = well_known::find(relation);
  if (entry != nullptr) return entry->role == well_known::Role::field;
  const auto* info = snapshot_.catalog().relation(relation);
  return info != nullptr && is_word(info->name) &&
         (contains(info->domain, well_known::kKindSource) ||
          contains(info->domain, well_known::kKindAny));
}

std::string FactText::field(TermId relation) const {
  const auto* entry = well_known::find(relation);
  return entry != nullptr ? std::string(entry->name) : snapshot_.catalog().relation(relation)->name;
}

std::string FactText::qualifier(TermId relation_id) const {
  const auto* entry = well_known::find(relation_id);
  if (entry != nullptr && entry->role == well_known::Role::qualifier)
    return std::string(entry->name);
  return relation(relation_id);
}

std::string FactText::triple(const storage::Triple& triple) const {
  return fmt::format("{} {} {}", snapshot_.display_name(triple.subject),
                     snapshot_.display_name(triple.relation),
                     snapshot_.display_name(triple.object));
}

// When its only source was published; unbound where that is not plain.
TermId FactText::published_by_source(const ClaimRecord& record) const {
  TermId source;
  for (const auto& [qualifier, value] : record.qualifiers) {
    if (qualifier != well_known::kSource) continue;
    if (source.bound()) return {};
    source = value;
  }
  if (!source.bound()) return {};
  const auto published = objects_of(snapshot_, source, well_known::kPublished);
  return published.size() == 1 ? published.front() : TermId{};
}

// What the loader says where nothing is said.
bool FactText::is_implied(const ClaimRecord& record, TermId relation, TermId value) const {
  if (relation == well_known::kCertainty) return value == well_known::kStated;
  if (relation == well_known::kStatus) return value == well_known::kActual;
  if (relation == well_known::kPolarity || relation == well_known::kSaidBy) return true;
  if (relation != well_known::kKnown) return false;
  return storage::known_from_loading(snapshot_, record.id) || value == published_by_source(record);
}

std::string FactText::claim(const ClaimRecord& record) const {
  const auto [s, p, o] = record.triple;
  const auto* info = snapshot_.catalog().relation(p);
  const bool dates = info != nullptr && contains(info->range, well_known::kKindDate) &&
                     !contains(info->range, well_known::kKindNumber) &&
                     !contains(info->range, well_known::kKindAny);
  if (!dates && o.tag() != IdTag::iri && o.tag() != IdTag::claim &&
      is_year_or_years(snapshot_.term(o)))
    refuse("a year that is no number: " + triple(record.triple));
  std::string out;
  if (p == well_known::kMergedInto) {
    if (record.denied) refuse("a denied merge: " + triple(record.triple));
    out = fmt::format("merge {} into {} (id ", node(s), node(o));
  } else {
    out = fmt::format("{} {} {} {} (id ", record.denied ? "deny" : "claim", node(s), relation(p),
                      value(o));
  }
  out += is_word(record.name) ? record.name : expr::print_literal(storage::text_term(record.name));
  std::vector<std::string> said;
  for (const auto& [name, what] : record.qualifiers) {
    if (is_implied(record, name, what)) continue;
    const auto* word = well_known::find(what);
    const bool own = word != nullptr && word->role == well_known::Role::value;
    said.push_back(qualifier(name) + " " + (own ? std::string(word->name) : value(what)));
  }
  for (const auto& chain : record.said_by) {
    std::string links;
    for (const TermId link : chain) links += (links.empty() ? "said_by " : " > ") + value(link);
    said.push_back(links);
  }
  if (has_histories_) {
    const auto history = storage::history_of(snapshot_, record.id);
    for (const TermId time : history.retracted) said.push_back("retracted " + value(time));
    for (const TermId time : history.restored) said.push_back("restored " + value(time));
  }
  std::ranges::sort(said);
  for (const std::string& one : said) out += ", " + one;
  return out + ");";
}

}  // namespace vouch::load
