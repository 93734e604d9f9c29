#include "engine/statements/view_cache.hpp"

#include <utility>

namespace vouch::session {

storage::Snapshot View::of(storage::Snapshot stored) const {
  return overlay ? storage::seen_through(stored, overlay) : std::move(stored);
}

const View* ViewCache::find(std::uint64_t version, const std::string& key) {
  if (version != version_) entries_.clear();
  for (auto at = entries_.begin(); at != entries_.end(); ++at) {
    if (at->key != key) continue;
    entries_.splice(entries_.begin(), entries_, at);
    return &entries_.front().view;
  }
  return nullptr;
}

void ViewCache::keep(std::uint64_t version, std::string key, View view) {
  if (version != version_) entries_.clear();
  version_ = version;
  entries_.push_front({std::move(key), std::move(view)});
  if (entries_.size() > kMost) entries_.pop_back();
}

}  // namespace vouch::session
