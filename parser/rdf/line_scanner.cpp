#include "parser/rdf/line_scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "parser/rdf/characters.hpp"
#include "parser/rdf/iri.hpp"
#include "parser/rdf/lexical.hpp"
#include "parser/rdf/limits.hpp"

namespace vouch::rdf {

namespace {

constexpr const char* kOneALine = "the end of the line; one statement a line";

}  // namespace

bool LineScanner::scan(std::string_view lines, std::size_t first_line) {
  at_ = lines.data();
  end_ = at_ + lines.size();
  bad_byte_ = at_ + valid_utf8(lines);
  line_ = first_line;
  while (at_ < end_) {
    line_begin_ = at_;
    if (!line() && !report()) return false;
    next_line();
  }
  return true;
}

bool LineScanner::line() {
  if (bad_byte_ != end_ && bad_byte_ < line_end()) {
    return fail_at(bad_byte_, 1, code::kUtf8, "this byte is not UTF-8");
  }
  skip_blanks();
  if (*at_ == '<' || *at_ == '_') return statement();
  if (*at_ == 'V') return version();
  if (*at_ == '#' && prefix_comment()) return true;
  return line_rest("a triple that begins with an IRI or a blank node, or a comment");
}

bool LineScanner::statement() {
  texts_.release({});
  triples_used_ = 0;
  if (!node(quad_.subject, "an IRI or a blank node as subject")) return false;
  skip_blanks();
  if (!predicate(quad_.predicate)) return false;
  skip_blanks();
  if (!object(quad_.object, 0)) return false;
  skip_blanks();
  quad_.named = false;
  if (*at_ != '.') {
    if (dialect_ == LineDialect::ntriples) return unexpected("`.` after the triple");
    if (*at_ != '<' && *at_ != '_') return unexpected("a graph or `.`");
    if (!node(quad_.graph, "an IRI or a blank node as graph")) return false;
    quad_.named = true;
    skip_blanks();
    if (*at_ != '.') return unexpected("`.` after the quad");
  }
  ++at_;
  if (!line_rest(kOneALine)) return false;
  ++quads_;
  sink_.quad(quad_);
  return true;
}

// What may stand behind a statement: blanks and a comment.
bool LineScanner::line_rest(const char* expected) {
  skip_blanks();
  if (*at_ == '#') at_ = line_end();
  return is_line_end(*at_) || unexpected(expected);
}

const char* LineScanner::line_end() const {
  const char* at = at_;
  while (at < end_ && !is_line_end(*at)) ++at;
  return at;
}

bool LineScanner::version() {
  constexpr std::string_view kWord = "VERSION";
  const auto left = static_cast<std::size_t>(end_ - at_);
  if (std::string_view(at_, std::min(left, kWord.size())) != kWord) {
    return unexpected("a triple that begins with an IRI or a blank node, or VERSION");
  }
  at_ += kWord.size();
  skip_blanks();
  if (*at_ != '"') return unexpected("a version between double quotes, \"1.2\"");
  std::string_view ignored;
  return quoted(ignored) && line_rest(kOneALine);
}

// `# PREFIX ex: <…>`, as exports keep prefixes where the format has no place for them. Whatever else
// the comment says is a comment.
bool LineScanner::prefix_comment() {
  constexpr std::string_view kWord = "# PREFIX ";
  std::string_view text(at_, static_cast<std::size_t>(line_end() - at_));
  if (!text.starts_with(kWord)) return false;
  text.remove_prefix(kWord.size());
  const std::size_t colon = text.find(": <");
  if (colon == text.npos || !text.ends_with('>')) return false;
  const std::string_view name = text.substr(0, colon);
  const std::string_view iri = text.substr(colon + 3, text.size() - colon - 4);
  const auto odd = [](char c) { return !is(c, kName); };
  if (!is_absolute(iri) || std::any_of(name.begin(), name.end(), odd)) return false;
  if (const char* stop = walk_iri(iri.data()); stop != iri.data() + iri.size()) return false;
  sink_.prefix(name, iri);
  at_ = line_end();
  return true;
}

void LineScanner::skip_blanks() {
  while (is_blank(*at_)) ++at_;
}

// ------------------------------------------------------------------------------------------ terms

bool LineScanner::node(Term& out, const char* expected) {
  out = Term{};
  if (*at_ == '<' && at_[1] != '<') return iri(out.text);
  out.kind = TermKind::blank;
  if (*at_ == '_') return blank(out.text);
  if (*at_ == '<') {
    return fail_at(at_, 2, code::kSyntax, "a triple term stands only as object", expected);
  }
  return unexpected(expected);
}

bool LineScanner::predicate(Term& out) {
  out = Term{};
  if (*at_ != '<' || at_[1] == '<') return unexpected("an IRI as predicate");
  return iri(out.text);
}

bool LineScanner::object(Term& out, std::size_t depth) {
  if (*at_ == '"') return literal(out);
  if (*at_ == '<' && at_[1] == '<') return triple_term(out, depth);
  return node(out, "an IRI, a blank node, a literal or a triple term as object");
}

bool LineScanner::triple_term(Term& out, std::size_t depth) {
  if (at_[2] != '(') {
    at_ += 2;
    return unexpected("`<<(`; reified triples `<< … >>` are Turtle");
  }
  if (depth >= kNestingMost) {
    return fail_at(at_, 3, code::kNesting,
                   fmt::format("triple terms are nested deeper than {}", kNestingMost));
  }
  at_ += 3;
  if (triples_used_ == triples_.size()) triples_.emplace_back();
  TripleTerm& triple = triples_[triples_used_++];
  skip_blanks();
  if (!node(triple.subject, "an IRI or a blank node as subject")) return false;
  skip_blanks();
  if (!predicate(triple.predicate)) return false;
  skip_blanks();
  if (!object(triple.object, depth + 1)) return false;
  skip_blanks();
  if (*at_ != ')' || at_[1] != '>' || at_[2] != '>') return unexpected("`)>>`");
  at_ += 3;
  out = Term::of_triple(triple);
  return true;
}

bool LineScanner::iri(std::string_view& out) {
  const char* begin = ++at_;
  bool escaped = false;
  for (at_ = walk_iri(at_); *at_ == '\\'; at_ = walk_iri(at_ + 1)) escaped = true;
  if (*at_ != '>') return fail(code::kIri, iri_problem(*at_, at_ == end_));
  out = std::string_view(begin, static_cast<std::size_t>(at_ - begin));
  ++at_;
  if (escaped && !decode(out, EscapesIn::iri, out)) return false;
  if (is_absolute(out)) return true;
  return fail_at(begin - 1, out.size() + 2, code::kIri, "this IRI is relative",
                 "an absolute IRI, such as <https://example.org/a>");
}

bool LineScanner::blank(std::string_view& out) {
  const char* begin = at_ + 2;
  if (at_[1] != ':') return unexpected("`_:` and a label");
  const char* end = blank_label_end(begin);
  if (end == begin) {
    at_ = begin;
    return unexpected("a label of letters, digits and `_` after `_:`");
  }
  at_ = end;
  out = std::string_view(begin, static_cast<std::size_t>(end - begin));
  return true;
}

bool LineScanner::quoted(std::string_view& out) {
  const char* begin = ++at_;
  bool escaped = false;
  for (at_ = walk_string(at_, '"'); *at_ != '"' && !is_line_end(*at_);) {
    const bool escape = *at_ == '\\' && !is_line_end(at_[1]);  // or NUL, which a string may hold
    escaped = escaped || *at_ == '\\';
    at_ = walk_string(at_ + (escape ? 2 : 1), '"');
  }
  if (*at_ != '"') {
    return fail_at(begin - 1, 1, code::kUnclosed, "this string is not closed on its line");
  }
  out = std::string_view(begin, static_cast<std::size_t>(at_ - begin));
  ++at_;
  return !escaped || decode(out, EscapesIn::string, out);
}

bool LineScanner::literal(Term& out) {
  out = Term{};
  out.kind = TermKind::literal;
  if (!quoted(out.text)) return false;
  if (*at_ == '.') return true;
  skip_blanks();
  if (*at_ == '@') return language(out);
  if (*at_ == '^') return datatype(out);
  return true;
}

bool LineScanner::language(Term& out) {
  const LanguageTag tag = language_tag(at_ + 1);
  if (tag.problem != nullptr) return fail_at(tag.end, 1, code::kLiteral, tag.problem);
  out.language = tag.language;
  out.direction = tag.direction;
  at_ = tag.end;
  return true;
}

bool LineScanner::datatype(Term& out) {
  if (at_[1] != '^') return unexpected("`^^` and the IRI of a datatype");
  at_ += 2;
  skip_blanks();
  if (*at_ != '<') return unexpected("the IRI of a datatype");
  const char* begin = at_;
  if (!iri(out.datatype)) return false;
  if (out.datatype == kXsdString) out.datatype = {};
  if (const char* why = datatype_problem(out.datatype)) {
    return fail_at(begin, out.datatype.size() + 2, code::kLiteral, why);
  }
  return true;
}

bool LineScanner::decode(std::string_view raw, EscapesIn where, std::string_view& out) {
  const Unescaped done = unescape(raw, where, texts_);
  if (done.error) {
    return fail_at(done.error->at, done.error->length, code::kEscape, done.error->message);
  }
  out = done.text;
  return true;
}

// --------------------------------------------------------------------------------------- problems

bool LineScanner::unexpected(std::string expected) {
  std::string found = at_ >= end_ || is_line_end(*at_)
                          ? std::string("the line ends too early")
                          : fmt::format("`{}` cannot stand here", shown_character(at_));
  return fail(code::kSyntax, std::move(found), std::move(expected));
}

bool LineScanner::fail(const char* code, std::string message, std::string expected) {
  return fail_at(at_, 1, code, std::move(message), std::move(expected));
}

bool LineScanner::fail_at(const char* at, std::size_t length, const char* code, std::string message,
                          std::string expected) {
  problem_ = Problem{};
  problem_.code = code;
  problem_.message = std::move(message);
  problem_.expected = std::move(expected);
  problem_.offset = static_cast<std::size_t>(at - line_begin_);
  problem_.length = length;
  at_ = at;
  return false;
}

bool LineScanner::report() {
  ++broken_;
  at_ = line_begin_;
  const char* stop = line_end();
  problem_.line = line_;
  const std::string_view text(line_begin_, static_cast<std::size_t>(stop - line_begin_));
  place_in_line(problem_, text);
  at_ = stop;
  return problems_.problem(std::exchange(problem_, Problem{}), text);
}

// From a line end to the line after it.
void LineScanner::next_line() {
  if (at_ < end_ && *at_ == '\r' && at_[1] == '\n') ++at_;
  ++at_;
  ++line_;
  if (bad_byte_ >= at_ || bad_byte_ == end_) return;
  const auto rest = static_cast<std::size_t>(std::max<std::ptrdiff_t>(end_ - at_, 0));
  bad_byte_ = at_ + valid_utf8({at_, rest});
}

}  // namespace vouch::rdf
