#include "engine/load/block_watch.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "parser/block.hpp"
#include "parser/lexemes.hpp"

namespace vouch::load {

namespace {

using parser::StatementPart;

constexpr std::uint64_t kFixBytesMost = std::uint64_t{1} << 20U;  // shown up to there

// What begins the other statements of a file of facts; a name in a fact may be one of them, too.
bool begins_statement(std::string_view word) {
  constexpr std::array<std::string_view, 9> kWords = {
      "claim", "claims", "entity", "kind", "relation", "source", "unit", "prefix", "retract"};
  if (word.size() > 8) return false;
  std::string small(word);
  std::transform(small.begin(), small.end(), small.begin(), parser::lower);
  return std::find(kWords.begin(), kWords.end(), small) != kWords.end();
}

bool tells_of_string(const Diagnostics& problems) {
  return !problems.empty() && problems.front().code == "E0102";
}

}  // namespace

std::optional<BlockWatch::Finding> BlockWatch::see(const parser::RawStatement& part) {
  std::optional<Finding> found;
  switch (part.part) {
    case StatementPart::whole: break;
    case StatementPart::opens_block: {
      if (open_) {
        note_intruder(part, "claims");
        found = unclosed();
      }
      *this = BlockWatch();
      open_ = true;
      opening_ = part.offset;
      opening_line_ = part.line;
      opening_size_ = part.text.size();
      facts_end_ = part.offset + part.text.size();
      break;
    }
    case StatementPart::in_block: see_fact(part); break;
    case StatementPart::closes_block:
      if (!part.closed) found = unclosed();
      open_ = false;
  }
  return found;
}

void BlockWatch::note_intruder(const parser::RawStatement& part, std::string_view word) {
  if (!intruder_.empty()) return;
  intruder_ = word;
  intruder_line_ = part.line;
}

void BlockWatch::see_fact(const parser::RawStatement& part) {
  if (!part.closed) last_fact_ = part;
  if (!intruder_.empty()) return;
  const std::string_view word =
      std::string_view(part.text).substr(0, part.text.find_first_of(" \t\r\n"));
  if (begins_statement(word) && !parser::parse_block_facts(part).problems.empty()) {
    return note_intruder(part, word);
  }
  const std::size_t size = part.text.find_last_not_of(" \t\r\n") + 1;
  facts_end_ = part.offset + (part.closed ? part.text.size() + 1 : size);
}

BlockWatch::Finding BlockWatch::unclosed() const {
  if (!last_fact_.text.empty()) {
    Diagnostics problems = parser::parse_block_facts(last_fact_).problems;
    if (tells_of_string(problems)) {
      return {std::move(problems), last_fact_.offset, last_fact_.line, last_fact_.text.size()};
    }
  }
  Finding found{{}, opening_, opening_line_, opening_size_};
  Diagnostic problem =
      error_at({opening_size_ - 1, opening_size_}, "E0104", "`{` is never closed");
  if (!intruder_.empty()) {
    problem.notes.push_back(fmt::format("the block ends before `{}` on line {}", intruder_,
                                        intruder_line_));
  }
  const std::uint64_t after = facts_end_ - opening_;
  if (after <= kFixBytesMost) {
    found.size = std::max(opening_size_, static_cast<std::size_t>(after));
    problem.fixes.push_back({{static_cast<std::size_t>(after), static_cast<std::size_t>(after)},
                             intruder_.empty() ? " }" : " };", false, {}});
  } else {
    problem.notes.emplace_back("`};` behind its last fact closes it");
  }
  found.problems.push_back(std::move(problem));
  return found;
}

}  // namespace vouch::load
