// storage/snapshot_state.hpp — the private half of Snapshot.
//
// Shape     a transaction (its own, or an update's), the header it saw, what its tables are seen
// through, a
//           bounded cache of decoded terms, and the places that look-ups found last.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <unordered_map>

#include "storage/claim_flags.hpp"
#include "storage/claim_walk.hpp"
#include "storage/dictionary.hpp"
#include "storage/overlay.hpp"
#include "storage/shared_store.hpp"
#include "storage/triple_walk.hpp"

namespace vouch::storage {

class SnapshotState {
 public:
  SnapshotState(std::shared_ptr<const SharedStore> store,
                std::shared_ptr<lmdb::Transaction> transaction, Header header,
                std::shared_ptr<const StoredCatalog> catalog,
                std::shared_ptr<const Overlay> overlay = nullptr)
      : store_(std::move(store)),
        transaction_(std::move(transaction)),
        header_(std::move(header)),
        catalog_(std::move(catalog)),
        overlay_(std::move(overlay)),
        dictionary_(*transaction_, store_->tables, header_),
        claim_flags_(*transaction_, store_->tables) {}
  SnapshotState(const SnapshotState&) = delete;
  SnapshotState& operator=(const SnapshotState&) = delete;

  [[nodiscard]] lmdb::Transaction& transaction() const { return *transaction_; }
  [[nodiscard]] const Tables& tables() const { return store_->tables; }
  [[nodiscard]] const std::shared_ptr<const SharedStore>& store() const { return store_; }
  [[nodiscard]] const Header& header() const { return header_; }
  [[nodiscard]] const DictionaryReader& dictionary() const { return dictionary_; }
  [[nodiscard]] const Catalog& catalog() {
    if (!catalog_) catalog_ = catalog_of(*store_, *transaction_, header_);
    return catalog_->catalog;
  }
  [[nodiscard]] Term term(TermId id);
  // For look-ups: they remember the block they found last.
  [[nodiscard]] TripleWalk& walk(Order order);
  [[nodiscard]] ClaimWalk& walk(ClaimOrder order);
  [[nodiscard]] RowsWalk& rows();  // of pso
  // What the tables are seen through; null: as they are.
  [[nodiscard]] const std::shared_ptr<const Overlay>& overlay() const { return overlay_; }
  [[nodiscard]] std::shared_ptr<SnapshotState> seen_through(
      std::shared_ptr<const Overlay> overlay) const {
    return std::make_shared<SnapshotState>(store_, transaction_, header_, catalog_,
                                           std::move(overlay));
  }
  [[nodiscard]] ClaimFlags& claim_flags() { return claim_flags_; }
  // Whether any entity is merged; nothing: not looked at yet.
  [[nodiscard]] std::optional<bool>& any_merged() { return any_merged_; }

 private:
  std::shared_ptr<const SharedStore> store_;
  std::shared_ptr<lmdb::Transaction> transaction_;
  Header header_;
  std::shared_ptr<const StoredCatalog> catalog_;  // read when first asked for
  std::shared_ptr<const Overlay> overlay_;
  DictionaryReader dictionary_;
  std::unordered_map<TermId, Term> decoded_;
  ClaimFlags claim_flags_;
  std::array<std::optional<TripleWalk>, 4> walks_;
  std::array<std::optional<ClaimWalk>, 3> claim_walks_;
  std::optional<RowsWalk> rows_;
  std::optional<bool> any_merged_;
};

}  // namespace vouch::storage
