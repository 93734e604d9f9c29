// engine/rdf/read_file.hpp — a file of RDF, of any format and packing, into an update.
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
#include <string>
#include <utility>
#include <vector>

#include "engine/session.hpp"
#include "parser/rdf/document.hpp"
#include "storage/store.hpp"

namespace vouch::rdfio {

struct FileOptions {
  std::optional<rdf::Format> format;
  std::optional<std::filesystem::path> rejects;
  std::string base;  // for relative IRIs; empty: the file's own place
  std::vector<std::pair<storage::TermId, storage::TermId>> qualifiers;  // of all its triples
  const std::atomic<bool>* cancel = nullptr;
};

// What a file's name says: `a.ttl`, `a.nq.gz`.
[[nodiscard]] std::optional<rdf::Format> format_of(const std::filesystem::path& file);

[[nodiscard]] bool read_file(storage::Update& update, const std::filesystem::path& file,
                             const FileOptions& options, Output& output, rdf::ReadTotals& totals);

}  // namespace vouch::rdfio
