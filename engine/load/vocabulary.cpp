#include "engine/load/vocabulary.hpp"

#include <algorithm>
#include <utility>

namespace vouch::load {

void Vocabulary::rebase(const storage::Catalog& base) {
  base_ = &base;
  kinds_.clear();
  kind_by_name_.clear();
  relations_.clear();
  relation_by_name_.clear();
  units_.clear();
  prefixes_.clear();
}

void Vocabulary::put(KindInfo kind) {
  kind_by_name_[kind.name] = kind.id;
  kinds_[kind.id] = std::move(kind);
}
void Vocabulary::put(RelationInfo relation) {
  relation_by_name_[relation.name] = relation.id;
  relations_[relation.id] = std::move(relation);
}
void Vocabulary::put(UnitInfo unit) {
  std::string name = unit.name;
  units_[std::move(name)] = std::move(unit);
}
void Vocabulary::put_prefix(const std::string& prefix, const std::string& iri) {
  prefixes_[prefix] = iri;
}

const KindInfo* Vocabulary::kind(TermId id) const {
  const auto found = kinds_.find(id);
  return found != kinds_.end() ? &found->second : base_->kind(id);
}
const KindInfo* Vocabulary::kind(std::string_view name) const {
  const auto found = kind_by_name_.find(std::string(name));
  return found != kind_by_name_.end() ? kind(found->second) : base_->kind(name);
}
const RelationInfo* Vocabulary::relation(TermId id) const {
  if (relations_.empty()) return base_->relation(id);
  const auto found = relations_.find(id);
  return found != relations_.end() ? &found->second : base_->relation(id);
}
const RelationInfo* Vocabulary::relation(std::string_view name) const {
  const auto found = relation_by_name_.find(std::string(name));
  return found != relation_by_name_.end() ? relation(found->second) : base_->relation(name);
}
const UnitInfo* Vocabulary::unit(std::string_view name) const {
  const auto found = units_.find(std::string(name));
  return found != units_.end() ? &found->second : base_->unit(name);
}
const std::string* Vocabulary::prefix(const std::string& prefix) const {
  const auto found = prefixes_.find(prefix);
  if (found != prefixes_.end()) return &found->second;
  const auto below = base_->prefixes.find(prefix);
  return below != base_->prefixes.end() ? &below->second : nullptr;
}

std::vector<TermId> Vocabulary::super_kinds(TermId start) const {
  std::vector<TermId> out = {start};
  for (std::size_t i = 0; i < out.size(); ++i) {
    const KindInfo* info = kind(out[i]);
    if (info == nullptr) continue;
    for (const TermId above : info->under) {
      if (std::find(out.begin(), out.end(), above) == out.end()) out.push_back(above);
    }
  }
  return out;
}

std::string Vocabulary::kind_name(TermId id) const {
  const KindInfo* info = kind(id);
  return info == nullptr ? std::string("?") : info->name;
}
std::string Vocabulary::relation_name(TermId id) const {
  const RelationInfo* info = relation(id);
  return info == nullptr ? std::string("?") : info->name;
}

std::vector<std::string> Vocabulary::kind_names() const {
  std::vector<std::string> out;
  for (const KindInfo& info : base_->kinds) out.push_back(info.name);
  for (const auto& [name, id] : kind_by_name_) out.push_back(name);
  return out;
}
std::vector<std::string> Vocabulary::relation_names() const {
  std::vector<std::string> out;
  for (const RelationInfo& info : base_->relations) out.push_back(info.name);
  for (const auto& [name, id] : relation_by_name_) out.push_back(name);
  return out;
}

}  // namespace vouch::load
