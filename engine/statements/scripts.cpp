#include "engine/statements/scripts.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "engine/pipeline.hpp"
#include "engine/result/capture.hpp"
#include "engine/result/cells.hpp"
#include "engine/result/file.hpp"
#include "engine/statements/expectation.hpp"
#include "engine/statements/questions.hpp"

namespace vouch::session {

namespace fs = std::filesystem;

Outcome param_statement(const Run& run, const ast::ParamStatement& statement) {
  const std::string& name = statement.parameter.name;
  if (run.core.given.contains(name)) return Outcome::ok;
  if (!statement.value) {
    if (run.core.parameters.contains(name)) return Outcome::ok;
    return run.reject(statement.parameter.place, "E0208",
                      fmt::format("parameter ${0} has no value: give one from outside, or write "
                                  "`param ${0} = …;`",
                                  name));
  }
  const bool open = std::holds_alternative<ast::Variable>(*statement.value) ||
                    std::holds_alternative<ast::Anything>(*statement.value);
  if (open) {
    return run.reject(ast::place_of(*statement.value), "E0301",
                      "a parameter's default is a constant");
  }
  const storage::Snapshot snapshot = run.core.snapshot();
  Diagnostics problems;
  bind::Resolver resolver(snapshot, run.core.parameters, run.core.prefixes, problems);
  const std::optional<storage::Term> value = resolver.constant(*statement.value);
  const Outcome outcome = run.tell(problems);
  if (value) run.core.parameters[name] = *value;
  return value ? Outcome::ok : worse(outcome, Outcome::rejected);
}

// ---------------------------------------------------------------------------------------- include

namespace {

std::string chain_text(const std::vector<fs::path>& files, const fs::path& last) {
  std::string out;
  for (const fs::path& file : files) out += file.filename().string() + " → ";
  return out + last.filename().string();
}

// Enters a file for as long as its statements run.
class Entered {
 public:
  Entered(Core& core, const fs::path& file, const fs::path& canonical) : core_(core) {
    core_.files.push_back(canonical);
    core_.directories.push_back(file.parent_path());
  }
  ~Entered() {
    core_.files.pop_back();
    core_.directories.pop_back();
  }
  Entered(const Entered&) = delete;
  Entered& operator=(const Entered&) = delete;

 private:
  Core& core_;
};

}  // namespace

Outcome include_statement(const Run& run, const ast::IncludeStatement& statement, Span place) {
  Core& core = run.core;
  if (core.safe) return run.reject(place, "E0324", "files are not read with --safe");
  const fs::path path = core.path_of(statement.file);
  std::error_code failed;
  const fs::path canonical = fs::canonical(path, failed);
  std::ifstream in(path, std::ios::binary);
  if (failed || !fs::is_regular_file(canonical, failed) || !in) {
    return run.reject(place, "E0327", fmt::format("{}: cannot be read", statement.file));
  }
  if (std::find(core.files.begin(), core.files.end(), canonical) != core.files.end()) {
    return run.reject(place, "E0325",
                      fmt::format("a file includes itself: {}", chain_text(core.files, canonical)));
  }
  if (core.files.size() >= kIncludeDepthMost) {
    return run.reject(place, "E0326",
                      fmt::format("includes are nested deeper than {}: {}", kIncludeDepthMost,
                                  chain_text(core.files, canonical)));
  }
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const SourceText source(path.string(), std::move(text));
  const Entered entered(core, path, canonical);
  return run_statements(core, source, run.output, false, {});
}

// ------------------------------------------------------------------------------------------- echo

Outcome echo_statement(const Run& run, const ast::EchoStatement& statement) {
  const storage::Snapshot snapshot = run.core.snapshot();
  std::string line;
  for (const ast::Expr& value : statement.values) {
    Result<Compiled> compiled = compile(value, run.bind_input(snapshot), run.core.settings);
    if (!compiled) return run.tell(compiled.error());
    static_cast<void>(run.tell(compiled->bound.notices));
    exec::Terms terms(snapshot);
    result::Cells cells(terms);
    exec::Execution execution(compiled->plan, terms, run.options());
    exec::Batch batch;
    std::string text;
    if (execution.next(batch) && batch.rows > 0 && !batch.columns.empty()) {
      text = cells.cell(batch.columns.front().front()).text;
    }
    if (&value != &statement.values.front()) line += ' ';
    line += text;
  }
  run.output.text(line);
  return Outcome::ok;
}

// ------------------------------------------------------------------------------- check and export

Outcome check_statement(const Run& run, const ast::CheckStatement& statement) {
  const Outcome outcome = watch(
      run, statement.expectation, [&](Output& output) { return ask(run, statement.query, output); },
      false, statement.title);
  if (outcome == Outcome::ok) run.output.message(fmt::format("check passed: {}", statement.title));
  return outcome;
}

Outcome export_statement(const Run& run, const ast::ExportStatement& statement, Span place) {
  if (run.core.safe) return run.reject(place, "E0324", "files are not written with --safe");
  const fs::path path = run.core.path_of(statement.file);
  const auto format = result::format_named(path.extension().string());
  if (!format) {
    return run.reject(place, "E0328",
                      fmt::format("{}: the ending says no format: .csv, .tsv, .json, .jsonl or .md",
                                  statement.file));
  }
  std::string why;
  std::optional<result::NewFile> file = result::NewFile::create(path, why);
  if (!file) return run.reject(place, "E0328", fmt::format("{}: {}", statement.file, why));
  result::Capture capture(
      run.output, *format, [&](std::string_view text) { file->write(text); }, false);
  const Outcome outcome =
      with_expectation({run.core, run.source, capture, run.started}, statement.query.expect,
                       [&](Output& output) { return ask(run, statement.query, output); });
  if (outcome != Outcome::ok && outcome != Outcome::expectation_failed) return outcome;
  if (!file->keep(why))
    return run.reject(place, "E0328", fmt::format("{}: {}", statement.file, why));
  run.output.message(
      fmt::format("{} written to {}", counted(capture.rows(), "row"), statement.file));
  return outcome;
}

}  // namespace vouch::session
