#include "tests/support/property.hpp"

#include <algorithm>
#include <fstream>

#include "engine/optimize/pass.hpp"
#include "parser/ast_print.hpp"
#include "parser/parse.hpp"
#include "tests/reference/choices.hpp"
#include "tests/reference/generator.hpp"
#include "tests/reference/view.hpp"
#include "tests/support/temp_store.hpp"

namespace vouch::test {
namespace {

std::string& last_problem() {
  static std::string text;
  return text;
}

Settings base_settings() {
  Settings settings;
  settings.today = storage::Date::single(*storage::Date::parse_period("2025-11-30"));
  return settings;
}

std::string line_of(const Row& row) {
  std::string line;
  for (const Cell& cell : row) line += key_of_cell(cell) + " | ";
  return line;
}

std::string line_of(const reference::World& world, const std::vector<storage::Term>& row) {
  std::string line;
  for (const auto& term : row) line += reference::key_of(world, term) + " | ";
  return line;
}

// Keys hold control characters; people see them escaped.
std::string readable(const std::string& line) {
  static constexpr const char* kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : line) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f) {
      out += c;
    } else {
      out += '\\';
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 15U];
    }
  }
  return out;
}

std::string difference(const std::vector<std::string>& engine,
                       const std::vector<std::string>& reference) {
  std::string out = "engine, " + std::to_string(engine.size()) + " rows:\n";
  for (const auto& line : engine) out += "  " + readable(line) + "\n";
  out += "reference, " + std::to_string(reference.size()) + " rows:\n";
  for (const auto& line : reference) out += "  " + readable(line) + "\n";
  return out;
}

}  // namespace

std::vector<Configuration> all_configurations() {
  std::vector<Configuration> out{{"default", base_settings()}};
  Settings none = base_settings();
  for (const auto& pass : optimize::passes()) {
    Settings settings = base_settings();
    settings.passes_off.insert(std::string(pass.name));
    none.passes_off.insert(std::string(pass.name));
    out.push_back({"without " + std::string(pass.name), settings});
  }
  out.push_back({"without passes", none});
  for (const std::size_t rows : {1U, 3U}) {
    Settings settings = base_settings();
    settings.batch_rows = rows;
    out.push_back({"batches of " + std::to_string(rows), settings});
  }
  constexpr std::pair<const char*, JoinChoice> kJoins[] = {
      {"lookup", JoinChoice::lookup}, {"merge", JoinChoice::merge}, {"hash", JoinChoice::hash}};
  for (const auto& [name, join] : kJoins) {
    Settings settings = base_settings();
    settings.join = join;
    out.push_back({std::string(name) + " joins", settings});
    settings.passes_off = none.passes_off;
    settings.batch_rows = 3;
    out.push_back({std::string(name) + " joins without passes in batches of 3", settings});
  }
  for (const auto& [name, join] : kJoins) {
    Settings settings = base_settings();
    settings.join = join;
    settings.threads = 3;
    settings.workers = Use::always;
    out.push_back({std::string(name) + " joins by three workers", settings});
    settings.blocks = Use::always;
    settings.parts = Use::always;
    settings.batch_rows = 2;
    out.push_back(
        {std::string(name) + " joins and blocks by three workers in batches of 2", settings});
  }
  for (const auto& [name, join] : kJoins) {  // look-ups: a table of the outer side
    Settings settings = base_settings();
    settings.join = join;
    settings.blocks = Use::always;
    out.push_back({std::string(name) + " blocks", settings});
    settings.batch_rows = 3;
    out.push_back({std::string(name) + " blocks in batches of 3", settings});
  }
  for (const auto& [name, use] :
       {std::pair{"always", Use::always}, std::pair{"never", Use::never}}) {
    Settings settings = base_settings();
    settings.parts = use;
    settings.multiway = use;
    settings.blocks = use;
    out.push_back({std::string(name) + " by parts and all at once", settings});
    settings.passes_off = none.passes_off;
    settings.batch_rows = 3;
    out.push_back({std::string(name) + " by parts and all at once, without passes in batches of 3",
                   settings});
  }
  return out;
}

