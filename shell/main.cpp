// The command line of vouch. Everything CLI11 is here; what the commands do is in shell/commands.
#include <clocale>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <langinfo.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include "base/unicode.hpp"
#include "parser/rdf/document.hpp"
#include "shell/commands.hpp"
#include "shell/interrupt.hpp"
#include "shell/sink.hpp"
#include "shell/words.hpp"

namespace {

using vouch::shell::ExitStatus;
using vouch::shell::Options;

constexpr const char* kFooter = R"(
Exit status
  0  success, also when no row was found
  1  no row was found and -e was given
  2  the command line is wrong
  3  a statement was rejected, or an expectation or check failed
  4  the store, the input or the output failed
  5  a limit was reached (time, memory)
  130  interrupted

`vouch help WORD` and `vouch help E0203` explain words and error codes; `.help` does inside the shell.)";

// What the command line holds before it is checked.
struct Words {
  Options options;
  std::string store;
  std::string text;
  std::string table;
  std::string topic;
  std::vector<std::string> files;
  std::string file;
  std::size_t runs = 7;
  bool json = false;
  std::string format;
  std::string rejects;
  std::string mapping;
  bool check_only = false;
  bool fast = false;
  bool force = false;
  bool strict = false;
};

template <typename Read>
CLI::Validator validator(std::string name, Read read) {
  return CLI::Validator([read](std::string& text) { return read(text); }, std::move(name));
}

void add_answer_flags(CLI::App& app, Options& options) {
  app.add_option("-m,--mode", "table, csv, tsv, json, jsonl, markdown or line")
      ->type_name("MODE")
      ->check(validator("", [&options](const std::string& text) -> std::string {
        options.mode = vouch::shell::mode_named(text);
        if (options.mode) return {};
        return fmt::format("there is no mode `{}`; there are {}", text,
                           vouch::shell::joined(vouch::shell::mode_names(), ", "));
      }));
  app.add_option("--max-rows", options.max_rows, "show at most N rows of an answer")
      ->type_name("N");
  app.add_flag("-e", options.empty_is_failure, "exit with 1 when no row was found");
  app.add_option("--errors", "text, short or json")
      ->type_name("FORM")
      ->check(validator("", [&options](const std::string& text) -> std::string {
        const auto form = vouch::shell::error_form_named(text);
        if (form) options.errors = *form;
        return form ? std::string()
                    : fmt::format("errors come as text, short or json, not `{}`", text);
      }));
  app.add_option("--color", "auto, always or never")
      ->type_name("WHEN")
      ->check(validator("", [&options](const std::string& text) -> std::string {
        using vouch::shell::ColorChoice;
        if (text != "auto" && text != "always" && text != "never") {
          return fmt::format("colour is auto, always or never, not `{}`", text);
        }
        options.color = text == "auto"     ? ColorChoice::automatic
                        : text == "always" ? ColorChoice::always
                                           : ColorChoice::never;
        return {};
      }));
  app.add_flag("--deny-warnings", options.deny_warnings, "a warning is a failure (3)");
}

void add_run_flags(CLI::App& app, Options& options) {
  app.add_option("--param", options.parameters,
                 "value of $NAME: a constant as in a question, else text")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  app.add_option("--timeout", "end each statement after this time: 500ms, 5s, 2min")
      ->type_name("TIME")
      ->check(validator("", [&options](const std::string& text) -> std::string {
        options.timeout_ms = vouch::shell::parse_duration_ms(text);
        return options.timeout_ms ? std::string() : fmt::format("`{}` is no time such as 5s", text);
      }));
  app.add_option("--memory", "of one statement or load: 512MiB, 2GiB")
      ->type_name("SIZE")
      ->check(validator("", [&options](const std::string& text) -> std::string {
        options.memory_bytes = vouch::shell::parse_bytes(text);
        return options.memory_bytes ? std::string()
                                    : fmt::format("`{}` is no size such as 2GiB", text);
      }));
  app.add_option("--documents", options.documents,
                 "directory with the sources' documents: places are verified, proofs show the words")
      ->type_name("DIR")
      ->allow_extra_args(false);
  app.add_flag("--readonly", options.read_only, "refuse statements that change the store");
  app.add_flag("--safe", options.safe, "no files and no programs from statements");
  app.add_flag("-k,--keep-going", options.keep_going, "go on after a statement that failed");
}

// A subcommand and what it does.
struct Command {
  CLI::App* app;
  std::function<int(Words&)> action;
};

