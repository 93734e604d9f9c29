// storage/catalog.hpp — the vocabulary of a store: kinds, relations, units, prefixes, sources.
//
// Shape     small enough to hold in memory; read whole when a snapshot is taken of a new version.
// Lifetime  immutable once in a Snapshot (shared by snapshots of the same version).
// Threads   const access from any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/number.hpp"
#include "storage/term_id.hpp"

namespace vouch::storage {

struct KindInfo {
  TermId id;
  std::string name;           // as users write it: bare id or <iri>
  std::vector<TermId> under;  // direct super-kinds
  std::string meaning;
  bool builtin = false;
};

struct RelationInfo {
  TermId id;
  std::string name;
  std::vector<TermId> domain;  // kinds; kKindAny for no restriction
  std::vector<TermId> range;
  TermId inverse;      // the inverse relation's id, if it has one
  TermId inverse_of;   // set on the inverse: the relation that is stored
  bool functional = false;
  std::vector<TermId> functional_per;  // qualifiers of the key
  bool transitive = false;
  bool symmetric = false;
  std::vector<TermId> under;  // relations it implies
  std::vector<TermId> exclusive_with;
  std::vector<TermId> opposite;
  std::string meaning;
  bool builtin = false;
};

struct UnitInfo {
  std::string name;
  std::string dimension;  // see Quantity; a plain word is its own dimension
  Number factor{1};
  std::string meaning;
};

class Catalog {
 public:
  std::string base;
  std::vector<KindInfo> kinds;          // in order of declaration, built-in ones first
  std::vector<RelationInfo> relations;  // likewise; inverses are entries of their own
  std::vector<UnitInfo> units;          // declared ones; the built-in table is engine/expr/units.hpp
  std::map<std::string, std::string> prefixes;
  std::vector<TermId> sources;          // in order of declaration

  [[nodiscard]] const KindInfo* kind(TermId id) const;
  [[nodiscard]] const KindInfo* kind(std::string_view name) const;
  [[nodiscard]] const RelationInfo* relation(TermId id) const;
  [[nodiscard]] const RelationInfo* relation(std::string_view name) const;
  [[nodiscard]] const UnitInfo* unit(std::string_view name) const;
  [[nodiscard]] bool is_source(TermId id) const;

  // Itself and everything below (kinds) / everything that implies it (relations).
  [[nodiscard]] std::vector<TermId> sub_kinds(TermId kind) const;
  [[nodiscard]] std::vector<TermId> super_kinds(TermId kind) const;  // itself and everything above
  [[nodiscard]] std::vector<TermId> sub_relations(TermId relation) const;

  // Builds the look-up tables after the vectors have been filled.
  void index();

 private:
  std::unordered_map<TermId, std::size_t> kind_by_id_;
  std::unordered_map<std::string, std::size_t> kind_by_name_;
  std::unordered_map<TermId, std::size_t> relation_by_id_;
  std::unordered_map<std::string, std::size_t> relation_by_name_;
  std::unordered_map<std::string, std::size_t> unit_by_name_;
  std::unordered_map<TermId, std::size_t> source_by_id_;
};

}  // namespace vouch::storage
