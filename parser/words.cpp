#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "parser/lexemes.hpp"
#include "parser/parse.hpp"

namespace vouch::parser {
namespace {

using namespace std::string_view_literals;

// Sorted by length, then alphabetically: one length has at most a dozen words.
constexpr std::array kReserved = {
    "as"sv,     "at"sv,     "if"sv,     "in"sv,     "or"sv,      "and"sv,
    "asc"sv,    "for"sv,    "has"sv,    "let"sv,    "not"sv,     "per"sv,
    "top"sv,    "call"sv,   "cite"sv,   "desc"sv,   "diff"sv,    "true"sv,
    "with"sv,   "along"sv,  "every"sv,  "false"sv,  "limit"sv,   "match"sv,
    "maybe"sv,  "query"sv,  "using"sv,  "where"sv,  "assume"sv,  "either"sv,
    "expect"sv, "offset"sv, "return"sv, "search"sv, "without"sv, "distinct"sv};

constexpr std::size_t kLongest = 8;

// begins[n]: the first word of length n in kReserved.
constexpr std::array<std::size_t, kLongest + 2> begins() {
  std::array<std::size_t, kLongest + 2> table{};
  for (std::size_t length = 0; length < table.size(); ++length) {
    std::size_t at = 0;
    while (at < kReserved.size() && kReserved[at].size() < length) ++at;
    table[length] = at;
  }
  return table;
}
constexpr auto kBegins = begins();

}  // namespace

const std::vector<std::string>& reserved_words() {
  static const std::vector<std::string> words(kReserved.begin(), kReserved.end());
  return words;
}

const std::vector<std::string>& statement_words() {
  static const std::vector<std::string> words = {
      "prefix",   "source",    "kind",     "relation", "unit",    "entity",  "claim",   "deny",
      "claims",   "load",      "retract",  "merge",    "unmerge", "rename",  "rule",    "let",
      "query",    "param",     "include",  "echo",     "check",   "export",  "begin",   "commit",
      "rollback", "set",       "show",     "why",      "impact",  "pivotal", "explain", "profile",
      "describe", "conflicts", "diff",     "match",    "either",  "call",    "search",  "for",
      "using",    "at",        "possibly", "as",       "assume",  "without"};
  return words;
}

const std::vector<std::string>& clause_words() {
  static const std::vector<std::string> words = {
      "match", "maybe", "not",    "either", "every", "where",  "let",  "for",    "group", "top",
      "order", "limit", "offset", "with",   "call",  "search", "cite", "return", "expect"};
  return words;
}

bool is_reserved(std::string_view word) {
  if (word.size() < 2 || word.size() > kLongest) return false;
  const char first = lower(word[0]);
  for (std::size_t i = kBegins[word.size()]; i < kBegins[word.size() + 1]; ++i) {
    if (kReserved[i][0] != first) continue;
    const bool same = std::equal(word.begin(), word.end(), kReserved[i].begin(),
                                 [](char a, char b) { return lower(a) == b; });
    if (same) return true;
  }
  return false;
}

}  // namespace vouch::parser
