#include "engine/statements/viewed.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/unicode.hpp"
#include "engine/pipeline.hpp"
#include "engine/view/claim_dates.hpp"
#include "engine/view/claim_values.hpp"
#include "engine/view/seen_graph.hpp"
#include "engine/view/stance.hpp"
#include "parser/ast_print.hpp"

namespace vouch::session {

using storage::ClaimSet;
using storage::IdTag;
using storage::TermId;

namespace {

constexpr std::size_t kNestedRowsMost = 1'000'000;

const std::string* only_word(const ast::Qualifier& test) {
  const auto* values = std::get_if<ast::QualifierValues>(&test.test);
  if (values == nullptr || values->alternatives.size() != 1) return nullptr;
  if (values->alternatives.front().size() != 1) return nullptr;
  const auto* name = std::get_if<ast::Name>(&values->alternatives.front().front());
  return name != nullptr && name->form == ast::NameForm::id ? &name->text : nullptr;
}

// Heads become sets of claims, one after another; the graph follows at the end.
class ViewMaker {
 public:
  ViewMaker(const Run& run, const storage::Snapshot& stored)
      : run_(run), stored_(stored), claims_(view::in_force(stored)) {}

  Result<View> make(const std::vector<ast::Head>& heads) {
    for (const ast::Head& head : heads) {  // what was known comes first: it may bring claims back
      if (const auto* as_of = std::get_if<ast::AsOfHead>(&head.node)) known_by(*as_of);
    }
    for (const ast::Head& head : heads) {
      if (const auto* at = std::get_if<ast::AtHead>(&head.node)) holding_at(*at, head.place);
      if (const auto* use = std::get_if<ast::UsingHead>(&head.node)) {
        for (const ast::Qualifier& test : use->tests) take(test);
      }
    }
    if (has_errors(problems_)) return problems_;
    if (stance_ != view::Stance::any) {
      view::take_stance(stance_, stored_, claims_, gives_);
    }
    out_.overlay =
        std::make_shared<storage::Overlay>(view::seen_graph(stored_, std::move(claims_), gives_));
    return std::move(out_);
  }

 private:
  void error(Span place, std::string code, std::string message) {
    problems_.push_back(error_at(place, std::move(code), std::move(message)));
  }
  void add(const Diagnostics& problems) {
    problems_.insert(problems_.end(), problems.begin(), problems.end());
  }

  void known_by(const ast::AsOfHead& head) {
    const auto date = bind::bind_when(head.when, run_.bind_input(stored_));
    if (!date) return add(date.error());
    ClaimSet then = view::known_by(stored_, *date);
    if (as_of_) {
      claims_.keep(then);
    } else {
      claims_ = std::move(then);
    }
    as_of_ = true;
  }

  void holding_at(const ast::AtHead& head, Span place) {
    if (head.mode == ast::AtMode::any) {
      error(place, "E0310", "`at any` is not supported yet");
      return;
    }
    const auto date = bind::bind_when(head.when, run_.bind_input(stored_));
    if (!date) return add(date.error());
    const auto sureness = head.mode == ast::AtMode::strictly   ? view::Sureness::strictly
                          : head.mode == ast::AtMode::possibly ? view::Sureness::possibly
                                                               : view::Sureness::certainly;
    view::AtDate found = view::holding_at(stored_, *date, sureness);
    claims_.keep(found.claims);
    out_.at = true;
    out_.timeless = sureness == view::Sureness::strictly ? 0 : found.timeless;
  }

  void take(const ast::Qualifier& test) {
    const std::string& name = test.name.text;
    const bool plain = test.name.form == ast::NameForm::id;
    const std::string* word = only_word(test);
    if (plain && name == "stance") return stance(test, word);
    if (plain && name == "identity") {
      return error(test.place, "E0310", "`using identity` is not supported yet");
    }
    if (plain && name == "polarity" && polarity(word)) return;
    if (plain && name == "alternative") gives_.alternatives = true;
    if (word != nullptr && *word == "any") return;
    if (word != nullptr && *word == "none") return without(test);
    if (const auto those = passing(test)) claims_.keep(*those);
  }

  void stance(const ast::Qualifier& test, const std::string* word) {
    const auto found = word == nullptr ? std::nullopt : view::stance_named(*word);
    if (found) {
      stance_ = *found;
      return;
    }
    error(test.place, "E0211", "a stance is any, latest, majority or undisputed");
  }

  // False: it is something else than the words that it knows.
  bool polarity(const std::string* word) {
    if (word == nullptr || (*word != "any" && *word != "affirmed" && *word != "denied"))
      return false;
    if (*word == "any") {
      gives_.denied = true;
      return true;
    }
    const bool denied = *word == "denied";
    gives_.denied = gives_.denied || denied;
    view::each_claim(stored_, [&](TermId claim, const storage::ClaimState& state) {
      if (state.denied != denied) claims_.remove(claim.payload());
    });
    return true;
  }

