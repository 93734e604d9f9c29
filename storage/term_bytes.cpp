#include "storage/term_bytes.hpp"

#include "storage/snapshot_state.hpp"
#include "storage/well_known.hpp"

namespace vouch::storage {

bool has_term_text(TermId id) {
  if (id.tag() == IdTag::iri) return id.payload() >= well_known::kFirstFreeIri;
  return id.tag() == IdTag::long_text;
}

std::string_view term_text(const Snapshot& snapshot, TermId id) {
  return snapshot.state()->dictionary().encoded(id).substr(1);
}

Term term_once(const Snapshot& snapshot, TermId id) {
  return snapshot.state()->dictionary().term(id);
}

}  // namespace vouch::storage
