// shell/neutralise.hpp — makes the control and direction characters of data harmless on a terminal.
//
// Shape     C0 and DEL become their pictures (`␛`), C1, direction marks and other invisible
// characters
//           `⟨U+202E⟩`, bytes that are no UTF-8 `⟨9B⟩`. Everything else is left as it is.
// Order     before measuring: the result's width is what the terminal will draw.
// Errors    none; takes any bytes, gives valid UTF-8.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vouch::shell {

// What happens to line ends and tabs: they are layout in running text, data in a table cell.
enum class Layout : std::uint8_t { keep, show };

[[nodiscard]] std::string neutralise(std::string_view text, Layout layout = Layout::show);

// The same for JSON text, where such characters stand inside strings only: `\u202e`.
[[nodiscard]] std::string neutralise_json(std::string_view json);

// Whether a terminal would act on the character, or show nothing for it.
[[nodiscard]] bool is_harmful(char32_t c);

}  // namespace vouch::shell
