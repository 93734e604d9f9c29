#include "storage/update_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/error.hpp"
#include "base/invariant.hpp"
#include "storage/checksum.hpp"
#include "storage/claim_content.hpp"
#include "storage/display.hpp"
#include "storage/snapshot_state.hpp"
#include "storage/term_codec.hpp"
#include "storage/well_known.hpp"

namespace vouch::storage {
namespace {

constexpr std::size_t kHashCacheSlots = 4096;  // a power of two
constexpr std::size_t kNamesShareMax = std::size_t{16} << 20U;

bool all_storable(const ClaimRecord& record) {
  const auto pairs = qualifier_pairs(record);
  return is_storable(record.triple.subject) && is_storable(record.triple.relation) &&
         is_storable(record.triple.object) && std::ranges::all_of(pairs, [](const auto& pair) {
           return is_storable(pair.first) && is_storable(pair.second);
         });
}

// LMDB gives a page to another use two commits after the one that set it free, not one. What took
// much away (or rewrote much) is followed by a commit of the same header, so that the file does not
// grow by as much again when things come back.
void let_freed_pages_age(SharedStore& store) {
  constexpr std::uint64_t kOfAllPages = 32;
  constexpr std::uint64_t kFewest = 64;
  std::string header;
  {
    const lmdb::Transaction newest(*store.environment, lmdb::Access::read);
    const std::uint64_t freed = newest.pages_freed_last();
    if (freed < kFewest || freed < store.environment->pages() / kOfAllPages) return;
    const auto bytes = newest.get(store.tables[format::TableName::header], format::kHeaderKey);
    if (!bytes) return;  // whoever reads it next says so
    header = *bytes;
  }
  lmdb::Transaction nothing_new(*store.environment, lmdb::Access::write);
  nothing_new.put(store.tables[format::TableName::header], format::kHeaderKey, header);
  nothing_new.commit();
}

std::shared_ptr<lmdb::Transaction> begin_writing(SharedStore& store) {
  store.environment->drop_stale_readers();
  let_freed_pages_age(store);
  return std::make_shared<lmdb::Transaction>(*store.environment, lmdb::Access::write);
}

}  // namespace

// Of the memory for runs, half is for triples, a quarter for the dictionary, an eighth for claims.
UpdateState::UpdateState(std::shared_ptr<SharedStore> store)
    : store_(std::move(store)),
      lock_(std::make_unique<WriterLock>(store_->path, store_->options.write_wait)),
      transaction_(begin_writing(*store_)),
      before_(read_header(*transaction_, store_->tables)),
      header_(before_),
      interner_(*transaction_, store_->tables, header_, store_->options.run_bytes / 4),
      triples_(*transaction_, store_->tables, header_, store_->path.string(),
               store_->options.run_bytes / 2),
      claims_(*transaction_, store_->tables, header_, store_->path.string(),
              store_->options.run_bytes / 8),
      history_(triples_, interner_),
      names_(*transaction_, store_->tables, header_,
             std::min(store_->options.run_bytes / 8, kNamesShareMax)),
      catalog_(*transaction_, store_->tables, header_.catalog,
               catalog_of(*store_, *transaction_, header_)),
      graph_(triples_, catalog_),
      plain_(triples_, graph_) {
  load_canonical();
  load_former_ids();
}

UpdateState& UpdateState::checked() {
  invariant(live(), "use of an update that has ended");
  invariant(!failed_, "use of an update after a failed write");
  return *this;
}

void UpdateState::flush() {
  checked();
  failed_ = true;  // until it is done
  history_.flush();
  flush_tables();
}

// All but the times of retractions, which may yet be undone.
void UpdateState::flush_tables() {
  failed_ = true;
  interner_.flush();
  names_.flush();
  flush_triples_and_claims();
  if (relink_) relink();
  if (catalog_.changed() && !catalog_counted_) {
    ++header_.catalog_version;
    catalog_counted_ = true;
  }
  failed_ = false;
}

// What is taken away waits on: so many retractions cost one pass.
void UpdateState::flush_additions() {
  if (triples_.pending() || claims_.pending() || graph_.needs_renewal()) flush_tables();
}

void UpdateState::flush_triples_and_claims() {
  claims_.flush();
  triples_.flush();
  if (!graph_.needs_renewal()) return;
  graph_.renew();
  triples_.flush();
}

Snapshot UpdateState::view() {
  flush();
  return Snapshot(
      std::make_shared<SnapshotState>(store_, transaction_, header_, catalog_.publish()));
}

// ── claims ──────────────────────────────────────────────────────────────────────────────────────

bool UpdateState::is_time_of_loading(TermId known, std::int64_t loaded_at) {
  if (known.tag() != IdTag::long_date) return false;
  const Term term = interner_.term(known);
  const auto* date = term.as<Date>();
  return date != nullptr && !date->range && !date->approximate && date->from &&
         date->from->precision == Precision::instant && date->from->begin == loaded_at;
}

StoredClaim UpdateState::normalised(const NewClaim& claim) {
  StoredClaim stored;
  stored.record.name = claim.name;
  stored.record.triple = claim.triple;
  stored.record.denied = claim.denied;
  stored.record.alternative = claim.alternative;  // or a qualifier of that name, below
  stored.record.loaded_at = claim.loaded_at;
  stored.record.qualifiers = claim.qualifiers;
  stored.record.said_by = claim.said_by;
  stored.known_from_load = claim.known_from_load;
  for (const auto& [relation, value] : claim.qualifiers) {
    if (relation == well_known::kAlternative) stored.record.alternative = true;
    if (relation == well_known::kKnown && is_time_of_loading(value, claim.loaded_at)) {
      stored.known_from_load = true;
    }
  }
  return stored;
}

// The same in every store: of the term itself, or of the claim's name.
std::uint64_t UpdateState::stable_hash(TermId id) {
  if (hashes_.empty()) hashes_.resize(kHashCacheSlots);
  HashOf& slot = hashes_[std::hash<TermId>{}(id) & (kHashCacheSlots - 1)];
  if (slot.id == id) return slot.hash;
  std::uint64_t hash = hash64(format::number_key(id.bits()).view());
  if (id.tag() == IdTag::claim) {
    const auto claim = read_claim(*transaction_, store_->tables, id.payload());
    invariant(claim.has_value(), "a claim speaks of one that is not in the store");
    hash = hash64(claim->record.name);
  } else if (in_dictionary(id.tag()) && well_known::find(id) == nullptr) {
    const auto former = former_hashes_.find(id);
    hash = former == former_hashes_.end() ? interner_.identity_hash(id) : former->second;
  }
  slot = {id, hash};
  return hash;
}

std::string UpdateState::describe(const StoredClaim& claim) {
  const auto name_of = [&](TermId id) {
    if (id.tag() == IdTag::claim) {
      const auto other = read_claim(*transaction_, store_->tables, id.payload());
      return other ? other->record.name : std::string("?");
    }
    return display_text(interner_.term(id), header_.base);
  };
  std::string text = claim.record.denied ? "deny " : "";
  text += fmt::format("{} {} {}", name_of(claim.record.triple.subject),
                      name_of(claim.record.triple.relation), name_of(claim.record.triple.object));
  for (const auto& [relation, value] : claim.record.qualifiers) {
    text += fmt::format(", {} {}", name_of(relation), name_of(value));
  }
  return text;
}

std::optional<TermId> UpdateState::settle_name(StoredClaim& claim) {
  std::string& name = claim.record.name;
  const bool given = !name.empty();
  std::string content;
  if (!given) content = content_bytes(claim, [this](TermId id) { return stable_hash(id); });
  for (unsigned attempt = 0;; ++attempt) {
    if (!given) name = generated_name(content, attempt);
    const auto number = claim_of_name(*transaction_, store_->tables, name);
    if (!number) return std::nullopt;
    const auto other = read_claim(*transaction_, store_->tables, *number);
    if (other && same_content(*other, claim)) return other->record.id;
    if (given) {
      throw StorageError(
          "E0612", fmt::format("the claim {} is already there and says something else: stored is "
                               "`{}`, given was `{}`",
                               name, other ? describe(*other) : "?", describe(claim)));
    }
  }
}

std::optional<TermId> UpdateState::add_claim(const NewClaim& claim) {
  StoredClaim stored = normalised(claim);
  invariant(all_storable(stored.record), "a claim of unbound or computed terms");
  const bool has_history = !claim.retracted_at.empty() || !claim.restored_at.empty();
  if (const auto equal = settle_name(stored)) {
    if (has_history) settle_history(*equal, claim);
    if (has_history || !is_retracted(*equal)) return std::nullopt;
    say_again(*equal);
    history_.restore_now(*equal);
    return equal;
  }
  const auto times = [](const std::vector<TermId>& of) {
    return std::set<TermId>(of.begin(), of.end()).size();
  };
  ClaimRecord& record = stored.record;
  record.retracted = times(claim.retracted_at) > times(claim.restored_at);
  if (record.triple.relation == well_known::kMergedInto && !record.retracted) check_merge(record);
  record.id = claims_.add(stored, canonical_.image(record.triple));
  if (!record.retracted) say(record);
  if (has_history) history_.join(record.id, claim.retracted_at, claim.restored_at);
  return record.id;
}

void UpdateState::say(const ClaimRecord& record) {
  if (record.triple.relation == well_known::kMergedInto) note_merge(record);
  say_under_canonical(record);
}

void UpdateState::say_under_canonical(const ClaimRecord& record) {
  const bool merge = record.triple.relation == well_known::kMergedInto;
  if (!merge && !record.denied && !record.alternative) {
    graph_.say(canonical_.image(record.triple), format::support::kClaimed);
  }
  for (const auto& [relation, value] : qualifier_pairs(record)) {
    triples_.add({record.id, relation, canonical_.of(value)}, format::support::kQualifier);
  }
}

bool UpdateState::remove_triple(const Triple& triple) {
  flush_additions();
  if (triple.relation == well_known::kFormerId) {
    former_hashes_.erase(triple.subject);
    hashes_.clear();
  }
  return plain_.unsay(canonical_, triple);
}

// ── the end ─────────────────────────────────────────────────────────────────────────────────────

StoreCounts UpdateState::added() {
  if (!live()) return added_;
  flush();
  StoreCounts counts;
  counts.triples = triples_.added();
  counts.claims = header_.next_claim - before_.next_claim;
  counts.terms = interner_.added();
  counts.names = header_.names.rows - before_.names.rows;
  counts.version = header_.version;
  counts.changed_at = header_.changed_at;
  return counts;
}

void UpdateState::commit() {
  added_ = added();
  if (header_ == before_) {
    rollback();
    return;
  }
  ++header_.version;
  header_.changed_at = now_microseconds();
  added_.version = header_.version;
  added_.changed_at = header_.changed_at;
  failed_ = true;
  transaction_->put(store_->tables[format::TableName::header], format::kHeaderKey,
                    encode_header(header_));
  const auto catalog = catalog_.publish();
  transaction_->commit();
  store_->catalogs.keep(header_.catalog_version, catalog);
  failed_ = false;
  lock_.reset();
}

void UpdateState::rollback() {
  transaction_->abort();
  lock_.reset();
}

}  // namespace vouch::storage
