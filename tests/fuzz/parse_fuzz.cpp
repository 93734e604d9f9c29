// Any bytes: the parser ends, its lexer covers them, and what it accepts prints and parses to the same tree.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "parser/ast_print.hpp"
#include "parser/parse.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vouch;
  const SourceText source("fuzz", std::string(reinterpret_cast<const char*>(data), size));
  const auto parsed = parser::parse_script(source);
  const auto tokens = parser::tokens(source.text());
  if ((tokens.empty() ? 0 : tokens.back().span.end) != size) std::abort();
  static_cast<void>(parser::is_complete(source.text()));
  if (!parsed.problems.empty()) return 0;
  const SourceText printed("printed", ast::print(parsed.script));
  const auto again = parser::parse_script(printed);
  if (!again.problems.empty() || !(again.script == parsed.script)) std::abort();
  return 0;
}
