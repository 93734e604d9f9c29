// Regular expressions; the only place that includes RE2, which matches in linear time.
#include <re2/re2.h>

#include "engine/expr/value_ops.hpp"

namespace vouch::expr {
namespace {

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

// `$1` stands for a group, `$$` for a dollar sign; RE2 writes `\1` and takes `\` for special.
std::string rewrite_of(std::string_view with, int groups) {
  std::string out;
  for (std::size_t i = 0; i < with.size(); ++i) {
    const char c = with[i];
    const char next = i + 1 < with.size() ? with[i + 1] : '\0';
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '$' && next == '$') {
      out += '$';
      ++i;
    } else if (c == '$' && next >= '0' && next <= '9') {
      if (next - '0' <= groups) out += {'\\', next};  // a group that is not there is empty
      ++i;
    } else {
      out += c;
    }
  }
  return out;
}

class Re2Pattern : public Pattern {
 public:
  Re2Pattern(std::string_view pattern, const RE2::Options& options)
      : regex_(piece(pattern), options) {}

  [[nodiscard]] bool ok() const { return regex_.ok(); }
  [[nodiscard]] std::string error() const { return regex_.error(); }

  [[nodiscard]] bool matches(std::string_view text) const override {
    return RE2::PartialMatch(piece(text), regex_);
  }
  [[nodiscard]] std::string replace(std::string_view text, std::string_view with) const override {
    std::string out(text);
    const std::string rewrite = rewrite_of(with, regex_.NumberOfCapturingGroups());
    RE2::GlobalReplace(&out, regex_, rewrite);
    return out;
  }

 private:
  RE2 regex_;
};

// `i` any case, `m` ^ and $ at line ends, `s` `.` matches line ends. Gives the prefix RE2 knows
// them by.
std::optional<std::string> flag_prefix(std::string_view flags, std::string& error) {
  std::string known;
  for (const char flag : flags) {
    if (flag != 'i' && flag != 'm' && flag != 's') {
      error = std::string("unknown flag `") + flag + "`: there are i, m and s";
      return std::nullopt;
    }
    if (known.find(flag) == std::string::npos) known += flag;
  }
  return known.empty() ? known : "(?" + known + ")";
}

}  // namespace

std::shared_ptr<const Pattern> Pattern::compile(std::string_view pattern, std::string_view flags,
                                                std::string& error) {
  const auto prefix = flag_prefix(flags, error);
  if (!prefix) return nullptr;
  RE2::Options options;
  options.set_log_errors(false);
  auto compiled = std::make_shared<Re2Pattern>(*prefix + std::string(pattern), options);
  if (!compiled->ok()) {
    error = compiled->error();
    return nullptr;
  }
  return compiled;
}

}  // namespace vouch::expr
