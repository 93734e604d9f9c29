// tests/parser/example_files.hpp — the example texts of tests/grammar, cut at their `---` lines.
//
// Shape     a file is blocks; a block is a text and, behind a line that begins with `=> `, what it gives.
// Errors    a missing file gives no blocks, which tests check for.
#pragma once

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace vouch::test {

struct Example {
  std::string text;
  std::string answer;  // without its `=> `
};

inline std::string example_path(const std::string& name) {
  return std::string(VOUCH_SOURCE_DIR) + "/tests/grammar/" + name;
}

inline std::vector<Example> examples(const std::string& name) {
  std::ifstream in(example_path(name), std::ios::binary);
  std::vector<Example> out;
  Example now;
  bool answering = false;
  const auto flush = [&] {
    if (!now.text.empty()) out.push_back(std::move(now));
    now = {};
    answering = false;
  };
  for (std::string line; std::getline(in, line);) {
    if (line == "---") {
      flush();
    } else if (line.rfind("=> ", 0) == 0) {
      answering = true;
      now.answer += line.substr(3) + "\n";
    } else {
      (answering ? now.answer : now.text) += line + "\n";
    }
  }
  flush();
  return out;
}

// With UPDATE_GOLDEN=1 the answers are written anew; the diff is what is reviewed.
inline bool updates_golden() { return std::getenv("UPDATE_GOLDEN") != nullptr; }
inline void write_examples(const std::string& name, const std::vector<Example>& all) {
  std::ofstream out(example_path(name), std::ios::binary);
  for (std::size_t i = 0; i < all.size(); ++i) {
    out << (i > 0 ? "---\n" : "") << all[i].text << "=> " << all[i].answer;
  }
}

}  // namespace vouch::test
