#include "engine/statements/settings.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/unicode.hpp"
#include "engine/expr/units.hpp"
#include "engine/optimize/pass.hpp"
#include "storage/number.hpp"

namespace vouch::session {

namespace {

constexpr std::int64_t kMillisecondsMost = std::int64_t{1000} * 60 * 60 * 24 * 365;
constexpr std::int64_t kMemoryLeast = std::int64_t{1} << 20U;
constexpr std::int64_t kMemoryMost = std::int64_t{1} << 50U;
constexpr std::int64_t kThreadsMost = 64;
constexpr std::int64_t kBatchMost = std::int64_t{1} << 20U;

std::string word_of(const ast::Term& value) {
  if (const auto* name = std::get_if<ast::Name>(&value)) return name->text;
  if (const auto* text = std::get_if<ast::StringLiteral>(&value)) return text->text;
  return {};
}

// An exact amount in base units over the base units of `unit`, whole.
std::optional<std::int64_t> amount(const storage::Term* constant, std::string_view unit) {
  if (constant == nullptr) return std::nullopt;
  const auto* quantity = constant->as<storage::Quantity>();
  const std::optional<expr::Unit> wanted = expr::find_unit(unit, storage::Catalog{});
  if (quantity == nullptr || !quantity->single() || !wanted) return std::nullopt;
  if (quantity->bare() || quantity->dimension != wanted->dimension) return std::nullopt;
  const auto base = multiply(*quantity->lower, quantity->factor);
  const auto number = base ? divide(*base, wanted->factor) : std::nullopt;
  if (!number) return std::nullopt;
  const double value = number->to_double();
  if (value < 0 || value > 1e18) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

std::string show_timeout(const Settings& settings) {
  return settings.timeout_ms ? fmt::format("{} ms", *settings.timeout_ms) : "none";
}
bool set_timeout(Settings& settings, const ast::Term& value, const storage::Term* constant) {
  if (word_of(value) == "none") {
    settings.timeout_ms.reset();
    return true;
  }
  const std::optional<std::int64_t> milliseconds = amount(constant, "ms");
  if (!milliseconds || *milliseconds < 1 || *milliseconds > kMillisecondsMost) return false;
  settings.timeout_ms = milliseconds;
  return true;
}

// `2 GiB`: powers of 1024 are no units of quantities, so they are read here.
std::optional<std::int64_t> binary_amount(const ast::Term& value) {
  const auto* literal = std::get_if<ast::NumberLiteral>(&value);
  if (literal == nullptr || literal->is_range || !literal->lower || literal->lower->is_date) {
    return std::nullopt;
  }
  constexpr std::array<std::string_view, 4> kUnits = {"KiB", "MiB", "GiB", "TiB"};
  const auto* unit = std::find(kUnits.begin(), kUnits.end(), literal->unit);
  const auto number = storage::Number::parse(literal->lower->text);
  if (unit == kUnits.end() || !number) return std::nullopt;
  double bytes = number->to_double();
  for (auto power = unit - kUnits.begin(); power >= 0; --power) bytes *= 1024;
  return bytes >= 0 && bytes < 1e18 ? std::optional(static_cast<std::int64_t>(bytes))
                                    : std::nullopt;
}

std::string show_memory(const Settings& settings) {
  return fmt::format("{} MiB", settings.memory_bytes >> 20U);
}
bool set_memory(Settings& settings, const ast::Term& value, const storage::Term* constant) {
  std::optional<std::int64_t> bytes = binary_amount(value);
  if (!bytes) bytes = amount(constant, "B");
  if (!bytes || *bytes < kMemoryLeast || *bytes > kMemoryMost) return false;
  settings.memory_bytes = static_cast<std::size_t>(*bytes);
  return true;
}

std::string show_today(const Settings& settings) {
  return settings.today ? settings.today->to_string() : "clock";
}
bool set_today(Settings& settings, const ast::Term& value, const storage::Term* constant) {
  if (word_of(value) == "clock" || word_of(value) == "none") {
    settings.today.reset();
    return true;
  }
  const auto* date = constant != nullptr ? constant->as<storage::Date>() : nullptr;
  if (date == nullptr || date->range || date->approximate || !date->from ||
      date->from->precision != storage::Precision::day) {
    return false;
  }
  settings.today = *date;
  return true;
}

struct JoinWord {
  std::string_view word;
  JoinChoice choice;
};
constexpr std::array kJoins{
    JoinWord{"by_cost", JoinChoice::by_cost}, JoinWord{"lookup", JoinChoice::lookup},
    JoinWord{"merge", JoinChoice::merge}, JoinWord{"hash", JoinChoice::hash}};

std::string show_join(const Settings& settings) {
  for (const JoinWord& join : kJoins) {
    if (join.choice == settings.join) return std::string(join.word);
  }
  return {};
}
bool set_join(Settings& settings, const ast::Term& value, const storage::Term* /*constant*/) {
  const std::string word = word_of(value);
  for (const JoinWord& join : kJoins) {
    if (join.word != word) continue;
    settings.join = join.choice;
    return true;
  }
  return false;
}

std::string show_passes(const Settings& settings) {
  std::string out;
  for (const std::string& pass : settings.passes_off) out += (out.empty() ? "" : ", ") + pass;
  return out.empty() ? "none" : out;
}
bool set_passes(Settings& settings, const ast::Term& value, const storage::Term* /*constant*/) {
  const std::string text = word_of(value);
  std::set<std::string> off;
  if (text == "all") {
    for (const optimize::Pass& pass : optimize::passes()) off.emplace(pass.name);
  } else if (text != "none") {
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find_first_of(", ", at), text.size());
      if (end > at) off.insert(text.substr(at, end - at));
      at = end + 1;
    }
    const auto& passes = optimize::passes();
    const bool known = std::all_of(off.begin(), off.end(), [&](const std::string& name) {
      return std::any_of(passes.begin(), passes.end(),
                         [&](const optimize::Pass& pass) { return pass.name == name; });
    });
    if (!known || off.empty()) return false;
  }
  settings.passes_off = std::move(off);
  return true;
}

std::string show_batch(const Settings& settings) {
  return std::to_string(settings.batch_rows);
}
bool set_batch(Settings& settings, const ast::Term& /*value*/, const storage::Term* constant) {
  const auto* quantity = constant != nullptr ? constant->as<storage::Quantity>() : nullptr;
  if (quantity == nullptr || !quantity->plain_number()) return false;
  const std::optional<std::int64_t> rows = quantity->lower->to_int64();
  if (!rows || *rows < 1 || *rows > kBatchMost) return false;
  settings.batch_rows = static_cast<std::size_t>(*rows);
  return true;
}

std::string show_threads(const Settings& settings) {
  return settings.threads == 0 ? "cores" : std::to_string(settings.threads);
}
bool set_threads(Settings& settings, const ast::Term& value, const storage::Term* constant) {
  if (word_of(value) == "cores") {
    settings.threads = 0;
    return true;
  }
  const auto* quantity = constant != nullptr ? constant->as<storage::Quantity>() : nullptr;
  if (quantity == nullptr || !quantity->plain_number()) return false;
  const std::optional<std::int64_t> threads = quantity->lower->to_int64();
  if (!threads || *threads < 1 || *threads > kThreadsMost) return false;
  settings.threads = static_cast<std::size_t>(*threads);
  return true;
}

constexpr std::array kSettings{
    SettingInfo{"timeout", "how long a query may take", "a time, as in `30 s`, or `none`",
                show_timeout, set_timeout},
    SettingInfo{"memory", "how much memory a query may use",
                "an amount from 1 MiB on, as in `2 GiB`", show_memory, set_memory},
    SettingInfo{"threads", "how many threads work on a heavy query",
                "a whole number from 1 to 64, or `cores`", show_threads, set_threads},
    SettingInfo{"today", "what today() answers", "a day, as in `2025-09-15`, or `clock`",
                show_today, set_today},
    SettingInfo{"join", "how joins are done (for tests)", "`by_cost`, `lookup`, `merge` or `hash`",
                show_join, set_join},
    SettingInfo{"passes_off", "passes of the optimizer that do not run (for tests)",
                "names of passes in a text, `all` or `none`", show_passes, set_passes},
    SettingInfo{"batch_rows", "rows handed on at a time (for tests)", "a whole number from 1 on",
                show_batch, set_batch},
};

bool is_binary(const ast::Term& value) {
  return binary_amount(value).has_value();
}

}  // namespace

