#include "shell/completion.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <utility>

#include "base/error.hpp"
#include "base/unicode.hpp"
#include "parser/parse.hpp"
#include "shell/dot_commands.hpp"
#include "shell/mode.hpp"
#include "shell/words.hpp"
#include "storage/well_known.hpp"

namespace vouch::shell {
namespace {

namespace known = storage::well_known;
using SnapshotPointer = std::shared_ptr<const storage::Snapshot>;

// Candidates that begin with the word, each once.
class Collector {
 public:
  explicit Collector(std::string_view word) : word_(unicode::fold(word)) {}

  void offer(const std::string& text, const std::string& about) {
    if (unicode::fold(text).starts_with(word_)) take(text, about);
  }
  // Found by another of its names: stands without beginning with the word.
  void take(const std::string& text, const std::string& about) {
    if (out_.size() < kCandidatesMost && seen_.insert(text).second) out_.push_back({text, about});
  }
  [[nodiscard]] const std::string& word() const { return word_; }
  [[nodiscard]] std::vector<Candidate> done() { return std::move(out_); }

 private:
  std::string word_;
  std::set<std::string> seen_;
  std::vector<Candidate> out_;
};

void offer_words(const std::vector<std::string>& words, const std::string& about, Collector& out) {
  for (const std::string& word : words) out.offer(word, about);
}

void offer_variables(std::string_view text, Collector& out) {
  for (const parser::Token& token : parser::tokens(text)) {
    if (token.kind != parser::TokenKind::variable || token.span.end == text.size()) continue;
    const std::string_view variable = text.substr(token.span.begin, token.span.size());
    out.offer(std::string(variable.substr(0, variable.find(':'))), "used above");
  }
}

void offer_relations(const storage::Snapshot& snapshot, Collector& out) {
  std::vector<std::pair<std::uint64_t, std::string>> ranked;
  for (const storage::RelationInfo& relation : snapshot.catalog().relations) {
    if (relation.builtin) continue;
    const storage::TermId stored = relation.inverse_of.bound() ? relation.inverse_of : relation.id;
    ranked.emplace_back(snapshot.statistics(stored).triples, relation.name);
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (const auto& [count, name] : ranked) out.offer(name, "relation, " + grouped(count));
  out.offer("is_a", "of a kind");
}

void offer_qualifiers(const storage::Snapshot& snapshot, Collector& out) {
  for (const storage::RelationInfo& relation : snapshot.catalog().relations) {
    const bool of_claims = std::find(relation.domain.begin(), relation.domain.end(),
                                     known::kKindClaim) != relation.domain.end();
    const known::Entry* entry = known::find(relation.id);
    const bool built_in = entry != nullptr && entry->role == known::Role::qualifier;
    if (of_claims || built_in) out.offer(relation.name, "qualifier");
  }
  for (const char* name : {"source", "locator", "span", "quote", "said_by", "certainty", "polarity",
                           "status", "since", "until", "during", "said_on", "known", "quantity"}) {
    out.offer(name, "qualifier");
  }
}

void offer_kinds(const storage::Snapshot& snapshot, Collector& out) {
  for (const storage::KindInfo& kind : snapshot.catalog().kinds) {
    if (!kind.builtin) out.offer(kind.name, "kind");
  }
  for (const storage::KindInfo& kind : snapshot.catalog().kinds) {
    if (kind.builtin) out.offer(kind.name, "kind");
  }
}

std::string label_of(const storage::Snapshot& snapshot, storage::TermId id) {
  storage::TripleCursor cursor(snapshot, storage::Order::spo);
  const std::array<storage::TermId, 2> prefix{id, known::kLabel};
  cursor.open(prefix);
  storage::TermId object;
  if (cursor.next(nullptr, nullptr, &object, 1) == 0) return {};
  const storage::Term term = snapshot.term(object);
  const storage::Text* text = term.as<storage::Text>();
  return text == nullptr ? std::string() : text->text;
}

void offer_entities(Session& session, const storage::Snapshot& snapshot, Collector& out) {
  if (out.word().empty()) return;  // everything is no help
  for (const storage::NameMatch& match : session.names_with_prefix(out.word(), kCandidatesMost)) {
    if (match.space != storage::NameSpace::entity) continue;
    const std::string label = label_of(snapshot, match.id);
    const bool by_other_name = unicode::fold(label) != match.spelling && !match.spelling.empty();
    out.take(snapshot.display_name(match.id),
             by_other_name ? label + " (" + match.spelling + ")" : label);
  }
}

void offer_labels(Session& session, const storage::Snapshot& snapshot, Collector& out) {
  if (out.word().empty()) return;
  for (const storage::NameMatch& match : session.names_with_prefix(out.word(), kCandidatesMost)) {
    if (match.space != storage::NameSpace::entity) continue;
    const std::string label = label_of(snapshot, match.id);
    const std::string shown = unicode::fold(label).starts_with(out.word()) ? label : match.spelling;
    const bool plain = !shown.empty() && shown.find_first_of("[]\"\n") == std::string::npos;
    if (plain) out.take("[" + shown + "]", snapshot.display_name(match.id));
  }
}

void offer_files(std::string_view word, Collector& out) {
  const std::size_t slash = word.rfind('/');
  const std::string directory(slash == std::string_view::npos ? "" : word.substr(0, slash + 1));
  std::error_code ignored;
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator(directory.empty() ? "." : directory, ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with('.')) continue;
    names.push_back(directory + name + (entry.is_directory(ignored) ? "/" : ""));
  }
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    if (name.starts_with(word)) out.take(name, "");
  }
}

// The argument of a dot command: what it takes decides.
void offer_argument(std::string_view line, Session& session, const SnapshotPointer& snapshot,
                    std::string_view word, Collector& out) {
  const std::string command = trimmed(line.substr(0, line.find(' ')));
  const DotArgument argument = argument_of(command);
  switch (argument) {
    case DotArgument::none: return;
    case DotArgument::mode: return offer_words(mode_names(), "mode", out);
    case DotArgument::error_form: return offer_words({"text", "short", "json"}, "", out);
    case DotArgument::color: return offer_words({"auto", "always", "never"}, "", out);
    case DotArgument::on_off: return offer_words({"on", "off"}, "", out);
    case DotArgument::topic: return offer_words(dot_command_names(), "command", out);
    case DotArgument::name:
      if (snapshot) offer_entities(session, *snapshot, out);
      return;
    case DotArgument::file: return offer_files(word, out);
  }
}

void offer_by_spot(Spot spot, std::string_view text, Session& session,
                   const SnapshotPointer& snapshot, Collector& out) {
  if (spot == Spot::statement) {
    offer_words(parser::statement_words(), "statement", out);
    offer_words(parser::clause_words(), "clause", out);
  }
  if (spot == Spot::clause) {
    offer_words(parser::clause_words(), "clause", out);
    offer_words({"and"}, "the same subject again", out);
  }
  const bool term = spot == Spot::subject || spot == Spot::object || spot == Spot::value;
  if (term || spot == Spot::relation) offer_variables(text, out);
  if (!snapshot) return;
  if (spot == Spot::relation) offer_relations(*snapshot, out);
  if (spot == Spot::qualifier) offer_qualifiers(*snapshot, out);
  if (spot == Spot::kind) offer_kinds(*snapshot, out);
  if (term) offer_entities(session, *snapshot, out);
  if (spot == Spot::value) offer_words(parser::clause_words(), "clause", out);
}

}  // namespace

Completion complete(std::string_view text, Session& session,
                    const std::map<std::string, std::string>& parameters) {
  const Place place = place_at_end(text);
  const std::string_view word = text.substr(place.begin);
  Collector out(place.spot == Spot::label ? word.substr(1) : word);
  SnapshotPointer snapshot;
  try {
    snapshot = session.peek();
    switch (place.spot) {
      case Spot::nothing: break;
      case Spot::dot: offer_words(dot_command_names(), "command", out); break;
      case Spot::file: {
        const std::size_t line = text.rfind('\n') + 1;  // npos + 1 is 0
        const std::string_view command = text.substr(line);
        if (trimmed(command).starts_with('.')) {
          offer_argument(trimmed(command), session, snapshot, word, out);
        } else {
          offer_files(word, out);
        }
        break;
      }
      case Spot::label: offer_labels(session, *snapshot, out); break;
      case Spot::variable: offer_variables(text, out); break;
      case Spot::parameter:
        for (const auto& [name, value] : parameters) out.offer("$" + name, value);
        break;
      default: offer_by_spot(place.spot, text, session, snapshot, out);
    }
  } catch (const Error&) {
    return {place.begin, {}};
  }
  return {place.begin, out.done()};
}

}  // namespace vouch::shell
