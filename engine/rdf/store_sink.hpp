// engine/rdf/store_sink.hpp — quads into an update: what RDF says, in the store's terms.
//
// Shape     default graph   plain triples, or claims with the qualifiers given for the whole load
//           named graph     a claim for each triple, its source and qualifier `graph` the graph
//           rdf:type        is_a, the type being a kind from then on; in a named graph by a claim
//           rdfs:label      a label: a name of its subject, found by [label]
//           skos:altLabel   an alias
//           reifiers        claims (engine/rdf/reifiers.hpp)
//           _:b             a blank node named after the document and its label
// Lifetime  borrows the update; finish() before it is committed.
// Errors    StorageError, CapacityError of the update.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "engine/rdf/reifiers.hpp"
#include "engine/rdf/schema_statements.hpp"
#include "parser/rdf/sink.hpp"
#include "storage/store.hpp"

namespace vouch::rdfio {

// What the documents of a load share.
struct Findings {
  explicit Findings(const OwnWords& own) : words(own), schema(own) {}
  const OwnWords& words;
  SchemaStatements schema;
  std::map<std::string, storage::TermId> kinds;  // IRIs that are kinds from now on
  std::vector<storage::TermId> graphs;           // sources from now on, after the declared ones
};

class StoreSink final : public rdf::Sink {
 public:
  // `document` names the document its blank nodes belong to; asked for once, when there is one.
  // Without it labels are the store's already.
  StoreSink(storage::Update& update, Findings& findings, std::function<std::string()> document);

  void quad(const rdf::Quad& quad) override;
  void prefix(std::string_view name, std::string_view iri) override;
  // Prefixes that clash with nothing become the store's.
  void finish();

  // Quads that it takes are not written.
  void set_reifiers(Reifiers* reifiers) { reifiers_ = reifiers; }
  // Nodes that are claims.
  void set_claims(const ClaimsOfNodes* claims) { claims_ = claims; }
  [[nodiscard]] storage::TermId id_of(const rdf::Term& term);

  // From now on triples of the default graph are claims with these.
  void set_qualifiers(std::vector<std::pair<storage::TermId, storage::TermId>> qualifiers) {
    qualifiers_ = std::move(qualifiers);
  }
  // Called with the number of quads so far, now and then.
  void set_heartbeat(std::function<void(std::uint64_t)> heartbeat) {
    heartbeat_ = std::move(heartbeat);
  }
  [[nodiscard]] std::uint64_t quads() const { return quads_; }

 private:
  using TermId = storage::TermId;

  [[nodiscard]] TermId iri_id(std::string_view iri);
  [[nodiscard]] std::string blank_label(std::string_view label);
  void plain(const rdf::Quad& quad);
  void claim(const storage::Triple& triple,
             const std::vector<std::pair<storage::TermId, storage::TermId>>& said);
  void graph_claim(const rdf::Quad& quad);
  [[nodiscard]] bool type(TermId subject, const rdf::Term& type);
  void name(TermId subject, const rdf::Term& label, TermId object);
  void alias(TermId subject, const rdf::Term& label, TermId object);
  void own_name(TermId subject, std::string_view iri);
  [[nodiscard]] TermId kind_of(std::string_view iri);
  void become_source(TermId graph);

  storage::Update& update_;
  Findings& findings_;
  std::function<std::string()> document_;
  LabelOf label_of_;
  std::string scope_;  // of blank labels; empty until there is one
  Reifiers* reifiers_ = nullptr;
  const ClaimsOfNodes* claims_ = nullptr;
  std::function<void(std::uint64_t)> heartbeat_;
  storage::Catalog catalog_;                      // as it was at the beginning
  std::unordered_map<std::string, TermId> iris_;  // seen lately
  std::unordered_set<TermId> kinds_;
  std::unordered_set<TermId> sources_;
  std::unordered_set<TermId> labelled_;
  std::unordered_set<TermId> named_;
  std::map<std::string, std::string> prefixes_;
  TermId loaded_on_;
  std::int64_t loaded_at_ = 0;
  std::vector<std::pair<storage::TermId, storage::TermId>> qualifiers_;
  std::uint64_t quads_ = 0;
};

}  // namespace vouch::rdfio
