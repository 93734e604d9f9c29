#include "parser/site.hpp"

#include <algorithm>
#include <utility>

#include "parser/lexemes.hpp"

namespace vouch::parser {

Site::Site(std::string_view text, std::size_t begin, std::size_t end, std::size_t where,
           ExpectedSet expected)
    : text_(text),
      begin_(begin),
      end_(end),
      where_(std::clamp(where, begin, end)),
      expected_(std::move(expected)) {
  for (Token token : parser::tokens(text.substr(begin, end - begin))) {
    if (token.kind == TokenKind::blank || token.kind == TokenKind::comment) continue;
    token.span = {token.span.begin + begin, token.span.end + begin};
    if (token.span.begin < where_ && token.span.end > where_) {  // the place is inside: cut there
      tokens_.push_back({token.kind, {token.span.begin, where_}});
      token.span.begin = where_;
    }
    tokens_.push_back(token);
  }
  here_ = static_cast<int>(std::count_if(tokens_.begin(), tokens_.end(), [&](const Token& token) {
    return token.span.begin < where_;
  }));
  const auto& statements = statement_words();
  const bool second = here_ == 1;
  if (second && std::find(statements.begin(), statements.end(), first_word()) != statements.end()) {
    expected_.drop_expression_parts();
  }
}

Token Site::token(int distance) const {
  const int index = here_ + distance;
  if (index >= 0 && index < static_cast<int>(tokens_.size()))
    return tokens_[static_cast<std::size_t>(index)];
  const std::size_t place = index < 0 ? begin_ : end_;
  return {TokenKind::blank, {place, place}};
}

std::string_view Site::of(const Token& token) const {
  return text_.substr(token.span.begin, token.span.size());
}

std::string Site::lowered(int distance) const {
  std::string word(spelled(distance));
  std::transform(word.begin(), word.end(), word.begin(), lower);
  return word;
}

std::string Site::first_word() const {
  return tokens_.empty() ? "" : lowered(-here_);
}

bool Site::on_new_line() const {
  const std::size_t before = token(-1).span.end;
  return here_ > 0 && text_.substr(before, where_ - before).find('\n') != std::string_view::npos;
}

bool Site::is_term(int distance) const {
  switch (token(distance).kind) {
    case TokenKind::name:
    case TokenKind::variable:
    case TokenKind::parameter:
    case TokenKind::label:
    case TokenKind::iri:
    case TokenKind::string:
    case TokenKind::number: return true;
    default: return false;
  }
}

bool Site::touches_before() const {
  return here_ > 0 && token(-1).span.end == where_;
}

std::string_view Site::rest(std::size_t before) const {
  const std::size_t from = where_ - std::min(before, where_ - begin_);
  return text_.substr(from, end_ - from);
}

Span Site::span() const {
  if (!at_end() && here_ < static_cast<int>(tokens_.size())) return token(0).span;
  const bool closed = end_ < text_.size() && text_[end_] == ';';
  return {where_, where_ + (closed && at_end() ? 1 : 0)};
}

Diagnostic problem(Span span, std::string code, std::string message) {
  return error_at(span, std::move(code), std::move(message));
}
Diagnostic with_fix(Diagnostic diagnostic, Span span, std::string text, bool certain) {
  diagnostic.fixes.push_back({span, std::move(text), certain, ""});
  return diagnostic;
}
Diagnostic with_note(Diagnostic diagnostic, std::string note) {
  diagnostic.notes.push_back(std::move(note));
  return diagnostic;
}

}  // namespace vouch::parser
