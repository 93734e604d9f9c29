#include <zstd.h>

#include <utility>

#include "base/decompress.hpp"

namespace vouch {

namespace {

class ZstdSource final : public ByteSource {
 public:
  ZstdSource(ByteSource& compressed, std::string name)
      : compressed_(compressed), name_(std::move(name)), block_(ZSTD_DStreamInSize(), '\0') {
    if (stream_ == nullptr) throw InputError("E0810", name_ + ": no memory for decompression");
  }
  ~ZstdSource() override { ZSTD_freeDStream(stream_); }
  ZstdSource(const ZstdSource&) = delete;
  ZstdSource& operator=(const ZstdSource&) = delete;

  std::size_t read(char* out, std::size_t capacity) override {
    ZSTD_outBuffer to{out, capacity, 0};
    while (to.pos == 0) {
      if (from_.pos == from_.size && !refill()) return 0;
      const std::size_t status = ZSTD_decompressStream(stream_, &to, &from_);
      if (ZSTD_isError(status) != 0) {
        throw InputError("E0810",
                         name_ + ": the zstd data is damaged (" + ZSTD_getErrorName(status) + ")");
      }
      inside_ = status != 0;
    }
    return to.pos;
  }

 private:
  // False: the end, between two frames.
  bool refill() {
    const std::size_t got = compressed_.read(block_.data(), block_.size());
    from_ = {block_.data(), got, 0};
    if (got == 0 && inside_) {
      throw InputError("E0810", name_ + ": the zstd data ends in the middle, the file is cut off");
    }
    return got != 0;
  }

  ByteSource& compressed_;
  std::string name_;
  std::string block_;
  ZSTD_inBuffer from_{nullptr, 0, 0};
  ZSTD_DStream* stream_ = ZSTD_createDStream();
  bool inside_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> zstd_source(ByteSource& compressed, std::string name) {
  return std::make_unique<ZstdSource>(compressed, std::move(name));
}

}  // namespace vouch
