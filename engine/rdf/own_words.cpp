#include "engine/rdf/own_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "parser/rdf/iri.hpp"
#include "storage/names.hpp"
#include "storage/rdf_literal.hpp"

namespace vouch::rdfio {

namespace {

constexpr std::string_view kOwnDatatypes = "https://vouch.example/rdf#";

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// `c_` and what may follow in a name of ASCII.
bool is_plain(std::string_view name) {
  return name.starts_with("c_") && std::all_of(name.begin(), name.end(), is_letter_or_digit);
}

std::string percent_encoded(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (is_letter_or_digit(c)) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::optional<std::string> percent_decoded(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c - 'A' + 10; };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
    } else if (i + 2 < text.size()) {
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      return std::nullopt;
    }
  }
  if (percent_encoded(out) != text) return std::nullopt;
  return out;
}

bool is_blank_name(std::string_view name) {
  return name.starts_with("_:") && name.size() > 2 &&
         std::all_of(name.begin() + 2, name.end(), is_letter_or_digit);
}

}  // namespace

OwnWords::OwnWords(std::string base)
    : base_(std::move(base)),
      schema_(base_ + "schema/"),
      claims_(base_ + "claim/"),
      former_id_(storage::iri_of(base_, storage::NameSpace::relation, "former_id")),
      kind_claim_(storage::iri_of(base_, storage::NameSpace::kind, "claim")),
      kind_source_(storage::iri_of(base_, storage::NameSpace::kind, "source")) {}

std::string_view OwnWords::schema_word(std::string_view iri) const {
  return iri.starts_with(schema_) ? iri.substr(schema_.size()) : std::string_view{};
}

// Named after RDF: `<iri>`, `_:label`. Others: `c_1f3a` under the base, or under its `claim/`.
std::string OwnWords::node_of_claim(std::string_view name, bool taken) const {
  if (is_blank_name(name)) return std::string(name);
  if (name.size() > 2 && name.front() == '<' && name.back() == '>') {
    const std::string_view iri = name.substr(1, name.size() - 2);
    if (rdf::is_absolute(iri) && iri.find_first_of("<>\"{}|^`\\ \n\t") == iri.npos)
      return std::string(iri);
  }
  if (is_plain(name) && !taken) return base_ + std::string(name);
  return claims_ + percent_encoded(name);
}

std::string OwnWords::claim_of_node(const rdf::Term& node, bool ours) const {
  if (node.kind == rdf::TermKind::blank) return fmt::format("_:{}", node.text);
  if (node.text.starts_with(base_) && is_plain(node.text.substr(base_.size())))
    return std::string(node.text.substr(base_.size()));
  if (node.text.starts_with(claims_)) {
    auto name = percent_decoded(node.text.substr(claims_.size()));
    if (name && !name->empty() && (ours || !is_plain(*name))) return *std::move(name);
  }
  return fmt::format("<{}>", node.text);
}

std::string OwnWords::node_of_unit(std::string_view name) const {
  return base_ + "unit/" + percent_encoded(name);
}

bool OwnWords::is_ours(const rdf::Quad& quad) const {
  if (quad.named) return false;
  if (quad.object.kind == rdf::TermKind::literal && !quad.object.datatype.empty() &&
      quad.object.datatype.starts_with(kOwnDatatypes)) {
    return true;
  }
  if (quad.predicate.text.starts_with(schema_) || quad.predicate.text == former_id_) return true;
  return quad.predicate.text == rdf::kRdfType && quad.object.kind == rdf::TermKind::iri &&
         (quad.object.text.starts_with(schema_) || quad.object.text == kind_source_ ||
          quad.subject.text.starts_with(base_));
}

}  // namespace vouch::rdfio
