#include "engine/statements/why_not.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "engine/evidence/citations.hpp"
#include "engine/pipeline.hpp"
#include "engine/result/citation_list.hpp"
#include "engine/statements/answer.hpp"
#include "engine/statements/derivations.hpp"
#include "engine/statements/empty_answer.hpp"
#include "parser/ast_print.hpp"

namespace vouch::session {

using storage::TermId;

namespace {

constexpr std::size_t kClaimsShown = 5;
constexpr std::size_t kClaimsRead = 1000;

using Values = std::map<std::string, ast::Term>;

// A name with a kind keeps it as a test of its own: `?x:chip` stays, and joins with the value.
void give(ast::Term& term, const Values& values) {
  const auto* variable = std::get_if<ast::Variable>(&term);
  if (variable == nullptr || variable->kind) return;
  const auto found = values.find(variable->name);
  if (found != values.end()) term = found->second;
}

void give(ast::Pattern& pattern, const Values& values) {
  give(pattern.subject, values);
  if (!pattern.link) return;
  for (ast::Term& object : pattern.link->objects) give(object, values);
  for (ast::Qualifier& qualifier : pattern.link->qualifiers) {
    auto* tests = std::get_if<ast::QualifierValues>(&qualifier.test);
    if (tests == nullptr) continue;
    for (auto& chain : tests->alternatives) {
      for (ast::Term& link : chain) give(link, values);
    }
  }
}

ast::Clause given(const ast::Variable& variable, const ast::Term& value) {
  ast::For loop;
  loop.variables.push_back(variable);
  loop.rows.push_back({ast::Expr{value, ast::place_of(value)}});
  return {std::move(loop), variable.place};
}

ast::Clause equals(const ast::Variable& variable, const ast::Term& value) {
  ast::Binary test;
  test.op = ast::BinaryOp::equal;
  test.left = ast::Expr{ast::Term{variable}, variable.place};
  test.right = ast::Expr{value, ast::place_of(value)};
  return {ast::Where{ast::Expr{std::move(test), variable.place}}, variable.place};
}

// Names that the question computes cannot have a value before it does.
ast::Query tested(const ast::AboutStatement& statement) {
  ast::Query query = statement.query;
  query.expect.reset();
  auto* stages = std::get_if<ast::Stages>(&query.body);
  if (stages == nullptr) return query;
  for (const auto& [variable, value] : statement.bindings) {
    stages->block.clauses.push_back(equals(variable, value));
  }
  return query;
}

// Patterns of the question itself get the values; blocks and conditions see them as names.
ast::Query with_values(const ast::AboutStatement& statement) {
  ast::Query query = statement.query;
  query.expect.reset();
  auto* stages = std::get_if<ast::Stages>(&query.body);
  if (stages == nullptr) return query;
  Values values;
  std::vector<ast::Clause> clauses;
  for (const auto& [variable, value] : statement.bindings) {
    values.emplace(variable.name, value);
    clauses.push_back(given(variable, value));
  }
  for (ast::Clause& clause : stages->block.clauses) {
    if (auto* match = std::get_if<ast::Match>(&clause.node)) {
      for (ast::Pattern& pattern : match->patterns) give(pattern, values);
    }
    clauses.push_back(std::move(clause));
  }
  stages->block.clauses = std::move(clauses);
  return query;
}

// What is fixed of the triple that a pattern asks for.
struct Wanted {
  storage::Triple triple;
  bool open = false;  // the relation is not one
};
std::optional<Wanted> wanted_by(const Run& run, const ast::Pattern& pattern,
                                const storage::Snapshot& snapshot) {
  if (!pattern.link) return std::nullopt;
  const auto* path = std::get_if<ast::Path>(&pattern.link->relation);
  const auto* relation = path != nullptr ? std::get_if<ast::Name>(&path->node) : nullptr;
  if (relation == nullptr) return std::nullopt;
  Diagnostics ignored;
  bind::Resolver resolver(snapshot, run.core.parameters, run.core.prefixes, ignored);
  const auto fixed = [&](const ast::Term& term) {
    const bool free =
        std::holds_alternative<ast::Variable>(term) || std::holds_alternative<ast::Anything>(term);
    return free ? TermId{} : resolver.constant_id(term).value_or(TermId{});
  };
  const auto id = resolver.relation(*relation);
  if (!id) return std::nullopt;
  const bool one = pattern.link->objects.size() == 1;
  Wanted out{{fixed(pattern.subject), *id, one ? fixed(pattern.link->objects.front()) : TermId{}},
             !one};
  const storage::RelationInfo* info = snapshot.catalog().relation(*id);
  if (info != nullptr && info->inverse_of.bound()) {
    out.triple = {out.triple.object, info->inverse_of, out.triple.subject};
  }
  return out;
}

// Claims of a relation about what is fixed, those that hold both ends first.
std::vector<storage::ClaimRecord> claims_near(const storage::Triple& wanted,
                                              const storage::Snapshot& snapshot) {
  std::vector<storage::ClaimRecord> out;
  const auto read = [&](storage::ClaimOrder order, std::span<const TermId> prefix) {
    storage::ClaimCursor cursor(snapshot, order);
    cursor.open(prefix);
    std::array<TermId, 64> claims;
    std::size_t seen = 0;
    while (const std::size_t n =
               cursor.next(nullptr, nullptr, nullptr, claims.data(), claims.size())) {
      for (std::size_t i = 0; i < n && seen < kClaimsRead; ++i, ++seen) {
        auto record = snapshot.claim(claims[i]);
        const auto is_same = [&](const auto& other) { return other.id == record->id; };
        if (record && std::none_of(out.begin(), out.end(), is_same)) {
          out.push_back(*std::move(record));
        }
      }
      if (seen >= kClaimsRead) return;
    }
  };
  const auto [subject, relation, object] = wanted;
  if (subject.bound() && object.bound()) {
    read(storage::ClaimOrder::spoc, std::array{subject, relation, object});
  }
  if (subject.bound()) read(storage::ClaimOrder::spoc, std::array{subject, relation});
  if (object.bound()) read(storage::ClaimOrder::posc, std::array{relation, object});
  return out;
}

// A view shows what it leaves out as retracted.
std::string standing(const storage::ClaimRecord& record, const storage::Snapshot& whole) {
  if (record.retracted) {
    const auto stored = whole.claim(record.id);
    return stored && !stored->retracted ? "outside the view: " : "retracted: ";
  }
  if (record.denied) return "";  // its own words say so
  return record.alternative ? "only one of several alternatives: " : "";
}

// What says the very triple but does not count; then what comes nearest to it.
void explain_claims(const Run& run, const ast::Pattern& pattern, const storage::Snapshot& snapshot,
                    std::vector<std::string>& out) {
  const std::optional<Wanted> wanted = wanted_by(run, pattern, snapshot);
  if (!wanted) return;
  const storage::Triple& triple = wanted->triple;
  exec::Terms terms(snapshot);
  result::Cells cells(terms);
  evidence::Citations citations(snapshot, cells);
  const storage::Snapshot store = run.core.snapshot();
  const bool whole = triple.subject.bound() && triple.object.bound();
  std::vector<std::string> silent;
  std::vector<std::string> near;
  for (const storage::ClaimRecord& record : claims_near(triple, snapshot)) {
    const auto citation = citations.of(record.id);
    if (whole && record.triple == triple) {
      silent.push_back(standing(record, store) + result::citation_text(*citation));
    } else {
      near.push_back(standing(record, store) + result::citation_text(*citation));
    }
  }
  const auto list = [&](const char* title, const std::vector<std::string>& lines) {
    if (lines.empty()) return;
    out.emplace_back(title);
    for (std::size_t i = 0; i < std::min(lines.size(), kClaimsShown); ++i) {
      out.push_back("  " + lines[i]);
    }
    if (lines.size() > kClaimsShown) {
      out.push_back(fmt::format("  and {} more", lines.size() - kClaimsShown));
    }
  };
  list("claimed, but it does not count:", silent);
  list("nearest claims:", near);
  if (silent.empty() && whole) {
    out.emplace_back("nothing claims it (the store does not say that it is not so)");
  }
}

std::string row_text(const ast::AboutStatement& statement) {
  std::string out;
  for (const auto& [variable, value] : statement.bindings) {
    out += fmt::format("{}?{} = {}", out.empty() ? "" : ", ", variable.name, ast::print(value));
  }
  return out;
}

// The first part of the question that leaves no row; the values stand before it.
std::optional<bind::Prefix> failing(const Run& run, const std::vector<bind::Prefix>& prefixes,
                                    const storage::Snapshot& snapshot) {
  for (const bind::Prefix& prefix : prefixes) {
    if (count_rows(run, prefix.plan, snapshot, 1) == 0) return prefix;
  }
  return std::nullopt;
}

// A clause as it stands in the text, on one line; a pattern with the values in it.
std::string words_of(const Run& run, const bind::Prefix& part) {
  const std::string_view text = run.source.text();
  const Span place = part.place;
  if (part.has_alone || place.begin >= place.end || place.end > text.size()) return part.text;
  constexpr std::size_t kWordsMost = 100;
  std::string out;
  for (const char c : text.substr(place.begin, place.end - place.begin)) {
    const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!blank) out += c;
    if (blank && !out.empty() && out.back() != ' ') out += ' ';
  }
  return out.size() > kWordsMost ? part.text : out;
}

}  // namespace

