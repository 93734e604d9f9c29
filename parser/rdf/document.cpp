#include "parser/rdf/document.hpp"

#include "parser/rdf/read_lines.hpp"
#include "parser/rdf/turtle_reader.hpp"

namespace vouch::rdf {

std::optional<Format> format_named(std::string_view name) {
  if (name == "nt" || name == "ntriples") return Format::ntriples;
  if (name == "nq" || name == "nquads") return Format::nquads;
  if (name == "ttl" || name == "turtle") return Format::turtle;
  if (name == "trig") return Format::trig;
  return std::nullopt;
}

std::string_view name_of(Format format) {
  switch (format) {
    case Format::ntriples: return "nt";
    case Format::nquads: return "nq";
    case Format::turtle: return "ttl";
    case Format::trig: return "trig";
  }
  return "";
}

ReadTotals read_document(ByteSource& source, const ReadOptions& options,
                         std::span<Sink* const> lanes, ProblemSink& problems) {
  if (is_by_lines(options.format)) {
    LineOptions lines;
    lines.lenient = options.lenient;
    if (options.format == Format::nquads) lines.dialect = LineDialect::nquads;
    const LineTotals totals = read_lines(source, lines, lanes, problems);
    return {totals.quads, totals.broken};
  }
  TurtleOptions turtle;
  turtle.base = options.base;
  if (options.format == Format::trig) turtle.dialect = TurtleDialect::trig;
  TurtleReader reader(source, turtle, *lanes.front(), problems);
  const bool whole = reader.read();
  return {reader.quads(), whole ? 0U : 1U};
}

}  // namespace vouch::rdf
