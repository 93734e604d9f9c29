#include "engine/rdf/bulk_sink.hpp"

#include <unordered_set>
#include <utility>

#include "engine/rdf/canonical_lines.hpp"
#include "engine/rdf/rulings.hpp"
#include "engine/rdf/vocabulary.hpp"
#include "storage/well_known.hpp"

namespace vouch::rdfio {

namespace well_known = storage::well_known;
using storage::BulkLoad;
using storage::Term;
using storage::TermId;

namespace {

constexpr std::uint64_t kBeatEvery = 8192;
constexpr std::size_t kPutOffBytes = std::size_t{16} << 20U;

storage::Direction direction_of(const rdf::Term& literal) {
  switch (literal.direction) {
    case rdf::Direction::ltr: return storage::Direction::left_to_right;
    case rdf::Direction::rtl: return storage::Direction::right_to_left;
    case rdf::Direction::none: break;
  }
  return storage::Direction::none;
}

}  // namespace

class BulkSink::Lane final : public rdf::Sink {
 public:
  Lane(BulkSink& whole, BulkLoad::Lane& out, bool beats)
      : whole_(whole), out_(out), beats_(beats) {}

  void quad(const rdf::Quad& quad) override {
    if (beats_ && ++quads_ % kBeatEvery == 0) whole_.beat_();
    if (whole_.findings_.words.is_ours(quad)) return put_off(quad);
    const BulkLoad::Ref subject = ref(quad.subject);
    const bool text = quad.object.kind == rdf::TermKind::literal && quad.object.datatype.empty();
    if (quad.predicate.text == rdf::kRdfType && quad.object.kind == rdf::TermKind::iri) {
      out_.add(subject, out_.id(well_known::kDeclaredKind), kind(quad.object.text));
    } else if (quad.predicate.text == kRdfsLabel && text) {
      out_.add(subject, out_.id(well_known::kLabel), ref(quad.object));
      defer(TextUse::label, quad);
    } else if (quad.predicate.text == kAltLabel && text) {
      out_.add(subject, out_.id(well_known::kAlias), ref(quad.object));
      defer(TextUse::alias, quad);
    } else {
      out_.add(subject, out_.iri(quad.predicate.text), ref(quad.object));
      if (text) defer(TextUse::words, quad);
    }
  }

  void prefix(std::string_view name, std::string_view iri) override {
    prefixes.try_emplace(std::string(name), iri);
  }

  DeferredTexts texts;
  std::set<std::string> kinds;
  std::map<std::string, std::string> prefixes;

 private:
  BulkLoad::Ref kind(std::string_view iri) {
    if (iri != last_kind_) last_kind_ = *kinds.emplace(iri).first;
    return out_.iri(iri);
  }

  void put_off(const rdf::Quad& quad) {
    std::string line;
    append_renamed_quad(line, quad, [this](std::string_view label) { return blank_label(label); });
    whole_.put_off(std::move(line));
  }

  void defer(TextUse use, const rdf::Quad& quad) {
    const bool blank = quad.subject.kind == rdf::TermKind::blank;
    texts.add(use, blank, blank ? blank_label(quad.subject.text) : quad.subject.text,
              quad.object.text);
  }

  BulkLoad::Ref ref(const rdf::Term& term) {
    switch (term.kind) {
      case rdf::TermKind::iri: return out_.iri(term.text);
      case rdf::TermKind::blank: return out_.blank(blank_label(term.text));
      case rdf::TermKind::literal:
        return out_.literal(term.text, term.datatype, term.language, direction_of(term));
      case rdf::TermKind::triple: break;
    }
    std::string text;
    append_renamed(text, term, [this](std::string_view label) { return blank_label(label); });
    return out_.triple_term(text);
  }

  std::string_view blank_label(std::string_view label) {
    blank_ = scoped_label(whole_.scope(), label);
    return blank_;
  }

  BulkSink& whole_;
  BulkLoad::Lane& out_;
  bool beats_;
  std::uint64_t quads_ = 0;
  std::string last_kind_;
  std::string blank_;
};

BulkSink::BulkSink(storage::Update& update, Findings& findings, const BulkLoad::Options& options,
                   std::function<std::string()> document, std::function<void()> beat)
    : update_(update),
      findings_(findings),
      document_(std::move(document)),
      beat_(std::move(beat)),
      load_(update, options),
      put_off_(kPutOffBytes) {
  for (unsigned i = 0; i < options.lanes; ++i) {
    lanes_.push_back(std::make_unique<Lane>(*this, load_.lane(i), i == 0));
  }
}
BulkSink::~BulkSink() = default;

std::vector<rdf::Sink*> BulkSink::lanes() const {
  std::vector<rdf::Sink*> out;
  for (const auto& lane : lanes_) out.push_back(lane.get());
  return out;
}

const std::string& BulkSink::scope() {
  std::call_once(scope_known_, [this] { scope_ = document_(); });
  return scope_;
}

void BulkSink::put_off(std::string line) {
  const std::lock_guard one(putting_off_);
  put_off_.add(std::move(line));
}

void BulkSink::finish() {
  load_.finish();
  add_kinds();
  add_texts();
  StoreSink sink(update_, findings_, {});
  CanonicalLines lines(sink);
  put_off_.each([&](std::string_view line) { lines.read(line); });
  std::map<std::string, std::string> prefixes;
  for (const auto& lane : lanes_) prefixes.insert(lane->prefixes.begin(), lane->prefixes.end());
  declare_prefixes(update_, prefixes);
}

void BulkSink::add_kinds() {
  std::set<std::string> kinds;
  for (const auto& lane : lanes_) kinds.merge(lane->kinds);
  std::unordered_set<TermId> known;
  for (const auto& kind : update_.view().catalog().kinds) known.insert(kind.id);
  for (const std::string& iri : kinds) {
    const TermId id = update_.intern(Term(storage::Iri{iri}));
    if (!known.contains(id)) findings_.kinds.emplace(iri, id);
  }
}

void BulkSink::add_texts() {
  std::unordered_set<TermId> labelled;
  for (const auto& lane : lanes_) {
    lane->texts.each([&](const DeferredText& text) {
      const TermId subject = update_.intern(text.blank_subject ? Term(storage::Blank{text.subject})
                                                               : Term(storage::Iri{text.subject}));
      if (text.use != TextUse::words) {
        const bool first = text.use == TextUse::label && labelled.insert(subject).second;
        update_.add_name(storage::NameSpace::entity, subject, text.text, first);
      }
      update_.add_words(subject, text.text);
    });
  }
}

}  // namespace vouch::rdfio
