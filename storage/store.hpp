// storage/store.hpp — the public face of storage: Store (open), Snapshot (read), Update (write).
//
// Shape     one directory, one LMDB environment in it; format: docs/storage-format.md.
//           Triples can be walked in four orders, claims in three: every pattern is a range scan.
//           The triple tables hold the default graph: what at least one affirmed, unretracted claim
//           without `alternative` says, and the store's own triples (kinds, labels, qualifiers of every
//           claim, fields of sources). The claim tables hold every claim, denied and retracted ones too.
// Lifetime  Snapshot and Update borrow the Store and must die before it. Cursors borrow their Snapshot.
// Errors    StorageError (not a store, another version, locked, I/O), CorruptionError, CapacityError
//           (disk full, map full). Nothing is ever half written: an Update is all or nothing.
// Threads   a Store may be shared; a Snapshot, Update or cursor belongs to one thread at a time.
//           Any number of processes may read while one writes; a second writer waits for the first.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/catalog.hpp"
#include "storage/names.hpp"
#include "storage/term.hpp"
#include "storage/term_id.hpp"

namespace vouch::storage {

struct Triple {
  TermId subject;
  TermId relation;
  TermId object;
  friend constexpr auto operator<=>(const Triple&, const Triple&) = default;
};

enum class Order : std::uint8_t { spo, pso, pos, osp };       // of triples
enum class ClaimOrder : std::uint8_t { spoc, posc, ospc };    // of claims, the claim's id last

struct ClaimRecord {
  TermId id;         // tag claim
  std::string name;  // `c_…`: given, or `c_` and 16 hex digits of a hash of the content
  Triple triple;
  bool denied = false;
  bool retracted = false;
  bool alternative = false;  // has the qualifier: puts no triple in the graph
  std::int64_t loaded_at = 0;  // microseconds since 1970
  // Qualifiers in order, defaults included (certainty, polarity, status, known); links of chains singly.
  std::vector<std::pair<TermId, TermId>> qualifiers;
  std::vector<std::vector<TermId>> said_by;  // chains, original speaker first
};

// A claim to be added; the store gives it its number and, when `name` is empty, its name.
struct NewClaim {
  std::string name;
  Triple triple;
  bool denied = false;
  bool alternative = false;
  std::vector<std::pair<TermId, TermId>> qualifiers;
  std::vector<std::vector<TermId>> said_by;
  std::int64_t loaded_at = 0;
  // The qualifier `known` was filled in from the time of loading: no part of the content by which equal
  // claims are recognised. (An instant equal to `loaded_at` is taken for such a one in any case.)
  bool known_from_load = false;
  // When it was retracted and said again before now (storage/claim_history.hpp): joined with what the
  // store knows. Where there is any, the claim is retracted or not as it says.
  std::vector<TermId> retracted_at;
  std::vector<TermId> restored_at;
};

struct NameMatch {
  TermId id;
  NameSpace space = NameSpace::entity;
  bool label = false;    // the first label, not an alias
  std::string spelling;  // folded
};

struct RelationStatistics {
  std::uint64_t triples = 0;
  std::uint64_t subjects = 0;  // distinct
  std::uint64_t objects = 0;   // distinct
};

struct StoreCounts {
  std::uint64_t triples = 0;   // in the default graph, book-keeping included
  std::uint64_t claims = 0;    // all, denied and retracted ones too
  std::uint64_t terms = 0;     // in the dictionary
  std::uint64_t names = 0;     // in the alias table
  std::uint64_t version = 0;   // commits so far
  std::int64_t changed_at = 0; // microseconds since 1970
};

class SnapshotState;  // private to storage
class UpdateState;

// Walks one order over a bound prefix. Rows come in key order, without duplicates.
class TripleCursor {
 public:
  TripleCursor(const class Snapshot& snapshot, Order order);
  TripleCursor(TripleCursor&&) noexcept;
  TripleCursor& operator=(TripleCursor&&) noexcept;
  ~TripleCursor();

  // All keys that begin with `prefix` (0 to 3 ids in the order's own sequence, e.g. pos: relation, object).
  void open(std::span<const TermId> prefix);
  // The same, the id after the prefix within [low, high].
  void open_range(std::span<const TermId> prefix, TermId low, TermId high);
  // Fills up to `capacity` rows; a null column is not wanted. Columns are in the order's sequence.
  // Returns the number of rows; 0 at the end.
  [[nodiscard]] std::size_t next(TermId* first, TermId* second, TermId* third, std::size_t capacity);
  // Goes on at the first key of the opened range that is >= prefix + (a, b): skipping for merge joins.
  void skip_to(TermId a, TermId b = kUnbound);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

class ClaimCursor {
 public:
  ClaimCursor(const class Snapshot& snapshot, ClaimOrder order);
  ClaimCursor(ClaimCursor&&) noexcept;
  ClaimCursor& operator=(ClaimCursor&&) noexcept;
  ~ClaimCursor();
  void open(std::span<const TermId> prefix);  // 0 to 4 ids
  [[nodiscard]] std::size_t next(TermId* first, TermId* second, TermId* third, TermId* claim,
                                 std::size_t capacity);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// What the store holds at one commit (or inside an Update, with its own writes).
class Snapshot {
 public:
  explicit Snapshot(std::shared_ptr<SnapshotState> state);
  Snapshot(Snapshot&&) noexcept;
  Snapshot& operator=(Snapshot&&) noexcept;
  ~Snapshot();

  [[nodiscard]] const Catalog& catalog() const;
  [[nodiscard]] StoreCounts counts() const;

