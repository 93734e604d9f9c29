#include "engine/load/loader.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/byte_source.hpp"
#include "base/error.hpp"
#include "base/unicode.hpp"
#include "engine/load/changes.hpp"
#include "engine/load/csv_input.hpp"
#include "engine/load/sources.hpp"
#include "engine/rdf/read_file.hpp"
#include "parser/block.hpp"
#include "parser/parse.hpp"

namespace vouch::load {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kWaitingMost = 10'000;  // facts that name claims further on
constexpr std::uint64_t kProgressEvery = 256;

bool is_vocabulary(const std::string& keyword) {
  return keyword == "prefix" || keyword == "kind" || keyword == "relation" || keyword == "unit";
}
bool is_entity(const std::string& keyword) {
  return keyword == "entity" || keyword == "source";
}
bool is_fact(const std::string& keyword) {
  return !is_vocabulary(keyword) && !is_entity(keyword);
}

bool only_unknown_entities(const Diagnostics& problems) {
  return !problems.empty() &&
         std::all_of(problems.begin(), problems.end(), [](const Diagnostic& d) {
           return d.code == "E0201" || d.severity != Severity::error;
         });
}

}  // namespace

std::vector<fs::path> fact_files(const std::vector<fs::path>& files) {
  std::vector<fs::path> out;
  for (const fs::path& file : files) {
    std::error_code failed;
    if (file == "-" || !fs::is_directory(file, failed)) {
      out.push_back(file);
      continue;
    }
    std::vector<fs::path> found;
    for (const fs::directory_entry& entry : fs::directory_iterator(file, failed)) {
      if (entry.path().extension() == ".vq") found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end());
    out.insert(out.end(), found.begin(), found.end());
  }
  return out;
}

Loader::Loader(storage::Update& update, const bind::Parameters& parameters,
               const std::map<std::string, std::string>& prefixes, const LoadOptions& options,
               Output& output)
    : options_(options),
      output_(output),
      work_(update, parameters, prefixes),
      documents_(options.documents),
      writer_(work_, documents_) {}

Loader::~Loader() = default;

void Loader::set_defaults(const std::vector<ast::Qualifier>& qualifiers, const SourceText& source) {
  if (writer_.set_defaults(qualifiers)) return;
  problems_ += work_.problems().size();
  output_.problems(work_.problems(), source);
  work_.problems().clear();
}

bool Loader::run(const std::vector<fs::path>& files) {
  if (problems_ > 0) return false;
  open(files);
  if (problems_ > 0) return false;
  read_vocabulary();
  if (unclosed_) return false;
  declare_vocabulary();
  declare_entities();
  work_.renew();
  write_sources();
  write_facts();
  write_waiting();
  retract_waiting();
  check_unchanged();
  read_rdf();
  if (full()) output_.message(fmt::format("stopped after {} problems", problems_));
  return problems_ == 0;
}

// ------------------------------------------------------------------------------------------ files

void Loader::open(const std::vector<fs::path>& files) {
  for (const fs::path& file : fact_files(files)) open_one(file);
  start_passes();
  for (const Input& input : inputs_) bytes_ += input.bytes();
}

void Loader::open_one(const fs::path& file) {
  if (!options_.format.empty() || rdfio::format_of(file)) {
    rdf_files_.push_back(file);
    return;
  }
  if (is_csv(file)) return open_csv(file);
  std::string why;
  std::optional<Input> input = Input::open(file, why);
  if (!input) return report_file(fmt::format("{}: {}", file.string(), why));
  inputs_.push_back(std::move(*input));
}

// They are read several times: what was checked must be what is stored.
void Loader::check_unchanged() {
  for (const Input& input : inputs_) {
    if (!input.changed()) continue;
    report_file(input.name() + ": the file was changed while it was read", "E0811");
  }
}

void Loader::open_csv(const fs::path& file) {
  try {
    CsvFacts facts = csv_facts(file, options_.mapping);
    if (facts.problem) return report_file(facts.problem->message, facts.problem->code);
    inputs_.push_back(Input::of_temporary(facts.file.release(), file));
  } catch (const InputError& error) {
    report_file(error.what(), error.code());
  }
}

