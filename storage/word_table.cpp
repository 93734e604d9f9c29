#include "storage/word_table.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <span>

#include "base/unicode.hpp"
#include "storage/lmdb/cursor.hpp"
#include "storage/row.hpp"
#include "storage/text_key.hpp"

namespace vouch::storage {
namespace {

using format::TableName;

constexpr std::size_t kIdBytes = 8;
constexpr std::size_t kShortenedText = format::kKeyTextBytes + 8;
// Differences in a row: with the longest key two rows still fit a page of LMDB.
constexpr std::size_t kDifferenceBytes = 1400;
constexpr std::size_t kBufferedWordBytes = 96;  // what a new word costs in the writer's table

// What comes before the id in the keys of a word.
std::string stem_of(std::string_view word) {
  std::string stem = text_key(word);
  append_u8(stem, 0);
  return stem;
}

std::string key_of(std::string stem, TermId first) {
  append_u64(stem, first.bits());
  return stem;
}

bool has_stem(std::string_view key, std::string_view stem) {
  return key.size() == stem.size() + kIdBytes && key.starts_with(stem);
}

TermId first_of(std::string_view key) {
  return TermId::from_bits(load_u64(key.data() + key.size() - kIdBytes));
}

std::size_t varint_bytes(std::uint64_t value) {
  std::size_t bytes = 1;
  for (; value >= 0x80U; value >>= 7U) ++bytes;
  return bytes;
}

std::size_t difference_bytes(std::span<const TermId> ids) {
  std::size_t bytes = 0;
  for (std::size_t i = 1; i < ids.size(); ++i) {
    bytes += varint_bytes(ids[i].bits() - ids[i - 1].bits());
  }
  return bytes;
}

WordStretch read(std::string_view key, std::string_view value) {
  auto stretch = decode_words(key, value);
  if (!stretch) raise_damaged("words", "a word that cannot be read");
  return std::move(*stretch);
}

}  // namespace

WordRow encode_words(const WordStretch& stretch) {
  WordRow row{key_of(stem_of(stretch.word), stretch.ids.front()), {}};
  if (is_shortened(stretch.word)) append_text(row.value, stretch.word);
  for (std::size_t i = 1; i < stretch.ids.size(); ++i) {
    append_varint(row.value, stretch.ids[i].bits() - stretch.ids[i - 1].bits());
  }
  if (!row.value.empty()) seal(row.value, row.key);
  return row;
}

std::optional<WordStretch> decode_words(std::string_view key, std::string_view value) {
  const std::size_t tail = 1 + kIdBytes;
  if (key.size() < tail || key[key.size() - tail] != '\0') return std::nullopt;
  WordStretch stretch{std::string(key.substr(0, key.size() - tail)), {first_of(key)}};
  const bool shortened = stretch.word.size() == kShortenedText;
  if (value.empty()) return shortened ? std::nullopt : std::optional(std::move(stretch));
  const auto body = unseal(value, key);
  if (!body) return std::nullopt;
  ByteReader in(*body);
  if (shortened) stretch.word = in.text();
  while (in.ok() && !in.at_end()) {
    const std::uint64_t last = stretch.ids.back().bits();
    const std::uint64_t difference = in.varint();
    if (difference == 0 || difference > std::numeric_limits<std::uint64_t>::max() - last) {
      return std::nullopt;
    }
    stretch.ids.push_back(TermId::from_bits(last + difference));
  }
  return in.ok() ? std::optional(std::move(stretch)) : std::nullopt;
}

std::vector<TermId> ids_with_word(lmdb::Transaction& transaction, const Tables& tables,
                                  std::string_view prefix) {
  std::vector<TermId> ids;
  const std::string_view from = prefix.substr(0, format::kKeyTextBytes);
  lmdb::Cursor cursor(transaction, tables[TableName::words]);
  for (bool more = cursor.seek(from); more && cursor.key().starts_with(from);
       more = cursor.next()) {
    const WordStretch stretch = read(cursor.key(), cursor.value());
    if (stretch.word.starts_with(prefix)) {
      ids.insert(ids.end(), stretch.ids.begin(), stretch.ids.end());
    }
  }
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

void WordWriter::add(TermId id, std::string_view text) {
  for (std::string& word : unicode::words(text)) {
    const std::size_t word_bytes = word.size();
    const auto [found, is_new] = words_.try_emplace(std::move(word));
    if (is_new) bytes_ += kBufferedWordBytes + word_bytes;
    if (!found->second.empty() && found->second.back() == id) continue;
    found->second.push_back(id);
    bytes_ += 2 * sizeof(TermId);  // a vector that grows holds up to twice what is in it
  }
  if (bytes_ > budget_bytes_) flush();
}

void WordWriter::flush() {
  std::vector<const std::string*> order;
  order.reserve(words_.size());
  for (auto& [word, ids] : words_) {
    order.push_back(&word);
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  }
  std::ranges::sort(order, {}, [](const std::string* word) -> const std::string& { return *word; });
  for (const std::string* word : order) {
    const std::vector<TermId>& ids = words_.at(*word);
    for (std::size_t next = 0; next < ids.size();) next = merge(*word, ids, next);
  }
  words_.clear();
  bytes_ = 0;
}

// Puts ids[next] and those after it that belong to the same row there; gives the first that does not.
std::size_t WordWriter::merge(const std::string& word, const std::vector<TermId>& ids,
                              std::size_t next) {
  const std::string stem = stem_of(word);
  lmdb::Cursor cursor(transaction_, tables_[TableName::words]);
  const std::string key = key_of(stem, ids[next]);
  std::optional<WordStretch> before;
  if ((cursor.seek_not_after(key) && has_stem(cursor.key(), stem)) ||
      (cursor.seek(key) && has_stem(cursor.key(), stem))) {
    before = read(cursor.key(), cursor.value());
  }
  const bool at_end = !before || !cursor.next() || !has_stem(cursor.key(), stem);
  const auto begin = ids.begin() + static_cast<std::ptrdiff_t>(next);
  const auto end = at_end ? ids.end() : std::lower_bound(begin, ids.end(), first_of(cursor.key()));
  WordStretch after{word, {}};
  if (before) {
    std::ranges::set_union(before->ids, std::ranges::subrange(begin, end),
                           std::back_inserter(after.ids));
  } else {
    after.ids.assign(begin, end);
  }
  if (!before || after.ids.size() != before->ids.size()) replace(before, after, at_end);
  return static_cast<std::size_t>(end - ids.begin());
}

// Rows are filled where a word grows at its end, and share what does not fit one elsewhere.
void WordWriter::replace(const std::optional<WordStretch>& before, const WordStretch& after,
                         bool at_end) {
  if (before && before->ids.front() != after.ids.front()) {
    erase_row(transaction_, tables_[TableName::words], sum_,
              key_of(stem_of(before->word), before->ids.front()));
  }
  const std::size_t bytes = difference_bytes(after.ids);
  const std::size_t rows = bytes / kDifferenceBytes + 1;
  const std::size_t share = at_end ? kDifferenceBytes : bytes / rows;
  WordStretch stretch{after.word, {}};
  std::size_t used = 0;
  for (const TermId id : after.ids) {
    if (!stretch.ids.empty()) {
      const std::size_t more = varint_bytes(id.bits() - stretch.ids.back().bits());
      if (used + more > share && used > 0) {
        put(stretch);
        stretch.ids.clear();
        used = 0;
      } else {
        used += more;
      }
    }
    stretch.ids.push_back(id);
  }
  put(stretch);
}

void WordWriter::put(const WordStretch& stretch) {
  const WordRow row = encode_words(stretch);
  put_row(transaction_, tables_[TableName::words], sum_, row.key, row.value);
}

}  // namespace vouch::storage
