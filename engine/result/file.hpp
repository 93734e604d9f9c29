// engine/result/file.hpp — a file that appears whole or not at all.
//
// Shape     written beside its place under a name of its own; keep() puts it there, else it
//           vanishes. Symbolic links, directories and devices in its place are refused.
// Errors    why, in words ("disk full", "is a symbolic link").
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace vouch::result {

class NewFile {
 public:
  [[nodiscard]] static std::optional<NewFile> create(const std::filesystem::path& path,
                                                     std::string& why);
  NewFile(NewFile&&) noexcept = default;
  NewFile& operator=(NewFile&&) noexcept = default;
  ~NewFile();

  void write(std::string_view text);
  [[nodiscard]] bool keep(std::string& why);  // false: not written; nothing is left behind

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  NewFile() = default;

  std::filesystem::path path_;
  std::string temporary_;
  std::unique_ptr<std::FILE, Close> file_;
  int error_ = 0;
};

}  // namespace vouch::result
