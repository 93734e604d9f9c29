#include "storage/catalog.hpp"

#include <unordered_set>

namespace vouch::storage {
namespace {

template <typename Map, typename Key, typename Entries>
auto look_up(const Map& map, const Key& key, const Entries& entries) -> const
    typename Entries::value_type* {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &entries[found->second];
}

// `start` and what is reached from it; `next` gives the neighbours of one.
template <typename Next>
std::vector<TermId> reach(TermId start, const Next& next) {
  std::vector<TermId> found{start};
  std::unordered_set<TermId> seen{start};
  for (std::size_t i = 0; i < found.size(); ++i) {
    next(found[i], [&](TermId other) {
      if (seen.insert(other).second) found.push_back(other);
    });
  }
  return found;
}

template <typename Entries>
std::vector<TermId> below(TermId start, const Entries& entries) {
  std::unordered_map<TermId, std::vector<TermId>> children;
  for (const auto& entry : entries) {
    for (const TermId super : entry.under) children[super].push_back(entry.id);
  }
  return reach(start, [&](TermId id, const auto& visit) {
    if (const auto found = children.find(id); found != children.end()) {
      for (const TermId child : found->second) visit(child);
    }
  });
}

}  // namespace

void Catalog::index() {
  kind_by_id_.clear();
  kind_by_name_.clear();
  relation_by_id_.clear();
  relation_by_name_.clear();
  unit_by_name_.clear();
  source_by_id_.clear();
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    kind_by_id_[kinds[i].id] = i;
    kind_by_name_[kinds[i].name] = i;
  }
  for (std::size_t i = 0; i < relations.size(); ++i) {
    relation_by_id_[relations[i].id] = i;
    relation_by_name_[relations[i].name] = i;
  }
  for (std::size_t i = 0; i < units.size(); ++i) unit_by_name_[units[i].name] = i;
  for (std::size_t i = 0; i < sources.size(); ++i) source_by_id_[sources[i]] = i;
}

const KindInfo* Catalog::kind(TermId id) const {
  return look_up(kind_by_id_, id, kinds);
}
const KindInfo* Catalog::kind(std::string_view name) const {
  return look_up(kind_by_name_, std::string(name), kinds);
}
const RelationInfo* Catalog::relation(TermId id) const {
  return look_up(relation_by_id_, id, relations);
}
const RelationInfo* Catalog::relation(std::string_view name) const {
  return look_up(relation_by_name_, std::string(name), relations);
}
const UnitInfo* Catalog::unit(std::string_view name) const {
  return look_up(unit_by_name_, std::string(name), units);
}
bool Catalog::is_source(TermId id) const {
  return source_by_id_.contains(id);
}

std::vector<TermId> Catalog::sub_kinds(TermId kind) const {
  return below(kind, kinds);
}
std::vector<TermId> Catalog::sub_relations(TermId relation) const {
  return below(relation, relations);
}

std::vector<TermId> Catalog::super_kinds(TermId kind) const {
  return reach(kind, [this](TermId id, const auto& visit) {
    if (const KindInfo* info = this->kind(id)) {
      for (const TermId super : info->under) visit(super);
    }
  });
}

}  // namespace vouch::storage
