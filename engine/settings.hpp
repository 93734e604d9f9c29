// engine/settings.hpp — what a session may set, and the switches the tests turn.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "storage/date.hpp"

namespace vouch {

enum class JoinChoice : std::uint8_t { by_cost, lookup, merge, hash };  // others only for tests
// An operator or rewrite that is chosen by cost; the others only for tests.
enum class Use : std::uint8_t { by_cost, never, always };

struct Settings {
  std::optional<std::int64_t> timeout_ms;
  std::size_t memory_bytes = std::size_t{2} << 30U;   // per query
  std::optional<storage::Date> today;                  // else the clock
  std::set<std::string> passes_off;                    // names of logical passes not to run
  JoinChoice join = JoinChoice::by_cost;
  Use parts = Use::by_cost;     // joins that are only counted (or asked for) part by part
  Use blocks = Use::by_cost;    // `not`, `maybe` … matched with an inner side that runs by itself
  Use multiway = Use::by_cost;  // several patterns at once, variable by variable
  std::size_t threads = 0;      // of one question; 0: as many as the machine has cores
  Use workers = Use::by_cost;   // are there several
  std::size_t batch_rows = 1024;
  bool explain_empty = true;  // which pattern emptied an answer without rows
};

}  // namespace vouch
