#include <algorithm>

#include "tests/values/values.hpp"

namespace vouch::test {
namespace {

struct Calls {
  FakeContext context;

  Term term(std::string_view name, std::vector<Term> arguments,
            const expr::Pattern* pattern = nullptr) {
    const auto* function = expr::function(name);
    EXPECT_NE(function, nullptr) << name;
    return expr::call(*function, arguments, pattern, context);
  }
  // The result as a literal; "" for nothing.
  std::string operator()(std::string_view name, std::vector<Term> arguments) {
    return shown(term(name, std::move(arguments)));
  }
};

TEST(Functions, AreAClosedSortedTable) {
  const auto all = expr::functions();
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(),
                             [](const auto& a, const auto& b) { return a.name < b.name; }));
  for (const auto& f : all) {
    EXPECT_EQ(expr::function(f.name), &f);
    EXPECT_LE(f.least, f.most) << f.name;
    EXPECT_TRUE(f.meaning.ends_with('.') || f.meaning.ends_with('?')) << f.name;
    EXPECT_NE(f.example.find(f.name), std::string_view::npos) << f.name;
    EXPECT_EQ(f.arguments.empty(), f.most == 0) << f.name;
  }
  EXPECT_EQ(expr::function("UPPER"), expr::function("upper"));
  EXPECT_EQ(expr::function("nonsense"), nullptr);
}

TEST(Functions, GiveNothingForUnboundArguments) {
  Calls call;
  for (const auto& f : expr::functions()) {
    static const std::set<std::string_view> kSpecial = {
        "if", "coalesce", "possibly", "all", "any", "avg", "count", "first", "hhi", "last", "list",
        "max", "median", "min", "product", "share", "sum"};
    if (kSpecial.contains(f.name) || f.least == 0) continue;
    EXPECT_EQ(call(f.name, std::vector<Term>(f.least)), "") << f.name;
  }
}

TEST(Functions, GiveNothingForOtherKinds) {
  Calls call;
  static const std::vector<Term> kTerms = {val("1"), val("3.. nm"), val("2025-Q3"), str("a"),
                                           Term(true), ent("x"), claim(1), list({})};
  for (const auto& f : expr::functions()) {
    if (f.name == "if" || f.name == "coalesce" || f.name == "possibly" ||
        expr::aggregate_kind(f.name)) {
      continue;
    }
    for (const Term& a : kTerms) {
      for (const Term& b : kTerms) {  // none may crash; most give nothing
        std::vector<Term> arguments = {a, b, b};
        arguments.resize(std::min<std::size_t>(std::max<std::size_t>(f.least, 1), 3), a);
        if (f.most == 0) arguments.clear();
        static_cast<void>(call.term(f.name, arguments));
      }
    }
  }
  EXPECT_EQ(call("upper", {val("1")}), "");
  EXPECT_EQ(call("abs", {str("1")}), "");
  EXPECT_EQ(call("year", {str("2025")}), "");
}

TEST(NumberFunctions, TakeAwayTheSign) {
  Calls call;
  EXPECT_EQ(call("abs", {val("-3 nm")}), "3 nm");
  EXPECT_EQ(call("abs", {val("-3..2")}), "0..3");
  EXPECT_EQ(call("abs", {val("-3..-2")}), "2..3");
  EXPECT_EQ(call("abs", {val("..-3")}), "3..");
  EXPECT_EQ(call("abs", {val("..3")}), "0..");
}

TEST(NumberFunctions, RoundEachWay) {
  Calls call;
  EXPECT_EQ(call("floor", {val("-2.1")}), "-3");
  EXPECT_EQ(call("ceil", {val("2.1 nm")}), "3 nm");
  EXPECT_EQ(call("round", {val("2.5")}), "3");
  EXPECT_EQ(call("round", {val("-2.5")}), "-3");
  EXPECT_EQ(call("round", {val("2.345"), val("2")}), "2.35");
  EXPECT_EQ(call("round", {val("1250"), val("-2")}), "1300");
  EXPECT_EQ(call("round", {val("~1.2..2.8 years")}), "~1..3 years");
  EXPECT_EQ(call("round", {val("1"), val("31")}), "");
  EXPECT_EQ(call("floor", {val("1e300")}), "1e300");
  EXPECT_EQ(call("floor", {val("-1e-300")}), "-1");
  EXPECT_EQ(call("ceil", {val("-1e-300")}), "0");
}

