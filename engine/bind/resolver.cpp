#include "engine/bind/resolver.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "base/invariant.hpp"
#include "base/unicode.hpp"
#include "engine/expr/units.hpp"
#include "storage/merges.hpp"
#include "storage/well_known.hpp"

namespace vouch::bind {
namespace {

namespace known = storage::well_known;
using storage::IdTag;
using storage::Iri;

constexpr std::size_t kSuggestionsMost = 3;
constexpr TermId kNowhere{IdTag::local, 0};  // no row can match it

std::string_view space_word(NameSpace space) {
  switch (space) {
    case NameSpace::entity: return "entity";
    case NameSpace::kind: return "kind";
    case NameSpace::relation: return "relation";
  }
  return "name";
}

std::string unknown_code(NameSpace space) {
  switch (space) {
    case NameSpace::entity: return "E0201";
    case NameSpace::relation: return "E0203";
    case NameSpace::kind: return "E0204";
  }
  return "E0201";
}

std::string spelled(const ast::Name& name) {
  return name.form == ast::NameForm::label ? fmt::format("[{}]", name.text)
         : name.form == ast::NameForm::iri ? fmt::format("<{}>", name.text)
                                           : name.text;
}

// `ascend_910b` and "Ascend 910B" are near each other.
std::string as_words(std::string_view text) {
  std::string out = unicode::fold(text);
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

ast::Name whole(const ast::PlainName& name) { return {name.form, name.text, std::nullopt, name.place}; }

}  // namespace

Resolver::Resolver(const storage::Snapshot& snapshot, const Parameters& parameters,
                   const std::map<std::string, std::string>& prefixes, Diagnostics& problems)
    : snapshot_(snapshot), parameters_(parameters), prefixes_(prefixes), problems_(problems) {}

namespace {

// What loading RDF makes of these predicates, so that questions may use the names they came with.
std::optional<TermId> own_relation(std::string_view iri) {
  if (iri == "http://www.w3.org/1999/02/22-rdf-syntax-ns#type") return known::kIsA;
  if (iri == "http://www.w3.org/2000/01/rdf-schema#label") return known::kLabel;
  if (iri == "http://www.w3.org/2004/02/skos/core#altLabel") return known::kAlias;
  return std::nullopt;
}

}  // namespace

std::optional<std::string> Resolver::iri(const ast::Name& name, NameSpace space) {
  if (name.form == ast::NameForm::iri) return name.text;
  if (name.form == ast::NameForm::id) {
    return storage::iri_of(snapshot_.catalog().base, space, name.text);
  }
  if (name.form == ast::NameForm::label) return std::nullopt;
  const std::size_t colon = name.text.find(':');
  const std::string prefix = name.text.substr(0, colon);
  const std::string local = name.text.substr(colon + 1);
  if (const auto own = prefixes_.find(prefix); own != prefixes_.end()) return own->second + local;
  const auto& stored = snapshot_.catalog().prefixes;
  if (const auto at = stored.find(prefix); at != stored.end()) return at->second + local;
  Diagnostic d = error_at(name.place, "E0205", fmt::format("no prefix `{}:` is declared", prefix));
  d.token = prefix;
  d.notes.push_back(fmt::format("declare it first: prefix {}: <https://…>;", prefix));
  problems_.push_back(std::move(d));
  return std::nullopt;
}

TermId Resolver::one(TermId id) const {
  return as_said_ ? id : storage::canonical(snapshot_, id);
}

std::optional<TermId> Resolver::entity(const ast::Name& name) {
  if (name.form == ast::NameForm::label) return labelled(name, NameSpace::entity);
  const auto text = iri(name, NameSpace::entity);
  if (!text) return std::nullopt;
  if (const auto id = snapshot_.find(Term(Iri{*text}))) return one(*id);
  // Claims of RDF are called as their reifiers were: `<https://…>`.
  const bool bare = name.form == ast::NameForm::id;
  if (const auto claim = snapshot_.claim_named(bare ? name.text : "<" + *text + ">")) return claim;
  return unknown(name, NameSpace::entity);
}

std::optional<TermId> Resolver::kind(const ast::PlainName& name) { return kind(whole(name)); }

std::optional<TermId> Resolver::kind(const ast::Name& name) {
  const storage::Catalog& catalog = snapshot_.catalog();
  if (name.form == ast::NameForm::id) {
    if (const auto* info = catalog.kind(name.text)) return info->id;
    return unknown(name, NameSpace::kind);
  }
  if (name.form == ast::NameForm::label) {
    const std::string wanted = as_words(name.text);
    for (const auto& info : catalog.kinds) {
      if (as_words(info.name) == wanted) return info.id;
    }
    return labelled(name, NameSpace::kind);
  }
  const auto text = iri(name, NameSpace::kind);
  if (!text) return std::nullopt;
  if (const auto id = snapshot_.find(Term(Iri{*text}))) return id;
  return unknown(name, NameSpace::kind);
}

std::optional<TermId> Resolver::relation(const ast::Name& name) {
  const storage::Catalog& catalog = snapshot_.catalog();
  if (name.form == ast::NameForm::id || name.form == ast::NameForm::label) {
    if (const auto* info = catalog.relation(name.text)) return info->id;
    const std::string wanted = as_words(name.text);
    if (name.form == ast::NameForm::label) {
      for (const auto& info : catalog.relations) {
        if (as_words(info.name) == wanted) return info.id;
      }
    }
    return unknown(name, NameSpace::relation);
  }
  const auto text = iri(name, NameSpace::relation);
  if (!text) return std::nullopt;
  const auto id = snapshot_.find(Term(Iri{*text}));
  const auto own = own_relation(*text);
  if (own && (!id || snapshot_.statistics(*id).triples == 0)) return own;
  if (id) return id;
  return unknown(name, NameSpace::relation);
}

std::optional<TermId> Resolver::qualifier(const ast::PlainName& name) {
  if (name.form == ast::NameForm::id) {
    if (const auto* entry = known::find(name.text, known::Role::qualifier)) return entry->id;
    if (const auto* info = snapshot_.catalog().relation(name.text)) return info->id;
    std::vector<std::string> words;
    for (const auto& info : snapshot_.catalog().relations) words.push_back(info.name);
    Diagnostic d = error_at(name.place, "E0209", fmt::format("no qualifier `{}`", name.text));
    d.token = name.text;
    for (const auto& near : unicode::nearest(name.text, words, kSuggestionsMost)) {
      d.fixes.push_back({name.place, near, d.fixes.empty(), ""});
    }
    if (!d.fixes.empty()) d.message += fmt::format("; did you mean `{}`?", d.fixes.front().text);
    d.notes.emplace_back("a qualifier is a built-in one or a declared relation: show relations;");
    problems_.push_back(std::move(d));
    return std::nullopt;
  }
  return relation(whole(name));
}

std::vector<std::string> Resolver::near(NameSpace space, std::string_view wrong) const {
  const storage::Catalog& catalog = snapshot_.catalog();
  std::vector<std::string> candidates;
  if (space == NameSpace::kind) {
    for (const auto& info : catalog.kinds) candidates.push_back(info.name);
    return unicode::nearest(wrong, candidates, kSuggestionsMost);
  }
  if (space == NameSpace::relation) {
    if (wrong == "a") return {"is_a"};  // as SPARQL spells it
    for (const auto& info : catalog.relations) candidates.push_back(info.name);
    return unicode::nearest(wrong, candidates, kSuggestionsMost);
  }
  const std::string wanted = as_words(wrong);
  const std::size_t limit = std::max<std::size_t>(unicode::length(wanted), 3) / 3;
  std::set<std::pair<std::size_t, TermId>> best;
  snapshot_.each_name([&](const storage::NameMatch& name) {
    if (name.space != NameSpace::entity) return true;
    std::size_t score = unicode::edit_distance(wanted, as_words(name.spelling), limit);
    if (score > limit && wanted.size() >= 3 && name.spelling.find(wanted) != std::string::npos) {
      score = limit + 1;
    } else if (score > limit) {
      return true;
    }
    best.emplace(score, name.id);
    if (best.size() > 2 * kSuggestionsMost) best.erase(std::prev(best.end()));
    return true;
  });
  std::vector<std::string> out;
  for (const auto& [score, id] : best) {
    std::string text = snapshot_.display_name(id);
    if (out.size() < kSuggestionsMost && std::find(out.begin(), out.end(), text) == out.end()) {
      out.push_back(std::move(text));
    }
  }
  return out;
}

std::optional<TermId> Resolver::unknown(const ast::Name& name, NameSpace space) {
  if (name.form == ast::NameForm::iri || name.form == ast::NameForm::prefixed) {
    Diagnostic d = warning_at(name.place, "N0210",
                              fmt::format("the store does not know {}", spelled(name)));
    d.severity = Severity::note;
    d.token = name.text;
    problems_.push_back(std::move(d));
    return kNowhere;
  }
  Diagnostic d = error_at(name.place, unknown_code(space),
                          fmt::format("no {} `{}`", space_word(space), spelled(name)));
  d.token = name.text;
  const bool label = name.form == ast::NameForm::label;
  for (const std::string& candidate : near(space, name.text)) {
    d.fixes.push_back({name.place, candidate, d.fixes.empty(), ""});
  }
  if (!d.fixes.empty()) d.message += fmt::format("; did you mean `{}`?", d.fixes.front().text);
  const storage::Catalog& catalog = snapshot_.catalog();
  if (!label && space == NameSpace::entity && catalog.kind(name.text) != nullptr) {
    d.notes.push_back(fmt::format("`{0}` is a kind: ask `?x is_a {0}` or write `?x:{0}`", name.text));
  }
  if (!label && space == NameSpace::kind &&
      snapshot_.find(Term(Iri{storage::iri_of(catalog.base, NameSpace::entity, name.text)}))) {
    d.notes.push_back(fmt::format("`{}` is an entity, not a kind", name.text));
  }
  problems_.push_back(std::move(d));
  return std::nullopt;
}

std::optional<TermId> Resolver::labelled(const ast::Name& name, NameSpace space) {
  std::vector<TermId> found;
  for (const auto& match : snapshot_.named(unicode::fold(name.text))) {
    if (match.space == space && std::find(found.begin(), found.end(), match.id) == found.end()) {
      found.push_back(match.id);
    }
  }
  if (found.empty() && space == NameSpace::entity) {
    // `[ascend 910b]` may be the id in other letters.
    std::string id = unicode::fold(name.text);
    std::replace(id.begin(), id.end(), ' ', '_');
    const std::string text = storage::iri_of(snapshot_.catalog().base, space, id);
    if (const auto other = snapshot_.find(Term(Iri{text}))) found.push_back(*other);
  }
  if (name.kind) {
    const auto narrowed = kind(*name.kind);
    if (!narrowed) return std::nullopt;
    std::erase_if(found, [&](TermId id) {
      return !snapshot_.contains({storage::canonical(snapshot_, id), known::kIsA, *narrowed});
    });
  }
  // Merged ones are one.
  if ((found.size() > 1 || !as_said_) && storage::has_merged(snapshot_)) {
    for (TermId& id : found) id = storage::canonical(snapshot_, id);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
  }
  if (found.empty()) return unknown(name, space);
  if (found.size() == 1) return found.front();
  Diagnostic d = error_at(name.place, "E0202",
                          fmt::format("[{}] names {} entities in this store", name.text, found.size()));
  d.token = name.text;
  for (const TermId id : found) {
    const std::string text = snapshot_.display_name(id);
    const TermId prefix[] = {id};
    const auto claims = snapshot_.count(storage::ClaimOrder::spoc, prefix, 1000);
    d.fixes.push_back({name.place, text, false, fmt::format("{} claims with it as subject", claims)});
  }
  d.notes.push_back(fmt::format("narrow by kind: [{} : kind]", name.text));
  problems_.push_back(std::move(d));
  return std::nullopt;
}

std::optional<Term> Resolver::number(const ast::NumberLiteral& literal) {
  expr::LiteralParts parts;
  parts.approximate = literal.approximate;
  parts.is_range = literal.is_range;
  if (literal.lower) parts.lower = {literal.lower->is_date, literal.lower->text};
  if (literal.upper) parts.upper = {literal.upper->is_date, literal.upper->text};
  parts.scale = literal.scale;
  parts.unit = literal.unit;
  const storage::Catalog& catalog = snapshot_.catalog();
  std::string why;
  if (auto term = expr::literal_term(parts, catalog, false, why)) return term;
  const bool unit_is_wrong = !literal.unit.empty() && !expr::find_unit(literal.unit, catalog);
  if (!unit_is_wrong) {
    problems_.push_back(error_at(literal.place, "E0206", why));
    return std::nullopt;
  }
  Diagnostic d = error_at(literal.place, "E0207", fmt::format("no unit `{}`", literal.unit));
  d.token = literal.unit;
  for (const auto& near : unicode::nearest(literal.unit, expr::unit_names(catalog), kSuggestionsMost)) {
    const Span unit{literal.place.end - literal.unit.size(), literal.place.end};
    d.fixes.push_back({unit, near, d.fixes.empty(), ""});
  }
  if (!d.fixes.empty()) d.message += fmt::format("; did you mean `{}`?", d.fixes.front().text);
  d.notes.push_back(fmt::format("declare it: unit {} \"meaning\";", literal.unit));
  problems_.push_back(std::move(d));
  return std::nullopt;
}

std::optional<Term> Resolver::text(const ast::StringLiteral& literal) {
  storage::Text out{literal.text, unicode::lower(literal.language), {}};
  if (literal.datatype) {
    const auto datatype = iri(whole(*literal.datatype), NameSpace::entity);
    if (!datatype) return std::nullopt;
    out.datatype = *datatype;
  }
  return Term(std::move(out));
}

std::optional<Term> Resolver::parameter(const ast::Parameter& parameter) {
  if (const auto at = parameters_.find(parameter.name); at != parameters_.end()) {
    const auto id = at->second.as<Iri>() != nullptr ? snapshot_.find(at->second) : std::nullopt;
    return id && one(*id) != *id ? snapshot_.term(one(*id)) : at->second;
  }
  Diagnostic d = error_at(parameter.place, "E0208",
                          fmt::format("parameter ${} has no value", parameter.name));
  d.token = parameter.name;
  d.notes.push_back(fmt::format("give one: param ${0} = …;  or on the command line --param {0}=…",
                                parameter.name));
  problems_.push_back(std::move(d));
  return std::nullopt;
}

std::optional<Term> Resolver::constant(const ast::Term& term) {
  if (const auto* literal = std::get_if<ast::NumberLiteral>(&term)) return number(*literal);
  if (const auto* literal = std::get_if<ast::StringLiteral>(&term)) return text(*literal);
  if (const auto* literal = std::get_if<ast::BooleanLiteral>(&term)) return Term(literal->value);
  if (const auto* value = std::get_if<ast::Parameter>(&term)) return parameter(*value);
  if (const auto* name = std::get_if<ast::Name>(&term)) {
    const auto id = entity(*name);
    if (!id) return std::nullopt;
    if (id->tag() != IdTag::local) return snapshot_.term(*id);
    const auto text = iri(*name, NameSpace::entity);
    return text ? std::optional(Term(Iri{*text})) : std::nullopt;
  }
  invariant(false, "a variable is no constant");
  return std::nullopt;
}

std::optional<TermId> Resolver::constant_id(const ast::Term& term) {
  if (const auto* name = std::get_if<ast::Name>(&term)) return entity(*name);
  const auto value = constant(term);
  if (!value) return std::nullopt;
  return snapshot_.find(*value).value_or(kNowhere);
}

std::optional<TermId> Resolver::special_value(TermId qualifier, const ast::Name& name) {
  if (name.form != ast::NameForm::id) return std::nullopt;
  const auto* entry = known::find(name.text, known::Role::value);
  if (entry == nullptr) return std::nullopt;
  const auto within = [&](TermId first, TermId last) {
    return entry->id >= first && entry->id <= last ? std::optional(entry->id) : std::nullopt;
  };
  if (qualifier == known::kCertainty) return within(known::kSuspected, known::kConfirmed);
  if (qualifier == known::kPolarity) return within(known::kAffirmed, known::kDenied);
  if (qualifier == known::kStatus) return within(known::kActual, known::kForecast);
  return std::nullopt;
}

}  // namespace vouch::bind
