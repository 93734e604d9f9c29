// The program loads: limits of the system, cut-off files, and what the terminal shows meanwhile.
#include <gtest/gtest.h>

#include <fstream>

#include "shell/progress.hpp"
#include "tests/shell/program.hpp"

namespace vouch::test {
namespace {

namespace fs = std::filesystem;

class Loading : public ::testing::Test {
 protected:
  // Lines of N-Triples, or of N-Quads with a graph.
  fs::path lines(const std::string& name, int count, const std::string& graph = "") {
    std::ofstream out(directory_.path() / name, std::ios::binary);
    for (int i = 0; i < count; ++i) {
      out << "<http://e.example/s" << i << "> <http://e.example/r" << i % 7
          << "> <http://e.example/o" << i * 31 % 5003 << "> " << graph << ".\n";
    }
    return directory_.path() / name;
  }
  [[nodiscard]] std::string store() const { return (directory_.path() / "s.vouch").string(); }
  void make_store() {
    const Said made = run("$VOUCH load " + store() + " " + lines("first.nt", 500).string());
    ASSERT_EQ(made.status, 0) << made.err;
  }
  [[nodiscard]] std::string count() const {
    return run("$VOUCH query " + store() + " 'match ?s ?r ?o return count(*) as ?n;'").out;
  }

  TempDirectory directory_;
};

TEST_F(Loading, ALimitOnFilesInTheMiddleOfALoadLeavesTheStoreAsItWas) {
  make_store();
  const std::string before = count();
  ASSERT_NE(before.find("500"), std::string::npos) << before;
  const fs::path much = lines("much.nt", 300'000);
  const Said full = run("ulimit -f 4000; $VOUCH load " + store() + " " + much.string());
  EXPECT_NE(full.status, 0);
  EXPECT_LT(full.status, 128) << "killed by a signal";
  EXPECT_NE(full.err.find("E0650"), std::string::npos) << full.err;
  EXPECT_NE(full.err.find("nothing of this change was stored"), std::string::npos) << full.err;
  EXPECT_EQ(count(), before);
  const Said checked = run("$VOUCH check " + store());
  EXPECT_EQ(checked.status, 0) << checked.out << checked.err;
  const Said again = run("$VOUCH load " + store() + " " + much.string());
  EXPECT_EQ(again.status, 0) << again.err;
}

TEST_F(Loading, OfACutOffPackedFileIsRefusedAndChangesNothing) {
  make_store();
  const std::string before = count();
  const std::string file = lines("much.nt", 50'000).string();
  for (const auto& [program, ending] : {std::pair{"gzip", ".gz"}, std::pair{"zstd -q", ".zst"}}) {
    const std::string packed = file + ending;
    const Said made = run(std::string(program) + " -c " + file + " > " + packed);
    if (made.status == 127) GTEST_SKIP() << program << " is not installed";
    ASSERT_EQ(made.status, 0) << made.err;
    fs::resize_file(packed, fs::file_size(packed) / 2);
    const Said cut = run("$VOUCH load " + store() + " " + packed);
    EXPECT_NE(cut.status, 0);
    EXPECT_NE(cut.err.find("E0810"), std::string::npos) << cut.err;
    EXPECT_EQ(count(), before);
  }
}

TEST_F(Loading, ShowsHowFarItIsOnATerminal) {
  const fs::path much = lines("much.nq", 250'000, "<http://e.example/g> ");
  const TempDirectory home;
  Pty pty({"load", store(), much.string()}, home.path());
  EXPECT_TRUE(pty.sees(" MB/s"));
  EXPECT_TRUE(pty.sees("remaining)"));
  EXPECT_TRUE(pty.sees("250,000"));
  EXPECT_EQ(pty.wait(), 0);
}

TEST(ProgressLine, TellsShareBytesRateAndTimeLeft) {
  EXPECT_EQ(shell::progress_line(50'000'000, 100'000'000, 10),
            " 50% ▕██████████          ▏ 50,000,000 · 5.0 MB/s (about 10 seconds remaining)");
  EXPECT_EQ(shell::progress_line(1'000, 100'000, 0), "  1% ▕                    ▏ 1,000");
}

}  // namespace
}  // namespace vouch::test
