// engine/rdf/own_words.hpp — the IRIs by which a store's own things are written as RDF.
//
// Shape     all under the store's base. Terms of the language have places there already
//           (`kind/NAME`, `relation/NAME`, `value/NAME`); `schema/NAME` is what RDF has no word for:
//             claims        a kind/claim, with loaded_at, retracted, unasserted, also_plain, chain
//             declarations  a schema/Kind, schema/Relation, schema/Unit, with declaration, order, …
// Lifetime  a plain value.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "parser/rdf/term.hpp"

namespace vouch::rdfio {

class OwnWords {
 public:
  explicit OwnWords(std::string base);

  [[nodiscard]] const std::string& base() const { return base_; }
  [[nodiscard]] std::string schema(std::string_view word) const { return schema_ + std::string(word); }
  // The word after `schema/`; empty for every other IRI.
  [[nodiscard]] std::string_view schema_word(std::string_view iri) const;
  [[nodiscard]] const std::string& kind_claim() const { return kind_claim_; }
  [[nodiscard]] const std::string& kind_source() const { return kind_source_; }

  // What a claim is called, as an IRI (without <>) or `_:label`, and back. `taken`: the base
  // already has something else of that name.
  [[nodiscard]] std::string node_of_claim(std::string_view name, bool taken) const;
  [[nodiscard]] std::string claim_of_node(const rdf::Term& node, bool ours) const;

  [[nodiscard]] std::string node_of_unit(std::string_view name) const;

  // Quads that mean more than a triple to us, by themselves.
  [[nodiscard]] bool is_ours(const rdf::Quad& quad) const;

 private:
  std::string base_;
  std::string schema_;
  std::string claims_;
  std::string former_id_;
  std::string kind_claim_;
  std::string kind_source_;
};

}  // namespace vouch::rdfio
