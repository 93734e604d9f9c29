// engine/statements/view_cache.hpp — views made lately, by the wording of their heads.
//
// Shape     the last few of one version of the store; another version empties it.
// Threads   one.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <string>

#include "storage/overlay.hpp"

namespace vouch::session {

struct View {
  std::shared_ptr<const storage::Overlay> overlay;  // null: the default view
  bool at = false;
  std::uint64_t timeless = 0;  // under `at`: claims that count because they say no time
  [[nodiscard]] storage::Snapshot of(storage::Snapshot stored) const;
};

class ViewCache {
 public:
  [[nodiscard]] const View* find(std::uint64_t version, const std::string& key);
  void keep(std::uint64_t version, std::string key, View view);

 private:
  static constexpr std::size_t kMost = 8;
  struct Entry {
    std::string key;
    View view;
  };
  std::uint64_t version_ = 0;
  std::list<Entry> entries_;  // the last used first
};

}  // namespace vouch::session
