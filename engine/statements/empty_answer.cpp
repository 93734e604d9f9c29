#include "engine/statements/empty_answer.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "engine/pipeline.hpp"
#include "engine/result/cells.hpp"
#include "engine/statements/answer.hpp"
#include "engine/statements/viewed.hpp"
#include "storage/claim_state.hpp"
#include "storage/overlay.hpp"
#include "storage/well_known.hpp"

namespace vouch::session {

namespace {

using storage::TermId;

constexpr std::uint64_t kCountCap = 10'000;
constexpr std::size_t kClaimsNamed = 3;

struct Step {
  std::string text;
  std::uint64_t rows = 0;
};

std::string rows_text(std::uint64_t rows) {
  return rows >= kCountCap ? "more than 10,000 rows" : counted(rows, "row");
}

// The claims of one triple that put nothing in the graph.
struct Silent {
  std::vector<std::string> denied;
  std::vector<std::string> retracted;
  std::vector<std::string> alternative;
  std::vector<std::string> outside;  // the view
};

std::optional<storage::Triple> constant_triple(const Run& run, const ast::Pattern& pattern,
                                               const storage::Snapshot& snapshot) {
  if (!pattern.link || pattern.link->objects.size() != 1) return std::nullopt;
  const auto* path = std::get_if<ast::Path>(&pattern.link->relation);
  const auto* relation = path != nullptr ? std::get_if<ast::Name>(&path->node) : nullptr;
  const auto constant = [](const ast::Term& term) {
    return !std::holds_alternative<ast::Variable>(term) &&
           !std::holds_alternative<ast::Anything>(term);
  };
  const ast::Term& object = pattern.link->objects.front();
  if (relation == nullptr || !constant(pattern.subject) || !constant(object)) return std::nullopt;
  Diagnostics ignored;
  bind::Resolver resolver(snapshot, run.core.parameters, run.core.prefixes, ignored);
  const auto subject_id = resolver.constant_id(pattern.subject);
  const auto relation_id = resolver.relation(*relation);
  const auto object_id = resolver.constant_id(object);
  if (!subject_id || !relation_id || !object_id) return std::nullopt;
  const storage::RelationInfo* info = snapshot.catalog().relation(*relation_id);
  if (info != nullptr && info->inverse_of.bound()) {
    return storage::Triple{*object_id, info->inverse_of, *subject_id};
  }
  return storage::Triple{*subject_id, *relation_id, *object_id};
}

Silent silent_claims(const storage::Triple& triple, const storage::Snapshot& snapshot) {
  Silent out;
  const storage::Snapshot stored = storage::seen_through(snapshot, nullptr);
  storage::ClaimCursor cursor(snapshot, storage::ClaimOrder::spoc);
  const std::array<TermId, 3> prefix = {triple.subject, triple.relation, triple.object};
  cursor.open(prefix);
  std::array<TermId, 64> claims;
  while (const std::size_t n =
             cursor.next(nullptr, nullptr, nullptr, claims.data(), claims.size())) {
    for (std::size_t i = 0; i < n; ++i) {
      const std::optional<storage::ClaimRecord> record = snapshot.claim(claims[i]);
      if (!record) continue;
      const auto as_stored = storage::claim_state(stored, claims[i]);
      if (record->retracted && as_stored && !as_stored->retracted) {
        out.outside.push_back(record->name);
      } else if (record->retracted) {
        out.retracted.push_back(record->name);
      } else if (record->denied) {
        out.denied.push_back(record->name);
      } else if (record->alternative) {
        out.alternative.push_back(record->name);
      }
    }
  }
  return out;
}

std::string claim_list(const std::vector<std::string>& names) {
  std::string out = counted(names.size(), "claim") + ":";
  for (std::size_t i = 0; i < std::min(names.size(), kClaimsNamed); ++i) {
    out += (i == 0 ? " " : ", ") + names[i];
  }
  return names.size() > kClaimsNamed ? out + ", …" : out;
}

// "nearest: thailand (4), vietnam (3)".
std::optional<std::string> nearest(const Run& run, const logical::Plan& freed,
                                   const storage::Snapshot& snapshot) {
  const physical::Plan plan = lower_plan(freed, snapshot, run.core.settings);
  exec::Terms terms(snapshot);
  result::Cells cells(terms);
  exec::Execution execution(plan, terms, run.options());
  exec::Batch batch;
  std::string out;
  while (execution.next(batch)) {
    for (std::size_t row = 0; row < batch.rows; ++row) {
      if (batch.columns.empty()) continue;
      out += (out.empty() ? "nearest: " : ", ") + cells.cell(batch.columns.front()[row]).text;
      if (batch.columns.size() > 1) {
        out += " (" + cells.cell(batch.columns[1][row]).text + ")";
      }
    }
  }
  return out.empty() ? std::nullopt : std::optional(out);
}

void show_steps(const std::vector<Step>& steps, std::vector<std::string>& out) {
  std::size_t width = 0;
  for (const Step& step : steps) width = std::max(width, step.text.size());
  width = std::min<std::size_t>(width, 60);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const bool last = steps[i].rows == 0;
    out.push_back(fmt::format("  {:>2}  {:<{}}  {}{}", i + 1, steps[i].text, width,
                              rows_text(steps[i].rows), last ? "   ← empties the answer" : ""));
  }
}

// Rows up to the pattern in the default view, when the question has another.
std::uint64_t without_view(const Run& run, const bind::Prefix& last,
                           const storage::Snapshot& snapshot) {
  if (!storage::overlay_of(snapshot) || !last.has_alone) return 0;
  return count_rows(run, last.plan, storage::seen_through(snapshot, nullptr), kCountCap);
}

void explain_pattern(const Run& run, const ast::Query& query, const bind::Prefix& last,
                     const storage::Snapshot& snapshot, std::vector<std::string>& out) {
  const ast::Pattern* pattern = pattern_at(query, last.place);
  bool silent = false;
  if (pattern != nullptr) {
    if (const auto triple = constant_triple(run, *pattern, snapshot)) {
      const Silent claims = silent_claims(*triple, snapshot);
      if (!claims.denied.empty()) out.push_back("denied by " + claim_list(claims.denied));
      if (!claims.retracted.empty()) out.push_back("retracted: " + claim_list(claims.retracted));
      if (!claims.alternative.empty()) {
        out.push_back("said only as one of several alternatives: " +
                      claim_list(claims.alternative));
      }
      if (!claims.outside.empty()) {
        out.push_back("left out by the view: " + claim_list(claims.outside));
      }
      silent = !claims.denied.empty() || !claims.retracted.empty() || !claims.alternative.empty() ||
               !claims.outside.empty();
    }
  }
  if (last.freed) {
    if (const auto near = nearest(run, *last.freed, snapshot)) out.push_back(*near);
  }
  if (silent) return;
  if (const std::uint64_t rows = without_view(run, last, snapshot); rows > 0) {
    out.push_back(fmt::format("left out by the view: there {} without it",
                              rows == 1 ? "is 1 row" : "are " + rows_text(rows)));
    return;
  }
  out.emplace_back("the store holds no such fact (it does not say that there is none)");
}

}  // namespace

