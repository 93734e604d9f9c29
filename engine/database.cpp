// The store behind a Database, and loading files into it as a whole.
#include <chrono>
#include <cstdlib>
#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/error.hpp"
#include "engine/failure.hpp"
#include "engine/load/loader.hpp"
#include "engine/session.hpp"

namespace vouch {

namespace fs = std::filesystem;

namespace {

// A directory that goes away with its owner.
class ScratchDirectory {
 public:
  ScratchDirectory() {
    std::string name = (fs::temp_directory_path() / "vouch-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      throw StorageError("E0601", fmt::format("{}: no temporary directory can be made", name));
    }
    path_ = name;
  }
  ~ScratchDirectory() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace

struct Database::State {
  std::unique_ptr<ScratchDirectory> scratch;  // outlives the store
  std::unique_ptr<storage::Store> store;
};

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {}
Database::~Database() = default;

std::unique_ptr<Database> Database::open(const fs::path& path,
                                         const storage::OpenOptions& options) {
  auto state = std::make_unique<State>();
  state->store = storage::Store::open(path, options);
  return std::unique_ptr<Database>(new Database(std::move(state)));
}

std::unique_ptr<Database> Database::scratch() {
  auto state = std::make_unique<State>();
  state->scratch = std::make_unique<ScratchDirectory>();
  storage::OpenOptions options;
  options.durable = false;  // nothing of it is to survive
  state->store = storage::Store::open(state->scratch->path() / "store", options);
  return std::unique_ptr<Database>(new Database(std::move(state)));
}

storage::Store& Database::store() {
  return *state_->store;
}

Outcome Database::load(const std::vector<fs::path>& files, const LoadOptions& options,
                       Output& output, LoadReport& report) {
  const auto started = std::chrono::steady_clock::now();
  report = {};
  Outcome outcome = Outcome::ok;
  try {
    const bind::Parameters parameters;
    const std::map<std::string, std::string> prefixes;
    storage::Update update = store().update();
    bool good = false;
    {
      load::Loader loader(update, parameters, prefixes, options, output);
      good = loader.run(files);
      report.claims_seen = loader.counts().claims_seen;
      report.quads_seen = loader.rdf_totals().quads;
      report.broken_lines = loader.rdf_totals().broken;
      report.spans_verified = loader.counts().spans_verified;
      report.spans_without_document = loader.counts().spans_without_document;
    }
    if (!good) {
      outcome = Outcome::data_error;
    } else {
      report.added = update.added();
      if (!options.check_only) update.commit();
    }
  } catch (const std::exception& failure) {
    outcome = report_failure(failure, SourceText("", ""), output);
  }
  const auto spent = std::chrono::steady_clock::now() - started;
  report.milliseconds = std::chrono::duration<double, std::milli>(spent).count();
  return outcome;
}

}  // namespace vouch