void Tally::add(const Verdict& verdict) {
  if (verdict.skipped)
    ++skipped;
  else
    ++compared;
  if (verdict.empty) ++empty;
  if (verdict.chosen) ++chosen;
}

std::string Tally::text() const {
  return std::to_string(compared) + " comparisons, " + std::to_string(empty) +
         " of them without a row (" + std::to_string(compared == 0 ? 0 : empty * 100 / compared) +
         " %), " + std::to_string(chosen) + " with several right answers, " +
         std::to_string(skipped) + " questions skipped";
}

std::optional<ast::Query> parsed_query(const std::string& text) {
  const SourceText source("query", text + ";");
  const auto parsed = parser::parse_script(source);
  if (!parsed.problems.empty() || parsed.script.statements.size() != 1) return std::nullopt;
  const auto* statement = std::get_if<ast::QueryStatement>(&parsed.script.statements[0].node);
  if (statement == nullptr) return std::nullopt;
  return statement->query;
}

std::string key_of_cell(const Cell& cell) {
  if (!cell.term.bound()) return "unbound";
  if (cell.term.as<storage::List>() != nullptr) {
    std::string key = "list(";
    for (const Cell& item : cell.items) key += key_of_cell(item) + ",";
    return key + ")";
  }
  const bool named =
      cell.term.as<storage::Iri>() != nullptr || cell.term.as<storage::ClaimRef>() != nullptr;
  return named ? "name " + cell.text : "value " + storage::equality_key(cell.term);
}

const std::string& Facts::problem() {
  return last_problem();
}

std::unique_ptr<Facts> Facts::load(const std::vector<std::string>& claims) {
  std::string text = reference::declarations();
  for (const auto& claim : claims) text += claim + "\n";
  return load_text(text);
}

std::unique_ptr<Facts> Facts::load_text(const std::string& text) {
  auto facts = std::make_unique<Facts>();
  facts->database_ = Database::scratch();
  Collected said;
  const SourceText source("facts", text);
  const TempDirectory directory;
  const auto file = directory.path() / "facts.vq";
  std::ofstream(file, std::ios::binary) << text;
  LoadReport report;
  const Outcome outcome = facts->database_->load({file}, {}, said, report);
  last_problem() = said.error();
  const auto parsed = parser::parse_script(source);
  if (outcome != Outcome::ok || !parsed.problems.empty()) return nullptr;
  facts->world_ = reference::world_from(parsed.script);
  return facts;
}

Collected Facts::run(const std::string& text, const Settings& settings) {
  Collected said;
  Session session(*database_);
  session.settings() = settings;
  [[maybe_unused]] const Outcome outcome = session.run_script(SourceText("query", text), said);
  return said;
}

std::optional<std::vector<std::string>> Facts::rows(const std::string& query,
                                                    const Settings& settings) {
  Settings with_today = settings;
  with_today.today = base_settings().today;
  const Collected said = run(query + ";", with_today);
  if (said.answers.size() != 1 || !said.error().empty()) {
    last_problem() = said.error();
    return std::nullopt;
  }
  std::vector<std::string> lines;
  for (const Row& row : said.answers[0].rows) lines.push_back(line_of(row));
  std::sort(lines.begin(), lines.end());
  return lines;
}

Facts::Right Facts::right(const ast::Query& asked) const {
  Right out;
  ast::Query query = asked;
  query.heads.clear();
  const reference::World world =
      asked.heads.empty() ? world_ : reference::seen(world_, asked.heads);
  const auto parameters = reference::parameters_in(world);
  try {
    out.answers = reference::right_answers(world, query, parameters);
    if (!out.answers.empty()) return out;
    const auto uncut = reference::without_last_cuts(query);
    if (!uncut) return out;
    auto all = reference::right_answers(world, *uncut, parameters);
    if (all.size() != 1) return out;
    out.uncut = std::move(all.front());
    out.left = reference::rows_left(query, out.uncut->rows.size(), parameters);
  } catch (const reference::TooLarge&) {
    out = {};
  }
  return out;
}

