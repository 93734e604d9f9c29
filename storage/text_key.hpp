// storage/text_key.hpp — texts of any length as keys of bounded length.
//
// Shape     a text of at most kKeyTextBytes is its own key; a longer one is cut there and followed
// by
//           the 8-byte hash of the whole. The row's value then holds the whole text.
// Order     that of the texts, except among long ones that agree in their first kKeyTextBytes.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "storage/checksum.hpp"
#include "storage/format.hpp"

namespace vouch::storage {

[[nodiscard]] inline bool is_shortened(std::string_view text) {
  return text.size() > format::kKeyTextBytes;
}

[[nodiscard]] inline std::string text_key(std::string_view text) {
  std::string key(text.substr(0, format::kKeyTextBytes));
  if (is_shortened(text)) append_u64(key, hash64(text));
  return key;
}

}  // namespace vouch::storage
