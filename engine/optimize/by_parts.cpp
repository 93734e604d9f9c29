//   Aggregate ?k: count(*)              Aggregate ?k: ×?1 ×?2 count(*)
//     Join                                Join
//       Triples ?c based_in ?k      →       Triples ?c based_in ?k
//       Triples ?c makes ?p                 Aggregate ?c: ?1 = count(*)
//       Triples ?c operates ?f                Triples ?c makes ?p
//                                           Aggregate ?c: ?2 = count(*)
//                                             Triples ?c operates ?f
//
//   Distinct                            Distinct
//     Project ?d                          Project ?d
//       Join                                Join
//         Triples ?a r ?b           →         Triples ?c t ?d
//         Triples ?b s ?c                     Distinct
//         Triples ?c t ?d                       Project ?c
//                                                 Join … (the same with ?b)
#include "engine/optimize/by_parts.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "engine/optimize/join_tree.hpp"

namespace vouch::optimize {

namespace {

using logical::Node;
using logical::VariableId;
using Variables = JoinTree::Variables;

constexpr std::size_t kMostWays = 12;  // inputs that are tried as the last one

std::optional<VariableId> plain_argument(const logical::Aggregation& aggregation) {
  if (!aggregation.argument) return std::nullopt;
  const auto* variable = std::get_if<expr::VariableRef>(&aggregation.argument->node);
  return variable == nullptr ? std::nullopt : std::optional(variable->variable);
}

bool is_plain(const logical::Aggregation& aggregation) {
  return aggregation.order.empty() && !aggregation.limit;
}

// Does the aggregate come out the same when equal rows come more or less often?
bool ignores_repeats(const logical::Aggregation& aggregation, const logical::Schema& input) {
  using expr::AggregateKind;
  const bool by_nature =
      aggregation.kind == AggregateKind::min || aggregation.kind == AggregateKind::max;
  const bool by_word = aggregation.distinct && (aggregation.kind == AggregateKind::count ||
                                                aggregation.kind == AggregateKind::sum);
  if (aggregation.rows || !is_plain(aggregation) || (!by_nature && !by_word)) return false;
  const auto argument = plain_argument(aggregation);
  return argument && input.has(*argument) && !input.may_be_unbound(*argument);
}

// A count of rows, or of values that are always there.
bool counts_rows(const logical::Aggregation& aggregation, const logical::Schema& input) {
  if (aggregation.kind != expr::AggregateKind::count || aggregation.distinct ||
      !is_plain(aggregation)) {
    return false;
  }
  const auto argument = plain_argument(aggregation);
  return aggregation.rows || (argument && input.has(*argument) && !input.may_be_unbound(*argument));
}

Node as_set(Node branch, std::vector<VariableId> kept) {
  return Node{logical::Distinct{Node{logical::Project{std::move(branch), std::move(kept)}}}};
}

Node counted(Node branch, std::vector<VariableId> kept, std::vector<VariableId>& weights,
             logical::VariableTable& names) {
  const VariableId count(static_cast<std::uint32_t>(names.size()));
  names.push_back({std::to_string(names.size()), true});
  logical::Aggregation rows;
  rows.result = count;
  rows.rows = true;
  logical::Aggregate out{std::move(branch), std::move(kept), {std::move(rows)}, weights};
  weights.assign(1, count);
  return Node{std::move(out)};
}

// How the aggregations may be computed: each from a set of rows, or from rows with weights.
struct Kinds {
  bool all_ignore_repeats = true;
  bool all_take_weights = true;
};

Kinds kinds_of(const logical::Aggregate& aggregate, const logical::Schema& input) {
  Kinds out;
  for (const logical::Aggregation& aggregation : aggregate.aggregations) {
    const bool ignores = ignores_repeats(aggregation, input);
    out.all_ignore_repeats = out.all_ignore_repeats && ignores;
    out.all_take_weights = out.all_take_weights && (ignores || counts_rows(aggregation, input));
  }
  return out;
}

}  // namespace

std::vector<Node> by_parts(const logical::Aggregate& aggregate, const logical::SeedSchemas& seeds,
                           logical::VariableTable& names) {
  std::vector<Node> out;
  if (!aggregate.weights.empty()) return out;
  const JoinTree tree(*aggregate.input, seeds);
  if (!tree.valid() || tree.size() > kMostWays) return out;
  const Kinds kinds = kinds_of(aggregate, tree.schema());
  const bool sets = kinds.all_ignore_repeats;
  if ((!sets && !kinds.all_take_weights) || (sets && !tree.connected())) return out;
  logical::Aggregate root = aggregate;
  Variables wanted(aggregate.keys.begin(), aggregate.keys.end());
  for (logical::Aggregation& aggregation : root.aggregations) {
    if (counts_rows(aggregation, tree.schema())) {
      aggregation.rows = true;
      aggregation.argument.reset();
    } else {
      wanted.insert(*plain_argument(aggregation));
    }
  }
  for (std::size_t last = 0; last < tree.size(); ++last) {
    JoinTree::Folded folded =
        tree.fold(last, wanted,
                  [&](Node branch, std::vector<VariableId> kept, std::vector<VariableId>& weights) {
                    return sets ? as_set(std::move(branch), std::move(kept))
                                : counted(std::move(branch), std::move(kept), weights, names);
                  });
    if (folded.reduced == 0) continue;
    root.input = std::move(folded.node);
    root.weights = std::move(folded.weights);
    out.push_back(Node{root});
  }
  return out;
}

std::vector<Node> by_parts(const logical::Distinct& distinct, const logical::SeedSchemas& seeds) {
  std::vector<Node> out;
  const JoinTree tree(*distinct.input, seeds);
  if (!tree.valid() || !tree.connected() || tree.size() > kMostWays) return out;
  const std::vector<VariableId> columns = logical::schema_of(*distinct.input, seeds).variables;
  const Variables wanted(columns.begin(), columns.end());
  for (std::size_t last = 0; last < tree.size(); ++last) {
    JoinTree::Folded folded = tree.fold(
        last, wanted, [](Node branch, std::vector<VariableId> kept, std::vector<VariableId>&) {
          return as_set(std::move(branch), std::move(kept));
        });
    if (folded.reduced > 0) out.push_back(as_set(std::move(folded.node), columns));
  }
  return out;
}

}  // namespace vouch::optimize
