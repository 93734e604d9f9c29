// engine/statements/why.hpp — `why`: proofs of the rows of an answer.
//
// Shape     prove_rows() gives proofs as values; why() shows them as the Output wants them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/evidence/proof.hpp"
#include "engine/pipeline.hpp"
#include "engine/session_core.hpp"
#include "engine/statements/derivations.hpp"

namespace vouch::session {

struct Proofs {
  std::vector<evidence::RowProof> rows;
  bool more = false;  // rows than those
};
[[nodiscard]] Proofs prove_rows(const Run& run, const Compiled& compiled,
                                const storage::Snapshot& snapshot, exec::Terms& terms,
                                const RowRange& range, const evidence::ProofLimits& limits);

// Of the first rows, or of one, from 1.
[[nodiscard]] Outcome why(const Run& run, const ast::Query& query, std::uint64_t row);
// Of one row of the answer to the last question.
[[nodiscard]] Outcome why_row(Core& core, std::uint64_t row, Output& output);

}  // namespace vouch::session
