// engine/evidence/citations.hpp — claims as answers cite them.
//
// Shape     one Citations per answer; each claim's text is made once.
// Lifetime  borrows Cells and their snapshot.
// Errors    CorruptionError when the store does not know a claim that it lists.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/result/cells.hpp"
#include "engine/session.hpp"

namespace vouch::evidence {

class Citations {
 public:
  Citations(const storage::Snapshot& snapshot, result::Cells& cells)
      : snapshot_(snapshot), cells_(cells) {}

  // `whole`: with all that is known about it, else only with its name.
  [[nodiscard]] std::shared_ptr<const Citation> of(storage::TermId claim, bool whole = true);

 private:
  [[nodiscard]] Citation made(storage::TermId claim);
  void qualify(const storage::ClaimRecord& record, Citation& out);
  [[nodiscard]] std::string text(storage::TermId id) { return cells_.cell(id).text; }

  const storage::Snapshot& snapshot_;
  result::Cells& cells_;
  std::unordered_map<storage::TermId, std::shared_ptr<const Citation>> known_;
};

}  // namespace vouch::evidence
