// tests/fuzz/targets.hpp — what the fuzzers do with their bytes; crashes_test.cpp does the same.
//
// Shape     one function per target. Any bytes are fine; an internal error (E09…) is a failure and throws.
// Lifetime  stores live as long as the process (the one for facts is made anew now and then).
// Threads   one.
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "engine/session.hpp"
#include "parser/ast_print.hpp"
#include "parser/parse.hpp"
#include "tests/support/collect.hpp"
#include "tests/support/temp_store.hpp"

namespace vouch::fuzz {

inline void refuse_internal_errors(const test::Collected& said) {
  for (const auto& problem : said.diagnostics) {
    if (problem.code.starts_with("E09")) throw std::logic_error(problem.code + " " + problem.message);
  }
}

// Text → tree → text → the same tree.
inline void parse(std::string_view bytes) {
  const SourceText source("fuzz", std::string(bytes));
  const auto first = parser::parse_script(source);
  if (!first.problems.empty()) return;
  const SourceText printed("printed", ast::print(first.script));
  const auto second = parser::parse_script(printed);
  if (!second.problems.empty()) throw std::logic_error("printed text does not parse");
  if (!(second.script == first.script)) throw std::logic_error("printed text means something else");
}

inline constexpr const char* kFacts = R"(
unit units; kind thing; kind tool under thing;
relation likes (any -> any) inverse liked_by; relation near (any -> any) symmetric;
relation weighs (any -> quantity); relation to (claim -> any);
source s1 { title "A paper", published 2025-01 };
entity ada : thing "Ada"; entity bob : tool "Bob" also "Robert"; entity cyd "Cyd";
claim ada likes bob (id c_0001, source s1, quantity ~5 units, since 2024);
claim bob likes cyd (id c_0002, source s1, said_by ada > bob, certainty reported);
deny cyd likes ada (id c_0003, source s1); claim ada near cyd (id c_0004, to bob);
claim bob weighs 3..7 units (id c_0005, source s1); claim cyd weighs 7 units (id c_0006);
)";

// A script over the small store that most goldens ask about, so that they do not end at names that are
// not there: read only, no files, little time and memory, one thread.
inline void query(std::string_view bytes) {
  static const std::unique_ptr<Database> database = [] {
    auto made = Database::scratch();
    test::Collected said;
    LoadReport report;
    const auto facts = std::filesystem::path(VOUCH_SOURCE_DIR) / "tests/golden/facts.vq";
    if (made->load({facts}, {}, said, report) != Outcome::ok) {
      throw std::logic_error("the facts of the fuzzer do not load: " + said.error());
    }
    return made;
  }();
  Session session(*database);
  session.set_read_only(true);
  session.set_safe(true);
  session.settings().timeout_ms = 200;
  session.settings().memory_bytes = std::size_t{32} << 20U;
  session.settings().threads = 1;
  test::Collected said;
  [[maybe_unused]] const Outcome outcome =
      session.run_script(SourceText("fuzz", std::string(bytes)), said, true);
  refuse_internal_errors(said);
}

// A fact file through the load path.
inline void facts(std::string_view bytes) {
  static const test::TempDirectory directory;
  static std::unique_ptr<Database> database;
  static unsigned runs = 0;
  if (runs++ % 64 == 0) database = Database::scratch();
  const std::filesystem::path file = directory.path() / "facts.vq";
  std::ofstream(file, std::ios::binary) << kFacts << bytes;
  test::Collected said;
  LoadReport report;
  [[maybe_unused]] const Outcome outcome = database->load({file}, {}, said, report);
  refuse_internal_errors(said);
}

}  // namespace vouch::fuzz
