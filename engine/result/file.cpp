#include "engine/result/file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <utility>

namespace vouch::result {

namespace fs = std::filesystem;

namespace {

std::string words_of(int error) {
  return error == ENOSPC ? "disk full" : std::strerror(error);
}

}  // namespace

std::optional<NewFile> NewFile::create(const fs::path& path, std::string& why) {
  std::error_code ignored;
  const fs::file_status there = fs::symlink_status(path, ignored);
  if (fs::exists(there) && !fs::is_regular_file(there)) {
    why = fs::is_symlink(there) ? "is a symbolic link" : "is there and is no file";
    return std::nullopt;
  }
  NewFile out;
  out.path_ = path;
  out.temporary_ = (path.parent_path() / ("." + path.filename().string() + ".XXXXXX")).string();
  const int descriptor = mkstemp(out.temporary_.data());
  if (descriptor < 0) {
    why = words_of(errno);
    out.temporary_.clear();
    return std::nullopt;
  }
  const mode_t mask = umask(0);
  umask(mask);
  static_cast<void>(fchmod(descriptor, 0666 & ~mask));
  out.file_.reset(fdopen(descriptor, "wb"));
  return out;
}

NewFile::~NewFile() {
  if (file_ == nullptr) return;
  file_.reset();
  unlink(temporary_.c_str());
}

void NewFile::write(std::string_view text) {
  if (error_ != 0 || text.empty()) return;
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) error_ = errno;
}

bool NewFile::keep(std::string& why) {
  if (error_ == 0 && (std::fflush(file_.get()) != 0 || fsync(fileno(file_.get())) != 0))
    error_ = errno;
  if (error_ == 0 && std::rename(temporary_.c_str(), path_.c_str()) != 0) error_ = errno;
  if (error_ != 0) {
    why = words_of(error_);
    return false;
  }
  file_.reset();
  return true;
}

}  // namespace vouch::result
