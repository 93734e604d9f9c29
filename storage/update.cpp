#include "base/invariant.hpp"
#include "storage/store.hpp"
#include "storage/update_state.hpp"

namespace vouch::storage {

Update::Update(std::shared_ptr<UpdateState> state) : state_(std::move(state)) {}
Update::Update(Update&&) noexcept = default;
Update& Update::operator=(Update&& other) noexcept {
  if (this == &other) return *this;
  if (state_ && state_->live()) state_->rollback();
  state_ = std::move(other.state_);
  return *this;
}
Update::~Update() {
  if (state_ && state_->live()) state_->rollback();
}

Snapshot Update::view() {
  return state_->checked().view();
}

TermId Update::intern(const Term& term) {
  invariant(term.bound() && term.as<List>() == nullptr, "lists and unbound terms have no id");
  return state_->checked().interner().intern(term);
}

void Update::add_triple(const Triple& triple) {
  state_->checked().say_plainly(triple);
}
void Update::add_spelling(const Triple& triple, TermId spelling) {
  state_->checked().say_plainly(triple);
  state_->triples().add_spelling(triple, spelling);
}
bool Update::remove_triple(const Triple& triple) {
  return state_->checked().remove_triple(triple);
}
std::optional<TermId> Update::add_claim(const NewClaim& claim) {
  return state_->checked().add_claim(claim);
}
bool Update::retract_claim(TermId claim) {
  return state_->checked().retract_claim(claim);
}
bool Update::retract_claim_now(TermId claim) {
  return state_->checked().retract_claim_now(claim);
}
bool Update::retract_claim(TermId claim, TermId when) {
  return state_->checked().retract_claim_at(claim, when);
}

void Update::add_name(NameSpace space, TermId id, std::string_view name, bool label) {
  state_->checked().names().add_name(space, id, name, label);
}
bool Update::remove_name(NameSpace space, TermId id, std::string_view name) {
  return state_->checked().names().remove_name(space, id, name);
}
void Update::add_words(TermId id, std::string_view text) {
  state_->checked().names().add_words(id, text);
}

void Update::put(KindInfo kind) {
  state_->checked().graph().put(std::move(kind));
}
void Update::put(RelationInfo relation) {
  state_->checked().graph().put(std::move(relation));
}
void Update::put(UnitInfo unit) {
  state_->checked().catalog().put(std::move(unit));
}
void Update::put_prefix(std::string prefix, std::string iri) {
  state_->checked().catalog().put_prefix(std::move(prefix), std::move(iri));
}
void Update::add_source(TermId source) {
  state_->checked().catalog().add_source(source);
}

StoreCounts Update::added() const {
  return state_->added();
}
void Update::commit() {
  state_->checked().commit();
}
void Update::rollback() {
  if (state_->live()) state_->rollback();
}

}  // namespace vouch::storage
