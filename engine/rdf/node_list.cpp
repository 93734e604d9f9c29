#include "engine/rdf/node_list.hpp"

#include <string>
#include <vector>

#include "parser/rdf/limits.hpp"
#include "parser/rdf/line_scanner.hpp"

namespace vouch::rdfio {

namespace {

class Objects final : public rdf::Sink {
 public:
  explicit Objects(const std::function<void(const rdf::Term&)>& visit) : visit_(visit) {}
  void quad(const rdf::Quad& quad) override { visit_(quad.object); }

 private:
  const std::function<void(const rdf::Term&)>& visit_;
};

class Silent final : public rdf::ProblemSink {
 public:
  bool problem(rdf::Problem /*problem*/, std::string_view /*line*/) override { return false; }
};

// The end of the term that begins at `at`: a blank outside of quotes and brackets.
std::size_t end_of_term(std::string_view text, std::size_t at) {
  bool quoted = false;
  bool iri = false;
  for (; at < text.size(); ++at) {
    if (quoted) {
      if (text[at] == '\\') ++at;
      else if (text[at] == '"') quoted = false;
    } else if (iri) {
      iri = text[at] != '>';
    } else if (text[at] == '"') {
      quoted = true;
    } else if (text[at] == '<') {
      iri = true;
    } else if (text[at] == ' ') {
      return at;
    }
  }
  return text.size();
}

}  // namespace

// Each as the object of a line of its own.
void read_nodes(std::string_view text, const std::function<void(const rdf::Term&)>& visit) {
  Objects sink(visit);
  Silent problems;
  rdf::LineScanner scanner(rdf::LineDialect::ntriples, sink, problems);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = end_of_term(text, at);
    std::string line = "<x:x> <x:x> ";
    line.append(text.substr(at, end - at)).append(" .\n");
    const std::size_t size = line.size();
    line.append(rdf::kPadding, '\0');
    if (!scanner.scan(std::string_view(line).substr(0, size), 1)) return;
    at = end + 1;
  }
}

}  // namespace vouch::rdfio