void Loader::read_rdf() {
  rdfio::FileOptions options;
  options.cancel = options_.cancel;
  options.rejects = options_.rejects;
  options.bulk_bytes = options_.bulk_bytes;
  if (!options_.format.empty()) options.format = rdf::format_named(options_.format);
  for (const ResolvedQualifier& qualifier : writer_.defaults()) {
    for (const storage::TermId value : qualifier.values) {
      options.qualifiers.emplace_back(qualifier.relation, value);
    }
  }
  if (rdf_files_.empty() || problems_ > 0) return;
  try {
    rdfio::Documents documents(work_.update(), options, output_);
    const bool good = documents.read(rdf_files_);
    rdf_totals_ = documents.totals();
    problems_ += good ? 0U : 1U;
    if (!good) return;
    declare_from_rdf(documents.declarations());
    documents.finish();
  } catch (const InputError& error) {
    report_file(error.what(), error.code());
  }
}

// Declarations that stand in RDF, one a line, as a file of facts.
void Loader::declare_from_rdf(const std::vector<std::string>& declarations) {
  if (declarations.empty()) return;
  std::FILE* file = std::tmpfile();
  bool whole = file != nullptr;
  for (const std::string& declaration : declarations)
    whole = whole && std::fprintf(file, "%s\n", declaration.c_str()) > 0;
  if (!whole || std::fflush(file) != 0) {
    throw InputError("E0327", "no room for a temporary file of declarations");
  }
  work_.renew();
  inputs_.clear();
  inputs_.push_back(Input::of_temporary(file, rdf_files_.front()));
  start_passes();
  read_vocabulary();
  declare_vocabulary();
}

void Loader::report_file(const std::string& message, const std::string& code) {
  Diagnostic problem = error_at({}, code, message);
  problem.placeless = true;
  ++problems_;
  output_.problems({problem}, SourceText("", ""));
}

// What the statement had to say, at its place in its file.
void Loader::report(const Place& place) {
  Diagnostics& problems = work_.problems();
  if (problems.empty()) return;
  for (const Diagnostic& problem : problems)
    problems_ += problem.severity == Severity::error ? 1 : 0;
  const auto source = inputs_[place.input].excerpt(place.offset, place.line, place.size, problems);
  output_.problems(problems, *source);
  problems.clear();
}

bool Loader::full() const {
  return problems_ >= options_.problems_most;
}

void Loader::check_stop() {
  if (options_.cancel != nullptr && options_.cancel->load(std::memory_order_relaxed)) {
    throw Cancelled("E0501", "stopped; nothing was loaded");
  }
  if (++statements_ % kProgressEvery == 0) output_.progress(bytes_read_, bytes_ * 2);
}

void Loader::start_passes() {
  has_entities_.assign(inputs_.size(), 0);
  has_facts_.assign(inputs_.size(), 0);
}

// Every statement, or part of one, of all files whose first word is wanted.
void Loader::each_raw(Wanted wanted, const VisitRaw& visit) {
  for (std::size_t i = 0; i < inputs_.size() && !full(); ++i) {
    const bool skip =
        (wanted == is_entity && has_entities_[i] == 0) || (wanted == is_fact && has_facts_[i] == 0);
    if (skip) continue;
    BlockWatch watch;
    const auto one = [&](const parser::RawStatement& raw) {
      check_stop();
      has_entities_[i] = has_entities_[i] != 0 || is_entity(raw.keyword) ? 1 : 0;
      has_facts_[i] = has_facts_[i] != 0 || is_fact(raw.keyword) ? 1 : 0;
      if (wanted == is_vocabulary) watch_blocks(watch, raw, i);
      if (!wanted(raw.keyword)) return !full();
      const Place place{i, raw.offset, raw.line, raw.text.size()};
      if (raw.lacks_semicolon) {
        work_.problems().push_back(parser::semicolon_missing_before(raw));
        report(place);
      }
      visit(raw, place);
      return !full();
    };
    inputs_[i].statements(one, [&](std::uint64_t bytes) { bytes_read_ += bytes; });
  }
}

