#include "engine/statements/outside.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/pipeline.hpp"
#include "storage/claim_state.hpp"
#include "storage/merges.hpp"
#include "storage/overlay.hpp"
#include "storage/well_known.hpp"

namespace vouch::session {

namespace {

namespace known = storage::well_known;
using expr::VariableId;
using logical::Node;
using logical::Slot;
using storage::IdTag;
using storage::TermId;

constexpr std::size_t kClaimsMost = 5'000;  // looked at for one pattern

enum class Why : std::uint8_t { denied, alternative, view, disputes, timeless };

struct Found {
  TermId subject;
  TermId relation;
  TermId object;
  TermId claim;
};

// ------------------------------------------------------------------------------- plans

// The rows that were found, before they were grouped, cut and arranged.
Node* core_of(Node& root) {
  Node* core = &root;
  Node* node = &root;
  while (node != nullptr) {
    Node* below = nullptr;
    bool arranges = true;
    if (auto* op = std::get_if<logical::Aggregate>(&node->op)) below = &*op->input;
    if (auto* op = std::get_if<logical::Project>(&node->op)) below = &*op->input;
    if (auto* op = std::get_if<logical::Distinct>(&node->op)) below = &*op->input;
    if (auto* op = std::get_if<logical::Sort>(&node->op)) below = &*op->input;
    if (auto* op = std::get_if<logical::Slice>(&node->op)) below = &*op->input;
    if (auto* op = std::get_if<logical::Top>(&node->op)) below = &*op->input;
    if (below == nullptr) {
      arranges = false;
      if (auto* op = std::get_if<logical::Filter>(&node->op)) below = &*op->input;
      if (auto* op = std::get_if<logical::Extend>(&node->op)) below = &*op->input;
    }
    if (below == nullptr) break;
    if (arranges) core = below;
    node = below;
  }
  return core;
}

// Scans that rows stand on, from left to right.
template <typename Visit>
void each_scan(Node& node, const Visit& visit) {
  const auto go = [&](Node& below) { each_scan(below, visit); };
  if (std::holds_alternative<logical::TripleScan>(node.op) ||
      std::holds_alternative<logical::ClaimScan>(node.op)) {
    visit(node);
  }
  if (auto* op = std::get_if<logical::Join>(&node.op)) {
    for (Node& input : op->inputs) go(input);
  }
  if (auto* op = std::get_if<logical::Apply>(&node.op)) {
    go(*op->outer);
    if (op->kind == logical::ApplyKind::inner) go(*op->inner);
  }
  if (auto* op = std::get_if<logical::Union>(&node.op)) {
    for (Node& input : op->inputs) go(input);
  }
  if (auto* op = std::get_if<logical::Filter>(&node.op)) go(*op->input);
  if (auto* op = std::get_if<logical::Extend>(&node.op)) go(*op->input);
  if (auto* op = std::get_if<logical::Unnest>(&node.op)) go(*op->input);
  if (auto* op = std::get_if<logical::Distinct>(&node.op)) go(*op->input);
  if (auto* op = std::get_if<logical::Project>(&node.op)) go(*op->input);
}

// ------------------------------------------------------------------------------- scans

struct Scan {
  Slot claim;  // of a claim scan; else anything
  Slot subject;
  Slot relation;
  Slot object;
  std::vector<logical::Step> steps;
  std::vector<TermId> choices;
  bool any_polarity = false;
  bool any_alternative = false;
  bool of_claims = false;
};

Scan scan_of(const Node& node) {
  if (const auto* triples = std::get_if<logical::TripleScan>(&node.op)) {
    return {{},
            triples->subject,
            triples->relation,
            triples->object,
            triples->steps,
            triples->object_choices,
            false,
            false,
            false};
  }
  const auto& claims = std::get<logical::ClaimScan>(node.op);
  return {claims.claim,
          claims.subject,
          claims.relation,
          claims.object,
          claims.steps,
          claims.object_choices,
          claims.polarity != logical::ClaimScan::Polarity::affirmed,
          claims.alternatives,
          true};
}

bool built_in(TermId relation) {
  return relation.tag() == IdTag::iri && relation.payload() < known::kFirstFreeIri;
}

class Outside {
 public:
  Outside(const Run& run, const logical::Plan& plan, const storage::Snapshot& snapshot, bool at)
      : run_(run),
        plan_(plan),
        snapshot_(snapshot),
        stored_(storage::seen_through(snapshot, nullptr)),
        overlay_(storage::overlay_of(snapshot)),
        at_(at) {}

