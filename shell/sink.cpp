#include "shell/sink.hpp"

#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace vouch::shell {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{64} << 10U;

}  // namespace

DescriptorSink::DescriptorSink(int descriptor, std::string name, bool owned)
    : descriptor_(descriptor), name_(std::move(name)), owned_(owned) {}

DescriptorSink::~DescriptorSink() {
  flush();
  if (owned_ && descriptor_ >= 0) ::close(descriptor_);
}

void DescriptorSink::write(std::string_view bytes) {
  if (!good()) return;
  buffer_.append(bytes);
  if (buffer_.size() >= kBufferBytes) flush();
}

void DescriptorSink::flush() {
  std::size_t done = 0;
  while (good() && done < buffer_.size()) {
    const ssize_t count = ::write(descriptor_, buffer_.data() + done, buffer_.size() - done);
    if (count >= 0) {
      done += static_cast<std::size_t>(count);
    } else if (errno == EPIPE) {
      state_ = SinkState::closed;
    } else if (errno != EINTR && errno != EAGAIN) {
      state_ = SinkState::failed;
      problem_ = fmt::format("cannot write to {}: {}", name_,
                             std::error_code(errno, std::generic_category()).message());
    }
  }
  buffer_.clear();
}

void DescriptorSink::close() {
  flush();
  if (!owned_ || descriptor_ < 0) return;
  if (::close(descriptor_) != 0 && good()) {
    state_ = SinkState::failed;
    problem_ = fmt::format("cannot close {}: {}", name_,
                           std::error_code(errno, std::generic_category()).message());
  }
  descriptor_ = -1;
}

}  // namespace vouch::shell
