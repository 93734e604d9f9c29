// engine/rdf/reifier_group.hpp — all that is said of one reifier → a claim, and what is left of it.
//
// Shape     write() takes the lines of one reifier. False: a part of it is a claim that is not made
//           yet; try again in the next round, or with less patience.
// Lifetime  of Reifiers::finish; borrows everything.
// Errors    InputError E0316: a claim of that name is there and says something else.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "engine/rdf/reifiers.hpp"

namespace vouch::rdfio {

// What of a claim must be there before it is made.
enum class Patience : std::uint8_t { all_parts, ends, none };

class ReifierGroups {
 public:
  using Keys = std::unordered_set<TextKey, TextKeyHash>;
  struct Known {
    const Keys& nodes;     // reifiers
    const Keys& asserted;  // triples that are kept back still
  };
  ReifierGroups(storage::Update& update, StoreSink& sink, const OwnWords& words, Known known,
                ClaimsOfNodes& claims, const Reifiers::Qualifiers& load_qualifiers);

  void begin_round(Patience patience) { patience_ = patience; }
  [[nodiscard]] bool write(const std::vector<std::string>& lines);
  // Retractions, all at once.
  void finish();

 private:
  class Probe;
  class Gather;
  class Rest;
  struct Draft;

  [[nodiscard]] bool pending(const rdf::Term& node) const;
  void complete(Draft& draft) const;
  [[nodiscard]] storage::TermId add(const Draft& draft);
  [[nodiscard]] bool is_of_rdf(storage::TermId claim) const;

  storage::Update& update_;
  StoreSink& sink_;
  const OwnWords& words_;
  Known known_;
  ClaimsOfNodes& claims_;
  const Reifiers::Qualifiers& load_qualifiers_;
  storage::Snapshot view_;
  Patience patience_ = Patience::all_parts;
  std::int64_t loaded_at_ = 0;
  std::vector<storage::TermId> retracted_;
};

}  // namespace vouch::rdfio
