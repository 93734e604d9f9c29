// Stores that programs of the formats 2 and 3 made, brought up to date in place. format2.mdb.gz and
// format3.mdb.gz are their data files: two companies and a chip, six claims of which two are retracted, one denied and one a
// branch of an alternative, of a symmetric relation among others.
#include <fstream>

#include "base/input_file.hpp"
#include "storage/claim_state.hpp"
#include "storage/upgrade.hpp"
#include "tests/storage/support.hpp"

namespace vouch::storage::test {
namespace {

namespace fs = std::filesystem;

class Upgrading : public testing::TestWithParam<int> {
 protected:
  Upgrading() : path_(directory_.path() / "old.vouch") {
    fs::create_directory(path_);
    write(path_ / "data.mdb", bytes_of_old());
  }
  static std::string bytes_of_old() {
    InputFile file(std::string(VOUCH_SOURCE_DIR) + "/tests/storage/format" + std::to_string(GetParam()) +
                   ".mdb.gz");
    std::string bytes;
    std::array<char, 65536> piece;
    while (const std::size_t size = file.read(piece.data(), piece.size()))
      bytes.append(piece.data(), size);
    return bytes;
  }
  static void write(const fs::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
  }

  TempDirectory directory_;
  fs::path path_;
};

// In the order in which they were loaded: c_0001 to c_0006.
const std::vector<ClaimState> kStates{{false, true, false}, {false, false, false},
                                      {true, false, false}, {false, false, true},
                                      {false, false, false}, {false, true, false}};

TEST_P(Upgrading, KeepsEveryClaimAndWhatItIs) {
  ASSERT_TRUE(upgrade(path_));
  expect_sound(path_);
  const auto store = Store::open(path_);
  const Snapshot now = store->snapshot();
  ASSERT_EQ(now.counts().claims, kStates.size());
  for (std::size_t i = 0; i < kStates.size(); ++i) {
    const TermId id{IdTag::claim, i + 1};
    const auto state = claim_state(now, id);
    ASSERT_TRUE(state);
    EXPECT_EQ(state->denied, kStates[i].denied) << i;
    EXPECT_EQ(state->retracted, kStates[i].retracted) << i;
    EXPECT_EQ(state->alternative, kStates[i].alternative) << i;
    const auto record = now.claim(id);
    ASSERT_TRUE(record);
    EXPECT_EQ(record->name, "c_000" + std::to_string(i + 1));
    for (const ClaimOrder order : {ClaimOrder::spoc, ClaimOrder::posc, ClaimOrder::ospc}) {
      const auto& [s, p, o] = record->triple;
      const std::array<TermId, 3> prefix =
          order == ClaimOrder::spoc ? std::array{s, p, o}
          : order == ClaimOrder::posc ? std::array{p, o, s} : std::array{o, s, p};
      EXPECT_GE(now.count(order, prefix, 10), 1U);
    }
  }
  EXPECT_EQ(now.count(ClaimOrder::spoc, {}, 100), 6U);
  std::string word;  // longer than a key
  for (int i = 0; i < 60; ++i) word += "llanfair";
  EXPECT_EQ(now.with_word(word).size(), 1U);
}

TEST_P(Upgrading, IsAskedForByTheErrorAndDoneOnce) {
  const std::string refused = error_of([&] { (void)Store::open(path_); });
  EXPECT_TRUE(refused.starts_with("E0602")) << refused;
  EXPECT_NE(refused.find("vouch upgrade"), std::string::npos) << refused;
  EXPECT_TRUE(upgrade(path_));
  EXPECT_FALSE(upgrade(path_));
}

TEST_P(Upgrading, LeavesAClaimThatCanBeRetractedAndSaidAgain) {
  ASSERT_TRUE(upgrade(path_));
  {
    const auto store = Store::open(path_);
    auto update = store->update();
    EXPECT_FALSE(update.retract_claim({IdTag::claim, 1}));
    EXPECT_TRUE(update.retract_claim({IdTag::claim, 2}));
    update.commit();
  }
  expect_sound(path_);
}

TEST_P(Upgrading, OfADamagedStoreChangesNothing) {
  std::string bytes = bytes_of_old();
  // A record of a claim, found by the name in it.
  const std::string name = "c_0003";
  for (std::size_t at = bytes.find(name); at != std::string::npos; at = bytes.find(name, at + 1))
    bytes[at + name.size() + 2] ^= 0x55;
  write(path_ / "data.mdb", bytes);
  EXPECT_EQ(code_of([&] { (void)upgrade(path_); }), "E0660");
  EXPECT_EQ(code_of([&] { (void)Store::open(path_); }), "E0602");
  std::ifstream in(path_ / "data.mdb", std::ios::binary);
  const std::string after((std::istreambuf_iterator<char>(in)), {});
  EXPECT_EQ(after.substr(0, 8192), bytes.substr(0, 8192)) << "the meta pages are as they were";
}

INSTANTIATE_TEST_SUITE_P(FromFormat, Upgrading, testing::Values(2, 3));

}  // namespace
}  // namespace vouch::storage::test
