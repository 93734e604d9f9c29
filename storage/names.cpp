#include "storage/names.hpp"

#include "base/unicode.hpp"

namespace vouch::storage {
namespace {

std::string_view place_of(NameSpace space) {
  switch (space) {
    case NameSpace::entity: return "";
    case NameSpace::kind: return "kind/";
    case NameSpace::relation: return "relation/";
  }
  return "";
}

bool is_bare(std::string_view id) {
  if (id.empty() || unicode::first_invalid_byte(id)) return false;
  for (std::size_t at = 0; at < id.size();) {
    const unicode::CodePoint point = unicode::decode(id, at);
    if (at == 0 ? !unicode::is_letter(point.value) : !unicode::is_name_character(point.value))
      return false;
    at += point.length;
  }
  return true;
}

}  // namespace

std::string iri_of(std::string_view base, NameSpace space, std::string_view id) {
  std::string iri(base);
  iri += place_of(space);
  iri += id;
  return iri;
}

std::optional<BareId> bare_id(std::string_view base, std::string_view iri) {
  if (!iri.starts_with(base)) return std::nullopt;
  std::string_view rest = iri.substr(base.size());
  NameSpace space = NameSpace::entity;
  for (const NameSpace other : {NameSpace::kind, NameSpace::relation}) {
    if (rest.starts_with(place_of(other))) {
      space = other;
      rest.remove_prefix(place_of(other).size());
      break;
    }
  }
  if (!is_bare(rest)) return std::nullopt;
  return BareId{space, std::string(rest)};
}

}  // namespace vouch::storage
