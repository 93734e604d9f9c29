// Files, pipes and what is compressed, as byte sources.
#include "base/input_file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace vouch {
namespace {

namespace fs = std::filesystem;

class InputFiles : public ::testing::Test {
 protected:
  InputFiles() {
    std::string name = (fs::temp_directory_path() / "vouch-input-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~InputFiles() override { fs::remove_all(folder_); }

  fs::path write(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return folder_ / name;
  }
  static std::string read(const fs::path& path) {
    InputFile file(path);
    std::string out;
    char piece[777];
    while (const std::size_t n = file.read(piece, sizeof piece)) out.append(piece, n);
    file.check_unchanged();
    return out;
  }
  static std::string problem(const fs::path& path) {
    try {
      static_cast<void>(read(path));
      return "";
    } catch (const InputError& error) {
      return error.code() + " " + error.what();
    }
  }
  // With the program of that name; empty where it is not installed.
  std::string packed(const std::string& program, const std::string& text) {
    write("plain", text);
    const std::string command = program + " -c " + (folder_ / "plain").string() + " > " +
                                (folder_ / "packed").string() + " 2>/dev/null";
    if (std::system(command.c_str()) != 0) return "";
    std::ifstream in(folder_ / "packed", std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  fs::path folder_;
};

std::string long_text() {
  std::string out;
  for (int i = 0; i < 50'000; ++i) out += "line " + std::to_string(i) + "\n";
  return out;
}

TEST_F(InputFiles, GiveTheirBytes) {
  EXPECT_EQ(read(write("empty", "")), "");
  EXPECT_EQ(read(write("short", "ab")), "ab");
  EXPECT_EQ(read(write("long", long_text())), long_text());
}

TEST_F(InputFiles, AreUnpackedWhateverTheirName) {
  for (const std::string program : {"gzip", "zstd -q"}) {
    const std::string bytes = packed(program, long_text());
    if (bytes.empty()) GTEST_SKIP() << program << " is not installed";
    EXPECT_EQ(read(write("one.nt", bytes)), long_text());
    EXPECT_EQ(read(write("two.nt", bytes + bytes)), long_text() + long_text());
  }
}

TEST_F(InputFiles, CutOffOrDamagedCompressionIsRefused) {
  for (const std::string program : {"gzip", "zstd -q"}) {
    const std::string bytes = packed(program, long_text());
    if (bytes.empty()) GTEST_SKIP() << program << " is not installed";
    for (const std::size_t size : {std::size_t{5}, bytes.size() / 2, bytes.size() - 1}) {
      EXPECT_TRUE(problem(write("cut", bytes.substr(0, size))).starts_with("E0810")) << size;
    }
    EXPECT_TRUE(problem(write("more", bytes + "more")).starts_with("E0810"));
    std::string damaged = bytes;
    damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x55);
    EXPECT_TRUE(problem(write("damaged", damaged)).starts_with("E0810"));
  }
}

TEST_F(InputFiles, AFileThatChangesIsNoticed) {
  const fs::path path = write("grows", long_text());
  InputFile file(path);
  char piece[100];
  ASSERT_NE(file.read(piece, sizeof piece), 0U);
  file.check_unchanged();
  std::ofstream(path, std::ios::app) << "more\n";
  EXPECT_THROW(file.check_unchanged(), InputError);
}

TEST_F(InputFiles, WhatIsNoFileIsRefusedByName) {
  EXPECT_NE(problem(folder_ / "absent").find("absent: No such file"), std::string::npos);
  EXPECT_NE(problem(folder_).find("is a directory"), std::string::npos);
}

}  // namespace
}  // namespace vouch
