// storage/media.hpp — what kind of file system a store lies on.
#pragma once

#include <filesystem>

namespace vouch::storage {

[[nodiscard]] bool on_read_only_media(const std::filesystem::path& path);
// NFS, SMB and their like, where locks and maps are not shared as they must be.
[[nodiscard]] bool on_network(const std::filesystem::path& path);

}  // namespace vouch::storage
