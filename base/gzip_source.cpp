#include <zlib.h>

#include <utility>

#include "base/decompress.hpp"

namespace vouch {

namespace {

constexpr std::size_t kBlock = std::size_t{64} << 10U;
constexpr int kGzipWindow = 15 + 16;  // the largest window, gzip's header and no other

class GzipSource final : public ByteSource {
 public:
  GzipSource(ByteSource& compressed, std::string name)
      : compressed_(compressed), name_(std::move(name)), block_(kBlock, '\0') {
    if (inflateInit2(&stream_, kGzipWindow) != Z_OK) {
      throw InputError("E0810", name_ + ": no memory for decompression");
    }
  }
  ~GzipSource() override { inflateEnd(&stream_); }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  std::size_t read(char* out, std::size_t capacity) override {
    const std::size_t room = std::min(capacity, kBlock * 64);
    stream_.next_out = reinterpret_cast<Bytef*>(out);  // NOLINT: bytes are characters here
    stream_.avail_out = static_cast<uInt>(room);
    while (stream_.avail_out == room) {
      if (stream_.avail_in == 0 && !refill()) return 0;
      step();
    }
    return room - stream_.avail_out;
  }

 private:
  // False: the end, between two streams.
  bool refill() {
    const std::size_t got = compressed_.read(block_.data(), block_.size());
    if (got == 0 && inside_) {
      throw InputError("E0810", name_ + ": the gzip data ends in the middle, the file is cut off");
    }
    stream_.next_in = reinterpret_cast<Bytef*>(block_.data());  // NOLINT
    stream_.avail_in = static_cast<uInt>(got);
    return got != 0;
  }

  void step() {
    inside_ = true;
    const int status = inflate(&stream_, Z_NO_FLUSH);
    if (status == Z_STREAM_END) {
      inside_ = false;
      inflateReset(&stream_);
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      const char* why = stream_.msg != nullptr ? stream_.msg : "unknown";
      throw InputError("E0810", name_ + ": the gzip data is damaged (" + why + ")");
    }
  }

  ByteSource& compressed_;
  std::string name_;
  std::string block_;
  z_stream stream_{};
  bool inside_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> gzip_source(ByteSource& compressed, std::string name) {
  return std::make_unique<GzipSource>(compressed, std::move(name));
}

}  // namespace vouch
