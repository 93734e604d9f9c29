#include "storage/name_tables.hpp"

#include <algorithm>

#include "base/unicode.hpp"
#include "storage/lmdb/cursor.hpp"
#include "storage/row.hpp"
#include "storage/text_key.hpp"

namespace vouch::storage {
namespace {

using format::TableName;

constexpr std::uint8_t kLabelFlag = 1;
constexpr std::size_t kIdBytes = 8;
constexpr std::size_t kNameTail = 1 + 1 + kIdBytes;  // 0, name space, id
constexpr std::size_t kShortenedText = format::kKeyTextBytes + 8;

TermId id_at_end(std::string_view key) {
  return TermId::from_bits(load_u64(key.data() + key.size() - kIdBytes));
}

// The text before the tail; nothing when the key has no such shape.
std::optional<std::string_view> key_text(std::string_view key, std::size_t tail) {
  if (key.size() < tail || key[key.size() - tail] != '\0') return std::nullopt;
  return key.substr(0, key.size() - tail);
}

std::string name_value(std::string_view whole, bool label) {
  std::string value;
  append_u8(value, label ? kLabelFlag : 0);
  value += whole;
  return value;
}

}  // namespace

std::string name_key(std::string_view folded, NameSpace space, TermId id) {
  std::string key = text_key(folded);
  append_u8(key, 0);
  append_u8(key, static_cast<std::uint8_t>(space));
  append_u64(key, id.bits());
  return key;
}

std::optional<NameMatch> decode_name(std::string_view key, std::string_view value) {
  const auto text = key_text(key, kNameTail);
  const auto body = unseal(value, key);
  if (!text || !body || body->empty()) return std::nullopt;
  const auto space = static_cast<std::uint8_t>(key[key.size() - kIdBytes - 1]);
  if (space > static_cast<std::uint8_t>(NameSpace::relation)) return std::nullopt;
  NameMatch match;
  match.id = id_at_end(key);
  match.space = static_cast<NameSpace>(space);
  match.label = (static_cast<std::uint8_t>((*body)[0]) & kLabelFlag) != 0;
  match.spelling = text->size() == kShortenedText ? body->substr(1) : *text;
  return match;
}

void each_name(lmdb::Transaction& transaction, const Tables& tables, std::string_view prefix,
               bool whole, const std::function<bool(const NameMatch&)>& visit) {
  const std::string_view start = prefix.substr(0, format::kKeyTextBytes);
  std::string from(start);
  if (whole) from = text_key(prefix) + '\0';
  lmdb::Cursor cursor(transaction, tables[TableName::names]);
  for (bool more = cursor.seek(from); more && cursor.key().starts_with(from);
       more = cursor.next()) {
    const auto match = decode_name(cursor.key(), cursor.value());
    if (!match) raise_damaged("names", "a name that cannot be read");
    if (whole ? match->spelling != prefix : !match->spelling.starts_with(prefix)) continue;
    if (!visit(*match)) return;
  }
}

void NameWriter::add_name(NameSpace space, TermId id, std::string_view name, bool label) {
  const std::string folded = unicode::fold(name);
  Row row{name_key(folded, space, id), is_shortened(folded) ? folded : std::string(), label};
  bytes_ += sizeof(Row) + row.key.size() + row.text.size();
  names_.push_back(std::move(row));
  if (bytes_ > budget_bytes_) write_names();
}

bool NameWriter::remove_name(NameSpace space, TermId id, std::string_view name) {
  flush();
  return erase_row(transaction_, tables_[TableName::names], header_.names,
                   name_key(unicode::fold(name), space, id));
}

void NameWriter::flush() {
  write_names();
  words_.flush();
}

void NameWriter::write_names() {
  std::ranges::sort(names_, {}, &Row::key);
  for (const Row& row : names_) {
    bool label = row.label;
    if (const auto before = transaction_.get(tables_[TableName::names], row.key)) {
      const auto match = decode_name(row.key, *before);
      label = label || (match && match->label);
    }
    std::string value = name_value(row.text, label);
    seal(value, row.key);
    put_row(transaction_, tables_[TableName::names], header_.names, row.key, value);
  }
  names_.clear();
  bytes_ = 0;
}

}  // namespace vouch::storage