void Loader::each(Wanted wanted, const Visit& visit) {
  each_raw(wanted, [&](const parser::RawStatement& raw, const Place& place) {
    parse(raw, place, visit);
  });
}

void Loader::parse(const parser::RawStatement& raw, const Place& place, const Visit& visit) {
  parser::Parsed parsed = parser::parse_script(
      SourceText(inputs_[place.input].name(), raw.text, raw.line, raw.offset),
      parser::kStreamedBytesMost);
  if (parsed.problems.empty()) {
    for (const ast::Statement& statement : parsed.script.statements) visit(statement, place);
  } else {
    work_.problems() = std::move(parsed.problems);
    report(place);
  }
}

// In the first reading, which sees all of every file.
void Loader::watch_blocks(BlockWatch& watch, const parser::RawStatement& raw, std::size_t input) {
  std::optional<BlockWatch::Finding> found = watch.see(raw);
  if (!found) return;
  unclosed_ = true;
  work_.problems() = std::move(found->problems);
  report({input, found->offset, found->line, found->size});
}

// ------------------------------------------------------------------------------------- vocabulary

void Loader::read_vocabulary() {
  each(is_vocabulary, [&](const ast::Statement& statement, const Place& place) {
    vocabulary_.push_back({statement, place, false});
  });
}

// Tries the statements of one form until no more of them succeed; those left over have real
// problems.
template <typename Statement, typename Declare>
void Loader::settle(const Declare& declare, bool renew) {
  bool progress = true;
  bool last = false;
  while (progress || !last) {
    last = !progress;
    progress = false;
    for (Vocabulary& entry : vocabulary_) {
      const auto* statement = std::get_if<Statement>(&entry.statement.node);
      if (statement == nullptr || entry.done || full()) continue;
      entry.done = declare(*statement, Span(entry.statement.place));
      progress = progress || entry.done;
      if (last) entry.done = true;
      if (entry.done) {
        report(entry.place);
      } else {
        work_.problems().clear();
      }
    }
    if (renew && progress) work_.renew();
  }
}

void Loader::declare_vocabulary() {
  settle<ast::PrefixStatement>(
      [&](const auto& statement, Span place) { return declare_prefix(work_, statement, place); },
      false);
  settle<ast::KindStatement>(
      [&](const auto& statement, Span) { return declare_kind(work_, statement); }, false);
  settle<ast::UnitStatement>(
      [&](const auto& statement, Span place) { return declare_unit(work_, statement, place); },
      true);
  // Relations may name each other, in a circle too: first all of them, then all they say.
  const auto relations = [&](Missing missing) {
    for (const Vocabulary& entry : vocabulary_) {
      const auto* statement = std::get_if<ast::RelationStatement>(&entry.statement.node);
      if (statement == nullptr || full()) continue;
      static_cast<void>(declare_relation(work_, *statement, missing));
      report(entry.place);
    }
  };
  relations(Missing::pass_over);
  if (problems_ == 0) relations(Missing::refuse);
  vocabulary_.clear();
}

// ---------------------------------------------------------------------------- entities and sources

void Loader::declare_entities() {
  each(is_entity, [&](const ast::Statement& statement, const Place& place) {
    if (const auto* entity = std::get_if<ast::EntityStatement>(&statement.node)) {
      static_cast<void>(declare_entity(work_, *entity));
    } else if (const auto* source = std::get_if<ast::SourceStatement>(&statement.node)) {
      if (declare_source(work_, *source)) sources_.emplace_back(*source, place);
    }
    report(place);
  });
}

void Loader::write_sources() {
  for (const auto& [statement, place] : sources_) {
    if (full()) return;
    static_cast<void>(write_source_fields(work_, statement, Span(statement.name.place),
                                          inputs_[place.input].directory()));
    report(place);
  }
  sources_.clear();
}

// ------------------------------------------------------------------------------------------ facts

