#include "storage/check.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <functional>

#include "base/error.hpp"
#include "storage/check_walk.hpp"
#include "storage/guard.hpp"
#include "storage/lmdb/error.hpp"
#include "storage/media.hpp"
#include "storage/shared_store.hpp"

namespace vouch::storage {
namespace {

constexpr int kSilenceMs =
    120'000;  // a walk that gives no sign of life for so long goes in circles
constexpr char kFindingLine = 'F';
constexpr char kProgressLine = 'P';
constexpr char kDoneLine = 'D';

// Findings as lines to the parent.
class PipeFindings : public Findings {
 public:
  explicit PipeFindings(int file) : file_(file) {}
  void add(const std::string& finding) override { line(kFindingLine, finding); }
  void progress(std::string_view table) override { line(kProgressLine, table); }
  void done() { line(kDoneLine, ""); }

 private:
  void line(char type, std::string_view text) {
    std::string out(1, type);
    for (const char c : text) out += c == '\n' ? ' ' : c;
    out += '\n';
    std::string_view rest = out;
    while (!rest.empty()) {
      const ssize_t written = write(file_, rest.data(), rest.size());
      if (written < 0 && errno != EINTR) _exit(1);
      if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  int file_;
};

// In the child: never returns, and dies of a damaged page instead of the caller.
[[noreturn]] void walk_and_exit(const std::filesystem::path& path, int file) {
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  for (const int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL}) std::signal(signal, SIG_DFL);
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0) dup2(nowhere, STDERR_FILENO);  // LMDB's assertions speak there
  PipeFindings findings(file);
  try {
    lmdb::EnvironmentOptions options;
    options.read_only = true;
    options.lock = !on_read_only_media(path);
    lmdb::Environment environment(path, options);
    lmdb::Transaction transaction(environment, lmdb::Access::read);
    const Tables tables = Tables::open(transaction, false);
    CheckWalk(transaction, tables, read_header(transaction, tables), findings).run();
  } catch (const std::exception& error) {
    findings.add(error.what());
  }
  findings.done();
  _exit(0);
}

// Reads the child's lines until it is silent; tells the table it was at, or that it had finished.
class Listener {
 public:
  explicit Listener(CheckReport& report) : report_(report) {}

  // False: no sign of life for too long.
  [[nodiscard]] bool listen(int file) {
    std::array<char, 4096> buffer{};
    for (;;) {
      pollfd wait{file, POLLIN, 0};
      const int ready = poll(&wait, 1, kSilenceMs);
      if (ready < 0 && errno == EINTR) continue;
      if (ready == 0) return false;
      const ssize_t count = read(file, buffer.data(), buffer.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return true;
      take({buffer.data(), static_cast<std::size_t>(count)});
    }
  }
  [[nodiscard]] bool finished() const { return finished_; }
  [[nodiscard]] const std::string& table() const { return table_; }

 private:
  void take(std::string_view bytes) {
    for (const char c : bytes) {
      if (c != '\n') {
        line_ += c;
        continue;
      }
      if (line_.starts_with(kFindingLine)) report_.findings.push_back(line_.substr(1));
      if (line_.starts_with(kProgressLine)) table_ = line_.substr(1);
      if (line_.starts_with(kDoneLine)) finished_ = true;
      line_.clear();
    }
  }

  CheckReport& report_;
  std::string line_;
  std::string table_ = "header";
  bool finished_ = false;
};

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

void walk_in_child(const std::filesystem::path& path, CheckReport& report) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) lmdb::raise(errno, "pipe", path.string());
  const pid_t child = fork();
  if (child < 0) lmdb::raise(errno, "fork", path.string());
  if (child == 0) walk_and_exit(path, ends[1]);
  close(ends[1]);
  Listener listener(report);
  const bool alive = listener.listen(ends[0]);
  if (!alive) kill(child, SIGKILL);
  close(ends[0]);
  const int status = wait_for(child);
  if (!alive) {
    report.findings.push_back(
        fmt::format("table {}: reading it does not come to an end", listener.table()));
  } else if (!listener.finished()) {
    report.findings.push_back(fmt::format(
        "table {}: its pages are damaged, reading them breaks off ({})", listener.table(),
        WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "no signal"));
  }
}

}  // namespace

CheckReport check(const std::filesystem::path& store) {
  CheckReport report;
  std::error_code error;
  if (!std::filesystem::exists(store, error)) {
    throw StorageError("E0604", fmt::format("there is no store {}", store.string()));
  }
  try {
    const Header header = guard(store);
    report.triples = header.triples.rows;
    report.claims = header.claims.rows;
    report.terms = header.terms.rows;
  } catch (const StorageError& damage) {
    report.findings.emplace_back(damage.what());
    return report;
  }
  walk_in_child(store, report);
  return report;
}

}  // namespace vouch::storage
