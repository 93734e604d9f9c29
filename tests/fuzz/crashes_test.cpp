// Every input that once broke something: tests/fuzz/crashes/<target>/*, replayed under every compiler.
// The corpus the fuzzers start from (queries, goldens, facts) is replayed too.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/fuzz/csv_target.hpp"
#include "tests/fuzz/rdf_targets.hpp"
#include "tests/fuzz/rows_target.hpp"
#include "tests/fuzz/store_target.hpp"
#include "tests/fuzz/targets.hpp"

namespace vouch::fuzz {
namespace {

namespace fs = std::filesystem;

template <typename Target>
void replay(const fs::path& folder, Target target) {
  if (!fs::exists(folder)) return;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    EXPECT_NO_THROW(target(bytes.str())) << entry.path();
  }
}

const fs::path kTests = fs::path(VOUCH_SOURCE_DIR) / "tests";

TEST(Crashes, ParserSurvivesWhatOnceBrokeIt) { replay(kTests / "fuzz/crashes/parse", parse); }
TEST(Crashes, QueriesSurviveWhatOnceBrokeThem) { replay(kTests / "fuzz/crashes/query", query); }
TEST(Crashes, LoadingSurvivesWhatOnceBrokeIt) { replay(kTests / "fuzz/crashes/facts", facts); }
TEST(Crashes, RdfReadersSurviveWhatOnceBrokeThem) {
  replay(kTests / "fuzz/crashes/nquads", nquads);
  replay(kTests / "fuzz/crashes/trig", trig);
  replay(kTests / "fuzz/crashes/ntriples", ntriples);
  replay(kTests / "fuzz/crashes/turtle", turtle);
}
TEST(Crashes, MappingsSurviveWhatOnceBrokeThem) {
  replay(kTests / "fuzz/crashes/csv", csv);
  for (const char* texts : {"fuzz/seeds", "golden", "rdf"}) replay(kTests / texts, csv);
}
TEST(Crashes, StoredValuesSurviveWhatOnceBrokeThem) {
  replay(kTests / "fuzz/crashes/rows", rows);
  replay(kTests / "fuzz/seeds", rows);
}
TEST(Crashes, DamagedStoresSurviveWhatOnceBrokeThem) {
  replay(kTests / "fuzz/crashes/store", store);
  replay(kTests / "fuzz/seeds", store);
}
TEST(Crashes, RdfReadersReadWhatIsNoRdf) {
  replay(kTests / "golden", nquads);
  replay(kTests / "golden", trig);
  replay(kTests / "golden", turtle);
  for (const auto target : {nquads, ntriples, trig, turtle}) replay(kTests / "fuzz/seeds", target);
}
TEST(Crashes, CorpusIsPrintedAndParsedAgain) {
  replay(kTests / "golden", parse);
  replay(kTests / ".." / "queries", parse);
  replay(kTests / ".." / "facts", parse);
}
TEST(Crashes, CorpusRunsOnASmallStore) {
  replay(kTests / "golden", query);
  replay(kTests / ".." / "queries", query);
}
TEST(Crashes, CorpusLoadsOrIsRefused) {
  replay(kTests / "golden", facts);
  replay(kTests / ".." / "facts", facts);
  replay(kTests / "fuzz/seeds", facts);
}

}  // namespace
}  // namespace vouch::fuzz
