// Which file runs which statement; failures of the machine end here, one statement at a time.
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "engine/failure.hpp"
#include "engine/session_core.hpp"
#include "engine/statements/conflicts.hpp"
#include "engine/statements/describe.hpp"
#include "engine/statements/diff.hpp"
#include "engine/statements/facts.hpp"
#include "engine/statements/questions.hpp"
#include "engine/statements/scripts.hpp"
#include "engine/statements/settings.hpp"
#include "engine/statements/show.hpp"
#include "parser/parse.hpp"

namespace vouch::session {

namespace {

// One overload per family; the compiler sees to it that none is forgotten.
struct Dispatch {
  const Run& run;
  const ast::Statement& whole;

  Outcome operator()(const ast::PrefixStatement& statement) const {
    // Where the store cannot be written the prefix is this session's only.
    const Outcome outcome = run.core.read_only ? Outcome::ok : fact_statement(run, whole);
    if (outcome == Outcome::ok) run.core.prefixes[statement.prefix] = statement.iri;
    return outcome;
  }
  Outcome operator()(const ast::SourceStatement&) const { return fact_statement(run, whole); }
  Outcome operator()(const ast::KindStatement&) const { return fact_statement(run, whole); }
  Outcome operator()(const ast::RelationStatement&) const { return fact_statement(run, whole); }
  Outcome operator()(const ast::UnitStatement&) const { return fact_statement(run, whole); }
  Outcome operator()(const ast::EntityStatement&) const { return fact_statement(run, whole); }
  Outcome operator()(const ast::ClaimStatement&) const { return fact_statement(run, whole); }
  Outcome operator()(const ast::ClaimsStatement&) const { return fact_statement(run, whole); }
  Outcome operator()(const ast::RetractStatement&) const { return fact_statement(run, whole); }
  Outcome operator()(const ast::MergeStatement&) const { return fact_statement(run, whole); }
  Outcome operator()(const ast::LoadStatement& statement) const {
    return load_statement(run, statement, whole.place);
  }
  Outcome operator()(const ast::TransactionStatement& statement) const {
    return transaction_statement(run, statement, whole.place);
  }

  Outcome operator()(const ast::RenameStatement&) const { return fact_statement(run, whole); }
  Outcome operator()(const ast::RuleStatement&) const { return not_yet("rules are"); }
  Outcome operator()(const ast::QueryDefinition&) const { return not_yet("stored queries are"); }
  Outcome operator()(const ast::ConflictsStatement& statement) const {
    return conflicts_statement(run, statement, whole.place);
  }
  Outcome operator()(const ast::DiffStatement& statement) const {
    return diff_statement(run, statement);
  }

  Outcome operator()(const ast::ParamStatement& statement) const {
    return param_statement(run, statement);
  }
  Outcome operator()(const ast::IncludeStatement& statement) const {
    return include_statement(run, statement, whole.place);
  }
  Outcome operator()(const ast::EchoStatement& statement) const {
    return echo_statement(run, statement);
  }
  Outcome operator()(const ast::CheckStatement& statement) const {
    return check_statement(run, statement);
  }
  Outcome operator()(const ast::ExportStatement& statement) const {
    return export_statement(run, statement, whole.place);
  }
  Outcome operator()(const ast::SetStatement& statement) const {
    return set_statement(run, statement, whole.place);
  }
  Outcome operator()(const ast::ShowStatement& statement) const {
    return show_statement(run, statement, whole.place);
  }
  Outcome operator()(const ast::AboutStatement& statement) const {
    return about_statement(run, statement, whole.place);
  }
  Outcome operator()(const ast::QueryStatement& statement) const {
    return query_statement(run, statement);
  }
  Outcome operator()(const ast::DescribeStatement& statement) const {
    return describe_statement(run, statement);
  }
  Outcome operator()(const ast::ExpressionStatement& statement) const {
    return expression_statement(run, statement);
  }
  Outcome operator()(const ast::DotCommand& statement) const {
    return run.reject(whole.place, "E0101",
                      fmt::format("`.{}` is a command of the prompt", statement.text));
  }

  [[nodiscard]] Outcome not_yet(const std::string& what) const {
    return run.not_yet(whole.place, what);
  }
};

}  // namespace

Outcome run_statement(Core& core, const ast::Statement& statement, const SourceText& source,
                      Output& output) {
  const Run run{core, source, output};
  try {
    return std::visit(Dispatch{run, statement}, statement.node);
  } catch (const std::exception& failure) {
    return report_failure(failure, source, output);
  }
}

Outcome run_statements(Core& core, const SourceText& source, Output& output, bool keep_going,
                       const std::function<void(const std::string&)>& dot) {
  const parser::Parsed parsed = parser::parse_script(source);
  Outcome worst = Outcome::ok;
  if (!parsed.problems.empty()) {
    output.problems(parsed.problems, source);
    if (has_errors(parsed.problems)) worst = Outcome::rejected;
    if (worst != Outcome::ok && !keep_going) return worst;
  }
  for (const ast::Statement& statement : parsed.script.statements) {
    if (const auto* command = std::get_if<ast::DotCommand>(&statement.node);
        command != nullptr && dot) {
      dot(command->text);
      continue;
    }
    const Outcome outcome = run_statement(core, statement, source, output);
    worst = worse(worst, outcome);
    if (outcome == Outcome::interrupted) return worst;
    const bool failed = outcome != Outcome::ok && outcome != Outcome::expectation_failed;
    if (failed && !keep_going) return worst;
  }
  return worst;
}

}  // namespace vouch::session
