// Opening: what is refused and how, making new stores, one store opened twice.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/storage/support.hpp"

namespace vouch::storage::test {
namespace {

namespace fs = std::filesystem;

OpenOptions existing() {
  OpenOptions options;
  options.create = false;
  return options;
}
std::string refusal(const fs::path& path, const OpenOptions& options = existing()) {
  return error_of([&] { (void)Store::open(path, options); });
}
void write_file(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}
void write_at(const fs::path& path, std::uint64_t offset, const std::string& bytes) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(static_cast<std::streamoff>(offset));
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

class Opening : public testing::Test {
 protected:
  // A closed store with something in it.
  fs::path made() {
    const fs::path path = directory_.path() / "x.vouch";
    const auto store = Store::open(path);
    auto update = store->update();
    update.add_triple({entity(update, "a"), relation(update, "b"), entity(update, "c")});
    update.commit();
    return path;
  }
  TempDirectory directory_;
};

TEST_F(Opening, MakesAStoreWhereThereIsNone) {
  const fs::path path = directory_.path() / "new.vouch";
  EXPECT_EQ(refusal(path).substr(0, 5), "E0604");
  EXPECT_FALSE(fs::exists(path));
  EXPECT_EQ(Store::open(path)->snapshot().counts().triples, 0U);
  EXPECT_TRUE(fs::exists(path / "data.mdb"));
  EXPECT_EQ(std::distance(fs::directory_iterator(directory_.path()), fs::directory_iterator()), 1);
}

TEST_F(Opening, MakesAStoreInAnEmptyDirectoryAndThroughOtherSpellings) {
  const fs::path path = directory_.path() / "empty";
  fs::create_directory(path);
  EXPECT_EQ(Store::open(path.string() + "/")->path(), fs::canonical(path));
  fs::create_directory(directory_.path() / "sub");
  fs::current_path(directory_.path() / "sub");
  EXPECT_EQ(Store::open("../empty/.")->path(), fs::canonical(path));
  fs::current_path("/");
}

TEST_F(Opening, RefusesWhatIsNoStore) {
  const fs::path file = directory_.path() / "file.txt";
  write_file(file, "hello");
  EXPECT_EQ(refusal(file).substr(0, 5), "E0601");
  const fs::path other = directory_.path() / "other";
  fs::create_directory(other);
  write_file(other / "notes.txt", "hello");
  EXPECT_EQ(refusal(other, {}).substr(0, 5), "E0601");
  write_file(other / "data.mdb", std::string(8'192, 'x'));
  EXPECT_EQ(refusal(other, {}).substr(0, 5), "E0601");
  fs::remove(other / "data.mdb");
  ASSERT_EQ(mkfifo((other / "data.mdb").c_str(), 0600), 0);
  EXPECT_EQ(refusal(other, {}).substr(0, 5), "E0601");
  EXPECT_EQ(refusal(directory_.path() / "no" / "such" / "parent", {}).substr(0, 5), "E0604");
}

TEST_F(Opening, RefusesAnEmptyOrTruncatedDataFile) {
  const fs::path path = made();
  const auto size = fs::file_size(path / "data.mdb");
  for (const std::uintmax_t keep :
       {size - 1, size - 4'096, size / 2, std::uintmax_t{8'192}, std::uintmax_t{4'097}}) {
    fs::resize_file(path / "data.mdb", keep);
    const std::string error = refusal(path);
    EXPECT_EQ(error.substr(0, 5), "E0603") << keep << " " << error;
    EXPECT_NE(error.find(path.string()), std::string::npos);
    EXPECT_NE(error.find("backup"), std::string::npos);
  }
  fs::resize_file(path / "data.mdb", 0);
  EXPECT_EQ(refusal(path).substr(0, 5), "E0603");
  EXPECT_EQ(refusal(path, {}).substr(0, 5), "E0603") << "never taken for a new store";
}

TEST_F(Opening, NamesTheVersionItDoesNotKnow) {
  const fs::path path = made();
  std::ifstream in(path / "data.mdb", std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  std::size_t found = 0;
  const std::string magic("VOUCH\r\n\x1a", 8);
  for (std::size_t at = bytes.find(magic); at != std::string::npos;
       at = bytes.find(magic, at + 1)) {
    write_at(path / "data.mdb", at + magic.size(), std::string("\0\0\0\x07", 4));
    ++found;
  }
  ASSERT_GT(found, 0U);
  const std::string error = refusal(path);
  EXPECT_EQ(error.substr(0, 5), "E0602");
  EXPECT_NE(error.find("version 7"), std::string::npos) << error;
}

TEST_F(Opening, RefusesAForeignLmdbFile) {
  const fs::path path = made();
  // A store whose table names are not ours, as another program's would be.
  std::ifstream in(path / "data.mdb", std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  for (std::size_t at = bytes.find("header"); at != std::string::npos;
       at = bytes.find("header", at + 1)) {
    write_at(path / "data.mdb", at, "foobar");
  }
  EXPECT_EQ(refusal(path).substr(0, 5), "E0601");
}

TEST_F(Opening, RefusesTheSameStoreTwiceInOneProcess) {
  const fs::path path = made();
  const auto store = Store::open(path);
  EXPECT_EQ(refusal(path).substr(0, 5), "E0606");
  const fs::path link = directory_.path() / "link";
  fs::create_directory_symlink(path, link);
  EXPECT_EQ(refusal(link).substr(0, 5), "E0606");
  EXPECT_EQ(in_child([&] { return check(path).findings.empty() ? 0 : 1; }), 0);
}

TEST_F(Opening, WorksAgainAfterClosing) {
  const fs::path path = made();
  for (int i = 0; i < 20; ++i) EXPECT_EQ(Store::open(path)->snapshot().counts().triples, 1U);
}

TEST_F(Opening, ReadOnlyRefusesChanges) {
  const fs::path path = made();
  OpenOptions options;
  options.read_only = true;
  const auto store = Store::open(path, options);
  EXPECT_EQ(store->snapshot().counts().triples, 1U);
  EXPECT_EQ(code_of([&] { (void)store->update(); }), "E0607");
  EXPECT_EQ(refusal(directory_.path() / "none", options).substr(0, 5), "E0604");
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

TEST_F(Opening, TakesASmallerMapUnderALimitOnAddressSpace) {
  if (kSanitized) GTEST_SKIP() << "the sanitizer itself needs the address space";
  const fs::path path = made();
  EXPECT_EQ(in_child([&] {
              const rlimit limit{std::size_t{2} << 30U, std::size_t{2} << 30U};
              setrlimit(RLIMIT_AS, &limit);
              const auto store = Store::open(path);
              auto update = store->update();
              (void)entity(update, "more");
              update.commit();
              return store->snapshot().counts().terms == 4 ? 0 : 1;
            }),
            0);
}

TEST_F(Opening, ReportsAFullMapAndGoesOnAfterwards) {
  OpenOptions options;
  options.durable = false;
  options.map_bytes = std::size_t{16} << 20U;
  const auto store = Store::open(directory_.path() / "small", options);
  const std::string error = error_of([&] {
    auto update = store->update();
    for (int i = 0; i < 40; ++i)
      (void)update.intern(
          text_term(std::string(1U << 20U, static_cast<char>('a' + i % 26)) + std::to_string(i)));
    update.commit();
  });
  EXPECT_EQ(error.substr(0, 5), "E0651") << error;
  auto update = store->update();
  (void)entity(update, "fits");
  update.commit();
  EXPECT_EQ(store->snapshot().counts().terms, 1U);
}

TEST_F(Opening, FollowsAStoreThatAnotherProcessEnlarged) {
  OpenOptions options;
  options.durable = false;
  options.map_bytes = std::size_t{16} << 20U;
  const fs::path path = directory_.path() / "grows";
  const auto store = Store::open(path, options);
  // Another process must be another program: this one's store is not to be used after a fork.
  const std::string self = fs::read_symlink("/proc/self/exe").string();
  const std::string command =
      "VOUCH_GROW='" + path.string() + "' '" + self +
      "' --gtest_also_run_disabled_tests --gtest_filter=Helper.DISABLED_Grow >/dev/null";
  ASSERT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(store->snapshot().counts().terms, 40U);
  auto update = store->update();
  (void)entity(update, "more");
  update.commit();
}

// Not a test: another process for the one above.
TEST(Helper, DISABLED_Grow) {
  const char* path = std::getenv("VOUCH_GROW");
  ASSERT_NE(path, nullptr);
  const auto store = Store::open(path);
  auto update = store->update();
  for (int i = 0; i < 40; ++i) {
    (void)update.intern(text_term(std::string(1U << 20U, 'x') + std::to_string(i)));
  }
  update.commit();
}

TEST_F(Opening, CleansUpWhatAKilledCreationLeft) {
  const fs::path left = directory_.path() / ".y.vouch.vouch-new-999999";
  fs::create_directory(left);
  write_file(left / "data.mdb", "half");
  (void)Store::open(directory_.path() / "y.vouch");
  EXPECT_FALSE(fs::exists(left));
}

TEST_F(Opening, ByManyProcessesAtOnceMakesOneStore) {
  const fs::path path = directory_.path() / "together";
  std::vector<pid_t> children;
  for (int i = 0; i < 8; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      int status = 1;
      try {
        const auto store = Store::open(path);
        auto update = store->update();
        (void)entity(update, "from " + std::to_string(i));
        update.commit();
        status = 0;
      } catch (const std::exception& error) {
        fprintf(stderr, "%s\n", error.what());
      }
      _exit(status);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(Store::open(path)->snapshot().counts().terms, 8U);
  expect_sound(path);
}

}  // namespace
}  // namespace vouch::storage::test