  std::vector<std::string> notes() {
    logical::Plan whole = plan_;
    std::size_t scans = 0;
    each_scan(*core_of(whole.root), [&](Node&) { ++scans; });
    for (std::size_t i = 0; i < scans; ++i) of_scan(i);
    return told();
  }

 private:
  void of_scan(std::size_t index) {
    logical::Plan whole = plan_;
    Node* found = scan_at(whole, index);
    const Scan scan = scan_of(*found);
    std::map<Why, std::vector<Found>> by_reason;
    if (!collect(scan, by_reason)) {
      unsaid_ = true;
      return;
    }
    for (const auto& [why, claims] : by_reason) matter(index, scan, why, claims);
  }

  static Node* scan_at(logical::Plan& plan, std::size_t index) {
    Node* found = nullptr;
    std::size_t at = 0;
    each_scan(*core_of(plan.root), [&](Node& node) {
      if (at++ == index) found = &node;
    });
    return found;
  }

  // ---- claims of a scan that are not in the graph it reads

  bool collect(const Scan& scan, std::map<Why, std::vector<Found>>& out) {
    if (scan.steps.empty()) return collect(scan, {}, false, out);
    for (const logical::Step& step : scan.steps) {
      if (built_in(step.relation)) continue;
      if (!collect(scan, step.relation, step.inverse, out)) return false;
    }
    return true;
  }

  bool collect(const Scan& scan, TermId relation, bool inverse,
               std::map<Why, std::vector<Found>>& out) {
    const Slot& subject = inverse ? scan.object : scan.subject;
    const Slot& object = inverse ? scan.subject : scan.object;
    if (denied_only()) return collect_denied(scan, relation, inverse, subject, object, out);
    std::vector<TermId> prefix;
    storage::ClaimOrder order = storage::ClaimOrder::spoc;
    if (subject.is_constant()) {
      prefix = {subject.constant};
      if (relation.bound()) prefix.push_back(relation);
    } else if (relation.bound()) {
      order = storage::ClaimOrder::posc;
      prefix = {relation};
      if (object.is_constant()) prefix.push_back(object.constant);
    } else if (object.is_constant()) {
      order = storage::ClaimOrder::ospc;
      prefix = {object.constant};
    }
    storage::ClaimCursor cursor(snapshot_, order);
    cursor.open(prefix);
    std::array<std::array<TermId, 256>, 4> rows;
    std::size_t looked = 0;
    while (const std::size_t count = cursor.next(rows[0].data(), rows[1].data(), rows[2].data(),
                                                 rows[3].data(), rows[0].size())) {
      looked += count;
      if (looked > kClaimsMost) return false;
      for (std::size_t i = 0; i < count; ++i) {
        Found found = order == storage::ClaimOrder::spoc
                          ? Found{rows[0][i], rows[1][i], rows[2][i], rows[3][i]}
                      : order == storage::ClaimOrder::posc
                          ? Found{rows[2][i], rows[0][i], rows[1][i], rows[3][i]}
                          : Found{rows[1][i], rows[2][i], rows[0][i], rows[3][i]};
        take(scan, relation, inverse, subject, object, found, out);
      }
    }
    return true;
  }

  // The default view leaves out denied claims and alternatives only; of those there are few.
  [[nodiscard]] bool denied_only() const { return !overlay_ && !at_; }

  bool collect_denied(const Scan& scan, TermId relation, bool inverse, const Slot& subject,
                      const Slot& object, std::map<Why, std::vector<Found>>& out) {
    if (!silent_known_) {
      silent_known_ = true;
      silent_complete_ =
          gather(known::kPolarity, known::kDenied) && gather(known::kAlternative, {});
    }
    if (!silent_complete_) return false;
    for (const Found& found : silent_) take(scan, relation, inverse, subject, object, found, out);
    return true;
  }
  bool gather(TermId qualifier, TermId value) {
    storage::TripleCursor cursor(snapshot_, storage::Order::pos);
    std::vector<TermId> prefix{qualifier};
    if (value.bound()) prefix.push_back(value);
    cursor.open(prefix);
    std::array<TermId, 256> claims;
    while (const std::size_t count = cursor.next(nullptr, nullptr, claims.data(), claims.size())) {
      for (std::size_t i = 0; i < count; ++i) {
        const auto record = snapshot_.claim(claims[i]);
        if (!record) continue;
        const storage::Triple triple = storage::canonical(snapshot_, record->triple);
        silent_.push_back({triple.subject, triple.relation, triple.object, record->id});
      }
      if (silent_.size() > kClaimsMost) return false;
    }
    return true;
  }

