#include "shell/history.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <system_error>
#include <utility>

#include "base/unicode.hpp"
#include "engine/result/format.hpp"
#include "parser/parse.hpp"
#include "shell/words.hpp"

namespace vouch::shell {
namespace {

constexpr std::size_t kEntryBytesMost = std::size_t{64} << 10U;

std::optional<std::uint32_t> hex4(std::string_view json, std::size_t at) {
  if (at + 4 > json.size()) return std::nullopt;
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(json.data() + at, json.data() + at + 4, value, 16);
  if (error != std::errc() || end != json.data() + at + 4) return std::nullopt;
  return value;
}

// Reads the escape whose letter stands at `at`; moves `at` to its last byte.
bool read_escape(std::string_view json, std::size_t& at, std::string& out) {
  switch (json[at]) {
    case 'n': out += '\n'; return true;
    case 't': out += '\t'; return true;
    case 'r': out += '\r'; return true;
    case 'b': out += '\b'; return true;
    case 'f': out += '\f'; return true;
    case '"':
    case '\\':
    case '/': out += json[at]; return true;
    case 'u': break;
    default: return false;
  }
  const auto unit = hex4(json, at + 1);
  if (!unit) return false;
  at += 4;
  char32_t point = *unit;
  if (point >= 0xD800 && point < 0xDC00 && json.substr(at + 1, 2) == "\\u") {
    const auto low = hex4(json, at + 3);
    if (!low || *low < 0xDC00 || *low > 0xDFFF) return false;
    point = 0x10000 + ((point - 0xD800) << 10U) + (*low - 0xDC00);
    at += 6;
  }
  unicode::append(out, point >= 0xD800 && point <= 0xDFFF ? char32_t{0xFFFD} : point);
  return true;
}

}  // namespace

std::optional<std::string> read_json_string(std::string_view json) {
  if (json.size() < 2 || json.front() != '"' || json.back() != '"') return std::nullopt;
  json = json.substr(1, json.size() - 2);
  std::string out;
  for (std::size_t at = 0; at < json.size(); ++at) {
    if (json[at] == '"') return std::nullopt;
    if (json[at] != '\\') {
      out += json[at];
      continue;
    }
    if (++at == json.size() || !read_escape(json, at, out)) return std::nullopt;
  }
  return out;
}

std::string one_line(std::string_view statement) {
  if (statement.find('\n') == std::string_view::npos) return trimmed(statement);
  std::string out;
  for (const parser::Token& token : parser::tokens(statement)) {
    const std::string_view text = statement.substr(token.span.begin, token.span.size());
    if (token.kind == parser::TokenKind::blank || token.kind == parser::TokenKind::comment) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += text;
    }
  }
  return trimmed(out);
}

std::optional<std::filesystem::path> History::default_file() {
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state != nullptr && state[0] == '/')
    return std::filesystem::path(state) / "vouch" / "history";
  const char* home = std::getenv("HOME");
  if (home == nullptr || home[0] != '/') return std::nullopt;
  return std::filesystem::path(home) / ".local" / "state" / "vouch" / "history";
}

History::History(std::optional<std::filesystem::path> file) : file_(std::move(file)) {
  load();
}

void History::load() {
  if (!file_) return;
  std::ifstream in(*file_, std::ios::binary);
  std::string line;
  std::size_t lines = 0;
  while (std::getline(in, line)) {
    ++lines;
    if (auto entry = read_json_string(line)) entries_.push_back(std::move(*entry));
  }
  if (entries_.size() > kEntriesMost) {
    entries_.erase(entries_.begin(), entries_.end() - static_cast<std::ptrdiff_t>(kEntriesMost));
  }
  if (lines < 2 * kEntriesMost) return;
  // Twice as long as it need be: written anew beside itself, then put in its place.
  std::filesystem::path fresh = *file_;
  fresh += ".new";
  std::error_code ignored;
  std::filesystem::remove(fresh, ignored);
  const std::filesystem::path file = std::exchange(file_, fresh).value();
  for (const std::string& entry : entries_) append(entry);
  std::filesystem::rename(fresh, file, ignored);
  file_ = file;
}

bool History::add(const std::string& statement) {
  std::string entry = trimmed(statement);
  if (entry.empty() || entry.size() > kEntryBytesMost) return false;
  if (!entries_.empty() && entries_.back() == entry) return false;
  append(entry);
  entries_.push_back(std::move(entry));
  return true;
}

void History::append(const std::string& statement) const {
  if (!file_) return;
  std::error_code ignored;
  std::filesystem::create_directories(file_->parent_path(), ignored);
  const int descriptor = ::open(file_->c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor < 0) return;
  ::flock(descriptor, LOCK_EX);
  ::fchmod(descriptor, 0600);
  const std::string line = result::json_string(statement) + "\n";
  [[maybe_unused]] const ssize_t written = ::write(descriptor, line.data(), line.size());
  ::close(descriptor);
}

}  // namespace vouch::shell
