// Every proof re-derives: of the stories in queries/ and of random questions over random facts.
//
// VOUCH_PROOF_CASES  how many random questions (default below), VOUCH_PROOF_SEED  where to start.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

#include "parser/ast_print.hpp"
#include "parser/parse.hpp"
#include "tests/evidence/evidence_store.hpp"
#include "tests/reference/choices.hpp"
#include "tests/reference/generator.hpp"
#include "tests/reference/naive_evaluator.hpp"
#include "tests/support/property.hpp"

namespace vouch::test {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = VOUCH_SOURCE_DIR;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::string content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::optional<ast::Query> query_of(const std::string& text) {
  const SourceText source("query", text + ";");
  auto parsed = parser::parse_script(source);
  if (!parsed.problems.empty() || parsed.script.statements.size() != 1) return std::nullopt;
  auto* statement = std::get_if<ast::QueryStatement>(&parsed.script.statements[0].node);
  return statement == nullptr ? std::nullopt : std::optional(std::move(statement->query));
}

// Shows the proofs' rows and the answer's to be the same, each proof to re-derive.
void check(Told& told, const ast::Query& query, const std::string& name, std::uint64_t& proved) {
  const storage::Snapshot snapshot = told.snapshot();
  const auto claims = all_claims(snapshot);
  exec::Terms terms(snapshot);
  const auto proofs = told.proofs(query, 25, 3, terms, snapshot);
  if (!proofs) return;
  for (const evidence::RowProof& proof : proofs->rows) {
    const std::string fault = fault_in(proof, told, snapshot, claims);
    EXPECT_EQ(fault, "") << name << "\n" << ast::print(query);
    if (!fault.empty()) return;
    ++proved;
  }
}

TEST(Proofs, OfEveryStoryReDerive) {
  const auto told = Told::files(kRoot / "facts");
  ASSERT_NE(told, nullptr);
  std::uint64_t proved = 0;
  for (const auto& entry : fs::directory_iterator(kRoot / "queries")) {
    if (entry.path().extension() != ".vq") continue;
    const SourceText source(entry.path().string(), content(entry.path()));
    const auto parsed = parser::parse_script(source);
    for (const ast::Statement& statement : parsed.script.statements) {
      const auto* query = std::get_if<ast::QueryStatement>(&statement.node);
      if (query != nullptr) check(*told, query->query, entry.path().filename().string(), proved);
    }
  }
  EXPECT_GT(proved, 200U);
  std::cout << proved << " proofs of stories\n";
}

TEST(Proofs, OfRandomQuestionsReDerive) {
  const std::uint64_t cases = from_environment("VOUCH_PROOF_CASES", 1500);
  const std::uint64_t first = from_environment("VOUCH_PROOF_SEED", 1);
  std::uint64_t proved = 0;
  std::unique_ptr<Told> told;
  reference::World world;
  for (std::uint64_t seed = first; seed < first + cases && !HasFailure(); ++seed) {
    if (told == nullptr || seed % 25 == 0) {
      told = Told::text(facts_of(seed / 25));
      world = world_of(facts_of(seed / 25));
    }
    ASSERT_NE(told, nullptr);
    const auto query = query_of(reference::random_question(seed, world));
    ASSERT_TRUE(query);
    check(*told, *query, "seed " + std::to_string(seed), proved);
  }
  EXPECT_GT(proved, cases / 4);
  std::cout << proved << " proofs of random questions\n";
}

// ── what is cited is enough, and without it the row is gone ─────────────────────────────────────

// Matches only, all rows: what is cited is then all that a row needs.
bool is_plain(const ast::Query& query) {
  const auto& stages = std::get<ast::Stages>(query.body);
  const auto cuts = [](const ast::Clause& clause) {
    return !std::holds_alternative<ast::Order>(clause.node);
  };
  const auto& result = stages.block.result;
  const bool cut = result && std::any_of(result->tail.begin(), result->tail.end(), cuts);
  return !cut && std::all_of(stages.block.clauses.begin(), stages.block.clauses.end(),
                             [](const ast::Clause& clause) {
                               return std::holds_alternative<ast::Match>(clause.node);
                             });
}

// A walk without a hop relates what is there to itself: that something is there nobody claims.
bool may_stand_still(const ast::Path& path) {
  if (const auto* repeat = std::get_if<ast::PathRepeat>(&path.node)) {
    return repeat->least == 0 || may_stand_still(*repeat->path);
  }
  if (const auto* back = std::get_if<ast::PathInverse>(&path.node)) {
    return may_stand_still(*back->path);
  }
  if (const auto* sequence = std::get_if<ast::PathSequence>(&path.node)) {
    return std::any_of(sequence->parts.begin(), sequence->parts.end(),
                       [](const ast::Path& part) { return may_stand_still(part); });
  }
  const auto* choice = std::get_if<ast::PathAlternatives>(&path.node);
  return choice != nullptr &&
         std::any_of(choice->parts.begin(), choice->parts.end(),
                     [](const ast::Path& part) { return may_stand_still(part); });
}

bool may_stand_still(const ast::Query& query) {
  for (const ast::Clause& clause : std::get<ast::Stages>(query.body).block.clauses) {
    for (const ast::Pattern& pattern : std::get<ast::Match>(clause.node).patterns) {
      const auto* path = pattern.link ? std::get_if<ast::Path>(&pattern.link->relation) : nullptr;
      if (path != nullptr && may_stand_still(*path)) return true;
    }
  }
  return false;
}

// One of several walks is cited: without it another may do.
bool has_path(const ast::Query& query) {
  const auto& stages = std::get<ast::Stages>(query.body);
  for (const ast::Clause& clause : stages.block.clauses) {
    for (const ast::Pattern& pattern : std::get<ast::Match>(clause.node).patterns) {
      if (!pattern.link) continue;
      const auto* path = std::get_if<ast::Path>(&pattern.link->relation);
      if (path != nullptr && !std::holds_alternative<ast::Name>(path->node)) return true;
    }
  }
  return false;
}

// The facts with these claims only, or without them.
reference::World world_with(const std::string& facts, const std::set<std::string>& claims,
                            bool without) {
  reference::World world = world_of(facts);
  for (reference::Claim& claim : world.claims) {
    if (claims.contains(claim.name) == without) claim.retracted = true;
  }
  world.graph.clear();
  world.finish();
  return world;
}

std::set<std::string> rows_of(const reference::World& world, const ast::Query& query) {
  std::set<std::string> out;
  reference::Choices choices;
  for (const auto& row : reference::evaluate(world, query, {}, choices).rows) {
    std::string line;
    for (const auto& cell : row) line += reference::key_of(world, cell) + " | ";
    out.insert(std::move(line));
  }
  return out;
}

struct Cited {
  std::set<std::string> claims;
  bool all = true;  // every row that shows this has claims, and all are listed
};

std::map<std::string, Cited> citations_of(const std::vector<Row>& rows) {
  std::map<std::string, Cited> out;
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i + 1 < row.size(); ++i) line += key_of_cell(row[i]) + " | ";
    Cited& cited = out[line];
    const Evidence& evidence = *row.back().evidence;
    for (const auto& claim : evidence.claims) cited.claims.insert(claim->claim);
    cited.all = cited.all && evidence.more == 0 && !evidence.claims.empty();
  }
  return out;
}

