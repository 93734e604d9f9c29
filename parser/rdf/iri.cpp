#include "parser/rdf/iri.hpp"

#include "parser/rdf/characters.hpp"

namespace vouch::rdf {

namespace {

// `a/b/../c/./d` → `a/c/d`, by the letter of RFC 3986 §5.2.4.
std::string without_dots(std::string_view in) {
  std::string out;
  const auto drop_last = [&] {
    const std::size_t slash = out.rfind('/');
    out.resize(slash == std::string::npos ? 0 : slash);
  };
  while (!in.empty()) {
    if (in.starts_with("../")) {
      in.remove_prefix(3);
    } else if (in.starts_with("./") || in.starts_with("/./")) {
      in.remove_prefix(2);
    } else if (in == "/.") {
      in = "/";
    } else if (in.starts_with("/../")) {
      in.remove_prefix(3);
      drop_last();
    } else if (in == "/..") {
      in = "/";
      drop_last();
    } else if (in == "." || in == "..") {
      in = {};
    } else {
      std::size_t end = in.find('/', in.front() == '/' ? 1 : 0);
      if (end == std::string_view::npos) end = in.size();
      out.append(in.substr(0, end));
      in.remove_prefix(end);
    }
  }
  return out;
}

std::string merged(const IriParts& base, std::string_view path) {
  if (base.authority && base.path.empty()) return "/" + std::string(path);
  const std::size_t slash = base.path.rfind('/');
  const std::size_t keep = slash == std::string_view::npos ? 0 : slash + 1;
  return std::string(base.path.substr(0, keep)) + std::string(path);
}

std::string text_of(const IriParts& parts) {
  std::string out(parts.scheme);
  out += ':';
  if (parts.authority) out.append("//").append(*parts.authority);
  out.append(parts.path);
  if (parts.query) out.append("?").append(*parts.query);
  if (parts.fragment) out.append("#").append(*parts.fragment);
  return out;
}

}  // namespace

std::size_t scheme_length(std::string_view iri) {
  if (iri.empty() || !is(iri.front(), kLetter)) return 0;
  std::size_t at = 1;
  while (at < iri.size() &&
         (is(iri[at], kLetter | kDigit) || iri[at] == '+' || iri[at] == '-' || iri[at] == '.')) {
    ++at;
  }
  return at < iri.size() && iri[at] == ':' ? at : 0;
}

IriParts parts_of(std::string_view iri) {
  IriParts out;
  if (const std::size_t scheme = scheme_length(iri); scheme != 0) {
    out.scheme = iri.substr(0, scheme);
    iri.remove_prefix(scheme + 1);
  }
  const auto split = [&](char mark) -> std::optional<std::string_view> {
    const std::size_t at = iri.find(mark);
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view tail = iri.substr(at + 1);
    iri = iri.substr(0, at);
    return tail;
  };
  out.fragment = split('#');
  out.query = split('?');
  if (iri.starts_with("//")) {
    std::size_t end = iri.find('/', 2);
    if (end == std::string_view::npos) end = iri.size();
    out.authority = iri.substr(2, end - 2);
    iri.remove_prefix(end);
  }
  out.path = iri;
  return out;
}

void Base::set(std::string_view absolute) {
  text_ = absolute;
  parts_ = parts_of(text_);
}

std::string_view Base::resolve(std::string_view reference, TextStack& stack) const {
  const IriParts r = parts_of(reference);
  IriParts out = parts_;
  std::string path;
  out.fragment = r.fragment;
  if (!r.scheme.empty() || r.authority) {
    if (!r.scheme.empty()) out.scheme = r.scheme;
    out.authority = r.authority;
    path = without_dots(r.path);
    out.query = r.query;
  } else if (r.path.empty()) {
    path = parts_.path;
    if (r.query) out.query = r.query;
  } else {
    path = without_dots(r.path.front() == '/' ? std::string(r.path) : merged(parts_, r.path));
    out.query = r.query;
  }
  out.path = path;
  return stack.keep(text_of(out));
}

}  // namespace vouch::rdf