  void take(const Scan& scan, TermId relation, bool inverse, const Slot& subject,
            const Slot& object, const Found& found, std::map<Why, std::vector<Found>>& out) {
    if (relation.bound() && found.relation != relation) return;
    if (!relation.bound() && scan.relation.is_constant() &&
        scan.relation.constant != found.relation) {
      return;
    }
    if (subject.is_constant() && subject.constant != found.subject) return;
    if (object.is_constant() && object.constant != found.object) return;
    const TermId chosen = inverse ? found.subject : found.object;
    if (!scan.choices.empty() &&
        std::find(scan.choices.begin(), scan.choices.end(), chosen) == scan.choices.end()) {
      return;
    }
    const auto why = reason(scan, found);
    if (!why) return;
    Found turned = found;
    if (inverse) std::swap(turned.subject, turned.object);
    out[*why].push_back(turned);
  }

  std::optional<Why> reason(const Scan& scan, const Found& found) {
    const auto stored = storage::claim_state(stored_, found.claim);
    const auto seen = storage::claim_state(snapshot_, found.claim);
    if (!stored || !seen) return std::nullopt;
    const bool shown =
        !scan.of_claims && snapshot_.contains({found.subject, found.relation, found.object});
    if (seen->retracted) {
      if (stored->retracted || stored->denied || stored->alternative || shown) return std::nullopt;
      return Why::view;
    }
    const bool any_polarity = scan.any_polarity || (overlay_ && overlay_->content().any_polarity);
    const bool any_alternative =
        scan.any_alternative || (overlay_ && overlay_->content().any_alternative);
    if (seen->denied && !any_polarity) return shown ? Why::disputes : Why::denied;
    if (seen->alternative && !any_alternative) {
      return shown ? std::nullopt : std::optional(Why::alternative);
    }
    if (at_ && timeless(found.claim)) return Why::timeless;
    return std::nullopt;
  }
  [[nodiscard]] bool timeless(TermId claim) const {
    for (const TermId relation : {known::kSince, known::kUntil, known::kDuring}) {
      if (snapshot_.count(storage::Order::spo, std::array{claim, relation}, 1) > 0) return false;
    }
    return true;
  }

  // ---- do they matter?

  void matter(std::size_t index, const Scan& scan, Why why, const std::vector<Found>& claims) {
    logical::Plan asked = plan_;
    const VariableId marker{static_cast<std::uint32_t>(asked.variables.size())};
    asked.variables.push_back({"left out", true});
    Node* node = scan_at(asked, index);
    *node = rows_of(scan, claims, marker);
    Node* core = core_of(asked.root);
    carry(*core, marker);
    Node root{logical::Distinct{Node{logical::Project{std::move(*core), {marker}}}}};
    asked.root = std::move(root);
    asked.columns = {marker};
    const physical::Plan lowered = lower_plan(asked, snapshot_, run_.core.settings);
    exec::Terms terms(snapshot_);
    exec::Execution execution(lowered, terms, run_.options());
    exec::Batch batch;
    while (execution.next(batch)) {
      for (const TermId id : batch.columns.front()) {
        if (id.bound()) told_[why].insert(id);
      }
    }
  }

  // The scan's rows if these claims were what it reads.
  Node rows_of(const Scan& scan, const std::vector<Found>& claims, VariableId marker) {
    logical::Values values;
    std::vector<std::pair<VariableId, TermId Found::*>> columns;
    const auto column = [&](const Slot& slot, TermId Found::*member) {
      if (slot.is_variable()) columns.emplace_back(slot.variable, member);
    };
    column(scan.claim, &Found::claim);
    column(scan.subject, &Found::subject);
    column(scan.relation, &Found::relation);
    column(scan.object, &Found::object);
    std::vector<std::pair<VariableId, TermId Found::*>> once;
    for (const auto& one : columns) {
      const bool seen = std::any_of(once.begin(), once.end(),
                                    [&](const auto& other) { return other.first == one.first; });
      if (!seen) once.push_back(one);
    }
    for (const auto& [variable, member] : once) values.variables.push_back(variable);
    values.variables.push_back(marker);
    for (const Found& claim : claims) {
      const bool fits = std::all_of(columns.begin(), columns.end(), [&](const auto& one) {
        return std::all_of(columns.begin(), columns.end(), [&](const auto& other) {
          return one.first != other.first || claim.*one.second == claim.*other.second;
        });
      });
      if (!fits) continue;
      std::vector<expr::Expression> row;
      for (const auto& [variable, member] : once) row.push_back(constant(claim.*member));
      row.push_back(constant(claim.claim));
      values.rows.push_back(std::move(row));
    }
    return Node{std::move(values)};
  }
  [[nodiscard]] expr::Expression constant(TermId id) const {
    return expr::Expression{expr::Constant{snapshot_.term(id)}};
  }

