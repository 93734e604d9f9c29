#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "base/error.hpp"
#include "storage/check.hpp"
#include "storage/claim_state.hpp"
#include "storage/claim_tables.hpp"
#include "storage/display.hpp"
#include "storage/name_tables.hpp"
#include "storage/row.hpp"
#include "storage/snapshot_state.hpp"
#include "storage/statistics.hpp"
#include "storage/term_block.hpp"
#include "storage/term_codec.hpp"
#include "storage/triple_writer.hpp"

namespace vouch::storage {
namespace {

using format::TableName;

std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) out += fmt::format("{:02x}", static_cast<std::uint8_t>(c));
  return out;
}

// Nothing that a terminal would obey.
std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<std::uint8_t>(c);
    out += byte < 0x20 || byte == 0x7F ? fmt::format("\\x{:02x}", byte) : std::string(1, c);
  }
  return out;
}

std::string support_text(std::uint8_t why) {
  namespace support = format::support;
  std::string out;
  for (const auto& [bit, word] : {std::pair{support::kPlain, "plain"},
                                  {support::kClaimed, "claimed"},
                                  {support::kDerived, "derived"},
                                  {support::kQualifier, "qualifier"},
                                  {support::kMirror, "mirror"},
                                  {support::kMerged, "merged"}}) {
    if ((why & bit) != 0) out += (out.empty() ? "" : "+") + std::string(word);
  }
  return out;
}

class Dumper {
 public:
  Dumper(const Snapshot& snapshot, std::ostream& out) : snapshot_(snapshot), out_(out) {}

  void dump(TableName table) {
    SnapshotState& state = *snapshot_.state();
    if (holds_blocks(table)) {
      dump_blocks(table, state.tables().blocks(table));
      return;
    }
    lmdb::Cursor cursor(state.transaction(), state.tables()[table]);
    for (bool more = cursor.first(); more; more = cursor.next()) {
      if (table == TableName::terms) {
        dump_terms(cursor.key(), cursor.value());
      } else {
        out_ << line(table, cursor.key(), cursor.value()) << '\n';
      }
    }
  }

 private:
  [[nodiscard]] std::string name(std::uint64_t bits) const {
    return printable(snapshot_.display_name(TermId::from_bits(bits)));
  }
  [[nodiscard]] std::string header_line(std::string_view value) const {
    const auto decoded = decode_header(value);
    const auto* header = std::get_if<Header>(&decoded);
    if (header == nullptr) return "damaged " + hex(value);
    return fmt::format(
        "format {}, page {} bytes, base <{}>, version {}, catalog version {}, next term {}, next "
        "claim {}, triples {}, claims {}, terms {}, names {}, words {}",
        header->format_version, header->page_bytes, printable(header->base), header->version,
        header->catalog_version, header->next_term, header->next_claim, header->triples.rows,
        header->claims.rows, header->terms.rows, header->names.rows, header->words.rows);
  }
  [[nodiscard]] static bool holds_blocks(TableName table) {
    switch (table) {
      case TableName::term_hashes:
      case TableName::pso:
      case TableName::pos:
      case TableName::sp:
      case TableName::op:
      case TableName::spellings:
      case TableName::spoc:
      case TableName::posc:
      case TableName::ospc: return true;
      default: return false;
    }
  }
  void dump_blocks(TableName table, const BlockTable& blocks) {
    BlockCursor cursor(snapshot_.state()->transaction(), blocks);
    for (bool more = cursor.first_block(); more; more = cursor.next_block()) {
      for (std::size_t i = 0; i < cursor.block().rows(); ++i)
        out_ << block_line(table, cursor.block().row(i, cursor.head()), cursor.block().note(i))
             << '\n';
    }
  }
  [[nodiscard]] std::string block_line(TableName table, const BlockRow& row,
                                       std::uint8_t note) const {
    if (table == TableName::term_hashes) return fmt::format("{:09x} {}", row.a, row.b);
    if (table == TableName::spoc || table == TableName::ospc)
      return fmt::format("{} {} {} {}", name(row.a), name(row.b), name(row.c), name(row.d));
    if (table == TableName::sp || table == TableName::op) return name(row.a) + " " + name(row.b);
    std::string out = fmt::format("{} {} {}", name(row.head), name(row.a), name(row.b));
    if (table == TableName::pso) out += "  " + support_text(note);
    if (table == TableName::spellings || table == TableName::posc) out += " " + name(row.c);
    return out;
  }
  void dump_terms(std::string_view key, std::string_view value) {
    const std::uint64_t first = load_u64(key.data());
    const auto block = TermBlockView::view(value);
    const std::size_t size = block && unseal(value, key) ? block->size() : 0;
    if (size == 0) out_ << first << " damaged " << hex(value) << '\n';
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) {
      const auto term = block->term(i, bytes) ? decode_term(bytes) : std::nullopt;
      out_ << fmt::format("{} {}\n", first + i,
                          term ? printable(display_text(*term, snapshot_.catalog().base))
                               : "damaged " + hex(bytes));
    }
  }
  [[nodiscard]] bool retracted(TermId claim) const {
    const auto state = claim_state(snapshot_, claim);
    return state && state->retracted;
  }
  [[nodiscard]] std::string claim_line(std::string_view key, std::string_view value) const {
    const auto claim = decode_claim(load_u64(key.data()), value);
    if (!claim) return fmt::format("{} damaged {}", load_u64(key.data()), hex(value));
    const ClaimRecord& record = claim->record;
    std::string out =
        fmt::format("{} {}{}{} {} {} {}", printable(record.name), record.denied ? "denied " : "",
                    retracted(record.id) ? "retracted " : "",
                    record.alternative ? "alternative" : "said", name(record.triple.subject.bits()),
                    name(record.triple.relation.bits()), name(record.triple.object.bits()));
    for (const auto& [relation, object] : record.qualifiers) {
      out += fmt::format(", {} {}", name(relation.bits()), name(object.bits()));
    }
    for (const auto& chain : record.said_by) {
      out += ", said_by";
      for (std::size_t i = 0; i < chain.size(); ++i)
        out += (i == 0 ? " " : " > ") + name(chain[i].bits());
    }
    return out;
  }
  [[nodiscard]] std::string line(TableName table, std::string_view key,
                                 std::string_view value) const;

  const Snapshot& snapshot_;
  std::ostream& out_;
};

