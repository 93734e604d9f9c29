#include "engine/statements/expectation.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "engine/result/capture.hpp"

namespace vouch::session {

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::string line;
  for (const char c : text) {
    if (c == '\n') {
      out.push_back(std::move(line));
      line.clear();
    } else if (c != '\r') {
      line += c;
    }
  }
  if (!line.empty()) out.push_back(std::move(line));
  return out;
}

std::optional<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

bool rows_fit(const ast::Expectation& expectation, std::uint64_t rows) {
  switch (expectation.kind) {
    case ast::ExpectKind::none: return rows == 0;
    case ast::ExpectKind::some: return rows > 0;
    case ast::ExpectKind::rows:
      return (!expectation.least || rows >= *expectation.least) &&
             (!expectation.most || rows <= *expectation.most);
    case ast::ExpectKind::same_as: return true;
  }
  return true;
}

// Where two files part, as notes.
std::vector<std::string> difference(const std::vector<std::string>& want,
                                    const std::vector<std::string>& have) {
  std::size_t at = 0;
  while (at < want.size() && at < have.size() && want[at] == have[at]) ++at;
  std::vector<std::string> out = {fmt::format("they part at line {}", at + 1)};
  out.push_back("expected: " + (at < want.size() ? want[at] : std::string("(the end)")));
  out.push_back("found:    " + (at < have.size() ? have[at] : std::string("(the end)")));
  return out;
}

}  // namespace

std::string wanted_text(const ast::Expectation& expectation) {
  switch (expectation.kind) {
    case ast::ExpectKind::none: return "none";
    case ast::ExpectKind::some: return "some";
    case ast::ExpectKind::same_as: return fmt::format("same as \"{}\"", expectation.file);
    case ast::ExpectKind::rows: break;
  }
  if (expectation.least && expectation.least == expectation.most) {
    return counted(*expectation.least, "row");
  }
  return fmt::format("{}..{} rows", expectation.least ? grouped(*expectation.least) : "",
                     expectation.most ? grouped(*expectation.most) : "");
}

std::optional<Diagnostic> unmet(const Run& run, const ast::Expectation& expectation,
                                const Watched& watched, const std::string& title) {
  const std::string head = title.empty() ? std::string() : title + ": ";
  const Span place = expectation.place;
  if (expectation.kind == ast::ExpectKind::same_as) {
    if (run.core.safe) return error_at(place, "E0324", "files are not read with --safe");
    const auto want = read_file(run.core.path_of(expectation.file));
    if (!want) return error_at(place, "E0327", fmt::format("{}: cannot be read", expectation.file));
    const std::vector<std::string> wanted = lines_of(*want);
    const std::vector<std::string> found = lines_of(watched.csv);
    if (wanted == found) return std::nullopt;
    Diagnostic problem = error_at(
        place, "E0701",
        fmt::format("{}expected the same as {}, found another answer", head, expectation.file));
    problem.notes = difference(wanted, found);
    return problem;
  }
  if (rows_fit(expectation, watched.rows)) return std::nullopt;
  Diagnostic problem =
      error_at(place, "E0701",
               fmt::format("{}expected {}, found {}", head, wanted_text(expectation),
                           counted(watched.rows, "row")));
  for (const std::string& row : watched.first_rows) problem.notes.push_back(row);
  if (watched.rows > watched.first_rows.size() && !watched.first_rows.empty()) {
    problem.notes.push_back(fmt::format("and {} more", watched.rows - watched.first_rows.size()));
  }
  return problem;
}

Outcome watch(const Run& run, const ast::Expectation& expectation, const Answering& answering,
              bool show, const std::string& title) {
  Watched watched;
  const bool compare = expectation.kind == ast::ExpectKind::same_as;
  result::Capture capture(
      run.output, result::Format::csv,
      [&](std::string_view text) {
        if (compare) watched.csv += text;
      },
      show);
  const Outcome outcome = answering(capture);
  if (outcome != Outcome::ok) return outcome;
  watched.rows = capture.rows();
  if (!show) watched.first_rows = capture.first_rows();
  const std::optional<Diagnostic> problem = unmet(run, expectation, watched, title);
  if (!problem) return Outcome::ok;
  run.output.problems({*problem}, run.source);
  return problem->code == "E0701" ? Outcome::expectation_failed : Outcome::rejected;
}

Outcome with_expectation(const Run& run, const std::optional<ast::Expectation>& expectation,
                         const Answering& answering) {
  if (!expectation) return answering(run.output);
  return watch(run, *expectation, answering, true, {});
}

}  // namespace vouch::session
