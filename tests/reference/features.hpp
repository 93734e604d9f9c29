// tests/reference/features.hpp — which parts of the language a question uses, by name.
//
// Shape     features_of() reads the tree, not the text the generator meant to write. required_features()
//           is what the generator must ask: every function, aggregate, operator, qualifier, clause and
//           form of path of docs/language.md that runs.
// Errors    none.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "parser/ast_query.hpp"

namespace vouch::reference {

[[nodiscard]] std::set<std::string> features_of(const ast::Query& query);
[[nodiscard]] const std::set<std::string>& required_features();

// How many questions asked each.
class FeatureCounts {
 public:
  void add(const ast::Query& query);
  [[nodiscard]] std::vector<std::string> never_asked() const;
  [[nodiscard]] std::string rarest(std::size_t most) const;  // for people
  [[nodiscard]] std::string table() const;

 private:
  std::map<std::string, std::size_t> counts_;
};

}  // namespace vouch::reference
