#include "engine/statements/supported.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/error.hpp"
#include "engine/physical/lower.hpp"
#include "engine/result/citation_list.hpp"

namespace vouch::session {

namespace {

constexpr std::uint64_t kDerivationsMost = 200'000;  // looked at for a footer

std::string worded(std::uint8_t certainty) {
  const std::string name(evidence::certainty_name(certainty));
  return certainty >= 4 ? name : "only " + name;  // confirmed and stated need no warning
}

}  // namespace

std::vector<std::string> support_notes(const std::vector<evidence::Weight>& rows) {
  std::array<std::uint64_t, 7> certain{};
  std::array<std::uint64_t, 4> statuses{};
  for (const evidence::Weight& weight : rows) {
    ++certain.at(weight.certainty);
    if (weight.claimed()) ++statuses.at(weight.status);
  }
  const std::uint64_t unclaimed = certain[evidence::Weight::kUnclaimed];
  const std::uint64_t claimed = rows.size() - unclaimed;
  if (claimed == 0) return {};
  std::vector<std::string> out;
  std::string line;
  for (std::uint8_t certainty = evidence::Weight::kUnclaimed; certainty-- > 0;) {
    if (certain.at(certainty) == 0) continue;
    const bool all = certain.at(certainty) == rows.size();
    const std::string number = grouped(certain.at(certainty));
    line += fmt::format("{}{}{}", line.empty() ? "" : ", ",
                        !all ? number + " " : rows.size() == 1 ? "" : "all ", worded(certainty));
  }
  if (unclaimed > 0) line += fmt::format(", {} without a claim", grouped(unclaimed));
  out.push_back(std::move(line));
  for (std::uint8_t status = 1; status < statuses.size(); ++status) {
    if (statuses.at(status) == 0) continue;
    const bool all = statuses.at(status) == rows.size();
    const std::string number = grouped(statuses.at(status)) + " ";
    out.push_back(fmt::format("{}only {}", !all ? number : rows.size() == 1 ? "" : "all ",
                              evidence::status_name(status)));
  }
  return out;
}

Supported::Supported(const Run& run, const Compiled& compiled, const storage::Snapshot& snapshot,
                     exec::Terms& terms, result::Cells& cells, Asked asked,
                     const AnswerWants& wants)
    : run_(run),
      compiled_(compiled),
      snapshot_(snapshot),
      terms_(terms),
      asked_(asked),
      wants_(wants),
      citations_(snapshot, cells) {
  if (asked == Asked::nothing) return;
  support_ = evidence::support_of(compiled.bound.plan);
  if (support_->leaves.empty() && asked == Asked::footer) {
    asked_ = Asked::nothing;
    return;
  }
  if (cites() && support_->one_to_one) {
    plan_ = lower_plan(support_->derivations, snapshot, run.core.settings);
  } else if (support_->answer.columns != compiled.bound.plan.columns) {
    plan_ = lower_plan(support_->answer, snapshot, run.core.settings);
  }
  rows_supports_.emplace(*support_, terms, run.options(), kClaimsMost, true);
}

const physical::Plan& Supported::plan() const {
  return plan_ ? *plan_ : compiled_.plan;
}

void Supported::saw(const exec::Batch& batch) {
  rows_ += batch.rows;
  if (!few() && rows_supports_) rows_supports_->stop_weighing();
  if (asked_ == Asked::nothing || (cites() ? !waits() : !few())) return;
  rows_supports_->expect(batch);
}

void Supported::gather() {
  if (asked_ == Asked::nothing || rows_ == 0) return;
  if (cites() ? !waits() : !few()) return;
  const logical::Plan plan =
      evidence::derivations_of(*support_, rows_supports_->identities(), terms_);
  const physical::Plan lowered = lower_plan(plan, snapshot_, run_.core.settings);
  exec::Execution execution(lowered, terms_, run_.options());
  exec::Batch batch;
  std::uint64_t derivations = 0;
  while (execution.next(batch)) {
    derivations += batch.rows;
    if (!cites() && derivations > kDerivationsMost) {
      asked_ = Asked::nothing;
      return;
    }
    rows_supports_->add(batch);
  }
  rows_supports_->finish();
  if (!few()) return;
  for (std::size_t row = 0; row < rows_; ++row) add(rows_supports_->row(row).weight);
}

void Supported::add(const evidence::Weight& weight) {
  if (weights_.size() < kRowsMost) weights_.push_back(weight);
}

Cell Supported::evidence(const exec::Batch& batch, std::size_t row, std::uint64_t number) {
  const evidence::RowSupport found =
      waits() ? rows_supports_->row(number) : rows_supports_->of(batch, row);
  if (!waits()) add(found.weight);
  Evidence out;
  for (const storage::TermId claim : found.claims) {
    out.claims.push_back(citations_.of(claim, wants_.citations_whole));
  }
  out.more = found.more;
  if (found.weight.claimed() && found.weight.status != 0) {
    out.status = evidence::status_name(found.weight.status);
  }
  Cell cell = result::text_cell(result::names_text(out));
  cell.evidence = std::make_shared<const Evidence>(std::move(out));
  return cell;
}

void Supported::finish(AnswerFooter& footer) {
  if (!wants_.support || asked_ == Asked::nothing || !few() || weights_.size() != rows_) return;
  std::vector<std::string> notes = support_notes(weights_);
  footer.notes.insert(footer.notes.begin(), notes.begin(), notes.end());
  for (std::size_t row = 0; row < weights_.size(); ++row) {
    if (!weights_[row].claimed() || weights_[row].status == 0) continue;
    footer.marks.resize(row + 1);
    footer.marks[row] = evidence::status_name(weights_[row].status);
  }
}

}  // namespace vouch::session
