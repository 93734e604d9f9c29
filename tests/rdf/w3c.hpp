// tests/rdf/w3c.hpp — the W3C's tests of RDF 1.1 and 1.2, where they lie beside the project.
//
// Shape     one entry a line of MANIFEST.tsv. They are not part of the project: without them the tests
//           say so and are skipped. VOUCH_W3C names another folder.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "parser/rdf/document.hpp"

namespace vouch::test {

struct W3cTest {
  std::string suite, name, type, expect;
  std::filesystem::path action, result;
  std::string base;

  [[nodiscard]] std::string title() const { return suite + " " + name; }
  [[nodiscard]] rdf::Format format() const {
    if (suite.find("n-triples") != std::string::npos) return rdf::Format::ntriples;
    if (suite.find("n-quads") != std::string::npos) return rdf::Format::nquads;
    return suite.find("trig") != std::string::npos ? rdf::Format::trig : rdf::Format::turtle;
  }
};

inline std::filesystem::path w3c_folder() {
  const char* elsewhere = std::getenv("VOUCH_W3C");
  return elsewhere != nullptr ? elsewhere
                              : std::filesystem::path(VOUCH_SOURCE_DIR) / "../shared/w3c";
}

inline std::string content_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

inline std::vector<W3cTest> w3c_tests() {
  std::vector<W3cTest> out;
  const auto folder = w3c_folder();
  std::ifstream in(folder / "MANIFEST.tsv");
  std::string line;
  std::getline(in, line);  // the names of the columns
  while (std::getline(in, line)) {
    std::istringstream cells(line);
    std::vector<std::string> cell;
    for (std::string one; std::getline(cells, one, '\t');) cell.push_back(one);
    cell.resize(7);
    out.push_back({cell[0], cell[1], cell[2], cell[3], folder / cell[4],
                   cell[5].empty() ? std::filesystem::path() : folder / cell[5], cell[6]});
  }
  return out;
}

}  // namespace vouch::test
