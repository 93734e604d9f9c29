// tests/reference/question.hpp — writes one random question, keeping count of which names are bound.
//
// Shape     Scope knows the visible names and what they hold; every part is written from left to right, so
//           that a name is used only where it is visible. Names tell what they hold: ?a … ?d entities,
//           ?q ?w quantities, ?t dates, ?r relations, ?k claims, ?z kinds, ?m anything; ?n1 … numbers,
//           ?s1 … text, ?x1 … anything, made by let, for and group.
#pragma once

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
  explicit Question(std::uint64_t seed) : random_(seed) {}
  std::string text();

 private:
  // clauses
  std::string clauses(Scope& scope, std::size_t depth, bool block);
  std::string match(Scope& scope, std::size_t most);
  std::string clause(Scope& scope, std::size_t depth);
  std::string block(Scope& scope, std::size_t depth);
  std::string either(Scope& scope, std::size_t depth);
  std::string nested(Scope& scope, std::size_t depth);
  std::string loop(Scope& scope);
  std::string group(Scope& scope);
  std::string top(Scope& scope);
  std::string cut(Scope& scope);
  std::string with(Scope& scope);
  std::string let(Scope& scope, std::size_t depth);
  std::string result(Scope& scope, bool outermost);
  std::string aggregate(const Scope& scope);

  // patterns
  std::string pattern(Scope& scope);
  std::string entity(Scope& scope, bool kinds);
  std::string plain(Scope& scope);
  std::string claimed(Scope& scope);
  std::string qualifier(Scope& scope);
  std::string path_pattern(Scope& scope);
  std::string path(std::size_t depth);
  std::string path_atom(std::size_t depth);

  // expressions
  std::string truth(const Scope& scope, std::size_t depth);
  std::string comparison(const Scope& scope, std::size_t depth);
  std::string number(const Scope& scope, std::size_t depth);
  std::string words(const Scope& scope);
  std::string any_value(const Scope& scope, std::size_t depth);
  std::string some(const Scope& scope, std::string_view letters, const std::string& otherwise);
  std::string fresh(char letter) { return std::string("?") + letter + std::to_string(++made_); }

  Random random_;
  std::size_t made_ = 0;
};

}  // namespace vouch::reference
