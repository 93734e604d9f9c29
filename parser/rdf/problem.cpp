#include "parser/rdf/problem.hpp"

#include <algorithm>
#include <memory>

namespace vouch::rdf {

Diagnostic to_diagnostic(const Problem& problem, const std::string& file) {
  const std::size_t end =
      std::min(problem.offset + problem.length, std::max(problem.line_text.size(), problem.offset));
  Diagnostic out = error_at({problem.offset, end}, problem.code, problem.message);
  if (!problem.expected.empty()) out.notes.push_back("expected " + problem.expected);
  out.source = std::make_shared<const SourceText>(file, problem.line_text, problem.line, 0,
                                                  problem.text_column);
  return out;
}

}  // namespace vouch::rdf
