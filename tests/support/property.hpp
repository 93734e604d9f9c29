// tests/support/property.hpp — one set of facts in the engine and in the reference, and how they compare.
//
// Shape     Facts holds a scratch store loaded from the text and the World read from the same text;
//           compare() runs one query in both. A Configuration is a way to compute the same answer.
// Lifetime  Facts owns its store.
// Errors    load() gives nothing when the engine refuses the facts; problem() says why.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/session.hpp"
#include "parser/ast_query.hpp"
#include "tests/reference/naive_evaluator.hpp"
#include "tests/reference/world.hpp"
#include "tests/support/collect.hpp"

namespace vouch::test {

struct Configuration {
  std::string name;
  Settings settings;
};
// default; each pass off in turn; all off; batches of 1 and 3; each join forced, with and without passes.
[[nodiscard]] std::vector<Configuration> all_configurations();

struct Verdict {
  std::string kind;        // empty: they agree; else `rows`, `order`, `columns` or the engine's error code
  std::string difference;  // for people
  bool skipped = false;    // the reference does not know which answers are right
  bool chosen = false;     // several answers are right
  bool empty = false;      // no row
};

struct Tally {
  std::uint64_t compared = 0;
  std::uint64_t skipped = 0;
  std::uint64_t empty = 0;
  std::uint64_t chosen = 0;
  void add(const Verdict& verdict);
  [[nodiscard]] std::string text() const;
};

[[nodiscard]] std::optional<ast::Query> parsed_query(const std::string& text);
// A cell as the reference's key_of() has it.
[[nodiscard]] std::string key_of_cell(const Cell& cell);

class Facts {
 public:
  // The generator's declarations and these claims.
  [[nodiscard]] static std::unique_ptr<Facts> load(const std::vector<std::string>& claims);
  [[nodiscard]] static std::unique_ptr<Facts> load_text(const std::string& text);
  [[nodiscard]] static const std::string& problem();

  [[nodiscard]] Verdict compare(const ast::Query& query, const Configuration& configuration);
  // The engine's answer as sorted lines of keys; nothing when it refuses.
  [[nodiscard]] std::optional<std::vector<std::string>> rows(const std::string& query,
                                                             const Settings& settings = {});
  [[nodiscard]] Collected run(const std::string& text, const Settings& settings);
  [[nodiscard]] const reference::World& world() const { return world_; }

 private:
  std::unique_ptr<Database> database_;
  reference::World world_;
  // What the reference answers to the query asked last: every answer that is right, or, when they are
  // too many, the rows that the cuts at its end choose from and how many they leave.
  struct Right {
    std::vector<reference::Answer> answers;
    std::optional<reference::Answer> uncut;
    std::size_t left = 0;
  };
  [[nodiscard]] Right right(const ast::Query& query) const;
  std::optional<ast::Query> last_;
  Right right_;
};

}  // namespace vouch::test
