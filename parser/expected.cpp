#include "parser/expected.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace vouch::parser {
namespace {

using Words = std::vector<std::string_view>;

// When `whole` is wanted its parts need not be told.
struct Covers {
  std::string_view whole;
  Words parts;
};
const std::vector<Covers>& covers() {
  static const std::vector<Covers> all = {
      {"a value",
       {"true", "false", "a variable", "a parameter", "a name or variable", "not", "-", "exists",
        "count", "if", "(", "distinct", "*", "/", "|", "{", "+", "a field"}},
      {"a pattern",
       {"claim", "all", "shortest", "simple", "trail", "path", "a variable", "a parameter",
        "a name or variable", "a relation", "^", "!", "("}},
      {"a relation", {"a variable", "^", "!", "(", "a name"}},
      {"a name or variable", {"a variable", "a parameter"}},
      {"a kind", {"a variable", "a parameter"}},
      {"a date", {"a variable", "a parameter", "any"}},
      {"a whole number", {"a parameter"}},
      {"a comparison",
       {"!=", "<=", ">=", "~=", "=", "<", ">", "contains", "starts", "ends", "matches", "in",
        "is_a", "not"}},
  };
  return all;
}

// Many of a kind are told as one.
struct Group {
  std::string_view wording;
  std::string_view key;  // must be among them; empty: none
  std::size_t least;
  Words members;
};
const std::vector<Group>& groups() {
  static const std::vector<Group> all = {
      {"a statement",
       "claims",
       8,
       {"claims",   "claim",   "deny",     "entity",   "source",    "kind",    "relation",
        "unit",     "prefix",  "load",     "retract",  "merge",     "unmerge", "rename",
        "rule",     "query",   "param",    "include",  "echo",      "check",   "export",
        "begin",    "commit",  "rollback", "set",      "show",      "why",     "impact",
        "pivotal",  "explain", "profile",  "describe", "conflicts", "diff",    "match",
        "either",   "call",    "search",   "{",        "let",       "for",     "using",
        "possibly", "at",      "as",       "assume",   "without",   "a value", "a stored query"}},
      {"a head such as `using`",
       "using",
       5,
       {"using", "possibly", "at", "as", "assume", "without"}},
      {"a clause such as `where` or `return`",
       "return",
       7,
       {"match", "maybe",  "not",  "either", "every",  "where",  "let",
        "for",   "group",  "top",  "order",  "limit",  "offset", "with",
        "call",  "search", "cite", "{",      "return", "expect"}},
      {"a clause such as `where`", "where", 5, {"match",  "maybe", "not",    "either", "every",
                                                "where",  "let",   "for",    "group",  "top",
                                                "order",  "limit", "offset", "with",   "call",
                                                "search", "cite",  "{",      "return", "expect"}},
      {"a query",
       "match",
       5,
       {"match", "either", "call", "search", "{", "let", "for", "a stored query"}},
      {"an operator", "+", 4, {"*", "/", "%", "+", "-", "and", "or", "a comparison"}},
      {"a comparison",
       "=",
       4,
       {"!=", "<=", ">=", "~=", "=", "<", ">", "contains", "starts", "ends", "matches", "in",
        "is_a"}},
      {"a test such as `in`",
       "contains",
       4,
       {"contains", "starts", "ends", "matches", "in", "is_a"}},
  };
  return all;
}

bool contains(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// What is told first: classes, then closing marks, then words, and `;` last.
int rank(const Expected& item) {
  if (!item.literal) return item.text.starts_with("a clause") || item.text == "an operator" ? 3 : 0;
  if (item.text == ")" || item.text == "}") return 1;
  if (item.text == ",") return 2;
  if (item.text == ";") return 6;
  return is_ascii_letter(item.text[0]) ? 4 : 5;
}

void apply(const Group& group, std::vector<Expected>& items) {
  const auto belongs = [&](const Expected& item) { return contains(group.members, item.text); };
  const auto found = static_cast<std::size_t>(std::count_if(items.begin(), items.end(), belongs));
  const bool keyed = std::any_of(items.begin(), items.end(),
                                 [&](const Expected& item) { return item.text == group.key; });
  if (found < group.least || !keyed) return;
  std::erase_if(items, belongs);
  items.push_back({group.wording, false});
}

}  // namespace

bool ExpectedSet::has(std::string_view text) const {
  return std::any_of(items_.begin(), items_.end(),
                     [&](const Expected& item) { return item.text == text; });
}

void ExpectedSet::drop_expression_parts() {
  static const Words parts = {"*",      "/",    "%",       "+",  "-",    "!=",           "<=",
                              ">=",     "~=",   "=",       "<",  ">",    "a comparison", "contains",
                              "starts", "ends", "matches", "in", "is_a", "not",          "and",
                              "or",     "cite", "expect",  ";",  "("};
  std::vector<Expected> kept = items_;
  std::erase_if(kept, [](const Expected& item) { return contains(parts, item.text); });
  if (kept.empty() && has("(")) kept.push_back({"(", true});
  if (!kept.empty()) items_ = std::move(kept);
}

std::string ExpectedSet::only() const {
  return items_.size() == 1 && items_.front().literal ? std::string(items_.front().text)
                                                      : std::string();
}

std::vector<std::string> ExpectedSet::keywords() const {
  std::vector<std::string> words;
  for (const Expected& item : items_) {
    if (item.literal && is_ascii_letter(item.text[0])) words.emplace_back(item.text);
  }
  return words;
}

std::string ExpectedSet::wording() const {
  std::vector<Expected> items = items_;
  for (const Covers& cover : covers()) {
    if (!has(cover.whole)) continue;
    std::erase_if(items, [&](const Expected& item) { return contains(cover.parts, item.text); });
  }
  for (const Group& group : groups()) apply(group, items);
  std::stable_sort(items.begin(), items.end(),
                   [](const Expected& a, const Expected& b) { return rank(a) < rank(b); });
  constexpr std::size_t kMost = 6;
  if (items.size() > kMost) {  // the last is `;` or a group: it stays
    items[kMost - 1] = items.back();
    items.resize(kMost);
  }
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += i + 1 == items.size() ? " or " : ", ";
    out += items[i].literal ? "`" + std::string(items[i].text) + "`" : std::string(items[i].text);
  }
  return out;
}

}  // namespace vouch::parser
