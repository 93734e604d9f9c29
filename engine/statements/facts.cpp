#include "engine/statements/facts.hpp"

#include <functional>
#include <utility>

#include <fmt/format.h>

#include "engine/load/fact_writer.hpp"
#include "engine/load/loader.hpp"
#include "engine/load/sources.hpp"

namespace vouch::session {

namespace {

constexpr std::string_view kOnlyRollback =
    "this transaction went wrong and can only be rolled back: rollback;";

// What was done, or nothing when there was nothing to do.
struct Done {
  bool good = false;
  std::string message;
};

// May the store be written now? Tells why not.
bool writable(const Run& run, Span place) {
  if (run.core.read_only) {
    static_cast<void>(run.reject(place, "E0323", "the store is open for reading only"));
    return false;
  }
  if (run.core.doomed) {
    static_cast<void>(run.reject(place, "E0322", std::string(kOnlyRollback)));
    return false;
  }
  return true;
}

Outcome keep_or_drop(const Run& run, bool good) {
  if (good || !run.core.transaction) return good ? Outcome::ok : Outcome::rejected;
  run.output.message("the transaction is still open, as it was before this statement");
  return Outcome::rejected;
}

// Runs `write` in the open transaction or in one of its own.
Outcome in_update(const Run& run, const std::function<Done(storage::Update&)>& write) {
  std::optional<storage::Update> own;
  if (!run.core.transaction) own.emplace(run.core.database.store().update());
  storage::Update& update = own ? *own : *run.core.transaction;
  Done done;
  try {
    done = write(update);
  } catch (...) {
    run.core.doomed = run.core.transaction.has_value();
    throw;
  }
  if (done.good && own) own->commit();
  if (done.good && !done.message.empty()) run.output.message(done.message);
  return keep_or_drop(run, done.good);
}

std::string spelled(const ast::Name& name) {
  return name.form == ast::NameForm::iri ? "<" + name.text + ">" : name.text;
}

std::string claims_message(const load::FactCounts& counts) {
  const std::uint64_t known = counts.claims_seen - counts.claims_added;
  std::string out = counted(counts.claims_added, "claim") + " added";
  if (known > 0) out += fmt::format(", {} already there", grouped(known));
  return out;
}

std::string spelled(const ast::Term& term) {
  const auto* name = std::get_if<ast::Name>(&term);
  return name == nullptr ? "" : spelled(*name);
}

Done write_claims(const Run& run, load::Workspace& work, const ast::Statement& statement) {
  load::FactWriter writer(work, run.core.documents);
  if (const auto* retract = std::get_if<ast::RetractStatement>(&statement.node)) {
    const bool good = writer.retract(*retract, load::Repeated::refuse);
    return {good, counted(writer.counts().claims_retracted, "claim") + " retracted"};
  }
  if (const auto* rename = std::get_if<ast::RenameStatement>(&statement.node)) {
    return {load::rename(work, *rename),
            fmt::format("{} is {} now", spelled(rename->what), spelled(rename->to))};
  }
  if (const auto* merge = std::get_if<ast::MergeStatement>(&statement.node)) {
    const bool good = writer.merge(*merge, statement.place, load::Repeated::refuse);
    return {good, merge->undo ? counted(writer.counts().claims_retracted, "claim") + " retracted"
                              : claims_message(writer.counts())};
  }
  bool good = false;
  if (const auto* claim = std::get_if<ast::ClaimStatement>(&statement.node)) {
    good = writer.claim(*claim);
  } else if (const auto* claims = std::get_if<ast::ClaimsStatement>(&statement.node)) {
    good = writer.claims(*claims);
  }
  return {good, claims_message(writer.counts())};
}

Done write_source(const Run& run, load::Workspace& work, const ast::SourceStatement& source) {
  std::optional<std::filesystem::path> directory;
  if (!run.core.safe) directory = run.core.directories.back();
  // The fields first: what is wrong is wrong with them.
  const bool good = load::write_source_fields(work, source, Span(source.name.place), directory) &&
                    load::declare_source(work, source);
  return {good, fmt::format("source {} declared", spelled(source.name))};
}

Done write_declaration(const Run& run, load::Workspace& work, const ast::Statement& statement) {
  if (const auto* prefix = std::get_if<ast::PrefixStatement>(&statement.node)) {
    return {load::declare_prefix(work, *prefix, statement.place),
            fmt::format("prefix {}: declared", prefix->prefix)};
  }
  if (const auto* kind = std::get_if<ast::KindStatement>(&statement.node)) {
    return {load::declare_kind(work, *kind), fmt::format("kind {} declared", spelled(kind->name))};
  }
  if (const auto* relation = std::get_if<ast::RelationStatement>(&statement.node)) {
    return {load::declare_relation(work, *relation, load::Missing::warn),
            fmt::format("relation {} declared", spelled(relation->name))};
  }
  if (const auto* unit = std::get_if<ast::UnitStatement>(&statement.node)) {
    return {load::declare_unit(work, *unit, statement.place),
            fmt::format("unit {} declared", unit->name)};
  }
  if (const auto* entity = std::get_if<ast::EntityStatement>(&statement.node)) {
    return {load::declare_entity(work, *entity),
            fmt::format("entity {} declared", spelled(entity->name))};
  }
  if (const auto* source = std::get_if<ast::SourceStatement>(&statement.node)) {
    return write_source(run, work, *source);
  }
  return write_claims(run, work, statement);
}

Outcome commit(const Run& run, Span place) {
  if (run.core.doomed) return run.reject(place, "E0322", std::string(kOnlyRollback));
  run.core.transaction->commit();
  run.core.transaction.reset();
  run.output.message("transaction committed");
  return Outcome::ok;
}

}  // namespace

Outcome fact_statement(const Run& run, const ast::Statement& statement) {
  if (!writable(run, statement.place)) return Outcome::rejected;
  return in_update(run, [&](storage::Update& update) {
    load::Workspace work(update, run.core.parameters, run.core.prefixes);
    Done done = write_declaration(run, work, statement);
    static_cast<void>(run.tell(work.problems()));
    return done;
  });
}

Outcome load_statement(const Run& run, const ast::LoadStatement& statement, Span place) {
  if (run.core.safe) return run.reject(place, "E0324", "files are not read with --safe");
  if (!writable(run, place)) return Outcome::rejected;
  load::FactCounts counts;
  LoadOptions options;
  options.documents = run.core.document_directories;
  options.cancel = &run.core.cancel;
  options.bulk_bytes = std::min(run.core.settings.memory_bytes, LoadOptions::kLoadBytes) / 4 * 3;
  bool failed = false;
  const Outcome outcome = in_update(run, [&](storage::Update& update) -> Done {
    load::Loader loader(update, run.core.parameters, run.core.prefixes, options, run.output);
    loader.set_defaults(statement.qualifiers, run.source);
    const bool good = loader.run({run.core.path_of(statement.file)});
    failed = !good;
    return {good, claims_message(loader.counts())};
  });
  if (failed && run.core.transaction) {
    run.core.doomed = true;
    run.output.message(std::string(kOnlyRollback));
  }
  return failed ? Outcome::data_error : outcome;
}

Outcome transaction_statement(const Run& run, const ast::TransactionStatement& statement,
                              Span place) {
  const bool open = run.core.transaction.has_value();
  switch (statement.verb) {
    case ast::TransactionVerb::begin:
      if (open) return run.reject(place, "E0322", "a transaction is already open");
      if (!writable(run, place)) return Outcome::rejected;
      run.core.transaction.emplace(run.core.database.store().update());
      run.output.message("transaction begun");
      return Outcome::ok;
    case ast::TransactionVerb::commit:
      if (!open) return run.reject(place, "E0322", "no transaction is open");
      return commit(run, place);
    case ast::TransactionVerb::rollback:
      if (!open) return run.reject(place, "E0322", "no transaction is open");
      run.core.transaction->rollback();
      run.core.transaction.reset();
      run.core.doomed = false;
      run.output.message("transaction rolled back");
      return Outcome::ok;
  }
  return Outcome::rejected;
}

}  // namespace vouch::session
