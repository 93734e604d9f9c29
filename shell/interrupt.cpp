#include "shell/interrupt.hpp"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>

namespace vouch::shell {
namespace {

constexpr int kInterrupted = 130;

std::atomic<Session*> watched{nullptr};
std::atomic<bool> interrupted{false};
std::atomic<bool> leaving{false};
std::atomic<bool> resized{false};
std::atomic<bool> continued{false};

static_assert(std::atomic<Session*>::is_always_lock_free);

void on_interrupt(int /*signal*/) {
  const int before = errno;
  Session* const session = watched.load();
  if (interrupted.exchange(true) && session != nullptr) ::_exit(kInterrupted);
  if (session != nullptr) session->cancel();
  errno = before;
}

void on_leave(int /*signal*/) {
  const int before = errno;
  leaving.store(true);
  if (Session* const session = watched.load()) session->cancel();
  errno = before;
}

void on_resize(int /*signal*/) {
  resized.store(true);
}
void on_continue(int /*signal*/) {
  continued.store(true);
}

// Without SA_RESTART: a read at the prompt returns and looks what happened.
void handle(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(signal, &action, nullptr);
}

}  // namespace

void install_signal_handlers() {
  handle(SIGINT, on_interrupt);
  handle(SIGTERM, on_leave);
  handle(SIGHUP, on_leave);
  handle(SIGWINCH, on_resize);
  handle(SIGCONT, on_continue);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is told like a full disk
}

Watch::Watch(Session& session) {
  interrupted.store(false);
  watched.store(&session);
}
Watch::~Watch() {
  watched.store(nullptr);
}

bool take_interrupt() {
  return interrupted.exchange(false);
}
bool interrupt_pending() {
  return interrupted.load();
}
const std::atomic<bool>& interrupt_flag() {
  return interrupted;
}
bool leave_requested() {
  return leaving.load();
}
bool take_resize() {
  return resized.exchange(false);
}
bool take_continue() {
  return continued.exchange(false);
}

}  // namespace vouch::shell