const ast::Pattern* pattern_at(const ast::Query& query, Span place) {
  const auto* stages = std::get_if<ast::Stages>(&query.body);
  if (stages == nullptr) return nullptr;
  for (const ast::Clause& clause : stages->block.clauses) {
    const auto* match = std::get_if<ast::Match>(&clause.node);
    if (match == nullptr) continue;
    for (const ast::Pattern& pattern : match->patterns) {
      if (static_cast<const Span&>(pattern.place) == place) return &pattern;
    }
  }
  return nullptr;
}

std::vector<std::string> why_empty(const Run& run, const ast::Query& query,
                                   const storage::Snapshot& snapshot) {
  const bind::BindInput input = bind_input(run, snapshot, query.heads);
  const std::vector<bind::Prefix> prefixes = bind::prefixes_of(query, input);
  std::vector<Step> steps;
  const bind::Prefix* last = nullptr;
  for (const bind::Prefix& prefix : prefixes) {
    const std::uint64_t rows = count_rows(run, prefix.plan, snapshot, kCountCap);
    steps.push_back({prefix.text, rows});
    if (rows > 0) continue;
    last = &prefix;
    break;
  }
  std::vector<std::string> out;
  if (last == nullptr) return out;
  const bool alone = last->has_alone && count_rows(run, last->alone, snapshot, 1) > 0;
  if (last->has_alone && !alone) {
    out.push_back(fmt::format("`{}` matches nothing on its own", last->text));
  } else if (last->has_alone) {
    out.push_back(fmt::format("`{}` matches by itself, but not together with what stands before it",
                              last->text));
  } else {
    out.push_back(fmt::format("no row is left after `{}`", last->text));
  }
  if (steps.size() > 1) show_steps(steps, out);
  if (last->has_alone) explain_pattern(run, query, *last, snapshot, out);
  return out;
}

}  // namespace vouch::session
