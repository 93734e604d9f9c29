// Functions on text. They look through language tags, and give plain strings.
#include <algorithm>

#include "base/unicode.hpp"
#include "engine/expr/functions.hpp"
#include "engine/expr/units.hpp"

namespace vouch::expr {
namespace {

using storage::List;
using storage::Text;

constexpr std::size_t kResultBytesMax = std::size_t{1} << 30U;

const std::string* text_argument(const Call& call, std::size_t i) {
  const auto* text = call.as<Text>(i);
  return text == nullptr ? nullptr : &text->text;
}

// Any value but a list as users read it.
std::optional<std::string> spelled(const Term& term, ValueContext& context) {
  if (term.as<List>() != nullptr) return std::nullopt;
  return print_value(term, [&](const Term& entity) { return context.id_text(entity); });
}

Term upper(const Call& call) {
  const auto* text = text_argument(call, 0);
  return text == nullptr ? Term() : storage::text_term(unicode::upper(*text));
}

Term lower(const Call& call) {
  const auto* text = text_argument(call, 0);
  return text == nullptr ? Term() : storage::text_term(unicode::lower(*text));
}

Term length(const Call& call) {
  const auto* text = text_argument(call, 0);
  if (text == nullptr) return {};
  return storage::number_term(static_cast<std::int64_t>(unicode::length(*text)));
}

Term trim(const Call& call) {
  const auto* text = text_argument(call, 0);
  if (text == nullptr) return {};
  constexpr std::string_view kBlank = " \t\r\n\v\f";
  const std::size_t begin = text->find_first_not_of(kBlank);
  if (begin == std::string::npos) return storage::text_term("");
  return storage::text_term(text->substr(begin, text->find_last_not_of(kBlank) + 1 - begin));
}

// Byte offset of the n-th code point (from 0), or the end.
std::size_t offset_of(std::string_view text, std::int64_t n) {
  std::size_t at = 0;
  for (; n > 0 && at < text.size(); --n) at += unicode::decode(text, at).length;
  return at;
}

Term substring(const Call& call) {
  const auto* text = text_argument(call, 0);
  const auto start = call.integer(1);
  if (text == nullptr || !start || *start < 1) return {};
  const auto rest = std::string_view(*text).substr(offset_of(*text, *start - 1));
  if (call.size() < 3) return storage::text_term(std::string(rest));
  const auto count = call.integer(2);
  if (!count || *count < 0) return {};
  return storage::text_term(std::string(rest.substr(0, offset_of(rest, *count))));
}

Term replace(const Call& call) {
  const auto* text = text_argument(call, 0);
  const auto* with = text_argument(call, call.size() - 1);
  if (text == nullptr || with == nullptr) return {};
  if (call.pattern != nullptr) return storage::text_term(call.pattern->replace(*text, *with));
  const auto* what = text_argument(call, 1);
  if (what == nullptr || what->empty()) return {};
  std::string out;
  std::size_t at = 0;
  for (std::size_t hit = 0; (hit = text->find(*what, at)) != std::string::npos;) {
    out.append(*text, at, hit - at);
    out += *with;
    if (out.size() > kResultBytesMax) return {};
    at = hit + what->size();
  }
  return storage::text_term(out.append(*text, at));
}

Term concat(const Call& call) {
  std::string out;
  for (const Term& argument : call.arguments) {
    const auto part = spelled(argument, call.context);
    if (!part) return {};
    out += *part;
  }
  return storage::text_term(std::move(out));
}

Term join(const Call& call) {
  const auto* separator = text_argument(call, 1);
  if (separator == nullptr) return {};
  const auto* list = call.as<List>(0);
  const std::vector<Term> items = list == nullptr ? std::vector{call[0]} : list->items;
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto part = spelled(items[i], call.context);
    if (!part) return {};
    if (i > 0) out += *separator;
    out += *part;
  }
  return storage::text_term(std::move(out));
}

// Without a separator the characters (grapheme clusters).
Term split(const Call& call) {
  const auto* text = text_argument(call, 0);
  const auto* separator = text_argument(call, 1);
  if (text == nullptr || separator == nullptr) return {};
  List out;
  if (separator->empty()) {
    for (const auto cluster : unicode::clusters(*text)) {
      out.items.push_back(storage::text_term(std::string(cluster)));
    }
    return Term(std::move(out));
  }
  std::size_t at = 0;
  for (std::size_t hit = 0; (hit = text->find(*separator, at)) != std::string::npos;) {
    out.items.push_back(storage::text_term(text->substr(at, hit - at)));
    at = hit + separator->size();
  }
  out.items.push_back(storage::text_term(text->substr(at)));
  return Term(std::move(out));
}

Term text_of(const Call& call) {
  auto spelling = spelled(call[0], call.context);
  return spelling ? storage::text_term(std::move(*spelling)) : Term();
}

Term language(const Call& call) {
  const auto* text = call.as<Text>(0);
  return text == nullptr ? Term() : storage::text_term(text->language);
}

}  // namespace

std::vector<FunctionRow> text_functions() {
  using enum ValueType;
  return {
      {{"concat", 1, kAnyNumber, text, {any}, "All values one after the other, as text.",
        "concat(\"H\", 20)"},
       concat},
      {{"join", 2, 2, text, {any, text}, "The elements of a list as one text.",
        "join(split(\"a b\", \" \"), \", \")"},
       join},
      {{"language", 1, 1, text, {text}, "The language tag, empty when there is none.",
        "language(\"英伟达\"@zh)"},
       language},
      {{"length", 1, 1, number, {text}, "How many characters (code points).", "length(\"H20\")"},
       length},
      {{"lower", 1, 1, text, {text}, "In lower case.", "lower(\"H20\")"}, lower},
      {{"replace", 3, 3, text, {text, any, text},
        "Every occurrence of a text or /regex/ replaced; `$1` is the first group.",
        "replace(\"H20\", /[0-9]+/, \"x\")"},
       replace},
      {{"split", 2, 2, list, {text, text}, "The parts between separators.",
        "split(\"a,b\", \",\")"},
       split},
      {{"substring", 2, 3, text, {text, number, number},
        "From a character (the first is 1), all or so many.", "substring(\"Huawei\", 3, 2)"},
       substring},
      {{"text", 1, 1, text, {any}, "The value as it is printed; an entity's id.", "text(7 nm)"},
       text_of},
      {{"trim", 1, 1, text, {text}, "Without blanks at both ends.", "trim(\" H20 \")"}, trim},
      {{"upper", 1, 1, text, {text}, "In upper case.", "upper(\"h20\")"}, upper},
  };
}

}  // namespace vouch::expr
