// shell/commands.hpp — the subcommands, after the command line has been read.
//
// Shape     each returns the exit status.
// Errors    throws Error for failures of the machine; run_guarded turns them into a message and a
//           status.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "shell/options.hpp"

namespace vouch::shell {

[[nodiscard]] int command_shell(const Options& options, std::optional<std::filesystem::path> store);
[[nodiscard]] int command_query(const Options& options, const std::filesystem::path& store,
                                const std::string& text);
[[nodiscard]] int command_explain(const Options& options, const std::filesystem::path& store,
                                  const std::string& text);
[[nodiscard]] int command_run(const Options& options, std::optional<std::filesystem::path> store,
                              const std::vector<std::string>& files);
struct LoadRequest {
  std::filesystem::path store;
  std::vector<std::filesystem::path> files;
  std::vector<std::filesystem::path> documents;
  bool check_only = false;
  bool fast = false;
  std::string format;   // of RDF; empty: by the files' endings
  std::string rejects;  // file for broken lines; empty: none may be broken
  std::filesystem::path mapping;  // of CSV; empty: the one beside the file
};
struct ExportRequest {
  std::filesystem::path store;
  std::filesystem::path file;  // `-`: standard output
  std::string format;          // empty: by the file's ending
  bool force = false;          // replaces the file
};
[[nodiscard]] int command_export(const Options& options, const ExportRequest& request);
[[nodiscard]] int command_load(const Options& options, const LoadRequest& request);
struct BenchRequest {
  std::filesystem::path store;
  std::string file;  // `-` is standard input
  std::size_t runs = 7;
  bool json = false;
};
[[nodiscard]] int command_bench(const Options& options, const BenchRequest& request);
[[nodiscard]] int command_stats(const Options& options, const std::filesystem::path& store);
[[nodiscard]] int command_upgrade(const Options& options, const std::filesystem::path& store);
[[nodiscard]] int command_check(const Options& options, const std::filesystem::path& store);
[[nodiscard]] int command_dump(const Options& options, const std::filesystem::path& store,
                               const std::string& table);
[[nodiscard]] int command_help(const Options& options, const std::string& topic);

// Runs a command; an Error becomes `error[E0601]: …` on standard error and its status.
[[nodiscard]] int run_guarded(const Options& options, const std::function<int()>& command);

}  // namespace vouch::shell
