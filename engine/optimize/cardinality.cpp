#include "engine/optimize/cardinality.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <variant>

#include "engine/logical/overloaded.hpp"
#include "engine/logical/schema.hpp"

namespace vouch::optimize {

namespace {

using logical::Overloaded;
using logical::Slot;

constexpr std::size_t kRangeCap = 50'000;  // rows of a range counted at most
constexpr double kSearchRows = 20;   // entities a full-text search finds
constexpr double kClosureDepth = 4;  // hops after which an unbounded path has seen what it will see
constexpr double kEqual = 0.1;       // `=` between values we know nothing of
constexpr double kRange = 1.0 / 3;   // `<` and friends
constexpr double kText = 0.1;        // contains, matches, ~=
constexpr double kUnknownTest = 0.5;

double at_least_one(double x) {
  return std::max(1.0, x);
}

const expr::VariableRef* as_variable(const Expression& expression) {
  return std::get_if<expr::VariableRef>(&expression.node);
}

double equality(const Expression& left, const Expression& right, const Estimate& input) {
  double values = 1 / kEqual;
  if (const auto* variable = as_variable(left)) {
    values = std::max(values, input.distinct_of(variable->variable));
  }
  if (const auto* variable = as_variable(right)) {
    values = std::max(values, input.distinct_of(variable->variable));
  }
  return 1 / at_least_one(values);
}

double of_compare(const expr::Compare& compare, const Estimate& input) {
  switch (compare.op) {
    case expr::Comparison::equal: return equality(*compare.left, *compare.right, input);
    case expr::Comparison::not_equal: return 1 - equality(*compare.left, *compare.right, input);
    case expr::Comparison::less:
    case expr::Comparison::less_equal:
    case expr::Comparison::greater:
    case expr::Comparison::greater_equal: return kRange;
  }
  return kUnknownTest;
}

double of_logical(const expr::Logical& logical, const Estimate& input) {
  double yes = 1;
  double no = 1;
  for (const Expression& operand : logical.operands) {
    const double share = selectivity(operand, input);
    yes *= share;
    no *= 1 - share;
  }
  switch (logical.op) {
    case expr::LogicalOp::conjunction: return yes;
    case expr::LogicalOp::disjunction: return 1 - no;
    case expr::LogicalOp::negation: return 1 - yes;
  }
  return kUnknownTest;
}

double of_membership(const expr::Membership& membership, const Estimate& input) {
  double share = kRange;
  if (membership.list) {
    share = 0;
    for (const Expression& element : membership.elements) {
      share += equality(*membership.operand, element, input);
    }
  }
  share = std::min(share, 1.0);
  return membership.negated ? 1 - share : share;
}

void put_distinct(Estimate& estimate, const Slot& slot, double values) {
  if (slot.is_variable()) {
    auto [at, fresh] = estimate.distinct.emplace(slot.variable, values);
    if (!fresh) {  // the same variable in both places: at most one match per value
      at->second = std::min(at->second, values);
      estimate.rows = std::min(estimate.rows, at->second);
    }
  }
}

PathEstimate inverse_of(PathEstimate path) {
  std::swap(path.sources, path.targets);
  return path;
}

PathEstimate chained(const PathEstimate& a, const PathEstimate& b) {
  PathEstimate out;
  out.pairs = a.pairs * b.pairs / at_least_one(std::max(a.targets, b.sources));
  out.sources = a.sources;
  out.targets = b.targets;
  if (a.reflexive) {
    out.pairs += b.pairs;
    out.sources += b.sources;
  }
  if (b.reflexive) {
    out.pairs += a.pairs;
    out.targets += a.targets;
  }
  out.reflexive = a.reflexive && b.reflexive;
  return out;
}

PathEstimate either_of(const PathEstimate& a, const PathEstimate& b) {
  return {a.pairs + b.pairs, a.sources + b.sources, a.targets + b.targets,
          a.reflexive || b.reflexive};
}

PathEstimate repeated(const PathEstimate& once, const logical::PathRepeat& repeat) {
  const double fanout = once.pairs / at_least_one(once.sources);
  const double hops = std::min(repeat.most ? static_cast<double>(*repeat.most) : kClosureDepth,
                               kClosureDepth + repeat.least);
  PathEstimate out = once;
  out.pairs = 0;
  double per_source = 1;
  for (double hop = 1; hop <= hops; ++hop) {
    per_source *= fanout;
    if (hop >= repeat.least) {
      out.pairs += once.sources * per_source;
    }
  }
  out.pairs = std::min(out.pairs, once.sources * once.targets);
  out.reflexive = repeat.least == 0 || once.reflexive;
  return out;
}

}  // namespace

double Estimate::distinct_of(VariableId variable) const {
  const auto found = distinct.find(variable);
  return at_least_one(found == distinct.end() ? rows : found->second);
}

void Estimate::limit(double most) {
  rows = std::min(rows, most);
  for (auto& [variable, values] : distinct) {
    values = at_least_one(std::min(values, rows));
  }
}

Cardinality::Cardinality(const storage::Snapshot& snapshot) : snapshot_(snapshot) {
  const storage::StoreCounts counts = snapshot.counts();
  terms_ = at_least_one(static_cast<double>(counts.terms));
  triples_ = static_cast<double>(counts.triples);
  claims_ = static_cast<double>(counts.claims);
}

double Cardinality::count(storage::Order order, const std::vector<TermId>& prefix) const {
  const CountKey key{false, static_cast<std::uint8_t>(order), prefix};
  const auto found = counts_.find(key);
  if (found != counts_.end()) {
    return found->second;
  }
  const bool by_blocks = order == storage::Order::pso || order == storage::Order::pos ||
                         (order == storage::Order::spo && prefix.size() >= 2);
  const std::uint64_t cap = by_blocks ? kBlockCountCap : kCountCap;
  const auto rows = static_cast<double>(snapshot_.count(order, prefix, cap));
  counts_.emplace(key, rows);
  return rows;
}

double Cardinality::object_range_rows(TermId relation, TermId low, TermId high) const {
  const auto all = static_cast<double>(snapshot_.statistics(relation).triples);
  storage::TripleCursor cursor(snapshot_, storage::Order::pos);
  cursor.open_range(std::array{relation}, low, high);
  std::uint64_t rows = 0;
  while (rows < kRangeCap) {
    const std::size_t more = cursor.next(nullptr, nullptr, nullptr, kRangeCap);
    if (more == 0) return static_cast<double>(rows);
    rows += more;
  }
  return std::max(static_cast<double>(rows), all * kRange);
}

double Cardinality::count(storage::ClaimOrder order, const std::vector<TermId>& prefix) const {
  const CountKey key{true, static_cast<std::uint8_t>(order), prefix};
  const auto found = counts_.find(key);
  if (found != counts_.end()) {
    return found->second;
  }
  const auto rows = static_cast<double>(snapshot_.count(order, prefix, kCountCap));
  counts_.emplace(key, rows);
  return rows;
}

// Rows that the constants leave. A count at its cap is at least that: statistics may say more.
double Cardinality::constants_rows(const Slot& subject, TermId relation, const Slot& object,
                                   bool claims) const {
  using storage::ClaimOrder;
  using storage::Order;
  const bool s = subject.is_constant();
  const bool p = relation.bound();
  const bool o = object.is_constant();
  std::vector<TermId> prefix;
  for (const auto& [use, id] :
       {std::pair{s && !(o && !p), subject.constant}, std::pair{p, relation},
        std::pair{o, object.constant}, std::pair{s && o && !p, subject.constant}}) {
    if (use) {
      prefix.push_back(id);
    }
  }
  const storage::RelationStatistics known = snapshot_.statistics(relation);
  if (p && !s && !o) {
    const auto triples = static_cast<double>(known.triples);
    return claims ? std::max(triples, count(ClaimOrder::posc, prefix)) : triples;
  }
  if (!p && !s && !o) {
    return claims ? claims_ : triples_;
  }
  const double rows = claims ? count(s && !(o && !p) ? ClaimOrder::spoc
                                     : p             ? ClaimOrder::posc
                                                     : ClaimOrder::ospc,
                                     prefix)
                             : count(s && !(o && !p) ? Order::spo
                                     : p             ? Order::pos
                                                     : Order::osp,
                                     prefix);
  const auto cap = static_cast<double>(p && !claims ? kBlockCountCap : kCountCap);
  if (rows < cap || !p) {
    return rows;
  }
  const auto values = static_cast<double>(s ? known.subjects : known.objects);
  return std::max(rows, static_cast<double>(known.triples) / at_least_one(values));
}

template <typename Scan>
Estimate Cardinality::one_relation(const Scan& scan, TermId relation, bool inverse,
                                   bool claims) const {
  const Slot& subject = inverse ? scan.object : scan.subject;
  const Slot& object = inverse ? scan.subject : scan.object;
  const storage::RelationStatistics known = snapshot_.statistics(relation);
  Estimate out;
  out.rows = 0;
  if (scan.object_choices.empty()) {
    out.rows = constants_rows(subject, relation, object, claims);
  }
  for (const TermId choice : scan.object_choices) {
    out.rows += inverse ? constants_rows(Slot::of(choice), relation, object, claims)
                        : constants_rows(subject, relation, Slot::of(choice), claims);
  }
  const double all = out.rows;
  put_distinct(out, subject, std::min(all, static_cast<double>(known.subjects)));
  put_distinct(out, object, std::min(all, static_cast<double>(known.objects)));
  return out;
}

template <typename Scan>
Estimate Cardinality::all_relations(const Scan& scan, bool claims) const {
  Estimate out;
  out.rows =
      scan.object_choices.empty() ? constants_rows(scan.subject, {}, scan.object, claims) : 0;
  for (const TermId choice : scan.object_choices) {
    out.rows += constants_rows(scan.subject, {}, Slot::of(choice), claims);
  }
  const double all = out.rows;
  put_distinct(out, scan.subject, std::min(all, terms_));
  put_distinct(out, scan.relation,
               std::min(all, static_cast<double>(snapshot_.catalog().relations.size())));
  put_distinct(out, scan.object, std::min(all, terms_));
  return out;
}

double Cardinality::range_rows(const logical::TripleScan& scan) const {
  const bool inverse = !scan.steps.empty() && scan.steps.front().inverse;
  const TermId relation = scan.steps.empty() ? TermId{} : scan.steps.front().relation;
  return constants_rows(inverse ? scan.object : scan.subject, relation,
                        inverse ? scan.subject : scan.object, false);
}

double Cardinality::range_rows(const logical::ClaimScan& scan) const {
  const bool inverse = !scan.steps.empty() && scan.steps.front().inverse;
  const TermId relation = scan.steps.empty() ? TermId{} : scan.steps.front().relation;
  return constants_rows(inverse ? scan.object : scan.subject, relation,
                        inverse ? scan.subject : scan.object, true);
}

Estimate Cardinality::of(const logical::TripleScan& scan) const {
  if (scan.steps.empty()) {
    Estimate out = all_relations(scan, false);
    out.limit(out.rows);
    return out;
  }
  Estimate out;
  out.rows = 0;
  for (const logical::Step& step : scan.steps) {
    const Estimate part = one_relation(scan, step.relation, step.inverse, false);
    out.rows += part.rows;
    for (const auto& [variable, values] : part.distinct) {
      out.distinct[variable] += values;
    }
  }
  double tuples = 1;  // distinct rows of the named variables: `anything` never multiplies
  for (const auto& [variable, values] : out.distinct) {
    tuples *= at_least_one(values);
  }
  out.limit(std::min(out.rows, tuples));
  return out;
}

Estimate Cardinality::of(const logical::ClaimScan& scan) const {
  Estimate out;
  if (scan.steps.empty()) {
    out = all_relations(scan, true);
  } else {
    out.rows = 0;
    for (const logical::Step& step : scan.steps) {
      const Estimate part = one_relation(scan, step.relation, step.inverse, true);
      out.rows += part.rows;
      for (const auto& [variable, values] : part.distinct) {
        out.distinct[variable] += values;
      }
    }
  }
  if (scan.claim.is_constant()) {
    out.rows = std::min(out.rows, 1.0);
  }
  put_distinct(out, scan.claim, out.rows);
  out.limit(out.rows);
  return out;
}

PathEstimate Cardinality::of(const logical::PathExpr& path) const {
  return std::visit(
      Overloaded{
          [&](const logical::Step& step) {
            const storage::RelationStatistics known = snapshot_.statistics(step.relation);
            const PathEstimate out{static_cast<double>(known.triples),
                                   static_cast<double>(known.subjects),
                                   static_cast<double>(known.objects), false};
            return step.inverse ? inverse_of(out) : out;
          },
          [&](const logical::PathAny&) {
            return PathEstimate{triples_, terms_, terms_, false};
          },
          [&](const logical::PathSequence& sequence) {
            PathEstimate out = of(sequence.parts.front());
            for (std::size_t i = 1; i < sequence.parts.size(); ++i) {
              out = chained(out, of(sequence.parts[i]));
            }
            return out;
          },
          [&](const logical::PathChoice& choice) {
            PathEstimate out = of(choice.parts.front());
            for (std::size_t i = 1; i < choice.parts.size(); ++i) {
              out = either_of(out, of(choice.parts[i]));
            }
            return out;
          },
          [&](const logical::PathInverse& inverse) { return inverse_of(of(*inverse.path)); },
          [&](const logical::PathRepeat& repeat) { return repeated(of(*repeat.path), repeat); },
          [&](const logical::PathExcept&) {
            return PathEstimate{triples_, terms_, terms_, false};
          },
      },
      path.node);
}

Estimate Cardinality::of(const logical::PathScan& scan) const {
  const PathEstimate path = of(scan.path);
  const double self = path.reflexive ? 1 : 0;
  const bool from = scan.subject.is_constant();
  const bool to = scan.object.is_constant() || !scan.object_choices.empty();
  Estimate out;
  if (from && to) {
    out.rows = std::min(1.0, path.pairs / at_least_one(path.sources * path.targets) + self);
  } else if (from) {
    out.rows = path.pairs / at_least_one(path.sources) + self;
  } else if (to) {
    const auto ends = static_cast<double>(std::max<std::size_t>(1, scan.object_choices.size()));
    out.rows = ends * (path.pairs / at_least_one(path.targets) + self);
  } else {
    out.rows = path.pairs + self * terms_;
  }
  const double all = out.rows;
  put_distinct(out, scan.subject, std::min(all, path.reflexive ? terms_ : path.sources));
  put_distinct(out, scan.object, std::min(all, path.reflexive ? terms_ : path.targets));
  out.limit(out.rows);
  return out;
}

Estimate Cardinality::of(const logical::WordSearch& search) const {
  Estimate out;
  out.rows = std::min(kSearchRows, terms_);
  out.distinct[search.entity] = out.rows;
  if (search.score) {
    out.distinct[*search.score] = out.rows;
  }
  return out;
}

double selectivity(const Expression& condition, const Estimate& input) {
  const auto negated = [](bool no, double share) { return no ? 1 - share : share; };
  return std::visit(
      Overloaded{
          [](const expr::Constant& constant) {
            const bool* known = constant.value.as<bool>();
            return known != nullptr && *known ? 1.0 : 0.0;
          },
          [&](const expr::Logical& logical) { return of_logical(logical, input); },
          [&](const expr::Compare& compare) { return of_compare(compare, input); },
          [&](const expr::Membership& membership) { return of_membership(membership, input); },
          [&](const expr::TextTestOp& test) { return negated(test.negated, kText); },
          [&](const expr::MatchesOp& matches) { return negated(matches.negated, kText); },
          [](const expr::Similar&) { return kText; },
          [&](const expr::KindTest& test) { return negated(test.negated, kRange); },
          [](const auto&) { return kUnknownTest; },
      },
      condition.node);
}

}  // namespace vouch::optimize
