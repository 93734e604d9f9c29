#include "tests/reference/world.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>

#include "base/unicode.hpp"
#include "engine/expr/units.hpp"
#include "storage/names.hpp"

namespace vouch::reference {
namespace {

constexpr std::array kBuiltInQualifiers = {
    "source", "locator", "span",  "quote",  "said_by",     "certainty", "polarity", "status", "since",
    "until",  "during",  "known", "said_on", "alternative", "quantity",  "graph"};
constexpr std::array kDateQualifiers = {"since", "until", "during", "known", "said_on", "published"};
constexpr std::array kValues = {"suspected", "opinion", "estimated", "reported", "stated", "confirmed",
                                "affirmed",  "denied",  "actual",    "planned",  "requested", "forecast"};

template <typename Names>
bool one_of(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string last_part(const std::string& iri) { return iri.substr(iri.rfind('/') + 1); }

std::vector<std::string> texts(const std::vector<ast::Name>& names) {
  std::vector<std::string> out;
  for (const auto& name : names) out.push_back(name.text);
  return out;
}

Term text_of(const ast::StringLiteral& literal) {
  storage::Text text{literal.text, literal.language, {}};
  std::transform(text.language.begin(), text.language.end(), text.language.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return Term(text);
}

}  // namespace

Term entity_term(std::string_view id) {
  return Term(storage::Iri{storage::iri_of(storage::kDefaultBase, storage::NameSpace::entity, id)});
}
Term kind_term(std::string_view id) {
  return Term(storage::Iri{storage::iri_of(storage::kDefaultBase, storage::NameSpace::kind, id)});
}
Term relation_term(std::string_view id) {
  return Term(storage::Iri{storage::iri_of(storage::kDefaultBase, storage::NameSpace::relation, id)});
}
bool is_built_in_qualifier(std::string_view name) { return one_of(kBuiltInQualifiers, name); }
bool is_date_qualifier(std::string_view name) { return one_of(kDateQualifiers, name); }

std::string name_of(const World& world, const Term& term) {
  if (const Claim* claim = world.claim(term)) return claim->name;
  const auto* iri = term.as<storage::Iri>();
  if (iri == nullptr) return {};
  return iri->text.starts_with(storage::kDefaultBase) ? last_part(iri->text) : iri->text;
}

std::string key_of(const World& world, const Term& term) {
  if (!term.bound()) return "unbound";
  if (const auto* list = term.as<storage::List>()) {
    std::string key = "list(";
    for (const Term& item : list->items) key += key_of(world, item) + ",";
    return key + ")";
  }
  if (std::string name = name_of(world, term); !name.empty()) return "name " + name;
  return "value " + storage::equality_key(term);
}

std::string key_of(const World& world, const Cells& cells) {
  std::string key;
  for (const Term& cell : cells) key += key_of(world, cell) + '\n';
  return key;
}

// ------------------------------------------------------------------------------------------ World

std::vector<Cells> Claim::values(const std::string& qualifier, std::size_t links) const {
  std::vector<Cells> out;
  for (const auto& [own, value] : qualifiers) {
    if (links == 1 && own == qualifier) out.push_back({value});
  }
  for (const Cells& chain : said_by) {
    for (std::size_t end = links; links > 1 && end <= chain.size(); ++end) {
      const auto last = chain.begin() + static_cast<std::ptrdiff_t>(end);
      out.emplace_back(last - static_cast<std::ptrdiff_t>(links), last);
    }
  }
  return out;
}

Term World::claim_term(std::size_t index) const { return Term(storage::ClaimRef{index + 1}); }

const Claim* World::claim(const Term& term) const {
  const auto* ref = term.as<storage::ClaimRef>();
  return ref == nullptr || ref->number == 0 || ref->number > claims.size() ? nullptr
                                                                           : &claims[ref->number - 1];
}

const Entity* World::entity(const Term& term) const {
  const auto* iri = term.as<storage::Iri>();
  if (iri == nullptr) return nullptr;
  const auto at = entities.find(last_part(iri->text));
  return at == entities.end() || term != entity_term(at->first) ? nullptr : &at->second;
}

bool World::is_a(const Term& term, const std::string& kind) const {
  const Entity* found = entity(term);
  if (found == nullptr) return kind == "claim" && claim(term) != nullptr;
  std::vector<std::string> open = found->kinds;
  std::set<std::string> seen;
  while (!open.empty()) {
    const std::string next = open.back();
    open.pop_back();
    if (next == kind) return true;
    if (!seen.insert(next).second) continue;
    if (const auto at = kinds.find(next); at != kinds.end()) {
      open.insert(open.end(), at->second.begin(), at->second.end());
    }
  }
  return kind == "any";
}

std::vector<Triple> World::implied(const Triple& triple) const {
  std::vector<Triple> out{triple};
  const auto add = [&](Triple next) {
    for (Triple& known : out) {
      if (known.relation == next.relation && known.subject == next.subject &&
          known.object == next.object) {
        known.said = known.said || next.said;
        return;
      }
    }
    out.push_back(std::move(next));
  };
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto at = relations.find(out[i].relation);
    if (at == relations.end()) continue;
    const Triple from = out[i];
    if (at->second.symmetric) add({from.object, from.relation, from.subject, from.said});
    for (const auto& above : at->second.under) add({from.subject, above, from.object, false});
    if (const auto& name = at->second.inverse; !name.empty()) {
      add({from.object, name, from.subject, false});
    }
    if (const auto& name = at->second.inverse_of; !name.empty()) {
      add({from.object, name, from.subject, false});
    }
  }
  return out;
}

bool World::implies(const Triple& triple, const std::set<std::string>& names) const {
  const auto all = implied(triple);
  return std::any_of(all.begin(), all.end(), [&](const Triple& one) {
    return one.subject == triple.subject && one.object == triple.object &&
           names.contains(one.relation);
  });
}

Cells World::nodes() const {
  Cells out;
  for (const Triple& t : graph) {
    if (t.said) out.insert(out.end(), {t.subject, t.object});
  }
  for (const auto& [id, entity] : entities) {
    if (!entity.kinds.empty() || entity.label) out.push_back(entity_term(id));
  }
  return out;
}

void World::finish() {
  graph.clear();
  std::map<std::string, std::size_t> known;
  const auto add = [&](const Triple& base) {
    for (const Triple& triple : implied(base)) {
      const std::string key = key_of(*this, triple.subject) + '\0' + triple.relation + '\0' +
                              key_of(*this, triple.object);
      const auto [at, fresh] = known.emplace(key, graph.size());
      if (fresh) graph.push_back(triple);
      else graph[at->second].said = graph[at->second].said || triple.said;
    }
  };
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const Claim& c = claims[i];
    if (c.retracted) continue;
    // Qualifiers of every unretracted claim are triples about the claim; denied or alternative claims put
    // no triple of their own in the graph.
    for (const auto& [name, value] : c.qualifiers) add({claim_term(i), name, value, false});
    if (!c.denied && !c.alternative) add({c.subject, c.relation, c.object, true});
  }
  for (const auto& [id, entity] : entities) {
    for (const auto& [name, value] : entity.fields) add({entity_term(id), name, value, false});
    if (entity.label) add({entity_term(id), "label", *entity.label, false});
    for (const auto& [kind, above] : kinds) {
      if (is_a(entity_term(id), kind)) add({entity_term(id), "is_a", kind_term(kind), false});
    }
    // A source is of the built-in kind `source`; what has no declared kind is of the kind `any`.
    const bool source = std::find(entity.kinds.begin(), entity.kinds.end(), "source") != entity.kinds.end();
    if (source || entity.kinds.empty()) {
      add({entity_term(id), "is_a", kind_term(source ? "source" : "any"), false});
    }
  }
}

std::optional<Term> World::named(const ast::Name& name) const {
  if (name.form == ast::NameForm::iri) return Term(storage::Iri{name.text});
  if (name.form == ast::NameForm::prefixed) {
    const std::size_t colon = name.text.find(':');
    return Term(storage::Iri{prefixes.at(name.text.substr(0, colon)) + name.text.substr(colon + 1)});
  }
  if (name.form == ast::NameForm::label) {
    for (const auto& [id, entity] : entities) {
      if (name.kind && !is_a(entity_term(id), name.kind->text)) continue;
      const auto is = [&](const Term& label) {
        return unicode::fold(label.as<storage::Text>()->text) == unicode::fold(name.text);
      };
      if ((entity.label && is(*entity.label)) ||
          std::any_of(entity.also.begin(), entity.also.end(), is)) {
        return entity_term(id);
      }
    }
    return std::nullopt;
  }
  if (entities.contains(name.text)) return entity_term(name.text);
  for (std::size_t i = 0; i < claims.size(); ++i) {
    if (claims[i].name == name.text) return claim_term(i);
  }
  if (one_of(kValues, name.text)) {
    return Term(storage::Iri{std::string(storage::kDefaultBase) + "value/" + name.text});
  }
  return std::nullopt;
}

Term World::literal(const ast::NumberLiteral& n) const {
  expr::LiteralParts parts{n.approximate, n.is_range, {}, {}, n.scale, n.unit};
  if (n.lower) parts.lower = expr::LiteralBound{n.lower->is_date, n.lower->text};
  if (n.upper) parts.upper = expr::LiteralBound{n.upper->is_date, n.upper->text};
  std::string error;
  auto term = expr::literal_term(parts, units, true, error);
  if (!term) throw std::runtime_error("literal: " + error);
  return *term;
}

std::optional<Term> World::constant(const ast::Term& term) const {
  if (const auto* name = std::get_if<ast::Name>(&term)) return named(*name);
  if (const auto* text = std::get_if<ast::StringLiteral>(&term)) return text_of(*text);
  if (const auto* flag = std::get_if<ast::BooleanLiteral>(&term)) return Term(flag->value);
  if (const auto* number = std::get_if<ast::NumberLiteral>(&term)) return literal(*number);
  return std::nullopt;
}

// ----------------------------------------------------------------------------------------- reader

namespace {

class Reader {
 public:
  World world;

