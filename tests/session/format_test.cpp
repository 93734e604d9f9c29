// Answers as files.
#include "engine/result/format.hpp"

#include <gtest/gtest.h>

#include "engine/result/cells.hpp"

namespace vouch::result {
namespace {

using storage::Quantity;
using storage::Term;

std::string written(Format format, const std::vector<std::string>& columns,
                    const std::vector<Row>& rows) {
  std::string out;
  Writer writer(format, [&](std::string_view text) { out += text; });
  writer.begin(columns);
  for (const Row& row : rows) writer.row(row);
  writer.end();
  return out;
}

Cell quantity(std::optional<int> least, std::optional<int> most, bool about, const char* unit) {
  Quantity value;
  if (least) value.lower = storage::Number(*least);
  if (most) value.upper = storage::Number(*most);
  value.approximate = about;
  value.unit = unit;
  return {Term(value), "?"};
}

TEST(Format, CsvQuotesWhatNeedsIt) {
  EXPECT_EQ(written(Format::csv, {"a", "b,c"}, {{text_cell("x"), text_cell("say \"hi\"\nthere")}}),
            "a,\"b,c\"\nx,\"say \"\"hi\"\"\nthere\"\n");
}

TEST(Format, CsvTellsNothingFromTheEmptyText) {
  EXPECT_EQ(written(Format::csv, {"a", "b"}, {{Cell{}, text_cell("")}}), "a,b\n,\"\"\n");
}

TEST(Format, TsvEscapesTabsAndLineEnds) {
  EXPECT_EQ(written(Format::tsv, {"a"}, {{text_cell("x\ty\nz\\")}}), "a\nx\\ty\\nz\\\\\n");
}

TEST(Format, JsonKeepsTypes) {
  EXPECT_EQ(format_cell_json({}), "null");
  EXPECT_EQ(format_cell_json(number_cell(42)), "42");
  EXPECT_EQ(format_cell_json({Term(true), "true"}), "true");
  EXPECT_EQ(format_cell_json(quantity(7, 7, false, "nm")), "{\"value\":7,\"unit\":\"nm\"}");
  EXPECT_EQ(format_cell_json(quantity(3, 4, false, "years")),
            "{\"least\":3,\"most\":4,\"unit\":\"years\"}");
  EXPECT_EQ(format_cell_json(quantity(5, 5, true, "")), "{\"value\":5,\"about\":true}");
  EXPECT_EQ(format_cell_json(quantity(std::nullopt, 4, false, "")), "{\"most\":4}");
  EXPECT_EQ(format_cell_json({Term(storage::Iri{"https://x.org/a"}), "<https://x.org/a>"}),
            "\"https://x.org/a\"");
}

TEST(Format, JsonEscapesControlsAndBadBytes) {
  EXPECT_EQ(json_string("a\"b\\c\n\x01\x7f"), "\"a\\\"b\\\\c\\n\\u0001\\u007f\"");
  EXPECT_EQ(json_string("\xff"), "\"\xEF\xBF\xBD\"");
}

TEST(Format, JsonListsAreArrays) {
  Cell list{Term(storage::List{}), "1, 2", {number_cell(1), number_cell(2)}};
  EXPECT_EQ(format_cell_json(list), "[1,2]");
}

TEST(Format, JsonWithoutRowsIsAnEmptyArray) {
  EXPECT_EQ(written(Format::json, {"a"}, {}), "[]\n");
  EXPECT_EQ(written(Format::jsonl, {"a"}, {}), "");
}

TEST(Format, MarkdownEscapesItsMarkup) {
  EXPECT_EQ(format_cell_markdown(text_cell("a|b\n*c* d_e _f_")), "a\\|b<br>\\*c\\* d_e \\_f\\_");
}

TEST(Format, NamesAndEndings) {
  EXPECT_EQ(format_named(".CSV"), Format::csv);
  EXPECT_EQ(format_named("markdown"), Format::markdown);
  EXPECT_EQ(format_named("xls"), std::nullopt);
}

}  // namespace
}  // namespace vouch::result
