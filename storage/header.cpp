#include "storage/header.hpp"

#include <fmt/format.h>

#include <cstring>

#include "base/bytes.hpp"
#include "storage/checksum.hpp"
#include "storage/format.hpp"

namespace vouch::storage {
namespace {

constexpr std::uint64_t kHeaderSeed = 0x564F554348;  // "VOUCH"
constexpr std::size_t kChecksumBytes = 8;

std::string_view native_mark() {
  static const std::uint32_t mark = format::kByteOrderMark;
  return {reinterpret_cast<const char*>(&mark), sizeof mark};
}

constexpr std::uint32_t kFirstWithFlags = 4;     // before, they were in the claims' records alone
constexpr std::uint32_t kFirstUpgradable = 2;  // storage/upgrade.hpp

std::string_view what_to_do(std::uint32_t version) {
  if (version > format::kVersion) return "use a newer program";
  if (version >= kFirstUpgradable)
    return "`vouch upgrade STORE` makes it one of this version, in place";
  return "make a new store of the facts it was loaded from: `vouch load NEW facts…`";
}

}  // namespace

std::string encode_header(const Header& header) {
  std::string out(format::kMagic);
  append_u32(out, header.format_version);
  out += native_mark();
  append_u32(out, header.page_bytes);
  append_u32(out, header.hash_bits);
  append_u64(out, static_cast<std::uint64_t>(header.created_at));
  append_u64(out, static_cast<std::uint64_t>(header.changed_at));
  append_u64(out, header.version);
  append_u64(out, header.catalog_version);
  append_u64(out, header.next_term);
  append_u64(out, header.next_claim);
  Header copy = header;
  for (const TableSum* sum : copy.sums()) {
    append_u64(out, sum->rows);
    append_u64(out, sum->sum);
  }
  append_text(out, header.base);
  append_u64(out, hash64(out, kHeaderSeed));
  return out;
}

std::variant<Header, HeaderProblem> decode_header(std::string_view bytes, std::uint32_t version) {
  if (!bytes.starts_with(format::kMagic)) {
    return HeaderProblem{"E0601", "is not a Vouch store: its header does not begin as one"};
  }
  ByteReader in(bytes.substr(format::kMagic.size()));
  Header header;
  header.format_version = in.u32();
  if (!in.ok())
    return HeaderProblem{"E0603", "is damaged: its header is cut short; restore a backup"};
  if (header.format_version != version)
    return HeaderProblem{"E0602", fmt::format("is of format version {}, this program knows version "
                                              "{}; {}",
                                              header.format_version, format::kVersion,
                                              what_to_do(header.format_version))};
  std::string mark;
  for (int i = 0; i < 4; ++i) mark.push_back(static_cast<char>(in.u8()));
  if (mark != native_mark()) {
    return HeaderProblem{
        "E0602",
        "was written on a machine of the other byte order; export it there and load it again"};
  }
  header.page_bytes = in.u32();
  header.hash_bits = in.u32();
  header.created_at = static_cast<std::int64_t>(in.u64());
  header.changed_at = static_cast<std::int64_t>(in.u64());
  header.version = in.u64();
  header.catalog_version = in.u64();
  header.next_term = in.u64();
  header.next_claim = in.u64();
  for (TableSum* sum : header.sums()) {
    if (version < kFirstWithFlags && sum == &header.claim_flags) continue;
    sum->rows = in.u64();
    sum->sum = in.u64();
  }
  header.base = in.text();
  const std::uint64_t checksum = in.u64();
  if (!in.ok() || !in.at_end() ||
      checksum != hash64(bytes.substr(0, bytes.size() - kChecksumBytes), kHeaderSeed)) {
    return HeaderProblem{"E0603", "is damaged: its header's checksum is wrong; restore a backup"};
  }
  return header;
}

}  // namespace vouch::storage
