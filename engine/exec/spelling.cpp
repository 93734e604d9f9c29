#include "engine/exec/spelling.hpp"

#include <algorithm>
#include <string>

#include "base/unicode.hpp"
#include "storage/rdf_values.hpp"

namespace vouch::exec {

namespace {

bool is_local(TermId id) {
  return id.tag() == storage::IdTag::local;
}

std::string spelling(Terms& terms, TermId id) {
  const auto* quantity = terms.decode(id).as<storage::Quantity>();
  if (quantity == nullptr) return {};
  const std::string text = storage::text_of_quantity(*quantity);
  return text.substr(0, text.find(" ("));  // without what its unit is
}

}  // namespace

bool has_spellings(Terms& terms, TermId id) {
  return is_local(id) && terms.decode(id).as<storage::Quantity>() != nullptr;
}

TermId better_spelled(Terms& terms, TermId a, TermId b) {
  if (a == b || !is_local(a)) return a;
  if (!is_local(b)) return b;
  const std::string left = spelling(terms, a);
  const std::string right = spelling(terms, b);
  const std::size_t left_length = unicode::length(left);
  const std::size_t right_length = unicode::length(right);
  if (left_length != right_length) return left_length < right_length ? a : b;
  return left <= right ? a : b;  // UTF-8 sorts by code points
}

const Column& canonical_column(const Terms& terms, const Column& column, Column& scratch) {
  if (std::none_of(column.begin(), column.end(), is_local)) return column;
  scratch.resize(column.size());
  std::transform(column.begin(), column.end(), scratch.begin(),
                 [&](TermId id) { return terms.canonical(id); });
  return scratch;
}

}  // namespace vouch::exec
