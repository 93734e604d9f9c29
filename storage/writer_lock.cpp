#include "storage/writer_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <thread>

#include "base/error.hpp"
#include "storage/format.hpp"
#include "storage/lmdb/error.hpp"

namespace vouch::storage {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kFirstPause = std::chrono::microseconds(50);
constexpr auto kLongestPause = std::chrono::microseconds(20'000);

std::string holder_of(int file) {
  std::array<char, 32> text{};
  const ssize_t size = pread(file, text.data(), text.size() - 1, 0);
  if (size <= 0) return "another process";
  const std::string number(text.data(), static_cast<std::size_t>(size));
  return number == std::to_string(getpid()) ? "this process" : "process " + number;
}

}  // namespace

WriterLock::WriterLock(const std::filesystem::path& directory, std::chrono::milliseconds wait) {
  const std::string name = (directory / format::kWriterFile).string();
  file_ = open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (file_ < 0) lmdb::raise(errno, "opening writer.lock", directory.string());
  const auto deadline = Clock::now() + wait;
  auto pause = kFirstPause;
  while (flock(file_, LOCK_EX | LOCK_NB) != 0) {
    const int code = errno;
    if ((code != EWOULDBLOCK && code != EINTR) || Clock::now() >= deadline) {
      const std::string holder = holder_of(file_);
      close(file_);
      if (code != EWOULDBLOCK && code != EINTR) lmdb::raise(code, "flock", directory.string());
      throw StorageError(
          "E0605",
          fmt::format("{} is being changed by {}; waited {:.1f} s; try again when it is done",
                      directory.string(), holder, static_cast<double>(wait.count()) / 1000.0));
    }
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, kLongestPause);
  }
  const std::string self = std::to_string(getpid());
  if (holder_of(file_) != "this process" && ftruncate(file_, 0) == 0) {
    // Only for the message above; whether it succeeds does not matter.
    (void)!pwrite(file_, self.data(), self.size(), 0);
  }
}

WriterLock::~WriterLock() {
  if (file_ >= 0) close(file_);
}

}  // namespace vouch::storage
