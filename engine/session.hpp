// engine/session.hpp — THE public header: open a database, run statements, get answers.
//
// Shape     a Database is a store; a Session runs parsed statements one by one against it and reports to an
//           Output (the shell's or a test's). Every statement sees one snapshot; none is held in between
//           (except inside begin … commit).
// Errors    the user's mistakes go to Output::problems; failures of the machine are caught here per statement
//           and reported likewise (E05xx limits, E06xx storage, E09xx internal). run() never throws.
// Threads   one session, one thread; cancel() may be called from a signal handler.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/source_text.hpp"
#include "engine/settings.hpp"
#include "parser/ast.hpp"
#include "storage/store.hpp"
#include "storage/term.hpp"

namespace vouch {

// A claim as an answer cites it, as people read it; what is not stated is empty.
struct Citation {
  std::string claim;  // its name
  std::string subject;
  std::string relation;
  std::string object;
  bool denied = false;
  std::vector<std::pair<std::string, std::string>> qualifiers;  // that have no place below
  std::string source;
  std::string locator;
  std::optional<std::pair<std::uint64_t, std::uint64_t>> span;
  std::string certainty;
  std::string status;
  std::vector<std::vector<std::string>> said_by;  // chains, original speaker first
  std::string known;  // empty where it is only the time of loading
};
// What a row stands on.
struct Evidence {
  std::vector<std::shared_ptr<const Citation>> claims;
  std::uint64_t more = 0;  // claims that are not listed
  std::string status;      // `planned`, `requested`, `forecast` where nothing actual is enough
};

// One value of an answer: the term, and how it is read (`nvidia`, `~1000000 units`, `2025-Q3`, text without
// quotes; lists with commas; unbound: ""). Files are written by engine/result/format.hpp.
struct Cell {
  storage::Term term;
  std::string text;
  std::vector<Cell> items;  // of a list
  std::shared_ptr<const Evidence> evidence;  // of the last column where it is asked for
};
using Row = std::vector<Cell>;

// What an answer took, for `vouch bench`; rows and probes of storage do not depend on the machine.
struct AnswerCosts {
  double bind_ms = 0;
  double plan_ms = 0;
  double run_ms = 0;                 // with the rows handed out
  std::uint64_t rows_read = 0;       // from storage
  std::uint64_t probes = 0;          // ranges opened, skips, single look-ups
  std::uint64_t rows_made = 0;       // by all operators, on the way to the answer
  std::size_t peak_bytes = 0;        // held by operators at most
};

struct AnswerFooter {
  std::uint64_t rows = 0;
  double milliseconds = 0;           // bind to last row
  AnswerCosts costs;
  std::vector<std::string> notes;    // "2 rows left out: a condition was neither true nor false", "any 10 of …"
  std::vector<std::string> empty;    // why there is no row and what comes nearest; lines, empty otherwise
  // By row, what is to be known at a glance (`planned`); shorter than the rows where the rest has none.
  std::vector<std::string> marks;
};

// What an Output can show besides the rows; asked before an answer begins.
enum class TextForm : std::uint8_t { terminal, markdown, json };
struct AnswerWants {
  bool support = false;         // how well the rows are supported: footer and marks
  bool citations_whole = true;  // else only the names of claims are filled in
  TextForm form = TextForm::terminal;  // of proofs
};

enum class Outcome : std::uint8_t { ok, rejected, data_error, limit, interrupted, expectation_failed };

// What a statement has to say, in order. Implemented by the shell and by tests.
class Output {
 public:
  virtual ~Output() = default;
  [[nodiscard]] virtual AnswerWants wants() const { return {}; }
  // An answer: begin, rows, end. rows() false: enough, the rest is not computed.
  virtual void begin_answer(const std::vector<std::string>& columns) = 0;
  [[nodiscard]] virtual bool row(const Row& row) = 0;
  virtual void end_answer(const AnswerFooter& footer) = 0;
  // A sentence about what was done ("3 claims added").
  virtual void message(const std::string& text) = 0;
  // Text that is itself the answer (echo, explain).
  virtual void text(const std::string& text) = 0;
  virtual void problems(const Diagnostics& diagnostics, const SourceText& source) = 0;
  // Progress of a load; total 0 when unknown.
  virtual void progress(std::uint64_t /*done*/, std::uint64_t /*total*/) {}
};

struct LoadOptions {
  std::vector<std::filesystem::path> documents;  // directories that hold the sources' documents
  std::size_t problems_most = 20;
  bool check_only = false;
  std::string format;  // of RDF files whose ending does not say it: nt, nq, ttl, trig
  // How rows of CSV and TSV become facts; empty: `parts.map.vq` beside `parts.csv`.
  std::filesystem::path mapping;
  // Where broken lines of N-Triples and N-Quads go; none: the first one refuses the load.
  std::optional<std::filesystem::path> rejects;
  const std::atomic<bool>* cancel = nullptr;  // set: the load stops and nothing has changed
  // For what waits to be sorted and merged, besides what the store was opened with for its runs.
  std::size_t bulk_bytes = kLoadBytes / 4 * 3;
  static constexpr std::size_t kLoadBytes = std::size_t{1} << 30U;  // in all, unless told otherwise
};
struct LoadReport {
  storage::StoreCounts added;
  std::uint64_t claims_seen = 0;
  std::uint64_t quads_seen = 0;    // of RDF files
  std::uint64_t broken_lines = 0;  // left out, in the reject file
  std::uint64_t spans_verified = 0;
  std::uint64_t spans_without_document = 0;
  double milliseconds = 0;
};

class Database {
 public:
  // Throws StorageError (base/error.hpp) with a sentence when the store cannot be opened.
  [[nodiscard]] static std::unique_ptr<Database> open(const std::filesystem::path& path,
                                                      const storage::OpenOptions& options = {});
  // A store in a temporary directory that is removed with the Database.
  [[nodiscard]] static std::unique_ptr<Database> scratch();
  ~Database();

