// `pivotal` against brute force: every set of up to two claims is retracted, and the question asked.
//
// VOUCH_PIVOTAL_CASES  how many questions (default below), VOUCH_PIVOTAL_SEED  where to start.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <set>

#include "parser/ast_print.hpp"
#include "parser/parse.hpp"
#include "tests/evidence/evidence_store.hpp"
#include "tests/reference/generator.hpp"
#include "tests/support/property.hpp"

namespace vouch::test {
namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

using Names = std::set<std::string>;

std::string line_of(const Row& row, std::size_t columns) {
  std::string out;
  for (std::size_t i = 0; i < columns; ++i) out += key_of_cell(row[i]) + " | ";
  return out;
}

// Parts that can bring a row back, or put another in its place, when a claim goes.
bool only_gains(const ast::Query& query) {
  const auto& stages = std::get<ast::Stages>(query.body);
  const auto fits = [](const ast::Clause& clause) {
    return std::holds_alternative<ast::Match>(clause.node) ||
           std::holds_alternative<ast::Either>(clause.node) ||
           std::holds_alternative<ast::Group>(clause.node) ||
           std::holds_alternative<ast::Where>(clause.node);
  };
  const auto& result = stages.block.result;
  const bool cut = result && std::any_of(result->tail.begin(), result->tail.end(), [](const auto& c) {
                     return !std::holds_alternative<ast::Order>(c.node);
                   });
  // A block that counts or tests may gain by what another loses.
  const std::string text = ast::print(query);
  const bool tests = text.find("exists {") != std::string::npos ||
                     text.find("count {") != std::string::npos;
  return !cut && !tests && std::all_of(stages.block.clauses.begin(), stages.block.clauses.end(), fits);
}

class Retractions {
 public:
  Retractions(Told& told, std::string question) : told_(told), question_(std::move(question)) {}

  // The rows' lines without some claims.
  std::set<std::string> without(const Names& claims) {
    std::string script = "begin;\n";
    for (const std::string& claim : claims) script += "retract claim " + claim + ";\n";
    const Collected said = told_.run(script + question_ + ";\nrollback;\n");
    std::set<std::string> out;
    if (said.answers.empty()) return out;
    const auto& answer = said.answers.back();
    rows_ = answer.rows.size();
    for (const Row& row : answer.rows) out.insert(line_of(row, answer.columns.size()));
    return out;
  }

  [[nodiscard]] std::size_t rows() const { return rows_; }  // with repetitions, of the last answer

 private:
  Told& told_;
  std::string question_;
  std::size_t rows_ = 0;
};

TEST(Pivotal, IsWhatBruteForceFinds) {
  const std::uint64_t cases = from_environment("VOUCH_PIVOTAL_CASES", 500);
  const std::uint64_t first = from_environment("VOUCH_PIVOTAL_SEED", 1);
  std::uint64_t compared = 0;
  std::unique_ptr<Told> told;
  reference::World world;
  for (std::uint64_t seed = first; seed < first + cases && !HasFailure(); ++seed) {
    if (told == nullptr || seed % 25 == 0) {
      told = Told::text(facts_of(seed / 25));
      world = world_of(facts_of(seed / 25));
    }
    ASSERT_NE(told, nullptr);
    const std::string question = reference::random_question(seed, world);
    const auto query = parsed_query(question);
    ASSERT_TRUE(query);
    if (!only_gains(*query)) continue;
    const Collected said = told->run("pivotal " + question + ";");
    if (!said.error().empty() || said.answers.size() != 1) continue;
    const auto& answer = said.answers.front();
    const bool cut = std::any_of(
        answer.footer.notes.begin(), answer.footer.notes.end(), [](const std::string& note) {
          return note.find("more sets") != std::string::npos || note.find("first") != std::string::npos;
        });
    if (cut || answer.rows.empty() || answer.rows.size() > 12) continue;
    std::map<std::string, std::set<Names>> found;
    for (const Row& row : answer.rows) {
      std::set<Names>& sets = found[line_of(row, row.size() - 1)];
      if (row.back().evidence == nullptr) continue;
      Names names;
      for (const auto& claim : row.back().evidence->claims) names.insert(claim->claim);
      sets.insert(std::move(names));
    }
    Retractions brute(*told, question);
    const std::set<std::string> rows = brute.without({});
    if (brute.rows() != rows.size()) continue;  // of rows that look alike each has its own sets
    std::vector<std::string> claims;
    for (const auto& [id, record] : all_claims(told->snapshot())) {
      if (!record.retracted) claims.push_back(record.name);
    }
    std::map<std::string, std::set<Names>> expected;
    for (std::size_t a = 0; a < claims.size(); ++a) {
      for (std::size_t b = a; b < claims.size(); ++b) {
        const Names set = {claims[a], claims[b]};
        const std::set<std::string> left = brute.without(set);
        for (const std::string& row : rows) {
          if (!left.contains(row)) expected[row].insert(set);
        }
      }
    }
    for (const auto& [row, sets] : found) {
      std::set<Names> small;  // minimal ones of brute force, and those found, up to two claims
      for (const Names& set : expected[row]) {
        const bool minimal = std::none_of(set.begin(), set.end(), [&](const std::string& one) {
          return set.size() > 1 && expected[row].contains(Names{one});
        });
        if (minimal) small.insert(set);
      }
      std::set<Names> told_sets;
      for (const Names& set : sets) {
        if (set.size() <= 2) told_sets.insert(set);
      }
      EXPECT_EQ(told_sets, small) << "seed " << seed << "\n" << question;
      ++compared;
    }
  }
  EXPECT_GT(compared, 40U);
  std::cout << compared << " rows compared\n";
}

}  // namespace
}  // namespace vouch::test
