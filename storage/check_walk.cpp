#include "storage/check_walk.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "storage/claim_tables.hpp"
#include "storage/name_tables.hpp"
#include "storage/row.hpp"
#include "storage/statistics.hpp"
#include "storage/term_appender.hpp"
#include "storage/term_codec.hpp"
#include "storage/triple_writer.hpp"
#include "storage/word_table.hpp"

namespace vouch::storage {
namespace {

using format::TableName;

constexpr int kFindingsPerTable = 5;
constexpr std::uint64_t kRowsPerSign = 1U << 18U;
constexpr std::uint64_t kTermsMax = std::uint64_t{1} << 40U;  // more cannot be: a header that lies

using format::name_of;

}  // namespace

CheckWalk::CheckWalk(lmdb::Transaction& transaction, const Tables& tables, Header header,
                     Findings& findings)
    : transaction_(transaction),
      tables_(tables),
      header_(std::move(header)),
      findings_(findings),
      dictionary_(transaction, tables, header_),
      hash_lookup_(transaction, tables.blocks(TableName::term_hashes)),
      lookup_(transaction, tables.blocks(TableName::pso)),
      by_subject_(transaction, tables, ClaimOrder::spoc),
      flags_(transaction, tables) {}

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
  guarded("claims", &CheckWalk::load_merges);
  guarded("claims", &CheckWalk::check_claims);
  guarded("claim_names", &CheckWalk::check_claim_names);
  guarded("claim_flags", &CheckWalk::check_claim_flags);
  guarded("spoc", &CheckWalk::check_claim_orders);
  guarded("pso", &CheckWalk::check_subjects);
  guarded("pos", &CheckWalk::check_objects);
  guarded("sp", &CheckWalk::check_pairs);
  guarded("spellings", &CheckWalk::check_spellings);
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

std::uint8_t CheckWalk::support_in_store(const Triple& triple) {
  return lookup_.note({triple.relation.bits(), triple.subject.bits(), triple.object.bits()});
}

bool CheckWalk::each_block_row(TableName table, const BlockVisit& visit) {
  const BlockTable blocks = tables_.blocks(table);
  std::optional<BlockRow> last;
  bool sound = true;
  each_row(table, BlockKey::bytes_in(blocks.columns),
           [&](std::string_view key, std::string_view value) {
             const auto block = BlockView::view(value, blocks.columns);
             if (!block || !BlockView::sound(value, key) ||
                 block->rows() != BlockKey::rows(key) ||
                 block->row(0, BlockKey::first_row(key).head) != BlockKey::first_row(key)) {
               finding(blocks.name, "a block that cannot be read");
               sound = false;
               return;
             }
             for (std::size_t i = 0; i < block->rows(); ++i) {
               const BlockRow row = block->row(i, BlockKey::first_row(key).head);
               if (last && row <= *last) {
                 finding(blocks.name, "its rows are not in order");
                 sound = false;
               }
               last = row;
               visit(row, block->note(i));
             }
           });
  return sound;
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
  std::uint64_t next = well_known::kFirstFreeIri;
  std::string term;
  each_row(TableName::terms, 8, [&](std::string_view key, std::string_view value) {
    const auto block = TermBlockView::view(value);
    const std::uint64_t first = load_u64(key.data());
    if (!block || !unseal(value, key)) {
      finding("terms", fmt::format("the block from term {} on has a wrong checksum", first));
      return;
    }
    if (first != next) finding("terms", fmt::format("term {} is missing", next));
    next = first + block->size();
    for (std::size_t i = 0; i < block->size(); ++i) {
      if (!block->term(i, term)) term.clear();
      counted.add(term_row_hash(first + i, term));
      check_term(first + i, term);
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
  const std::uint64_t hash = term_hash(identity, header_.hash_bits);
  if (!hash_lookup_.holds({0, stored_hash(hash, header_.hash_bits), payload}))
    finding("terms", fmt::format("term {} is not found by its hash", payload));
}

void CheckWalk::check_term_hashes() {
  std::uint64_t rows = 0;
  std::uint64_t hash = 0;
  std::vector<std::uint64_t> group;  // numbers of one hash
  each_block_row(TableName::term_hashes, [&](const BlockRow& row, std::uint8_t) {
    ++rows;
    if (row.a != hash) {
      check_hash_group(group);
      group.clear();
      hash = row.a;
    }
    if (row.b >= tags_.size() || tags_[row.b] == 0) {
      finding("term_hashes", "an id that stands for no term");
    } else {
      group.push_back(row.b);
    }
  });
  check_hash_group(group);
  if (rows != header_.terms.rows) {
    finding("term_hashes", fmt::format("holds {} rows for {} terms", rows, header_.terms.rows));
  }
}

void CheckWalk::check_hash_group(const std::vector<std::uint64_t>& numbers) {
  if (numbers.size() < 2) return;
  std::set<std::string> identities;
  for (const std::uint64_t number : numbers) {
    std::string identity;
    append_identity(dictionary_.term({static_cast<IdTag>(tags_[number]), number}), identity);
    if (!identities.insert(std::move(identity)).second) {
      finding("term_hashes", fmt::format("term {} has two ids", number));
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
  WordStretch before;
  each_row(TableName::words, 0, [&](std::string_view key, std::string_view value) {
    counted.add(row_hash(key, value));
    auto stretch = decode_words(key, value);
    if (!stretch || encode_words(*stretch).key != key) {
      finding("words", "a word that cannot be read");
      return;
    }
    if (stretch->word == before.word && stretch->ids.front() <= before.ids.back()) {
      finding("words", fmt::format("`{}` has an id twice", stretch->word));
    }
    if (!std::ranges::all_of(stretch->ids, [this](TermId id) { return is_known(id); })) {
      finding("words", fmt::format("`{}` is a word of no term", stretch->word));
    }
    before = std::move(*stretch);
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
