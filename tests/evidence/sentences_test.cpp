// Proofs and the documents at hand: the words are shown when the document is the one that was read.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "engine/load/documents.hpp"
#include "engine/session.hpp"
#include "tests/support/collect.hpp"

namespace vouch::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kText = "Nova has a chip of its own, the R1. Orion will make it, people say.\n";

class Sentences : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = fs::temp_directory_path() / ("vouch-sentences-" + std::to_string(::getpid()));
    fs::create_directories(directory_);
    std::ofstream(directory_ / "report.txt", std::ios::binary) << kText;
    database_ = Database::scratch();
    const std::string sum = *load::sha256_of(directory_ / "report.txt");
    said(R"(kind company; kind chip; relation designs (company -> chip);
source report { published none, document "report.txt", sha256 ")" + sum + R"(" };
entity nova : company; entity r1 : chip;
claim nova designs r1 (source report, span 0..35, id c_1111);)");
  }
  void TearDown() override { fs::remove_all(directory_); }

  std::string said(const std::string& script) {
    Session session(*database_);
    session.set_documents({directory_});
    Collected out;
    static_cast<void>(session.run_script(SourceText("script", script), out));
    EXPECT_EQ(out.error(), "") << script;
    return out.texts;
  }

  fs::path directory_;
  std::unique_ptr<Database> database_;
};

TEST_F(Sentences, StandInAProofWhenTheDocumentIsTheOneThatWasRead) {
  const std::string proof = said("why match nova designs ?x;");
  EXPECT_NE(proof.find("“Nova has a chip of its own, the R1.”"), std::string::npos) << proof;
}

TEST_F(Sentences, AreNotShownOfAnotherDocumentOfThatNameWhichIsNamed) {
  std::ofstream(directory_ / "report.txt", std::ios::binary) << "Nova has no chip of its own at all.\n";
  const std::string proof = said("why match nova designs ?x;");
  EXPECT_EQ(proof.find("chip of its own"), std::string::npos) << proof;
  EXPECT_NE(proof.find("unverified: report.txt is not the document that report names"),
            std::string::npos)
      << proof;
}

TEST_F(Sentences, AreLeftOutWhereNoDocumentIsAtHand) {
  fs::remove(directory_ / "report.txt");
  const std::string proof = said("why match nova designs ?x;");
  EXPECT_EQ(proof.find("“"), std::string::npos) << proof;
  EXPECT_EQ(proof.find("unverified"), std::string::npos) << proof;
  EXPECT_NE(proof.find("c_1111"), std::string::npos) << proof;
}

}  // namespace
}  // namespace vouch::test
