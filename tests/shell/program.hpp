// tests/shell/program.hpp — runs the built program and says what came out.
//
// Shape     run() for pipes and files; Pty for a terminal one types at.
// Errors    a program that hangs is killed; the test then sees what it said so far.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/temp_store.hpp"

namespace vouch::test {

struct Said {
  int status = -1;  // 128 + signal when killed
  std::string out;
  std::string err;
};

inline std::string file_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

inline int status_of_wait(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Runs `sh -c command` with VOUCH standing for the program; standard input is empty unless
// redirected.
inline Said run(const std::string& command) {
  const TempDirectory directory;
  const std::string out = directory.path() / "out";
  const std::string err = directory.path() / "err";
  const std::string line = "{ " + command + "\n} <\"${IN:-/dev/null}\" >" + out + " 2>" + err;
  const pid_t child = ::fork();
  if (child == 0) {
    ::setenv("VOUCH", VOUCH_BINARY, 1);
    ::setenv("HOME", directory.path().c_str(), 1);
    ::setenv("LC_ALL", "C.UTF-8", 1);
    ::unsetenv("NO_COLOR");
    ::unsetenv("CLICOLOR_FORCE");
    ::unsetenv("XDG_STATE_HOME");
    ::execl("/bin/sh", "sh", "-c", line.c_str(), nullptr);
    ::_exit(127);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return {status_of_wait(status), file_text(out), file_text(err)};
}

// The program on a terminal of its own.
class Pty {
 public:
  explicit Pty(const std::vector<std::string>& arguments, const std::filesystem::path& home,
               unsigned short columns = 80, unsigned short rows = 24) {
    winsize size{rows, columns, 0, 0};
    child_ = ::forkpty(&master_, nullptr, nullptr, &size);
    if (child_ == 0) {
      ::setenv("HOME", home.c_str(), 1);
      ::setenv("TERM", "xterm", 1);
      ::setenv("LC_ALL", "C.UTF-8", 1);
      ::setenv("PAGER", "cat", 1);
      ::setenv("NO_COLOR", "1", 1);
      ::unsetenv("XDG_STATE_HOME");
      std::vector<char*> argv{const_cast<char*>(VOUCH_BINARY)};
      for (const std::string& a : arguments) argv.push_back(const_cast<char*>(a.c_str()));
      argv.push_back(nullptr);
      ::execv(VOUCH_BINARY, argv.data());
      ::_exit(127);
    }
  }
  ~Pty() {
    if (child_ > 0 && !ended_) {
      ::kill(child_, SIGKILL);
      ::waitpid(child_, nullptr, 0);
    }
    if (master_ >= 0) ::close(master_);
  }
  Pty(const Pty&) = delete;
  Pty& operator=(const Pty&) = delete;

  void type(const std::string& keys) {
    [[maybe_unused]] const ssize_t count = ::write(master_, keys.data(), keys.size());
  }

  // Everything up to and including `text`, or everything until the time is over.
  std::string until(const std::string& text, std::chrono::seconds most = std::chrono::seconds(20)) {
    const auto end = std::chrono::steady_clock::now() + most;
    std::size_t found = std::string::npos;
    while ((found = unread_.find(text)) == std::string::npos) {
      if (std::chrono::steady_clock::now() > end || !read_some()) break;
    }
    const std::size_t cut = found == std::string::npos ? unread_.size() : found + text.size();
    std::string out = unread_.substr(0, cut);
    unread_.erase(0, cut);
    return out;
  }
  bool sees(const std::string& text) { return until(text).ends_with(text); }

  int wait() {
    while (read_some()) {
    }
    int status = 0;
    ::waitpid(child_, &status, 0);
    ended_ = true;
    return status_of_wait(status);
  }
  [[nodiscard]] pid_t child() const { return child_; }

 private:
  // False at the end; waits a little.
  bool read_some() {
    pollfd wait{master_, POLLIN, 0};
    if (::poll(&wait, 1, 500) <= 0) return (wait.revents & POLLHUP) == 0;
    std::array<char, 4096> buffer{};
    const ssize_t count = ::read(master_, buffer.data(), buffer.size());
    if (count <= 0) return false;
    unread_.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
  }

  int master_ = -1;
  pid_t child_ = -1;
  bool ended_ = false;
  std::string unread_;
};

// A small store with three makers, made once per test program.
class SmallStore {
 public:
  SmallStore() {
    std::ofstream(directory_.path() / "facts.vq") << R"(
kind company "A company";
kind chip "A chip";
relation designs (company -> chip) inverse designed_by "subject designs the object";
source paper { title "A paper", published 2025-09 };
entity nvidia : company "Nvidia" also "英伟达"@zh;
entity huawei : company "Huawei";
entity amd : company "AMD";
entity h20 : chip "H20";
entity ascend : chip "Ascend";
entity mi300 : chip "MI300";
claim nvidia designs h20 (source paper);
claim huawei designs ascend (source paper, certainty reported);
claim amd designs mi300 (source paper);
)";
    made_ = run("$VOUCH load " + path() + " " + (directory_.path() / "facts.vq").string());
  }
  [[nodiscard]] std::string path() const { return (directory_.path() / "small.vouch").string(); }
  [[nodiscard]] const std::filesystem::path& directory() const { return directory_.path(); }
  [[nodiscard]] const Said& made() const { return made_; }

  static const SmallStore& shared() {
    static const SmallStore store;
    return store;
  }

 private:
  TempDirectory directory_;
  Said made_;
};

}  // namespace vouch::test
