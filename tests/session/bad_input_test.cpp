// Loads that cannot end well leave the store as it was, and say why.
#include <fstream>

#include "tests/session/session_world.hpp"
#include "tests/support/temp_store.hpp"

namespace vouch::test {
namespace {

using BadInput = SessionWorld;

std::string triples(std::uint64_t from, std::uint64_t to) {
  std::string out;
  for (std::uint64_t i = from; i < to; ++i) {
    const std::string n = std::to_string(std::uint64_t{2'654'435'761} * i % 4'294'967'291);
    out += "<http://e.example/s" + n + "> <http://e.example/r" + std::to_string(i % 7) +
           "> <http://e.example/o" + std::to_string(i * 31 % 5003) + "> .\n";
  }
  return out;
}

// Appends to the file when the load has read a part of it.
class Meddler final : public Output {
 public:
  Meddler(std::filesystem::path file, std::string more)
      : file_(std::move(file)), more_(std::move(more)) {}
  void begin_answer(const std::vector<std::string>& /*columns*/) override {}
  bool row(const Row& /*row*/) override { return true; }
  void end_answer(const AnswerFooter& /*footer*/) override {}
  void message(const std::string& /*text*/) override {}
  void text(const std::string& /*text*/) override {}
  void problems(const Diagnostics& problems, const SourceText& /*source*/) override {
    for (const Diagnostic& problem : problems) said += problem.code + " " + problem.message + "\n";
  }
  void progress(std::uint64_t /*done*/, std::uint64_t /*total*/) override {
    if (meddled) return;
    meddled = true;
    std::ofstream(file_, std::ios::app | std::ios::binary) << more_;
  }

  std::string said;
  bool meddled = false;

 private:
  std::filesystem::path file_;
  std::string more_;
};

TEST_F(BadInput, AFileThatChangesWhileItIsReadIsRefused) {
  const auto before = counts();
  std::string facts = "claims (source news) {\n";
  for (int i = 0; i < 3'000; ++i)
    facts += "nvidia designs h20 (locator \"" + std::to_string(i) + "\");\n";
  for (const auto& [name, text, more] :
       {std::tuple{"changing.nt", triples(0, 40'000), triples(40'000, 40'010)},
        std::tuple{"changing.nq", triples(0, 40'000), triples(40'000, 40'010)},
        std::tuple{"changing.ttl", triples(0, 40'000), triples(40'000, 40'010)},
        std::tuple{"changing.vq", facts + "};\n", std::string("# more\n")}}) {
    const auto path = file(name, text);
    Meddler out(path, more);
    EXPECT_EQ(database_->load({path}, {}, out, report_), Outcome::data_error) << name;
    EXPECT_TRUE(out.meddled) << name;
    EXPECT_NE(out.said.find("E0811"), std::string::npos) << name << ": " << out.said;
    EXPECT_EQ(counts().triples, before.triples) << name;
    EXPECT_EQ(counts().version, before.version) << name;
  }
}

TEST_F(BadInput, AFullMapInTheMiddleOfALoadLeavesTheStoreAsItWas) {
  storage::OpenOptions options;
  options.map_bytes = std::size_t{16} << 20U;
  const TempDirectory directory;
  const auto path = directory.path() / "small";
  const auto small = Database::open(path, options);
  Collected first;
  ASSERT_EQ(small->load({file("first.nt", triples(0, 1'000))}, {}, first, report_), Outcome::ok)
      << first.error();
  const auto before = small->store().snapshot().counts();
  std::string long_texts;
  for (int i = 0; i < 30'000; ++i)
    long_texts += "<http://e.example/s> <http://e.example/says> \"" + std::to_string(i) +
                  std::string(800, 'x') + "\" .\n";
  Collected full;
  EXPECT_NE(small->load({file("long.nt", long_texts)}, {}, full, report_), Outcome::ok);
  EXPECT_EQ(full.error().substr(0, 5), "E0651") << full.error();
  EXPECT_NE(full.error().find("nothing of this change was stored"), std::string::npos);
  const auto after = small->store().snapshot().counts();
  EXPECT_EQ(after.triples, before.triples);
  EXPECT_EQ(after.version, before.version);
  Collected again;
  EXPECT_EQ(small->load({file("little.nt", triples(1'000, 1'010))}, {}, again, report_),
            Outcome::ok)
      << again.error();
  EXPECT_EQ(small->store().snapshot().counts().triples, before.triples + 10);
}

// With little memory the triples wait on disk; what is stored is the same.
TEST_F(BadInput, ALoadWithLittleMemoryStoresTheSame) {
  const auto path = file("much.nt", triples(0, 200'000));
  LoadOptions little;
  little.bulk_bytes = std::size_t{1} << 20U;
  const auto one = Database::scratch();
  const auto other = Database::scratch();
  Collected out;
  ASSERT_EQ(one->load({path}, {}, out, report_), Outcome::ok) << out.error();
  ASSERT_EQ(other->load({path}, little, out, report_), Outcome::ok) << out.error();
  EXPECT_EQ(one->store().snapshot().counts().triples, other->store().snapshot().counts().triples);
  EXPECT_EQ(one->store().snapshot().counts().terms, other->store().snapshot().counts().terms);
}

}  // namespace
}  // namespace vouch::test
