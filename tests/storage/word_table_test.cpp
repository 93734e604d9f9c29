// Words: rows of ids, and tables that grow in any order.
#include "storage/word_table.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "storage/check.hpp"
#include "tests/storage/support.hpp"

namespace vouch::storage::test {
namespace {

TermId id_of(std::uint64_t number) { return TermId(IdTag::iri, number); }

TEST(WordTable, RowsReadAsTheyWereWritten) {
  const TermId far(IdTag::long_text, 5000);
  for (const std::string& word : {std::string("chip"), std::string(3000, 'w')}) {
    for (const std::vector<TermId>& ids :
         {std::vector{id_of(1024)}, {id_of(1024), id_of(1025), far}}) {
      const WordRow row = encode_words({word, ids});
      const auto read = decode_words(row.key, row.value);
      ASSERT_TRUE(read.has_value());
      EXPECT_EQ(read->word, word);
      EXPECT_EQ(read->ids, ids);
    }
  }
}

TEST(WordTable, RefusesRowsThatNoWriterMakes) {
  const WordRow row = encode_words({"chip", {id_of(1024), id_of(1030)}});
  EXPECT_FALSE(decode_words(row.key, "x").has_value());
  EXPECT_FALSE(decode_words(row.key, row.value.substr(1)).has_value());
  EXPECT_FALSE(decode_words("chip", row.value).has_value());
  EXPECT_FALSE(decode_words(std::string(408, 'w') + row.key.substr(4), {}).has_value());
}

// A common word in thousands of texts, given in random order in several commits: the ids come back
// ascending and whole, and the rows stay full.
TEST(WordTable, GrowsInAnyOrder) {
  TempStore store;
  Random random(7);
  std::map<std::string, std::set<TermId>> model;
  std::vector<TermId> entities;
  {
    auto update = store->update();
    for (int i = 0; i < 6000; ++i) entities.push_back(entity(update, "e" + std::to_string(i)));
    update.commit();
  }
  for (int round = 0; round < 6; ++round) {
    auto update = store->update();
    for (int i = 0; i < 3000; ++i) {
      const TermId id = entities[random.below(entities.size())];
      const std::string rare = "rare" + std::to_string(random.below(900));
      update.add_words(id, "common " + rare);
      model["common"].insert(id);
      model[rare].insert(id);
    }
    update.commit();
  }
  const Snapshot view = store->snapshot();
  for (const auto& [word, ids] : model) {
    if (model.upper_bound(word) != model.end() && model.upper_bound(word)->first.starts_with(word))
      continue;  // with_word takes beginnings
    EXPECT_EQ(view.with_word(word), std::vector(ids.begin(), ids.end())) << word;
  }
  std::ostringstream rows;
  dump(view, "words", rows);
  EXPECT_LT(std::ranges::count(rows.str(), '\n'), 900 + 16);
  store.close();
  expect_sound(store.path());
}

}  // namespace
}  // namespace vouch::storage::test
