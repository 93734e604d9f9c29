// engine/load/loader.hpp — files of facts into one update: two readings, bounded memory, all or
// nothing.
//
// Shape     first the vocabulary of all files (any order), then entities and sources, then claims:
//           a file may name what another file, or a later line, declares. A `claims` block is
//           handled fact by fact, whatever its length.
// Lifetime  borrows everything; commits nothing.
// Errors    the user's mistakes go to the Output with file, line and column, up to `problems_most`;
//           then run() is false and the caller drops the update. A block that is never closed
//           ends it after the vocabulary: what follows it is no fact. Cancelled when asked to stop.
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/load/block_watch.hpp"
#include "engine/load/fact_writer.hpp"
#include "engine/load/input.hpp"
#include "engine/session.hpp"
#include "parser/rdf/document.hpp"

namespace vouch::load {

class Loader {
 public:
  Loader(storage::Update& update, const bind::Parameters& parameters,
         const std::map<std::string, std::string>& prefixes, const LoadOptions& options,
         Output& output);
  ~Loader();

  // Qualifiers that all claims take unless they have their own, made for `source`.
  void set_defaults(const std::vector<ast::Qualifier>& qualifiers, const SourceText& source);
  [[nodiscard]] bool run(const std::vector<std::filesystem::path>& files);
  [[nodiscard]] const FactCounts& counts() { return writer_.counts(); }
  [[nodiscard]] const rdf::ReadTotals& rdf_totals() const { return rdf_totals_; }
  [[nodiscard]] std::size_t problems() const { return problems_; }

 private:
  struct Place {  // of a statement
    std::size_t input = 0;
    std::uint64_t offset = 0;
    std::size_t line = 1;
    std::size_t size = 0;
  };
  struct Vocabulary {
    ast::Statement statement;
    Place place;
    bool done = false;
  };
  struct Waiting {  // a fact that names a claim which is not there yet
    ast::Fact fact;
    std::shared_ptr<const SharedQualifiers> shared;
    Place place;
  };
  using Wanted = bool (*)(const std::string& keyword);
  using Visit = std::function<void(const ast::Statement&, const Place&)>;
  using VisitRaw = std::function<void(const parser::RawStatement&, const Place&)>;

  void open(const std::vector<std::filesystem::path>& files);
  void open_one(const std::filesystem::path& file);
  void open_csv(const std::filesystem::path& file);
  void check_unchanged();
  void read_rdf();
  void declare_from_rdf(const std::vector<std::string>& declarations);
  void start_passes();
  void each_raw(Wanted wanted, const VisitRaw& visit);
  void each(Wanted wanted, const Visit& visit);
  void parse(const parser::RawStatement& raw, const Place& place, const Visit& visit);
  void watch_blocks(BlockWatch& watch, const parser::RawStatement& raw, std::size_t input);
  void read_vocabulary();
  void declare_vocabulary();
  template <typename Statement, typename Declare>
  void settle(const Declare& declare, bool renew);
  void declare_entities();
  void write_sources();
  void write_facts();
  void open_block(const parser::RawStatement& raw, const Place& place);
  void block_facts(const parser::RawStatement& raw, const Place& place);
  void fact_statement(const ast::Statement& statement, const Place& place);
  void facts(std::span<const ast::Fact> facts,
             const std::shared_ptr<const SharedQualifiers>& shared, const Place& place);
  void write_waiting();
  void retract(const ast::RetractStatement& statement, const Place& place);
  void retract_waiting();
  void report(const Place& place);
  void report_file(const std::string& message, const std::string& code = "E0327");
  [[nodiscard]] bool full() const;
  void check_stop();

  LoadOptions options_;
  Output& output_;
  Workspace work_;
  Documents documents_;
  FactWriter writer_;
  std::deque<Input> inputs_;
  std::vector<std::filesystem::path> rdf_files_;
  rdf::ReadTotals rdf_totals_;
  std::vector<Vocabulary> vocabulary_;
  std::vector<std::pair<ast::SourceStatement, Place>> sources_;
  std::vector<Waiting> waiting_;
  std::vector<std::pair<ast::RetractStatement, Place>> retractions_;  // of claims not there yet
  std::shared_ptr<const SharedQualifiers> block_;  // of the block being read
  bool unclosed_ = false;
  std::vector<char> has_entities_;
  std::vector<char> has_facts_;
  std::size_t problems_ = 0;
  std::uint64_t bytes_ = 0;
  std::uint64_t bytes_read_ = 0;
  std::uint64_t statements_ = 0;
};

// Directories stand for their *.vq files, sorted.
[[nodiscard]] std::vector<std::filesystem::path> fact_files(
    const std::vector<std::filesystem::path>& files);

}  // namespace vouch::load
