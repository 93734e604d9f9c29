#include "shell/diagnose.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/result/format.hpp"
#include "shell/excerpt.hpp"
#include "shell/neutralise.hpp"

namespace vouch::shell {
namespace {

constexpr std::size_t kFixesMost = 3;

std::string_view word_of(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
  }
  return "error";
}

Ink ink_of(Severity severity) {
  switch (severity) {
    case Severity::error: return Ink::error;
    case Severity::warning: return Ink::warning;
    case Severity::note: return Ink::note;
  }
  return Ink::error;
}

std::string place_of(const Diagnostic& d, const SourceText& source) {
  if (d.placeless) return neutralise(source.name());
  const Position at = source.position(d.span.begin);
  return fmt::format("{}:{}:{}", neutralise(source.name()), at.line, at.column);
}

std::string_view text_at(const SourceText& source, Span span) {
  const std::string_view text = source.text();
  const std::size_t begin = std::min(span.begin, text.size());
  return text.substr(begin, std::min(span.end, text.size()) - begin);
}

std::string fix_text(const Diagnostic& d, const Fix& fix, const SourceText& source) {
  const Position at = source.position(fix.span.begin);
  std::string out;
  if (fix.text.empty()) {
    out = fmt::format("leave out `{}`", neutralise(text_at(source, fix.span)));
  } else if (fix.span.empty()) {
    out = fmt::format("insert `{}` at {}:{}", neutralise(fix.text), at.line, at.column);
  } else if (fix.span == d.span) {
    out = neutralise(fix.text);
  } else {
    out = fmt::format("`{}` in place of `{}` on line {}", neutralise(fix.text),
                      neutralise(text_at(source, fix.span)), at.line);
  }
  if (!fix.about.empty()) out += "      " + neutralise(fix.about);
  return out;
}

// `= note`, further lines of the note below its first.
std::string note_lines(std::string_view note, std::size_t indent, const Paint& paint) {
  std::string out;
  const std::string margin(indent, ' ');
  for (bool first = true; first || !note.empty(); first = false) {
    const std::size_t end = note.find('\n');
    const std::string line = neutralise(note.substr(0, end));
    out += margin + (first ? paint(Ink::frame, "=") : std::string(" ")) + " " + line + "\n";
    note = end == std::string_view::npos ? std::string_view() : note.substr(end + 1);
  }
  return out;
}

std::string full(const Diagnostic& d, const SourceText& source, const Paint& paint) {
  const std::string head = d.code.empty() ? std::string(word_of(d.severity))
                                          : fmt::format("{}[{}]", word_of(d.severity), d.code);
  std::string out =
      paint(ink_of(d.severity), head) + paint(Ink::strong, ": " + neutralise(d.message)) + "\n";
  std::size_t indent = 2;
  if (!d.placeless) {
    std::vector<Mark> marks{{d.span, "", true}};
    for (const Label& label : d.labels) marks.push_back({label.span, label.text, false});
    const Excerpt excerpt = draw_excerpt(source, marks, paint);
    indent = excerpt.gutter_width + 1;
    out += std::string(indent, ' ') + paint(Ink::frame, "┌─") + " " + place_of(d, source) + "\n";
    out += excerpt.text;
  }
  for (std::size_t i = 0; i < std::min(d.fixes.size(), kFixesMost); ++i) {
    const std::string text = fix_text(d, d.fixes[i], source);
    out += note_lines((i == 0 ? "fix: " : "or:  ") + text, indent, paint);
  }
  for (const std::string& note : d.notes) out += note_lines(note, indent, paint);
  return out;
}

std::string brief(const Diagnostic& d, const SourceText& source) {
  return fmt::format("{}: {}: {}\n", place_of(d, source),
                     d.code.empty() ? std::string(word_of(d.severity)) : d.code,
                     neutralise(d.message));
}

std::string json_span(const SourceText& source, Span span) {
  const Position begin = source.position(span.begin);
  const Position end = source.position(span.end);
  return fmt::format(
      R"({{"start":{},"end":{},"line":{},"column":{},"end_line":{},"end_column":{}}})",
      span.begin + source.first_offset(), span.end + source.first_offset(), begin.line,
      begin.column, end.line, end.column);
}

template <typename Items, typename Write>
std::string json_array(const Items& items, Write write) {
  std::string out = "[";
  for (const auto& item : items) {
    if (out.size() > 1) out += ',';
    out += write(item);
  }
  return out + "]";
}

std::string json(const Diagnostic& d, const SourceText& source) {
  using result::json_string;
  std::string out =
      fmt::format(R"({{"code":{},"severity":"{}","message":{},"file":{})", json_string(d.code),
                  word_of(d.severity), json_string(d.message), json_string(source.name()));
  if (!d.placeless) out += R"(,"span":)" + json_span(source, d.span);
  if (!d.token.empty()) out += R"(,"token":)" + json_string(d.token);
  if (!d.labels.empty()) {
    out += R"(,"labels":)" + json_array(d.labels, [&](const Label& label) {
             return fmt::format(R"({{"span":{},"text":{}}})", json_span(source, label.span),
                                json_string(label.text));
           });
  }
  if (!d.fixes.empty()) {
    out += R"(,"did_you_mean":)" +
           json_array(d.fixes, [](const Fix& fix) { return json_string(fix.text); });
    out += R"(,"fixes":)" + json_array(d.fixes, [&](const Fix& fix) {
             return fmt::format(R"({{"start":{},"end":{},"text":{},"certain":{},"about":{}}})",
                                fix.span.begin + source.first_offset(),
                                fix.span.end + source.first_offset(), json_string(fix.text),
                                fix.certain, json_string(fix.about));
           });
  }
  if (!d.notes.empty()) {
    out += R"(,"notes":)" +
           json_array(d.notes, [](const std::string& note) { return json_string(note); });
  }
  if (!d.code.empty()) out += R"(,"help":)" + json_string("vouch help " + d.code);
  const int status = d.severity == Severity::error ? exit_status_of(d.code) : 0;
  return out + fmt::format(R"(,"exit":{}}})", status) + "\n";
}

std::string one(const Diagnostic& d, const SourceText& statement, const DiagnoseStyle& style) {
  const SourceText& source = d.source ? *d.source : statement;
  switch (style.form) {
    case ErrorForm::text: return full(d, source, style.paint);
    case ErrorForm::brief: return brief(d, source);
    case ErrorForm::json: return json(d, source);
  }
  return {};
}

}  // namespace

std::optional<ErrorForm> error_form_named(std::string_view name) {
  if (name == "text" || name == "full") return ErrorForm::text;
  if (name == "short" || name == "brief") return ErrorForm::brief;
  if (name == "json") return ErrorForm::json;
  return std::nullopt;
}

std::string diagnose(const Diagnostics& diagnostics, const SourceText& source,
                     const DiagnoseStyle& style) {
  std::string out;
  const bool cut = style.form == ErrorForm::text && diagnostics.size() > style.most;
  const std::size_t shown = cut ? style.most : diagnostics.size();
  for (std::size_t i = 0; i < shown; ++i) {
    out += one(diagnostics[i], source, style);
  }
  if (cut) {
    out += fmt::format("and {} more; `--errors short` or `.errors short` lists them all\n",
                       diagnostics.size() - shown);
  }
  return out;
}

int exit_status_of(std::string_view code) {
  if (code.size() < 3 || code[0] != 'E') return 3;
  if (code == "E0501") return 130;
  if (code.starts_with("E05") || code.starts_with("E065")) return 5;
  if (code.starts_with("E06") || code.starts_with("E09")) return 4;
  return 3;
}

}  // namespace vouch::shell
