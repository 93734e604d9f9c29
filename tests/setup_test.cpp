// Tests about setting up: ./dev, its packages, the scripts of CI and of the fuzzers.
//
// The table is data: a new package is a new line here, beside what wants it.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::test {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = VOUCH_SOURCE_DIR;

struct Need {
  std::string_view package;
  std::string_view file;
  std::string_view words;  // in the file, that want the package
};
constexpr std::array kNeeds = {
    Need{"g++", "CMakeLists.txt", "LANGUAGES CXX"},
    Need{"cmake", "CMakeLists.txt", "cmake_minimum_required"},
    Need{"ninja-build", "CMakePresets.json", "\"Ninja\""},
    Need{"ccache", "CMakeLists.txt", "find_program(VOUCH_CCACHE ccache"},
    Need{"pkg-config", "cmake/packages.cmake", "find_package(PkgConfig"},
    Need{"libboost-dev", "cmake/packages.cmake", "find_package(Boost"},
    Need{"libcli11-dev", "cmake/packages.cmake", "find_package(CLI11"},
    Need{"libedit-dev", "cmake/packages.cmake", "pkg_check_modules(EDIT"},
    Need{"libfmt-dev", "cmake/packages.cmake", "find_package(fmt"},
    Need{"liblmdb-dev", "cmake/packages.cmake", "pkg_check_modules(LMDB"},
    Need{"libre2-dev", "cmake/packages.cmake", "pkg_check_modules(RE2"},
    Need{"libsodium-dev", "cmake/packages.cmake", "pkg_check_modules(SODIUM"},
    Need{"libutf8proc-dev", "cmake/packages.cmake", "pkg_check_modules(UTF8PROC"},
    Need{"libxxhash-dev", "cmake/packages.cmake", "pkg_check_modules(XXHASH"},
    Need{"libzstd-dev", "cmake/packages.cmake", "pkg_check_modules(ZSTD"},
    Need{"zlib1g-dev", "cmake/packages.cmake", "pkg_check_modules(ZLIB"},
    Need{"libgtest-dev", "tests/CMakeLists.txt", "find_package(GTest"},
    Need{"libgmock-dev", "tests/CMakeLists.txt", "GTest::gmock"},
    Need{"less", "shell/pager.cpp", "\"less "},
};

std::string text_of(const fs::path& file) {
  std::ifstream in(kRoot / file);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

struct Ran {
  int status = -1;
  std::string out;  // and what went to standard error
};
Ran run(const std::string& command) {
  Ran ran;
  FILE* pipe = ::popen(("cd '" + kRoot.string() + "' && { " + command + "; } 2>&1").c_str(), "r");
  if (pipe == nullptr) return ran;
  std::array<char, 4096> block{};
  while (const std::size_t count = std::fread(block.data(), 1, block.size(), pipe))
    ran.out.append(block.data(), count);
  const int status = ::pclose(pipe);
  ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ran;
}

std::set<std::string> matches(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern);
  std::set<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at)
    found.insert((*at)[1]);
  return found;
}

TEST(Setup, EveryPackageIsWantedByTheBuildAndTheOtherWayRound) {
  std::set<std::string> listed;
  std::istringstream lines(text_of("apt-deps.txt"));
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.front() != '#') listed.insert(line);
  }
  std::set<std::string> wanted;
  std::string all_words;
  for (const Need& need : kNeeds) {
    EXPECT_NE(text_of(need.file).find(need.words), std::string::npos)
        << need.package << ": nothing in " << need.file << " says " << need.words;
    wanted.emplace(need.package);
    all_words += std::string(need.words) + "\n";
  }
  EXPECT_EQ(listed, wanted);
  // What is looked for has its line in the table; threads come with the compiler.
  for (fs::recursive_directory_iterator at(kRoot), end; at != end; ++at) {
    const fs::path path = fs::relative(at->path(), kRoot);
    if (path == "build" || path == ".git") at.disable_recursion_pending();
    if (path.filename() != "CMakeLists.txt" && path.extension() != ".cmake") continue;
    for (const std::string& call :
         matches(text_of(path), R"(((?:find_package|pkg_check_modules|find_library)\(\w+))")) {
      if (call == "find_package(Threads") continue;
      EXPECT_NE(all_words.find(call + "\n"), std::string::npos) << path << ": " << call;
    }
  }
}

TEST(Setup, ScriptsAreShell) {
  for (const char* script : {"dev", ".ci/run", "tests/fuzz/run"}) {
    const Ran ran = run(std::string("sh -n ") + script);
    EXPECT_EQ(ran.status, 0) << script << ran.out;
    EXPECT_EQ(ran.out, "") << script;
  }
}

TEST(Setup, HelpNamesEveryCommand) {
  const Ran help = run("./dev help");
  EXPECT_EQ(help.status, 0);
  const std::string script = text_of("dev");
  const std::string table = script.substr(script.rfind("case $command in"));
  const auto commands = matches(table, R"(\n  (\w+)[ |)])");
  EXPECT_GE(commands.size(), 9U);
  for (const std::string& command : commands)
    EXPECT_NE(help.out.find("\n  " + command + " "), std::string::npos) << command;
  for (const std::string& command : matches(help.out, R"(\n  (\w+)  ? *[\[a-z])"))
    EXPECT_TRUE(commands.contains(command)) << command;
}

TEST(Setup, HelpNamesEveryFuzzer) {
  const std::string help = run("./dev help").out;
  const std::size_t begin = help.find("targets:");
  ASSERT_NE(begin, std::string::npos);
  const auto named = matches(help.substr(begin, help.find("  setup") - begin), R"((\w+)[,\n])");
  std::set<std::string> there;
  for (const auto& entry : fs::directory_iterator(kRoot / "tests/fuzz")) {
    const std::string name = entry.path().filename().string();
    const std::size_t tail = name.find("_fuzz.cpp");
    if (tail != std::string::npos) there.insert(name.substr(0, tail));
  }
  EXPECT_EQ(named, there);
}

TEST(Setup, AnUnknownCommandIsRefused) {
  const Ran ran = run("./dev nonsense");
  EXPECT_EQ(ran.status, 2);
  EXPECT_NE(ran.out.find("there is no command `nonsense`"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("./dev [COMMAND]"), std::string::npos) << ran.out;
}

}  // namespace
}  // namespace vouch::test
