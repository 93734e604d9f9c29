// tests/planner/sample.hpp — a small store of supply chains, and plans written in one line.
//
// Shape     Sample holds the store: 40 companies, 200 chips, 5 foundries, 400 tools. Query makes
// nodes
//           from text: triples("?chip made_by foundry_0"), names unknown to the store are local
//           ids.
// Lifetime  a Query borrows its Sample.
#pragma once

#include <cctype>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "engine/logical/plan.hpp"
#include "engine/logical/print.hpp"
#include "engine/logical/schema.hpp"
#include "storage/names.hpp"
#include "storage/store.hpp"
#include "tests/support/temp_store.hpp"

namespace vouch::test {

using expr::Expression;
using expr::VariableId;
using logical::Node;
using storage::Term;
using storage::TermId;

class Sample {
 public:
  Sample() : snapshot_(filled()) {}

  [[nodiscard]] const storage::Snapshot& snapshot() const { return snapshot_; }
  [[nodiscard]] TermId id(const std::string& name) const {
    const auto found = ids_.find(name);
    return found == ids_.end() ? TermId(storage::IdTag::local, name.size()) : found->second;
  }

 private:
  TempStore store_;
  std::map<std::string, TermId> ids_;
  storage::Snapshot snapshot_;

  TermId named(storage::Update& update, storage::NameSpace space, const std::string& name) {
    const auto [at, fresh] = ids_.try_emplace(name);
    if (fresh) {
      at->second =
          update.intern(Term(storage::Iri{storage::iri_of(storage::kDefaultBase, space, name)}));
      if (space == storage::NameSpace::relation) {
        storage::RelationInfo info;
        info.id = at->second;
        info.name = name;
        update.put(info);
      }
    }
    return at->second;
  }

  storage::Snapshot filled() {
    storage::Update update = store_->update();
    const auto entity = [&](const std::string& stem, int number) {
      return named(update, storage::NameSpace::entity, stem + "_" + std::to_string(number));
    };
    const auto add = [&](TermId subject, const std::string& relation, TermId object) {
      update.add_triple({subject, named(update, storage::NameSpace::relation, relation), object});
    };
    const auto integer = [&](int n) { return update.intern(storage::number_term(n)); };
    for (int i = 0; i < 40; ++i) {
      add(entity("company", i), "based_in", entity("country", i % 4));
    }
    for (int i = 0; i < 200; ++i) {
      add(entity("company", i % 40), "designs", entity("chip", i));
      add(entity("chip", i), "made_by", entity("foundry", i % 5));
      add(entity("chip", i), "costs", integer(i));
      add(entity("chip", i), "uses", entity("tool", i * 2));
      add(entity("chip", i), "uses", entity("tool", i * 2 + 1));
    }
    for (int i = 0; i < 5; ++i) {
      add(entity("foundry", i), "based_in", entity("country", i % 4));
    }
    update.add_claim(
        {.triple = {entity("company", 0), named(update, storage::NameSpace::relation, "sold"),
                    entity("chip", 0)}});
    update.commit();
    return store_->snapshot();
  }
};

inline const Sample& sample() {
  static const Sample made;
  return made;
}

class Query {
 public:
  explicit Query(const Sample& over = sample()) : sample_(over) {}

  VariableId var(const std::string& name) {
    for (std::size_t i = 0; i < variables_.size(); ++i) {
      if (variables_[i].name == name) {
        return VariableId(static_cast<std::uint32_t>(i));
      }
    }
    variables_.push_back({name, false});
    return VariableId(static_cast<std::uint32_t>(variables_.size() - 1));
  }
  std::vector<VariableId> vars(const std::string& names) {
    std::istringstream in(names);
    std::vector<VariableId> out;
    for (std::string word; in >> word;) {
      out.push_back(var(word));
    }
    return out;
  }

