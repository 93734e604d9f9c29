// engine/exec/path_pairs.hpp — the searches of one path from either end.
//
// Shape     start() takes what is known of both ends; next() gives pairs, one search at a time.
// Lifetime  borrows context and scan; graph and memory are kept from question to question.
// Threads   one.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "engine/exec/closure_pairs.hpp"
#include "engine/exec/path_search.hpp"
#include "engine/exec/rows.hpp"

namespace vouch::exec {

// What is known of the ends: unbound is free (or anything, as the scan says).
struct PathEnds {
  TermId subject;
  TermId object;
};

class PathPairs {
 public:
  PathPairs(ExecContext& context, Reads& reads, const logical::PathScan& scan);

  // Starts the pairs for some ends; next() then finds more of them until it returns false.
  void start(const PathEnds& ends);
  // Replaces the vectors' contents. An end that is anything gives unbound ids.
  [[nodiscard]] bool next(Column& subjects, Column& objects);

  // Pairs from many bound subjects (or objects), where the path is one step repeated and the other
  // end is free: afterwards next() gives pairs of all of them. False: it is no such path.
  [[nodiscard]] bool start_many(std::span<const TermId> sources, bool from_subjects);
  // Pairs found by searches one by one from which a search for many at a time pays.
  [[nodiscard]] double worth_many() const { return forward_.estimated_edges(); }

  // For many pairs of bound ends: which of them does the path relate?
  void test(std::span<const TermId> subjects, std::span<const TermId> objects,
            std::vector<std::uint8_t>& related);

 private:
  using NodeNumber = PathGraph::NodeNumber;
  enum class Direction : std::uint8_t { forward, backward };

  void plan(const PathEnds& ends);
  [[nodiscard]] PathSearch& search(Direction direction) {
    return direction == Direction::forward ? forward_ : backward_;
  }
  // All pairs of a path that is one step repeated: many sources at a time.
  [[nodiscard]] bool plan_closure(Direction direction, std::vector<NodeNumber>& sources);
  void search_once(std::span<const NodeNumber> sources);
  [[nodiscard]] bool admits(NodeNumber source, NodeNumber node) const;
  void test_from(Direction direction, std::span<const TermId> sources,
                 std::span<const TermId> targets, std::vector<std::uint8_t>& related);

  ExecContext& context_;
  const logical::PathScan& scan_;
  PathGraph graph_;
  PathSearch forward_;
  PathSearch backward_;
  bool loop_ = false;                // both ends are one variable
  std::vector<NodeNumber> choices_;  // of the object, sorted

  // Of the current question.
  Direction direction_ = Direction::forward;
  std::vector<NodeNumber> sources_;
  std::size_t next_source_ = 0;
  bool together_ = false;       // one search from all sources
  bool one_is_enough_ = false;  // the found end is anything, or known
  bool only_found_ = false;     // the source end is anything
  std::optional<NodeNumber> target_;
  bool check_choices_ = false;
  std::array<std::optional<ClosurePairs>, 2> closures_;  // by direction, kept
  ClosurePairs* closure_ = nullptr;                      // the one in use
  std::vector<NodeNumber> found_;
  std::vector<std::uint32_t> wanted_;  // marks of targets, by node
};

}  // namespace vouch::exec
