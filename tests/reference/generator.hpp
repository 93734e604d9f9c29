// tests/reference/generator.hpp — small random facts and questions, always the same for the same seed.
//
// Shape     facts: fixed declarations, then claims over six entities, so that everything meets everything;
//           a question is written for the facts it is asked of: most of its parts leave rows there. It uses
//           at most four entity names (?a … ?d) and a few for values, relations, claims.
//           Every question is valid: a refusal by the engine is a failure.
// Errors    none.
// Threads   a Generator belongs to one thread.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/reference/world.hpp"

namespace vouch::reference {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  std::size_t below(std::size_t n) { return engine_() % n; }
  bool chance(unsigned percent) { return below(100) < percent; }
  template <typename List>
  auto one_of(const List& list) -> const typename List::value_type& {
    return list[below(list.size())];
  }
  // `one_of({"a", "b"})`
  std::string one_of(std::initializer_list<const char*> list) { return *(list.begin() + below(list.size())); }

 private:
  std::mt19937_64 engine_;
};

[[nodiscard]] const std::string& declarations();
[[nodiscard]] std::vector<std::string> random_claims(std::uint64_t seed);  // one statement each
[[nodiscard]] std::string random_question(std::uint64_t seed, const World& world);  // without `;`
// What questions may use: `param` statements, and the values they give.
[[nodiscard]] const std::string& parameter_statements();
[[nodiscard]] std::map<std::string, Term> parameters_in(const World& world);

}  // namespace vouch::reference
