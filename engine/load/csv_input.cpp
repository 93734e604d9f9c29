#include "engine/load/csv_input.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "base/input_file.hpp"
#include "base/unicode.hpp"
#include "engine/load/csv_facts.hpp"

namespace vouch::load {

namespace fs = std::filesystem;

namespace {

// Without `.gz` and `.zst`.
fs::path unpacked(const fs::path& file) {
  const std::string ending = unicode::lower(file.extension().string());
  return ending == ".gz" || ending == ".zst" ? fs::path(file).replace_extension() : file;
}

std::string ending_of(const fs::path& file) {
  return unicode::lower(unpacked(file).extension().string());
}

std::string content_of(const fs::path& path) {
  InputFile input(path);
  std::string out;
  std::string block(std::size_t{1} << 16U, '\0');
  while (const std::size_t n = input.read(block.data(), block.size())) out.append(block, 0, n);
  return out;
}

CsvFacts refused(const fs::path& file, CsvProblem problem) {
  problem.message =
      fmt::format("{}:{}:{}: {}", file.string(), problem.row, problem.column, problem.message);
  CsvFacts out;
  out.problem = std::move(problem);
  return out;
}

}  // namespace

bool is_csv(const fs::path& file) {
  const std::string ending = ending_of(file);
  return ending == ".csv" || ending == ".tsv";
}

CsvFacts csv_facts(const fs::path& file, const fs::path& mapping) {
  const fs::path beside = unpacked(file).replace_extension(".map.vq");
  const fs::path& map = mapping.empty() ? beside : mapping;
  std::string why;
  auto facts = CsvMapping::parse(content_of(map), why);
  if (!facts) return refused(map, {"E0823", why, 1, 1});
  InputFile input(file);
  CsvReader reader(input, ending_of(file) == ".tsv" ? '\t' : ',');
  CsvFacts out;
  out.file.reset(std::tmpfile());
  if (!out.file) throw InputError("E0327", file.string() + ": no room for a temporary file");
  std::vector<std::string> cells;
  std::string line;
  while (reader.next(cells)) {
    line.clear();
    if (reader.row() == 1) {
      if (auto missing = facts->bind(cells)) return refused(map, {"E0823", *missing, 1, 1});
      line = facts->once();
    } else if (auto problem = facts->row(cells, line)) {
      problem->row = reader.row();
      return refused(file, std::move(*problem));
    }
    line += '\n';
    if (std::fwrite(line.data(), 1, line.size(), out.file.get()) != line.size()) {
      throw InputError("E0327", file.string() + ": no room for a temporary file");
    }
  }
  if (reader.problem()) return refused(file, *reader.problem());
  input.check_unchanged();
  std::fflush(out.file.get());
  return out;
}

}  // namespace vouch::load
