// engine/evidence/sentence.hpp — the words of a document that a claim was drawn from.
//
// Shape     the text when the document is at hand and its sha256 is the source's, else the claim's
//           own quote; a document of that name with another content is named, never shown.
// Errors    a problem in words.
#pragma once

#include <string>

#include "engine/load/documents.hpp"

namespace vouch::evidence {

struct Sentence {
  std::string text;
  std::string problem;
  [[nodiscard]] bool empty() const { return text.empty() && problem.empty(); }
};
[[nodiscard]] Sentence sentence_of(const storage::Snapshot& snapshot, storage::TermId claim,
                                   load::Documents& documents);

}  // namespace vouch::evidence