  // Dictionary. term() of an id that is not there is a CorruptionError.
  [[nodiscard]] Term term(TermId id) const;
  [[nodiscard]] std::optional<TermId> find(const Term& term) const;

  // How a person reads an id: `nvidia`, `chip`, `c_1f3a…`, `<https://…>`.
  [[nodiscard]] std::string display_name(TermId id) const;

  // Triples.
  [[nodiscard]] bool contains(const Triple& triple) const;
  // How its object was written; empty: as its value is.
  [[nodiscard]] std::vector<TermId> spellings(const Triple& triple) const;
  [[nodiscard]] RelationStatistics statistics(TermId relation) const;
  // Exact up to `cap` (then cap): keys that begin with prefix.
  [[nodiscard]] std::uint64_t count(Order order, std::span<const TermId> prefix,
                                    std::uint64_t cap) const;
  [[nodiscard]] std::uint64_t count(ClaimOrder order, std::span<const TermId> prefix,
                                    std::uint64_t cap) const;

  // Claims.
  [[nodiscard]] std::optional<ClaimRecord> claim(TermId id) const;
  // By name or an unambiguous beginning of it of at least 4 characters after `c_`.
  [[nodiscard]] std::optional<TermId> claim_named(std::string_view name) const;

  // Names: exact folded match; folded prefix match (completion); everything, for did-you-mean.
  [[nodiscard]] std::vector<NameMatch> named(std::string_view folded) const;
  [[nodiscard]] std::vector<NameMatch> names_with_prefix(std::string_view folded,
                                                         std::size_t limit) const;
  void each_name(const std::function<bool(const NameMatch&)>& visit) const;  // false stops

  // Full text: entities (or sources) whose labels, aliases, titles or text values hold a word that
  // begins with `folded_word`.
  [[nodiscard]] std::vector<TermId> with_word(std::string_view folded_word) const;

  [[nodiscard]] const std::shared_ptr<SnapshotState>& state() const { return state_; }

 private:
  std::shared_ptr<SnapshotState> state_;
};

// One write transaction. Additions are buffered in runs, sorted and merged at commit (or view()).
class Update {
 public:
  explicit Update(std::shared_ptr<UpdateState> state);
  Update(Update&&) noexcept;
  Update& operator=(Update&&) noexcept;
  ~Update();  // rolls back unless committed

  // The store with this update's own additions.
  [[nodiscard]] Snapshot view();

  // Term → id, new ids given as needed. List and unbound terms are refused (invariant).
  [[nodiscard]] TermId intern(const Term& term);

  // A store's own or plainly loaded triple (kinds, labels, fields): in the default graph, no claim.
  void add_triple(const Triple& triple);
  // Takes back what add_triple said; the triple stays while a claim says it. False: add_triple had not.
  bool remove_triple(const Triple& triple);
  // A triple whose object was written otherwise than we write its value: `"042"^^xsd:integer` has
  // the id of 42. `spelling`: the id of the literal as it was written, or the object's own where
  // both were. Goes with the triple.
  void add_spelling(const Triple& triple, TermId spelling);
  // The claim, its qualifiers and (unless denied or alternative) its triple, both ways round if symmetric.
  // nullopt: an equal claim is there already. One that is retracted is said again, as the claim it was.
  std::optional<TermId> add_claim(const NewClaim& claim);
  // Out of the current graph, still in the claim tables. False: no such claim, or already retracted.
  // At no known time; now (what this same update says again or retracts again is as if neither had
  // been); at a given date.
  bool retract_claim(TermId claim);
  bool retract_claim_now(TermId claim);
  bool retract_claim(TermId claim, TermId when);

  void add_name(NameSpace space, TermId id, std::string_view name, bool label);
  bool remove_name(NameSpace space, TermId id, std::string_view name);  // false: it was not there
  void add_words(TermId id, std::string_view text);

  // Catalog changes; replaces an entry of the same id or name. Kinds' `under` changes renew kIsA triples.
  void put(KindInfo kind);
  void put(RelationInfo relation);
  void put(UnitInfo unit);
  void put_prefix(std::string prefix, std::string iri);
  void add_source(TermId source);

  // By this update so far, exactly (so it flushes: ask at the end, also after commit).
  [[nodiscard]] StoreCounts added() const;

  void commit();  // durable when it returns (unless the store was opened otherwise)
  void rollback();

  [[nodiscard]] UpdateState& state() { return *state_; }  // private to storage

 private:
  std::shared_ptr<UpdateState> state_;
};

struct OpenOptions {
  bool create = true;       // make a new store where there is none
  bool read_only = false;
  bool durable = true;      // sync at every commit; false: one sync at close (`--fast-load`)
  std::size_t map_bytes = std::size_t{1} << 40U;  // address space reserved; the file grows as needed
  std::size_t run_bytes = std::size_t{256} << 20U;  // memory for sorted runs before they spill
  std::string base{kDefaultBase};  // of a new store
  std::chrono::milliseconds write_wait{60'000};  // how long update() waits for another writer, then E0605
  bool allow_network = false;       // open on NFS or SMB, where locks cannot be trusted (else E0608)
  std::uint32_t hash_bits = 64;     // of a new store's dictionary; fewer only to test collisions
  std::size_t block_bytes = 4080;   // of blocks that are written; fewer only to test splits
};

class Store {
 public:
  // Opens (or makes) the store in the directory `path`.
  [[nodiscard]] static std::unique_ptr<Store> open(const std::filesystem::path& path,
                                                   const OpenOptions& options = {});
  ~Store();

  [[nodiscard]] Snapshot snapshot() const;
  [[nodiscard]] Update update();
  [[nodiscard]] const std::filesystem::path& path() const;

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace vouch::storage
