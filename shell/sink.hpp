// shell/sink.hpp — where bytes go: a file descriptor, a string, nowhere.
//
// Shape     write() buffers; flush() sends. A failed sink takes and drops everything that follows.
// Errors    never throws (it is called from inside the engine); state() tells what happened.
//           A closed pipe is no error, merely an end; a full device or a failed write is one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vouch::shell {

enum class SinkState : std::uint8_t { good, closed, failed };

class Sink {
 public:
  virtual ~Sink() = default;
  virtual void write(std::string_view bytes) = 0;
  virtual void flush() {}
  [[nodiscard]] SinkState state() const noexcept { return state_; }
  [[nodiscard]] bool good() const noexcept { return state_ == SinkState::good; }
  // A sentence about the failure; empty when there was none.
  [[nodiscard]] const std::string& problem() const noexcept { return problem_; }

 protected:
  SinkState state_ = SinkState::good;
  std::string problem_;
};

// Borrows the descriptor, or owns it when made by open_file().
class DescriptorSink final : public Sink {
 public:
  DescriptorSink(int descriptor, std::string name, bool owned = false);
  ~DescriptorSink() override;
  DescriptorSink(const DescriptorSink&) = delete;
  DescriptorSink& operator=(const DescriptorSink&) = delete;

  void write(std::string_view bytes) override;
  void flush() override;
  // Flushes and closes; a failure that only shows now is kept in state().
  void close();

 private:
  int descriptor_;
  std::string name_;
  bool owned_;
  std::string buffer_;
};

class StringSink final : public Sink {
 public:
  void write(std::string_view bytes) override { text.append(bytes); }
  std::string text;
};

}  // namespace vouch::shell
