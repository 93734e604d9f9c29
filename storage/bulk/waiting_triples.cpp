#include "storage/bulk/waiting_triples.hpp"

#include "storage/blocks/block_cursor.hpp"
#include "storage/spelling_table.hpp"
#include "storage/triple_walk.hpp"

namespace vouch::storage::bulk {
namespace {

using format::TableName;
using format::support::kPlain;

// Triples in order, each with all the ways it was written in, on their way to the update.
class Settler {
 public:
  explicit Settler(UpdateState& update)
      : update_(update),
        stored_(update.transaction(), update.tables().blocks(TableName::pso)),
        spellings_(update.transaction(), update.tables().blocks(TableName::spellings)),
        spelled_before_(update.header().spellings.rows > 0) {}

  void see(const Tuple<4>& tuple) {
    const Triple triple{TermId::from_bits(tuple[1]), TermId::from_bits(tuple[0]),
                        TermId::from_bits(tuple[2])};
    if (!any_ || triple != triple_) settle();
    triple_ = triple;
    any_ = true;
    tuple[3] == 0 ? void(plain_ = true) : ways_.push_back(TermId::from_bits(tuple[3]));
  }

  // Beside other ways of writing, the object's own id says that it was also written as its value
  // is.
  void settle() {
    if (!any_) return;
    update_.graph().say(triple_, kPlain);
    const bool spelled = spelled_before_ && has_spelling();
    for (const TermId way : ways_) update_.triples().add_spelling(triple_, way);
    if ((plain_ && (spelled || !ways_.empty())) || (!ways_.empty() && !spelled && is_stored()))
      update_.triples().add_spelling(triple_, triple_.object);
    ways_.clear();
    plain_ = any_ = false;
  }

 private:
  [[nodiscard]] bool is_stored() {
    return (stored_.note({triple_.relation.bits(), triple_.subject.bits(), triple_.object.bits()}) &
            kPlain) != 0;
  }
  [[nodiscard]] bool has_spelling() {
    const BlockRow from{triple_.relation.bits(), triple_.subject.bits(), triple_.object.bits(), 0};
    if (!spellings_.seek(from)) return false;
    const BlockRow found = spellings_.current();
    return found.head == from.head && found.a == from.a && found.b == from.b;
  }

  UpdateState& update_;
  RowsWalk stored_;
  BlockCursor spellings_;
  bool spelled_before_;
  Triple triple_;
  bool any_ = false;
  bool plain_ = false;
  std::vector<TermId> ways_;
};

}  // namespace

void WaitingTriples::take(const Numbering& numbers, const std::vector<Lane*>& lanes) {
  const auto add = [&](const TripleRefs& triple, std::uint64_t way) {
    runs_.add({numbers.id_of(triple.relation), numbers.id_of(triple.subject),
               numbers.id_of(triple.object), way});
  };
  for (Lane* lane : lanes) {
    for (const TripleRefs& triple : lane->triples()) add(triple, 0);
    for (const SpelledRefs& one : lane->spelled()) add(one.triple, numbers.id_of(one.spelling));
    lane->give_back();
  }
}

void WaitingTriples::finish() {
  Settler settler(update_);
  runs_.drain([&](const Tuple<4>& tuple) { settler.see(tuple); });
  settler.settle();
}

}  // namespace vouch::storage::bulk
