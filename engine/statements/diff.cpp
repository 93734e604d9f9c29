#include "engine/statements/diff.hpp"

#include <map>
#include <utility>

#include <fmt/format.h>

#include "engine/result/cells.hpp"
#include "engine/statements/expectation.hpp"
#include "engine/statements/questions.hpp"
#include "engine/statements/tables.hpp"

namespace vouch::session {

namespace {

// An answer that is kept; what else is said goes on.
class Kept : public Output {
 public:
  explicit Kept(Output& other) : other_(other) {}
  void begin_answer(const std::vector<std::string>& titles) override { columns = titles; }
  [[nodiscard]] bool row(const Row& row) override {
    rows.push_back(row);
    return true;
  }
  void end_answer(const AnswerFooter& footer) override { notes = footer.notes; }
  void message(const std::string& text) override { other_.message(text); }
  void text(const std::string& text) override { other_.text(text); }
  void problems(const Diagnostics& diagnostics, const SourceText& source) override {
    other_.problems(diagnostics, source);
  }
  std::vector<std::string> columns;
  std::vector<Row> rows;
  std::vector<std::string> notes;

 private:
  Output& other_;
};

std::string key_of(const Cell& cell) {
  return cell.term.bound() ? storage::equality_key(cell.term) : std::string();
}
std::string key_of(const Row& row, const std::vector<std::size_t>& columns) {
  std::string key;
  for (const std::size_t column : columns) {
    const std::string part = key_of(row[column]);
    key += fmt::format("{}:{}", part.size(), part);
  }
  return key;
}
std::vector<std::size_t> all_columns(std::size_t count) {
  std::vector<std::size_t> columns(count);
  for (std::size_t i = 0; i < count; ++i) columns[i] = i;
  return columns;
}

// Rows of one answer that the other does not have, repeated ones as often as they are too many.
std::vector<const Row*> beyond(const std::vector<Row>& rows, const std::vector<Row>& others,
                               const std::vector<std::size_t>& columns) {
  std::map<std::string, std::size_t> there;
  for (const Row& row : others) ++there[key_of(row, columns)];
  std::vector<const Row*> out;
  for (const Row& row : rows) {
    const auto at = there.find(key_of(row, columns));
    if (at != there.end() && at->second > 0) {
      --at->second;
    } else {
      out.push_back(&row);
    }
  }
  return out;
}

Row shown(const char* change, const Row& row) {
  Row out{result::text_cell(change)};
  out.insert(out.end(), row.begin(), row.end());
  return out;
}

Row changed(const Row& before, const Row& after) {
  Row out{result::text_cell("changed")};
  for (std::size_t i = 0; i < before.size(); ++i) {
    const auto text = [](const Cell& cell) { return cell.text.empty() ? "(none)" : cell.text; };
    const bool same = key_of(before[i]) == key_of(after[i]);
    out.push_back(same ? after[i] : result::text_cell(text(before[i]) + " → " + text(after[i])));
  }
  return out;
}

class Difference {
 public:
  Difference(const Run& run, const ast::DiffStatement& statement)
      : run_(run), statement_(statement) {}

  Outcome tell(Output& output) {
    Kept before(output);
    Kept after(output);
    if (const Outcome told = side(statement_.from, before); told != Outcome::ok) return told;
    if (const Outcome told = side(statement_.to, after); told != Outcome::ok) return told;
    std::vector<std::size_t> by;
    if (!find_keys(after.columns, by)) return Outcome::rejected;
    const auto* stages = std::get_if<ast::Stages>(&statement_.query.body);
    const bool cites = stages != nullptr && stages->cite;  // evidence makes no row another
    const auto columns = all_columns(after.columns.size() - (cites ? 1 : 0));
    std::vector<std::string> titles{"change"};
    titles.insert(titles.end(), after.columns.begin(), after.columns.end());
    Table table(std::move(titles));
    fill(table, beyond(before.rows, after.rows, columns), beyond(after.rows, before.rows, columns),
         by);
    std::vector<std::string> notes{fmt::format("{} lost, {} gained", lost_, gained_)};
    if (!by.empty()) notes.front() += fmt::format(", {} changed", changed_);
    notes.front() += fmt::format(" · {} before, {} after", counted(before.rows.size(), "row"),
                                 counted(after.rows.size(), "row"));
    table.send(run_, output, std::move(notes));
    return Outcome::ok;
  }

 private:
  Outcome side(const std::vector<ast::Head>& heads, Output& output) const {
    ast::Query query = statement_.query;
    query.heads = statement_.shared;
    query.heads.insert(query.heads.end(), heads.begin(), heads.end());
    query.expect.reset();
    return ask(run_, query, output);
  }

  bool find_keys(const std::vector<std::string>& columns, std::vector<std::size_t>& by) const {
    for (const ast::Variable& variable : statement_.by) {
      const auto at = std::find(columns.begin(), columns.end(), variable.name);
      if (at == columns.end()) {
        static_cast<void>(run_.reject(
            variable.place, "E0302", fmt::format("?{} is no column of the answer", variable.name)));
        return false;
      }
      by.push_back(static_cast<std::size_t>(at - columns.begin()));
    }
    return true;
  }

  void fill(Table& table, const std::vector<const Row*>& lost, std::vector<const Row*> gained,
            const std::vector<std::size_t>& by) {
    std::multimap<std::string, std::size_t> waiting;
    if (!by.empty()) {
      for (std::size_t i = 0; i < gained.size(); ++i) waiting.emplace(key_of(*gained[i], by), i);
    }
    for (const Row* row : lost) {
      const auto pair = by.empty() ? waiting.end() : waiting.find(key_of(*row, by));
      if (pair == waiting.end()) {
        table.add(shown("lost", *row));
        ++lost_;
        continue;
      }
      table.add(changed(*row, *gained[pair->second]));
      ++changed_;
      gained[pair->second] = nullptr;
      waiting.erase(pair);
    }
    for (const Row* row : gained) {
      if (row == nullptr) continue;
      table.add(shown("gained", *row));
      ++gained_;
    }
  }

  const Run& run_;
  const ast::DiffStatement& statement_;
  std::size_t lost_ = 0;
  std::size_t gained_ = 0;
  std::size_t changed_ = 0;
};

}  // namespace

Outcome diff_statement(const Run& run, const ast::DiffStatement& statement) {
  return with_expectation(run, statement.query.expect,
                          [&](Output& output) { return Difference(run, statement).tell(output); });
}

}  // namespace vouch::session
