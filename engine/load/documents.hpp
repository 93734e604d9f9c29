// engine/load/documents.hpp — the sources' documents at hand: found by sha256, read by byte span.
//
// Shape     directories are searched (with their sub-directories) and hashed at the first question.
// Units     spans are bytes of the file, the end not included.
// Lifetime  keeps the text of one document, the last one asked for.
// Errors    a file that cannot be read counts as not there.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "storage/store.hpp"

namespace vouch::load {

// Lower-case hexadecimal digits; nothing when the file cannot be read.
[[nodiscard]] std::optional<std::string> sha256_of(const std::filesystem::path& file);

class Documents {
 public:
  Documents() = default;
  explicit Documents(std::vector<std::filesystem::path> directories)
      : directories_(std::move(directories)) {}

  [[nodiscard]] bool empty() const { return directories_.empty(); }
  [[nodiscard]] std::optional<std::filesystem::path> find(const std::string& sha256);
  // Is there a file of this name, whatever it holds?
  [[nodiscard]] bool named(const std::string& file);
  // The document's text, or null when it is not at hand; valid until the next call.
  [[nodiscard]] const std::string* text(const std::string& sha256);

 private:
  void index();

  std::vector<std::filesystem::path> directories_;
  std::unordered_map<std::string, std::filesystem::path> by_sum_;
  std::unordered_set<std::string> names_;
  bool indexed_ = false;
  std::string read_sum_;
  std::string read_text_;
};

// What is wrong with a span in a text; nothing when it is good.
[[nodiscard]] std::optional<std::string> span_problem(const std::string& text, std::uint64_t begin,
                                                      std::uint64_t end);
// The sentence a claim rests on, where its document is at hand (else its `quote`, if it has one).
[[nodiscard]] std::optional<std::string> evidence(const storage::Snapshot& snapshot,
                                                  storage::TermId claim, Documents& documents);

}  // namespace vouch::load
