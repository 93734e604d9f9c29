// Functions on lists, and the special forms. A single value counts as a list of one: fields of
// claims are a value or a list, depending on how many there are.
#include <algorithm>

#include "engine/expr/functions.hpp"

namespace vouch::expr {
namespace {

using storage::List;

std::vector<Term> items_of(const Call& call) {
  const auto* list = call.as<List>(0);
  return list == nullptr ? std::vector{call[0]} : list->items;
}

Term size(const Call& call) {
  const auto* list = call.as<List>(0);
  return storage::number_term(list == nullptr ? 1 : static_cast<std::int64_t>(list->items.size()));
}

// Counts from 1, from the end when negative.
Term element(const Call& call) {
  const auto items = items_of(call);
  const auto count = static_cast<std::int64_t>(items.size());
  const auto wanted = call.integer(1);
  if (!wanted || *wanted == 0 || *wanted > count || *wanted < -count) return {};
  return items[static_cast<std::size_t>(*wanted > 0 ? *wanted - 1 : count + *wanted)];
}

Term reverse(const Call& call) {
  auto items = items_of(call);
  std::reverse(items.begin(), items.end());
  return Term(List{std::move(items)});
}

Term sort(const Call& call) {
  auto items = items_of(call);
  std::stable_sort(items.begin(), items.end(), [&](const Term& a, const Term& b) {
    return total_order(a, b, call.context) < 0;
  });
  return Term(List{std::move(items)});
}

}  // namespace

std::vector<FunctionRow> list_functions() {
  using enum ValueType;
  return {
      {{"element", 2, 2, any, {any, number}, "The n-th element, from the end when n is negative.",
        "element(split(\"a b\", \" \"), 1)"},
       element},
      {{"reverse", 1, 1, list, {any}, "The elements from last to first.",
        "reverse(split(\"a b\", \" \"))"},
       reverse},
      {{"size", 1, 1, number, {any}, "How many elements.", "size(split(\"a b\", \" \"))"}, size},
      {{"sort", 1, 1, list, {any}, "The elements in the order of `order by`.",
        "sort(split(\"b a\", \" \"))"},
       sort},
  };
}

std::vector<FunctionRow> special_forms() {
  using enum ValueType;
  std::vector<FunctionRow> out = {
      {{"coalesce", 1, kAnyNumber, any, {any}, "The first value that is not nothing.",
        "coalesce(1 / 0, 2)"}},
      {{"if", 3, 3, any, {boolean, any, any}, "One of two values, by a condition.",
        "if(1 < 2, \"yes\", \"no\")"}},
      {{"possibly", 1, 1, boolean, {boolean}, "Does the test hold for some value of the intervals?",
        "possibly(3..4 years > 3 years)"}},
  };
  const auto fold = [&](std::string_view name, ValueType result, ValueType argument,
                        std::string_view meaning, std::string_view example) {
    out.push_back({{name, 1, 1, result, {argument}, meaning, example}});
  };
  fold("all", boolean, any, "Are all values true?", "all(?x)");
  fold("any", boolean, any, "Is some value true?", "any(?x)");
  fold("avg", number, any, "The mean, exact.", "avg(?x)");
  fold("count", number, any, "How many values; `count(*)` rows.", "count(split(\"a b\", \" \"))");
  fold("first", any, any, "The first value, in the order given.", "first(split(\"a b\", \" \"))");
  fold("hhi", number, any, "Herfindahl–Hirschman index of the values' shares, 0 to 10000.",
       "hhi(?x)");
  fold("last", any, any, "The last value, in the order given.", "last(split(\"a b\", \" \"))");
  fold("list", list, any, "All values as a list.", "list(?x)");
  fold("max", any, any, "The greatest value.", "max(split(\"a b\", \" \"))");
  fold("median", number, any, "The middle value, or the mean of the middle two.", "median(?x)");
  fold("min", any, any, "The least value.", "min(split(\"a b\", \" \"))");
  fold("product", number, any, "All values multiplied.", "product(?x)");
  fold("share", number, any, "The group's part of the sum over all groups, in %.", "share(?x)");
  fold("sum", number, any, "The sum, exact.", "sum(?x)");
  return out;
}

}  // namespace vouch::expr
