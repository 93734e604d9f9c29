// engine/load/vocabulary.hpp — the store's catalog with what the running load declares on top of
// it.
//
// Shape     looks like a Catalog that can grow one entry at a time, without a new snapshot for
//           each.
// Lifetime  borrows the catalog underneath; rebase() when a newer snapshot holds the additions.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/catalog.hpp"

namespace vouch::load {

using storage::KindInfo;
using storage::RelationInfo;
using storage::TermId;
using storage::UnitInfo;

class Vocabulary {
 public:
  explicit Vocabulary(const storage::Catalog& base) : base_(&base) {}

  void rebase(const storage::Catalog& base);
  void put(KindInfo kind);
  void put(RelationInfo relation);
  void put(UnitInfo unit);
  void put_prefix(const std::string& prefix, const std::string& iri);

  // Pointers are valid until the next put or rebase.
  [[nodiscard]] const KindInfo* kind(TermId id) const;
  [[nodiscard]] const KindInfo* kind(std::string_view name) const;
  [[nodiscard]] const RelationInfo* relation(TermId id) const;
  [[nodiscard]] const RelationInfo* relation(std::string_view name) const;
  [[nodiscard]] const UnitInfo* unit(std::string_view name) const;
  [[nodiscard]] const std::string* prefix(const std::string& prefix) const;
  [[nodiscard]] const std::string& base_iri() const { return base_->base; }

  [[nodiscard]] std::vector<TermId> super_kinds(TermId kind) const;  // itself and everything above
  [[nodiscard]] std::string kind_name(TermId kind) const;
  [[nodiscard]] std::string relation_name(TermId relation) const;
  // Names for suggestions.
  [[nodiscard]] std::vector<std::string> kind_names() const;
  [[nodiscard]] std::vector<std::string> relation_names() const;

 private:
  const storage::Catalog* base_;
  std::unordered_map<TermId, KindInfo> kinds_;
  std::unordered_map<std::string, TermId> kind_by_name_;
  std::unordered_map<TermId, RelationInfo> relations_;
  std::unordered_map<std::string, TermId> relation_by_name_;
  std::unordered_map<std::string, UnitInfo> units_;
  std::map<std::string, std::string> prefixes_;
};

}  // namespace vouch::load
