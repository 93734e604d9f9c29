// engine/rdf/declaration_text.hpp — kinds and relations of a catalog as statements of the language.
//
// Shape     on one line, with `;`: declared again in an empty store they give the same entry.
// Errors    none.
#pragma once

#include <string>

#include "parser/ast.hpp"
#include "storage/catalog.hpp"
#include "storage/names.hpp"

namespace vouch::rdfio {

// `chip`, or `<iri>` for what is no plain word, and for words the language keeps to itself.
[[nodiscard]] ast::Name declared_name(const storage::Catalog& catalog, storage::NameSpace space,
                                      const std::string& name);
[[nodiscard]] std::string declaration_of(const storage::Catalog& catalog,
                                         const storage::KindInfo& kind);
// The relation that is stored, with its inverse.
[[nodiscard]] std::string declaration_of(const storage::Catalog& catalog,
                                         const storage::RelationInfo& relation);

}  // namespace vouch::rdfio