Outcome why_not(const Run& run, const ast::AboutStatement& statement) {
  // The question has to make sense by itself, and with the values.
  const Result<Question> plain = question_of(run, statement.query);
  if (!plain) return run.tell(plain.error());
  const storage::Snapshot& snapshot = plain->seen->snapshot;
  const bind::BindInput input = bind_input(run, snapshot, statement.query.heads);
  for (const auto& [variable, value] : statement.bindings) {
    const auto is_it = [&](const logical::VariableInfo& info) {
      return !info.hidden && info.name == variable.name;
    };
    if (std::none_of(plain->compiled.bound.plan.variables.begin(),
                     plain->compiled.bound.plan.variables.end(), is_it)) {
      return run.reject(variable.place, "E0302",
                        fmt::format("?{} is no name of the question", variable.name));
    }
  }
  ast::Query query = with_values(statement);
  auto bound = bind::bind_query(query, input);
  if (!bound) {
    query = tested(statement);
    bound = bind::bind_query(query, input);
  }
  if (!bound) return run.tell(bound.error());
  std::vector<std::string> lines;
  const std::string row = row_text(statement);
  const std::vector<bind::Prefix> prefixes = bind::prefixes_of(query, input);
  const std::optional<bind::Prefix> last = failing(run, prefixes, snapshot);
  if (!last) {
    const bool there = count_rows(run, bound->plan, snapshot, 1) > 0;
    run.output.text(row + (there ? " is in the answer: `why` tells on what it stands"
                                 : " passes every part, but not what is returned"));
    return Outcome::ok;
  }
  const bool alone = last->has_alone && count_rows(run, last->alone, snapshot, 1) > 0;
  lines.push_back(
      fmt::format("{} fails at `{}`{}", row, words_of(run, *last),
                  alone ? ", which holds by itself, but not with what is before it" : ""));
  if (const ast::Pattern* pattern = pattern_at(query, last->place)) {
    explain_claims(run, *pattern, snapshot, lines);
  }
  std::string out;
  for (const std::string& line : lines) out += (out.empty() ? "" : "\n") + line;
  run.output.text(out);
  return Outcome::ok;
}

}  // namespace vouch::session
