#include "parser/parse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/unicode.hpp"
#include "parser/block.hpp"
#include "parser/grammar/grammar.hpp"
#include "parser/scanner.hpp"
#include "parser/site.hpp"

namespace vouch::parser {
namespace {

// First byte that no text may hold: not UTF-8, or a control character other than tab and line ends.
std::optional<std::size_t> first_bad_byte(std::string_view text) {
  bool ascii = true;
  std::size_t control = text.size();
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x80) ascii = false;
    if ((byte < 0x20 && !is_blank(text[i])) || byte == 0x7F) {
      control = i;
      break;
    }
  }
  const auto invalid = ascii ? std::nullopt : unicode::first_invalid_byte(text.substr(0, control));
  if (invalid) return invalid;
  return control < text.size() ? std::optional(control) : std::nullopt;
}

Diagnostic bad_byte(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte >= 0x80) {
    return with_note(
        problem({at, at + 1}, "E0103", fmt::format("byte {:02X} is not valid UTF-8 here", byte)),
        "texts are UTF-8; `iconv -f latin1 -t utf8` converts older ones");
  }
  const std::string name = byte == 0 ? "a NUL byte" : fmt::format("control character {:02X}", byte);
  return problem({at, at + 1}, "E0111", name + " cannot stand in a text");
}

class ScriptReader {
 public:
  ScriptReader(std::string_view text, std::size_t statement_bytes)
      : text_(text),
        state_(text),
        statement_bytes_(statement_bytes),
        clean_(!first_bad_byte(text).has_value()) {}

  Parsed run() {
    at_ = state_.skip_blanks(state_.begin());
    while (at_ != state_.end() && parsed_.problems.size() < kProblemsMost) {
      if (*at_ == ';') {
        at_ = state_.skip_blanks(at_ + 1);
      } else if (reads_dot_line(at_, state_.end())) {
        read_dot_line();
      } else if (fits()) {
        read_statement();
      }
    }
    return std::move(parsed_);
  }

 private:
  [[nodiscard]] std::size_t offset(const char* at) const {
    return static_cast<std::size_t>(at - state_.begin());
  }
  // Where the statement at at_ ends: at its `;` or the text's end.
  [[nodiscard]] std::size_t statement_end() const {
    StatementScanner scanner;
    const std::size_t begin = offset(at_);
    const std::size_t length = scanner.find_end(text_.substr(begin), true);
    return length == StatementScanner::npos ? text_.size() : begin + length;
  }
  void go_to(std::size_t place) { at_ = state_.begin() + place; }

  // Lets pass what is short enough and all text; else reports and skips the statement.
  bool fits() {
    if (text_.size() <= statement_bytes_ && clean_) return true;
    const std::size_t begin = offset(at_);
    const std::size_t end = statement_end();
    if (end - begin > statement_bytes_) {
      parsed_.problems.push_back(with_note(
          problem({begin, std::min(begin + 1, end)}, "E0106",
                  fmt::format("a statement of {} bytes is too long", end - begin)),
          fmt::format("the most is {} bytes; facts in many statements, or loaded, have no limit",
                      statement_bytes_)));
      go_to(end);
      return false;
    }
    const auto bad = clean_ ? std::nullopt : first_bad_byte(text_.substr(begin, end - begin));
    if (!bad) return true;
    parsed_.problems.push_back(bad_byte(text_, begin + *bad));
    go_to(end);
    return false;
  }

  void read_dot_line() {
    const char* begin = at_;
    at_ = std::find(at_, state_.end(), '\n');
    const Span span = state_.span(begin, at_);
    parsed_.script.statements.push_back(
        {ast::DotCommand{std::string(text_.substr(span.begin + 1, span.size() - 1))}, span});
    at_ = state_.skip_blanks(at_);
  }

  void read_statement() {
    const char* begin = at_;
    state_.depth = 0;
    state_.expressions = 0;
    state_.quiet = 0;
    state_.noting = false;
    ast::Statement statement;
    bool read = false;
    try {
      read = grammar::read_statement(state_, at_, statement);
      if (read && ends_statement()) {
        parsed_.script.statements.push_back(std::move(statement));
        return;
      }
      const char* stopped = at_;
      at_ = begin;
      report();
      if (read && goes_on_at(stopped)) {
        parsed_.script.statements.push_back(std::move(statement));
        at_ = stopped;
        return;
      }
    } catch (const grammar::TooDeep& deep) {
      at_ = begin;
      parsed_.problems.push_back(
          problem({offset(deep.at), offset(deep.at) + 1}, "E0105",
                  fmt::format("more than {} levels of nesting", kDepthMost)));
    } catch (const grammar::TooManyOperators& many) {
      at_ = begin;
      parsed_.problems.push_back(with_note(
          problem({offset(many.at), offset(many.at) + 1}, "E0105",
                  fmt::format("more than {} operators in one expression", kOperatorsMost)),
          "many alternatives are one list: `?x in (a, b, …)`"));
    }
    recover(begin);
  }

  [[nodiscard]] bool ends_statement() const { return at_ == state_.end() || *at_ == ';'; }

