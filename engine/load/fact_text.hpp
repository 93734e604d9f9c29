// engine/load/fact_text.hpp — names, values and claims of a store as the language writes them.
//
// Lifetime  borrows the snapshot.
// Errors    StorageError E0814: what the language has no form for.
#pragma once

#include <string>

#include "storage/store.hpp"

namespace vouch::load {

class FactText {
 public:
  explicit FactText(const storage::Snapshot& snapshot);

  [[nodiscard]] std::string node(storage::TermId id) const;  // an entity or a claim
  [[nodiscard]] std::string kind(storage::TermId id) const;
  [[nodiscard]] std::string value(storage::TermId id) const;  // a node or a literal
  [[nodiscard]] std::string relation(storage::TermId id) const;
  [[nodiscard]] std::string claim(const storage::ClaimRecord& record) const;
  [[nodiscard]] std::string triple(const storage::Triple& triple) const;  // for messages

  // Fields of sources: built-in ones, and relations about sources with a plain name.
  [[nodiscard]] bool is_field(storage::TermId relation) const;
  [[nodiscard]] std::string field(storage::TermId relation) const;

 private:
  [[nodiscard]] std::string qualifier(storage::TermId relation) const;
  [[nodiscard]] bool is_implied(const storage::ClaimRecord& record, storage::TermId relation,
                                storage::TermId value) const;
  [[nodiscard]] storage::TermId published_by_source(const storage::ClaimRecord& record) const;
  [[noreturn]] void refuse(const std::string& what) const;

  const storage::Snapshot& snapshot_;
  bool has_histories_;  // of claims
};

}  // namespace vouch::load
