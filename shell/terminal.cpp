#include "shell/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

namespace vouch::shell {
namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

std::string_view code_of(Ink ink) {
  switch (ink) {
    case Ink::error: return "\033[1;31m";
    case Ink::warning: return "\033[1;33m";
    case Ink::note: return "\033[36m";
    case Ink::frame: return "\033[2m";
    case Ink::heading: return "\033[1m";
    case Ink::strong: return "\033[1m";
    case Ink::prompt: return "\033[1;32m";
  }
  return "";
}

}  // namespace

bool is_terminal(int descriptor) {
  return ::isatty(descriptor) == 1;
}

ScreenSize screen_size() {
  ScreenSize size;
  winsize window{};
  for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO, STDIN_FILENO}) {
    if (::ioctl(descriptor, TIOCGWINSZ, &window) == 0 && window.ws_col > 0) {
      size.columns = window.ws_col;
      if (window.ws_row > 0) size.rows = window.ws_row;
      break;
    }
  }
  return size;
}

bool wants_color(ColorChoice choice, int descriptor) {
  if (choice == ColorChoice::always) return true;
  if (choice == ColorChoice::never) return false;
  if (!environment("NO_COLOR").empty()) return false;
  const std::string_view force = environment("CLICOLOR_FORCE");
  if (!force.empty() && force != "0") return true;
  const std::string_view terminal = environment("TERM");
  if (terminal.empty() || terminal == "dumb") return false;
  return is_terminal(descriptor);
}

std::string Paint::operator()(Ink ink, std::string_view text) const {
  if (!on_ || text.empty()) return std::string(text);
  std::string out(code_of(ink));
  out += text;
  out += "\033[0m";
  return out;
}

}  // namespace vouch::shell
