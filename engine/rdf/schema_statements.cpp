#include "engine/rdf/schema_statements.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "engine/rdf/literal_forms.hpp"
#include "storage/rdf_values.hpp"
#include "storage/well_known.hpp"

namespace vouch::rdfio {

namespace well_known = storage::well_known;
using storage::Iri;
using storage::Term;
using storage::TermId;

bool SchemaStatements::take(const rdf::Quad& quad) {
  if (quad.named || quad.subject.kind != rdf::TermKind::iri) return false;
  const bool type = quad.predicate.text == rdf::kRdfType;
  const bool source = type && quad.object.kind == rdf::TermKind::iri &&
                      quad.object.text == words_.kind_source();
  const bool known_type = type && quad.object.kind == rdf::TermKind::iri &&
                          !words_.schema_word(quad.object.text).empty();
  const std::string_view word = words_.schema_word(quad.predicate.text);
  if (!source && !known_type && word.empty()) return false;
  if (quad.object.kind == rdf::TermKind::blank || quad.object.kind == rdf::TermKind::triple)
    return false;
  const std::size_t first = about_.size();
  About& about = about_.try_emplace(std::string(quad.subject.text)).first->second;
  if (about.statements.empty() && !about.source) about.first = first;
  if (source) {
    about.source = true;
    return true;
  }
  Statement one;
  one.word = known_type ? "a" : std::string(word);
  one.predicate = quad.predicate.text;
  one.object = quad.object.text;
  one.literal = quad.object.kind == rdf::TermKind::literal;
  one.datatype = quad.object.datatype;
  one.language = quad.object.language;
  about.statements.push_back(std::move(one));
  return true;
}

std::string SchemaStatements::first_of(const About& about, std::string_view word) {
  for (const Statement& one : about.statements) {
    if (one.word == word) return one.object;
  }
  return {};
}

std::int64_t SchemaStatements::order_of(const About& about) {
  const auto number = storage::number_of_text(first_of(about, "order"));
  const auto order = number ? number->to_int64() : std::nullopt;
  return order.value_or(std::numeric_limits<std::int64_t>::max());
}

bool SchemaStatements::write_unit(storage::Update& update, const About& about) {
  storage::UnitInfo unit;
  unit.name = first_of(about, "name");
  unit.dimension = first_of(about, "dimension");
  unit.meaning = first_of(about, "meaning");
  const auto factor = storage::number_of_text(first_of(about, "factor"));
  if (unit.name.empty() || unit.dimension.empty() || !factor || factor->sign() <= 0) return false;
  unit.factor = *factor;
  update.put(std::move(unit));
  return true;
}

void SchemaStatements::write_plain(storage::Update& update, const std::string& subject,
                                   const About& about) const {
  const TermId id = update.intern(Term(Iri{subject}));
  for (const Statement& one : about.statements) {
    if (about.source && one.word == "order") continue;
    rdf::Term literal = rdf::Term::literal(one.object, one.datatype);
    literal.language = one.language;
    const TermId object = update.intern(one.literal ? value_of(literal) : Term(Iri{one.object}));
    update.add_triple({id, update.intern(Term(Iri{one.predicate})), object});
  }
}

void SchemaStatements::finish(storage::Update& update) {
  using Entry = std::pair<const std::string, About>;
  std::vector<const Entry*> all;
  for (const Entry& entry : about_) all.push_back(&entry);
  std::ranges::sort(all, [](const Entry* a, const Entry* b) {
    return std::pair(order_of(a->second), a->second.first) <
           std::pair(order_of(b->second), b->second.first);
  });
  const std::vector<TermId> known = update.view().catalog().sources;
  for (const Entry* entry : all) {
    const auto& [subject, about] = *entry;
    if (about.source) {
      const TermId id = update.intern(Term(Iri{subject}));
      update.add_triple({id, well_known::kDeclaredKind, well_known::kKindSource});
      if (const auto bare = storage::bare_id(words_.base(), subject);
          bare && bare->space == storage::NameSpace::entity) {
        update.add_name(storage::NameSpace::entity, id, bare->id, false);
        update.add_words(id, bare->id);
      }
      if (std::ranges::find(known, id) == known.end()) update.add_source(id);
    }
    const std::string declaration = first_of(about, "declaration");
    const std::string type = first_of(about, "a");
    if (type == words_.schema("Unit") && write_unit(update, about)) continue;
    if (!declaration.empty() &&
        (type == words_.schema("Kind") || type == words_.schema("Relation"))) {
      declarations_.push_back(declaration);
      continue;
    }
    write_plain(update, subject, about);
  }
  about_.clear();
}

}  // namespace vouch::rdfio
