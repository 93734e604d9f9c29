// engine/rdf/reifiers.hpp — reifiers of a load become claims.
//
// Shape     scan() every document first: it notes who reifies what. While they are read, take() keeps
//           back what is said of reifiers and what names them; finish() makes a claim of each, which
//           is then the subject or object its reifier was. A claim takes its name from its reifier.
//             of RDF   all that is said of the reifier is stored as it was said; the claim stands
//                      beside it: its qualifiers are the reifier's properties. Out of the graph
//                      unless the triple is asserted as well.
//             of ours  (`a kind/claim`): the claim itself, with all its fields; the plain triple
//                      that an export writes beside it is the claim's, and not said plainly.
//           A reifier of several triples is a claim of the first in order of its text; one that
//           reifies itself, through others too, stays what it is. Of triples with load qualifiers
//           every reifier becomes a claim with these.
// Units     what is kept back lies in sorted temporary files beyond `memory_bytes`.
// Lifetime  of one load; borrows the update.
// Errors    InputError E0316: a claim of that name is there and says something else.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/line_sorter.hpp"
#include "engine/rdf/own_words.hpp"
#include "parser/rdf/document.hpp"
#include "storage/store.hpp"

namespace vouch::rdfio {

class StoreSink;

// 128 bits of a text: for sets in which no two texts may be mistaken for each other.
struct TextKey {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend bool operator==(const TextKey&, const TextKey&) = default;
};
struct TextKeyHash {
  std::size_t operator()(const TextKey& key) const noexcept { return key.low; }
};
[[nodiscard]] TextKey key_of(std::string_view canonical);

using LabelOf = std::function<std::string(std::string_view)>;
// Ids of claims by their nodes' canonical text.
using ClaimsOfNodes = std::unordered_map<TextKey, storage::TermId, TextKeyHash>;

class Reifiers {
 public:
  Reifiers(const OwnWords& words, std::size_t memory_bytes);

  // Whether a document can hold reifiers at all, from its bytes alone.
  [[nodiscard]] static bool may_be_in(ByteSource& source, rdf::Format format);
  // Problems are left to the reading that follows.
  void scan(ByteSource& source, const rdf::ReadOptions& options, const LabelOf& label_of);
  void scanned();
  [[nodiscard]] bool empty() const { return nodes_.empty(); }

  // True: the quad is kept back, or is the plain triple of a claim of ours.
  [[nodiscard]] bool take(const rdf::Quad& quad, const LabelOf& label_of);

  using Qualifiers = std::vector<std::pair<storage::TermId, storage::TermId>>;
  // What is kept back is written through `sink`, which is told of the claims.
  void finish(storage::Update& update, StoreSink& sink, const Qualifiers& load_qualifiers);

 private:
  class Scan;
  class Group;
  struct Seen {
    std::vector<TextKey> reified;  // triples, in the default graph
    bool anywhere = false;         // reifies something
    bool ours = false;
    bool unsaid = false;  // puts no triple in the graph
  };

  [[nodiscard]] bool concerns(const rdf::Term& term, const LabelOf& label_of, std::string& text);
  void make_claims(storage::Update& update, StoreSink& sink, const Qualifiers& load_qualifiers);

  const OwnWords& words_;
  std::size_t memory_bytes_;
  std::unordered_map<TextKey, Seen, TextKeyHash> seen_;
  std::unordered_set<TextKey, TextKeyHash> nodes_;    // reifiers
  std::unordered_set<TextKey, TextKeyHash> implied_;  // triples that claims of ours say
  std::unordered_set<TextKey, TextKeyHash> reified_;
  std::unordered_set<TextKey, TextKeyHash> asserted_;  // of the reified ones that are kept back
  LineSorter about_;                                  // statements with a reifier as subject
  LineSorter naming_;                                 // others that name one
  ClaimsOfNodes claims_;
};

}  // namespace vouch::rdfio
