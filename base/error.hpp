// base/error.hpp — failures of the machine and of ourselves, as exceptions.
//
// Shape     one class per kind of failure; the user's mistakes are Diagnostics, not exceptions.
// Errors    caught once per statement in engine/session.cpp and once in shell/main.cpp.
#pragma once

#include <stdexcept>
#include <string>

namespace vouch {

class Error : public std::runtime_error {
 public:
  Error(std::string code, const std::string& message)
      : std::runtime_error(message), code_(std::move(code)) {}
  // Stable code such as "E0601", documented in docs/errors.md.
  [[nodiscard]] const std::string& code() const noexcept { return code_; }

 private:
  std::string code_;
};

// Input or output failed, the file is foreign, locked, of another version, not readable.
class StorageError : public Error {
  using Error::Error;
};
// The store's contents contradict themselves.
class CorruptionError : public StorageError {
  using StorageError::StorageError;
};
// The disk, the map, a memory or time limit is exhausted.
class CapacityError : public Error {
  using Error::Error;
};
// The user asked to stop (Ctrl-C) or the time limit passed.
class Cancelled : public Error {
  using Error::Error;
};
// We made a mistake.
class InternalError : public Error {
  using Error::Error;
};

}  // namespace vouch
