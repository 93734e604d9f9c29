// storage/check_walk.hpp — the walk over all tables that `check` does in a child process.
//
// Shape     one function per group of tables; each tells what is wrong through Findings and goes
// on. Lifetime  of one read transaction. Errors    what LMDB itself reports becomes a finding; what
// kills the process is met by the parent.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "storage/catalog_store.hpp"
#include "storage/dictionary.hpp"
#include "storage/header.hpp"
#include "storage/lmdb/cursor.hpp"
#include "storage/claim_flags.hpp"
#include "storage/claim_walk.hpp"
#include "storage/merge_links.hpp"
#include "storage/tables.hpp"
#include "storage/triple_walk.hpp"

namespace vouch::storage {

// Where the walk reports to.
class Findings {
 public:
  virtual ~Findings() = default;
  virtual void add(const std::string& finding) = 0;
  virtual void progress(std::string_view table) = 0;  // now and then; also a sign of life
};

class CheckWalk {
 public:
  CheckWalk(lmdb::Transaction& transaction, const Tables& tables, Header header,
            Findings& findings);

  void run();

 private:
  // What must follow for the subject whose triples are being walked.
  struct Subject {
    TermId id;
    bool loaded = false;
    std::set<std::pair<TermId, TermId>> qualifiers;  // of an unretracted claim
    std::set<TermId> kinds;                          // declared ones and all above
  };
  using RowVisit = std::function<void(std::string_view key, std::string_view value)>;
  using BlockVisit = std::function<void(const BlockRow& row, std::uint8_t note)>;

  // All rows in order; false (and a finding) when the table contradicts itself.
  bool each_row(format::TableName table, std::size_t key_bytes, const RowVisit& visit);
  void finding(std::string_view table, const std::string& what);
  void compare(std::string_view table, const TableSum& counted, const TableSum& promised);
  [[nodiscard]] bool is_known(TermId id) const;
  [[nodiscard]] std::uint8_t support_in_store(const Triple& triple);
  // All rows of a table of blocks, each block sound and in order; false when one is not.
  bool each_block_row(format::TableName table, const BlockVisit& visit);

  void check_terms();
  void check_term(std::uint64_t payload, std::string_view bytes);
  void check_term_hashes();
  void check_hash_group(const std::vector<std::uint64_t>& numbers);
  void check_names();
  void check_words();
  void check_catalog();
  void load_merges();
  // Whether it was said plainly of entities of which one is merged.
  [[nodiscard]] bool is_said_of_merged(const Triple& said);
  void check_merged(const Triple& triple, std::uint8_t support);
  void check_claims();
  void check_claim(std::uint64_t number, std::string_view value);
  void check_history(const ClaimRecord& record, bool retracted);
  void check_claim_names();
  void check_claim_flags();
  void check_claim_orders();
  void check_subjects();
  void check_triple(const Triple& triple, std::uint8_t support, Subject& subject);
  void check_said(const Triple& triple, std::uint8_t support);
  void load_subject(Subject& subject);
  void check_objects();
  void check_pairs();
  void check_spellings();
  void check_statistics();
  [[nodiscard]] bool is_said_by_a_claim(const Triple& triple);

  lmdb::Transaction& transaction_;
  const Tables& tables_;
  Header header_;
  Findings& findings_;
  DictionaryReader dictionary_;
  RowsWalk hash_lookup_;
  RowsWalk lookup_;  // of pso
  ClaimWalk by_subject_;
  ClaimFlags flags_;
  CanonicalIds canonical_;  // as the merges want it
  std::uint64_t merged_ = 0;  // rows that say so
  std::shared_ptr<const StoredCatalog> catalog_;
  std::vector<std::uint8_t> tags_;  // of dictionary terms, by payload; 0: no such term
  std::map<TermId, RelationStatistics> counted_;
  TableSum sp_;  // as pso and pos have them
  TableSum op_;
  std::map<std::string, int> told_;  // findings per table
};

}  // namespace vouch::storage
