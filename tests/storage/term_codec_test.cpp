// Terms as bytes and as inline ids.
#include "storage/term_codec.hpp"

#include <algorithm>

#include "tests/storage/support.hpp"

namespace vouch::storage::test {
namespace {

std::string random_text(Random& random, std::size_t longest) {
  std::string text(random.below(longest + 1), '\0');
  for (char& c : text) c = static_cast<char>(random.below(256));
  return text;
}

Number random_number(Random& random) {
  switch (random.below(5)) {
    case 0: return Number(static_cast<std::int64_t>(random()));
    case 1: return Number(static_cast<std::int64_t>(random.below(200)) - 100);
    case 2: return *Number::from_double(1e200 * static_cast<double>(random.below(1000) + 1));
    case 3:
      return *Number::from_fraction(
          (static_cast<Int128>(random()) << 62U) + static_cast<Int128>(random()),
          static_cast<Int128>(random() >> 1U) + 1);
    default:
      return *Number::from_fraction(static_cast<std::int64_t>(random()),
                                    static_cast<Int128>(random.below(1'000'000)) + 1);
  }
}

Period random_period(Random& random) {
  static const std::vector<std::string> texts{"2025",
                                              "0001-01-01",
                                              "2024-H2",
                                              "1999-Q3",
                                              "2025-02",
                                              "9999-12-31",
                                              "1969-12-31",
                                              "2025-09-15T10:00:00.5+08:00",
                                              "1601-01-01T00:00:00Z"};
  return *Date::parse_period(texts[random.below(texts.size())]);
}

Term random_term(Random& random) {
  switch (random.below(9)) {
    case 0: return Term(Blank{random_text(random, 30)});
    case 1: return Term(Iri{random_text(random, 60)});
    case 2: return text_term(random_text(random, 30));
    case 3: return Term(Text{random_text(random, 12), "de", ""});
    case 4: return Term(Text{random_text(random, 12), "", "https://x/" + random_text(random, 9)});
    case 5: return Term(Quantity::of(random_number(random)));
    case 6: {
      Quantity quantity;
      if (!random.one_in(3)) quantity.lower = random_number(random);
      if (!random.one_in(3)) quantity.upper = random_number(random);
      quantity.approximate = random.one_in(2);
      if (random.one_in(2)) {
        quantity.unit = "TB/s";
        quantity.dimension = "B/s";
        quantity.factor = *Number::from_fraction(1'000'000'000'000, 1);
      }
      return Term(quantity);
    }
    case 7: return Term(Date::single(random_period(random)));
    default: {
      Date date;
      if (!random.one_in(3)) date.from = random_period(random);
      if (!random.one_in(3)) date.to = random_period(random);
      date.range = true;
      date.approximate = random.one_in(2);
      return Term(date);
    }
  }
}

TEST(TermCodec, GivesBackEveryTermAsItWasSpelled) {
  Random random(11);
  for (int i = 0; i < 20'000; ++i) {
    const Term term = random_term(random);
    if (inline_id(term)) continue;
    const auto decoded = decode_term(encode_term(term));
    ASSERT_TRUE(decoded) << i;
    if (dictionary_tag(term) != IdTag::long_text) {
      ASSERT_EQ(*decoded, term) << i;
    }
    ASSERT_EQ(equality_key(*decoded), equality_key(term)) << i;
  }
}

TEST(TermCodec, NeverCrashesOnOtherBytes) {
  Random random(12);
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = encode_term(Term(Iri{"x"}));
    if (const Term term = random_term(random); !inline_id(term)) bytes = encode_term(term);
    if (random.one_in(2)) bytes.resize(random.below(bytes.size() + 1));
    if (!bytes.empty()) bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
    if (const auto term = decode_term(bytes)) (void)equality_key(*term);
  }
}

TEST(TermCodec, InlineIdsComeBackAsEqualTerms) {
  Random random(13);
  for (int i = 0; i < 20'000; ++i) {
    const Term term = random_term(random);
    const auto id = inline_id(term);
    if (!id) continue;
    const auto back = inline_term(*id);
    ASSERT_TRUE(back);
    ASSERT_EQ(equality_key(*back), equality_key(term));
    ASSERT_EQ(inline_id(*back), id);
  }
}

TEST(TermCodec, OrdersInlineIntegersByValue) {
  std::vector<std::int64_t> values{-(std::int64_t{1} << 59), (std::int64_t{1} << 59) - 1, -1, 0, 1};
  Random random(14);
  for (int i = 0; i < 2'000; ++i)
    values.push_back(static_cast<std::int64_t>(random()) >> (4 + random.below(58)));
  std::ranges::sort(values);
  std::vector<TermId> ids;
  for (const std::int64_t value : values) {
    if (const auto id = inline_id(number_term(value))) {
      ids.push_back(*id);
      EXPECT_EQ(id->tag(), IdTag::integer);
    }
  }
  EXPECT_TRUE(std::ranges::is_sorted(ids));
  EXPECT_GT(ids.size(), 1'500U);
}

TEST(TermCodec, LeavesLargerIntegersToTheDictionary) {
  EXPECT_FALSE(inline_id(number_term(std::int64_t{1} << 59)));
  EXPECT_FALSE(inline_id(number_term(-(std::int64_t{1} << 59) - 1)));
  EXPECT_TRUE(inline_id(number_term(-(std::int64_t{1} << 59))));
}

TEST(TermCodec, OrdersInlineTextsByTheirBytes) {
  Random random(15);
  std::vector<std::string> texts{"", std::string(1, '\0'), std::string(7, '\xff')};
  for (int i = 0; i < 5'000; ++i) texts.push_back(random_text(random, 7));
  std::ranges::sort(texts, [](const std::string& a, const std::string& b) {
    return std::string_view(a) < std::string_view(b);
  });
  std::vector<TermId> ids;
  for (const auto& text : texts) ids.push_back(*inline_id(text_term(text)));
  EXPECT_TRUE(std::ranges::is_sorted(ids));
  EXPECT_FALSE(inline_id(text_term("12345678")));
}

TEST(TermCodec, OrdersInlineDatesByBeginningThenLength) {
  const std::vector<std::string> ordered{"0001-01-01", "1969-12-31", "1970-01-01", "1970-01",
                                         "1970-Q1",    "1970-H1",    "1970",       "1970-01-02",
                                         "2025-09-15", "9999-12-31"};
  std::vector<TermId> ids;
  for (const auto& text : ordered)
    ids.push_back(*inline_id(Term(Date::single(*Date::parse_period(text)))));
  EXPECT_TRUE(std::ranges::is_sorted(ids));
  EXPECT_EQ(std::set<TermId>(ids.begin(), ids.end()).size(), ordered.size());
}

TEST(TermCodec, SeesThroughTheSpellingOfADate) {
  Date range;
  range.from = Date::parse_period("2025-01");
  range.to = Date::parse_period("2025-03");
  range.range = true;
  EXPECT_EQ(inline_id(Term(range)), inline_id(Term(Date::single(*Date::parse_period("2025-Q1")))));
  range.approximate = true;
  EXPECT_FALSE(inline_id(Term(range)));
}

TEST(TermCodec, RefusesInlinePayloadsThatNobodyWrites) {
  EXPECT_FALSE(inline_term({IdTag::boolean, 2}));
  EXPECT_FALSE(inline_term({IdTag::text, 9}));
  EXPECT_FALSE(inline_term({IdTag::text, (std::uint64_t{'x'} << 4U) | 1U}));
  EXPECT_FALSE(inline_term({IdTag::date, 7}));
  EXPECT_FALSE(inline_term({IdTag::date, ~std::uint64_t{0}}));
}

}  // namespace
}  // namespace vouch::storage::test
