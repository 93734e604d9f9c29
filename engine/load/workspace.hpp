// engine/load/workspace.hpp — what one load (or one fact statement) knows while it writes.
//
// Shape     the Update, a view of it for look-ups, the vocabulary as it grows, and caches: a name
//           that was looked up once is found in a hash map the next time.
// Lifetime  borrows the Update and the parameters; must end before the Update commits.
// Errors    the user's mistakes are collected in problems(); a look-up that fails has added one.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/diagnostic.hpp"
#include "engine/bind/resolver.hpp"
#include "engine/load/vocabulary.hpp"
#include "parser/ast_terms.hpp"
#include "storage/store.hpp"

namespace vouch::load {

using storage::NameSpace;
using storage::Term;

// A name that a statement declares, and how users write it. The id is given by adopt(), once the
// statement is known to be good.
struct DeclaredName {
  TermId id;
  std::string iri;
  std::string name;  // bare id or <iri>
  bool bare = false;
  bool stored = false;  // the store knew it before (set by adopt)
};

// What claims need of their source.
struct SourceFacts {
  TermId published;
  std::string sha256;
  std::string document;  // the file's name
};

class Workspace {
 public:
  Workspace(storage::Update& update, const bind::Parameters& parameters,
            const std::map<std::string, std::string>& prefixes);
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  [[nodiscard]] storage::Update& update() { return update_; }
  [[nodiscard]] Vocabulary& vocabulary() { return vocabulary_; }
  [[nodiscard]] Diagnostics& problems() { return problems_; }
  [[nodiscard]] const storage::Snapshot& view() const { return *view_; }
  [[nodiscard]] std::int64_t loaded_at() const { return loaded_at_; }
  [[nodiscard]] TermId time_of_loading();
  // Names stand for others now.
  void forget_names();
  // Takes a new view, so that look-ups see everything written so far.
  void renew();

  void error(Span place, std::string code, std::string message);
  // An error with the nearest of some names as fixes.
  void error_near(Span place, std::string code, std::string message, const std::string& wrong,
                  const std::vector<std::string>& candidates);
  void warn(Span place, std::string code, std::string message);

  [[nodiscard]] std::optional<DeclaredName> declared(const ast::Name& name, NameSpace space);
  void adopt(DeclaredName& name);
  [[nodiscard]] std::optional<TermId> kind(const ast::Name& name);
  [[nodiscard]] bool knows_kind(const ast::Name& name);
  [[nodiscard]] std::optional<TermId> relation(const ast::Name& name);
  [[nodiscard]] std::optional<TermId> qualifier(const ast::PlainName& name);
  [[nodiscard]] std::optional<TermId> entity(const ast::Name& name);
  // Any constant; entities and claims as their ids, values interned by the caller.
  [[nodiscard]] std::optional<Term> value(const ast::Term& term);
  [[nodiscard]] std::optional<TermId> special_value(TermId qualifier, const ast::Name& name);

  // An entity or source this load declares, a claim it names.
  void remember_entity(const DeclaredName& name, const std::vector<TermId>& kinds);
  void remember_claim(TermId id, const storage::NewClaim& claim);
  // Is the claim of that name, if there is one, the same?
  [[nodiscard]] std::optional<bool> same_as_named(const storage::NewClaim& claim) const;
  [[nodiscard]] std::optional<TermId> claim_named(const std::string& name) const;
  // Ids that claims of the running statement will get: they can be named before they are there.
  [[nodiscard]] TermId promise_claim(const std::string& name);
  void forget_promises() { promised_.clear(); }
  // The label is the first one written, here or in the store.
  void note_label(TermId entity) { labelled_.insert(entity); }
  [[nodiscard]] bool label_written(TermId entity) const { return labelled_.contains(entity); }

  // Index into kind_set(): equal for entities of the same kinds (super-kinds included).
  [[nodiscard]] std::uint32_t kinds_of(TermId entity);
  [[nodiscard]] const std::vector<TermId>& kind_set(std::uint32_t index) const;
  [[nodiscard]] std::string display(TermId id) const;

  [[nodiscard]] SourceFacts& source_facts(TermId source);
  [[nodiscard]] bool is_source(TermId id);
  void remember_source(TermId id);

 private:
  [[nodiscard]] std::optional<std::string> iri_of(const ast::Name& name, NameSpace space);
  [[nodiscard]] std::vector<TermId> stored_kinds(TermId entity) const;
  [[nodiscard]] std::uint32_t find_kinds(TermId entity);
  [[nodiscard]] std::uint32_t intern_kinds(std::vector<TermId> kinds);

  storage::Update& update_;
  const bind::Parameters& parameters_;
  const std::map<std::string, std::string>& prefixes_;
  Diagnostics problems_;
  std::optional<storage::Snapshot> view_;
  std::unique_ptr<bind::Resolver> resolver_;
  Vocabulary vocabulary_;
  std::int64_t loaded_at_ = 0;
  TermId time_of_loading_;

  struct Known {
    TermId id;
    std::uint32_t kinds = kNoKinds;
  };
  static constexpr std::uint32_t kNoKinds = UINT32_MAX;  // not asked for yet
  std::unordered_map<std::string, Known> entities_;      // by form and text
  Known* last_ = nullptr;  // found last: its kinds are asked for next
  struct NamedClaim {
    TermId id;
    std::string content;
  };
  std::unordered_map<std::string, NamedClaim> claims_;
  std::unordered_map<std::string, TermId> qualifiers_;
  std::unordered_map<std::string, TermId> relations_;
  std::unordered_map<std::string, TermId> promised_;
  std::unordered_map<TermId, std::uint32_t> kinds_of_;
  std::map<std::vector<TermId>, std::uint32_t> kind_set_index_;
  std::vector<const std::vector<TermId>*> kind_sets_;
  std::unordered_map<TermId, SourceFacts> sources_;
  std::unordered_set<TermId> declared_sources_;
  std::unordered_set<TermId> labelled_;
};

// The objects of a subject's relation, in id order.
[[nodiscard]] std::vector<TermId> objects_of(const storage::Snapshot& snapshot, TermId subject,
                                             TermId relation);

}  // namespace vouch::load
