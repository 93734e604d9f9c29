#include "storage/number.hpp"

#include <cmath>
#include <limits>

#include "tests/values/values.hpp"

namespace vouch::test {
namespace {

constexpr std::string_view kGreatest = "170141183460469231731687303715884105727";  // 2^127 - 1

std::string round_trip(std::string_view text) { return num(text).to_string(); }

TEST(Number, PrintsWhatItRead) {
  for (const char* text : {"0", "12", "-3.5", "1000000", "0.1", "0.0000001",
                           "123456789.987654321"}) {
    EXPECT_EQ(round_trip(text), text);
  }
}

TEST(Number, TakesSeparatorsExponentsAndOuterZerosForSpelling) {
  EXPECT_EQ(num("1_000_000"), num("1e6"));
  EXPECT_EQ(num("1"), num("1.0"));
  EXPECT_EQ(num("1"), num("1e0"));
  EXPECT_EQ(num("0012.500"), num("12.5"));
  EXPECT_EQ(num("-0"), num("0"));
  EXPECT_EQ(num("2.5e-3"), num("0.0025"));
}

TEST(Number, RefusesWhatIsMalformed) {
  for (const char* text : {"", "-", ".", "1__0", "_1", "1_", "1e", "1e+", "0x1",
                           "1 ", "1.2.3", "e5",
                           "nan", "inf", "1e400", "1e-400", "1e999999999999999999999", "1_.5"}) {
    EXPECT_FALSE(Number::parse(text).has_value()) << text;
  }
}

TEST(Number, KeepsAThirdExact) {
  const Number third = *divide(Number(1), Number(3));
  EXPECT_EQ(*multiply(third, Number(3)), Number(1));
  EXPECT_EQ(third.to_string(), "0.333333333333333");
}

TEST(Number, PrintsEndlessFractionsWithFifteenDigits) {
  EXPECT_EQ(round_trip("2/3"), "0.666666666666667");
  EXPECT_EQ(round_trip("-200/3"), "-66.6666666666667");
  EXPECT_EQ(round_trip("143000/12"), "11916.6666666667");
  EXPECT_EQ(round_trip("1/3000000"), "3.33333333333333e-7");
  EXPECT_EQ(round_trip("400000000000000000000/3"), "1.33333333333333e20");
  EXPECT_EQ(round_trip("2999999999999999999/3000000000000000000"), "1");
}

TEST(Number, FallsToDoublesOnlyBeyond128Bits) {
  EXPECT_TRUE(num("1e38").exact());
  EXPECT_FALSE(num("1e39").exact());
  EXPECT_TRUE(num(kGreatest).exact());
  EXPECT_FALSE(num("170141183460469231731687303715884105728").exact());
  EXPECT_FALSE(num("1e-40").exact());
  EXPECT_EQ(round_trip("1e300"), "1e300");
  EXPECT_EQ(round_trip("1e-40"), "1e-40");
}

TEST(Number, MakesDoublesExactWhereAFractionHoldsThem) {
  EXPECT_EQ(*Number::from_double(0.5), num("0.5"));
  EXPECT_TRUE(Number::from_double(0.1)->exact());
  EXPECT_NE(*Number::from_double(0.1), num("0.1"));
  EXPECT_EQ(*Number::from_double(-0.0), Number(0));
  EXPECT_TRUE(Number::from_double(0x1p126)->exact());
  EXPECT_FALSE(Number::from_double(0x1p127)->exact());
  EXPECT_TRUE(Number::from_double(0x1p-126)->exact());
  EXPECT_FALSE(Number::from_double(0x1p-127)->exact());
  EXPECT_FALSE(Number::from_double(std::numeric_limits<double>::infinity()).has_value());
  EXPECT_FALSE(Number::from_double(std::nan("")).has_value());
}

TEST(Number, OverflowsToNothing) {
  const Number greatest = num(kGreatest);
  EXPECT_FALSE(add(greatest, Number(1)).has_value());
  EXPECT_TRUE(add(greatest, Number(-1)).has_value());
  EXPECT_FALSE(subtract(greatest.negated(), Number(1)).has_value());
  EXPECT_FALSE(multiply(greatest, Number(2)).has_value());
  EXPECT_FALSE(divide(Number(1), Number(0)).has_value());
  EXPECT_FALSE(remainder(Number(1), Number(0)).has_value());
  EXPECT_FALSE(multiply(num("1e300"), num("1e300")).has_value());
  EXPECT_FALSE(multiply(num("1e-300"), num("1e-300")).has_value());
  EXPECT_FALSE(add(*divide(Number(1), greatest), *divide(Number(1), *add(greatest, Number(-1))))
                   .has_value());
}

TEST(Number, KnowsTheBoundsOf64BitIntegers) {
  EXPECT_EQ(num("9223372036854775807").to_int64(), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(num("-9223372036854775808").to_int64(), std::numeric_limits<std::int64_t>::min());
  EXPECT_FALSE(num("9223372036854775808").to_int64().has_value());
  EXPECT_FALSE(num("0.5").to_int64().has_value());
}

TEST(Number, TakesTheSignOfTheDividendForTheRemainder) {
  EXPECT_EQ(*remainder(Number(7), Number(3)), Number(1));
  EXPECT_EQ(*remainder(Number(-7), Number(3)), Number(-1));
  EXPECT_EQ(*remainder(num("7.5"), Number(2)), num("1.5"));
}

TEST(Number, ComparesExactlyAcrossFractionsAndDoubles) {
  EXPECT_LT(num("1/3"), num("0.3333333333333333333333333333333333334"));
  EXPECT_GT(num("1/3"), num("0.3333333333333333333333333333333333333"));
  EXPECT_LT(num(kGreatest), num("1e39"));
  EXPECT_GT(num(kGreatest).negated(), num("-1e39"));
  EXPECT_LT(num("1e-300"), num("1e-38"));
  EXPECT_GT(num("1e-300"), Number(0));
  EXPECT_LT(num("-1e-300"), Number(0));
  const Number tiny = *divide(Number(1), num(kGreatest));  // just above 2^-127
  EXPECT_GT(tiny, *Number::from_double(0x1p-127));
  EXPECT_LT(tiny, *Number::from_double(0x1.0000000000001p-127));
}

// a/b with small a and b, so that no law meets an overflow.
struct SmallNumbers {
  RandomTerms random{7};
  Number next() { return *divide(Number(random.within(-50, 50)), Number(random.within(1, 20))); }
};

TEST(NumberProperty, ObeysTheLawsOfAField) {
  SmallNumbers numbers;
  for (int i = 0; i < 2000; ++i) {
    const Number a = numbers.next();
    const Number b = numbers.next();
    const Number c = numbers.next();
    EXPECT_EQ(*add(a, b), *add(b, a));
    EXPECT_EQ(*multiply(a, b), *multiply(b, a));
    EXPECT_EQ(*add(*add(a, b), c), *add(a, *add(b, c)));
    EXPECT_EQ(*multiply(*multiply(a, b), c), *multiply(a, *multiply(b, c)));
    EXPECT_EQ(*multiply(a, *add(b, c)), *add(*multiply(a, b), *multiply(a, c)));
    EXPECT_EQ(*subtract(a, a), Number(0));
    if (b.sign() == 0) continue;
    EXPECT_EQ(*multiply(*divide(a, b), b), a);
    const Number rest = *remainder(a, b);
    EXPECT_TRUE(divide(*subtract(a, rest), b)->is_integer());
    EXPECT_TRUE(rest.sign() == 0 || rest.sign() == a.sign());
  }
}

TEST(NumberProperty, IsOrderedLikeItsDifferences) {
  SmallNumbers numbers;
  for (int i = 0; i < 2000; ++i) {
    const Number a = numbers.next();
    const Number b = numbers.next();
    EXPECT_EQ((a <=> b), (subtract(a, b)->sign() <=> 0));
    EXPECT_EQ((a <=> b), (b.negated() <=> a.negated()));
    EXPECT_EQ(a == b, a.numerator() == b.numerator() && a.denominator() == b.denominator());
  }
}

TEST(NumberProperty, IsTotallyOrderedWithDoubles) {
  RandomTerms random(11);
  for (int i = 0; i < 20'000; ++i) {
    const Number a = random.number();
    const Number b = random.number();
    const Number c = random.number();
    EXPECT_EQ((a <=> b), (0 <=> (b <=> a)));
    if (a <= b && b <= c) {
      EXPECT_LE(a, c);
    }
    if (a.to_double() < b.to_double()) {
      EXPECT_LT(a, b) << a.to_string() << " " << b.to_string();
    }
  }
}

TEST(NumberProperty, ReadsBackWhatItPrintsOfDecimalsAndDoubles) {
  RandomTerms random(3);
  for (int i = 0; i < 5000; ++i) {
    const Number decimal = *divide(Number(random.within(-1'000'000'000, 1'000'000'000)),
                                   num("1e" + std::to_string(random.within(0, 20))));
    EXPECT_EQ(num(decimal.to_string()), decimal);
    const double value = std::ldexp(static_cast<double>(random.within(1, 1LL << 53)),
                                    static_cast<int>(random.within(-1070, 900)));
    const auto number = Number::from_double(value);
    if (number && !number->exact()) {
      EXPECT_EQ(num(number->to_string()), *number);
    }
  }
}

}  // namespace
}  // namespace vouch::test
