#include "engine/result/cells.hpp"

#include <utility>

#include "engine/expr/units.hpp"
#include "storage/names.hpp"

namespace vouch::result {

using storage::IdTag;
using storage::Term;
using storage::TermId;

namespace {
constexpr std::size_t kCacheMost = 16'384;
}

std::string Cells::text_of(const Term& term, TermId id) const {
  const bool named = term.as<storage::Iri>() != nullptr ||
                     term.as<storage::ClaimRef>() != nullptr ||
                     term.as<storage::Blank>() != nullptr;
  if (named && id.bound() && id.tag() != IdTag::local) return terms_.snapshot().display_name(id);
  if (const auto* iri = term.as<storage::Iri>()) {
    const auto bare = storage::bare_id(terms_.snapshot().catalog().base, iri->text);
    return bare ? bare->id : "<" + iri->text + ">";
  }
  if (const auto* text = term.as<storage::Text>()) return text->text;
  return expr::print_value(term);
}

Cell Cells::make(Term term, TermId id) {
  Cell out;
  if (const auto* list = term.as<storage::List>()) {
    for (const Term& item : list->items) {
      out.items.push_back(cell_of(item));
      if (out.items.size() > 1) out.text += ", ";
      out.text += out.items.back().text;
    }
  } else if (term.bound()) {
    out.text = text_of(term, id);
  }
  out.term = std::move(term);
  return out;
}

Cell Cells::cell_of(const Term& term) {
  const bool named = term.as<storage::Iri>() != nullptr ||
                     term.as<storage::ClaimRef>() != nullptr ||
                     term.as<storage::Blank>() != nullptr;
  return make(term, named ? terms_.encode(term) : TermId{});
}

const Cell& Cells::cell(TermId id) {
  const auto known = cache_.find(id);
  if (known != cache_.end()) return known->second;
  if (cache_.size() >= kCacheMost) cache_.clear();
  Term term = terms_.decode(id);
  return cache_.emplace(id, make(std::move(term), id)).first->second;
}

Cell text_cell(std::string text) {
  Cell out;
  out.term = storage::text_term(text);
  out.text = std::move(text);
  return out;
}

Cell number_cell(std::uint64_t number) {
  Cell out;
  out.term = storage::number_term(static_cast<std::int64_t>(number));
  out.text = std::to_string(number);
  return out;
}

}  // namespace vouch::result