std::span<const SettingInfo> all_settings() {
  return kSettings;
}

Outcome set_statement(const Run& run, const ast::SetStatement& statement, Span place) {
  const std::string wanted = unicode::lower(statement.name);
  const auto* setting = std::find_if(kSettings.begin(), kSettings.end(),
                                     [&](const SettingInfo& one) { return one.name == wanted; });
  if (setting == kSettings.end()) {
    std::vector<std::string> names;
    for (const SettingInfo& one : kSettings) names.emplace_back(one.name);
    Diagnostic problem = error_at(place, "E0320", fmt::format("no setting `{}`", statement.name));
    problem.token = statement.name;
    const auto near = unicode::nearest(statement.name, names, 1);
    if (!near.empty()) problem.message += fmt::format("; did you mean `{}`?", near.front());
    problem.notes.push_back(fmt::format("there are: {}", fmt::join(names, ", ")));
    return run.tell({problem});
  }
  Diagnostics problems;
  std::optional<storage::Term> constant;
  const bool word = std::holds_alternative<ast::Name>(statement.value);
  if (!word && !is_binary(statement.value)) {
    const storage::Snapshot snapshot = run.core.snapshot();
    bind::Resolver resolver(snapshot, run.core.parameters, run.core.prefixes, problems);
    if (std::holds_alternative<ast::Variable>(statement.value) ||
        std::holds_alternative<ast::Anything>(statement.value)) {
      return run.reject(place, "E0320",
                        fmt::format("`{}` takes {}", setting->name, setting->takes));
    }
    constant = resolver.constant(statement.value);
    if (!constant) return run.tell(problems);
  }
  if (setting->set(run.core.settings, statement.value, constant ? &*constant : nullptr)) {
    return Outcome::ok;
  }
  return run.reject(ast::place_of(statement.value), "E0320",
                    fmt::format("`{}` takes {}", setting->name, setting->takes));
}

}  // namespace vouch::session
