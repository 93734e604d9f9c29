#include "storage/well_known_iri.hpp"

#include <array>

namespace vouch::storage::well_known {
namespace {

constexpr std::string_view kKindPlace = "kind/";
constexpr std::string_view kRelationPlace = "relation/";
constexpr std::string_view kValuePlace = "value/";

std::string_view place_of(Role role) {
  if (role == Role::kind) return kKindPlace;
  return role == Role::value ? kValuePlace : kRelationPlace;
}

}  // namespace

std::string iri_text(std::string_view base, const Entry& entry) {
  std::string iri(base);
  iri += place_of(entry.role);
  iri += entry.name;
  return iri;
}

std::optional<TermId> id_of_iri(std::string_view base, std::string_view iri) {
  if (!iri.starts_with(base)) return std::nullopt;
  const std::string_view rest = iri.substr(base.size());
  for (const Role role :
       {Role::bookkeeping, Role::qualifier, Role::field, Role::kind, Role::value}) {
    if (!rest.starts_with(place_of(role))) continue;
    if (const Entry* entry = find(rest.substr(place_of(role).size()), role)) return entry->id;
  }
  return std::nullopt;
}

}  // namespace vouch::storage::well_known
