#include "engine/exec/seeds_of.hpp"

#include <algorithm>

namespace vouch::exec {

namespace {

using Seeds = std::vector<std::uint32_t>;

void add(Seeds& seeds, const Seeds& more) {
  seeds.insert(seeds.end(), more.begin(), more.end());
}

template <typename Op>
Seeds of(const Op& op) {
  Seeds seeds;
  if constexpr (requires { op.left; }) add(seeds, seeds_of(*op.left));
  if constexpr (requires {
                  op.left;
                  op.right->op;
                })
    add(seeds, seeds_of(*op.right));
  if constexpr (requires { op.input; }) add(seeds, seeds_of(*op.input));
  if constexpr (requires { op.inputs; }) {
    for (const physical::Node& input : op.inputs) add(seeds, seeds_of(input));
  }
  return seeds;
}
Seeds of(const physical::BlockJoin& block) {
  Seeds seeds = seeds_of(*block.outer);
  add(seeds, seeds_of(*block.inner));
  return seeds;
}
Seeds of(const physical::Seed& seed) {
  return {seed.id};
}
Seeds of(const physical::Apply& apply) {
  Seeds seeds = seeds_of(*apply.inner);
  std::erase(seeds, apply.seed);
  add(seeds, seeds_of(*apply.outer));
  return seeds;
}

}  // namespace

std::vector<std::uint32_t> seeds_of(const physical::Node& node) {
  return std::visit([](const auto& op) { return of(op); }, node.op);
}

}  // namespace vouch::exec
