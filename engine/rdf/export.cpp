#include "engine/rdf/export.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/invariant.hpp"
#include "base/line_sorter.hpp"
#include "engine/rdf/literal_forms.hpp"
#include "engine/rdf/vocabulary.hpp"
#include "parser/rdf/limits.hpp"
#include "parser/rdf/line_scanner.hpp"
#include "parser/rdf/ntriples_text.hpp"
#include "parser/rdf/turtle_writer.hpp"
#include "storage/rdf_literal.hpp"
#include "storage/said_plainly.hpp"
#include "storage/well_known.hpp"

namespace vouch::rdfio {

namespace well_known = storage::well_known;
using storage::IdTag;
using storage::Snapshot;
using storage::Term;
using storage::TermId;
using storage::Triple;

namespace {

constexpr std::size_t kRows = 1024;
constexpr std::size_t kTextsMost = std::size_t{1} << 16U;
constexpr char kAfterGraph = '\x01';  // sorts before everything that texts hold

// Quads of a snapshot as canonical lines, `graph 0x01 line`, in no order.
class Lines {
 public:
  Lines(const Snapshot& snapshot, LineSorter& out) : snapshot_(snapshot), out_(out) {}

  void run() {
    claims();
    triples();
  }
  [[nodiscard]] bool graphs() const { return graphs_; }

 private:
  void triples() {
    storage::TripleCursor cursor(snapshot_, storage::Order::spo);
    cursor.open({});
    std::array<TermId, kRows> s, p, o;
    while (const std::size_t n = cursor.next(s.data(), p.data(), o.data(), kRows)) {
      for (std::size_t i = 0; i < n; ++i) triple({s[i], p[i], o[i]});
    }
  }

  void triple(const Triple& triple) {
    if (triple.subject.tag() == IdTag::claim || triple.relation == well_known::kIsA) return;
    const bool declares = triple.relation == well_known::kDeclaredKind;
    if (declares && triple.object == well_known::kKindSource) return;
    if (declares && triple.object == well_known::kKindAny) return;
    // What only claims say stands with the claims.
    if (has_claims_ && !storage::said_plainly(snapshot_, triple)) return;
    const std::string subject = text(triple.subject);
    const std::string predicate = relation(triple.relation);
    const auto written = may_be_spelled(triple.object.tag()) ? snapshot_.spellings(triple)
                                                             : std::vector<TermId>();
    if (written.empty()) line({}, subject, predicate, text(triple.object));
    for (const TermId spelling : written) line({}, subject, predicate, text(spelling));
  }

  // Values that can be written in more than one way.
  [[nodiscard]] static bool may_be_spelled(IdTag tag) {
    return tag == IdTag::boolean || tag == IdTag::integer || tag == IdTag::number ||
           tag == IdTag::date || tag == IdTag::long_date;
  }

  void claims() {
    storage::ClaimCursor cursor(snapshot_, storage::ClaimOrder::spoc);
    cursor.open({});
    std::array<TermId, kRows> ids;
    while (const std::size_t n = cursor.next(nullptr, nullptr, nullptr, ids.data(), kRows)) {
      for (std::size_t i = 0; i < n; ++i) {
        const auto record = snapshot_.claim(ids[i]);
        invariant(record.has_value(), "a claim of the index is in the table");
        claim(*record);
      }
    }
  }

  void claim(const storage::ClaimRecord& record) {
    if (record.retracted) return;
    const std::string subject = text(record.triple.subject);
    const std::string predicate = relation(record.triple.relation);
    const std::string object = text(record.triple.object);
    for (const auto& [qualifier, value] : record.qualifiers) {
      if (qualifier != well_known::kGraph) continue;
      graphs_ = true;
      return line(text(value), subject, predicate, object);
    }
    const std::string node = text(record.id);
    std::string reified;
    rdf::append_iri(reified, rdf::kRdfReifies);
    line({}, node, reified, "<<( " + subject + " " + predicate + " " + object + " )>>");
    for (const auto& [qualifier, value] : record.qualifiers) {
      line({}, node, relation(qualifier), text(value));
    }
    if (!record.denied && !record.alternative) line({}, subject, predicate, object);
  }

