// shell/interrupt.hpp — Ctrl-C and friends.
//
// Shape     SIGINT cancels the running statement of the watched session and is remembered; a second
// one
//           while the first is still pending ends the program at once (a store survives that).
//           SIGTERM and SIGHUP cancel likewise and ask the program to leave.
// Threads   one watched session at a time, set by the main thread.
#pragma once

#include <atomic>

#include "engine/session.hpp"

namespace vouch::shell {

// Installs the handlers; SIGPIPE is ignored (writes fail instead).
void install_signal_handlers();

// The session that Ctrl-C is for while this lives.
class Watch {
 public:
  explicit Watch(Session& session);
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
};

[[nodiscard]] bool take_interrupt();  // was there one since the last call?
[[nodiscard]] bool interrupt_pending();
[[nodiscard]] const std::atomic<bool>& interrupt_flag();  // the same, for loads to look at
[[nodiscard]] bool leave_requested();
[[nodiscard]] bool take_resize();
[[nodiscard]] bool take_continue();  // back from Ctrl-Z

}  // namespace vouch::shell
