// engine/result/citation_list.hpp — evidence as readers and programs get it.
//
// Shape     a CitationList numbers claims as rows cite them: `[1] [4]` in the row, the numbered list
//           below the table; json() is a list of objects, one a claim.
// Lifetime  one answer.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/session.hpp"

namespace vouch::result {

class CitationList {
 public:
  [[nodiscard]] std::string numbers(const Evidence& evidence);  // `[1] [2] and 3 more`
  // `[1] c_17  nova designs n1 (to china) · daily_2025 p6 · reported · said by ann > bo`
  [[nodiscard]] std::vector<std::string> lines() const;
  [[nodiscard]] bool empty() const { return listed_.empty(); }

 private:
  std::map<std::string, std::size_t> number_;  // by the claim's name, from 1
  std::vector<std::shared_ptr<const Citation>> listed_;
};

[[nodiscard]] std::string citation_text(const Citation& citation);  // without its number
// What the claim says: `nova designs n1 (to china)`.
[[nodiscard]] std::string statement_text(const Citation& citation);
// Where, by whom, how surely: `daily_2025 p6 · reported · said by ann > bo`; that it is stated only
// when `whole`.
[[nodiscard]] std::string origin_text(const Citation& citation, bool whole = false);
[[nodiscard]] std::string names_text(const Evidence& evidence);  // claims apart by blanks
[[nodiscard]] std::string citation_json(const Citation& citation);
[[nodiscard]] std::string evidence_json(const Evidence& evidence);

}  // namespace vouch::result
