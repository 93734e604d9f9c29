#include "tests/reference/choices.hpp"

#include <algorithm>
#include <iterator>
#include <variant>

#include "tests/reference/expressions.hpp"

namespace vouch::reference {
namespace {

// How many ways there are to take so many of the lines.
std::size_t ways_to_take(std::size_t some, std::size_t all) {
  std::size_t ways = 1;
  for (std::size_t i = 1; i <= std::min(some, all - some); ++i) {
    ways = ways * (all - i + 1) / i;
    if (ways > kWaysMost) throw TooManyWays();
  }
  return ways;
}

bool is_cut(const ast::Clause& clause) {
  return std::holds_alternative<ast::Limit>(clause.node) ||
         std::holds_alternative<ast::Offset>(clause.node);
}

}  // namespace

void Choices::settle(const World& world, Table& table, std::size_t cut) {
  if (!parts_ties(world, table, cut)) return;
  auto& lines = table.lines;
  const std::size_t place = lines[cut].place;
  const auto ties = [&](const Line& line) { return line.place == place; };
  const auto first = std::find_if(lines.begin(), lines.end(), ties);
  const auto end = std::find_if_not(first, lines.end(), ties);
  const auto all = static_cast<std::size_t>(end - first);
  const auto some = cut - static_cast<std::size_t>(first - lines.begin());
  if (at_ == taken_.size()) taken_.push_back({0, ways_to_take(some, all)});
  std::vector<bool> kept(all);
  std::fill_n(kept.begin(), some, true);
  for (std::size_t i = 0; i < taken_[at_].way; ++i) std::prev_permutation(kept.begin(), kept.end());
  ++at_;
  std::vector<Line> in_order;
  for (const bool wanted : {true, false}) {
    for (std::size_t i = 0; i < all; ++i) {
      if (kept[i] == wanted) in_order.push_back(first[static_cast<std::ptrdiff_t>(i)]);
    }
  }
  std::move(in_order.begin(), in_order.end(), first);
}

bool Choices::next() {
  at_ = 0;
  while (!taken_.empty() && ++taken_.back().way == taken_.back().ways) taken_.pop_back();
  return !taken_.empty();
}

std::vector<Answer> right_answers(const World& world, const ast::Query& query,
                                  const std::map<std::string, Term>& parameters) {
  std::vector<Answer> out;
  Choices choices;
  try {
    do {
      if (out.size() == kWaysMost) return {};
      out.push_back(evaluate(world, query, parameters, choices));
    } while (choices.next());
  } catch (const TooManyWays&) {
    return {};
  }
  return out;
}

namespace {

// The cuts that stand last, out of the query; none where anything else is done to the rows after
// them.
std::vector<ast::Clause> take_last_cuts(ast::Query& query) {
  ast::Block& block = std::get<ast::Stages>(query.body).block;
  std::vector<ast::Clause> cuts;
  const bool tail = block.result && !block.result->tail.empty();
  const bool folded =
      block.result && !tail && (block.result->distinct || has_aggregate(block.result->columns));
  auto& list = tail ? block.result->tail : block.clauses;
  while (!folded && !list.empty() && is_cut(list.back())) {
    cuts.insert(cuts.begin(), list.back());
    list.pop_back();
  }
  // `limit 10 offset 2` takes the offset first.
  if (cuts.size() == 2 && std::holds_alternative<ast::Offset>(cuts[1].node))
    std::swap(cuts[0], cuts[1]);
  return cuts;
}

}  // namespace

std::optional<ast::Query> without_last_cuts(const ast::Query& query) {
  ast::Query out = query;
  const auto cuts = take_last_cuts(out);
  return cuts.empty() || cuts.size() > 2 ? std::nullopt : std::optional(out);
}

std::size_t rows_left(const ast::Query& query, std::size_t rows,
                      const std::map<std::string, Term>& parameters) {
  const auto number = [&](const ast::Count& count) -> std::size_t {
    if (const auto* n = std::get_if<std::uint64_t>(&count.value)) return *n;
    const Term& term = parameters.at(std::get<ast::Parameter>(count.value).name);
    return static_cast<std::size_t>(*term.as<storage::Quantity>()->lower->to_int64());
  };
  ast::Query copy = query;
  for (const auto& cut : take_last_cuts(copy)) {
    if (const auto* offset = std::get_if<ast::Offset>(&cut.node))
      rows -= std::min(rows, number(offset->count));
    else
      rows = std::min(rows, number(std::get<ast::Limit>(cut.node).count));
  }
  return rows;
}

}  // namespace vouch::reference
