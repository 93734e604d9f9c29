#include "storage/check_walk.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "storage/claim_tables.hpp"
#include "storage/name_tables.hpp"
#include "storage/row.hpp"
#include "storage/statistics.hpp"
#include "storage/term_codec.hpp"
#include "storage/triple_writer.hpp"

namespace vouch::storage {
namespace {

using format::TableName;

constexpr int kFindingsPerTable = 5;
constexpr std::uint64_t kRowsPerSign = 1U << 18U;
constexpr std::uint64_t kTermsMax = std::uint64_t{1} << 40U;  // more cannot be: a header that lies

std::string_view name_of(TableName table) {
  return format::kTableNames[format::index_of(table)];
}

}  // namespace

CheckWalk::CheckWalk(lmdb::Transaction& transaction, const Tables& tables, Header header,
                     Findings& findings)
    : transaction_(transaction),
      tables_(tables),
      header_(std::move(header)),
      findings_(findings),
      dictionary_(transaction, tables, header_) {}

void CheckWalk::run() {
  const auto guarded = [this](std::string_view table, void (CheckWalk::*part)()) {
    findings_.progress(table);
    try {
      (this->*part)();
    } catch (const Error& error) {
      finding(table, error.what());
    }
  };
  guarded("catalog", &CheckWalk::check_catalog);
  guarded("terms", &CheckWalk::check_terms);
  guarded("term_hashes", &CheckWalk::check_term_hashes);
  guarded("claims", &CheckWalk::check_claims);
  guarded("claim_names", &CheckWalk::check_claim_names);
  guarded("spoc", &CheckWalk::check_claim_orders);
  guarded("spo", &CheckWalk::check_spo);
  guarded("pso", &CheckWalk::check_other_orders);
  guarded("statistics", &CheckWalk::check_statistics);
  guarded("names", &CheckWalk::check_names);
  guarded("words", &CheckWalk::check_words);
}

void CheckWalk::finding(std::string_view table, const std::string& what) {
  const int told = ++told_[std::string(table)];
  if (told < kFindingsPerTable) {
    findings_.add(fmt::format("table {}: {}", table, what));
  } else if (told == kFindingsPerTable) {
    findings_.add(fmt::format("table {}: more of this kind is not listed", table));
  }
}

void CheckWalk::compare(std::string_view table, const TableSum& counted, const TableSum& promised) {
  if (counted.rows != promised.rows) {
    finding(table, fmt::format("holds {} rows, the header says {}", counted.rows, promised.rows));
  } else if (counted.sum != promised.sum) {
    finding(table, "holds as many rows as the header says, but not the same ones");
  }
}

bool CheckWalk::each_row(TableName table, std::size_t key_bytes, const RowVisit& visit) {
  const std::string_view name = name_of(table);
  const std::uint64_t promised = transaction_.rows(tables_[table]);
  lmdb::Cursor cursor(transaction_, tables_[table]);
  std::string last;
  std::uint64_t rows = 0;
  for (bool more = cursor.first(); more; more = cursor.next()) {
    const std::string_view key = cursor.key();
    if (rows % kRowsPerSign == 0) findings_.progress(name);
    if (rows > 0 && key <= last) {
      finding(name, "its keys are not in order");
      return false;
    }
    if (++rows > promised) {
      finding(name, "goes on beyond its own count");
      return false;
    }
    if (key_bytes != 0 && key.size() != key_bytes) {
      finding(name, "holds a key of the wrong size");
      return false;
    }
    last.assign(key);
    visit(key, cursor.value());
  }
  if (rows != promised) finding(name, "ends before its own count");
  return rows == promised;
}

bool CheckWalk::is_known(TermId id) const {
  if (is_inline(id.tag())) return id.tag() == IdTag::integer || inline_term(id).has_value();
  if (id.tag() == IdTag::claim) return id.payload() > 0 && id.payload() < header_.next_claim;
  if (!in_dictionary(id.tag())) return false;
  if (id.payload() < well_known::kFirstFreeIri) return well_known::find(id) != nullptr;
  return id.payload() < tags_.size() && tags_[id.payload()] == static_cast<std::uint8_t>(id.tag());
}

std::uint8_t CheckWalk::support_in_store(const Triple& triple) const {
  const auto key =
      format::id_key<3>({triple.subject.bits(), triple.relation.bits(), triple.object.bits()});
  const auto value = transaction_.get(tables_[TableName::spo], key.view());
  return value ? support_of(*value) : 0;
}

// ── the dictionary ──────────────────────────────────────────────────────────────────────────────

void CheckWalk::check_terms() {
  if (header_.next_term > kTermsMax || header_.next_term < well_known::kFirstFreeIri) {
    finding("terms", "the header's next id cannot be");
    return;
  }
  if (header_.terms.rows != header_.next_term - well_known::kFirstFreeIri) {
    finding("terms", "the header's count and its next id do not go together");
    return;
  }
  tags_.assign(header_.next_term, 0);
  TableSum counted;
  each_row(TableName::terms, 8, [&](std::string_view key, std::string_view value) {
    counted.add(row_hash(key, value));
    const std::uint64_t payload = load_u64(key.data());
    const auto bytes = unseal(value, key);
    if (!bytes) {
      finding("terms", fmt::format("term {} has a wrong checksum", payload));
    } else {
      check_term(payload, *bytes);
    }
  });
  compare("terms", counted, header_.terms);
}

void CheckWalk::check_term(std::uint64_t payload, std::string_view bytes) {
  if (payload < well_known::kFirstFreeIri || payload >= header_.next_term) {
    finding("terms", fmt::format("term {} is not an id that was given", payload));
    return;
  }
  const auto term = decode_term(bytes);
  if (!term || encode_term(*term) != bytes) {
    finding("terms", fmt::format("term {} cannot be read", payload));
    return;
  }
  tags_[payload] = static_cast<std::uint8_t>(bytes[0]);
  if (id_without_dictionary(*term, header_)) {
    finding("terms", fmt::format("term {} has an id that needs no row", payload));
  }
  std::string identity;
  append_identity(*term, identity);
  const TermId id{static_cast<IdTag>(tags_[payload]), payload};
  const auto key = format::id_key<2>({term_hash(identity, header_.hash_bits), id.bits()});
  if (!transaction_.get(tables_[TableName::term_hashes], key.view())) {
    finding("terms", fmt::format("term {} is not found by its hash", payload));
  }
}

void CheckWalk::check_term_hashes() {
  std::uint64_t rows = 0;
  std::uint64_t hash = 0;
  std::vector<TermId> group;  // ids of one hash
  each_row(TableName::term_hashes, 16, [&](std::string_view key, std::string_view) {
    ++rows;
    if (load_u64(key.data()) != hash) {
      check_hash_group(group);
      group.clear();
      hash = load_u64(key.data());
    }
    group.push_back(TermId::from_bits(load_u64(key.data() + 8)));
    if (!is_known(group.back())) finding("term_hashes", "an id that stands for no term");
  });
  check_hash_group(group);
  if (rows != header_.terms.rows) {
    finding("term_hashes", fmt::format("holds {} rows for {} terms", rows, header_.terms.rows));
  }
}

void CheckWalk::check_hash_group(const std::vector<TermId>& ids) {
  if (ids.size() < 2) return;
  std::set<std::string> identities;
  for (const TermId id : ids) {
    std::string identity;
    append_identity(dictionary_.term(id), identity);
    if (!identities.insert(std::move(identity)).second) {
      finding("term_hashes", fmt::format("term {} has two ids", id.payload()));
    }
  }
}

// ── names, words, catalog ───────────────────────────────────────────────────────────────────────

void CheckWalk::check_names() {
  TableSum counted;
  each_row(TableName::names, 0, [&](std::string_view key, std::string_view value) {
    counted.add(row_hash(key, value));
    const auto match = decode_name(key, value);
    if (!match || name_key(match->spelling, match->space, match->id) != key) {
      finding("names", "a name that cannot be read");
    } else if (!is_known(match->id)) {
      finding("names", fmt::format("`{}` is the name of no term", match->spelling));
    }
  });
  compare("names", counted, header_.names);
}

void CheckWalk::check_words() {
  TableSum counted;
  each_row(TableName::words, 0, [&](std::string_view key, std::string_view value) {
    counted.add(row_hash(key, value));
    const auto word = decode_word(key, value);
    if (!word || word_key(word->first, word->second) != key) {
      finding("words", "a word that cannot be read");
    } else if (!is_known(word->second)) {
      finding("words", fmt::format("`{}` is a word of no term", word->first));
    }
  });
  compare("words", counted, header_.words);
}

void CheckWalk::check_catalog() {
  TableSum counted;
  each_row(TableName::catalog, 5, [&](std::string_view key, std::string_view value) {
    counted.add(row_hash(key, value));
  });
  compare("catalog", counted, header_.catalog);
  catalog_ = load_catalog(transaction_, tables_, header_.base);
}

}  // namespace vouch::storage