namespace {

std::vector<std::string> lines_of(const reference::World& world, const reference::Answer& answer) {
  std::vector<std::string> out;
  for (const auto& row : answer.rows) out.push_back(line_of(world, row));
  return out;
}

std::vector<std::string> sorted(std::vector<std::string> lines) {
  std::sort(lines.begin(), lines.end());
  return lines;
}

// Those of one place together, in one order.
std::vector<std::string> in_places(std::vector<std::string> lines,
                                   const std::vector<std::size_t>& places) {
  for (std::size_t from = 0, to = 0; from < lines.size(); from = to) {
    while (to < lines.size() && places[to] == places[from]) ++to;
    std::sort(lines.begin() + static_cast<std::ptrdiff_t>(from),
              lines.begin() + static_cast<std::ptrdiff_t>(to));
  }
  return lines;
}

// What tells the lines from an answer: `rows`, `order`, `columns` or nothing.
std::string told_apart(const std::vector<std::string>& engine,
                       const std::vector<std::string>& columns, const reference::World& world,
                       const reference::Answer& answer) {
  const auto lines = lines_of(world, answer);
  if (sorted(engine) != sorted(lines)) return "rows";
  if (answer.ordered && in_places(engine, answer.places) != in_places(lines, answer.places)) {
    return "order";
  }
  return columns != answer.columns ? "columns" : "";
}

// Some of these lines, in the order of their places where there are any.
bool chosen_from(const std::vector<std::string>& engine, const std::vector<std::string>& all,
                 const std::vector<std::size_t>& places) {
  std::vector<bool> taken(all.size());
  std::size_t place = 0;
  for (const auto& line : engine) {
    std::size_t at = 0;
    while (at < all.size() &&
           (taken[at] || all[at] != line || (!places.empty() && places[at] < place))) {
      ++at;
    }
    if (at == all.size()) return false;
    taken[at] = true;
    if (!places.empty()) place = places[at];
  }
  return true;
}

}  // namespace

Verdict Facts::compare(const ast::Query& query, const Configuration& configuration) {
  if (!last_ || !(*last_ == query)) {
    last_ = query;
    right_ = right(query);
  }
  Verdict verdict;
  verdict.skipped = right_.answers.empty() && !right_.uncut;
  if (verdict.skipped) return verdict;
  std::string text = ast::print(query) + ";";
  if (text.find('$') != std::string::npos) text = reference::parameter_statements() + text;
  const Collected said = run(text, configuration.settings);
  if (!said.error().empty() || said.answers.size() != 1) {
    verdict.kind =
        said.error().empty() ? "no answer" : said.error().substr(0, said.error().find(' '));
    verdict.difference = said.error() + "\n";
    return verdict;
  }
  std::vector<std::string> engine;
  for (const Row& row : said.answers[0].rows) engine.push_back(line_of(row));
  const auto& columns = said.answers[0].columns;
  if (right_.uncut) {
    verdict.chosen = true;
    verdict.empty = right_.left == 0;
    const auto all = lines_of(world_, *right_.uncut);
    const auto uncut_places =
        right_.uncut->ordered ? right_.uncut->places : std::vector<std::size_t>();
    if (engine.size() == right_.left && columns == right_.uncut->columns &&
        chosen_from(engine, all, uncut_places)) {
      return verdict;
    }
    verdict.kind = "cut";
    verdict.difference =
        std::to_string(right_.left) + " of these are right:\n" + difference(engine, all);
    return verdict;
  }
  verdict.chosen = right_.answers.size() > 1;
  verdict.empty = right_.answers.front().rows.empty();
  for (const auto& answer : right_.answers) {
    if (told_apart(engine, columns, world_, answer).empty()) return verdict;
  }
  const auto& answer = right_.answers.front();
  verdict.kind = told_apart(engine, columns, world_, answer);
  if (verdict.chosen) verdict.difference = "several answers are right, this is none of them\n";
  verdict.difference += difference(engine, lines_of(world_, answer));
  if (verdict.kind != "columns") return verdict;
  for (const auto& column : columns) verdict.difference += column + " ";
  verdict.difference += "instead of ";
  for (const auto& column : answer.columns) verdict.difference += column + " ";
  verdict.difference += "\n";
  return verdict;
}

}  // namespace vouch::test
