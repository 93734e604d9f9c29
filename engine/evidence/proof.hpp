// engine/evidence/proof.hpp — why a row is in an answer: its derivations, step by step.
//
// Shape     a RowProof has ways, the best supported first; a way has steps in the order asked. A
//           step holds a pattern with the facts that make it true, a condition with its values, or
//           steps of its own: of a block, a branch, the members of a group.
// Order     ways that bear the same by the numbers of what they stand on: the same in every plan.
// Lifetime  values; Prover borrows support, terms and their snapshot.
// Errors    none of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/evidence/leaf_facts.hpp"
#include "engine/evidence/weight.hpp"

namespace vouch::evidence {

struct ProofFact {
  storage::Triple triple;
  std::vector<TermId> claims;
  std::uint64_t more = 0;  // claims not listed
};

struct Step {
  Item::Kind kind = Item::Kind::pattern;
  std::string asked;   // `?a designs ?b`
  std::string ground;  // `nova designs n1`, `5 nm <= 7 nm`
  bool holds = true;   // false: a `maybe` without a row, an `exists` that is false
  std::vector<ProofFact> facts;  // of a path hop by hop, else each enough by itself
  bool hops = false;
  std::vector<std::vector<Step>> parts;  // of what a block, branch or member is made
  std::uint64_t more = 0;                // parts not listed
  // For who checks it: of a pattern what its variables hold, of a condition or value the result.
  std::vector<std::pair<std::string, TermId>> values;
  TermId from;  // the ends of a pattern, unbound where anything will do
  TermId to;
};

struct Way {
  Weight weight;
  std::vector<Step> steps;
};

struct RowProof {
  std::vector<std::pair<std::string, TermId>> row;  // titles and values
  Weight weight;
  std::vector<Way> ways;    // those that are listed
  std::uint64_t found = 0;  // ways in all, of those looked at
  bool cut = false;         // there may be more
};

struct ProofLimits {
  std::size_t ways = 1;
  std::size_t members = 20;
  std::size_t claims = 20;
};

class Prover {
 public:
  Prover(const Support& support, exec::Terms& terms, const exec::RunOptions& options,
         const ProofLimits& limits);

  // `row` of `answer` (in support.answer.columns) with all its derivations (in those of
  // support.derivations).
  [[nodiscard]] RowProof prove(const exec::Batch& answer, std::size_t row,
                               const exec::Batch& derivations);

 private:
  struct Sight {  // where variables get their values
    const exec::Batch* answer = nullptr;
    std::size_t answer_row = 0;
    const exec::Batch* derivations = nullptr;
    std::vector<std::size_t> rows;  // all derivations of the row or member
    std::size_t row = 0;            // the one being told
    const Renamed* renamed = nullptr;
  };
  [[nodiscard]] TermId value(VariableId variable, const Sight& sight) const;
  [[nodiscard]] Weight weight_of(const exec::Batch& derivations, std::size_t row);
  // The better of two derivations; of equals the one with the lower numbers.
  [[nodiscard]] bool before(const exec::Batch& derivations, std::size_t a, std::size_t b);
  [[nodiscard]] std::vector<Step> steps(const std::vector<Item>& items, const Sight& sight);
  [[nodiscard]] std::optional<Step> step(const Item& item, const Sight& sight);
  [[nodiscard]] Step pattern(const Item& item, const Sight& sight);
  void tell(const Fact& fact, Step& step);
  [[nodiscard]] Step condition(const Item& item, const Sight& sight) const;
  [[nodiscard]] std::optional<Step> computed(const Item& item, const Sight& sight) const;
  [[nodiscard]] Step absent(const Item& item, const Sight& sight) const;
  [[nodiscard]] std::optional<Step> block(const Item& item, const Sight& sight);
  [[nodiscard]] Step group(const Item& item, const Sight& sight);
  // `members`: of the answer's group, told apart by what it was made of; else by what they say.
  void add_parts(const std::vector<Item>& items, const Sight& sight, bool members, Step& step);

  [[nodiscard]] std::string id_text(TermId id) const;
  [[nodiscard]] std::string expression_text(const expr::Expression& expression) const;
  [[nodiscard]] std::string ground_text(const expr::Expression& expression,
                                        const Sight& sight) const;
  [[nodiscard]] std::string scan_text(const logical::Node& node, const Sight* sight) const;
  void inner_text(const logical::Node& node, const Sight& sight, std::string& out) const;

  const Support& support_;
  exec::Terms& terms_;
  ProofLimits limits_;
  LeafFacts facts_;
  ClaimWeights weights_;
};

}  // namespace vouch::evidence