TEST(NumberFunctions, AreExactWhereTheyCanBe) {
  Calls call;
  EXPECT_EQ(call("sqrt", {val("2.25")}), "1.5");
  EXPECT_EQ(call("sqrt", {val("2")}), "1.4142135623731");
  EXPECT_EQ(call("sqrt", {val("-1")}), "");
  EXPECT_EQ(call("sqrt", {val("4 nm")}), "");
  EXPECT_EQ(call("power", {val("2"), val("10")}), "1024");
  EXPECT_EQ(call("power", {val("2"), val("-2")}), "0.25");
  EXPECT_EQ(call("power", {val("2"), val("0.5")}), call("sqrt", {val("2")}));
  EXPECT_EQ(call("power", {val("-8"), val("0.5")}), "");
  EXPECT_EQ(call("log", {val("1000"), val("10")}), "3");
  EXPECT_EQ(call("log", {val("1")}), "0");
  EXPECT_EQ(call("log", {val("0")}), "");
  EXPECT_EQ(call("log", {val("2"), val("1")}), "");
}

TEST(NumberFunctions, CountOverflowAndDivisionByZero) {
  Calls call;
  EXPECT_EQ(call("power", {val("2"), val("62")}), "4611686018427387904");
  EXPECT_EQ(call("power", {val("2"), val("63")}), "");
  EXPECT_EQ(call.context.overflows, 1U);
  EXPECT_EQ(call("power", {val("0"), val("-1")}), "");
  EXPECT_EQ(call.context.divisions_by_zero, 1U);
}

TEST(QuantityFunctions, TakeQuantitiesApart) {
  Calls call;
  EXPECT_EQ(call("at_least", {val("~3..4 years")}), "3 years");
  EXPECT_EQ(call("at_most", {val("3..4 years")}), "4 years");
  EXPECT_EQ(call("at_most", {val("3.. years")}), "");
  EXPECT_EQ(call("at_least", {val("7")}), "7");
  EXPECT_EQ(call("unit", {val("7 nm")}), "\"nm\"");
  EXPECT_EQ(call("unit", {val("7")}), "");
  EXPECT_EQ(call("number", {val("~7 nm")}), "~7");
  EXPECT_EQ(call("number", {str("1_000.5")}), "1000.5");
  EXPECT_EQ(call("number", {str("seven")}), "");
}

TEST(QuantityFunctions, Convert) {
  Calls call;
  EXPECT_EQ(call("convert", {val("2 years"), str("months")}), "24 months");
  EXPECT_EQ(call("convert", {val("..1.5 TB"), str("GB")}), "..1500 GB");
  EXPECT_EQ(call("convert", {val("12 wafers/year"), str("wspm")}), "1 wspm");
  EXPECT_EQ(call("convert", {val("2 years"), str("nm")}), "");
  EXPECT_EQ(call("convert", {val("2"), str("nm")}), "");
  EXPECT_EQ(call("convert", {val("2 years"), str("aeons")}), "");
}

TEST(QuantityFunctions, TellWhetherIntervalsOverlap) {
  Calls call;
  EXPECT_EQ(call("overlaps", {val("2025-Q1"), val("2025-03")}), "true");
  EXPECT_EQ(call("overlaps", {val("2025-Q1"), val("2025")}), "true");
  EXPECT_EQ(call("overlaps", {val("2025-Q1"), val("2025-04..")}), "false");
  EXPECT_EQ(call("overlaps", {val("3..4 years"), val("48 months")}), "true");
  EXPECT_EQ(call("overlaps", {val("2024"), val("2025")}), "false");
  EXPECT_EQ(call("overlaps", {val("3 nm"), val("3 years")}), "");
}

