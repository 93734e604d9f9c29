// Random questions over random facts: the engine's answer is the reference's, however it is computed.
//
// VOUCH_PROPERTY_CASES  how many questions (default below), VOUCH_PROPERTY_SEED  where to start.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/optimize/pass.hpp"
#include "parser/ast_print.hpp"
#include "parser/parse.hpp"
#include "tests/reference/features.hpp"
#include "tests/reference/generator.hpp"
#include "tests/reference/naive_evaluator.hpp"
#include "tests/reference/shrink.hpp"
#include "tests/support/property.hpp"

namespace vouch::test {
namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// What a failing case looks like once nothing more can be taken away.
void shrink(std::vector<std::string>& claims, ast::Query& query, const Configuration& configuration,
            const std::string& kind) {
  const auto still_fails = [&](const std::vector<std::string>& facts, const ast::Query& q) {
    const auto engine = Facts::load(facts);
    return engine != nullptr && engine->compare(q, configuration).kind == kind;
  };
  for (bool progress = true; progress;) {
    progress = false;
    for (std::size_t part = 0;; ++part) {
      const auto next = reference::smaller(query, part);
      if (!next) break;
      if (!still_fails(claims, *next)) continue;
      query = *next;
      progress = true;
      break;
    }
    for (std::size_t i = claims.size(); i-- > 0;) {
      std::vector<std::string> fewer = claims;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      if (!still_fails(fewer, query)) continue;
      claims = fewer;
      progress = true;
    }
  }
}

std::string script_of(const std::vector<std::string>& claims, const ast::Query& query) {
  std::string text = reference::declarations();
  for (const auto& claim : claims) text += claim + "\n";
  return text + ast::print(query) + ";\n";
}

TEST(Property, EngineAgreesWithTheReferenceUnderEverySetting) {
  const std::uint64_t cases = from_environment("VOUCH_PROPERTY_CASES", 2500);
  const std::uint64_t first = from_environment("VOUCH_PROPERTY_SEED", 1);
  const std::uint64_t failures_most = from_environment("VOUCH_PROPERTY_FAILURES", 3);
  constexpr std::uint64_t kPerWorld = 25;
  constexpr std::uint64_t kCasesThatAskAll = 2500;
  const auto configurations = all_configurations();
  Tally tally;
  reference::FeatureCounts asked;
  std::uint64_t failures = 0;
  std::unique_ptr<Facts> facts;
  for (std::uint64_t i = 0; i < cases && failures < failures_most; ++i) {
    const std::uint64_t seed = first + i;
    if (facts == nullptr || seed % kPerWorld == 0) {
      facts = Facts::load(reference::random_claims(seed / kPerWorld));
      ASSERT_NE(facts, nullptr) << "the facts of seed " << seed << " do not load: " << Facts::problem();
    }
    const std::string text = reference::random_question(seed, facts->world());
    const auto query = parsed_query(text);
    ASSERT_TRUE(query) << "seed " << seed << " does not parse:\n" << text;
    for (const auto& configuration : configurations) {
      const Verdict verdict = facts->compare(*query, configuration);
      tally.add(verdict);
      if (verdict.skipped) break;
      if (&configuration == &configurations.front()) asked.add(*query);
      if (verdict.kind.empty()) continue;
      std::vector<std::string> claims = reference::random_claims(seed / kPerWorld);
      ast::Query small = *query;
      // A refusal is shown as it is: what is left of it would be refused for other reasons.
      if (!verdict.kind.starts_with("E")) shrink(claims, small, configuration, verdict.kind);
      const auto last = Facts::load(claims);
      ADD_FAILURE() << "seed " << seed << ", " << configuration.name << ": " << verdict.kind << "\n"
                    << ast::print(small) << "\n"
                    << last->compare(small, configuration).difference << "--- as a script:\n"
                    << script_of(claims, small);
      ++failures;
      break;
    }
  }
  std::cout << tally.text() << "\nasked least: " << asked.rarest(12) << "\n";
  RecordProperty("comparisons", std::to_string(tally.compared));
  EXPECT_LT(tally.skipped * 3, tally.compared) << "too many questions say nothing";
  EXPECT_LT(tally.empty * 2, tally.compared) << "too many answers have no row";
  if (cases >= kCasesThatAskAll) {
    EXPECT_THAT(asked.never_asked(), testing::IsEmpty());
  }
}

}  // namespace
}  // namespace vouch::test
