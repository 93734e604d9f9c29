#include "engine/statements/why.hpp"

#include <utility>

#include <fmt/format.h>

#include "engine/failure.hpp"
#include "engine/statements/derivations.hpp"
#include "engine/statements/proof_text.hpp"

namespace vouch::session {

Proofs prove_rows(const Run& run, const Compiled& compiled, const storage::Snapshot& snapshot,
                  exec::Terms& terms, const RowRange& range,
                  const evidence::ProofLimits& limits) {
  evidence::Support support = evidence::support_of(compiled.bound.plan);
  show_all(support);
  Proofs out;
  const std::vector<exec::Batch> rows =
      rows_of(run, support.answer, snapshot, terms, range, out.more);
  evidence::Prover prover(support, terms, run.options(), limits);
  for (const exec::Batch& row : rows) {
    const Derivations found =
        derivations_of_row(run, support, snapshot, terms, identity_of(support, row, terms));
    evidence::RowProof proof = prover.prove(row, 0, found.rows);
    proof.cut = found.cut;
    for (std::size_t i = 0; i < compiled.bound.columns.size(); ++i) {
      proof.row.emplace_back(compiled.bound.columns[i], row.columns[i][0]);
    }
    out.rows.push_back(std::move(proof));
  }
  return out;
}

Outcome why(const Run& run, const ast::Query& query, std::uint64_t row) {
  const RowRange range = row == 0 ? RowRange{} : RowRange{row - 1, 1};
  const Result<Question> question = question_of(run, query);
  if (!question) return run.tell(question.error());
  const storage::Snapshot& snapshot = question->seen->snapshot;
  const Compiled& compiled = question->compiled;
  static_cast<void>(run.tell(compiled.bound.notices));
  exec::Terms terms(snapshot);
  const Proofs proofs = prove_rows(run, compiled, snapshot, terms, range, {});
  ProofText words(run, snapshot, terms);
  const TextForm form = run.output.wants().form;
  std::string out;
  std::uint64_t number = range.first;
  for (const evidence::RowProof& proof : proofs.rows) {
    ++number;
    if (form == TextForm::json) {
      out += (out.empty() ? "[" : ",\n ") + words.json(proof, number);
    } else if (form == TextForm::markdown) {
      out += (out.empty() ? "" : "\n") + words.markdown(proof, number);
    } else {
      out += words.text(proof, number);
    }
  }
  if (form == TextForm::json) {
    out += out.empty() ? "[]" : "]";
  } else if (out.empty()) {
    out = range.first > 0 ? fmt::format("there is no row {}", range.first + 1)
                          : "there is no row to prove: `why not { … }` tells why one is missing";
  } else if (proofs.more && range.most > 1) {
    out += fmt::format("the first {} rows; there are more\n", proofs.rows.size());
  }
  while (!out.empty() && out.back() == '\n') out.pop_back();
  run.output.text(out);
  return Outcome::ok;
}

Outcome why_row(Core& core, std::uint64_t row, Output& output) {
  const SourceText source("the last question", "");
  const Run run{core, source, output};
  if (core.last_question == nullptr) {
    Diagnostic none = error_at({}, "E0004", "no question was asked yet");
    none.placeless = true;
    return run.tell({none});
  }
  try {
    return why(run, *core.last_question, row);
  } catch (const std::exception& failure) {
    return report_failure(failure, source, output);
  }
}

}  // namespace vouch::session
