// Functions on entities and claims.
#include <algorithm>
#include <cstdint>
#include <set>

#include "engine/expr/functions.hpp"

namespace vouch::expr {
namespace {

using storage::List;

bool is_entity(const Term& term) {
  return term.as<storage::Iri>() != nullptr || term.as<storage::Blank>() != nullptr ||
         term.as<storage::ClaimRef>() != nullptr;
}

// As fields do: none → nothing, one → it, several → a list.
Term one_or_list(std::vector<Term> terms) {
  if (terms.empty()) return {};
  if (terms.size() == 1) return terms.front();
  return Term(List{std::move(terms)});
}

Term label(const Call& call) {
  if (!is_entity(call[0])) return {};
  std::string label = call.context.label(call[0]);
  return label.empty() ? Term() : storage::text_term(std::move(label));
}

Term id(const Call& call) {
  return is_entity(call[0]) ? storage::text_term(call.context.id_text(call[0])) : Term();
}

Term kind(const Call& call) {
  return is_entity(call[0]) ? one_or_list(call.context.kinds(call[0])) : Term();
}

std::vector<std::vector<Term>> chains_of(const Call& call) {
  const bool claim = call.as<storage::ClaimRef>(0) != nullptr;
  return claim ? call.context.said_by(call[0]) : std::vector<std::vector<Term>>();
}

Term speaker(const Call& call) {
  std::vector<Term> speakers;
  for (const auto& chain : chains_of(call)) {
    const bool first = !chain.empty() && std::find(speakers.begin(), speakers.end(), chain.front()) ==
                                             speakers.end();
    if (first) speakers.push_back(chain.front());
  }
  return one_or_list(std::move(speakers));
}

Term chain(const Call& call) {
  if (call.as<storage::ClaimRef>(0) == nullptr) return {};
  std::vector<Term> chains;
  for (auto& links : chains_of(call)) chains.emplace_back(List{std::move(links)});
  if (chains.empty()) return Term(List{});
  return one_or_list(std::move(chains));
}

// Do the given speakers stand next to each other, in this order, in a chain of the claim?
Term said_by_chain(const Call& call) {
  if (call.as<storage::ClaimRef>(0) == nullptr) return {};
  std::vector<std::string> wanted;
  for (std::size_t i = 1; i < call.arguments.size(); ++i) {
    wanted.push_back(storage::equality_key(call[i]));
  }
  for (const auto& links : chains_of(call)) {
    std::vector<std::string> keys;
    for (const Term& link : links) keys.push_back(storage::equality_key(link));
    if (std::search(keys.begin(), keys.end(), wanted.begin(), wanted.end()) != keys.end()) {
      return Term(true);
    }
  }
  return Term(false);
}

Term first_of(const Term& term) {
  const auto* list = term.as<List>();
  if (list == nullptr) return term;
  return list->items.empty() ? Term() : list->items.front();
}

// Follows copy_of to the wire story; a circle of copies ends where it began.
Term origin(const Call& call) {
  if (Term said = speaker(call); said.bound()) return said;
  if (call.as<storage::ClaimRef>(0) == nullptr) return {};
  Term source = first_of(call.context.field(call[0], "source"));
  std::set<std::string> seen;
  while (source.bound() && seen.insert(storage::equality_key(source)).second) {
    Term original = first_of(call.context.field(source, "copy_of"));
    if (!original.bound()) break;
    source = std::move(original);
  }
  return source;
}

}  // namespace

std::vector<FunctionRow> entity_functions() {
  using enum ValueType;
  return {
      {{"chain", 1, 1, list, {entity},
        "The speakers of a claim, original first; a list of chains when said jointly.",
        "chain(?c)"},
       chain},
      {{"id", 1, 1, text, {entity}, "The id people write.", "id(nvidia)"}, id},
      {{"kind", 1, 1, any, {entity}, "The declared kind, a list when several.", "kind(nvidia)"},
       kind},
      {{"label", 1, 1, text, {entity}, "The first label.", "label(nvidia)"}, label},
      {{"origin", 1, 1, any, {entity},
        "Whose word a claim is: its first speaker, else the wire story, else the source.",
        "origin(?c)"},
       origin},
      {{"said_by_chain", 2, SIZE_MAX, boolean, {entity, any},
        "Whether these speakers follow each other in a chain of the claim.",
        "said_by_chain(?c, scmp)"},
       said_by_chain},
      {{"speaker", 1, 1, any, {entity}, "The original speaker, a list when said jointly.",
        "speaker(?c)"},
       speaker},
  };
}

}  // namespace vouch::expr
