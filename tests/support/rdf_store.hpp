// tests/support/rdf_store.hpp — a scratch store that documents are loaded into and exported from.
//
// Shape     documents as text; `text` is the export.
// Errors    load is false when the document was refused; said() says why.
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

#include "engine/load/export_facts.hpp"
#include "engine/rdf/export.hpp"
#include "engine/session.hpp"
#include "storage/check.hpp"
#include "tests/support/collect.hpp"
#include "tests/support/temp_store.hpp"

namespace vouch::test {

inline std::string exported(Database& database, rdf::Format format) {
  std::string out;
  rdfio::ExportOptions options;
  options.format = format;
  rdfio::export_store(database.store().snapshot(), options,
                      [&](std::string_view piece) { out += piece; });
  return out;
}

inline std::string exported_facts(Database& database) {
  std::string out;
  load::export_facts(database.store().snapshot(), std::size_t{1} << 20U,
                     [&](std::string_view piece) { out += piece; });
  return out;
}

class DocumentStore {
 public:
  // `ending` says the format: nt, nq, ttl, trig, vq.
  bool load(const std::string& text, const std::string& ending) {
    const std::filesystem::path file = folder_.path() / ("document." + ending);
    std::ofstream(file, std::ios::binary) << text;
    said_ = Collected{};
    return database_->load({file}, {}, said_, report_) == Outcome::ok;
  }
  [[nodiscard]] std::string text(rdf::Format format) {
    return exported(*database_, format);
  }
  [[nodiscard]] Collected run(const std::string& script) {
    Session session(*database_);
    Collected out;
    static_cast<void>(session.run_script(SourceText("test", script), out));
    return out;
  }
  // The rows of a question, cells between `|`, in order; its error instead, if it has one.
  [[nodiscard]] std::string rows(const std::string& question) {
    const Collected out = run(question);
    if (!out.error().empty() || out.answers.empty()) return out.error();
    std::string text;
    for (const Row& row : out.answers.back().rows) {
      for (const Cell& cell : row) text += cell.text + "|";
      text += "\n";
    }
    return text;
  }
  // What `check` finds, a line each.
  [[nodiscard]] std::string findings() {
    std::string out;
    for (const std::string& one : storage::check(database_->store().path()).findings)
      out += one + "\n";
    return out;
  }
  [[nodiscard]] Database& database() { return *database_; }
  [[nodiscard]] const Collected& said() const { return said_; }
  [[nodiscard]] const LoadReport& report() const { return report_; }

 private:
  std::unique_ptr<Database> database_ = Database::scratch();
  TempDirectory folder_;
  Collected said_;
  LoadReport report_;
};

}  // namespace vouch::test
