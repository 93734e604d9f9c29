// shell/mode.hpp — how answers are written.
//
// Shape     table, line, and the formats of engine/result/format.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/result/format.hpp"

namespace vouch::shell {

enum class Mode : std::uint8_t { table, csv, tsv, json, jsonl, markdown, line };

[[nodiscard]] std::optional<Mode> mode_named(std::string_view name);
[[nodiscard]] std::string_view name_of(Mode mode);
[[nodiscard]] const std::vector<std::string>& mode_names();

// The file format of a mode; none for table and line, which are drawn here.
[[nodiscard]] std::optional<result::Format> format_of(Mode mode);

}  // namespace vouch::shell
