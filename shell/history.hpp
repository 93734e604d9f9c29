// shell/history.hpp — what was typed, across runs.
//
// Shape     a file with one JSON string a line, one statement each, oldest first; at most
// kEntriesMost.
//           $XDG_STATE_HOME/vouch/history, else ~/.local/state/vouch/history; readable by its owner
//           only.
// Errors    a history that cannot be read or written is merely absent.
// Threads   several prompts may append at once (the file is locked while one does).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::shell {

class History {
 public:
  static constexpr std::size_t kEntriesMost = 5'000;

  explicit History(std::optional<std::filesystem::path> file);

  // Blank entries and repetitions of the last one are passed over. True: it was new.
  bool add(const std::string& statement);
  [[nodiscard]] const std::vector<std::string>& entries() const { return entries_; }

  [[nodiscard]] static std::optional<std::filesystem::path> default_file();

 private:
  void load();
  void append(const std::string& statement) const;

  std::optional<std::filesystem::path> file_;
  std::vector<std::string> entries_;
};

// A statement on one line, as it is recalled: comments left out, line ends as blanks.
[[nodiscard]] std::string one_line(std::string_view statement);

// A JSON string, with its quotes, as text; nothing when it is none.
[[nodiscard]] std::optional<std::string> read_json_string(std::string_view json);

}  // namespace vouch::shell
