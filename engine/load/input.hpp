// engine/load/input.hpp — one file of facts: read in pieces, more than once, with places for
// problems.
//
// Shape     statements() hands out raw statements in order; excerpt() gives the text around one,
//           whole lines, so that problems show the user's own lines with the right columns.
// Lifetime  keeps the file open; `-`, pipes and the like are copied to a temporary file first.
// Errors    open() gives nothing and says why; a read that fails later is a StorageError.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/diagnostic.hpp"
#include "base/source_text.hpp"
#include "parser/statement_reader.hpp"

namespace vouch::load {

class Input {
 public:
  [[nodiscard]] static std::optional<Input> open(const std::filesystem::path& path,
                                                 std::string& why);
  // A temporary file under the name of what it was made from.
  [[nodiscard]] static Input of_temporary(std::FILE* file, const std::filesystem::path& made_from);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  // Whether it became another file since it was opened; copies of pipes never do.
  [[nodiscard]] bool changed() const;
  // The directory that `from "file"` is relative to.
  [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }

  // From the beginning; `read` hears of the bytes taken. False from `visit` ends it.
  void statements(const std::function<bool(const parser::RawStatement&)>& visit,
                  const std::function<void(std::uint64_t)>& read);
  // The lines a statement stands on, and the diagnostics (made for its bare text) moved to it.
  [[nodiscard]] std::shared_ptr<const SourceText> excerpt(std::uint64_t offset, std::size_t line,
                                                          std::size_t size, Diagnostics& problems);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  using File = std::unique_ptr<std::FILE, Close>;

  [[nodiscard]] std::string read_at(std::uint64_t offset, std::size_t size);

  struct Stamp {  // of a file that others may write to
    std::int64_t size = 0;
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };
  [[nodiscard]] Stamp stamp() const;

  File file_;
  std::optional<Stamp> opened_;
  std::string name_;
  std::filesystem::path directory_;
  std::uint64_t bytes_ = 0;
  std::uint64_t skip_ = 0;  // a byte order mark
};

}  // namespace vouch::load
