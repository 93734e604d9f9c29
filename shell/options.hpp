// shell/options.hpp — what the command line says, and the exit status a run ends with.
//
// Shape     plain values; filled by main.cpp, read by the commands.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/session.hpp"
#include "shell/diagnose.hpp"
#include "shell/mode.hpp"
#include "shell/terminal.hpp"

namespace vouch::shell {

struct Options {
  std::optional<Mode> mode;
  std::vector<std::string> parameters;  // k=v
  std::vector<std::string> documents;   // directories that hold the sources' documents
  std::optional<std::int64_t> timeout_ms;
  std::optional<std::size_t> memory_bytes;
  std::optional<std::size_t> max_rows;
  ErrorForm errors = ErrorForm::text;
  ColorChoice color = ColorChoice::automatic;
  bool empty_is_failure = false;  // -e
  bool read_only = false;
  bool safe = false;
  bool deny_warnings = false;
  bool keep_going = false;
};

// Documented in --help and README.md; one test each.
struct ExitStatus {
  static constexpr int success = 0;
  static constexpr int no_rows = 1;
  static constexpr int usage = 2;
  static constexpr int rejected = 3;  // a statement, an expectation or a check
  static constexpr int data = 4;      // store, input, output
  static constexpr int limit = 5;
  static constexpr int interrupted = 130;
};

[[nodiscard]] int status_of(Outcome outcome);

}  // namespace vouch::shell
