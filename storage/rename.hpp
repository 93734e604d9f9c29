// storage/rename.hpp — an entity gets another IRI; all that is said of it follows.
//
// Shape     the dictionary's number stays, so no table but the dictionary's two changes. Names that are
//           made of claims' content go on being made of the IRI that the entity had first: its former
//           id is a triple of the graph, `entity former_id "nvida"` (an absolute IRI where it was none
//           under the base).
// Errors    invariant: no IRI of the dictionary, or the new one is there already.
#pragma once

#include <string>

#include "storage/store.hpp"

namespace vouch::storage {

// Neither names nor former ids are touched.
void give_iri(Update& update, TermId entity, const std::string& iri);

}  // namespace vouch::storage