  // Claims that do not state it.
  void without(const ast::Qualifier& test) {
    ast::Qualifier stated = test;
    stated.test = ast::QualifierValues{{{ast::Term{ast::Anything{}}}}};
    if (const auto those = passing(stated)) claims_.drop(*those);
  }

  // Of the claims so far, whatever their polarity.
  std::optional<ClaimSet> passing(const ast::Qualifier& test) {
    const storage::Snapshot so_far = with_qualifiers();
    const auto bound = bind::bind_claim_test(test, run_.bind_input(so_far));
    if (!bound) {
      add(bound.error());
      return std::nullopt;
    }
    const physical::Plan plan = lower_plan(bound->plan, so_far, run_.core.settings);
    exec::Terms terms(so_far);
    exec::Execution execution(plan, terms, run_.options());
    exec::Batch batch;
    ClaimSet those(view::last_claim(stored_));
    while (execution.next(batch)) {
      for (const TermId id : batch.columns.front()) {
        if (id.tag() == IdTag::claim) those.add(id.payload());
      }
    }
    return those;
  }

  // The tables have no qualifiers of retracted claims.
  storage::Snapshot with_qualifiers() {
    if (!as_of_) return storage::seen_through(stored_, nullptr);
    storage::OverlayContent content;
    content.added = view::qualifiers_of_retracted(stored_, claims_);
    content.claims = claims_;
    return storage::seen_through(stored_, std::make_shared<storage::Overlay>(std::move(content)));
  }

  const Run& run_;
  const storage::Snapshot& stored_;
  ClaimSet claims_;
  view::Gives gives_;
  view::Stance stance_ = view::Stance::any;
  bool as_of_ = false;
  View out_;
  Diagnostics problems_;
};

bool makes_view(const ast::Head& head) {
  return !std::holds_alternative<ast::AssumeHead>(head.node) &&
         !std::holds_alternative<ast::WithoutHead>(head.node);
}

// A nested query is within the heads around it, but for those of the kinds that it has itself.
std::vector<ast::Head> inherited(const std::vector<ast::Head>& outer,
                                 const std::vector<ast::Head>& own) {
  std::vector<ast::Head> heads = own;
  for (const ast::Head& head : outer) {
    const bool replaced = std::any_of(own.begin(), own.end(), [&](const ast::Head& mine) {
      return mine.node.index() == head.node.index() &&
             !std::holds_alternative<ast::UsingHead>(head.node);
    });
    if (!replaced) heads.push_back(head);
  }
  return heads;
}

Result<bind::NestedRows> run_nested(const Run& run, const ast::Query& query) {
  const Result<Viewed> seen = viewed(run, query.heads);
  if (!seen) return seen.error();
  const Result<Compiled> compiled =
      compile(query, bind_input(run, seen->snapshot, query.heads), run.core.settings, false);
  if (!compiled) return compiled.error();
  bind::NestedRows out;
  out.columns = compiled->bound.columns;
  exec::Terms terms(seen->snapshot);
  exec::Execution execution(compiled->plan, terms, run.options());
  exec::Batch batch;
  while (execution.next(batch)) {
    for (std::size_t row = 0; row < batch.rows; ++row) {
      std::vector<storage::Term> values;
      for (const auto& column : batch.columns) values.push_back(terms.decode(column[row]));
      out.rows.push_back(std::move(values));
    }
    if (out.rows.size() > kNestedRowsMost) {
      return error_at(query.place, "E0503",
                      "more than a million rows of a nested query with heads of its own");
    }
  }
  return out;
}

}  // namespace

Result<Viewed> viewed(const Run& run, const std::vector<ast::Head>& heads) {
  storage::Snapshot stored = run.core.snapshot();
  if (std::none_of(heads.begin(), heads.end(), makes_view) || stored.counts().claims == 0) {
    return Viewed{std::move(stored), {}};
  }
  std::string key = ast::heads_text(heads);
  ViewCache& cache = run.core.views;
  const bool keeps = !run.core.transaction && key.find('$') == std::string::npos;
  if (keeps) {
    if (const View* found = cache.find(stored.counts().version, key)) {
      return Viewed{found->of(std::move(stored)), *found};
    }
  }
  Result<View> view = ViewMaker(run, stored).make(heads);
  if (!view) return view.error();
  if (keeps) cache.keep(stored.counts().version, std::move(key), *view);
  return Viewed{view->of(std::move(stored)), *view};
}

bind::BindInput bind_input(const Run& run, const storage::Snapshot& snapshot,
                           const std::vector<ast::Head>& heads) {
  bind::BindInput input = run.bind_input(snapshot);
  input.run_nested = [&run, &heads](const ast::Nested& nested) {
    ast::Query query;
    query.heads = inherited(heads, nested.heads);
    ast::Stages stages;
    stages.block = *nested.block;
    query.body = std::move(stages);
    query.place = nested.heads.front().place;
    return run_nested(run, query);
  };
  return input;
}

}  // namespace vouch::session
