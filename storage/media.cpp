#include "storage/media.hpp"

#include <sys/statvfs.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace vouch::storage {
namespace {

// f_type of NFS, SMB, CIFS, SMB2, NCP and AFS (statfs(2)).
constexpr std::array<std::uint32_t, 6> kNetworks{0x6969,     0x517B, 0xFF534D42,
                                                 0xFE534D42, 0x564C, 0x5346414F};

}  // namespace

bool on_read_only_media(const std::filesystem::path& path) {
  struct statvfs system {};
  return statvfs(path.c_str(), &system) == 0 && (system.f_flag & ST_RDONLY) != 0;
}

bool on_network(const std::filesystem::path& path) {
  struct statfs system {};
  if (statfs(path.c_str(), &system) != 0) return false;
  return std::ranges::find(kNetworks, static_cast<std::uint32_t>(system.f_type)) != kNetworks.end();
}

}  // namespace vouch::storage
