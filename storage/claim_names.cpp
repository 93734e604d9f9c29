#include "storage/claim_names.hpp"

#include "storage/claim_tables.hpp"
#include "storage/lmdb/cursor.hpp"
#include "storage/row.hpp"
#include "storage/snapshot_state.hpp"

namespace vouch::storage {

std::vector<std::string> claim_names_from(const Snapshot& snapshot, std::string_view beginning,
                                          std::size_t most) {
  std::vector<std::string> names;
  SnapshotState& state = *snapshot.state();
  const std::string_view from = beginning.substr(0, format::kKeyTextBytes);
  lmdb::Cursor cursor(state.transaction(), state.tables()[format::TableName::claim_names]);
  for (bool more = from.empty() ? cursor.first() : cursor.seek(from);
       more && names.size() < most && cursor.key().starts_with(from); more = cursor.next()) {
    const auto name = decode_claim_name(cursor.key(), cursor.value());
    if (!name) raise_damaged("claim_names", "a name that cannot be read");
    if (name->name.starts_with(beginning)) names.push_back(name->name);
  }
  return names;
}

std::vector<std::string> nearest_claim_names(const Snapshot& snapshot, std::string_view wrong,
                                             std::size_t most) {
  constexpr std::size_t kShortest = 3;  // `c_` alone begins them all
  for (std::size_t size = wrong.size(); size >= kShortest; --size) {
    auto names = claim_names_from(snapshot, wrong.substr(0, size), most);
    if (!names.empty()) return names;
  }
  return {};
}

}  // namespace vouch::storage
