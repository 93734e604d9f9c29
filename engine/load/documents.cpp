#include "engine/load/documents.hpp"

#include <array>
#include <fstream>
#include <system_error>

#include <fmt/format.h>
#include <sodium.h>

#include "base/unicode.hpp"
#include "engine/load/workspace.hpp"
#include "storage/well_known.hpp"

namespace vouch::load {

namespace fs = std::filesystem;
namespace well_known = storage::well_known;

namespace {

constexpr std::size_t kFilesMost = 100'000;  // looked at below the directories
constexpr std::size_t kBlockBytes = std::size_t{1} << 16U;

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

std::string hexadecimal(const std::array<unsigned char, crypto_hash_sha256_BYTES>& bytes) {
  std::string out;
  for (const unsigned char byte : bytes) out += fmt::format("{:02x}", byte);
  return out;
}

}  // namespace

std::optional<std::string> sha256_of(const fs::path& file) {
  std::error_code ignored;
  if (!fs::is_regular_file(file, ignored)) return std::nullopt;
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  std::string block(kBlockBytes, '\0');
  while (in) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    const auto got = static_cast<unsigned long long>(in.gcount());
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(block.data()), got);
  }
  if (in.bad()) return std::nullopt;
  std::array<unsigned char, crypto_hash_sha256_BYTES> sum{};
  crypto_hash_sha256_final(&state, sum.data());
  return hexadecimal(sum);
}

void Documents::index() {
  if (indexed_) return;
  indexed_ = true;
  std::size_t seen = 0;
  for (const fs::path& directory : directories_) {
    std::error_code failed;
    fs::recursive_directory_iterator at(directory, fs::directory_options::skip_permission_denied,
                                        failed);
    for (; !failed && at != fs::recursive_directory_iterator(); at.increment(failed)) {
      if (++seen > kFilesMost) return;
      const std::optional<std::string> sum = sha256_of(at->path());
      if (sum) by_sum_.emplace(*sum, at->path());
      if (sum) names_.insert(at->path().filename().string());
    }
  }
}

std::optional<fs::path> Documents::find(const std::string& sha256) {
  if (directories_.empty()) return std::nullopt;
  index();
  const auto found = by_sum_.find(sha256);
  return found == by_sum_.end() ? std::nullopt : std::optional(found->second);
}

bool Documents::named(const std::string& file) {
  index();
  return names_.contains(std::filesystem::path(file).filename().string());
}

const std::string* Documents::text(const std::string& sha256) {
  if (!read_sum_.empty() && read_sum_ == sha256) return &read_text_;
  const std::optional<fs::path> file = find(sha256);
  if (!file) return nullptr;
  std::ifstream in(*file, std::ios::binary);
  if (!in) return nullptr;
  read_text_.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  read_sum_ = sha256;
  return &read_text_;
}

std::optional<std::string> span_problem(const std::string& text, std::uint64_t begin,
                                        std::uint64_t end) {
  if (end > text.size()) {
    return fmt::format("span {}..{} lies outside the document, which has {} bytes", begin, end,
                       text.size());
  }
  const bool splits =
      continues_character(text[begin]) || (end < text.size() && continues_character(text[end]));
  if (!splits) return std::nullopt;
  return fmt::format("span {}..{} cuts a character in two", begin, end);
}

std::optional<std::string> evidence(const storage::Snapshot& snapshot, storage::TermId claim,
                                    Documents& documents) {
  const std::optional<storage::ClaimRecord> record = snapshot.claim(claim);
  if (!record) return std::nullopt;
  std::optional<std::string> quote;
  std::string sum;
  const storage::Quantity* span = nullptr;
  storage::Term span_term;
  for (const auto& [relation, value] : record->qualifiers) {
    if (relation == well_known::kQuote) {
      const storage::Term term = snapshot.term(value);
      if (const auto* text = term.as<storage::Text>()) quote = text->text;
    }
    if (relation == well_known::kSpan) {
      span_term = snapshot.term(value);
      span = span_term.as<storage::Quantity>();
    }
    if (relation == well_known::kSource && sum.empty()) {
      for (const storage::TermId id : objects_of(snapshot, value, well_known::kSha256)) {
        const storage::Term term = snapshot.term(id);
        if (const auto* text = term.as<storage::Text>()) sum = unicode::lower(text->text);
      }
    }
  }
  if (span == nullptr || sum.empty() || !span->lower || !span->upper) return quote;
  const std::string* text = documents.text(sum);
  const std::optional<std::int64_t> begin = span->lower->to_int64();
  const std::optional<std::int64_t> end = span->upper->to_int64();
  if (text == nullptr || !begin || !end || *begin < 0 || *begin >= *end) return quote;
  const auto first = static_cast<std::uint64_t>(*begin);
  const auto last = static_cast<std::uint64_t>(*end);
  if (span_problem(*text, first, last)) return quote;
  return text->substr(first, last - first);
}

}  // namespace vouch::load
