// engine/rdf/read_file.hpp — files of RDF, of any format and packing, into an update.
//
// Shape     format by the name's ending (before .gz or .zst) unless it is given. Strict: the first
//           problem refuses the file. With a reject file broken lines of N-Triples and N-Quads go
//           there, each after a comment with its place and reason, and the others are stored.
// Units     progress is told in bytes of the file as it lies on disk.
// Lifetime  commits nothing.
// Errors    false: problems went to the Output, and the update is to be dropped. InputError;
//           Cancelled.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/rdf/own_words.hpp"
#include "engine/rdf/reifiers.hpp"
#include "engine/rdf/store_sink.hpp"
#include "engine/session.hpp"
#include "parser/rdf/document.hpp"
#include "storage/bulk_load.hpp"
#include "storage/store.hpp"

namespace vouch::rdfio {

struct FileOptions {
  std::optional<rdf::Format> format;
  std::optional<std::filesystem::path> rejects;
  std::string base;  // for relative IRIs; empty: the file's own place
  std::vector<std::pair<storage::TermId, storage::TermId>> qualifiers;  // of all its triples
  const std::atomic<bool>* cancel = nullptr;
  std::size_t bulk_bytes = storage::BulkLoad::Options{}.memory_bytes;
};

// What a file's name says: `a.ttl`, `a.nq.gz`.
[[nodiscard]] std::optional<rdf::Format> format_of(const std::filesystem::path& file);

// The RDF documents of one load. Reifiers are looked for in all of them first.
class Documents {
 public:
  Documents(storage::Update& update, const FileOptions& options, Output& output);
  ~Documents();

  [[nodiscard]] bool read(std::span<const std::filesystem::path> files);
  // Statements of the language that declare kinds and relations; run them before finish().
  [[nodiscard]] const std::vector<std::string>& declarations() const;
  void finish();
  [[nodiscard]] const rdf::ReadTotals& totals() const { return totals_; }

 private:
  struct Document;

  void look_for_reifiers(std::vector<Document>& documents);
  [[nodiscard]] bool read(Document& document);
  void add_graphs();

  storage::Update& update_;
  const FileOptions& options_;
  Output& output_;
  OwnWords words_;
  Findings findings_;
  Reifiers reifiers_;
  rdf::ReadTotals totals_;
};

// One document, without declarations.
[[nodiscard]] bool read_file(storage::Update& update, const std::filesystem::path& file,
                             const FileOptions& options, Output& output, rdf::ReadTotals& totals);

}  // namespace vouch::rdfio
