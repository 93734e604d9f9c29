// engine/load/csv_input.hpp — a CSV or TSV file and its mapping → a temporary file of facts.
//
// Shape     facts of row N on line N, what is said once on the first (engine/load/csv_facts.hpp).
// Lifetime  the temporary file goes with whoever holds it.
// Errors    `problem` with file, row and column in its message; InputError.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>

#include "engine/load/csv_reader.hpp"

namespace vouch::load {

struct CsvFacts {
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file;
  std::optional<CsvProblem> problem;
};

// `.csv` and `.tsv`, perhaps packed.
[[nodiscard]] bool is_csv(const std::filesystem::path& file);
// No mapping: `parts.map.vq` beside `parts.csv`.
[[nodiscard]] CsvFacts csv_facts(const std::filesystem::path& file,
                                 const std::filesystem::path& mapping);

}  // namespace vouch::load
