#include "engine/result/cells.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <variant>

#include "engine/expr/units.hpp"
#include "storage/display.hpp"
#include "storage/names.hpp"
#include "storage/term_bytes.hpp"

namespace vouch::result {

using storage::IdTag;
using storage::Term;
using storage::TermId;

namespace {
constexpr std::size_t kFirstPlaces = 512;    // powers of two
constexpr std::size_t kMostPlaces = 32'768;
constexpr std::size_t kGrowth = 8;
constexpr std::size_t kWorthCaching = 64;  // values of the first batch

// The term as a T, what it was before if it was one.
template <typename T>
T& held(Term& term) {
  auto* value = std::get_if<T>(&term.value);
  return value != nullptr ? *value : term.value.emplace<T>();
}
}  // namespace

std::string Cells::text_of(const Term& term, TermId id) const {
  const bool named = term.as<storage::Iri>() != nullptr ||
                     term.as<storage::ClaimRef>() != nullptr ||
                     term.as<storage::Blank>() != nullptr;
  const bool stored = id.bound() && id.tag() != IdTag::local;
  if (stored && id.tag() == IdTag::claim) return terms_.snapshot().display_name(id);
  if (named && stored) return storage::display_text(term, terms_.snapshot().catalog().base);
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

Cells::Place& Cells::place_of(TermId id) {
  if (cache_.empty()) return single_;
  const std::uint64_t hash = (id.bits() ^ (id.bits() >> 32U)) * 0x9E3779B97F4A7C15ULL;
  return cache_[(hash >> 40U) & (cache_.size() - 1)];
}

// In place: the strings of the value that stood here before are used again.
void Cells::read(Cell& cell, TermId id) {
  const std::string_view text = storage::term_text(terms_.snapshot(), id);
  cell.items.clear();
  if (id.tag() != IdTag::iri) {
    auto& plain = held<storage::Text>(cell.term);
    plain.text.assign(text);
    plain.language.clear();
    plain.datatype.clear();
    cell.text.assign(text);
    return;
  }
  held<storage::Iri>(cell.term).text.assign(text);
  if (auto bare = storage::bare_id(terms_.snapshot().catalog().base, text)) {
    cell.text.assign(bare->id);
  } else {
    cell.text.assign(1, '<').append(text).push_back('>');
  }
}

void Cells::fill(Place& place, TermId id) {
  if (storage::has_term_text(id)) {
    place.id = {};
    read(place.cell, id);
    place.id = id;
    ++filled_;
    return;
  }
  // The store's own terms are not kept twice: the cache is here.
  Term term = id.tag() == IdTag::local || !id.bound() ? terms_.decode(id)
                                                      : terms_.snapshot().term(id);
  place.cell = make(std::move(term), id);
  place.id = id;
  ++filled_;
}

const Cell& Cells::cell(TermId id) {
  Place& place = place_of(id);
  if (place.id != id || !id.bound()) fill(place, id);
  return place.cell;
}

void Cells::grow(std::size_t places) {
  std::vector<Place> old(places);
  old.swap(cache_);
  for (Place& place : old) {
    if (place.id.bound()) place_of(place.id) = std::move(place);
  }
}

void Cells::get_ready(std::span<const std::vector<TermId>> columns) {
  wanted_.clear();
  for (const std::vector<TermId>& ids : columns) {
    if (cache_.empty() && ids.size() >= kWorthCaching) grow(kFirstPlaces);
    if (filled_ > cache_.size() && !cache_.empty() && cache_.size() < kMostPlaces) {
      grow(cache_.size() * kGrowth);
    }
    TermId before;
    for (const TermId id : ids) {
      if (id != before && place_of(id).id != id) wanted_.push_back(id);
      before = id;
    }
  }
  if (cache_.empty()) return;
  std::sort(wanted_.begin(), wanted_.end());
  for (const TermId id : wanted_) {
    if (Place& place = place_of(id); place.id != id) fill(place, id);
  }
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
