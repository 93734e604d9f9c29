#include "shell/statistics.hpp"

#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "shell/words.hpp"

namespace vouch::shell {
namespace {

struct Figures {
  storage::StoreCounts counts;
  std::uint64_t kinds = 0;
  std::uint64_t relations = 0;
  std::uint64_t sources = 0;
};

Figures figures_of(Workspace& workspace) {
  const std::shared_ptr<const storage::Snapshot> snapshot = workspace.session().peek();
  Figures out;
  out.counts = snapshot->counts();
  for (const storage::KindInfo& kind : snapshot->catalog().kinds) out.kinds += kind.builtin ? 0 : 1;
  for (const storage::RelationInfo& relation : snapshot->catalog().relations) {
    out.relations += relation.builtin ? 0 : 1;
  }
  out.sources = snapshot->catalog().sources.size();
  return out;
}

std::uint64_t bytes_on_disk(const std::filesystem::path& directory) {
  std::uint64_t bytes = 0;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(directory, ignored)) {
    if (entry.is_regular_file(ignored)) bytes += entry.file_size(ignored);
  }
  return bytes;
}

Cell text_cell(const std::string& text) {
  Cell cell;
  cell.term = storage::text_term(text);
  cell.text = text;
  return cell;
}

void show_row(Console& console, const std::string& what, std::uint64_t count) {
  Cell number;
  number.term = storage::number_term(static_cast<std::int64_t>(count));
  number.text = fmt::format("{}", count);
  [[maybe_unused]] const bool more = console.row({text_cell(what), std::move(number)});
}

}  // namespace

void show_statistics(Workspace& workspace) {
  const Figures figures = figures_of(workspace);
  Console& console = workspace.console();
  console.begin_answer({"what", "count"});
  const std::vector<std::pair<std::string, std::uint64_t>> rows = {
      {"claims", figures.counts.claims},
      {"triples", figures.counts.triples},
      {"terms", figures.counts.terms},
      {"names", figures.counts.names},
      {"kinds", figures.kinds},
      {"relations", figures.relations},
      {"sources", figures.sources},
      {"commits", figures.counts.version},
      {"bytes", bytes_on_disk(workspace.database().store().path())},
  };
  for (const auto& [what, count] : rows) show_row(console, what, count);
  AnswerFooter footer;
  footer.rows = rows.size();
  if (figures.counts.changed_at != 0) {
    ++footer.rows;
    [[maybe_unused]] const bool more =
        console.row({text_cell("changed"), text_cell(moment(figures.counts.changed_at))});
  }
  console.end_answer(footer);
}

std::string store_sentence(Workspace& workspace) {
  const Figures figures = figures_of(workspace);
  if (figures.counts.claims == 0 && figures.sources == 0) {
    return "the store is empty; `.load FILE` or `.load DIRECTORY` fills it";
  }
  std::string out = fmt::format(
      "{} · {} · {} · {}", counted(figures.counts.claims, "claim", "claims"),
      counted(figures.relations, "relation", "relations"), counted(figures.kinds, "kind", "kinds"),
      counted(figures.sources, "source", "sources"));
  if (figures.counts.changed_at != 0) out += " · changed " + moment(figures.counts.changed_at);
  return out;
}

}  // namespace vouch::shell
