// engine/statements/proof_text.hpp — proofs as people and programs read them.
//
// Shape     terminal: indented lines; markdown: plain sentences with the words of the documents;
//           json: an array of objects, one a row.
// Lifetime  borrows what it reads from.
#pragma once

#include <string>
#include <vector>

#include "engine/evidence/citations.hpp"
#include "engine/evidence/proof.hpp"
#include "engine/session_core.hpp"

namespace vouch::session {

class ProofText {
 public:
  ProofText(const Run& run, const storage::Snapshot& snapshot, exec::Terms& terms)
      : run_(run), snapshot_(snapshot), cells_(terms), citations_(snapshot, cells_) {}

  [[nodiscard]] std::string text(const evidence::RowProof& proof, std::uint64_t number);
  [[nodiscard]] std::string markdown(const evidence::RowProof& proof, std::uint64_t number);
  [[nodiscard]] std::string json(const evidence::RowProof& proof, std::uint64_t number);

 private:
  void steps(const std::vector<evidence::Step>& steps, std::size_t depth, std::string& out);
  void facts(const evidence::Step& step, std::size_t depth, std::string& out);
  void claim(storage::TermId claim, std::size_t depth, std::string& out);
  void sentences(const std::vector<evidence::Step>& steps, std::size_t depth, std::string& out);
  void sentence(storage::TermId claim, std::size_t depth, std::string& out);
  [[nodiscard]] std::string steps_json(const std::vector<evidence::Step>& steps);
  [[nodiscard]] std::string fact_json(const evidence::ProofFact& fact);
  [[nodiscard]] std::string denial(const evidence::ProofFact& fact);
  [[nodiscard]] std::string row_text(const evidence::RowProof& proof);
  [[nodiscard]] std::string triple_text(const storage::Triple& triple);
  [[nodiscard]] std::string id_text(storage::TermId id);

  const Run& run_;
  const storage::Snapshot& snapshot_;
  result::Cells cells_;
  evidence::Citations citations_;
};

}  // namespace vouch::session
