#include "engine/rdf/canonical_lines.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "parser/rdf/limits.hpp"

namespace vouch::rdfio {

bool CanonicalLines::NoProblems::problem(rdf::Problem problem, std::string_view line) {
  throw InternalError("E0901",
                      fmt::format("a line of ours cannot be read: {} ({})", line, problem.message));
}

CanonicalLines::CanonicalLines(rdf::Sink& sink)
    : scanner_(rdf::LineDialect::nquads, sink, problems_) {}

void CanonicalLines::read(std::string_view line) {
  padded_.assign(line);
  padded_ += '\n';
  const std::size_t size = padded_.size();
  padded_.append(rdf::kPadding, '\0');
  static_cast<void>(scanner_.scan(std::string_view(padded_).substr(0, size), 1));
}

void each_group(LineSorter& sorter,
                const std::function<void(const std::vector<std::string>&)>& visit) {
  std::vector<std::string> lines;
  std::string subject;
  sorter.each([&](std::string_view line) {
    const std::string_view own = line.substr(0, line.find(' '));
    if (!lines.empty() && own != subject) {
      visit(lines);
      lines.clear();
    }
    if (lines.empty()) subject = own;
    lines.emplace_back(line);
  });
  if (!lines.empty()) visit(lines);
}

}  // namespace vouch::rdfio
