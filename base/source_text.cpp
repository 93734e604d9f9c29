#include "base/source_text.hpp"

#include <algorithm>
#include <utility>

namespace vouch {

SourceText::SourceText(std::string name, std::string text, std::size_t first_line,
                       std::size_t first_offset, std::size_t first_column)
    : name_(std::move(name)),
      text_(std::move(text)),
      first_line_(first_line),
      first_offset_(first_offset),
      first_column_(first_column) {
  line_begins_.push_back(0);
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') line_begins_.push_back(i + 1);
  }
}

Position SourceText::position(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto next = std::upper_bound(line_begins_.begin(), line_begins_.end(), offset);
  const auto index = static_cast<std::size_t>(next - line_begins_.begin()) - 1;
  std::size_t column = index == 0 ? first_column_ : 1;
  for (std::size_t i = line_begins_[index]; i < offset; ++i) {
    const bool continuation = (static_cast<unsigned char>(text_[i]) & 0xC0U) == 0x80U;
    if (!continuation) ++column;
  }
  return {first_line_ + index, column};
}

std::size_t SourceText::line_begin(std::size_t number) const {
  if (number < first_line_) return 0;
  const std::size_t index = std::min(number - first_line_, line_begins_.size() - 1);
  return line_begins_[index];
}

std::string_view SourceText::line(std::size_t number) const {
  const std::size_t begin = line_begin(number);
  std::size_t end = text_.find('\n', begin);
  if (end == std::string::npos) end = text_.size();
  if (end > begin && text_[end - 1] == '\r') --end;
  return std::string_view(text_).substr(begin, end - begin);
}

std::size_t SourceText::last_line() const noexcept {
  return first_line_ + line_begins_.size() - 1;
}

}  // namespace vouch
