// Tests about the code itself: who includes whom, where foreign libraries stand, sizes, the map, texts.
//
// The tables are data: a new folder or library is a new line here, seen in review.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/unicode.hpp"

namespace vouch::test {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = VOUCH_SOURCE_DIR;

// ------------------------------------------------------------------------------------- the tables

// A folder and the folders it may include, besides itself. Engine's stages stand in the order in which a
// query passes them; `engine` means its two vocabulary headers, session.hpp and settings.hpp, to a stage.
struct Rule {
  std::string_view folder;
  std::string_view may;  // blanks between
};
constexpr std::array kRules = {
    Rule{"base", ""},
    Rule{"parser", "base"},
    Rule{"parser/rdf", "base"},
    Rule{"storage", "base"},
    Rule{"engine/expr", "base storage"},
    Rule{"engine/logical", "base storage engine/expr"},
    Rule{"engine/bind", "base storage parser engine/expr engine/logical"},
    Rule{"engine/optimize", "base storage engine engine/expr engine/logical"},
    Rule{"engine/physical", "base storage engine engine/expr engine/logical engine/optimize"},
    Rule{"engine/exec", "base storage engine engine/expr engine/logical engine/physical"},
    Rule{"engine/result", "base storage engine engine/expr engine/exec"},
    Rule{"engine/rdf", "base storage parser parser/rdf engine"},
    Rule{"engine/load",
         "base storage parser parser/rdf engine engine/expr engine/bind engine/rdf"},
    Rule{"engine/view", "base storage"},
    Rule{"engine/evidence", "base storage engine engine/expr engine/logical engine/exec engine/result "
                            "engine/load"},
    Rule{"engine/statements", "base storage parser engine engine/expr engine/bind engine/logical engine/view "
                              "engine/optimize engine/physical engine/exec engine/result engine/rdf engine/load "
                              "engine/evidence"},
    Rule{"engine", "base storage parser engine/expr engine/bind engine/logical engine/optimize engine/physical "
                   "engine/exec engine/result engine/rdf engine/load engine/view engine/evidence engine/statements"},
    Rule{"shell",
         "base storage parser parser/rdf engine engine/expr engine/result engine/optimize "
         "engine/rdf engine/load"},
    Rule{"bench", "base storage parser engine"},
};
constexpr std::array kVocabulary = {"engine/session.hpp", "engine/settings.hpp"};

// A foreign header and the only files (or folders) that may include it.
struct Quarantine {
  std::string_view header;  // begins with
  std::string_view place;   // path begins with
};
constexpr std::array kQuarantine = {
    Quarantine{"lmdb.h", "storage/lmdb/"},       Quarantine{"boost/", "parser/grammar/"},
    Quarantine{"CLI/", "shell/main.cpp"},        Quarantine{"histedit.h", "shell/line_editor"},
    Quarantine{"editline/", "shell/line_editor"}, Quarantine{"re2/", "engine/expr/regex.cpp"},
    Quarantine{"utf8proc.h", "base/unicode.cpp"}, Quarantine{"sodium.h", "engine/load/documents.cpp"},
    Quarantine{"xxhash.h", "storage/checksum.cpp"}, Quarantine{"zlib.h", "base/gzip_source.cpp"},
    Quarantine{"zstd.h", "base/zstd_source.cpp"},
};

constexpr std::size_t kFileLinesMost = 600;
constexpr std::size_t kLineMost = 100;
constexpr std::size_t kMapLinesMost = 250;
// Files that are too long, and how many lines of product code are too wide: may only shrink.
struct Naughty {
  std::string_view file;
  std::size_t lines;
};
constexpr std::array<Naughty, 0> kNaughty = {};
constexpr std::size_t kWideLinesMost = 428;

// ------------------------------------------------------------------------------------------ files

std::string content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

std::string path_of(const fs::path& path) { return fs::relative(path, kRoot).generic_string(); }

bool is_code(const fs::path& path) { return path.extension() == ".hpp" || path.extension() == ".cpp"; }

// Every file of the tree but what is built or belongs to git.
std::vector<fs::path> all_files() {
  std::vector<fs::path> out;
  for (auto at = fs::recursive_directory_iterator(kRoot); at != fs::recursive_directory_iterator(); ++at) {
    const std::string name = at->path().filename().string();
    const bool hidden = name.starts_with(".git") || name == ".cache" || name.ends_with(".vouch");
    if (at->is_directory() && (hidden || name == "build")) {
      at.disable_recursion_pending();
    } else if (at->is_regular_file()) {
      out.push_back(at->path());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<fs::path> product_code() {
  std::vector<fs::path> out;
  for (const auto& path : all_files()) {
    const std::string name = path_of(path);
    const bool ours = std::any_of(kRules.begin(), kRules.end(), [&](const Rule& rule) {
      return name.starts_with(std::string(rule.folder) + "/");
    });
    if (ours && is_code(path)) out.push_back(path);
  }
  return out;
}

// The folder of the table a file belongs to: the longest that fits.
std::string folder_of(const std::string& name) {
  std::string best;
  for (const Rule& rule : kRules) {
    const bool fits = name.starts_with(std::string(rule.folder) + "/");
    if (fits && rule.folder.size() > best.size()) best = rule.folder;
  }
  return best;
}

bool may(const std::string& from, const std::string& header) {
  const std::string to = folder_of(header);
  if (to == from || to.empty()) return to == from;
  const auto rule = std::find_if(kRules.begin(), kRules.end(), [&](const Rule& r) { return r.folder == from; });
  const std::string list = " " + std::string(rule->may) + " ";
  if (list.find(" " + to + " ") == std::string::npos) return false;
  const bool stage = from.starts_with("engine/") && from != "engine/statements";
  return to != "engine" || !stage ||
         std::find(kVocabulary.begin(), kVocabulary.end(), header) != kVocabulary.end();
}

// ------------------------------------------------------------------------------------------ tests

TEST(Tidy, FoldersIncludeOnlyWhatTheTableAllows) {
  static const std::regex own("^#include \"([^\"]+)\"");
  for (const auto& path : product_code()) {
    const std::string name = path_of(path);
    for (const auto& line : lines_of(content(path))) {
      std::smatch found;
      if (!std::regex_search(line, found, own)) continue;
      EXPECT_TRUE(may(folder_of(name), found[1])) << name << " includes " << found[1];
      EXPECT_TRUE(fs::exists(kRoot / found[1].str())) << name << " includes " << found[1]
                                                      << ", which is no path from the root";
    }
  }
}

TEST(Tidy, EveryEngineFolderStandsInTheTable) {
  for (const auto& entry : fs::directory_iterator(kRoot / "engine")) {
    if (!entry.is_directory()) continue;
    EXPECT_EQ(folder_of(path_of(entry.path()) + "/x"), path_of(entry.path()));
  }
}

TEST(Tidy, ForeignLibrariesAreIncludedInOnePlace) {
  static const std::regex foreign("^#include <([^>]+)>");
  for (const auto& path : product_code()) {
    const std::string name = path_of(path);
    for (const auto& line : lines_of(content(path))) {
      std::smatch found;
      if (!std::regex_search(line, found, foreign)) continue;
      const std::string header = found[1];
      for (const auto& [begin, place] : kQuarantine) {
        if (!header.starts_with(begin)) continue;
        EXPECT_TRUE(name.starts_with(place)) << name << " includes <" << header << ">";
      }
      EXPECT_FALSE(header.starts_with("gtest") || header.starts_with("gmock")) << name;
    }
  }
}

TEST(Tidy, FilesAndLinesKeepTheirSize) {
  std::size_t wide = 0;
  for (const auto& path : product_code()) {
    const std::string name = path_of(path);
    const auto lines = lines_of(content(path));
    std::size_t most = kFileLinesMost;
    for (const Naughty& naughty : kNaughty) {
      if (naughty.file == name) most = naughty.lines;
    }
    EXPECT_LE(lines.size(), most) << name << " is too long";
    for (const auto& line : lines) wide += unicode::length(line) > kLineMost ? 1U : 0U;
  }
  EXPECT_LE(wide, kWideLinesMost) << "lines beyond " << kLineMost << " columns became more";
}

TEST(Tidy, WhoIsOnTheNaughtyListStillDeservesIt) {
  for (const Naughty& naughty : kNaughty) {
    ASSERT_TRUE(fs::exists(kRoot / naughty.file)) << naughty.file << " is gone: take it off the list";
    EXPECT_GT(lines_of(content(kRoot / naughty.file)).size(), kFileLinesMost)
        << naughty.file << " has shrunk: take it off the list";
  }
}

TEST(Tidy, HeadersGuardAndIntroduceThemselves) {
  for (const auto& path : product_code()) {
    if (path.extension() != ".hpp") continue;
    const std::string text = content(path);
    const std::string name = path_of(path);
    EXPECT_NE(text.find("#pragma once"), std::string::npos) << name;
    EXPECT_TRUE(text.starts_with("// " + name)) << name << " does not begin with `// " << name << " — …`";
  }
}

TEST(Tidy, NothingIsLeftToDoWithoutANumber) {
  const std::regex note("\\b(TO" "DO|FIX" "ME|XX" "X)\\b(?!\\(#[0-9]+\\))");
  for (const auto& path : all_files()) {
    if (!is_code(path) && path.filename() != "CMakeLists.txt") continue;
    for (const auto& line : lines_of(content(path))) {
      EXPECT_FALSE(std::regex_search(line, note)) << path_of(path) << ": " << line;
    }
  }
}

TEST(Tidy, NoMacrosOfOurOwn) {
  for (const auto& path : product_code()) {
    for (const auto& line : lines_of(content(path))) {
      const bool spirit = path_of(path).starts_with("parser/grammar/");
      const bool configures = line.find("#define BOOST_") == 0 || line.find("#define MDB_") == 0;
      EXPECT_FALSE(line.starts_with("#define") && !spirit && !configures) << path_of(path) << ": " << line;
    }
  }
}

TEST(Tidy, TheMapNamesWhatExistsAndEverythingThatMatters) {
  const std::string map = content(kRoot / "ARCHITECTURE.md");
  ASSERT_FALSE(map.empty()) << "there is no ARCHITECTURE.md";
  EXPECT_LE(lines_of(map).size(), kMapLinesMost);
  static const std::regex named("`([a-zA-Z0-9_./-]+(/|\\.(hpp|cpp|md|txt|json)))`");
  for (auto at = std::sregex_iterator(map.begin(), map.end(), named); at != std::sregex_iterator(); ++at) {
    const std::string path = (*at)[1];
    if (path.find('/') == std::string::npos && !fs::exists(kRoot / path)) continue;  // `lmdb.h`, `ast.hpp`
    EXPECT_TRUE(fs::exists(kRoot / path)) << "ARCHITECTURE.md names " << path << ", which is not there";
  }
  for (const char* above : {"", "engine"}) {
    for (const auto& entry : fs::directory_iterator(kRoot / above)) {
      const std::string name = path_of(entry.path());
      if (!entry.is_directory() || name.starts_with(".") || name == "build") continue;
      EXPECT_NE(map.find("`" + name + "/"), std::string::npos) << "ARCHITECTURE.md does not name " << name;
    }
  }
}

// ------------------------------------------------------------------------ sentences of the articles

// Words in lower case; everything else parts them.
std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> out;
  std::string word;
  for (std::size_t at = 0; at < text.size();) {
    const auto point = unicode::decode(text, at);
    if (unicode::is_name_character(point.value) && point.value != U'_') {
      word += text.substr(at, point.length);
    } else if (!word.empty()) {
      out.push_back(unicode::lower(word));
      word.clear();
    }
    at += point.length;
  }
  if (!word.empty()) out.push_back(unicode::lower(word));
  return out;
}

constexpr std::size_t kRun = 8;

std::unordered_set<std::string> runs_of(const std::vector<std::string>& words) {
  std::unordered_set<std::string> out;
  for (std::size_t i = 0; i + kRun <= words.size(); ++i) {
    std::string run;
    for (std::size_t k = 0; k < kRun; ++k) run += words[i + k] + ' ';
    out.insert(run);
  }
  return out;
}

// The articles the facts are drawn from belong to their publishers and are not part of the project.
TEST(Tidy, NoSentenceOfAnArticleIsHere) {
  const char* elsewhere = std::getenv("VOUCH_ARTICLES");
  const fs::path articles = elsewhere != nullptr ? fs::path(elsewhere) : kRoot / "../shared/articles";
  if (!fs::is_directory(articles)) {
    std::cout << "not checked: the articles are not at hand (" << articles << ", VOUCH_ARTICLES)\n";
    GTEST_SKIP() << "the articles are not at hand";
  }
  std::unordered_set<std::string> forbidden;
  for (const auto& entry : fs::directory_iterator(articles)) {
    if (entry.path().extension() == ".txt") forbidden.merge(runs_of(words_of(content(entry.path()))));
  }
  for (const auto& path : all_files()) {
    const std::string text = content(path);
    if (text.find('\0') != std::string::npos) continue;
    for (const auto& run : runs_of(words_of(text))) {
      EXPECT_FALSE(forbidden.contains(run)) << path_of(path) << " holds words of an article: " << run;
    }
  }
}

}  // namespace
}  // namespace vouch::test