  void line(const std::string& graph, const std::string& s, const std::string& p,
            const std::string& o) {
    std::string out = graph + kAfterGraph;
    out.append(s).append(" ").append(p).append(" ").append(o).append(" ");
    if (!graph.empty()) out.append(graph).append(" ");
    out_.add(std::move(out += '.'));
  }

  // The canonical text of a term; that of IRIs met lately is kept.
  [[nodiscard]] std::string text(TermId id) {
    if (const auto found = texts_.find(id); found != texts_.end()) return found->second;
    std::string out;
    if (id.tag() == IdTag::claim) {
      rdf::append_iri(out, snapshot_.catalog().base + snapshot_.display_name(id));
    } else {
      append(out, snapshot_.term(id));
    }
    if (id.tag() != IdTag::iri && id.tag() != IdTag::blank) return out;
    if (texts_.size() >= kTextsMost) texts_.clear();
    texts_.emplace(id, out);
    return out;
  }

  static void append(std::string& out, const Term& term) {
    if (const auto* iri = term.as<storage::Iri>()) return rdf::append_iri(out, iri->text);
    if (const auto* blank = term.as<storage::Blank>()) {
      out.append("_:").append(blank->label);
      return;
    }
    const LiteralForm form = form_of(term);
    if (const std::string* triple = storage::as_triple_term(term)) {
      out += *triple;
      return;
    }
    rdf::Term literal = rdf::Term::literal(form.lexical, form.datatype);
    literal.language = form.language;
    literal.direction = form.direction;
    rdf::append_term(out, literal);
  }

  [[nodiscard]] std::string relation(TermId id) {
    std::string out;
    if (id == well_known::kDeclaredKind) rdf::append_iri(out, rdf::kRdfType);
    if (id == well_known::kLabel) rdf::append_iri(out, kRdfsLabel);
    if (id == well_known::kAlias) rdf::append_iri(out, kAltLabel);
    return out.empty() ? text(id) : out;
  }

  const Snapshot& snapshot_;
  LineSorter& out_;
  std::unordered_map<TermId, std::string> texts_;
  bool has_claims_ = snapshot_.counts().claims != 0;
  bool graphs_ = false;
};

class NoProblems final : public rdf::ProblemSink {
 public:
  bool problem(rdf::Problem problem, std::string_view line) override {
    throw InternalError(
        "E0901", fmt::format("an exported line cannot be read: {} ({})", line, problem.message));
  }
};

// Canonical lines → Turtle or TriG.
std::uint64_t write_turtle(LineSorter& sorter, rdf::TurtleWriter& writer) {
  NoProblems problems;
  rdf::LineScanner scanner(rdf::LineDialect::nquads, writer, problems);
  std::string padded;
  sorter.each([&](std::string_view line) {
    padded.assign(line.substr(line.find(kAfterGraph) + 1));
    padded += '\n';
    const std::size_t size = padded.size();
    padded.append(rdf::kPadding, '\0');
    static_cast<void>(scanner.scan(std::string_view(padded).substr(0, size), 1));
  });
  writer.finish();
  return scanner.quads();
}

std::uint64_t write_lines(LineSorter& sorter, const std::function<void(std::string_view)>& out) {
  constexpr std::size_t kPiece = std::size_t{64} << 10U;
  std::uint64_t quads = 0;
  std::string piece;
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

}  // namespace

std::uint64_t export_store(const Snapshot& snapshot, const ExportOptions& options,
                           const std::function<void(std::string_view)>& out) {
  LineSorter sorter(options.memory_bytes);
  Lines lines(snapshot, sorter);
  lines.run();
  const bool has_graphs =
      options.format == rdf::Format::nquads || options.format == rdf::Format::trig;
  if (lines.graphs() && !has_graphs) {
    throw StorageError("E0813", fmt::format("the store holds named graphs, which {} has no place "
                                            "for; take nq or trig",
                                            rdf::name_of(options.format)));
  }
  if (rdf::is_by_lines(options.format)) return write_lines(sorter, out);
  rdf::TurtleWriter writer(snapshot.catalog().prefixes, has_graphs, out);
  return write_turtle(sorter, writer);
}

}  // namespace vouch::rdfio
