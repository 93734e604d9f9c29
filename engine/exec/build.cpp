#include "engine/exec/build.hpp"

#include <algorithm>
#include <utility>

#include "engine/exec/aggregate.hpp"
#include "engine/exec/apply.hpp"
#include "engine/exec/block_join.hpp"
#include "engine/exec/distinct.hpp"
#include "engine/exec/empty.hpp"
#include "engine/exec/extend.hpp"
#include "engine/exec/filter.hpp"
#include "engine/exec/gather.hpp"
#include "engine/exec/hash_join.hpp"
#include "engine/exec/index_scan.hpp"
#include "engine/exec/lookup_join.hpp"
#include "engine/exec/merge_join.hpp"
#include "engine/exec/multiway_join.hpp"
#include "engine/exec/nested_loop.hpp"
#include "engine/exec/path_count.hpp"
#include "engine/exec/path_join.hpp"
#include "engine/exec/project.hpp"
#include "engine/exec/range_count.hpp"
#include "engine/exec/run_count.hpp"
#include "engine/exec/search_join.hpp"
#include "engine/exec/seed.hpp"
#include "engine/exec/seeds_of.hpp"
#include "engine/exec/slice.hpp"
#include "engine/exec/sort.hpp"
#include "engine/exec/top.hpp"
#include "engine/exec/union.hpp"
#include "engine/exec/unit.hpp"
#include "engine/exec/unnest.hpp"
#include "engine/exec/values.hpp"
#include "engine/physical/parallel.hpp"

namespace vouch::exec {

namespace {

class Builder {
 public:
  Builder(const physical::Node& node, ExecContext& context) : node_(node), context_(context) {}

  OperatorPtr operator()(const physical::Unit&) { return make_unit(context_, node_); }
  OperatorPtr operator()(const physical::Empty&) { return make_empty(context_, node_); }
  OperatorPtr operator()(const physical::Values&) { return make_values(context_, node_); }
  OperatorPtr operator()(const physical::Seed&) { return make_seed(context_, node_); }
  OperatorPtr operator()(const physical::TripleScan&) { return make_triple_scan(context_, node_); }
  OperatorPtr operator()(const physical::ClaimScan&) { return make_claim_scan(context_, node_); }
  OperatorPtr operator()(const physical::PathScan&) { return make_path_scan(context_, node_); }
  OperatorPtr operator()(const physical::WordSearch&) { return make_word_search(context_, node_); }
  OperatorPtr operator()(const physical::LookupJoin& join) {
    return make_lookup_join(context_, node_, input(join.left));
  }
  OperatorPtr operator()(const physical::PathJoin& join) {
    return make_path_join(context_, node_, input(join.left));
  }
  OperatorPtr operator()(const physical::SearchJoin& join) {
    return make_search_join(context_, node_, input(join.left));
  }
  OperatorPtr operator()(const physical::MergeJoin& join) {
    return make_merge_join(context_, node_, input(join.left), input(join.right));
  }
  OperatorPtr operator()(const physical::HashJoin& join) {
    return make_hash_join(context_, node_, input(join.left), input(join.right),
                          {join.keys, is_fixed(*join.right), "hash join"});
  }
  OperatorPtr operator()(const physical::NestedLoop& join) {
    return make_nested_loop(context_, node_, input(join.left), input(join.right),
                            is_fixed(*join.right));
  }
  OperatorPtr operator()(const physical::Apply& apply) {
    return make_apply(context_, node_, input(apply.outer), input(apply.inner));
  }
  OperatorPtr operator()(const physical::BlockJoin& block) {
    return make_block_join(context_, node_, input(block.outer), input(block.inner),
                           is_fixed(*block.inner));
  }
  OperatorPtr operator()(const physical::Filter& filter) {
    return make_filter(context_, node_, input(filter.input));
  }
  OperatorPtr operator()(const physical::Extend& extend) {
    return make_extend(context_, node_, input(extend.input));
  }
  OperatorPtr operator()(const physical::Unnest& unnest) {
    return make_unnest(context_, node_, input(unnest.input));
  }
  OperatorPtr operator()(const physical::Union& all) {
    Inputs inputs;
    for (const physical::Node& branch : all.inputs) inputs.push_back(build(branch, context_));
    return make_union(context_, node_, std::move(inputs));
  }
  OperatorPtr operator()(const physical::Distinct& distinct) {
    return make_distinct(context_, node_, input(distinct.input));
  }
  OperatorPtr operator()(const physical::Project& project) {
    return make_project(context_, node_, input(project.input));
  }
  OperatorPtr operator()(const physical::Aggregate& aggregate) {
    return aggregate.in_runs ? make_run_count(context_, node_, input(aggregate.input))
                             : make_aggregate(context_, node_, input(aggregate.input));
  }
  OperatorPtr operator()(const physical::PathCount&) { return make_path_count(context_, node_); }
  OperatorPtr operator()(const physical::MultiwayJoin&) {
    return make_multiway_join(context_, node_);
  }
  OperatorPtr operator()(const physical::RangeCount&) {
    return make_range_count(context_, node_);
  }
  OperatorPtr operator()(const physical::Gather&) { return make_gather(context_, node_); }
  OperatorPtr operator()(const physical::Sort& sort) {
    return make_sort(context_, node_, input(sort.input));
  }
  OperatorPtr operator()(const physical::Top& top) {
    return make_top(context_, node_, input(top.input));
  }
  OperatorPtr operator()(const physical::Slice& slice) {
    return make_slice(context_, node_, input(slice.input));
  }

 private:
  // The same rows at every open?
  static bool is_fixed(const physical::Node& node) {
    return seeds_of(node).empty() && !physical::reads_a_part(node);
  }
  OperatorPtr input(const Box<physical::Node>& child) { return build(*child, context_); }

  const physical::Node& node_;
  ExecContext& context_;
};

}  // namespace

OperatorPtr build(const physical::Node& node, ExecContext& context) {
  return std::visit(Builder(node, context), node.op);
}

}  // namespace vouch::exec
