// tests/reference/question.hpp — writes one random question, keeping count of which names are bound.
//
// Shape     Scope knows the visible names and what they hold; every part is written from left to right, so
//           that a name is used only where it is visible. Names tell what they hold: ?a … ?d entities,
//           ?q ?w quantities, ?t dates, ?r relations, ?k claims, ?z kinds, ?m anything; ?n1 … numbers,
//           ?s1 … text, ?l1 … lists, ?x1 … anything, made by let, for and group.
//           Most questions are grown: a part that leaves no row of the facts is written anew.
// Source    files: question.cpp clauses, question_patterns.cpp, question_expressions.cpp.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/reference/generator.hpp"

namespace vouch::reference {

struct Scope {
  std::vector<std::string> names;  // with `?`, in order of appearance

  void add(const std::string& name);
  [[nodiscard]] bool has(const std::string& name) const;
  [[nodiscard]] std::vector<std::string> of(std::string_view letters) const;
};

class Question {
 public:
  Question(std::uint64_t seed, const World& world) : random_(seed), world_(world) {}
  std::string text();

 private:
  // growth
  using Write = std::function<std::string(Scope&)>;
  void grow(std::string& body, Scope& scope, const Write& write);
  [[nodiscard]] bool has_rows(const std::string& question) const;

  // clauses
  void start(std::string& body, Scope& scope);
  std::string clauses(Scope& scope, std::size_t depth);
  std::string match(Scope& scope, std::size_t most);
  std::string clause(Scope& scope, std::size_t depth);
  std::string block(Scope& scope, std::size_t depth);
  std::string either(Scope& scope, std::size_t depth);
  std::string nested(Scope& scope, std::size_t depth);
  std::string loop(Scope& scope);
  std::string group(Scope& scope);
  std::string keys(const Scope& scope, const char* other_way);
  std::string top(const Scope& scope);
  std::string cut(const Scope& scope);
  std::string limits();
  std::string with(Scope& scope);
  std::string let(Scope& scope, std::size_t depth);
  std::string result(Scope& scope, bool outermost);
  std::string tail(const Scope& scope, bool outermost);
  std::string aggregate(const Scope& scope);
  std::string inside(const Scope& scope, const std::string& value);

  // patterns
  std::string pattern(Scope& scope);
  std::string from_facts(Scope& scope);
  std::string end(Scope& scope, const Term& term, const char* variables);
  std::string entity(Scope& scope, bool kinds);
  std::string link(Scope& scope);
  std::string claimed(Scope& scope);
  std::string about_claim(Scope& scope, const std::string& claim);
  std::string qualifier(Scope& scope, const std::vector<std::string>& ends);
  std::string time_qualifier(Scope& scope);
  std::string speakers(Scope& scope, const std::vector<std::string>& ends);
  std::string path_pattern(Scope& scope);
  std::string path(std::size_t depth);
  std::string path_atom(std::size_t depth);

  // expressions
  std::string truth(const Scope& scope, std::size_t depth);
  std::string comparison(const Scope& scope, std::size_t depth);
  std::string rare_comparison(const Scope& scope);
  std::string number(const Scope& scope, std::size_t depth);
  std::string number_of(const Scope& scope);
  std::string fold(const Scope& scope);
  std::string folding(const std::function<std::string()>& write);
  std::string date(const Scope& scope, std::size_t depth);
  std::string words(const Scope& scope, std::size_t depth = 1);
  std::string list(const Scope& scope, std::size_t depth = 1);
  std::string any_value(const Scope& scope, std::size_t depth);
  std::string some(const Scope& scope, std::string_view letters, const std::string& otherwise);
  std::string fresh(char letter) { return std::string("?") + letter + std::to_string(++made_); }

  Random random_;
  const World& world_;
  bool grown_ = true;
  std::size_t blocks_ = 0;  // that see a row: there the engine's `share` is of all rows' groups
  bool folding_ = false;  // where an aggregate folds a list
  std::size_t made_ = 0;
};

}  // namespace vouch::reference
