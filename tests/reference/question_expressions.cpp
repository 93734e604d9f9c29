// Expressions of random questions: numbers, dates, words, lists, conditions.
#include "tests/reference/question.hpp"

namespace vouch::reference {
namespace {

constexpr const char* kEntityNames = "abcd";

// Two constants of different dimensions are refused before running: the right one takes the left's
// unit.
std::string comparable(const std::string& left, const std::string& right) {
  const auto unit = [](const std::string& text) -> std::string {
    if (text == "$much") return "units";
    for (const char* word : {"km", "units", "%", "minutes", "m"}) {
      const bool plain = text.find_first_of("(?$") == std::string::npos;
      if (plain && text.ends_with(std::string(" ") + word)) return word;
    }
    return {};
  };
  const bool differ = !unit(left).empty() && !unit(right).empty() && unit(left) != unit(right);
  return differ ? "3 " + unit(left) : right;
}

}  // namespace

std::string Question::number(const Scope& scope, std::size_t depth) {
  const auto claims = scope.of("k");
  if (folding_ && random_.chance(20)) return fold(scope);
  switch (random_.below(depth == 0 ? 8 : 12)) {
    case 0:
      return random_.one_of({"1", "5", "5 units", "~7 units", "2.5", "1 km", "4..6 units", "35 %",
                             "90 minutes", "500 m", "$n", "$much", "2.5 thousand units"});
    case 1:
    case 2: return some(scope, "qwn", "3");
    case 3:
      return some(scope, "n", "2") +
             random_.one_of({" + 1", " * 2", " - 5", " / 2", " % 3", " * 35 %"});
    case 4:
      return claims.empty() ? some(scope, "qw", "4 units") : random_.one_of(claims) + ".quantity";
    case 5:
    case 6: return number_of(scope);
    case 7:
    case 8: return "coalesce(" + some(scope, "qwn", "1") + ", 0)";
    case 9: return "if(" + truth(scope, depth - 1) + ", 1, " + some(scope, "qw", "2") + ")";
    case 10: {
      Scope inner = scope;
      return "count " + block(inner, depth - 1);
    }
    default: return "(" + number(scope, depth - 1) + ") + " + number(scope, depth - 1);
  }
}

// A function that gives a number.
std::string Question::number_of(const Scope& scope) {
  const std::string one =
      some(scope, "qwn", random_.one_of({"7.25", "-3 units", "2.5 km", "3..4 hours"}));
  switch (random_.below(12)) {
    case 0: return random_.one_of({"abs(", "floor(", "ceil(", "round("}) + one + ")";
    case 1: return random_.one_of({"at_least(", "at_most("}) + one + ")";
    case 2: return "round(" + some(scope, "n", "2.345") + ", 1)";
    case 3: return random_.one_of({"sqrt(", "log("}) + some(scope, "n", "2.25") + ")";
    case 4: return random_.one_of({"power(", "log("}) + some(scope, "n", "3") + ", 2)";
    case 5:
    case 6: return random_.one_of({"year(", "quarter(", "month(", "day("}) + date(scope, 0) + ")";
    case 7: return "days_between(" + date(scope, 0) + ", " + date(scope, 0) + ")";
    case 8: return "length(" + words(scope, 0) + ")";
    case 9: return "number(" + (random_.chance(50) ? some(scope, "qw", "5 units") : "\"12\"") + ")";
    case 10: return "size(" + list(scope, 0) + ")";
    default: return "-" + some(scope, "n", "2");
  }
}

// Aggregates fold a list.
std::string Question::fold(const Scope& scope) {
  const auto claims = scope.of("k");
  const std::string what =
      claims.empty() || random_.chance(60)
          ? list(scope, 0)
          : random_.one_of(claims) + random_.one_of({".quantity", ".said_by", ".to"});
  return random_.one_of({"sum(", "avg(", "count(", "min(", "max(", "first(", "last(", "median(",
                         "hhi(", "product(", "list(", "any(", "all(", "share("}) +
         what + ")";
}

std::string Question::date(const Scope& scope, std::size_t depth) {
  const auto claims = scope.of("k");
  switch (random_.below(depth == 0 ? 4 : 8)) {
    case 0:
      return random_.one_of(
          {"2025-02", "2025-02-10", "2025-Q1", "$when", "..2025-02", "2025-01-31"});
    case 1:
    case 2: return some(scope, "t", "2025-02");
    case 3:
      return claims.empty()
                 ? some(scope, "t", "2025-06")
                 : random_.one_of(claims) +
                       random_.one_of({".since", ".until", ".known", ".said_on", ".during"});
    case 4:
    case 5: return random_.one_of({"earliest(", "latest("}) + date(scope, depth - 1) + ")";
    case 6:
      return some(scope, "t", "2025-01-31") +
             random_.one_of({" + 1 month", " - 10 days", " + 2 years", " + 1 hour"});
    default:
      return random_.one_of({"today()", "date(\"2025-09\")", "date(2025)", "date(\"no date\")"});
  }
}

std::string Question::words(const Scope& scope, std::size_t depth) {
  const std::string one = some(scope, kEntityNames, "ada");
  switch (random_.below(depth == 0 ? 5 : 16)) {
    case 0:
    case 1: return "label(" + one + ")";
    case 2: return "id(" + one + ")";
    case 3: return some(scope, "s", "\"Ada\"");
    case 4: return random_.one_of({"\"a\"", "$word", "\"Lady Ada\"", "\"x\"@en"});
    case 5: return random_.one_of({"upper(", "lower(", "trim("}) + words(scope, 0) + ")";
    case 6: return "concat(" + words(scope, 0) + ", \" \", " + some(scope, "abcdqws", "5") + ")";
    case 7:
      return "replace(" + words(scope, 0) + ", " + random_.one_of({"/[a-d]/", "/(A)d/i", "\"a\""}) +
             ", \"<$1>\")";
    case 8: return "substring(" + words(scope, 0) + random_.one_of({", 2)", ", 1, 2)", ", 9)"});
    case 9: return "text(" + some(scope, "qwtabcd", "7 km") + ")";
    case 10: return "unit(" + some(scope, "qw", "7 km") + ")";
    case 11: return "join(" + list(scope, 0) + ", \", \")";
    case 12: return "language(" + words(scope, 0) + ")";
    case 13:
      return "element(split(" + words(scope, 0) + ", \" \"), " + random_.one_of({"1", "2", "-1"}) +
             ")";
    case 14: return "if(" + comparison(scope, 0) + ", " + words(scope, 0) + ", \"other\")";
    default: return "label(" + one + ")";
  }
}

std::string Question::list(const Scope& scope, std::size_t depth) {
  const auto claims = scope.of("k");
  switch (random_.below(depth == 0 ? 4 : 6)) {
    case 0:
    case 1: return some(scope, "l", "split(\"b a b\", \" \")");
    case 2:
      return claims.empty() ? some(scope, "l", "split(\"b,a\", \",\")")
                            : "chain(" + random_.one_of(claims) + ")";
    case 3: return "split(" + words(scope, 0) + ", \"a\")";
    default: return random_.one_of({"reverse(", "sort("}) + list(scope, depth - 1) + ")";
  }
}

std::string Question::any_value(const Scope& scope, std::size_t depth) {
  const auto claims = scope.of("k");
  switch (random_.below(10)) {
    case 0:
    case 1: return words(scope);
    case 2: return some(scope, "abcdqwntkxm", "1");
    case 3: return "(" + truth(scope, depth) + ")";
    case 4:
    case 5:
      if (claims.empty()) return number(scope, depth);
      return random_.chance(40)
                 ? random_.one_of({"origin(", "speaker(", "chain("}) + random_.one_of(claims) + ")"
                 : random_.one_of(claims) +
                       random_.one_of({".to", ".certainty", ".said_by", ".source", ".locator",
                                       ".quote", ".span", ".status", ".polarity", ".alternative"});
    case 6: return date(scope, depth);
    case 7:
      return random_.chance(50) ? list(scope) : "kind(" + some(scope, kEntityNames, "cyd") + ")";
    case 8:
      return "convert(" + some(scope, "qw", "2 km") +
             random_.one_of({", \"m\")", ", \"hours\")", ", \"boxes\")"});
    default: return number(scope, depth);
  }
}

std::string Question::comparison(const Scope& scope, std::size_t depth) {
  const auto numbers = [&](const std::string& by, std::size_t deep) {
    const std::string left = number(scope, deep);
    return left + by + comparable(left, number(scope, deep));
  };
  const std::string op = random_.one_of({" = ", " != ", " < ", " <= ", " > ", " >= "});
  const std::string one = some(scope, kEntityNames, "ada");
  switch (random_.below(17)) {
    case 0:
    case 1: return numbers(op, depth);
    case 2: return "possibly(" + numbers(op, 0) + ")";
    case 3: return one + random_.one_of({" = ", " != "}) + some(scope, kEntityNames, "bob");
    case 4:
      return one + random_.one_of({" in ", " not in "}) + "(ada, cyd, " +
             some(scope, kEntityNames, "$who") + ")";
    case 5:
      return one + random_.one_of({" is_a ", " not is_a "}) +
             random_.one_of({"thing", "tool | place", "gauge"});
    case 6: return date(scope, 1) + op + date(scope, 0);
    case 7:
      return date(scope, 0) + random_.one_of({" in ", " not in "}) +
             random_.one_of({"2025-Q1", "2025-01..2025-06", "2025", "$when"});
    case 8:
      return words(scope) +
             random_.one_of({" contains ", " starts with ", " ends with ", " not contains ",
                             " not starts with ", " not ends with "}) +
             random_.one_of({"\"a\"", "\"A\"", "$word"});
    case 9:
      return words(scope) + random_.one_of({" matches /", " not matches /"}) +
             random_.one_of({"^[AB]/", "a$/i", "./s"});
    case 10: return number(scope, 0) + " in (1, 5, " + some(scope, "qwn", "7") + ")";
    case 11: return words(scope) + random_.one_of({" ~= ", " = ", " < "}) + words(scope, 0);
    case 12:
      return random_.chance(50) ? one + " ~= \"lady a\""
                                : "possibly(" + date(scope, 0) + op + date(scope, 0) + ")";
    case 13:
    case 14: return rare_comparison(scope);
    default: {
      const auto names =
          scope.of("m");  // may hold anything, so that anything may be compared with it
      if (names.empty()) return one + " != " + some(scope, kEntityNames, "dot");
      return random_.one_of(names) + random_.one_of({" = ", " != "}) +
             random_.one_of({"5", "\"x\"", "ada"});
    }
  }
}

std::string Question::rare_comparison(const Scope& scope) {
  const auto claims = scope.of("k");
  const std::string claim = claims.empty() ? "" : random_.one_of(claims);
  switch (random_.below(claims.empty() ? 3 : 7)) {
    case 0:
      return "overlaps(" + date(scope, 0) + ", " +
             random_.one_of({"2025-Q1", "2025", "2025-02-10.."}) + ")";
    case 1:
      return "overlaps(" + some(scope, "qwn", "6 units") + ", " +
             random_.one_of({"4..6", "5 units", "..1 km"}) + ")";
    case 2:
      return some(scope, "qwn", "6 units") + random_.one_of({" in ", " not in "}) +
             random_.one_of({"2..8", "3..7 units", "1.. km"});
    case 3:
      return claim + ".certainty" + random_.one_of({" >= reported", " = stated", " < confirmed"});
    case 4: return claim + ".status" + random_.one_of({" = planned", " != actual"});
    case 5:
      return "said_by_chain(" + claim + ", " + some(scope, kEntityNames, "ada") +
             random_.one_of({")", ", bob)"});
    default:
      return random_.one_of({"speaker(", "origin("}) + claim +
             ") = " + some(scope, kEntityNames, "bob");
  }
}

std::string Question::truth(const Scope& scope, std::size_t depth) {
  const std::size_t form = random_.below(depth == 0 ? 7 : 12);
  if (form < 7) return comparison(scope, depth == 0 ? 0 : depth - 1);
  if (form == 7) return "not (" + truth(scope, depth - 1) + ")";
  if (form == 8) return "(" + truth(scope, depth - 1) + " and " + truth(scope, depth - 1) + ")";
  if (form == 9) return "(" + truth(scope, depth - 1) + " or " + truth(scope, depth - 1) + ")";
  Scope inner = scope;
  return std::string(form == 10 ? "exists " : "not exists ") + block(inner, depth - 1);
}

}  // namespace vouch::reference
