// Damaged files: a sentence, never a crash of the one who asks.
#include <fstream>
#include <sstream>

#include "tests/storage/support.hpp"

namespace vouch::storage::test {
namespace {

namespace fs = std::filesystem;

void fill(Store& store) {
  for (int round = 0; round < 3; ++round) {
    auto update = store.update();
    const TermId chip = kind(update, "chip");
    update.put(KindInfo{chip, "chip", {}, "", false});
    for (int i = 0; i < 300; ++i) {
      const TermId subject = entity(update, "entity" + std::to_string(i));
      update.add_triple({subject, well_known::kDeclaredKind, chip});
      update.add_triple({subject, relation(update, "r" + std::to_string(i % 5)),
                         update.intern(text_term("value " + std::to_string(i * 7 + round)))});
      if (i % 3 == 0) {
        (void)update.add_claim(
            said(subject, relation(update, "says"), update.intern(number_term(i * 10 + round))));
      }
      update.add_name(NameSpace::entity, subject, "Name " + std::to_string(i), true);
      update.add_words(subject, "word" + std::to_string(i) + " common");
    }
    update.add_spelling({entity(update, "entity1"), relation(update, "r1"),
                         update.intern(number_term(round))},
                        update.intern(Term(Text{"00" + std::to_string(round), "", "x:int"})));
    if (round == 2) (void)update.retract_claim({IdTag::claim, 5});
    update.commit();
  }
}

std::string contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Damage : public testing::Test {
 protected:
  Damage() : path_(directory_.path() / "x") {
    OpenOptions options;
    options.durable = false;
    const auto store = Store::open(path_, options);
    fill(*store);
  }
  void SetUp() override {
    expect_sound(path_);
    sound_ = contents(path_ / "data.mdb");
  }
  void put(const std::string& bytes) {
    std::ofstream(path_ / "data.mdb", std::ios::binary | std::ios::trunc) << bytes;
    fs::remove(path_ / "lock.mdb");
  }

  // One of the ways in which files go wrong.
  std::string damaged(Random& random) const {
    std::string bytes = sound_;
    const std::size_t pages = bytes.size() / 4096;
    const std::size_t page = 4096 * random.below(pages);
    switch (random.below(8)) {
      case 0: bytes.resize(random.below(bytes.size())); break;
      case 1: bytes.replace(page, 4096, std::string(4096, '\0')); break;
      case 2: bytes.replace(page, 4096, bytes.substr(4096 * random.below(pages), 4096)); break;
      case 3:
        for (std::size_t i = 0; i < 4096; ++i) bytes[page + i] = static_cast<char>(random());
        break;
      case 4: bytes[page + random.below(16)] ^= static_cast<char>(1U << random.below(8)); break;
      case 5:
        bytes[page + 16 + random.below(200)] ^= static_cast<char>(1U << random.below(8));
        break;
      case 6:
        for (int i = 0; i < 20; ++i)
          bytes[random.below(bytes.size())] ^= static_cast<char>(1U << random.below(8));
        break;
      default: bytes[random.below(bytes.size())] = static_cast<char>(random()); break;
    }
    return bytes;
  }

  TempDirectory directory_;
  fs::path path_;
  std::string sound_;
};

TEST_F(Damage, NeverKillsCheckOrOpen) {
  Random random(99);
  int found = 0;
  constexpr int kDamages = 250;
  for (int i = 0; i < kDamages; ++i) {
    put(damaged(random));
    const CheckReport report = check(path_);  // a crash here would end the test
    for (const std::string& finding : report.findings) EXPECT_GT(finding.size(), 10U);
    found += report.findings.empty() ? 0 : 1;
    const int status = in_child([&] {
      const std::string error = error_of([&] { (void)Store::open(path_); });
      return error.empty() ? 0 : error.size() > 20 && error[0] == 'E' ? 1 : 2;
    });
    EXPECT_TRUE(status == 0 || status == 1) << "damage " << i << ": " << status;
  }
  EXPECT_GT(found, kDamages / 3);  // much of so small a file are pages that are free
}

TEST_F(Damage, ThatCheckDoesNotFindChangesNoAnswer) {
  const auto answers = [this] {
    OpenOptions options;
    options.read_only = true;
    const auto store = Store::open(path_, options);
    const Snapshot snapshot = store->snapshot();
    std::string out;
    for (const Order order : {Order::spo, Order::pos, Order::osp, Order::pso}) {
      for (const Triple& triple : rows(snapshot, order, {}, 512)) {
        out += snapshot.display_name(triple.subject) + " " + snapshot.display_name(triple.object) +
               "\n";
      }
    }
    snapshot.each_name([&](const NameMatch& match) {
      out += match.spelling;
      return true;
    });
    return out;
  };
  const std::string expected = answers();
  Random random(100);
  int unnoticed = 0;
  for (int i = 0; i < 120; ++i) {
    put(damaged(random));
    if (!check(path_).findings.empty()) continue;
    ++unnoticed;  // in a free page, or in the older of the two meta pages
    ASSERT_EQ(answers(), expected) << "damage " << i;
  }
  EXPECT_LT(unnoticed, 80);
}

TEST_F(Damage, OfOneValueIsFoundAndNamed) {
  const std::string text = "value 700";  // in a row of `terms`
  std::string bytes = sound_;
  for (std::size_t at = bytes.find(text); at != std::string::npos; at = bytes.find(text, at + 1)) {
    bytes.replace(at, 5, "VALUE");
  }
  put(bytes);
  const std::string findings = joined(check(path_).findings);
  EXPECT_NE(findings.find("table terms"), std::string::npos) << findings;
}

TEST_F(Damage, LeavesTheFileAsItIs) {
  Random random(101);
  const std::string bytes = damaged(random);
  put(bytes);
  (void)check(path_);
  (void)error_of([&] { (void)Store::open(path_); });
  EXPECT_EQ(contents(path_ / "data.mdb"), bytes);
}

TEST_F(Damage, CheckSpeaksOfAStoreThatIsNotThere) {
  EXPECT_EQ(code_of([&] { (void)check(directory_.path() / "none"); }), "E0604");
  EXPECT_EQ(code_of([&] { (void)Store::open(path_); }), "");
}

TEST_F(Damage, DumpPrintsEveryTable) {
  for (const std::string& table : table_names()) {
    std::ostringstream out;
    dump(path_, table, out);
    EXPECT_FALSE(out.str().empty()) << table;
    EXPECT_EQ(out.str().find("damaged"), std::string::npos) << table;
  }
  std::ostringstream out;
  EXPECT_EQ(code_of([&] { dump(path_, "nonsense", out); }), "E0609");
}

}  // namespace
}  // namespace vouch::storage::test
