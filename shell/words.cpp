#include "shell/words.hpp"

#include <array>
#include <charconv>
#include <ctime>
#include <utility>

#include <fmt/format.h>

#include "base/unicode.hpp"

namespace vouch::shell {
namespace {

struct Scaled {
  double number = 0;
  std::string unit;
};

std::optional<Scaled> number_and_unit(std::string_view text) {
  const std::string whole = trimmed(text);
  std::size_t end = whole.find_first_not_of("0123456789.");
  if (end == std::string::npos) end = whole.size();
  if (end == 0 || whole.front() == '.') return std::nullopt;
  Scaled out;
  // from_chars does not know locales; digits only, so no sign and no exponent.
  const auto [stop, error] = std::from_chars(whole.data(), whole.data() + end, out.number);
  if (error != std::errc() || stop != whole.data() + end) return std::nullopt;
  out.unit = unicode::lower(trimmed(std::string_view(whole).substr(end)));
  return out;
}

template <typename Units>
std::optional<double> scaled(std::string_view text, const Units& units) {
  const auto value = number_and_unit(text);
  if (!value) return std::nullopt;
  for (const auto& [name, factor] : units) {
    if (value->unit == name) return value->number * factor;
  }
  return std::nullopt;
}

constexpr std::array<std::pair<std::string_view, double>, 11> kTimes{{{"", 1e3},
                                                                      {"ms", 1},
                                                                      {"s", 1e3},
                                                                      {"sec", 1e3},
                                                                      {"second", 1e3},
                                                                      {"seconds", 1e3},
                                                                      {"m", 6e4},
                                                                      {"min", 6e4},
                                                                      {"minute", 6e4},
                                                                      {"minutes", 6e4},
                                                                      {"h", 3.6e6}}};
constexpr std::array<std::pair<std::string_view, double>, 11> kSizes{{{"", 1},
                                                                      {"b", 1},
                                                                      {"kb", 1e3},
                                                                      {"mb", 1e6},
                                                                      {"gb", 1e9},
                                                                      {"kib", 1024.0},
                                                                      {"mib", 1048576.0},
                                                                      {"gib", 1073741824.0},
                                                                      {"k", 1024.0},
                                                                      {"m", 1048576.0},
                                                                      {"g", 1073741824.0}}};

}  // namespace

std::string grouped(std::uint64_t number) {
  std::string digits = fmt::format("{}", number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string counted(std::uint64_t number, std::string_view singular, std::string_view plural) {
  return grouped(number) + " " + std::string(number == 1 ? singular : plural);
}

std::string duration(double milliseconds) {
  if (milliseconds < 10) return fmt::format("{:.1f} ms", milliseconds);
  if (milliseconds < 1000) return fmt::format("{:.0f} ms", milliseconds);
  if (milliseconds < 60'000) return fmt::format("{:.1f} s", milliseconds / 1000);
  const auto seconds = static_cast<std::uint64_t>(milliseconds / 1000);
  return fmt::format("{} min {:02} s", seconds / 60, seconds % 60);
}

std::string moment(std::int64_t microseconds) {
  const std::time_t seconds = static_cast<std::time_t>(microseconds / 1'000'000);
  std::tm parts{};
  if (::gmtime_r(&seconds, &parts) == nullptr) return "?";
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02} UTC", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min);
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += between;
    out += parts[i];
  }
  return out;
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  bool quoted = false;
  bool started = false;
  for (const char c : text) {
    if (c == '"') {
      quoted = !quoted;
      started = true;
    } else if (!quoted && (c == ' ' || c == '\t')) {
      if (started) out.push_back(std::move(word));
      word.clear();
      started = false;
    } else {
      word += c;
      started = true;
    }
  }
  if (started) out.push_back(std::move(word));
  return out;
}

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

std::optional<std::int64_t> parse_duration_ms(std::string_view text) {
  const auto value = scaled(text, kTimes);
  if (!value || *value < 1 || *value > 1e12) return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

std::optional<std::uint64_t> parse_bytes(std::string_view text) {
  const auto value = scaled(text, kSizes);
  if (!value || *value < 1 || *value > 1e18) return std::nullopt;
  return static_cast<std::uint64_t>(*value);
}

}  // namespace vouch::shell
