// Tests on text: contains, starts with, ends with, and `~=`. None looks at language tags.
#include <algorithm>

#include "base/unicode.hpp"
#include "engine/expr/text.hpp"

namespace vouch::expr {
namespace {

using storage::List;
using storage::Text;

Truth list_contains(const List& list, const Term& wanted) {
  const std::string key = storage::equality_key(wanted);
  return truth(std::any_of(list.items.begin(), list.items.end(), [&](const Term& item) {
    return storage::equality_key(item) == key;
  }));
}

// The text to compare: a string itself, an entity's label or else its id.
std::optional<std::string> spelling(const Term& term, ValueContext& context) {
  if (const auto* text = term.as<Text>()) return text->text;
  if (term.as<storage::Iri>() == nullptr && term.as<storage::Blank>() == nullptr) {
    return std::nullopt;
  }
  std::string label = context.label(term);
  return label.empty() ? context.id_text(term) : label;
}

bool has_all_words(const std::vector<std::string>& words, const std::vector<std::string>& among) {
  return !words.empty() && std::all_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(among.begin(), among.end(), word) != among.end();
  });
}

// Equal when folded, a slip or two apart (one for each four letters of the shorter text, at least
// one), or all words of one among the other's.
bool similar_texts(std::string_view a, std::string_view b) {
  const std::string left = unicode::fold(a);
  const std::string right = unicode::fold(b);
  if (left == right) return true;
  if (left.empty() || right.empty()) return false;
  constexpr std::size_t kLettersPerSlip = 4;
  const std::size_t shorter = std::min(unicode::length(left), unicode::length(right));
  const std::size_t limit = std::max<std::size_t>(1, shorter / kLettersPerSlip);
  if (unicode::edit_distance(left, right, limit) <= limit) return true;
  const auto left_words = unicode::words(left);
  const auto right_words = unicode::words(right);
  return has_all_words(left_words, right_words) || has_all_words(right_words, left_words);
}

}  // namespace

bool text_holds(TextTest test, std::string_view text, std::string_view part) {
  switch (test) {
    case TextTest::contains: return text.find(part) != std::string_view::npos;
    case TextTest::starts_with: return text.starts_with(part);
    case TextTest::ends_with: return text.ends_with(part);
  }
  return false;
}

Truth text_test(TextTest op, const Term& a, const Term& b) {
  if (!a.bound() || !b.bound()) return Truth::unknown;
  if (const auto* list = a.as<List>(); list != nullptr && op == TextTest::contains) {
    return list_contains(*list, b);
  }
  const auto* text = a.as<Text>();
  const auto* part = b.as<Text>();
  if (text == nullptr || part == nullptr) return Truth::unknown;
  return truth(text_holds(op, text->text, part->text));
}

Truth similar(const Term& a, const Term& b, ValueContext& context) {
  const auto left = spelling(a, context);
  const auto right = spelling(b, context);
  return left && right ? truth(similar_texts(*left, *right)) : Truth::unknown;
}

}  // namespace vouch::expr
