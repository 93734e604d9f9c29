#include <algorithm>

#include "tests/values/values.hpp"

namespace vouch::test {
namespace {

using expr::as_date;
using expr::find_unit;

TEST(Units, ConvertExactly) {
  EXPECT_EQ(find_unit("month", test_catalog())->factor, num("2629746"));  // 365.2425 / 12 days
  EXPECT_EQ(find_unit("year", test_catalog())->factor, num("31556952"));
  EXPECT_EQ(find_unit("nm", test_catalog())->factor, num("1/1000000000"));
  EXPECT_EQ(find_unit("KB", test_catalog())->factor, find_unit("kB", test_catalog())->factor);
}

TEST(Units, HavePluralsAndVariants) {
  for (const auto& [a, b] : {std::pair{"year", "years"}, {"day", "days"}, {"quarter", "quarters"},
                             {"week", "weeks"}, {"hour", "hours"}, {"um", "µm"}, {"µm", "μm"}}) {
    const auto left = find_unit(a, test_catalog());
    const auto right = find_unit(b, test_catalog());
    ASSERT_TRUE(left && right) << a;
    EXPECT_EQ(left->dimension, right->dimension);
    EXPECT_EQ(left->factor, right->factor);
  }
}

TEST(Units, AreUnknownUnlessDeclaredOrBuiltIn) {
  for (const char* word : {"", "drives", "TB/drives", "nm/", "/s", "·", "USd", "tb"}) {
    EXPECT_FALSE(find_unit(word, test_catalog()).has_value()) << word;
  }
  EXPECT_TRUE(find_unit("chips", test_catalog()).has_value());
  EXPECT_TRUE(find_unit("wspm", test_catalog()).has_value());
}

TEST(Units, ComposeByDotAndSlash) {
  EXPECT_EQ(find_unit("TB/s", test_catalog())->dimension, "data/time");
  EXPECT_EQ(find_unit("wafers/month", test_catalog())->dimension, "wafers/time");
  EXPECT_EQ(find_unit("W·hour", test_catalog())->dimension, "power·time");
  EXPECT_EQ(find_unit("hour·W", test_catalog())->dimension, "power·time");
  EXPECT_EQ(find_unit("kW·hour", test_catalog())->factor, num("3600000"));
  EXPECT_EQ(find_unit("mm²", test_catalog())->dimension, "length·length");
  EXPECT_EQ(find_unit("mm²", test_catalog())->factor, num("1/1000000"));
  EXPECT_EQ(find_unit("m/s²", test_catalog())->dimension, "length/time/time");
  EXPECT_EQ(find_unit("wspm·month", test_catalog())->dimension, "wafers");
  EXPECT_EQ(find_unit("months/year", test_catalog())->factor, num("1/12"));
}

TEST(Units, KeepPlainWordsApartFromDimensionsOfThatName) {
  const auto info = expr::unit_info("time", nullptr, "");
  EXPECT_NE(info->dimension, find_unit("s", test_catalog())->dimension);
}

TEST(Units, AreDeclaredByOneExactPositiveQuantity) {
  const Term good = val("3 wafers/month");
  EXPECT_EQ(expr::unit_info("x", &good, "")->dimension, "wafers/time");
  for (const char* text : {"3", "~3 wafers", "1..3 wafers", "0 wafers", "-1 wafers", "2025-01"}) {
    const Term bad = val(text);
    EXPECT_FALSE(expr::unit_info("x", &bad, "").has_value()) << text;
  }
}

TEST(Units, AreAllListed) {
  const auto names = expr::unit_names(test_catalog());
  for (const char* name : {"wspm", "nm", "years", "%", "TWD"}) {
    EXPECT_NE(std::find(names.begin(), names.end(), name), names.end()) << name;
  }
}

TEST(Literal, TakesScalesAndUnits) {
  EXPECT_EQ(shown(val("1.5 billion USD")), "1500000000 USD");
  EXPECT_EQ(shown(val("20.. billion USD")), "20000000000.. USD");
  EXPECT_EQ(shown(val("2 thousand")), "2000");
  EXPECT_EQ(shown(val("35 %")), "35 %");
}

TEST(Literal, ExplainsWhatIsWrong) {
  const auto why = [](std::string_view text) {
    std::string error;
    EXPECT_FALSE(try_read(text, error).has_value()) << text;
    return error;
  };
  EXPECT_EQ(why("9223372036854775808"), "integer beyond 64 bits");
  EXPECT_EQ(why("-9223372036854775809"), "integer beyond 64 bits");
  EXPECT_EQ(why("10_000_000_000 billion USD"), "integer beyond 64 bits");
  EXPECT_EQ(why("4..3 years"), "bounds in the wrong order");
  EXPECT_EQ(why("2025-09..2025-08"), "bounds in the wrong order");
  EXPECT_EQ(why("2025-13"), "2025-13 is no date");
  EXPECT_EQ(why("2025-02-30"), "2025-02-30 is no date");
  EXPECT_EQ(why("15..2025-09"), "15 is no date");
  EXPECT_EQ(why("2025-09 nm"), "a date has no unit");
  EXPECT_EQ(why("5 drives"), "unknown unit `drives`");
  EXPECT_EQ(why("1e400"), "1e400 is no number that can be stored");
}

TEST(Literal, TakesTheWhole64BitsAndMoreAsDecimals) {
  EXPECT_EQ(shown(val("9223372036854775807")), "9223372036854775807");
  EXPECT_EQ(shown(val("-9223372036854775808")), "-9223372036854775808");
  EXPECT_EQ(shown(val("9223372036854775808.0")), "9223372036854775808.0");
  EXPECT_EQ(shown(val("1e30")), "1000000000000000000000000000000.0");
}

TEST(Literal, MakesNewWordsUnitsOfTheirOwnWhereAsked) {
  std::string error;
  const auto term = try_read("5 drives/month", error, true);
  ASSERT_TRUE(term.has_value()) << error;
  EXPECT_EQ(term->as<storage::Quantity>()->dimension, "drives/time");
  EXPECT_FALSE(try_read("5 drives//month", error, true).has_value());
}

TEST(Literal, ReadsYearsBesideDates) {
  EXPECT_EQ(shown(val("2023..2024-05")), "2023..2024-05");
  EXPECT_NE(val("2023..2024-05").as<storage::Date>(), nullptr);
}

TEST(AsDate, MakesYearsOfIntegers) {
  EXPECT_EQ(as_date(val("2025")), year(2025));
  EXPECT_EQ(shown(as_date(val("2023..2025"))), "2023..2025");
  EXPECT_NE(as_date(val("2023..")).as<storage::Date>(), nullptr);
  EXPECT_TRUE(as_date(val("~2025")).as<storage::Date>()->approximate);
  for (const char* text : {"0", "10000", "2025.5", "2025 units", "2025-09"}) {
    EXPECT_EQ(as_date(val(text)), val(text)) << text;
  }
  EXPECT_EQ(as_date(str("2025")), str("2025"));
}

TEST(Print, WritesWhatCanBeReadAgain) {
  for (const char* text :
       {"~1000000 units", "..200000 chips", "200000.. chips", "3..4 years", "4.8 TB/s", "-3..-1",
        "2025-07..2025-09", "~2025-06", "..2024-12", "2025-Q3", "35 %", "0.5"}) {
    EXPECT_EQ(expr::print_value(val(text)), text);
    EXPECT_EQ(expr::print_literal(val(text)), text);
  }
}

TEST(Print, QuotesTextOnlyInLiterals) {
  EXPECT_EQ(expr::print_value(str("a \"b\"\n", "en")), "a \"b\"\n");
  EXPECT_EQ(expr::print_literal(str("a \"b\"\n\\\x01", "en")), R"("a \"b\"\n\\\u0001"@en)");
  EXPECT_EQ(expr::print_literal(str("x", "", "https://x.example/t")),
            "\"x\"^^<https://x.example/t>");
  EXPECT_EQ(expr::print_value(Term()), "");
  EXPECT_EQ(expr::print_literal(list({val("1"), str("a"), Term(true)})), "(1, \"a\", true)");
}

TEST(Print, LeavesNamesToTheCaller) {
  FakeContext context;
  const auto name = [&](const Term& t) { return context.id_text(t); };
  EXPECT_EQ(expr::print_value(list({ent("nvidia"), claim(7)}), name), "(nvidia, c_7)");
  EXPECT_EQ(expr::print_value(ent("a")), "<https://vouch.example/id/a>");
}

TEST(UnitsProperty, ConvertThereAndBack) {
  FakeContext context;
  RandomTerms random(31);
  const auto names = expr::unit_names(test_catalog());
  const auto& convert = *expr::function("convert");
  int converted = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string& from = names[random.below(names.size())];
    const std::string& to = names[random.below(names.size())];
    const Term value = val(std::to_string(random.within(-1000, 1000)) + " " + from);
    const Term there = expr::call(convert, std::vector{value, str(to)}, nullptr, context);
    const bool same = find_unit(from, test_catalog())->dimension ==
                      find_unit(to, test_catalog())->dimension;
    ASSERT_EQ(there.bound(), same) << from << " " << to;
    if (!same) continue;
    ++converted;
    ASSERT_EQ(equality_key(there), equality_key(value));
    ASSERT_EQ(expr::call(convert, std::vector{there, str(from)}, nullptr, context), value);
  }
  EXPECT_GT(converted, 1000);
}

TEST(PrintProperty, ReadsBackDecimalQuantitiesAndDates) {
  RandomTerms random(37);
  for (int i = 0; i < 20'000; ++i) {
    const Term term = random.below(2) == 0 ? random.date() : random.quantity();
    const std::string text = expr::print_value(term);
    std::string error;
    const auto again = try_read(text, error);
    if (text.find("333333") != text.npos || text.find_first_of("e") != text.npos) continue;
    const auto* quantity = term.as<storage::Quantity>();
    const auto decimal = [](const std::optional<Number>& n) {
      return !n || Number::parse(n->to_string()) == *n;
    };
    if (quantity != nullptr && !(decimal(quantity->lower) && decimal(quantity->upper))) continue;
    ASSERT_TRUE(again.has_value()) << text << ": " << error;
    const Term read = term.as<storage::Date>() != nullptr ? as_date(*again) : *again;
    ASSERT_EQ(equality_key(read), equality_key(term)) << text;
  }
}

}  // namespace
}  // namespace vouch::test