std::string Dumper::line(TableName table, std::string_view key, std::string_view value) const {
  switch (table) {
    case TableName::header: return header_line(value);
    case TableName::terms:
    case TableName::term_hashes:
    case TableName::pso:
    case TableName::pos:
    case TableName::sp:
    case TableName::op:
    case TableName::spellings:
    case TableName::spoc:
    case TableName::posc:
    case TableName::ospc: return {};  // in blocks
    case TableName::claims: return claim_line(key, value);
    case TableName::claim_names: {
      const auto found = decode_claim_name(key, value);
      return found ? fmt::format("{} {}", printable(found->name), found->number)
                   : "damaged " + hex(key);
    }
    case TableName::claim_flags: {
      const auto row = unseal(value, key);
      return fmt::format("{} {}", load_u64(key.data()) * kClaimsInFlagRow,
                         row ? hex(*row) : "damaged " + hex(value));
    }
    case TableName::names: {
      const auto match = decode_name(key, value);
      if (!match) return "damaged " + hex(key);
      return fmt::format("{} {}{}", printable(match->spelling), name(match->id.bits()),
                         match->label ? "  label" : "");
    }
    case TableName::words: {
      const auto stretch = decode_words(key, value);
      if (!stretch) return "damaged " + hex(key);
      std::string line = printable(stretch->word);
      for (const TermId id : stretch->ids) line += " " + name(id.bits());
      return line;
    }
    case TableName::catalog:
      return fmt::format("{} {}", printable(key.substr(0, 1)), printable(value));
    case TableName::statistics: {
      const auto counts = decode_statistics(value, key);
      if (!counts) return "damaged " + hex(key);
      return fmt::format("{} triples {}, subjects {}, objects {}", name(load_u64(key.data())),
                         counts->triples, counts->subjects, counts->objects);
    }
  }
  return {};
}

}  // namespace

std::vector<std::string> table_names() {
  return {format::kTableNames.begin(), format::kTableNames.end()};
}

void dump(const Snapshot& snapshot, const std::string& table, std::ostream& out) {
  const auto* found = std::ranges::find(format::kTableNames, table);
  if (found == format::kTableNames.end()) {
    throw StorageError("E0609", fmt::format("there is no table `{}`; there are: {}", table,
                                            fmt::join(format::kTableNames, ", ")));
  }
  Dumper(snapshot, out).dump(static_cast<TableName>(found - format::kTableNames.begin()));
}

void dump(const std::filesystem::path& store, const std::string& table, std::ostream& out) {
  OpenOptions options;
  options.read_only = true;
  const auto opened = Store::open(store, options);
  dump(opened->snapshot(), table, out);
}

}  // namespace vouch::storage
