#include "engine/statements/questions.hpp"

#include <memory>
#include <utility>

#include <fmt/format.h>

#include "engine/physical/print.hpp"
#include "engine/pipeline.hpp"
#include "engine/statements/answer.hpp"
#include "engine/statements/expectation.hpp"
#include "engine/statements/pivotal.hpp"
#include "engine/statements/question.hpp"
#include "engine/statements/why.hpp"
#include "engine/statements/why_not.hpp"

namespace vouch::session {

namespace {

// Takes what it is given and shows nothing: profile runs the query only for its numbers.
class Discard : public Output {
 public:
  void begin_answer(const std::vector<std::string>& /*columns*/) override {}
  [[nodiscard]] bool row(const Row& /*row*/) override { return true; }
  void end_answer(const AnswerFooter& footer) override { last = footer; }
  void message(const std::string& /*text*/) override {}
  void text(const std::string& /*text*/) override {}
  void problems(const Diagnostics& /*diagnostics*/, const SourceText& /*source*/) override {}
  AnswerFooter last;
};

Outcome told(const Run& run, const Result<Question>& question, const Asking& asking,
             Output& output) {
  if (!question) return run.tell(question.error());
  static_cast<void>(run.tell(question->compiled.bound.notices));
  static_cast<void>(answer(run, question->compiled, question->seen->snapshot, output, asking));
  return Outcome::ok;
}

std::string titled(const Stage& stage) {
  std::string text = stage.text;
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return fmt::format("-- {}\n{}", stage.name, text);
}

Outcome explain(const Run& run, const ast::Query& query) {
  const Result<Question> question = question_of(run, query, true);
  if (!question) return run.tell(question.error());
  const Compiled& compiled = question->compiled;
  static_cast<void>(run.tell(compiled.bound.notices));
  std::string out;
  for (const Stage& stage : compiled.stages) out += (out.empty() ? "" : "\n\n") + titled(stage);
  run.output.text(out);
  return Outcome::ok;
}

Outcome profile(const Run& run, const ast::Query& query) {
  const Result<Question> question = question_of(run, query);
  if (!question) return run.tell(question.error());
  const Compiled& compiled = question->compiled;
  static_cast<void>(run.tell(compiled.bound.notices));
  Discard nowhere;
  const Answered answered =
      answer(run, compiled, question->seen->snapshot, nowhere, {nullptr, false, true});
  std::vector<physical::ActualRows> actual;
  for (const exec::NodeStatistics& node : answered.statistics) {
    actual.push_back({node.rows, node.opened, static_cast<double>(node.nanoseconds) / 1e6,
                      node.reads.rows, node.reads.probes});
  }
  std::string out = physical::print(compiled.plan, question->seen->snapshot, actual);
  while (!out.empty() && out.back() == '\n') out.pop_back();
  run.output.text(out);
  run.output.message(fmt::format("{} · {:.1f} ms · {:.1f} MB at most",
                                 counted(answered.rows, "row"), run.milliseconds(),
                                 static_cast<double>(answered.peak_bytes) / 1e6));
  return Outcome::ok;
}

}  // namespace

Outcome ask(const Run& run, const ast::Query& query, Output& output) {
  const auto* stages = std::get_if<ast::Stages>(&query.body);
  return told(run, question_of(run, query), {&query, stages != nullptr && stages->cite, false},
              output);
}

Outcome query_statement(const Run& run, const ast::QueryStatement& statement) {
  run.core.last_question = std::make_shared<const ast::Query>(statement.query);
  return with_expectation(run, statement.query.expect,
                          [&](Output& output) { return ask(run, statement.query, output); });
}

Outcome expression_statement(const Run& run, const ast::ExpressionStatement& statement) {
  return with_expectation(run, statement.expect, [&](Output& output) {
    return told(run, question_of(run, statement.value), {nullptr, statement.cite, false}, output);
  });
}

Outcome about_statement(const Run& run, const ast::AboutStatement& statement, Span place) {
  switch (statement.verb) {
    case ast::AboutVerb::explain: return explain(run, statement.query);
    case ast::AboutVerb::profile: return profile(run, statement.query);
    case ast::AboutVerb::why: return why(run, statement.query, 0);
    case ast::AboutVerb::why_not: return why_not(run, statement);
    case ast::AboutVerb::impact: return run.not_yet(place, "`impact` is");
    case ast::AboutVerb::pivotal: return pivotal(run, statement.query);
  }
  return Outcome::rejected;
}

}  // namespace vouch::session
