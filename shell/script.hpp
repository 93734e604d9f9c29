// shell/script.hpp — runs a script and returns everything it said, the same each time.
//
// Shape     for each statement its answer as a plain table with `(3 rows)` and its notes, messages,
// and
//           problems in full form, in order; statements apart by a blank line. No times, no
//           colours, no paths but the script's file name.
// Errors    failures of the store are part of the text; throws only when the script cannot be read.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/session.hpp"

namespace vouch::shell {

struct GoldenOptions {
  Settings settings;                        // passes off, batch rows, …; `today` should be set
  std::vector<std::filesystem::path> load;  // fact files or directories loaded first, silently
  std::vector<std::string> parameters;      // k=v
};

// On a scratch store.
[[nodiscard]] std::string run_golden(const std::filesystem::path& script,
                                     const GoldenOptions& options = {});
// On a store that is open already; `options.load` is not looked at.
[[nodiscard]] std::string run_golden(Database& database, const std::filesystem::path& script,
                                     const GoldenOptions& options = {});
// The same for a text.
[[nodiscard]] std::string run_golden_text(Database& database, const std::string& name,
                                          const std::string& text,
                                          const GoldenOptions& options = {});

}  // namespace vouch::shell
