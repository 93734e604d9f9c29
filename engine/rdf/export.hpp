// engine/rdf/export.hpp — all that a store holds, as a document of RDF.
//
// Shape     sorted, so that the same store gives the same bytes, and complete: loaded into an empty
//           store it makes the same one. Triples stand in the default graph; claims of a named
//           graph as its quads; other claims as reifiers of their triple, their qualifiers as
//           properties. Kinds come as rdf:type, labels as rdfs:label, aliases as skos:altLabel, the
//           vocabulary by words of the store's own (engine/rdf/own_words.hpp).
// Lifetime  borrows the snapshot; temporary files for what exceeds the memory.
// Errors    E0813: named graphs, and a format that has none. StorageError; what `out` throws.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "parser/rdf/document.hpp"
#include "storage/store.hpp"

namespace vouch::rdfio {

struct ExportOptions {
  rdf::Format format = rdf::Format::nquads;
  std::size_t memory_bytes = std::size_t{256} << 20U;
};

// The number of quads.
std::uint64_t export_store(const storage::Snapshot& snapshot, const ExportOptions& options,
                           const std::function<void(std::string_view)>& out);

}  // namespace vouch::rdfio
