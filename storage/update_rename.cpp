// Entities of an update get other IRIs.
#include "base/invariant.hpp"
#include "storage/checksum.hpp"
#include "storage/names.hpp"
#include "storage/rename.hpp"
#include "storage/statistics.hpp"
#include "storage/term_codec.hpp"
#include "storage/update_state.hpp"
#include "storage/well_known.hpp"

namespace vouch::storage {

void give_iri(Update& update, TermId entity, const std::string& iri) {
  UpdateState& state = update.state().checked();
  const Term term{Iri{iri}};
  invariant(entity.tag() == IdTag::iri && well_known::find(entity) == nullptr,
            "only entities of the dictionary get another IRI");
  invariant(!state.view().find(term), "an IRI is given to a second entity");
  state.spoil_unless([&] { state.interner().replace(entity, term); });
}

// As of the first IRI that the entity had.
void UpdateState::note_former_id(TermId entity, TermId former) {
  const Term term = interner_.term(former);
  const auto* text = term.as<Text>();
  if (text == nullptr) return;
  const bool absolute = text->text.find(':') != std::string::npos;
  std::string identity;
  append_identity(
      Term(Iri{absolute ? text->text : iri_of(header_.base, NameSpace::entity, text->text)}),
      identity);
  former_hashes_[entity] = term_hash(identity, 64);
  hashes_.clear();
}

void UpdateState::load_former_ids() {
  if (read_statistics(*transaction_, store_->tables, well_known::kFormerId).triples == 0) return;
  for (const Triple& triple : triples_.triples_of(well_known::kFormerId))
    note_former_id(triple.subject, triple.object);
}

}  // namespace vouch::storage
