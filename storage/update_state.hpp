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
#include <vector>

#include "storage/claim_tables.hpp"
#include "storage/graph_writer.hpp"
#include "storage/interner.hpp"
#include "storage/name_tables.hpp"
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
  bool remove_triple(const Triple& triple);
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
  [[nodiscard]] NameWriter& names() { return names_; }
  [[nodiscard]] CatalogEditor& catalog() { return catalog_; }

 private:
  void flush_additions();
  void flush_triples_and_claims();
  [[nodiscard]] StoredClaim normalised(const NewClaim& claim);
  [[nodiscard]] std::uint64_t stable_hash(TermId id);
  [[nodiscard]] bool is_time_of_loading(TermId known, std::int64_t loaded_at);
  // Gives the claim its name; else the equal claim that is there.
  [[nodiscard]] std::optional<TermId> settle_name(StoredClaim& claim);
  // What it says, into the graph.
  void say(const ClaimRecord& record);
  [[nodiscard]] std::string describe(const StoredClaim& claim);

  std::shared_ptr<SharedStore> store_;
  std::unique_ptr<WriterLock> lock_;
  std::shared_ptr<lmdb::Transaction> transaction_;
  Header before_;
  Header header_;
  Interner interner_;
  TripleWriter triples_;
  ClaimWriter claims_;
  NameWriter names_;
  CatalogEditor catalog_;
  GraphWriter graph_;
  StoreCounts added_;    // once committed
  bool failed_ = false;  // an exception left the transaction in an unknown state
  bool catalog_counted_ = false;

  struct HashOf {
    TermId id;
    std::uint64_t hash = 0;
  };
  std::vector<HashOf> hashes_;  // stable hashes of ids met lately, by a few of the id's bits
};

}  // namespace vouch::storage
