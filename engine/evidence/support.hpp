// engine/evidence/support.hpp — a question made to tell what its rows stand on.
//
// Shape     `answer` is the question with everything kept that tells its rows apart; `derivations`
//           yields one row for each way in which the patterns hold, with the values of all of them.
//           The two meet in `identity`. `items` is the question as a proof reads, in the order asked.
// Order     `derivations` are in the order of the answer where `one_to_one`, else in none.
// Lifetime  borrows the plan that it was made from.
// Source    why-provenance: a row's witnesses are the leaves of its derivations.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <variant>
#include <vector>

#include "engine/exec/run.hpp"
#include "engine/logical/plan.hpp"

namespace vouch::evidence {

using expr::VariableId;

// Where a variable stands under another name in a derivation: it is bound anew further out.
using Renamed = std::map<VariableId, VariableId>;

// A pattern; what its variables hold in a derivation makes it a fact of the store.
struct Leaf {
  std::variant<logical::TripleScan, logical::ClaimScan, logical::PathScan> pattern;
  std::optional<VariableId> guard;  // bound where the branch that it stands in holds
};

struct Item {
  enum class Kind : std::uint8_t {
    pattern,    // `leaf`
    found,      // by words
    given,      // a row of values
    condition,  // a Filter
    value,      // an Extend
    element,    // an Unnest
    absent,     // of `not`
    optional,   // of `maybe`, perhaps not held
    branch,     // of `either`, perhaps not this one
    test,       // of `exists` and `count`
    group,      // of an Aggregate: `items` say of what each member is made
    kept        // by a Top or Slice
  };
  Kind kind = Kind::pattern;
  const logical::Node* node = nullptr;
  std::size_t leaf = 0;
  std::optional<VariableId> guard;
  std::vector<Item> items{};
  Renamed renamed{};
};

struct Support {
  logical::Plan answer;
  logical::Plan derivations;
  std::vector<VariableId> identity;
  std::vector<VariableId> member;  // what tells the members of a group apart; without one empty
  std::vector<Leaf> leaves;
  std::vector<Item> items;
  bool grouped = false;     // rows are groups of derivations
  bool one_to_one = false;  // each row is one derivation
};

[[nodiscard]] Support support_of(const logical::Plan& plan);

// The derivations of some rows only: `rows` are values of `identity`. Where the plan cannot use
// them, or they are many, the derivations of others come too.
using IdRow = std::vector<storage::TermId>;
[[nodiscard]] logical::Plan derivations_of(const Support& support, const std::vector<IdRow>& rows,
                                           exec::Terms& terms);
inline constexpr std::size_t kRowsHandedIn = 4096;

// What the derivations have to yield for `leaves` and the rows' identity; no more than that.
[[nodiscard]] std::vector<VariableId> variables_needed(const Support& support);

}  // namespace vouch::evidence