  void operator()(const ast::PrefixStatement& s) { world.prefixes[s.prefix] = s.iri; }
  void operator()(const ast::KindStatement& s) { world.kinds[s.name.text] = texts(s.under); }
  void operator()(const ast::UnitStatement& s) {
    world.units.units.push_back({s.name, s.name, storage::Number(1), {}});
    world.units.index();
  }
  void operator()(const ast::RelationStatement& s) {
    Relation& relation = world.relations[s.name.text];
    relation.range = texts(s.range);
    relation.symmetric = s.symmetric;
    relation.under = texts(s.under);
    if (!s.inverse.empty()) {
      relation.inverse = s.inverse[0].text;
      world.relations[relation.inverse].inverse_of = s.name.text;
    }
  }
  void operator()(const ast::EntityStatement& s) {
    Entity& entity = world.entities[s.name.text];
    for (const auto& kind : s.kinds) entity.kinds.push_back(kind.text);
    if (s.label) entity.label = text_of(*s.label);
    for (const auto& also : s.also) entity.also.push_back(text_of(also));
  }
  void operator()(const ast::SourceStatement& s) {
    Entity& entity = world.entities[s.name.text];
    entity.kinds.emplace_back("source");
    for (const auto& field : s.fields) {
      Term value = value_of(field.value);
      if (is_date_qualifier(field.name)) value = expr::as_date(value);
      entity.fields.emplace_back(field.name, value);
    }
  }
  void operator()(const ast::ClaimStatement& s) { claim(s.fact, {}); }
  void operator()(const ast::ClaimsStatement& s) {
    for (const auto& fact : s.facts) claim(fact, s.shared);
  }
  void operator()(const ast::RetractStatement& s) {
    for (Claim& claim : world.claims) {
      for (const auto& name : s.names) claim.retracted = claim.retracted || claim.name == name.text;
    }
  }
  template <typename Other>
  void operator()(const Other&) {
    throw std::runtime_error("the reference reads declarations, claims and retractions only");
  }