TEST(Citations, AreEnoughForTheirRowWhichIsGoneWithoutThem) {
  const std::uint64_t cases = from_environment("VOUCH_PROOF_CASES", 1500);
  std::uint64_t checked = 0;
  std::unique_ptr<Told> told;
  std::string facts;
  reference::World world;
  for (std::uint64_t seed = 1; seed <= cases && !HasFailure(); ++seed) {
    if (told == nullptr || seed % 25 == 0) {
      facts = facts_of(seed / 25);
      told = Told::text(facts);
      world = world_of(facts);
    }
    const auto query = query_of(reference::random_question(seed, world));
    ASSERT_TRUE(query);
    if (!is_plain(*query) || may_stand_still(*query)) continue;
    const Collected said = told->run(ast::print(*query) + " cite;");
    if (!said.error().empty() || said.answers.size() != 1) continue;
    for (const auto& [row, cited] : citations_of(said.answers.front().rows)) {
      if (!cited.all) continue;
      ++checked;
      EXPECT_TRUE(rows_of(world_with(facts, cited.claims, false), *query).contains(row))
          << "not enough for a row of seed " << seed << "\n"
          << ast::print(*query);
      if (has_path(*query)) continue;
      EXPECT_FALSE(rows_of(world_with(facts, cited.claims, true), *query).contains(row))
          << "the row stands without them, seed " << seed << "\n"
          << ast::print(*query);
    }
  }
  EXPECT_GT(checked, 100U);
  std::cout << checked << " rows by their citations\n";
}

}  // namespace
}  // namespace vouch::test
