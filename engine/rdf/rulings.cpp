#include "engine/rdf/rulings.hpp"

#include <algorithm>
#include <utility>

#include "storage/names.hpp"

namespace vouch::rdfio {

namespace {

bool usable(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

}  // namespace

std::string scoped_label(std::string_view scope, std::string_view label) {
  const bool made = label.front() == '-';
  std::string out(scope);
  out += made ? 'g' : 'd';
  return out.append(label.substr(made ? 1 : 0));
}

void declare_kind(storage::Update& update, std::string_view base, storage::TermId id,
                  std::string_view iri) {
  storage::KindInfo kind;
  kind.id = id;
  const auto bare = storage::bare_id(base, iri);
  const bool named = bare && bare->space == storage::NameSpace::kind;
  kind.name = named ? bare->id : "<" + std::string(iri) + ">";
  if (named) update.add_name(storage::NameSpace::kind, id, kind.name, true);
  update.put(std::move(kind));
}

void declare_prefixes(storage::Update& update, const std::map<std::string, std::string>& prefixes) {
  if (prefixes.empty()) return;
  const auto known = update.view().catalog().prefixes;
  for (const auto& [name, iri] : prefixes) {
    if (usable(name) && !known.contains(name)) update.put_prefix(name, iri);
  }
}

}  // namespace vouch::rdfio
