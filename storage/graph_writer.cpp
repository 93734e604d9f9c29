#include "storage/graph_writer.hpp"

#include "storage/well_known.hpp"

namespace vouch::storage {
namespace {

namespace support = format::support;

Triple mirrored(const Triple& triple) {
  return {triple.object, triple.relation, triple.subject};
}

}  // namespace

bool GraphWriter::symmetric(TermId relation) {
  Known& known = known_[relation.payload() % known_.size()];
  if (known.relation != relation) {
    const RelationInfo* info = catalog_.current().relation(relation);
    known = {relation, info != nullptr && info->symmetric};
  }
  return known.symmetric;
}

const std::vector<TermId>& GraphWriter::kinds_above(TermId kind) {
  const auto [found, fresh] = above_.try_emplace(kind);
  if (fresh) found->second = catalog_.current().super_kinds(kind);
  return found->second;
}

void GraphWriter::say(const Triple& triple, std::uint8_t why) {
  triples_.add(triple, why);
  if (symmetric(triple.relation) && triple.subject != triple.object) {
    triples_.add(mirrored(triple), support::kMirror);
  }
  if (triple.relation == well_known::kDeclaredKind) {
    for (const TermId kind : kinds_above(triple.object)) {
      triples_.add({triple.subject, well_known::kIsA, kind}, support::kDerived);
    }
  }
}

bool GraphWriter::unsay(const Triple& triple, std::uint8_t why) {
  const std::uint8_t before = triples_.withdraw(triple, why);
  if ((before & why) == 0) return false;
  if ((before & support::kSaid & ~why) != 0) return true;
  if (symmetric(triple.relation) && triple.subject != triple.object) {
    triples_.withdraw(mirrored(triple), support::kMirror);
  }
  if (triple.relation == well_known::kDeclaredKind) renew_kinds_of(triple.subject);
  return true;
}

void GraphWriter::put(KindInfo kind) {
  const TermId id = kind.id;
  const KindInfo* before = catalog_.current().kind(id);
  const bool moved = before == nullptr ? !kind.under.empty() : before->under != kind.under;
  catalog_.put(std::move(kind));
  if (!moved) return;
  above_.clear();
  for (const TermId below : catalog_.current().sub_kinds(id)) kinds_.insert(below);
}

void GraphWriter::put(RelationInfo relation) {
  const TermId id = relation.id;
  const RelationInfo* before = catalog_.current().relation(id);
  const bool turned = (before != nullptr && before->symmetric) != relation.symmetric;
  catalog_.put(std::move(relation));
  if (turned) relations_.insert(id);
  known_.fill({});
}

void GraphWriter::renew() {
  std::set<TermId> entities;
  for (const TermId kind : kinds_) {
    const auto declared = triples_.subjects(well_known::kDeclaredKind, kind);
    entities.insert(declared.begin(), declared.end());
  }
  kinds_.clear();
  for (const TermId entity : entities) renew_kinds_of(entity);
  for (const TermId relation : std::exchange(relations_, {})) renew_relation(relation);
}

void GraphWriter::renew_kinds_of(TermId entity) {
  std::set<TermId> wanted;
  for (const TermId declared : triples_.objects(well_known::kDeclaredKind, entity)) {
    const auto& above = kinds_above(declared);
    wanted.insert(above.begin(), above.end());
  }
  for (const TermId kind : triples_.objects(well_known::kIsA, entity)) {
    const Triple triple{entity, well_known::kIsA, kind};
    if (wanted.erase(kind) == 0) {
      triples_.withdraw(triple, support::kDerived);
    } else if ((triples_.support(triple) & support::kDerived) == 0) {
      triples_.add(triple, support::kDerived);
    }
  }
  for (const TermId kind : wanted)
    triples_.add({entity, well_known::kIsA, kind}, support::kDerived);
}

void GraphWriter::renew_relation(TermId relation) {
  const bool now = symmetric(relation);
  for (const Triple& triple : triples_.triples_of(relation)) {
    if (!now) {
      triples_.withdraw(triple, support::kMirror);
    } else if (triple.subject != triple.object &&
               (triples_.support(triple) & support::kSaid) != 0) {
      triples_.add(mirrored(triple), support::kMirror);
    }
  }
}

}  // namespace vouch::storage