std::vector<std::filesystem::path> paths(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

std::optional<std::filesystem::path> optional_path(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return std::filesystem::path(text);
}

std::vector<Command> add_question_commands(CLI::App& app, Words& words) {
  using namespace vouch::shell;
  std::vector<Command> out;
  auto* shell = app.add_subcommand("shell", "open the prompt (what `vouch STORE` does)");
  shell->add_option("STORE", words.store, "a store; without one, a scratch store");
  out.push_back({shell, [](Words& w) { return command_shell(w.options, optional_path(w.store)); }});

  auto* query = app.add_subcommand("query", "ask one question");
  query->add_option("STORE", words.store, "the store")->type_name("")->required();
  query->add_option("TEXT", words.text, "statements")->type_name("")->required();
  out.push_back({query, [](Words& w) { return command_query(w.options, w.store, w.text); }});

  auto* explain = app.add_subcommand("explain", "show how a question would be answered");
  explain->add_option("STORE", words.store, "the store")->type_name("")->required();
  explain->add_option("TEXT", words.text, "one question")->type_name("")->required();
  out.push_back({explain, [](Words& w) { return command_explain(w.options, w.store, w.text); }});

  auto* bench = app.add_subcommand("bench", "measure every statement of a file");
  bench->add_option("STORE", words.store, "the store")->type_name("")->required();
  bench->add_option("FILE", words.file, "questions; `-` is standard input")
      ->type_name("")
      ->required();
  bench->add_option("--runs", words.runs, "measured runs of each, after one that warms up")
      ->type_name("N")
      ->check(CLI::Range(1, 1000000));
  bench->add_flag("--json", words.json, "one object a line");
  out.push_back({bench, [](Words& w) {
                   return command_bench(w.options, {w.store, w.file, w.runs, w.json});
                 }});

  auto* run = app.add_subcommand("run", "run scripts");
  run->add_option("--store", words.store, "the store; without one, a scratch store")
      ->type_name("STORE");
  run->add_option("FILE", words.files, "scripts in order; `-` is standard input")->required();
  out.push_back(
      {run, [](Words& w) { return command_run(w.options, optional_path(w.store), w.files); }});
  return out;
}

void add_format(CLI::App& app, Words& words, const std::string& meaning, bool facts) {
  app.add_option("--format", words.format, meaning)
      ->type_name("FORMAT")
      ->check(validator("", [facts](const std::string& text) -> std::string {
        if (vouch::rdf::format_named(text) || (facts && text == "vq")) return {};
        return fmt::format("there is no format `{}`; there are nt, nq, ttl{}", text,
                           facts ? ", trig and vq" : " and trig");
      }));
}

std::vector<Command> add_store_commands(CLI::App& app, Words& words) {
  using namespace vouch::shell;
  std::vector<Command> out;
  auto* load = app.add_subcommand("load", "load fact files, all or nothing");
  load->add_option("STORE", words.store, "the store, made when there is none")
      ->type_name("")
      ->required();
  load->add_option("FILE", words.files, "files or directories; `-` is standard input")->required();
  load->add_flag("--check-only", words.check_only, "report problems, store nothing");
  load->add_flag("--fast", words.fast, "sync to disk once, at the end");
  add_format(*load, words, "of RDF files, whatever their ending: nt, nq, ttl, trig",
             false);
  load->add_option("--mapping", words.mapping,
                   "how rows of CSV and TSV become facts; otherwise NAME.map.vq beside NAME.csv")
      ->type_name("FILE");
  auto* strict = load->add_flag("--strict", words.strict,
                                "refuse everything at the first broken line (default)");
  load->add_option("--rejects", words.rejects,
                   "leave out broken lines of N-Triples and N-Quads and write them to FILE")
      ->type_name("FILE")
      ->excludes(strict);
  out.push_back({load, [](Words& w) {
                   return command_load(w.options, {w.store, paths(w.files), paths(w.options.documents),
                                                   w.check_only, w.fast, w.format, w.rejects, w.mapping});
                 }});

  auto* write = app.add_subcommand("export", "write all a store holds as RDF or facts, sorted");
  write->add_option("STORE", words.store, "the store")->type_name("")->required();
  write->add_option("FILE", words.file, "the file to write; `-` is standard output")->required();
  add_format(*write, words, "nt, nq, ttl, trig or vq; otherwise by the ending of FILE", true);
  write->add_flag("--force", words.force, "replace FILE");
  out.push_back({write, [](Words& w) {
                   return command_export(w.options, {w.store, w.file, w.format, w.force});
                 }});

  auto* stats = app.add_subcommand("stats", "count what a store holds");
  stats->add_option("STORE", words.store, "the store")->type_name("")->required();
  out.push_back({stats, [](Words& w) { return command_stats(w.options, w.store); }});

  auto* check = app.add_subcommand("check", "verify that a store keeps its promises");
  check->add_option("STORE", words.store, "the store")->type_name("")->required();
  out.push_back({check, [](Words& w) { return command_check(w.options, w.store); }});

  auto* upgrade = app.add_subcommand("upgrade", "bring a store of an older format up to date");
  upgrade->add_option("STORE", words.store, "the store")->type_name("")->required();
  out.push_back({upgrade, [](Words& w) { return command_upgrade(w.options, w.store); }});

  auto* dump = app.add_subcommand("dump", "print a table of a store, for curious people");
  dump->add_option("STORE", words.store, "the store")->type_name("")->required();
  dump->add_option("TABLE", words.table, "name of the table")->type_name("")->required();
  out.push_back({dump, [](Words& w) { return command_dump(w.options, w.store, w.table); }});

  auto* help = app.add_subcommand("help", "explain a word or an error code");
  help->add_option("TOPIC", words.topic, "such as E0203, match, .mode")->type_name("");
  out.push_back({help, [&app](Words& w) {
                   if (!w.topic.empty()) return command_help(w.options, w.topic);
                   fmt::print("{}", app.help());
                   return ExitStatus::success;
                 }});
  return out;
}

int usage_error(const CLI::App& app, const std::string& sentence) {
  fmt::print(stderr, "error: {}\n", sentence);
  std::string name = "vouch";
  const auto used = app.get_subcommands();
  if (!used.empty()) name += " " + used.front()->get_name();
  fmt::print(stderr, "  = `{} --help` shows how it is used\n", name);
  return ExitStatus::usage;
}

// CLI11 says "The following arguments were not expected"; a mistyped command deserves better.
std::string sentence_of(const CLI::App& app, const CLI::ParseError& error,
                        const std::string& first) {
  std::vector<std::string> names;
  for (const CLI::App* sub : app.get_subcommands({})) names.push_back(sub->get_name());
  const bool extras = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
  if (extras && app.get_subcommands().empty() && !first.empty()) {
    const auto near = vouch::unicode::nearest(first, names, 1);
    if (!near.empty())
      return fmt::format("there is no command `{}`; did you mean `{}`?", first, near.front());
  }
  return error.what();
}

// Help and version must not vanish unseen on a full device.
int say(const std::string& text) {
  vouch::shell::DescriptorSink out(STDOUT_FILENO, "standard output");
  out.write(text);
  out.flush();
  if (out.state() != vouch::shell::SinkState::failed) return ExitStatus::success;
  fmt::print(stderr, "error[E0610]: {}\n", out.problem());
  return ExitStatus::data;
}

// Text is UTF-8 whatever the locale says; numbers are never the locale's.
void choose_locale() {
  if (std::setlocale(LC_CTYPE, "") == nullptr || std::strcmp(nl_langinfo(CODESET), "UTF-8") != 0) {
    std::setlocale(LC_CTYPE, "C.UTF-8");
  }
}

int run(int argc, char** argv) {
  CLI::App app{"Vouch: questions to a store of sourced claims about supply chains", "vouch"};
  app.set_version_flag("--version", std::string("vouch ") + VOUCH_VERSION);
  app.footer(kFooter);
  app.fallthrough();
  app.require_subcommand(0, 1);
  Words words;
  std::string bare_store;
  auto* store = app.add_option("STORE", bare_store, "a store to open at the prompt")->type_name("");
  add_answer_flags(app, words.options);
  add_run_flags(app, words.options);
  std::vector<Command> commands = add_question_commands(app, words);
  for (Command& command : add_store_commands(app, words)) commands.push_back(std::move(command));

  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForVersion& version) {
    return say(std::string(version.what()) + "\n");
  } catch (const CLI::Success&) {
    return say(app.help());
  } catch (const CLI::ParseError& error) {
    return usage_error(app, sentence_of(app, error, bare_store));
  }
  for (const Command& command : commands) {
    if (!command.app->parsed()) continue;
    if (store->count() > 0)
      return usage_error(app, fmt::format("`{}` is one argument too many", bare_store));
    return vouch::shell::run_guarded(words.options, [&] { return command.action(words); });
  }
  return vouch::shell::run_guarded(words.options, [&] {
    return vouch::shell::command_shell(words.options, optional_path(bare_store));
  });
}

}  // namespace

int main(int argc, char** argv) {
  choose_locale();
  vouch::shell::install_signal_handlers();
  return run(argc, argv);
}
