#include "parser/parse.hpp"

#include "parser/grammar/grammar.hpp"

namespace vouch::parser {

Parsed parse_script(const SourceText& source) {
  Parsed parsed;
  grammar::State state(source.text());
  const char* at = state.skip_blanks(state.begin());
  while (at != state.end()) {
    if (*at == ';') {
      at = state.skip_blanks(at + 1);
      continue;
    }
    if (reads_dot_line(at, state.end())) {
      const char* begin = at;
      while (at != state.end() && *at != '\n') ++at;
      const char* text_end = at;
      while (text_end != begin && is_blank(text_end[-1])) --text_end;
      parsed.script.statements.push_back(
          {ast::DotCommand{std::string(begin + 1, text_end)}, state.span(begin, at)});
      at = state.skip_blanks(at);
      continue;
    }
    const char* begin = at;
    ast::Statement statement;
    if (grammar::read_statement(state, at, statement) && (at == state.end() || *at == ';')) {
      parsed.script.statements.push_back(std::move(statement));
      continue;
    }
    state.noting = true;
    state.furthest = begin;
    state.expected.clear();
    const char* again = begin;
    ast::Statement dropped;
    if (grammar::read_statement(state, again, dropped)) state.note(again, ";", true);
    state.noting = false;
    std::string wanted;
    for (const auto& e : state.expected) wanted += (wanted.empty() ? "" : ", ") + std::string(e.text);
    const auto place = static_cast<std::size_t>(state.furthest - state.begin());
    parsed.problems.push_back(error_at({place, place}, "E0101", "expected " + wanted));
    at = state.furthest;
    while (at != state.end() && *at != ';') ++at;
  }
  return parsed;
}

}  // namespace vouch::parser
