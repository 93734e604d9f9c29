#include "storage/catalog_store.hpp"

#include <algorithm>
#include <utility>

#include "base/bytes.hpp"
#include "storage/builtin_catalog.hpp"
#include "storage/catalog_codec.hpp"
#include "storage/lmdb/cursor.hpp"
#include "storage/row.hpp"

namespace vouch::storage {
namespace {

constexpr char kKindSection = 'K';
constexpr char kPrefixSection = 'P';
constexpr char kRelationSection = 'R';
constexpr char kSourceSection = 'S';
constexpr char kUnitSection = 'U';
constexpr std::size_t kKeyBytes = 5;
constexpr std::int64_t kNotStored = -1;

std::string entry_key(char section, std::int64_t ordinal) {
  std::string key(1, section);
  append_u32(key, static_cast<std::uint32_t>(ordinal));
  return key;
}

// The place of an entry of the same id, else of the same name, else the end.
template <typename Entries, typename Entry>
std::size_t place_for(const Entries& entries, const Entry& entry) {
  const auto by_id = std::ranges::find(entries, entry.id, &Entry::id);
  if (by_id != entries.end()) return static_cast<std::size_t>(by_id - entries.begin());
  return static_cast<std::size_t>(std::ranges::find(entries, entry.name, &Entry::name) -
                                  entries.begin());
}

std::int64_t next_ordinal(const std::vector<std::int64_t>& rows) {
  return rows.empty() ? 0 : std::max<std::int64_t>(*std::ranges::max_element(rows) + 1, 0);
}

// Puts the entry at its place; gives its ordinal.
template <typename Entry>
std::int64_t place(std::vector<Entry>& entries, std::vector<std::int64_t>& rows, std::size_t at,
                   Entry entry, std::int64_t ordinal) {
  if (at < entries.size()) {
    entries[at] = std::move(entry);
    rows[at] = ordinal;
  } else {
    entries.push_back(std::move(entry));
    rows.push_back(ordinal);
  }
  return ordinal;
}

template <typename Entry>
void load_entry(std::vector<Entry>& entries, std::vector<std::int64_t>& rows,
                std::optional<Entry> entry, std::int64_t ordinal) {
  if (!entry) raise_damaged("catalog", "an entry that cannot be read");
  const std::size_t at = std::min(
      entries.size(), static_cast<std::size_t>(std::ranges::find(entries, entry->id, &Entry::id) -
                                               entries.begin()));
  place(entries, rows, at, std::move(*entry), ordinal);
}

void load_row(StoredCatalog& into, char section, std::int64_t ordinal, std::string_view body) {
  Catalog& catalog = into.catalog;
  if (section == kKindSection) {
    load_entry(catalog.kinds, into.kind_rows, decode_kind(body), ordinal);
  } else if (section == kRelationSection) {
    load_entry(catalog.relations, into.relation_rows, decode_relation(body), ordinal);
  } else if (section == kUnitSection) {
    auto unit = decode_unit(body);
    if (!unit) raise_damaged("catalog", "a unit that cannot be read");
    place(catalog.units, into.unit_rows, catalog.units.size(), std::move(*unit), ordinal);
  } else if (section == kPrefixSection) {
    ByteReader in(body);
    const std::string prefix(in.text());
    catalog.prefixes[prefix] = in.text();
    into.prefix_rows[prefix] = ordinal;
  } else if (section == kSourceSection) {
    ByteReader in(body);
    catalog.sources.push_back(TermId::from_bits(in.u64()));
    into.source_rows = ordinal + 1;
  } else {
    raise_damaged("catalog", "an entry of no known section");
  }
}

}  // namespace

std::shared_ptr<const StoredCatalog> load_catalog(const lmdb::Transaction& transaction,
                                                  const Tables& tables, const std::string& base) {
  auto loaded = std::make_shared<StoredCatalog>();
  loaded->catalog = builtin_catalog();
  loaded->catalog.base = base;
  loaded->kind_rows.assign(loaded->catalog.kinds.size(), kNotStored);
  loaded->relation_rows.assign(loaded->catalog.relations.size(), kNotStored);
  lmdb::Cursor cursor(const_cast<lmdb::Transaction&>(transaction),
                      tables[format::TableName::catalog]);
  for (bool more = cursor.first(); more; more = cursor.next()) {
    if (cursor.key().size() != kKeyBytes) raise_damaged("catalog", "a key of the wrong size");
    ByteReader ordinal(cursor.key().substr(1));
    load_row(*loaded, cursor.key()[0], ordinal.u32(),
             unsealed(cursor.value(), cursor.key(), "catalog"));
  }
  loaded->catalog.index();
  return loaded;
}

CatalogEditor::CatalogEditor(lmdb::Transaction& transaction, const Tables& tables, TableSum& sum,
                             std::shared_ptr<const StoredCatalog> committed)
    : transaction_(transaction),
      table_(tables[format::TableName::catalog]),
      sum_(sum),
      committed_(std::move(committed)) {}

const Catalog& CatalogEditor::current() {
  if (!edited_) return committed_->catalog;
  if (stale_index_) edited_->catalog.index();
  stale_index_ = false;
  return edited_->catalog;
}

StoredCatalog& CatalogEditor::editable() {
  changed_ = true;
  if (!edited_) {
    edited_ = std::make_unique<StoredCatalog>(*committed_);
    sources_.clear();
    sources_.insert(edited_->catalog.sources.begin(), edited_->catalog.sources.end());
  }
  return *edited_;
}

void CatalogEditor::write(char section, std::int64_t ordinal, std::string value) {
  const std::string key = entry_key(section, ordinal);
  seal(value, key);
  put_row(transaction_, table_, sum_, key, value);
}

bool CatalogEditor::put(KindInfo kind) {
  const KindInfo* before = current().kind(kind.id);
  if (before != nullptr && !before->builtin && encode_kind(*before) == encode_kind(kind))
    return false;
  StoredCatalog& edited = editable();
  const std::size_t at = place_for(edited.catalog.kinds, kind);
  const bool stored = at < edited.kind_rows.size() && edited.kind_rows[at] != kNotStored;
  const std::int64_t ordinal = stored ? edited.kind_rows[at] : next_ordinal(edited.kind_rows);
  write(kKindSection, ordinal, encode_kind(kind));
  place(edited.catalog.kinds, edited.kind_rows, at, std::move(kind), ordinal);
  edited.catalog.index();
  return true;
}

bool CatalogEditor::put(RelationInfo relation) {
  const RelationInfo* before = current().relation(relation.id);
  if (before != nullptr && !before->builtin &&
      encode_relation(*before) == encode_relation(relation))
    return false;
  StoredCatalog& edited = editable();
  const std::size_t at = place_for(edited.catalog.relations, relation);
  const bool stored = at < edited.relation_rows.size() && edited.relation_rows[at] != kNotStored;
  const std::int64_t ordinal =
      stored ? edited.relation_rows[at] : next_ordinal(edited.relation_rows);
  write(kRelationSection, ordinal, encode_relation(relation));
  place(edited.catalog.relations, edited.relation_rows, at, std::move(relation), ordinal);
  edited.catalog.index();
  return true;
}

bool CatalogEditor::put(UnitInfo unit) {
  const UnitInfo* before = current().unit(unit.name);
  if (before != nullptr && encode_unit(*before) == encode_unit(unit)) return false;
  StoredCatalog& edited = editable();
  auto& units = edited.catalog.units;
  const auto at = static_cast<std::size_t>(std::ranges::find(units, unit.name, &UnitInfo::name) -
                                           units.begin());
  const std::int64_t ordinal =
      at < units.size() ? edited.unit_rows[at] : next_ordinal(edited.unit_rows);
  write(kUnitSection, ordinal, encode_unit(unit));
  place(units, edited.unit_rows, at, std::move(unit), ordinal);
  edited.catalog.index();
  return true;
}

bool CatalogEditor::put_prefix(std::string prefix, std::string iri) {
  const auto before = current().prefixes.find(prefix);
  if (before != current().prefixes.end() && before->second == iri) return false;
  StoredCatalog& edited = editable();
  std::int64_t next = 0;
  for (const auto& [name, row] : edited.prefix_rows) next = std::max(next, row + 1);
  const auto [row, fresh] = edited.prefix_rows.emplace(prefix, next);
  std::string value;
  append_text(value, prefix);
  append_text(value, iri);
  write(kPrefixSection, row->second, std::move(value));
  edited.catalog.prefixes[std::move(prefix)] = std::move(iri);
  return true;
}

bool CatalogEditor::add_source(TermId source) {
  if (edited_ ? sources_.contains(source) : committed_->catalog.is_source(source)) return false;
  StoredCatalog& edited = editable();
  sources_.insert(source);
  std::string value;
  append_u64(value, source.bits());
  write(kSourceSection, edited.source_rows++, std::move(value));
  edited.catalog.sources.push_back(source);
  stale_index_ = true;
  return true;
}

std::shared_ptr<const StoredCatalog> CatalogEditor::publish() {
  if (edited_) {
    (void)current();
    committed_ = std::move(edited_);
  }
  return committed_;
}

}  // namespace vouch::storage
