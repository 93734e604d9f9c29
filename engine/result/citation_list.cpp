#include "engine/result/citation_list.hpp"

#include <utility>

#include <fmt/format.h>

#include "engine/result/format.hpp"

namespace vouch::result {

namespace {

std::string speakers(const Citation& citation) {
  std::string out;
  for (const std::vector<std::string>& chain : citation.said_by) {
    if (!out.empty()) out += ", ";
    for (std::size_t i = 0; i < chain.size(); ++i) out += (i == 0 ? "" : " > ") + chain[i];
  }
  return out;
}

std::string strings_json(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) out += (out.size() > 1 ? "," : "") + json_string(text);
  return out + "]";
}

}  // namespace

std::string CitationList::numbers(const Evidence& evidence) {
  std::string out;
  for (const auto& claim : evidence.claims) {
    const auto [at, fresh] = number_.try_emplace(claim->claim, listed_.size() + 1);
    if (fresh) listed_.push_back(claim);
    out += fmt::format("{}[{}]", out.empty() ? "" : " ", at->second);
  }
  if (evidence.more > 0) out += fmt::format(" and {} more", evidence.more);
  return out;
}

std::vector<std::string> CitationList::lines() const {
  std::size_t width = 0;
  for (const auto& claim : listed_) width = std::max(width, claim->claim.size());
  const std::size_t digits = std::to_string(listed_.size()).size() + 2;
  std::vector<std::string> out;
  for (std::size_t i = 0; i < listed_.size(); ++i) {
    const std::string number = fmt::format("[{}]", i + 1);
    const std::string origin = origin_text(*listed_[i]);
    out.push_back(fmt::format("{:<{}} {:<{}}  {}{}{}", number, digits, listed_[i]->claim, width,
                              statement_text(*listed_[i]), origin.empty() ? "" : " · ", origin));
  }
  return out;
}

std::string statement_text(const Citation& citation) {
  std::string out = fmt::format("{}{} {} {}", citation.denied ? "denied: " : "", citation.subject,
                                citation.relation, citation.object);
  if (citation.qualifiers.empty()) return out;
  out += " (";
  for (std::size_t i = 0; i < citation.qualifiers.size(); ++i) {
    const auto& [name, value] = citation.qualifiers[i];
    out += fmt::format("{}{} {}", i == 0 ? "" : ", ", name, value);
  }
  return out + ")";
}

std::string origin_text(const Citation& citation, bool whole) {
  std::string out;
  const auto add = [&](const std::string& text) { out += (out.empty() ? "" : " · ") + text; };
  if (!citation.source.empty()) {
    add(citation.source + (citation.locator.empty() ? "" : " " + citation.locator));
  } else if (!citation.locator.empty()) {
    add(citation.locator);
  }
  if (!citation.certainty.empty() && (whole || citation.certainty != "stated")) {
    add(citation.certainty);
  }
  if (!citation.status.empty() && citation.status != "actual") add(citation.status);
  if (!citation.said_by.empty()) add("said by " + speakers(citation));
  if (!citation.known.empty()) add("known " + citation.known);
  return out;
}

std::string citation_text(const Citation& citation) {
  const std::string origin = origin_text(citation);
  return fmt::format("{}  {}{}{}", citation.claim, statement_text(citation),
                     origin.empty() ? "" : " · ", origin);
}

std::string names_text(const Evidence& evidence) {
  std::string out;
  for (const auto& claim : evidence.claims) out += (out.empty() ? "" : " ") + claim->claim;
  if (evidence.more > 0) out += fmt::format(" +{}", evidence.more);
  return out;
}

std::string citation_json(const Citation& citation) {
  std::string out = "{";
  const auto member = [&](std::string_view name, const std::string& value) {
    out += fmt::format("{}\"{}\":{}", out.size() > 1 ? "," : "", name, value);
  };
  const auto text = [&](std::string_view name, const std::string& value) {
    member(name, value.empty() ? "null" : json_string(value));
  };
  text("claim", citation.claim);
  text("subject", citation.subject);
  text("relation", citation.relation);
  member("object", json_string(citation.object));
  if (citation.denied) member("denied", "true");
  if (!citation.qualifiers.empty()) {
    std::string qualifiers = "{";
    for (std::size_t i = 0; i < citation.qualifiers.size();) {
      const std::string& name = citation.qualifiers[i].first;
      std::vector<std::string> values;
      for (; i < citation.qualifiers.size() && citation.qualifiers[i].first == name; ++i) {
        values.push_back(citation.qualifiers[i].second);
      }
      qualifiers += fmt::format("{}{}:{}", qualifiers.size() > 1 ? "," : "", json_string(name),
                                values.size() == 1 ? json_string(values.front())
                                                   : strings_json(values));
    }
    member("qualifiers", qualifiers + "}");
  }
  text("source", citation.source);
  text("locator", citation.locator);
  member("span", citation.span ? fmt::format("[{},{}]", citation.span->first, citation.span->second)
                               : "null");
  text("certainty", citation.certainty);
  text("status", citation.status);
  text("known", citation.known);
  std::string chains = "[";
  for (const auto& chain : citation.said_by) {
    chains += (chains.size() > 1 ? "," : "") + strings_json(chain);
  }
  member("said_by", chains + "]");
  return out + "}";
}

std::string evidence_json(const Evidence& evidence) {
  std::string out = "[";
  for (const auto& claim : evidence.claims) {
    out += (out.size() > 1 ? "," : "") + citation_json(*claim);
  }
  if (evidence.more > 0) {
    out += fmt::format("{}{{\"more\":{}}}", out.size() > 1 ? "," : "", evidence.more);
  }
  return out + "]";
}

}  // namespace vouch::result