 private:
  Term value_of(const ast::Term& term) const {
    auto value = world.constant(term);
    if (!value) throw std::runtime_error("the reference does not know a name in the facts");
    return *value;
  }

  void claim(const ast::Fact& fact, const std::vector<ast::Qualifier>& shared) {
    Claim claim;
    claim.name = "c_" + std::to_string(world.claims.size() + 1);
    claim.denied = fact.denied;
    claim.relation = fact.relation.text;
    claim.subject = value_of(fact.subject);
    claim.object = value_of(fact.object);
    const Relation& relation = world.relations.at(claim.relation);
    if (one_of(relation.range, "date")) claim.object = expr::as_date(claim.object);
    if (!relation.inverse_of.empty()) {
      claim.relation = relation.inverse_of;
      std::swap(claim.subject, claim.object);
    }
    std::vector<ast::Qualifier> all = fact.qualifiers;
    for (const auto& qualifier : shared) {
      const auto same = [&](const ast::Qualifier& own) { return own.name.text == qualifier.name.text; };
      if (std::none_of(all.begin(), all.end(), same)) all.push_back(qualifier);
    }
    for (const auto& qualifier : all) this->qualifier(claim, qualifier);
    add_defaults(claim);
    world.claims.push_back(std::move(claim));
  }

  void qualifier(Claim& claim, const ast::Qualifier& qualifier) {
    const auto& values = std::get<ast::QualifierValues>(qualifier.test).alternatives;
    const auto& chain = values.at(0);
    const std::string& name = qualifier.name.text;
    if (const auto* id = std::get_if<ast::Name>(&chain[0])) {
      if (name == "id") {
        claim.name = id->text;
        return;
      }
      if (id->form == ast::NameForm::id && id->text == "none") return;
      if (name == "polarity") claim.denied = id->text == "denied";
      if (name == "alternative") {
        claim.alternative = true;
        claim.qualifiers.emplace_back(name, storage::text_term(id->text));
        return;
      }
    }
    std::vector<Term> links;
    for (const auto& link : chain) links.push_back(value_of(link));
    if (name == "said_by") claim.said_by.push_back(links);
    for (Term& link : links) {
      const auto declared = world.relations.find(name);
      const bool date = is_date_qualifier(name) || (declared != world.relations.end() &&
                                                    one_of(declared->second.range, "date"));
      if (date) link = expr::as_date(link);
      if (name != "polarity") add_qualifier(claim, name, link);
    }
    if (name == "alternative") claim.alternative = true;
  }