TEST(DateFunctions, NameThePartsThatAreKnown) {
  Calls call;
  EXPECT_EQ(call("year", {val("2025-Q3")}), "2025");
  EXPECT_EQ(call("year", {val("2025")}), "2025");
  EXPECT_EQ(call("year", {val("2024-12..2025-01")}), "");
  EXPECT_EQ(call("year", {val("2025-01..")}), "");
  EXPECT_EQ(call("quarter", {val("2025-08")}), "3");
  EXPECT_EQ(call("quarter", {val("2025")}), "");
  EXPECT_EQ(call("month", {val("2025-08-31")}), "8");
  EXPECT_EQ(call("month", {val("2025-Q3")}), "");
  EXPECT_EQ(call("day", {val("2025-08-31")}), "31");
  EXPECT_EQ(call("day", {val("2025-08")}), "");
  EXPECT_EQ(call("day", {val("2025-08-31T23:00:00-08:00")}), "31");
}

TEST(DateFunctions, FindTheEnds) {
  Calls call;
  EXPECT_EQ(call("earliest", {val("2025-Q3")}), "2025-07-01");
  EXPECT_EQ(call("latest", {val("~2025-Q3")}), "2025-09-30");
  EXPECT_EQ(call("latest", {val("2025-Q3..")}), "");
  EXPECT_EQ(call("earliest", {val("2025")}), "2025-01-01");
  EXPECT_EQ(call("latest", {val("2025-08-31T23:00:00Z")}), "2025-08-31T23:00:00Z");
}

TEST(DateFunctions, MakeAndCountDates) {
  Calls call;
  EXPECT_EQ(call("date", {str("2025-09")}), "2025-09");
  EXPECT_EQ(call("date", {val("2025")}), "2025");
  EXPECT_EQ(call("date", {str("soon")}), "");
  EXPECT_EQ(call("today", {}), "2025-09-15");
  EXPECT_EQ(call("days_between", {val("2025-09-01"), val("2025-09-15")}), "14 days");
}

TEST(TextFunctions, ChangeText) {
  Calls call;
  EXPECT_EQ(call("upper", {str("zürich", "de")}), "\"ZÜRICH\"");
  EXPECT_EQ(call("lower", {str("H20")}), "\"h20\"");
  EXPECT_EQ(call("trim", {str(" \tH20 \n")}), "\"H20\"");
  EXPECT_EQ(call("trim", {str("  ")}), "\"\"");
  EXPECT_EQ(call("length", {str("英伟达", "zh")}), "3");
  EXPECT_EQ(call("language", {str("英伟达", "zh")}), "\"zh\"");
  EXPECT_EQ(call("language", {str("a")}), "\"\"");
}

TEST(TextFunctions, CutFromTheFirstCharacterOn) {
  Calls call;
  EXPECT_EQ(call("substring", {str("Huawei"), val("3"), val("2")}), "\"aw\"");
  EXPECT_EQ(call("substring", {str("英伟达"), val("2")}), "\"伟达\"");
  EXPECT_EQ(call("substring", {str("ab"), val("9")}), "\"\"");
  EXPECT_EQ(call("substring", {str("ab"), val("1"), val("99")}), "\"ab\"");
  EXPECT_EQ(call("substring", {str("ab"), val("0")}), "");
  EXPECT_EQ(call("substring", {str("ab"), val("1"), val("-1")}), "");
  EXPECT_EQ(call("substring", {str("ab"), val("1.5")}), "");
}

TEST(TextFunctions, ReplaceTextAndPatterns) {
  Calls call;
  EXPECT_EQ(call("replace", {str("a.b.c"), str("."), str("-")}), "\"a-b-c\"");
  EXPECT_EQ(call("replace", {str("abc"), str(""), str("-")}), "");
  std::string error;
  const auto digits = expr::Pattern::compile("[0-9]+", "", error);
  EXPECT_EQ(shown(call.term("replace", {str("H20"), Term(), str("x")}, digits.get())), "\"Hx\"");
  EXPECT_EQ(shown(call.term("replace", {str("H20"), str("x")}, digits.get())), "\"Hx\"");
}

