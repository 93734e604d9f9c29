// engine/load/block_watch.hpp — is every `claims` block of a file closed?
//
// Shape     is shown the parts of a file's blocks in order, and speaks when the text ends inside one
//           or the next one opens: of the opening brace, or of the string that swallowed the closing one. Where a
//           declaration or claim of its own stands between the facts, the block ended before it.
// Units     offsets and lines of the file; spans are bytes from the place told.
// Lifetime  for one reading of one file; holds one fact.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"
#include "parser/statement_reader.hpp"

namespace vouch::load {

class BlockWatch {
 public:
  struct Finding {
    Diagnostics problems;
    std::uint64_t offset = 0;  // of the text they are about
    std::size_t line = 1;
    std::size_t size = 0;
  };
  [[nodiscard]] std::optional<Finding> see(const parser::RawStatement& part);

 private:
  void see_fact(const parser::RawStatement& part);
  void note_intruder(const parser::RawStatement& part, std::string_view word);
  [[nodiscard]] Finding unclosed() const;

  bool open_ = false;
  std::uint64_t opening_ = 0;
  std::size_t opening_line_ = 1;
  std::size_t opening_size_ = 0;
  std::uint64_t facts_end_ = 0;  // of those before the intruder
  std::string intruder_;         // first word of what is no fact but begins a statement
  std::size_t intruder_line_ = 0;
  parser::RawStatement last_fact_;  // one without `;` behind it
};

}  // namespace vouch::load
