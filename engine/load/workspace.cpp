#include "engine/load/workspace.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "base/unicode.hpp"
#include "storage/merges.hpp"
#include "storage/names.hpp"
#include "storage/well_known.hpp"

namespace vouch::load {

namespace well_known = storage::well_known;
using storage::Order;

namespace {

constexpr std::int64_t kMicrosecondsPerSecond = 1'000'000;

std::string cache_key(const ast::Name& name) {
  std::string key(1, static_cast<char>('0' + static_cast<int>(name.form)));
  key += name.text;
  if (name.kind) {
    key += '\0';
    key += static_cast<char>('0' + static_cast<int>(name.kind->form));
    key += name.kind->text;
  }
  return key;
}

std::int64_t now_microseconds() {
  using std::chrono::duration_cast;
  using std::chrono::microseconds;
  return duration_cast<microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

std::vector<TermId> objects_of(const storage::Snapshot& snapshot, TermId subject, TermId relation) {
  storage::TripleCursor cursor(snapshot, Order::spo);
  const std::array<TermId, 2> prefix = {subject, relation};
  cursor.open(prefix);
  std::vector<TermId> out;
  std::array<TermId, 16> objects;
  while (const std::size_t n = cursor.next(nullptr, nullptr, objects.data(), objects.size())) {
    out.insert(out.end(), objects.begin(), objects.begin() + static_cast<std::ptrdiff_t>(n));
  }
  return out;
}

Workspace::Workspace(storage::Update& update, const bind::Parameters& parameters,
                     const std::map<std::string, std::string>& prefixes)
    : update_(update),
      parameters_(parameters),
      prefixes_(prefixes),
      view_(update.view()),
      vocabulary_(view_->catalog()),
      loaded_at_(now_microseconds()) {
  resolver_ = std::make_unique<bind::Resolver>(*view_, parameters_, prefixes_, problems_);
  resolver_->keep_as_said();
}

Workspace::~Workspace() = default;

TermId Workspace::time_of_loading() {
  if (time_of_loading_.bound()) return time_of_loading_;
  storage::Period now;
  now.precision = storage::Precision::instant;
  now.begin = loaded_at_ - loaded_at_ % kMicrosecondsPerSecond;
  time_of_loading_ = update_.intern(Term(storage::Date::single(now)));
  return time_of_loading_;
}

void Workspace::renew() {
  resolver_.reset();
  view_.reset();
  view_.emplace(update_.view());
  vocabulary_.rebase(view_->catalog());
  resolver_ = std::make_unique<bind::Resolver>(*view_, parameters_, prefixes_, problems_);
  resolver_->keep_as_said();
}

void Workspace::forget_names() {
  entities_.clear();
  last_ = nullptr;
  renew();
}

void Workspace::error(Span place, std::string code, std::string message) {
  problems_.push_back(error_at(place, std::move(code), std::move(message)));
}

void Workspace::error_near(Span place, std::string code, std::string message,
                           const std::string& wrong, const std::vector<std::string>& candidates) {
  Diagnostic problem = error_at(place, std::move(code), std::move(message));
  problem.token = wrong;
  const std::vector<std::string> near = unicode::nearest(wrong, candidates, 3);
  if (!near.empty()) problem.message += fmt::format("; did you mean `{}`?", near.front());
  for (const std::string& name : near) problem.fixes.push_back({place, name, false, {}});
  problems_.push_back(std::move(problem));
}

void Workspace::warn(Span place, std::string code, std::string message) {
  problems_.push_back(warning_at(place, std::move(code), std::move(message)));
}

// ------------------------------------------------------------------------------------------ names

std::optional<std::string> Workspace::iri_of(const ast::Name& name, NameSpace space) {
  switch (name.form) {
    case ast::NameForm::id: return storage::iri_of(vocabulary_.base_iri(), space, name.text);
    case ast::NameForm::iri: return name.text;
    case ast::NameForm::prefixed: {
      const std::size_t colon = name.text.find(':');
      const std::string prefix = name.text.substr(0, colon);
      const auto own = prefixes_.find(prefix);
      const std::string* iri = own != prefixes_.end() ? &own->second : vocabulary_.prefix(prefix);
      if (iri != nullptr) return *iri + name.text.substr(colon + 1);
      error(name.place, "E0205", fmt::format("no prefix `{}:` is declared", prefix));
      return std::nullopt;
    }
    case ast::NameForm::label: return std::nullopt;
  }
  return std::nullopt;
}

std::optional<DeclaredName> Workspace::declared(const ast::Name& name, NameSpace space) {
  if (name.form == ast::NameForm::label) {
    error(name.place, "E0315",
          fmt::format("`[{}]` is a label; a declaration wants an id", name.text));
    return std::nullopt;
  }
  const std::optional<std::string> iri = iri_of(name, space);
  if (!iri) return std::nullopt;
  DeclaredName out;
  out.iri = *iri;
  const std::optional<storage::BareId> bare = storage::bare_id(vocabulary_.base_iri(), *iri);
  out.bare = bare && bare->space == space;
  out.name = out.bare ? bare->id : "<" + *iri + ">";
  return out;
}

void Workspace::adopt(DeclaredName& name) {
  const Term term{storage::Iri{name.iri}};
  name.stored = view_->find(term).has_value();
  name.id = update_.intern(term);
}

bool Workspace::knows_kind(const ast::Name& name) {
  if (name.form == ast::NameForm::id) return vocabulary_.kind(name.text) != nullptr;
  if (name.form == ast::NameForm::label) return false;
  const std::optional<DeclaredName> wanted = declared(name, NameSpace::kind);
  return wanted && vocabulary_.kind(wanted->name) != nullptr;
}

std::optional<TermId> Workspace::kind(const ast::Name& name) {
  if (name.form == ast::NameForm::id) {
    if (const KindInfo* info = vocabulary_.kind(name.text)) return info->id;
    error_near(name.place, "E0204", fmt::format("no kind `{}`", name.text), name.text,
               vocabulary_.kind_names());
    return std::nullopt;
  }
  if (name.form == ast::NameForm::label) return resolver_->kind(name);
  const std::optional<DeclaredName> found = declared(name, NameSpace::kind);
  if (!found) return std::nullopt;
  if (const KindInfo* info = vocabulary_.kind(found->name)) return info->id;
  error(name.place, "E0204", fmt::format("no kind `{}`", name.text));
  return std::nullopt;
}

std::optional<TermId> Workspace::relation(const ast::Name& name) {
  std::string key = cache_key(name);
  const auto cached = relations_.find(key);
  if (cached != relations_.end()) return cached->second;
  std::optional<TermId> id;
  if (name.form == ast::NameForm::id) {
    if (const RelationInfo* info = vocabulary_.relation(name.text)) id = info->id;
    if (!id) {
      error_near(name.place, "E0203", fmt::format("no relation `{}`", name.text), name.text,
                 vocabulary_.relation_names());
    }
  } else if (name.form == ast::NameForm::label) {
    id = resolver_->relation(name);
  } else if (const auto found = declared(name, NameSpace::relation)) {
    if (const RelationInfo* info = vocabulary_.relation(found->name)) id = info->id;
    if (!id) error(name.place, "E0203", fmt::format("no relation `{}`", name.text));
  }
  if (id) relations_.emplace(std::move(key), *id);
  return id;
}

std::optional<TermId> Workspace::qualifier(const ast::PlainName& name) {
  const ast::Name full{name.form, name.text, std::nullopt, name.place};
  std::string key = cache_key(full);
  const auto cached = qualifiers_.find(key);
  if (cached != qualifiers_.end()) return cached->second;
  std::optional<TermId> id;
  if (name.form != ast::NameForm::id) {
    id = relation(full);
  } else if (const auto* entry = well_known::find(name.text, well_known::Role::qualifier)) {
    id = entry->id;
  } else if (const RelationInfo* info = vocabulary_.relation(name.text)) {
    id = info->id;
  } else {
    std::vector<std::string> candidates = vocabulary_.relation_names();
    candidates.emplace_back("id");
    error_near(name.place, "E0209", fmt::format("no qualifier `{}`", name.text), name.text,
               candidates);
  }
  if (id) qualifiers_.emplace(std::move(key), *id);
  return id;
}

std::optional<TermId> Workspace::entity(const ast::Name& name) {
  std::string key = cache_key(name);
  const auto cached = entities_.find(key);
  if (cached != entities_.end()) {
    last_ = &cached->second;
    return last_->id;
  }
  if (name.form == ast::NameForm::id) {
    const auto claim = claims_.find(name.text);
    if (claim != claims_.end()) return claim->second.id;
    const auto promised = promised_.find(name.text);
    if (promised != promised_.end()) return promised->second;
  }
  const std::optional<TermId> id = resolver_->entity(name);
  if (!id) return std::nullopt;
  if (id->tag() == storage::IdTag::local) {
    problems_.pop_back();  // the resolver's notice: in a fact it is an error
    error(name.place, "E0201", fmt::format("`{}` is not declared", name.text));
    return std::nullopt;
  }
  last_ = &entities_.emplace(std::move(key), Known{*id}).first->second;
  return id;
}

std::optional<Term> Workspace::value(const ast::Term& term) {
  return resolver_->constant(term);
}

std::optional<TermId> Workspace::special_value(TermId qualifier, const ast::Name& name) {
  return resolver_->special_value(qualifier, name);
}

void Workspace::remember_entity(const DeclaredName& name, const std::vector<TermId>& kinds) {
  std::vector<TermId> all;
  if (name.stored) all = stored_kinds(name.id);
  const auto known = kinds_of_.find(name.id);
  if (known != kinds_of_.end()) all = *kind_sets_[known->second];
  for (const TermId kind : kinds) {
    const std::vector<TermId> above = vocabulary_.super_kinds(kind);
    all.insert(all.end(), above.begin(), above.end());
  }
  const Known entry{name.id, intern_kinds(std::move(all))};
  kinds_of_[name.id] = entry.kinds;
  const auto form = name.bare ? ast::NameForm::id : ast::NameForm::iri;
  entities_[cache_key({form, name.bare ? name.name : name.iri, std::nullopt, {}})] = entry;
}

namespace {

// The bytes by which two claims say the same. `known` counts only where it was stated.
std::string content_of(const storage::Triple& triple, bool denied,
                       std::vector<std::pair<TermId, TermId>> qualifiers,
                       const std::vector<std::vector<TermId>>& said_by, bool with_known) {
  std::string out(1, denied ? 'd' : 'a');
  const auto put = [&out](TermId id) {
    const std::uint64_t bits = id.bits();
    out.append(reinterpret_cast<const char*>(&bits), sizeof bits);
  };
  put(triple.subject);
  put(triple.relation);
  put(triple.object);
  std::sort(qualifiers.begin(), qualifiers.end());
  for (const auto& [relation, value] : qualifiers) {
    if (relation == well_known::kKnown && !with_known) continue;
    put(relation);
    put(value);
  }
  std::vector<std::vector<TermId>> chains = said_by;
  std::sort(chains.begin(), chains.end());
  for (const auto& chain : chains) {
    put(TermId{});
    for (const TermId link : chain) put(link);
  }
  return out;
}

std::string content_of(const storage::NewClaim& claim) {
  return content_of(claim.triple, claim.denied, claim.qualifiers, claim.said_by,
                    !claim.known_from_load);
}

}  // namespace

void Workspace::remember_claim(TermId id, const storage::NewClaim& claim) {
  claims_[claim.name] = {id, content_of(claim)};
}

std::optional<TermId> Workspace::claim_named(const std::string& name) const {
  const auto own = claims_.find(name);
  if (own != claims_.end()) return own->second.id;
  return view_->claim_named(name);
}

TermId Workspace::promise_claim(const std::string& name) {
  const TermId id(storage::IdTag::claim, TermId::kPayloadMask - promised_.size());
  return promised_.emplace(name, id).first->second;
}

std::optional<bool> Workspace::same_as_named(const storage::NewClaim& claim) const {
  const auto own = claims_.find(claim.name);
  if (own != claims_.end()) return own->second.content == content_of(claim);
  const std::optional<TermId> id = view_->claim_named(claim.name);
  if (!id) return std::nullopt;
  const std::optional<storage::ClaimRecord> record = view_->claim(*id);
  if (!record || record->name != claim.name) return std::nullopt;  // only the beginning of a name
  return content_of(record->triple, record->denied, record->qualifiers, record->said_by,
                    !claim.known_from_load) == content_of(claim);
}

// ------------------------------------------------------------------------------------------ kinds

std::vector<TermId> Workspace::stored_kinds(TermId entity) const {
  return objects_of(*view_, storage::canonical(*view_, entity), well_known::kIsA);
}

std::uint32_t Workspace::intern_kinds(std::vector<TermId> kinds) {
  std::sort(kinds.begin(), kinds.end());
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  const auto [at, fresh] =
      kind_set_index_.emplace(std::move(kinds), static_cast<std::uint32_t>(kind_sets_.size()));
  if (fresh) kind_sets_.push_back(&at->first);
  return at->second;
}

std::uint32_t Workspace::kinds_of(TermId entity) {
  if (last_ == nullptr || last_->id != entity) return find_kinds(entity);
  if (last_->kinds == kNoKinds) last_->kinds = find_kinds(entity);
  return last_->kinds;
}

std::uint32_t Workspace::find_kinds(TermId entity) {
  const auto known = kinds_of_.find(entity);
  if (known != kinds_of_.end()) return known->second;
  std::vector<TermId> kinds = stored_kinds(entity);
  if (entity.tag() == storage::IdTag::claim) kinds.push_back(well_known::kKindClaim);
  const std::uint32_t index = intern_kinds(std::move(kinds));
  kinds_of_.emplace(entity, index);
  return index;
}

const std::vector<TermId>& Workspace::kind_set(std::uint32_t index) const {
  return *kind_sets_[index];
}

std::string Workspace::display(TermId id) const {
  for (const auto& [name, claim] : claims_) {
    if (claim.id == id) return name;
  }
  for (const auto& [key, entity] : entities_) {  // declared after the view was taken, perhaps
    if (entity.id == id && key.front() == '0') return key.substr(1);
  }
  return view_->display_name(id);
}

// ---------------------------------------------------------------------------------------- sources

SourceFacts& Workspace::source_facts(TermId source) {
  const auto known = sources_.find(source);
  if (known != sources_.end()) return known->second;
  SourceFacts facts;
  const std::vector<TermId> published = objects_of(*view_, source, well_known::kPublished);
  if (!published.empty()) facts.published = published.front();
  const std::vector<TermId> sums = objects_of(*view_, source, well_known::kSha256);
  if (!sums.empty()) {
    const Term term = view_->term(sums.front());
    if (const auto* text = term.as<storage::Text>()) facts.sha256 = unicode::lower(text->text);
  }
  const std::vector<TermId> files = objects_of(*view_, source, well_known::kDocument);
  if (!files.empty()) {
    const Term term = view_->term(files.front());
    if (const auto* text = term.as<storage::Text>()) facts.document = text->text;
  }
  return sources_.emplace(source, std::move(facts)).first->second;
}

bool Workspace::is_source(TermId id) {
  return declared_sources_.contains(id) || view_->catalog().is_source(id);
}

void Workspace::remember_source(TermId id) {
  declared_sources_.insert(id);
}

}  // namespace vouch::load
