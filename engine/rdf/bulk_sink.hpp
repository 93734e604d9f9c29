// engine/rdf/bulk_sink.hpp — the triples of a document without graphs, through storage's bulk load.
//
// Shape     what StoreSink makes of the default graph, from several lanes at once: rdf:type is is_a,
//           rdfs:label a label. A literal has the id of its value; how it was written goes with its
//           triple. Labels, words, kinds and prefixes follow when all lanes have ended; so does
//           what only a StoreSink knows the meaning of (OwnWords::is_ours).
// Lifetime  borrows the update, which nobody uses before finish(); finish() before it is committed.
// Errors    StorageError, CapacityError of the update; InputError E0327.
// Threads   one lane belongs to one thread at a time; finish() when none runs.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/line_sorter.hpp"
#include "engine/rdf/deferred_texts.hpp"
#include "engine/rdf/store_sink.hpp"
#include "parser/rdf/sink.hpp"
#include "storage/bulk_load.hpp"
#include "storage/store.hpp"

namespace vouch::rdfio {

class BulkSink {
 public:
  // `document` names the document its blank nodes belong to; asked for once, when there is one.
  // `beat` is called now and then, by the first lane; what it throws stops the reading.
  BulkSink(storage::Update& update, Findings& findings,
           const storage::BulkLoad::Options& options,
           std::function<std::string()> document, std::function<void()> beat);
  ~BulkSink();

  [[nodiscard]] std::vector<rdf::Sink*> lanes() const;
  void finish();

 private:
  class Lane;

  [[nodiscard]] const std::string& scope();
  void add_texts();
  void add_kinds();
  void put_off(std::string line);

  storage::Update& update_;
  Findings& findings_;
  std::function<std::string()> document_;
  std::function<void()> beat_;
  storage::BulkLoad load_;
  std::once_flag scope_known_;
  std::string scope_;  // of blank labels
  std::mutex putting_off_;
  LineSorter put_off_;  // quads for a StoreSink, as lines
  std::vector<std::unique_ptr<Lane>> lanes_;
};

}  // namespace vouch::rdfio
