// The W3C's 1,127 tests against the readers and the canonical text.
#include <gtest/gtest.h>

#include <iostream>
#include <string>

#include "tests/rdf/w3c.hpp"
#include "tests/support/rdf_read.hpp"

namespace vouch::test {
namespace {

RdfRead read(const std::filesystem::path& file, rdf::Format format, const std::string& base) {
  rdf::ReadOptions options;
  options.format = format;
  options.base = base;
  return read_rdf(content_of(file), options);
}

// Empty when the test passes.
std::string verdict(const W3cTest& test) {
  const RdfRead got = read(test.action, test.format(), test.base);
  if (test.expect == "reject") {
    if (got.problems.empty()) return "accepted";
    const rdf::Problem& problem = got.problems.front();
    const bool placed = problem.line >= 1 && problem.column >= 1;
    return placed && !problem.message.empty() ? "" : "refused without a place";
  }
  if (!got.problems.empty()) return "refused: " + first_problem(got);
  if (test.expect == "accept+canonical-bytes") {
    return got.canonical == content_of(test.result) ? "" : "other bytes:\n" + got.canonical;
  }
  if (test.expect == "accept+isomorphic") {
    const bool trig = test.format() == rdf::Format::trig;
    const auto format = trig ? rdf::Format::nquads : rdf::Format::ntriples;
    const RdfRead wanted = read(test.result, format, {});
    if (!wanted.problems.empty()) return "the expected graph is refused: " + first_problem(wanted);
    if (!isomorphic(got.graph, wanted.graph)) {
      return "another graph:\n" + got.graph.text() + "instead of\n" + wanted.graph.text();
    }
  }
  return "";
}

TEST(W3c, ReadersDecideEveryTestAsItIsMeant) {
  const auto tests = w3c_tests();
  if (tests.empty()) {
    std::cout << "not checked: the W3C's tests are not at hand (" << w3c_folder() << ", VOUCH_W3C)\n";
    GTEST_SKIP() << "the W3C's tests are not at hand";
  }
  std::size_t passed = 0;
  for (const W3cTest& test : tests) {
    const std::string why = verdict(test);
    EXPECT_TRUE(why.empty()) << test.title() << " " << test.action << ": " << why;
    passed += why.empty() ? 1U : 0U;
  }
  std::cout << passed << " of " << tests.size() << " tests pass\n";
}

}  // namespace
}  // namespace vouch::test