  [[nodiscard]] storage::Store& store();

  // All files in one transaction: all or nothing. `-` is standard input. Directories: their *.vq, sorted.
  // Every error up to a limit is reported with its file's SourceText.
  [[nodiscard]] Outcome load(const std::vector<std::filesystem::path>& files, const LoadOptions& options,
                             Output& output, LoadReport& report);

 private:
  struct State;
  explicit Database(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

class Session {
 public:
  explicit Session(Database& database);
  ~Session();

  Settings& settings();
  void set_parameter(const std::string& name, storage::Term value);
  // `k=v` of the command line: VQL constant syntax (`china`, `5 nm`, `"text"`, `2025-06`), else text.
  [[nodiscard]] Diagnostics set_parameter_text(const std::string& name, const std::string& value);
  void set_read_only(bool read_only);
  // Directory that `include`, `load`, `export` and `expect same as` are relative to.
  void set_directory(std::filesystem::path directory);
  // With --safe: no file access from statements.
  void set_safe(bool safe);
  // Directories that hold the sources' documents, found there by their sha256.
  void set_documents(std::vector<std::filesystem::path> directories);

  // Runs one statement; DotCommands are the shell's and refused here (invariant).
  [[nodiscard]] Outcome run(const ast::Statement& statement, const SourceText& source, Output& output);
  // `why` of one row, from 1, of the answer to the last question.
  [[nodiscard]] Outcome why_row(std::uint64_t row, Output& output);
  // Parses and runs a whole script: stops at the first failing statement unless `keep_going`;
  // failed expectations and checks never stop it. The worst outcome is returned.
  // Dot commands go to `dot` when given, else are refused with a message.
  [[nodiscard]] Outcome run_script(const SourceText& source, Output& output, bool keep_going = false,
                                   const std::function<void(const std::string&)>& dot = {});

  [[nodiscard]] bool in_transaction() const;
  void cancel() noexcept;  // async-signal-safe

  // For completion: names that fit, best first. See shell/completion.
  [[nodiscard]] std::vector<storage::NameMatch> names_with_prefix(const std::string& prefix,
                                                                  std::size_t limit);
  [[nodiscard]] std::shared_ptr<const storage::Snapshot> peek();  // a fresh snapshot; drop it before waiting

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vouch
