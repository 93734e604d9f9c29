// engine/rdf/canonical_lines.hpp — canonical N-Quads of our own making, read back line by line.
//
// Lifetime  borrows the sink.
// Errors    InternalError: a line that is not what we write.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/line_sorter.hpp"
#include "parser/rdf/line_scanner.hpp"

namespace vouch::rdfio {

class CanonicalLines {
 public:
  explicit CanonicalLines(rdf::Sink& sink);
  // Without line end.
  void read(std::string_view line);
  [[nodiscard]] std::uint64_t quads() const { return scanner_.quads(); }

 private:
  class NoProblems final : public rdf::ProblemSink {
   public:
    bool problem(rdf::Problem problem, std::string_view line) override;
  };

  NoProblems problems_;
  rdf::LineScanner scanner_;
  std::string padded_;
};

// Sorted lines by their subjects: all lines of one subject at a time.
void each_group(LineSorter& sorter,
                const std::function<void(const std::vector<std::string>&)>& visit);

}  // namespace vouch::rdfio