TEST(TextFunctions, JoinAndSplit) {
  Calls call;
  EXPECT_EQ(call("concat", {str("H"), val("20"), ent("nvidia"), Term(true)}), "\"H20nvidiatrue\"");
  EXPECT_EQ(call("concat", {list({})}), "");
  EXPECT_EQ(call("join", {list({str("a"), val("7 nm")}), str(", ")}), "\"a, 7 nm\"");
  EXPECT_EQ(call("join", {str("a"), str(", ")}), "\"a\"");
  EXPECT_EQ(call("split", {str("a,,b"), str(",")}), R"(("a", "", "b"))");
  EXPECT_EQ(call("split", {str("中文"), str("")}), R"(("中", "文"))");
  EXPECT_EQ(call("text", {val("~7 nm")}), "\"~7 nm\"");
  EXPECT_EQ(call("text", {ent("nvidia")}), "\"nvidia\"");
}

TEST(ListFunctions, TakeASingleValueForAListOfOne) {
  Calls call;
  const Term three = list({val("2"), val("3"), val("1")});
  EXPECT_EQ(call("size", {three}), "3");
  EXPECT_EQ(call("size", {str("a")}), "1");
  EXPECT_EQ(call("element", {three, val("1")}), "2");
  EXPECT_EQ(call("element", {three, val("-1")}), "1");
  EXPECT_EQ(call("element", {three, val("4")}), "");
  EXPECT_EQ(call("element", {three, val("0")}), "");
  EXPECT_EQ(call("element", {three, val("-9223372036854775808")}), "");
  EXPECT_EQ(call("reverse", {three}), "(1, 3, 2)");
  EXPECT_EQ(call("sort", {three}), "(1, 2, 3)");
  EXPECT_EQ(call("sort", {val("1")}), "(1)");
}

TEST(EntityFunctions, TellLabelsIdsAndKinds) {
  Calls call;
  call.context.labels["nvidia"] = "Nvidia";
  call.context.kinds_of["nvidia"] = {ent("company")};
  call.context.kinds_of["tsmc"] = {ent("company"), ent("foundry")};
  EXPECT_EQ(call("label", {ent("nvidia")}), "\"Nvidia\"");
  EXPECT_EQ(call("label", {ent("tsmc")}), "");
  EXPECT_EQ(call("id", {claim(3)}), "\"c_3\"");
  EXPECT_EQ(call.term("kind", {ent("nvidia")}), ent("company"));
  EXPECT_EQ(call.term("kind", {ent("tsmc")}), list({ent("company"), ent("foundry")}));
  EXPECT_EQ(call("kind", {ent("amd")}), "");
}

TEST(ClaimFunctions, FollowWhoSaidIt) {
  Calls call;
  call.context.chains["c_1"] = {{ent("head"), ent("outlet")}};
  call.context.chains["c_2"] = {{ent("ann")}, {ent("bob")}};
  EXPECT_EQ(call.term("speaker", {claim(1)}), ent("head"));
  EXPECT_EQ(call.term("speaker", {claim(2)}), list({ent("ann"), ent("bob")}));
  EXPECT_EQ(call("speaker", {claim(3)}), "");
  EXPECT_EQ(call.term("chain", {claim(1)}), list({ent("head"), ent("outlet")}));
  EXPECT_EQ(call.term("chain", {claim(2)}), list({list({ent("ann")}), list({ent("bob")})}));
  EXPECT_EQ(call("chain", {claim(3)}), "()");
  EXPECT_EQ(call("chain", {ent("nvidia")}), "");
}

TEST(ClaimFunctions, FindTheOriginBehindCopies) {
  Calls call;
  auto& fields = call.context.fields;
  call.context.chains["c_1"] = {{ent("head"), ent("outlet")}};
  fields[{"c_1", "source"}] = ent("reprint");
  fields[{"c_2", "source"}] = ent("reprint");
  fields[{"reprint", "copy_of"}] = ent("second");
  fields[{"second", "copy_of"}] = ent("wire");
  fields[{"c_3", "source"}] = ent("left");
  fields[{"left", "copy_of"}] = ent("right");
  fields[{"right", "copy_of"}] = ent("left");
  EXPECT_EQ(call.term("origin", {claim(1)}), ent("head"));
  EXPECT_EQ(call.term("origin", {claim(2)}), ent("wire"));
  EXPECT_TRUE(call.term("origin", {claim(3)}).bound());  // a circle ends
  EXPECT_EQ(call("origin", {claim(4)}), "");
}

}  // namespace
}  // namespace vouch::test