  // After a missing `;` the next statement is read where it begins: on a line of its own.
  [[nodiscard]] bool goes_on_at(const char* stopped) const {
    if (parsed_.problems.back().message.rfind("`;` is missing", 0) != 0) return false;
    return offset(stopped) == parsed_.problems.back().span.begin;
  }

  // Reads again and notes what was wanted at the furthest place.
  void report() {
    const char* at = at_;
    state_.noting = true;
    state_.furthest = at_;
    state_.expected.clear();
    ast::Statement dropped;
    if (grammar::read_statement(state_, at, dropped)) state_.note(at, ";", true);
    state_.noting = false;
    furthest_ = offset(state_.furthest);
    const std::size_t end = std::max(statement_end(), furthest_);
    parsed_.problems.push_back(
        explain(Site(text_, offset(at_), end, furthest_, ExpectedSet(std::move(state_.expected)))));
  }

  // Goes to the `;` that ends the broken statement. Where an open string or brace swallows the
  // rest, a `;` at the end of a line behind the failure is taken for it.
  void recover(const char* begin) {
    at_ = begin;
    const std::size_t end = statement_end();
    if (end < text_.size()) return go_to(end);
    const std::size_t line_end = text_.find(";\n", std::max(furthest_, offset(begin)));
    go_to(line_end == std::string_view::npos ? text_.size() : line_end);
  }

  std::string_view text_;
  grammar::State state_;
  std::size_t statement_bytes_;
  bool clean_;
  const char* at_ = nullptr;
  std::size_t furthest_ = 0;
  Parsed parsed_;
};

// ------------------------------------------------------------------------------- parts of a block

// What is wrong with a part, found by parsing it again between what would stand around it, so that
// it is told as in a whole block. Only the first problem: others are echoes of it.
Diagnostics problems_within(std::string_view head, std::string_view part, std::string_view tail) {
  const SourceText whole("", fmt::format("{}{}{}", head, part, tail));
  Diagnostics problems = parse_script(whole, kStreamedBytesMost).problems;
  if (problems.empty()) {
    return {problem({0, std::min<std::size_t>(1, part.size())}, "E0101",
                    "this cannot be read as part of a `claims` block")};
  }
  problems.resize(1);
  const auto outside = [&](Span span) {
    return span.begin < head.size() || span.begin > head.size() + part.size();
  };
  const auto moved = [&](Span span) {
    const std::size_t begin = std::max(span.begin, head.size()) - head.size();
    const std::size_t end = std::max(span.end, head.size()) - head.size();
    return Span{std::min(begin, part.size()), std::min(end, part.size() + 1)};
  };
  Diagnostic& told = problems.front();
  told.span = moved(told.span);
  std::erase_if(told.labels, [&](const Label& label) { return outside(label.span); });
  std::erase_if(told.fixes, [&](const Fix& fix) { return outside(fix.span); });
  for (Label& label : told.labels) label.span = moved(label.span);
  for (Fix& fix : told.fixes) fix.span = moved(fix.span);
  return problems;
}

// The facts of a text that is as it should be; nothing otherwise.
std::optional<std::vector<ast::Fact>> facts_of(std::string_view text) {
  if (text.size() > kStreamedBytesMost || first_bad_byte(text)) return std::nullopt;
  grammar::State state(text);
  const char* at = state.skip_blanks(state.begin());
  std::vector<ast::Fact> facts;
  try {
    if (!grammar::read_facts(state, at, facts) || at != state.end()) return std::nullopt;
  } catch (const grammar::TooDeep&) {
    return std::nullopt;
  } catch (const grammar::TooManyOperators&) {
    return std::nullopt;
  }
  return facts;
}

}  // namespace

Parsed parse_script(const SourceText& source, std::size_t statement_bytes) {
  return ScriptReader(source.text(), statement_bytes).run();
}

BlockOpening parse_block_opening(const RawStatement& part) {
  const SourceText whole("", part.text + "}");
  Parsed parsed = parse_script(whole, kStreamedBytesMost);
  auto& statements = parsed.script.statements;
  auto* block = parsed.problems.empty() && statements.size() == 1
                    ? std::get_if<ast::ClaimsStatement>(&statements.front().node)
                    : nullptr;
  if (block == nullptr) return {{}, problems_within("", part.text, "}")};
  return {std::move(block->shared), {}};
}

BlockFacts parse_block_facts(const RawStatement& part) {
  if (auto facts = facts_of(part.text)) return {std::move(*facts), {}};
  // The line end ends a comment.
  return {{}, problems_within("claims (source s) { ", part.text, part.closed ? ";}" : "\n}")};
}

Diagnostic semicolon_missing_before(const RawStatement& statement) {
  constexpr std::size_t kWordMost = 20;
  const bool word_first = statement.keyword.size() <= kWordMost;
  const std::size_t size = word_first ? statement.keyword.size() : 0;
  const std::string word = size == 0 ? "the next statement"
                                     : fmt::format("`{}`", statement.text.substr(0, size));
  return with_fix(problem({0, std::max<std::size_t>(size, 1)}, "E0101",
                          fmt::format("`;` is missing before {}", word)),
                  {0, 0}, "; ", true);
}

}  // namespace vouch::parser
