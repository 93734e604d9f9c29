// storage/update_state.hpp — the private half of Update: one write transaction and its writers.
//
// Shape     interner, triples, claims, names and catalog buffer what they can; flush() brings all
// of it
//           into the transaction, in an order in which each finds what it needs.
// Errors    after a failed write only rollback is left.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/claim_history.hpp"
#include "storage/claim_tables.hpp"
#include "storage/graph_writer.hpp"
#include "storage/interner.hpp"
#include "storage/merge_links.hpp"
#include "storage/name_tables.hpp"
#include "storage/relink.hpp"
#include "storage/shared_store.hpp"
#include "storage/writer_lock.hpp"

namespace vouch::storage {

class UpdateState {
 public:
  explicit UpdateState(std::shared_ptr<SharedStore> store);
  UpdateState(const UpdateState&) = delete;
  UpdateState& operator=(const UpdateState&) = delete;

  [[nodiscard]] Snapshot view();
  std::optional<TermId> add_claim(const NewClaim& claim);
  bool retract_claim(TermId claim);
  bool retract_claim_now(TermId claim);
  bool retract_claim_at(TermId claim, TermId when);
  void say_plainly(const Triple& triple);
  bool remove_triple(const Triple& triple);
  // Merges that are there, those of this update too.
  [[nodiscard]] MergeLinks& links();
  [[nodiscard]] const CanonicalIds& canonical() const { return canonical_; }  // as of the last flush
  [[nodiscard]] StoreCounts added();
  void flush();
  void commit();
  void rollback();
  [[nodiscard]] bool live() const { return transaction_ && transaction_->live(); }

  // The parts; use checked() first.
  UpdateState& checked();
  [[nodiscard]] Interner& interner() { return interner_; }
  [[nodiscard]] GraphWriter& graph() { return graph_; }
  [[nodiscard]] TripleWriter& triples() { return triples_; }
  [[nodiscard]] lmdb::Transaction& transaction() { return *transaction_; }
  [[nodiscard]] const Tables& tables() const { return store_->tables; }
  [[nodiscard]] std::string directory() const { return store_->path.string(); }
  [[nodiscard]] Header& header() { return header_; }
  // Around additions to the dictionary that do not go through the interner.
  void begin_foreign_terms() { interner_.flush(); }
  void end_foreign_terms(std::uint64_t added) { interner_.renew(added); }
  void spoil() { failed_ = true; }  // others failed in the middle of writing
  template <typename Write>
  void spoil_unless(const Write& write) {
    failed_ = true;
    write();
    failed_ = false;
  }
  [[nodiscard]] NameWriter& names() { return names_; }
  [[nodiscard]] CatalogEditor& catalog() { return catalog_; }

 private:
  void flush_tables();
  void flush_additions();
  void flush_triples_and_claims();
  [[nodiscard]] StoredClaim normalised(const NewClaim& claim);
  [[nodiscard]] std::uint64_t stable_hash(TermId id);
  [[nodiscard]] bool is_time_of_loading(TermId known, std::int64_t loaded_at);
  // Gives the claim its name; else the equal claim that is there.
  [[nodiscard]] std::optional<TermId> settle_name(StoredClaim& claim);
  // What it says, into the graph.
  void say(const ClaimRecord& record);
  void say_under_canonical(const ClaimRecord& record);
  // What it says, out of the graph, and whether it is retracted; its history is another matter.
  [[nodiscard]] bool take_back(TermId claim);
  [[nodiscard]] bool is_retracted(TermId claim);
  void say_again(TermId claim);
  void load_former_ids();
  void note_former_id(TermId entity, TermId former);
  void load_canonical();
  void check_merge(const ClaimRecord& record);
  void note_merge(const ClaimRecord& record);
  void forget_merge(TermId claim);
  void relink();
  // As its history says.
  void settle_history(TermId claim, const NewClaim& given);
  [[nodiscard]] std::string describe(const StoredClaim& claim);

  std::shared_ptr<SharedStore> store_;
  std::unique_ptr<WriterLock> lock_;
  std::shared_ptr<lmdb::Transaction> transaction_;
  Header before_;
  Header header_;
  Interner interner_;
  TripleWriter triples_;
  ClaimWriter claims_;
  HistoryWriter history_;
  NameWriter names_;
  CatalogEditor catalog_;
  GraphWriter graph_;
  PlainTriples plain_;
  CanonicalIds canonical_;
  std::optional<MergeLinks> links_;  // once asked for
  bool relink_ = false;              // merges changed since the last flush
  StoreCounts added_;    // once committed
  bool failed_ = false;  // an exception left the transaction in an unknown state
  bool catalog_counted_ = false;

  struct HashOf {
    TermId id;
    std::uint64_t hash = 0;
  };
  std::unordered_map<TermId, std::uint64_t> former_hashes_;  // of renamed entities
  std::vector<HashOf> hashes_;  // stable hashes of ids met lately, by a few of the id's bits
};

}  // namespace vouch::storage
