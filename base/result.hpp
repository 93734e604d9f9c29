// base/result.hpp — a value, or the diagnostics that say why there is none.
//
// Shape     std::expected's member names, so that C++23 can replace it.
// Errors    value() on a failed result is our mistake (invariant), never the user's.
#pragma once

#include <utility>
#include <variant>

#include "base/diagnostic.hpp"
#include "base/invariant.hpp"

namespace vouch {

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}                    // NOLINT(google-explicit-constructor)
  Result(Diagnostics problems) : state_(std::move(problems)) {}    // NOLINT(google-explicit-constructor)
  Result(Diagnostic problem) : state_(Diagnostics{std::move(problem)}) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  [[nodiscard]] T& value() & {
    invariant(has_value(), "value() of a failed Result");
    return std::get<0>(state_);
  }
  [[nodiscard]] const T& value() const& {
    invariant(has_value(), "value() of a failed Result");
    return std::get<0>(state_);
  }
  [[nodiscard]] T&& value() && {
    invariant(has_value(), "value() of a failed Result");
    return std::get<0>(std::move(state_));
  }
  [[nodiscard]] T& operator*() & { return value(); }
  [[nodiscard]] const T& operator*() const& { return value(); }
  [[nodiscard]] T* operator->() { return &value(); }
  [[nodiscard]] const T* operator->() const { return &value(); }

  [[nodiscard]] const Diagnostics& error() const {
    invariant(!has_value(), "error() of a Result with a value");
    return std::get<1>(state_);
  }

 private:
  std::variant<T, Diagnostics> state_;
};

}  // namespace vouch