  void add_qualifier(Claim& claim, const std::string& name, const Term& value) {
    claim.qualifiers.emplace_back(name, value);
    // `during a..b` is `since a, until b`.
    const auto* date = name == "during" ? value.as<storage::Date>() : nullptr;
    if (date == nullptr) return;
    const auto bound = [&](const storage::Period& period) {
      storage::Date single = storage::Date::single(period);
      single.approximate = date->approximate;
      return Term(single);
    };
    if (date->from) claim.qualifiers.emplace_back("since", bound(*date->from));
    if (date->to) claim.qualifiers.emplace_back("until", bound(*date->to));
  }

  void add_defaults(Claim& claim) {
    const auto has = [&](std::string_view name) {
      return std::any_of(claim.qualifiers.begin(), claim.qualifiers.end(),
                         [&](const auto& q) { return q.first == name; });
    };
    const auto value = [&](const char* name) { return *world.named({ast::NameForm::id, name, {}, {}}); };
    if (!has("certainty")) claim.qualifiers.emplace_back("certainty", value("stated"));
    if (!has("status")) claim.qualifiers.emplace_back("status", value("actual"));
    claim.qualifiers.emplace_back("polarity", value(claim.denied ? "denied" : "affirmed"));
    for (std::size_t i = 0; !has("known") && i < claim.qualifiers.size(); ++i) {
      if (claim.qualifiers[i].first != "source") continue;
      const Entity* source = world.entity(claim.qualifiers[i].second);
      for (const auto& [name, date] : source->fields) {
        if (name == "published") {
          claim.qualifiers.emplace_back("known", date);
          break;
        }
      }
    }
  }
};

}  // namespace

World world_from(const ast::Script& script) {
  Reader reader;
  for (const auto& statement : script.statements) std::visit(reader, statement.node);
  reader.world.finish();
  return std::move(reader.world);
}

}  // namespace vouch::reference
