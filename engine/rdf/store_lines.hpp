// engine/rdf/store_lines.hpp — all that a store holds, as canonical lines in no order.
//
// Shape     `graph 0x01 line`, without line ends; the default graph has no name.
// Lifetime  borrows the snapshot and the sorter.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "base/line_sorter.hpp"
#include "engine/rdf/own_words.hpp"
#include "storage/store.hpp"

namespace vouch::rdfio {

inline constexpr char kAfterGraph = '\x01';  // sorts before everything that texts hold

class StoreLines {
 public:
  StoreLines(const storage::Snapshot& snapshot, LineSorter& out);

  void run();
  [[nodiscard]] bool graphs() const { return !graphs_.empty(); }

 private:
  using TermId = storage::TermId;
  using Triple = storage::Triple;

  void claim(const storage::ClaimRecord& record);
  void own_claim(const storage::ClaimRecord& record);
  void chains(const std::string& node, const storage::ClaimRecord& record);
  [[nodiscard]] std::optional<TermId> graph_of(const storage::ClaimRecord& record) const;
  [[nodiscard]] bool is_of_rdf(const storage::ClaimRecord& record) const;
  [[nodiscard]] bool is_default(const storage::ClaimRecord& record, TermId qualifier,
                                TermId value) const;
  [[nodiscard]] bool also_plain(const Triple& triple) const;

  void triples();
  void triple(const Triple& triple);

  void vocabulary();
  // False: no declaration was needed.
  bool kind(const storage::KindInfo& kind, std::size_t order);
  bool relation(const storage::RelationInfo& relation, std::size_t order);
  [[nodiscard]] bool is_named(const storage::KindInfo& kind) const;
  void unit(const storage::UnitInfo& unit, std::size_t order);

  void line(std::string_view graph, std::string_view s, std::string_view p, std::string_view o);
  // A statement of `schema/word`.
  void fact(const std::string& subject, std::string_view word, const std::string& object);
  void type(const std::string& subject, const std::string& iri);
  [[nodiscard]] std::string text(TermId id);
  [[nodiscard]] std::string predicate(TermId id);
  [[nodiscard]] std::string node_of(TermId claim) const;

  const storage::Snapshot& snapshot_;
  LineSorter& out_;
  OwnWords words_;
  std::unordered_map<TermId, std::string> texts_;
  std::unordered_set<TermId> graphs_;
  std::unordered_map<TermId, std::size_t> source_orders_;
  std::optional<TermId> reifies_;
  bool has_claims_ = false;
  bool has_histories_ = false;  // of claims
};

}  // namespace vouch::rdfio
