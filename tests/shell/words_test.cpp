#include "shell/words.hpp"

#include <gtest/gtest.h>

namespace vouch::shell {
namespace {

TEST(Words, GroupsDigits) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'000), "1,000");
  EXPECT_EQ(grouped(12'345'678), "12,345,678");
}

TEST(Words, CountsOneAndMany) {
  EXPECT_EQ(counted(1, "row", "rows"), "1 row");
  EXPECT_EQ(counted(0, "row", "rows"), "0 rows");
}

TEST(Words, ReadsTimes) {
  EXPECT_EQ(parse_duration_ms("5s"), 5'000);
  EXPECT_EQ(parse_duration_ms("500 ms"), 500);
  EXPECT_EQ(parse_duration_ms("1.5min"), 90'000);
  EXPECT_EQ(parse_duration_ms("2"), 2'000);
  for (const char* bad : {"", "s", "-1s", "5 parsecs", "0", "1e3s", "..5"}) {
    EXPECT_FALSE(parse_duration_ms(bad)) << bad;
  }
}

TEST(Words, ReadsSizes) {
  EXPECT_EQ(parse_bytes("2GiB"), std::uint64_t{2} << 30U);
  EXPECT_EQ(parse_bytes("10 MB"), 10'000'000U);
  EXPECT_FALSE(parse_bytes("lots"));
}

TEST(Words, SplitsAtBlanksOutsideQuotes) {
  EXPECT_EQ(split_words("load \"my file.vq\"  x"),
            (std::vector<std::string>{"load", "my file.vq", "x"}));
}

TEST(Words, DurationsAreShort) {
  EXPECT_EQ(duration(1.84), "1.8 ms");
  EXPECT_EQ(duration(184.2), "184 ms");
  EXPECT_EQ(duration(12'400), "12.4 s");
  EXPECT_EQ(duration(125'000), "2 min 05 s");
}

}  // namespace
}  // namespace vouch::shell
