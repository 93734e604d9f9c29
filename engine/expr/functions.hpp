// engine/expr/functions.hpp — how the table of functions is put together.
//
// Shape     each functions_*.cpp gives its rows; functions.cpp sorts them into the closed table. A
//           row without `run` is a special form: listed, never called.
// Errors    run() is called with bound arguments only, their number checked; nothing for a wrong
//           type.
#pragma once

#include <limits>
#include <span>
#include <vector>

#include "engine/expr/value_ops.hpp"

namespace vouch::expr {

struct Call {
  std::span<const Term> arguments;
  const Pattern* pattern = nullptr;  // a regex argument
  ValueContext& context;

  [[nodiscard]] const Term& operator[](std::size_t i) const { return arguments[i]; }
  [[nodiscard]] std::size_t size() const { return arguments.size(); }
  template <typename T>
  [[nodiscard]] const T* as(std::size_t i) const {
    return i < arguments.size() ? arguments[i].as<T>() : nullptr;
  }
  // A 64-bit integer argument.
  [[nodiscard]] std::optional<std::int64_t> integer(std::size_t i) const;
};

struct FunctionRow {
  FunctionInfo info;
  Term (*run)(const Call& call) = nullptr;
};

inline constexpr std::size_t kAnyNumber = std::numeric_limits<std::size_t>::max();

[[nodiscard]] std::vector<FunctionRow> number_functions();
[[nodiscard]] std::vector<FunctionRow> quantity_functions();
[[nodiscard]] std::vector<FunctionRow> date_functions();
[[nodiscard]] std::vector<FunctionRow> text_functions();
[[nodiscard]] std::vector<FunctionRow> entity_functions();
[[nodiscard]] std::vector<FunctionRow> list_functions();
[[nodiscard]] std::vector<FunctionRow> special_forms();  // `if`, `coalesce`, `possibly`, aggregates

}  // namespace vouch::expr
