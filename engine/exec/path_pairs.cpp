#include "engine/exec/path_pairs.hpp"

#include <algorithm>

namespace vouch::exec {

namespace {

using logical::Slot;

bool one_variable(const logical::PathScan& scan) {
  return scan.subject.is_variable() && scan.object.is_variable() &&
         scan.subject.variable == scan.object.variable;
}

}  // namespace

PathPairs::PathPairs(ExecContext& context, Reads& reads, const logical::PathScan& scan)
    : context_(context),
      scan_(scan),
      graph_(context, reads),
      forward_(context, graph_, path_automaton(scan.path, false)),
      backward_(context, graph_, path_automaton(scan.path, true)),
      loop_(one_variable(scan)) {
  for (const TermId choice : scan.object_choices) choices_.push_back(graph_.number(choice));
  std::sort(choices_.begin(), choices_.end());
}

void PathPairs::start(const PathEnds& ends) {
  sources_.clear();
  next_source_ = 0;
  together_ = false;
  one_is_enough_ = false;
  only_found_ = false;
  target_.reset();
  check_choices_ = false;
  closure_ = nullptr;
  plan(ends);
}

void PathPairs::plan(const PathEnds& ends) {
  const bool object_is_free = scan_.object.kind != Slot::Kind::anything;
  const bool subject_is_free = scan_.subject.kind != Slot::Kind::anything;
  if (ends.subject.bound()) {  // from the subject
    direction_ = Direction::forward;
    sources_.push_back(graph_.number(ends.subject));
    if (ends.object.bound()) target_ = graph_.number(ends.object);
    check_choices_ = !choices_.empty();
    one_is_enough_ = target_.has_value() || !object_is_free;
    return;
  }
  if (ends.object.bound()) {  // from the object
    direction_ = Direction::backward;
    sources_.push_back(graph_.number(ends.object));
    one_is_enough_ = !subject_is_free;
    return;
  }
  if (!choices_.empty()) {  // subjects that lead to any of the choices
    direction_ = Direction::backward;
    sources_ = choices_;
    together_ = only_found_ = true;
    one_is_enough_ = !subject_is_free;
    return;
  }
  if (!subject_is_free) {  // objects that anything leads to
    direction_ = Direction::forward;
    sources_ = forward_.starts();
    together_ = only_found_ = true;
    one_is_enough_ = !object_is_free;
    return;
  }
  direction_ = object_is_free && backward_.estimated_starts() < forward_.estimated_starts()
                   ? Direction::backward
                   : Direction::forward;
  sources_ = search(direction_).starts();
  one_is_enough_ = !object_is_free;
  if (object_is_free && !loop_ && plan_closure(direction_, sources_)) sources_.clear();
}

bool PathPairs::plan_closure(Direction direction, std::vector<NodeNumber>& sources) {
  const PathSearch& along = search(direction);
  const auto hops = Closure::hops_of(along.automaton());
  if (!hops) return false;
  auto& closure = closures_[direction == Direction::forward ? 0 : 1];
  if (!closure) closure.emplace(context_, graph_, *hops, along.accepts_nothing());
  closure->start(std::move(sources));
  closure_ = &*closure;
  return true;
}

bool PathPairs::start_many(std::span<const TermId> sources, bool from_subjects) {
  const Slot& other = from_subjects ? scan_.object : scan_.subject;
  if (loop_ || !choices_.empty() || !other.is_variable()) return false;
  sources_.clear();
  next_source_ = 0;
  std::vector<NodeNumber> nodes;
  for (const TermId source : sources) nodes.push_back(graph_.number(source));
  direction_ = from_subjects ? Direction::forward : Direction::backward;
  return plan_closure(direction_, nodes);
}

bool PathPairs::admits(NodeNumber source, NodeNumber node) const {
  if (target_ && node != *target_) return false;
  if (loop_ && node != source) return false;
  return !check_choices_ || std::binary_search(choices_.begin(), choices_.end(), node);
}

void PathPairs::search_once(std::span<const NodeNumber> sources) {
  found_.clear();
  const NodeNumber source = sources.front();
  search(direction_).run(sources, [this, source](NodeNumber node) {
    if (!admits(source, node)) return true;
    found_.push_back(node);
    return !one_is_enough_ && !loop_;
  });
}

bool PathPairs::next(Column& subjects, Column& objects) {
  if (closure_) {
    return direction_ == Direction::forward ? closure_->next(subjects, objects)
                                            : closure_->next(objects, subjects);
  }
  if (next_source_ >= sources_.size()) return false;
  NodeNumber source = sources_[next_source_];
  if (together_) {
    search_once(sources_);
    next_source_ = sources_.size();
  } else {
    search_once(std::span(&source, 1));
    ++next_source_;
  }
  Column& starts = direction_ == Direction::forward ? subjects : objects;
  Column& ends = direction_ == Direction::forward ? objects : subjects;
  starts.assign(found_.size(), only_found_ ? storage::kUnbound : graph_.id(source));
  ends.resize(found_.size());
  for (std::size_t i = 0; i < found_.size(); ++i) ends[i] = graph_.id(found_[i]);
  context_.worked(found_.size());
  return true;
}

void PathPairs::test(std::span<const TermId> subjects, std::span<const TermId> objects,
                     std::vector<std::uint8_t>& related) {
  related.assign(subjects.size(), 0);
  KeyTable distinct_subjects(1);
  KeyTable distinct_objects(1);
  bool fresh = false;
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    distinct_subjects.insert(&subjects[i], fresh);
    distinct_objects.insert(&objects[i], fresh);
  }
  // A search costs about as much as its first steps fan out.
  const double forward =
      static_cast<double>(distinct_subjects.size()) * (1 + backward_.estimated_starts());
  const double backward =
      static_cast<double>(distinct_objects.size()) * (1 + forward_.estimated_starts());
  if (forward <= backward) {
    test_from(Direction::forward, subjects, objects, related);
  } else {
    test_from(Direction::backward, objects, subjects, related);
  }
}

void PathPairs::test_from(Direction direction, std::span<const TermId> sources,
                          std::span<const TermId> targets, std::vector<std::uint8_t>& related) {
  RowNumbers order(sources.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return sources[a] != sources[b] ? sources[a] < sources[b] : a < b;
  });
  for (std::size_t begin = 0; begin < order.size();) {
    const TermId source = sources[order[begin]];
    std::size_t end = begin;
    std::size_t open = 0;  // distinct targets not met yet
    for (; end < order.size() && sources[order[end]] == source; ++end) {
      const NodeNumber node = graph_.number(targets[order[end]]);
      if (wanted_.size() <= node) wanted_.resize(graph_.nodes() + 64);
      open += wanted_[node] == 0 ? 1U : 0U;
      wanted_[node] = 1;
    }
    const NodeNumber start = graph_.number(source);
    search(direction).run(std::span(&start, 1), [&](NodeNumber node) {
      if (node >= wanted_.size() || wanted_[node] != 1) return true;
      wanted_[node] = 2;
      return --open > 0;
    });
    for (std::size_t i = begin; i < end; ++i) {
      related[order[i]] = wanted_[graph_.number(targets[order[i]])] == 2 ? 1 : 0;
    }
    for (std::size_t i = begin; i < end; ++i) wanted_[graph_.number(targets[order[i]])] = 0;
    begin = end;
  }
}

}  // namespace vouch::exec