void Loader::write_facts() {
  using parser::StatementPart;
  const Visit one = [&](const ast::Statement& statement, const Place& place) {
    fact_statement(statement, place);
    report(place);
  };
  each_raw(is_fact, [&](const parser::RawStatement& raw, const Place& place) {
    // Once something is wrong nothing will be kept: go on only to find what else is.
    if (problems_ > 0) writer_.set_check_only(true);
    if (raw.part == StatementPart::whole) return parse(raw, place, one);
    if (raw.part == StatementPart::opens_block) open_block(raw, place);
    if (raw.part == StatementPart::in_block) block_facts(raw, place);
    report(place);
  });
}

// Facts are checked even if what they share is wrong; then without it.
void Loader::open_block(const parser::RawStatement& raw, const Place& place) {
  parser::BlockOpening opening = parser::parse_block_opening(raw);
  work_.problems() = std::move(opening.problems);
  auto shared = work_.problems().empty() ? writer_.shared(opening.shared) : std::nullopt;
  report(place);
  if (!shared) shared = writer_.shared({});
  block_ = std::make_shared<const SharedQualifiers>(std::move(*shared));
}

void Loader::block_facts(const parser::RawStatement& raw, const Place& place) {
  parser::BlockFacts parsed = parser::parse_block_facts(raw);
  if (parsed.problems.empty()) return facts(parsed.facts, block_, place);
  work_.problems() = std::move(parsed.problems);
}

void Loader::fact_statement(const ast::Statement& statement, const Place& place) {
  if (const auto* claim = std::get_if<ast::ClaimStatement>(&statement.node)) {
    const auto none = writer_.shared({});
    return facts(std::span(&claim->fact, 1), std::make_shared<const SharedQualifiers>(*none),
                 place);
  }
  if (const auto* retract = std::get_if<ast::RetractStatement>(&statement.node)) {
    return this->retract(*retract, place);
  }
  if (const auto* merge = std::get_if<ast::MergeStatement>(&statement.node)) {
    static_cast<void>(writer_.merge(*merge, statement.place, Repeated::pass_over));
    return;
  }
  if (const auto* rename = std::get_if<ast::RenameStatement>(&statement.node)) {
    static_cast<void>(load::rename(work_, *rename));
    return;
  }
  const bool later = std::holds_alternative<ast::RuleStatement>(statement.node);
  work_.error(statement.place, later ? "E0310" : "E0315",
              later ? "not supported yet"
                    : "a file of facts holds declarations and claims; scripts are run, not loaded");
}

// A claim may stand further on in the file.
void Loader::retract(const ast::RetractStatement& statement, const Place& place) {
  if (writer_.retract(statement, Repeated::pass_over)) return;
  if (!only_unknown_entities(work_.problems())) return;
  work_.problems().clear();
  retractions_.emplace_back(statement, place);
}

void Loader::retract_waiting() {
  if (problems_ > 0) writer_.set_check_only(true);
  for (const auto& [statement, place] : retractions_) {
    if (full()) return;
    static_cast<void>(writer_.retract(statement, Repeated::pass_over));
    report(place);
  }
}

// One fact at a time, so that one which comes too early can wait without holding up its block.
void Loader::facts(std::span<const ast::Fact> facts,
                   const std::shared_ptr<const SharedQualifiers>& shared, const Place& place) {
  for (const ast::Fact& fact : facts) {
    if (writer_.facts(std::span(&fact, 1), *shared)) continue;
    if (only_unknown_entities(work_.problems()) && waiting_.size() < kWaitingMost) {
      --writer_.counts().claims_seen;
      work_.problems().clear();
      waiting_.push_back({fact, shared, place});
      continue;
    }
    report(place);
    if (full()) return;
  }
}

void Loader::write_waiting() {
  bool progress = true;
  while (progress && !waiting_.empty() && !full()) {
    work_.renew();
    progress = false;
    std::vector<Waiting> still;
    for (Waiting& one : waiting_) {
      if (writer_.facts(std::span(&one.fact, 1), *one.shared)) {
        progress = true;
      } else {
        --writer_.counts().claims_seen;
        still.push_back(std::move(one));
      }
      work_.problems().clear();
    }
    waiting_ = std::move(still);
  }
  for (const Waiting& one : waiting_) {
    if (full()) return;
    static_cast<void>(writer_.facts(std::span(&one.fact, 1), *one.shared));
    report(one.place);
  }
}

}  // namespace vouch::load
