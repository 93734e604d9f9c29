// tests/evidence/evidence_store.hpp — facts in a store and, as read from the tables, claim by claim.
//
// Shape     Told is one text of facts; `claims` are all claims of the store by name, with no help of
//           plans: what a proof lists is looked up there.
// Lifetime  owns its store.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/session_core.hpp"
#include "engine/statements/why.hpp"
#include "tests/reference/world.hpp"
#include "tests/support/collect.hpp"

namespace vouch::test {

class Told {
 public:
  // Nothing (and a failure) when the facts do not load.
  [[nodiscard]] static std::unique_ptr<Told> text(const std::string& facts);
  [[nodiscard]] static std::unique_ptr<Told> files(const std::filesystem::path& facts);

  [[nodiscard]] Collected run(const std::string& script);
  // Proofs of the first rows of a question; nothing when it is refused.
  [[nodiscard]] std::optional<session::Proofs> proofs(const ast::Query& query, std::uint64_t most,
                                                      std::size_t ways, exec::Terms& terms,
                                                      const storage::Snapshot& snapshot);
  [[nodiscard]] storage::Snapshot snapshot() { return database_->store().snapshot(); }
  // Does the engine find the condition, with its values in it, true? Nothing: it cannot be asked.
  [[nodiscard]] std::optional<bool> holds(const std::string& condition);

 private:
  std::unique_ptr<Database> database_;
};

// Random facts as the generator makes them, and what the reference reads from such a text.
[[nodiscard]] std::string facts_of(std::uint64_t seed);
[[nodiscard]] reference::World world_of(const std::string& facts);

// By name: every claim there is.
[[nodiscard]] std::map<storage::TermId, storage::ClaimRecord> all_claims(
    const storage::Snapshot& snapshot);

// What is wrong with a proof; empty when it re-derives.
[[nodiscard]] std::string fault_in(const evidence::RowProof& proof, Told& told,
                                   const storage::Snapshot& snapshot,
                                   const std::map<storage::TermId, storage::ClaimRecord>& claims);

}  // namespace vouch::test
