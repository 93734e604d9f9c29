// storage/relink.hpp — what stands under the ids of merged entities moves when merges change.
//
// Shape     collect     of each entity whose canonical id changes, what stands under the old one and
//                       was said of it: claims by their number, plain triples as they were said
//           take out    claims' rows of the three orders; triples that nobody says any more;
//                       qualifiers; the rows `a merged_into …`
//           put in      the same under the new ids
//           Between the steps all is flushed.
// Lifetime  of one run.
// Errors    CorruptionError when the tables contradict each other.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <unordered_set>
#include <vector>

#include "storage/claim_tables.hpp"
#include "storage/graph_writer.hpp"
#include "storage/merge_links.hpp"
#include "storage/triple_writer.hpp"

namespace vouch::storage {

// Plain triples under canonical ids: what is said of merged entities is the reason of another triple,
// and `spellings` keeps how it was said.
class PlainTriples {
 public:
  PlainTriples(TripleWriter& triples, GraphWriter& graph) : triples_(triples), graph_(graph) {}

  void say(const CanonicalIds& ids, const Triple& said);
  // Flushed ones only. False: it was not said.
  bool unsay(const CanonicalIds& ids, const Triple& said);
  // What makes the flushed triple stand in the graph, itself or said otherwise.
  [[nodiscard]] std::vector<Triple> behind(const CanonicalIds& ids, const Triple& image);

 private:
  TripleWriter& triples_;
  GraphWriter& graph_;
};

class Relink {
 public:
  struct Parts {
    lmdb::Transaction& transaction;
    const Tables& tables;
    TripleWriter& triples;
    GraphWriter& graph;
    ClaimWriter& claims;
    PlainTriples& plain;
    std::function<void()> flush;
    std::function<void(const ClaimRecord&)> say;  // under the ids that hold by then
  };
  explicit Relink(const Parts& parts) : parts_(parts) {}

  // All that was written before is flushed.
  void run(CanonicalIds& ids, CanonicalIds wanted);

 private:
  void collect(const CanonicalIds& ids, TermId place);
  void collect_claims(ClaimOrder order, TermId place);
  void collect_triples(const CanonicalIds& ids, Order order, TermId place);
  void consider(TermId claim);
  [[nodiscard]] bool touches(const Triple& triple) const;
  [[nodiscard]] StoredClaim read(std::uint64_t number) const;
  [[nodiscard]] std::uint8_t flags(std::uint64_t number) const;
  void take_out(const CanonicalIds& ids);
  void put_in(const CanonicalIds& ids);

  Parts parts_;
  std::unordered_set<TermId> changed_;
  std::unordered_set<std::uint64_t> seen_;
  std::set<std::uint64_t> claims_;
  std::map<Triple, std::vector<TermId>> said_plainly_;  // and their spellings
};

}  // namespace vouch::storage
