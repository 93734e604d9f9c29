#include "shell/neutralise.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/unicode.hpp"

namespace vouch::shell {
namespace {

// What must never reach a terminal as it is: 14 payloads of escape and direction tricks.
const std::vector<std::string>& payloads() {
  static const std::vector<std::string> all = {
      "\x1b[31mred",                 // colour
      "\x1b]0;title\x07",            // window title
      "\x1b]8;;http://evil\x1b\\x",  // link
      "\x1b[2J\x1b[H",               // clear
      "a\rb",                        // overwrite
      "a\bb",                        // backspace
      "\x7f",                        // delete
      "\xc2\x9b"
      "31m",        // C1 CSI
      "\xc2\x90q",  // C1 DCS
      "\xe2\x80\xae"
      "gpj.exe",                    // U+202E
      "\xe2\x81\xa6x\xe2\x81\xa9",  // isolates
      "\xd8\x9c",                   // U+061C
      "\xe2\x80\x8e\xe2\x80\x8f",   // direction marks
      "\xef\xbb\xbfx",              // byte order mark
  };
  return all;
}

bool holds_harm(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const unicode::CodePoint c = unicode::decode(text, at);
    if (is_harmful(c.value)) return true;
    at += c.length;
  }
  return false;
}

TEST(Neutralise, LeavesNoHarmInAnyPayload) {
  ASSERT_EQ(payloads().size(), 14U);
  for (const std::string& payload : payloads()) {
    EXPECT_FALSE(holds_harm(neutralise(payload))) << payload;
    EXPECT_FALSE(holds_harm(neutralise_json(payload))) << payload;
  }
}

TEST(Neutralise, ShowsWhatItTookAway) {
  EXPECT_EQ(neutralise("\x1b[31m"), "␛[31m");
  EXPECT_EQ(neutralise("a\xe2\x80\xae"
                       "b"),
            "a⟨U+202E⟩b");
  EXPECT_EQ(neutralise("\xc2\x9b"), "⟨U+009B⟩");
  EXPECT_EQ(neutralise("\x7f"), "␡");
}

TEST(Neutralise, ShowsBytesThatAreNoText) {
  EXPECT_EQ(neutralise("a\xff"), "a⟨FF⟩");
  EXPECT_EQ(neutralise("\xed\xa0\x80").find('\xed'), std::string::npos);
}

TEST(Neutralise, KeepsPlainTextAndJoinedEmoji) {
  EXPECT_EQ(neutralise("黃仁勳 Zürich"), "黃仁勳 Zürich");
  EXPECT_EQ(neutralise("👨‍👩‍👧"), "👨‍👩‍👧");
}

TEST(Neutralise, KeepsLineEndsOnlyWhereTheyAreLayout) {
  EXPECT_EQ(neutralise("a\nb\tc", Layout::keep), "a\nb\tc");
  EXPECT_EQ(neutralise("a\nb\tc", Layout::show), "a␊b␉c");
}

TEST(Neutralise, KeepsJsonValid) {
  EXPECT_EQ(neutralise_json("{\"a\":\"\xe2\x80\xae\"}\n"), "{\"a\":\"\\u202e\"}\n");
  EXPECT_EQ(neutralise_json("\xf3\xa0\x80\x81"), "\\udb40\\udc01");
}

TEST(Neutralise, ReplacementCharacterOfTheDataStaysItself) {
  EXPECT_EQ(neutralise("\xef\xbf\xbd"), "\xef\xbf\xbd");
}

}  // namespace
}  // namespace vouch::shell
