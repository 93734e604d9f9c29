// engine/logical/print_expression.hpp — expressions, terms, patterns and paths as people read them
// in a plan.
//
// Shape     close to VQL, but never parsed back; stable, for explain and golden files.
// Lifetime  a Words borrows the variable table and the naming function.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/logical/plan.hpp"
#include "storage/store.hpp"

namespace vouch::logical {

// How an id is written. Ids tagged `local` are constants unknown to the store.
using Namer = std::function<std::string(TermId)>;
[[nodiscard]] Namer names_of(const storage::Snapshot& snapshot);

class Words {
 public:
  Words(const VariableTable& variables, const Namer& namer);

  [[nodiscard]] std::string variable(VariableId variable) const;                   // `?chip`
  [[nodiscard]] std::string variables(const std::vector<VariableId>& list) const;  // `?a, ?b`
  [[nodiscard]] std::string id(TermId id) const;
  [[nodiscard]] std::string slot(const Slot& slot) const;
  [[nodiscard]] std::string expression(const Expression& expression) const;
  [[nodiscard]] std::string expressions(const std::vector<Expression>& list) const;
  [[nodiscard]] std::string sort_keys(const std::vector<SortKey>& keys) const;
  [[nodiscard]] std::string aggregation(const Aggregation& aggregation) const;  // `?n = count(?x)`
  [[nodiscard]] std::string path(const PathExpr& path) const;
  // `?a uses|^part_of ?b`, `claim ?c = ?a sold ?b (polarity any)`.
  [[nodiscard]] std::string pattern(const TripleScan& scan) const;
  [[nodiscard]] std::string pattern(const ClaimScan& scan) const;
  [[nodiscard]] std::string pattern(const PathScan& scan) const;
  [[nodiscard]] std::string pattern(const WordSearch& search) const;

 private:
  const VariableTable& variables_;
  const Namer& namer_;

  [[nodiscard]] std::string relation(const std::vector<Step>& steps, const Slot& relation) const;
  [[nodiscard]] std::string object(const Slot& object, const std::vector<TermId>& choices) const;
};

[[nodiscard]] std::string term_text(const storage::Term& term);
[[nodiscard]] std::string_view aggregate_name(expr::AggregateKind kind);

}  // namespace vouch::logical
