// shell/terminal.hpp — what the terminal is like: is there one, how large, may it be coloured.
//
// Errors    none; without a terminal the size is 80 x 24.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace vouch::shell {

struct ScreenSize {
  std::size_t columns = 80;
  std::size_t rows = 24;
};

[[nodiscard]] bool is_terminal(int descriptor);
[[nodiscard]] ScreenSize screen_size();

enum class ColorChoice : std::uint8_t { automatic, always, never };

// NO_COLOR beats CLICOLOR_FORCE beats TERM=dumb and no terminal; an explicit choice beats all.
[[nodiscard]] bool wants_color(ColorChoice choice, int descriptor);

enum class Ink : std::uint8_t { error, warning, note, frame, heading, strong, prompt };

// Colours text, or leaves it as it is.
class Paint {
 public:
  Paint() = default;
  explicit Paint(bool on) : on_(on) {}
  [[nodiscard]] std::string operator()(Ink ink, std::string_view text) const;
  [[nodiscard]] bool on() const noexcept { return on_; }

 private:
  bool on_ = false;
};

}  // namespace vouch::shell
