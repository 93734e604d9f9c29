// A disk that fills up: the message says so, what was committed stays, writing works after space.
#include <sys/mount.h>

#include <fstream>

#include "tests/storage/support.hpp"

namespace vouch::storage::test {
namespace {

namespace fs = std::filesystem;

class DiskFull : public testing::Test {
 protected:
  void SetUp() override {
    if (geteuid() != 0) GTEST_SKIP() << "mounting a small file system needs root";
    if (mount("none", directory_.path().c_str(), "tmpfs", 0, "size=2m") != 0) {
      GTEST_SKIP() << "cannot mount a tmpfs here: " << strerror(errno);
    }
    mounted_ = true;
  }
  void TearDown() override {
    if (mounted_) umount2(directory_.path().c_str(), MNT_DETACH);
  }
  TempDirectory directory_;
  bool mounted_ = false;
};

std::string fill_until_full(Store& store, std::uint64_t& committed, std::size_t text_bytes) {
  for (std::uint64_t round = 0; round < 10'000; ++round) {
    const std::string error = error_of([&] {
      auto update = store.update();
      for (int i = 0; i < 50; ++i) {
        const std::string text =
            std::to_string(committed) + "/" + std::to_string(i) + std::string(text_bytes, 'x');
        update.add_triple(
            {entity(update, text), relation(update, "r"), update.intern(text_term(text))});
      }
      update.commit();
    });
    if (!error.empty()) return error;
    ++committed;
  }
  return "never full";
}

TEST_F(DiskFull, IsSaidInWordsAndLosesNothing) {
  const auto ballast = directory_.path() / "ballast";
  std::ofstream(ballast) << std::string(300'000, 'b');
  const fs::path path = directory_.path() / "x";
  std::uint64_t committed = 0;
  {
    const auto store = Store::open(path);
    const std::string error = fill_until_full(*store, committed, 200);
    EXPECT_EQ(error.substr(0, 5), "E0650") << error;
    EXPECT_NE(error.find("disk full"), std::string::npos) << error;
    EXPECT_GT(committed, 0U);
    EXPECT_EQ(store->snapshot().counts().triples, committed * 50);
    fs::remove(ballast);
    auto update = store->update();
    update.add_triple({entity(update, "after"), relation(update, "r"), entity(update, "all")});
    update.commit();
  }
  expect_sound(path);
  EXPECT_EQ(Store::open(path)->snapshot().counts().triples, committed * 50 + 1);
}

TEST_F(DiskFull, WhileSpillingIsTheSame) {
  OpenOptions options;
  options.run_bytes = 1;
  const auto store = Store::open(directory_.path() / "x", options);
  std::uint64_t committed = 0;
  EXPECT_EQ(fill_until_full(*store, committed, 900).substr(0, 5), "E0650");
  EXPECT_EQ(store->snapshot().counts().triples, committed * 50);
}

TEST_F(DiskFull, WhileMakingAStoreLeavesNothing) {
  std::ofstream(directory_.path() / "ballast") << std::string(2'090'000, 'b');
  const fs::path path = directory_.path() / "x";
  EXPECT_EQ(code_of([&] { (void)Store::open(path); }), "E0650");
  EXPECT_FALSE(fs::exists(path));
  EXPECT_EQ(std::distance(fs::directory_iterator(directory_.path()), fs::directory_iterator()), 1);
}

}  // namespace
}  // namespace vouch::storage::test
