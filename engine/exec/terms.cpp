// The dictionary of one statement (Terms in run.hpp).
//
// Decoded terms are kept in two generations: when the younger is full the older is dropped. So a
// reference from decode() in fact outlives the next kGenerationTerms calls, which evaluation with
// several operands relies on (see stable_terms in evaluate.cpp).
#include <array>
#include <deque>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/invariant.hpp"
#include "engine/exec/key_table.hpp"
#include "engine/exec/run.hpp"
#include "storage/term_bytes.hpp"
#include "storage/term_codec.hpp"

namespace vouch::exec {

namespace {

constexpr std::size_t kGenerationTerms = 16384;
constexpr std::size_t kGenerationBytes = std::size_t{16} << 20U;

std::size_t size_of(const Term& term) {
  std::size_t bytes = sizeof(Term);
  if (const auto* text = term.as<storage::Text>()) {
    bytes += text->text.size() + text->datatype.size();
  } else if (const auto* list = term.as<storage::List>()) {
    for (const Term& item : list->items) bytes += size_of(item);
  } else if (const auto* iri = term.as<storage::Iri>()) {
    bytes += iri->text.size();
  }
  return bytes;
}

struct Generation {
  KeyTable index{1};
  std::deque<Term> terms;
  std::size_t bytes = 0;

  [[nodiscard]] const Term* find(TermId id) const {
    const std::uint32_t at = index.find(&id);
    return at == KeyTable::kNone ? nullptr : &terms[at];
  }
  [[nodiscard]] bool full() const {
    return terms.size() >= kGenerationTerms || bytes >= kGenerationBytes;
  }
  void clear() {
    index.clear();
    terms.clear();
    bytes = 0;
  }
};

}  // namespace

struct Terms::State {
  std::array<Generation, 2> generations;
  std::size_t young = 0;
  std::deque<Term> locals;
  std::vector<TermId> canonical;  // of each local; unbound: the local itself
  std::unordered_map<std::string, std::uint64_t> local_by_key;
  std::size_t local_bytes = 0;
  Term unbound;

  TermId local(std::string key, const Term& term, TermId means) {
    const std::size_t bytes = 2 * key.size() + size_of(term) + 64;
    const auto [entry, fresh] = local_by_key.try_emplace(std::move(key), locals.size());
    if (fresh) {
      locals.push_back(term);
      canonical.push_back(means);
      local_bytes += bytes;
    }
    return {storage::IdTag::local, entry->second};
  }

  const Term& remember(TermId id, Term term) {
    if (generations[young].full()) {
      young = 1 - young;
      generations[young].clear();
    }
    Generation& generation = generations[young];
    bool fresh = false;
    generation.index.insert(&id, fresh);
    generation.bytes += size_of(term);
    return generation.terms.emplace_back(std::move(term));
  }
};

Terms::Terms(const storage::Snapshot& snapshot)
    : snapshot_(snapshot), state_(std::make_unique<State>()) {}
Terms::~Terms() = default;

const Term& Terms::decode(TermId id) {
  if (!id.bound()) return state_->unbound;
  if (id.tag() == storage::IdTag::local) {
    invariant(id.payload() < state_->locals.size(), "a local id of another statement");
    return state_->locals[id.payload()];
  }
  if (const Term* known = state_->generations[state_->young].find(id)) return *known;
  if (const Term* known = state_->generations[1 - state_->young].find(id)) {
    return state_->remember(id, *known);  // a copy among the young: both stay good
  }
  return state_->remember(id, storage::term_once(snapshot_, id));
}

TermId Terms::encode(const Term& term) {
  if (!term.bound()) return storage::kUnbound;
  if (term.as<storage::List>() == nullptr) {
    if (const std::optional<TermId> id = storage::inline_id(term)) return *id;
    if (const std::optional<TermId> id = snapshot_.find(term)) return *id;
  }
  return state_->local(storage::equality_key(term), term, storage::kUnbound);
}

TermId Terms::encode_spelled(const Term& term) {
  const TermId id = encode(term);
  if (term.as<storage::Quantity>() == nullptr || storage::inline_id(term)) return id;
  std::string wanted = storage::encode_term(term);
  if (storage::encode_term(decode(id)) == wanted) return id;
  return state_->local("\x01" + std::move(wanted), term, id);
}

TermId Terms::canonical(TermId id) const {
  if (id.tag() != storage::IdTag::local) return id;
  const TermId known = state_->canonical[id.payload()];
  return known.bound() ? known : id;
}

std::size_t Terms::bytes() const {
  return state_->local_bytes;
}

}  // namespace vouch::exec