  logical::Slot slot(const std::string& word) {
    if (word == "_") {
      return logical::Slot::any();
    }
    return word.front() == '?' ? logical::Slot::of(var(word.substr(1)))
                               : logical::Slot::of(sample_.id(word));
  }
  // `?a uses|^made_by ?b`, `?a ?r ?b`, `?a uses tool_1|tool_2`.
  Node triples(const std::string& text) {
    logical::TripleScan scan;
    read(text, scan);
    return {scan};
  }
  Node claims(const std::string& claim, const std::string& text) {
    logical::ClaimScan scan;
    scan.claim = slot(claim);
    read(text, scan);
    return {scan};
  }
  // One relation, repeated at least `least` times.
  Node path(const std::string& subject, const std::string& relation, const std::string& object,
            std::uint32_t least = 1) {
    logical::PathExpr step{logical::Step{sample_.id(relation), false}};
    return {logical::PathScan{
        slot(subject), {logical::PathRepeat{step, least, std::nullopt}}, slot(object), {}, {}}};
  }
  static Node join(std::vector<Node> inputs) { return {logical::Join{std::move(inputs)}}; }
  static Node filter(Node input, Expression condition) {
    return {logical::Filter{std::move(input), std::move(condition)}};
  }
  Node extend(Node input, const std::string& name, Expression value) {
    return {logical::Extend{std::move(input), var(name), std::move(value)}};
  }
  Node project(Node input, const std::string& names) {
    return {logical::Project{std::move(input), vars(names)}};
  }
  static Node distinct(Node input) { return {logical::Distinct{std::move(input)}}; }
  Node seed(std::uint32_t id, const std::string& names) { return {logical::Seed{id, vars(names)}}; }
  Node apply(logical::ApplyKind kind, std::uint32_t id, const std::string& correlated, Node outer,
             Node inner, const std::string& result = {}) {
    logical::Apply out{
        kind, id, vars(correlated), std::nullopt, std::move(outer), std::move(inner)};
    if (!result.empty()) {
      out.result = var(result);
    }
    return {std::move(out)};
  }

  Expression ref(const std::string& name) { return {expr::VariableRef{var(name)}}; }
  static Expression number(int n) { return {expr::Constant{storage::number_term(n)}}; }
  static Expression truth(bool b) { return {expr::Constant{Term(b)}}; }
  static Expression compare(expr::Comparison op, Expression left, Expression right) {
    return {expr::Compare{op, false, std::move(left), std::move(right)}};
  }
  Expression greater(const std::string& name, int n) {
    return compare(expr::Comparison::greater, ref(name), number(n));
  }
  static Expression negation(Expression operand) {
    return {expr::Logical{expr::LogicalOp::negation, {std::move(operand)}}};
  }

  logical::Plan plan(Node root, const std::string& columns) {
    std::vector<VariableId> list = vars(columns);
    return {std::move(root), variables_, std::move(list)};
  }
  [[nodiscard]] std::string shape(const Node& node) const {
    return logical::shape(node, variables_, logical::names_of(sample_.snapshot()));
  }
  [[nodiscard]] std::string shape(const logical::Plan& plan) const { return shape(plan.root); }

 private:
  const Sample& sample_;
  logical::VariableTable variables_;

  static std::vector<std::string> split(const std::string& text, char at) {
    std::istringstream in(text);
    std::vector<std::string> out;
    for (std::string part; std::getline(in, part, at);) {
      out.push_back(part);
    }
    return out;
  }

  template <typename Scan>
  void read(const std::string& text, Scan& scan) {
    const std::vector<std::string> words = split(text, ' ');
    scan.subject = slot(words.at(0));
    if (words.at(1).front() == '?' || words.at(1) == "_") {
      scan.relation = slot(words.at(1));
    } else {
      for (const std::string& step : split(words.at(1), '|')) {
        const bool inverse = step.front() == '^';
        scan.steps.push_back({sample_.id(inverse ? step.substr(1) : step), inverse});
      }
    }
    const std::vector<std::string> objects = split(words.at(2), '|');
    if (objects.size() == 1) {
      scan.object = slot(objects.front());
    } else {
      for (const std::string& object : objects) {
        scan.object_choices.push_back(sample_.id(object));
      }
    }
  }
};

}  // namespace vouch::test
