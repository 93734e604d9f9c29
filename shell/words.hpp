// shell/words.hpp — small phrases: grouped numbers, plurals, durations, sizes, dates.
//
// Shape     text as it is shown; independent of the locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::shell {

[[nodiscard]] std::string grouped(std::uint64_t number);  // 1,204
[[nodiscard]] std::string counted(std::uint64_t number, std::string_view singular,
                                  std::string_view plural);   // 1 row, 2 rows
[[nodiscard]] std::string duration(double milliseconds);      // 1.8 ms, 12.4 s
[[nodiscard]] std::string moment(std::int64_t microseconds);  // 2026-11-22 14:03 UTC
[[nodiscard]] std::string joined(const std::vector<std::string>& parts, std::string_view between);
[[nodiscard]] std::vector<std::string> split_words(
    std::string_view text);  // at blanks; "…" kept whole
[[nodiscard]] std::string trimmed(std::string_view text);

// `500ms`, `5s`, `5 s`, `2min`, `1h`, bare seconds; nothing when malformed or not above zero.
[[nodiscard]] std::optional<std::int64_t> parse_duration_ms(std::string_view text);
// `512MiB`, `2 GiB`, `1GB`, bare bytes; nothing when malformed or zero.
[[nodiscard]] std::optional<std::uint64_t> parse_bytes(std::string_view text);

}  // namespace vouch::shell
