// base/decompress.hpp — gzip and zstd streams as byte sources, in constant memory.
//
// Shape     several streams one after the other are one text, as `cat a.gz b.gz` makes them.
// Lifetime  borrows the compressed source.
// Errors    InputError E0810: damaged, or ends in the middle; `name` is the file in the message.
// Source    RFC 1952 (zlib does it), RFC 8878 (libzstd does it).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/byte_source.hpp"

namespace vouch {

[[nodiscard]] std::unique_ptr<ByteSource> gzip_source(ByteSource& compressed, std::string name);
[[nodiscard]] std::unique_ptr<ByteSource> zstd_source(ByteSource& compressed, std::string name);

inline constexpr std::string_view kGzipMagic{"\x1F\x8B", 2};
inline constexpr std::string_view kZstdMagic{"\x28\xB5\x2F\xFD", 4};

}  // namespace vouch
