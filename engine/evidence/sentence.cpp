#include "engine/evidence/sentence.hpp"

#include <fmt/format.h>

#include "base/unicode.hpp"
#include "engine/load/workspace.hpp"
#include "storage/well_known.hpp"

namespace vouch::evidence {

namespace well_known = storage::well_known;
using storage::TermId;

namespace {

std::string text_of(const storage::Snapshot& snapshot, TermId subject, TermId field) {
  for (const TermId id : load::objects_of(snapshot, subject, field)) {
    const storage::Term term = snapshot.term(id);
    if (const auto* text = term.as<storage::Text>()) return text->text;
  }
  return {};
}

}  // namespace

Sentence sentence_of(const storage::Snapshot& snapshot, TermId claim,
                     load::Documents& documents) {
  Sentence out;
  out.text = load::evidence(snapshot, claim, documents).value_or("");
  const std::optional<storage::ClaimRecord> record = snapshot.claim(claim);
  if (!record || documents.empty()) return out;
  for (const auto& [relation, value] : record->qualifiers) {
    if (relation != well_known::kSource) continue;
    const std::string sum = unicode::lower(text_of(snapshot, value, well_known::kSha256));
    const std::string name = text_of(snapshot, value, well_known::kDocument);
    if (sum.empty() || name.empty() || documents.find(sum)) continue;
    if (!documents.named(name)) continue;
    out.text.clear();
    out.problem = fmt::format("unverified: {} is not the document that {} names (its sha256 differs)",
                              name, snapshot.display_name(value));
  }
  return out;
}

}  // namespace vouch::evidence
