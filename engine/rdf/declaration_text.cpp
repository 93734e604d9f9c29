#include "engine/rdf/declaration_text.hpp"

#include <utility>

#include "parser/ast_print.hpp"
#include "parser/parse.hpp"
#include "storage/names.hpp"
#include "storage/well_known.hpp"

namespace vouch::rdfio {

using storage::NameSpace;
using storage::TermId;

namespace {

std::optional<ast::StringLiteral> meaning_of(const std::string& meaning) {
  if (meaning.empty()) return std::nullopt;
  ast::StringLiteral out;
  out.text = meaning;
  return out;
}

std::vector<ast::Name> kinds_of(const storage::Catalog& catalog, const std::vector<TermId>& ids) {
  std::vector<ast::Name> out;
  for (const TermId id : ids) {
    if (const auto* kind = catalog.kind(id))
      out.push_back(declared_name(catalog, NameSpace::kind, kind->name));
  }
  return out;
}

std::vector<ast::Name> relations_of(const storage::Catalog& catalog,
                                    const std::vector<TermId>& ids) {
  std::vector<ast::Name> out;
  for (const TermId id : ids) {
    if (const auto* relation = catalog.relation(id))
      out.push_back(declared_name(catalog, NameSpace::relation, relation->name));
  }
  return out;
}

template <typename Node>
std::string printed(Node node) {
  std::string out = ast::print(ast::Statement{std::move(node), {}});
  if (!out.ends_with(';')) out += ';';
  return out;
}

}  // namespace

ast::Name declared_name(const storage::Catalog& catalog, NameSpace space, const std::string& name) {
  ast::Name out;
  out.form = ast::NameForm::iri;
  if (name.starts_with('<') && name.ends_with('>')) {
    out.text = name.substr(1, name.size() - 2);
  } else if (parser::is_reserved(name)) {
    out.text = storage::iri_of(catalog.base, space, name);
  } else {
    out.form = ast::NameForm::id;
    out.text = name;
  }
  return out;
}

std::string declaration_of(const storage::Catalog& catalog, const storage::KindInfo& kind) {
  ast::KindStatement out;
  out.name = declared_name(catalog, NameSpace::kind, kind.name);
  out.under = kinds_of(catalog, kind.under);
  out.meaning = meaning_of(kind.meaning);
  return printed(std::move(out));
}

std::string declaration_of(const storage::Catalog& catalog,
                           const storage::RelationInfo& relation) {
  ast::RelationStatement out;
  out.name = declared_name(catalog, NameSpace::relation, relation.name);
  out.domain = kinds_of(catalog, relation.domain);
  out.range = kinds_of(catalog, relation.range);
  if (relation.inverse.bound()) out.inverse = relations_of(catalog, {relation.inverse});
  out.functional = relation.functional;
  for (const TermId id : relation.functional_per) {
    const auto* entry = storage::well_known::find(id);
    const auto* info = catalog.relation(id);
    if (entry != nullptr) {
      out.functional_per.emplace_back(entry->name);
    } else if (info != nullptr) {
      out.functional_per.push_back(info->name);
    }
  }
  out.transitive = relation.transitive;
  out.symmetric = relation.symmetric;
  out.under = relations_of(catalog, relation.under);
  out.exclusive_with = relations_of(catalog, relation.exclusive_with);
  out.opposite = relations_of(catalog, relation.opposite);
  out.meaning = meaning_of(relation.meaning);
  return printed(std::move(out));
}

}  // namespace vouch::rdfio