  // Through every projection above the scan that stands for the claims; true when it is below.
  static bool carry(Node& node, VariableId marker) {
    if (auto* op = std::get_if<logical::Values>(&node.op)) {
      return std::find(op->variables.begin(), op->variables.end(), marker) != op->variables.end();
    }
    if (auto* op = std::get_if<logical::Project>(&node.op)) {
      const bool below = carry(*op->input, marker);
      if (below) op->variables.push_back(marker);
      return below;
    }
    const auto any = [&](std::vector<Node>& inputs) {
      bool below = false;
      for (Node& input : inputs) below = carry(input, marker) || below;
      return below;
    };
    if (auto* op = std::get_if<logical::Join>(&node.op)) return any(op->inputs);
    if (auto* op = std::get_if<logical::Union>(&node.op)) return any(op->inputs);
    if (auto* op = std::get_if<logical::Apply>(&node.op)) {
      const bool outer = carry(*op->outer, marker);
      return (op->kind == logical::ApplyKind::inner && carry(*op->inner, marker)) || outer;
    }
    if (auto* op = std::get_if<logical::Filter>(&node.op)) return carry(*op->input, marker);
    if (auto* op = std::get_if<logical::Extend>(&node.op)) return carry(*op->input, marker);
    if (auto* op = std::get_if<logical::Unnest>(&node.op)) return carry(*op->input, marker);
    if (auto* op = std::get_if<logical::Distinct>(&node.op)) return carry(*op->input, marker);
    return false;
  }

  std::vector<std::string> told() {
    std::vector<std::string> out;
    const auto add = [&](Why why, auto text) {
      const auto found = told_.find(why);
      if (found != told_.end() && !found->second.empty()) out.push_back(text(found->second.size()));
    };
    add(Why::denied, [](std::size_t n) { return counted(n, "denied claim") + " not shown"; });
    add(Why::alternative,
        [](std::size_t n) { return counted(n, "claim") + " of alternatives not shown"; });
    add(Why::view, [](std::size_t n) { return counted(n, "claim") + " outside the view"; });
    add(Why::disputes, [](std::size_t n) {
      return fmt::format("disputed: {} what is shown",
                         n == 1 ? "1 claim denies" : grouped(n) + " claims deny");
    });
    add(Why::timeless, [](std::size_t n) {
      return n == 1 ? std::string("1 claim counts that states no time")
                    : grouped(n) + " claims count that state no time";
    });
    if (unsaid_ && !denied_only()) {
      out.emplace_back("too many claims to say what the view leaves out");
    }
    return out;
  }

  const Run& run_;
  const logical::Plan& plan_;
  const storage::Snapshot& snapshot_;
  storage::Snapshot stored_;
  std::shared_ptr<const storage::Overlay> overlay_;
  bool at_;
  bool unsaid_ = false;
  bool silent_known_ = false;
  bool silent_complete_ = false;
  std::vector<Found> silent_;  // denied claims and alternatives, where they are few
  std::map<Why, std::set<TermId>> told_;
};

}  // namespace

std::vector<std::string> outside_notes(const Run& run, const logical::Plan& plan,
                                       const std::vector<ast::Head>& heads,
                                       const storage::Snapshot& snapshot) {
  if (snapshot.counts().claims == 0) return {};
  const bool at = std::any_of(heads.begin(), heads.end(), [](const ast::Head& head) {
    const auto* when = std::get_if<ast::AtHead>(&head.node);
    return when != nullptr && when->mode != ast::AtMode::strictly;
  });
  return Outside(run, plan, snapshot, at).notes();
}

}  // namespace vouch::session
