#include "engine/rdf/reifiers.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "engine/rdf/canonical_lines.hpp"
#include "engine/rdf/reifier_group.hpp"
#include "engine/rdf/rulings.hpp"
#include "engine/rdf/store_sink.hpp"
#include "parser/rdf/limits.hpp"
#include "storage/checksum.hpp"
#include "storage/names.hpp"

namespace vouch::rdfio {

using storage::TermId;

namespace {

constexpr std::uint64_t kOtherSeed = 0x7265696669657273;

bool holds(std::string_view text, std::string_view part) {
  return ::memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
}

class Silent final : public rdf::ProblemSink {
 public:
  bool problem(rdf::Problem /*problem*/, std::string_view line) override { return !line.empty(); }
};

}  // namespace

TextKey key_of(std::string_view canonical) {
  return {storage::hash64(canonical, kOtherSeed), storage::hash64(canonical)};
}

Reifiers::Reifiers(const OwnWords& words, std::size_t memory_bytes)
    : words_(words),
      memory_bytes_(memory_bytes),
      about_(memory_bytes / 2),
      naming_(memory_bytes / 4) {}

// ── before the load ─────────────────────────────────────────────────────────────────────────────

bool Reifiers::may_be_in(ByteSource& source, rdf::Format format) {
  constexpr std::size_t kOverlap = 16;
  const bool turtle = !rdf::is_by_lines(format);
  std::string block(rdf::kBlockBytes, '\0');
  std::size_t kept = 0;
  while (const std::size_t got = source.read(block.data() + kept, block.size() - kept)) {
    const std::string_view text(block.data(), kept + got);
    if (holds(text, "reifies") ||
        (turtle && (holds(text, "<<") || holds(text, "{|") || holds(text, "~")))) {
      return true;
    }
    kept = std::min(kOverlap, text.size());
    std::memmove(block.data(), text.data() + text.size() - kept, kept);
  }
  return false;
}

class Reifiers::Scan final : public rdf::Sink {
 public:
  Scan(Reifiers& whole, const LabelOf& label_of)
      : whole_(whole),
        label_of_(label_of),
        polarity_(relation("polarity")),
        denied_(whole.words_.base() + "value/denied"),
        alternative_(relation("alternative")) {}

  void quad(const rdf::Quad& quad) override {
    if (quad.predicate.text == rdf::kRdfReifies && quad.object.kind == rdf::TermKind::triple) {
      Seen& seen = of(quad.subject);
      seen.anywhere = true;
      text_.clear();
      append_renamed_triple(text_, *quad.object.triple, label_of_);
      const TextKey key = key_of(text_);
      whole_.reified_.insert(key);
      if (quad.named) return;
      if (std::ranges::find(seen.reified, key) == seen.reified.end()) seen.reified.push_back(key);
      return;
    }
    if (quad.named || quad.object.kind == rdf::TermKind::blank) return;
    const std::string_view predicate = quad.predicate.text;
    if (predicate == rdf::kRdfType) {
      if (quad.object.text == whole_.words_.kind_claim()) of(quad.subject).ours = true;
    } else if (predicate == alternative_ ||
               (predicate == polarity_ && quad.object.text == denied_)) {
      of(quad.subject).unsaid = true;
    } else if (const auto word = whole_.words_.schema_word(predicate); !word.empty()) {
      if (word == "also_plain" || word == "unasserted" || word == "retracted")
        of(quad.subject).unsaid = true;
    }
  }

 private:
  [[nodiscard]] std::string relation(std::string_view name) const {
    return storage::iri_of(whole_.words_.base(), storage::NameSpace::relation, name);
  }
  Seen& of(const rdf::Term& node) {
    node_.clear();
    append_renamed(node_, node, label_of_);
    return whole_.seen_[key_of(node_)];
  }

  Reifiers& whole_;
  const LabelOf& label_of_;
  std::string polarity_;
  std::string denied_;
  std::string alternative_;
  std::string node_;
  std::string text_;
};

void Reifiers::scan(ByteSource& source, const rdf::ReadOptions& options, const LabelOf& label_of) {
  Silent problems;
  Scan sink(*this, label_of);
  const std::array<rdf::Sink*, 1> lanes = {&sink};
  static_cast<void>(rdf::read_document(source, options, lanes, problems));
}

void Reifiers::scanned() {
  for (const auto& [node, seen] : seen_) {
    if (!seen.anywhere) continue;
    nodes_.insert(node);
    if (seen.ours && !seen.unsaid && seen.reified.size() == 1)
      implied_.insert(seen.reified.front());
  }
  seen_ = {};
}

// ── while documents are read ────────────────────────────────────────────────────────────────────

bool Reifiers::concerns(const rdf::Term& term, const LabelOf& label_of, std::string& text) {
  if (term.kind != rdf::TermKind::iri && term.kind != rdf::TermKind::blank) return false;
  text.clear();
  append_renamed(text, term, label_of);
  return nodes_.contains(key_of(text));
}

bool Reifiers::take(const rdf::Quad& quad, const LabelOf& label_of) {
  if (nodes_.empty()) return false;
  std::string text;
  const bool about = concerns(quad.subject, label_of, text);
  const bool naming = about || concerns(quad.object, label_of, text) ||
                      (quad.named && concerns(quad.graph, label_of, text));
  if (!naming && (quad.named || implied_.empty())) return false;
  text.clear();
  append_renamed_triple(text, {quad.subject, quad.predicate, quad.object}, label_of);
  const TextKey triple = key_of(text);
  if (!quad.named && implied_.contains(triple)) return true;
  if (!naming) return false;
  if (reified_.contains(triple)) asserted_.insert(triple);
  text.clear();
  append_renamed_quad(text, quad, label_of);
  (about ? about_ : naming_).add(std::move(text));
  return true;
}

// ── claims ──────────────────────────────────────────────────────────────────────────────────────

void Reifiers::finish(storage::Update& update, StoreSink& sink, const Qualifiers& load_qualifiers) {
  if (nodes_.empty()) return;
  sink.set_claims(&claims_);
  make_claims(update, sink, load_qualifiers);
  CanonicalLines lines(sink);
  naming_.each([&](std::string_view line) { lines.read(line); });
}

// Claims may be about claims: each round makes those whose parts are there. Then links among
// qualifiers are let go (they stay triples), and at last what would be a part of itself.
void Reifiers::make_claims(storage::Update& update, StoreSink& sink,
                           const Qualifiers& load_qualifiers) {
  ReifierGroups groups(update, sink, words_, {nodes_, asserted_}, claims_, load_qualifiers);
  auto left = std::make_unique<LineSorter>(memory_bytes_ / 2);
  std::swap(*left, about_);
  for (const auto patience : {Patience::all_parts, Patience::ends, Patience::none}) {
    for (bool progress = true; progress;) {
      progress = false;
      auto later = std::make_unique<LineSorter>(memory_bytes_ / 2);
      bool any_later = false;
      groups.begin_round(patience);
      each_group(*left, [&](const std::vector<std::string>& lines) {
        if (groups.write(lines)) {
          progress = true;
          return;
        }
        any_later = true;
        for (const std::string& line : lines) later->add(line);
      });
      left = std::move(later);
      if (!any_later) {
        groups.finish();
        return;
      }
    }
  }
  groups.finish();
}

}  // namespace vouch::rdfio
