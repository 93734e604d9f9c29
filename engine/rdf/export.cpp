#include "engine/rdf/export.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <string>

#include "base/error.hpp"
#include "base/line_sorter.hpp"
#include "engine/rdf/canonical_lines.hpp"
#include "engine/rdf/store_lines.hpp"
#include "parser/rdf/turtle_writer.hpp"

namespace vouch::rdfio {

using storage::Snapshot;

namespace {

// Canonical lines → Turtle or TriG.
std::uint64_t write_turtle(LineSorter& sorter, rdf::TurtleWriter& writer) {
  CanonicalLines lines(writer);
  sorter.each([&](std::string_view line) {
    lines.read(line.substr(line.find(kAfterGraph) + 1));
  });
  writer.finish();
  return lines.quads();
}

std::uint64_t write_lines(LineSorter& sorter, const std::string& comments,
                          const std::function<void(std::string_view)>& out) {
  constexpr std::size_t kPiece = std::size_t{64} << 10U;
  std::uint64_t quads = 0;
  std::string piece = comments;
  sorter.each([&](std::string_view line) {
    piece.append(line.substr(line.find(kAfterGraph) + 1)).append("\n");
    ++quads;
    if (piece.size() < kPiece) return;
    out(piece);
    piece.clear();
  });
  out(piece);
  return quads;
}

// As comments, where the format has no place for them.
std::string prefixes_of(const Snapshot& snapshot) {
  std::string out;
  for (const auto& [name, iri] : snapshot.catalog().prefixes)
    out += fmt::format("# PREFIX {}: <{}>\n", name, iri);
  return out;
}

}  // namespace

std::uint64_t export_store(const Snapshot& snapshot, const ExportOptions& options,
                           const std::function<void(std::string_view)>& out) {
  LineSorter sorter(options.memory_bytes);
  StoreLines lines(snapshot, sorter);
  lines.run();
  const bool has_graphs =
      options.format == rdf::Format::nquads || options.format == rdf::Format::trig;
  if (lines.graphs() && !has_graphs) {
    throw StorageError("E0813", fmt::format("the store holds named graphs, which {} has no place "
                                            "for; take nq or trig",
                                            rdf::name_of(options.format)));
  }
  if (rdf::is_by_lines(options.format)) return write_lines(sorter, prefixes_of(snapshot), out);
  rdf::TurtleWriter writer(snapshot.catalog().prefixes, has_graphs, out);
  return write_turtle(sorter, writer);
}

}  // namespace vouch::rdfio
