// Random questions with random heads: a view of the engine is the reference's world without those claims.
//
// VOUCH_PROPERTY_CASES  how many questions (default below), VOUCH_PROPERTY_SEED  where to start.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <memory>

#include "tests/reference/generator.hpp"
#include "tests/reference/view.hpp"
#include "tests/support/property.hpp"

namespace vouch::test {
namespace {

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

TEST(Property, ViewsShowWhatTheReferenceSees) {
  const std::uint64_t cases = number_from("VOUCH_PROPERTY_CASES", 3000);
  const std::uint64_t first = number_from("VOUCH_PROPERTY_SEED", 1);
  constexpr std::uint64_t kPerWorld = 25;
  constexpr std::size_t kSettingsEach = 3;  // of all, in turn: the operators are the same as without heads
  const auto configurations = all_configurations();
  Tally tally;
  std::unique_ptr<Facts> facts;
  for (std::uint64_t i = 0; i < cases && !HasFailure(); ++i) {
    const std::uint64_t seed = first + i;
    if (facts == nullptr || seed % kPerWorld == 0) {
      facts = Facts::load(reference::random_claims(seed / kPerWorld));
      ASSERT_NE(facts, nullptr) << "the facts of seed " << seed << " do not load: " << Facts::problem();
    }
    const std::string text =
        reference::random_heads(seed) + "\n" + reference::random_question(seed, facts->world());
    const auto query = parsed_query(text);
    ASSERT_TRUE(query) << "seed " << seed << " does not parse:\n" << text;
    for (std::size_t k = 0; k < kSettingsEach; ++k) {
      const auto& configuration = configurations[(seed * kSettingsEach + k) % configurations.size()];
      const Verdict verdict = facts->compare(*query, configuration);
      tally.add(verdict);
      if (verdict.skipped) break;
      if (verdict.kind.empty()) continue;
      std::string claims;
      for (const auto& claim : reference::random_claims(seed / kPerWorld)) claims += claim + "\n";
      ADD_FAILURE() << "seed " << seed << ", " << configuration.name << ": " << verdict.kind << "\n"
                    << verdict.difference << "--- as a script:\n"
                    << reference::declarations() << claims << text << ";\n";
      break;
    }
  }
  std::cout << tally.text() << "\n";
  EXPECT_LT(tally.skipped * 3, tally.compared) << "too many questions say nothing";
}

}  // namespace
}  // namespace vouch::test
