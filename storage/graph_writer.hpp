// storage/graph_writer.hpp — what the default graph holds because of what is said.
//
// Shape     said (plainly or by a claim) ─┬─ the triple itself
//                                         ├─ the other way round, if its relation is symmetric
//                                         (kMirror) └─ is_a for the kind and all above it, if it
//                                         declares one (kDerived)
//           Kinds and relations that change renew what follows from them at the next renew().
// Lifetime  of one Update.
#pragma once

#include <array>
#include <cstdint>
#include <set>
#include <unordered_map>
#include <vector>

#include "storage/catalog_store.hpp"
#include "storage/claim_tables.hpp"
#include "storage/triple_writer.hpp"
#include "storage/well_known.hpp"

namespace vouch::storage {

class GraphWriter {
 public:
  GraphWriter(TripleWriter& triples, CatalogEditor& catalog)
      : triples_(triples), catalog_(catalog) {}

  // `why`: support::kPlain or kClaimed.
  void say(const Triple& triple, std::uint8_t why);
  // Flushed ones only. False: it was not said for that reason.
  bool unsay(const Triple& triple, std::uint8_t why);

  // Whether triples of the relation bring others with them.
  [[nodiscard]] bool follows_from(TermId relation) {
    return relation == well_known::kDeclaredKind || symmetric(relation);
  }

  void put(KindInfo kind);
  void put(RelationInfo relation);
  // After a flush of the triples; those it adds need another one.
  void renew();
  [[nodiscard]] bool needs_renewal() const { return !kinds_.empty() || !relations_.empty(); }

 private:
  [[nodiscard]] bool symmetric(TermId relation);
  [[nodiscard]] const std::vector<TermId>& kinds_above(TermId kind);
  void renew_kinds_of(TermId entity);
  void renew_relation(TermId relation);

  TripleWriter& triples_;
  CatalogEditor& catalog_;
  std::set<TermId> kinds_;      // whose entities need renewal
  std::set<TermId> relations_;  // that became symmetric or ceased to be
  std::unordered_map<TermId, std::vector<TermId>> above_;
  // Whether relations met lately are symmetric, by a few bits of their id.
  struct Known {
    TermId relation;
    bool symmetric = false;
  };
  std::array<Known, 64> known_{};
};

}  // namespace vouch::storage
