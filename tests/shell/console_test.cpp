#include "shell/console.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace vouch::shell {
namespace {

Cell text(const std::string& value) {
  return {storage::text_term(value), value};
}
Cell number(std::int64_t value) {
  return {storage::number_term(value), std::to_string(value)};
}

struct Desk {
  explicit Desk(ConsoleSettings settings) : console(out, err, settings) {}
  // An answer with one column of texts.
  void answer(const std::vector<std::string>& values, AnswerFooter footer = {}) {
    console.begin_answer({"name"});
    for (const std::string& value : values) {
      if (!console.row({text(value)})) break;
    }
    footer.rows = values.size();
    footer.milliseconds = 1.84;
    console.end_answer(footer);
    console.release();
  }
  StringSink out;
  StringSink err;
  Console console;
};

ConsoleSettings terminal() {
  ConsoleSettings settings;
  settings.terminal = true;
  settings.width = 60;
  return settings;
}
ConsoleSettings record() {
  ConsoleSettings settings;
  settings.deterministic = true;
  return settings;
}

TEST(Console, ElsewhereThanOnATerminalAnswersAreTsvAlone) {
  Desk desk({});
  desk.answer({"nvidia", "amd"});
  EXPECT_EQ(desk.out.text, "name\nnvidia\namd\n");
  EXPECT_EQ(desk.err.text, "");
}

TEST(Console, ElsewhereNotesAndMessagesGoToStandardError) {
  Desk desk({});
  desk.console.message("3 claims added");
  AnswerFooter footer;
  footer.notes = {"2 denied claims not shown"};
  footer.empty = {"nothing is known of hbm9"};
  desk.answer({}, footer);
  EXPECT_EQ(desk.out.text, "name\n");
  EXPECT_EQ(
      desk.err.text,
      "3 claims added\nnote: 2 denied claims not shown\n0 rows\n  nothing is known of hbm9\n");
}

TEST(Console, OnATerminalAFooterStandsBelow) {
  Desk desk(terminal());
  AnswerFooter footer;
  footer.notes = {"2 denied claims not shown"};
  desk.answer({"nvidia"}, footer);
  EXPECT_EQ(desk.out.text,
            "┌────────┐\n│ name   │\n├────────┤\n│ nvidia │\n└────────┘\n"
            "1 row · 2 denied claims not shown · 1.8 ms\n");
}

TEST(Console, RecordHasNoTimes) {
  Desk desk(record());
  desk.answer({"nvidia"});
  desk.answer({});
  EXPECT_EQ(desk.out.text, "name\n------\nnvidia\n(1 row)\n\n(0 rows)\n");
}

TEST(Console, NumbersStandAtTheRight) {
  Desk desk(record());
  desk.console.begin_answer({"what", "count"});
  EXPECT_TRUE(desk.console.row({text("claims"), number(375)}));
  EXPECT_TRUE(desk.console.row({text("x"), number(2)}));
  desk.console.end_answer({});
  EXPECT_EQ(desk.out.text,
            "what    count\n------  -----\nclaims    375\nx           2\n(2 rows)\n");
}

TEST(Console, EveryModeOnATerminalIsNeutralised) {
  for (const std::string& name : mode_names()) {
    ConsoleSettings settings = terminal();
    settings.mode = mode_named(name);
    Desk desk(settings);
    desk.answer(
        {"a\x1b[31m\xe2\x80\xae"
         "b"});
    EXPECT_EQ(desk.out.text.find('\x1b'), std::string::npos) << name;
    EXPECT_EQ(desk.out.text.find("\xe2\x80\xae"), std::string::npos) << name;
  }
}

TEST(Console, ElsewhereDataIsExact) {
  Desk desk({});
  desk.answer({"a\x1b[31mb"});
  EXPECT_EQ(desk.out.text, "name\na\x1b[31mb\n");
}

TEST(Console, ShowsAtMostSoManyRows) {
  ConsoleSettings settings = terminal();
  settings.max_rows = 2;
  Desk desk(settings);
  desk.answer({"a", "b", "c", "d"});
  EXPECT_NE(desk.out.text.find("… 2 more; `.last` shows all\n4 rows"), std::string::npos)
      << desk.out.text;
  desk.out.text.clear();
  EXPECT_TRUE(desk.console.show_last(Mode::csv));
  desk.console.release();
  EXPECT_EQ(desk.out.text, "name\na\nb\nc\nd\n4 rows\n");
}

TEST(Console, ElsewhereTheRestIsNotComputed) {
  ConsoleSettings settings;
  settings.max_rows = 2;
  Desk desk(settings);
  desk.console.begin_answer({"name"});
  EXPECT_TRUE(desk.console.row({text("a")}));
  EXPECT_FALSE(desk.console.row({text("b")}));
}

TEST(Console, ModesWriteTheirFormats) {
  ConsoleSettings settings;
  settings.mode = Mode::json;
  Desk json(settings);
  json.answer({"a"});
  EXPECT_EQ(json.out.text, "[\n  {\"name\":\"a\"}\n]\n");
  settings.mode = Mode::line;
  Desk line(settings);
  line.answer({"a"});
  EXPECT_EQ(line.out.text, "name = a\n");
}

TEST(Console, LongAnswersGoThroughThePagerAfterTheStatement) {
  Desk desk(terminal());
  std::string paged;
  desk.console.set_pager([&](const std::string& text) {
    paged = text;
    return true;
  });
  desk.console.begin_answer({"name"});
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(desk.console.row({text("row")}));
  desk.console.end_answer({});
  EXPECT_EQ(paged, "");
  EXPECT_EQ(desk.out.text, "");
  desk.console.release();
  EXPECT_NE(paged.find("100 rows"), std::string::npos);
  EXPECT_EQ(desk.out.text, "");
}

TEST(Console, AnswersGoWhereTheyAreSent) {
  Desk desk(terminal());
  StringSink file;
  desk.console.redirect(&file, Mode::csv, true);
  desk.answer({"a"});
  EXPECT_EQ(file.text, "name\na\n");
  EXPECT_EQ(desk.out.text, "1 row · 1.8 ms\n");
  desk.answer({"b"});
  EXPECT_EQ(file.text, "name\na\n");
}

TEST(Console, CountsWarnings) {
  Desk desk({});
  desk.console.problems({warning_at({0, 1}, "W0401", "no name is shared")}, SourceText("q", "x"));
  EXPECT_EQ(desk.console.tally().warnings, 1U);
  EXPECT_EQ(desk.console.tally().errors, 0U);
  EXPECT_NE(desk.err.text.find("warning[W0401]"), std::string::npos);
}

}  // namespace
}  // namespace vouch::shell
