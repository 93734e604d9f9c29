#include "engine/statements/proof_text.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "engine/evidence/sentence.hpp"
#include "engine/result/citation_list.hpp"
#include "engine/result/format.hpp"

namespace vouch::session {

using evidence::Item;
using evidence::ProofFact;
using evidence::RowProof;
using evidence::Step;
using evidence::Weight;
using result::format_text_markdown;
using result::json_string;
using storage::TermId;

namespace {

std::string indent(std::size_t depth) {
  return std::string(2 * depth, ' ');
}

std::string weight_text(const Weight& weight) {
  if (!weight.claimed()) return "without a claim";
  std::string out(evidence::certainty_name(weight.certainty));
  if (weight.status != 0) out += ", " + std::string(evidence::status_name(weight.status));
  return out;
}

std::string ways_text(const RowProof& proof) {
  if (proof.found <= proof.ways.size()) return {};
  return fmt::format("{} of {}{} ways", proof.ways.size(), grouped(proof.found),
                     proof.cut ? " or more" : "");
}

// What the line of a step says before its values.
std::string head_of(const Step& step) {
  switch (step.kind) {
    case Item::Kind::absent: return "nothing says: ";
    case Item::Kind::optional: return step.holds ? "and, where there is one:" : "there is no: ";
    case Item::Kind::branch: return "one of the alternatives:";
    case Item::Kind::group: return "a group: ";
    case Item::Kind::kept: return "kept: ";
    case Item::Kind::pattern:
    case Item::Kind::found:
    case Item::Kind::given:
    case Item::Kind::condition:
    case Item::Kind::value:
    case Item::Kind::element:
    case Item::Kind::test: return {};
  }
  return {};
}

// The same as a sentence.
std::string sentence_head(const Step& step) {
  switch (step.kind) {
    case Item::Kind::absent: return "Nothing in the store says ";
    case Item::Kind::optional: return step.holds ? "Also known:" : "Nothing is known of ";
    case Item::Kind::branch: return "One of the alternatives holds:";
    case Item::Kind::group: return "A group: ";
    case Item::Kind::kept: return "The row is ";
    case Item::Kind::condition: return "It holds that ";
    case Item::Kind::value:
    case Item::Kind::element:
    case Item::Kind::given: return "Take ";
    case Item::Kind::found: return "Found by its words: ";
    case Item::Kind::pattern:
    case Item::Kind::test: return {};
  }
  return {};
}

// A qualifier that the claim itself has.
bool is_carried(const ProofFact& fact) {
  return fact.claims.size() == 1 && fact.claims.front() == fact.triple.subject;
}

std::string_view name_of(Item::Kind kind) {
  static constexpr std::array<std::string_view, 12> kNames = {
      "pattern", "found",    "given",  "condition", "value", "element",
      "absent",  "optional", "branch", "test",      "group", "kept"};
  return kNames.at(static_cast<std::size_t>(kind));
}

}  // namespace

std::string ProofText::id_text(TermId id) {
  return id.bound() ? cells_.cell(id).text : std::string("_");
}

std::string ProofText::triple_text(const storage::Triple& triple) {
  return fmt::format("{} {} {}", id_text(triple.subject), id_text(triple.relation),
                     id_text(triple.object));
}

std::string ProofText::denial(const ProofFact& fact) {
  const bool denied = !fact.claims.empty() && citations_.of(fact.claims.front())->denied;
  return denied ? "denied: " : "";
}

std::string ProofText::row_text(const RowProof& proof) {
  std::string out;
  for (const auto& [title, id] : proof.row) {
    out += fmt::format("{}{} = {}", out.empty() ? "" : ", ", title,
                       id.bound() ? cells_.cell(id).text : "nothing");
  }
  return out.empty() ? "a row without columns" : out;
}

// ── for the terminal ────────────────────────────────────────────────────────────────────────────

std::string ProofText::text(const RowProof& proof, std::uint64_t number) {
  std::string out =
      fmt::format("{}. {}   {}\n", number, row_text(proof), weight_text(proof.weight));
  for (std::size_t i = 0; i < proof.ways.size(); ++i) {
    if (proof.ways.size() > 1) {
      out += fmt::format("  way {}, {}\n", i + 1, weight_text(proof.ways[i].weight));
    }
    steps(proof.ways[i].steps, 2, out);
  }
  if (const std::string ways = ways_text(proof); !ways.empty()) out += "    " + ways + "\n";
  return out;
}

void ProofText::steps(const std::vector<Step>& list, std::size_t depth, std::string& out) {
  for (const Step& step : list) {
    if (step.kind == Item::Kind::pattern) {
      facts(step, depth, out);
      continue;
    }
    out += indent(depth) + head_of(step) + step.ground + "\n";
    for (std::size_t i = 0; i < step.parts.size(); ++i) {
      if (step.parts.size() > 1) out += indent(depth + 1) + fmt::format("{})\n", i + 1);
      steps(step.parts[i], depth + (step.parts.size() > 1 ? 2 : 1), out);
    }
    if (step.more > 0) out += indent(depth + 1) + fmt::format("and {} more\n", grouped(step.more));
  }
}

// A path's hops stand below it; a fact that nobody claims says so.
void ProofText::facts(const Step& step, std::size_t depth, std::string& out) {
  if (step.facts.size() != 1) {
    out += indent(depth) + step.ground;
    out += step.facts.empty() ? "   the same, without a hop\n"
           : step.hops        ? ", hop by hop:\n"
                              : ", each enough by itself:\n";
    ++depth;
  }
  for (const ProofFact& fact : step.facts) {
    out += indent(depth) + denial(fact) + triple_text(fact.triple);
    out += fact.claims.empty() ? "   declared, or loaded without a claim\n" : "\n";
    if (is_carried(fact)) continue;  // the claim itself is told where it was found
    for (const TermId one : fact.claims) claim(one, depth + 1, out);
    if (fact.more > 0) out += indent(depth + 1) + fmt::format("and {} more claims\n", fact.more);
  }
}

void ProofText::claim(TermId id, std::size_t depth, std::string& out) {
  const auto citation = citations_.of(id);
  const std::string origin = result::origin_text(*citation, true);
  out += indent(depth) + citation->claim + (origin.empty() ? "" : " · " + origin) + "\n";
  const evidence::Sentence found =
      evidence::sentence_of(snapshot_, id, run_.core.documents);
  if (!found.problem.empty()) out += indent(depth + 1) + found.problem + "\n";
  if (!found.text.empty()) out += indent(depth + 1) + "“" + found.text + "”\n";
}

// ── for people who were not there ───────────────────────────────────────────────────────────────

std::string ProofText::markdown(const RowProof& proof, std::uint64_t number) {
  std::string out = fmt::format("### {}. {}\n\nSupport: {}.\n\n", number,
                                format_text_markdown(row_text(proof)),
                                weight_text(proof.weight));
  for (const evidence::Way& way : proof.ways) sentences(way.steps, 0, out);
  if (const std::string ways = ways_text(proof); !ways.empty()) {
    out += fmt::format("\nThis is {}.\n", ways);
  }
  return out;
}

void ProofText::sentences(const std::vector<Step>& list, std::size_t depth, std::string& out) {
  const std::string mark = indent(depth) + "- ";
  for (const Step& step : list) {
    if (step.kind == Item::Kind::pattern) {
      for (const ProofFact& fact : step.facts) {
        out += mark + "**" + format_text_markdown(denial(fact) + triple_text(fact.triple)) + "**";
        out += fact.claims.empty() ? " is declared, or loaded without a claim.\n"
               : is_carried(fact)  ? ".\n"
                                   : ", because\n";
        if (is_carried(fact)) continue;
        for (const TermId one : fact.claims) sentence(one, depth + 1, out);
      }
      if (step.facts.empty()) out += mark + format_text_markdown(step.ground) + ": without a hop.\n";
      continue;
    }
    out += mark + sentence_head(step) + format_text_markdown(step.ground);
    out += step.parts.empty() ? ".\n" : "\n";
    for (const auto& part : step.parts) sentences(part, depth + 1, out);
    if (step.more > 0) out += indent(depth + 1) + fmt::format("- and {} more.\n", step.more);
  }
}

void ProofText::sentence(TermId id, std::size_t depth, std::string& out) {
  const auto citation = citations_.of(id);
  const auto place = [&] {
    if (citation->source.empty()) return std::string("it is claimed");
    const std::string where = citation->locator.empty() ? "" : " (" + citation->locator + ")";
    return citation->source + where + " says so";
  };
  out += indent(depth) + "- " + format_text_markdown(place());
  for (const auto& chain : citation->said_by) {
    for (std::size_t i = 0; i < chain.size(); ++i) {
      out += (i == 0 ? ", by word of " : ", told on by ") + format_text_markdown(chain[i]);
    }
  }
  if (!citation->certainty.empty()) out += ", as " + citation->certainty;
  if (!citation->status.empty() && citation->status != "actual") out += ", " + citation->status;
  if (!citation->known.empty()) out += ", known " + format_text_markdown(citation->known);
  out += " (" + format_text_markdown(citation->claim) + ").\n";
  const evidence::Sentence found =
      evidence::sentence_of(snapshot_, id, run_.core.documents);
  if (!found.problem.empty()) out += indent(depth + 1) + format_text_markdown(found.problem) + "\n";
  if (!found.text.empty()) out += indent(depth + 1) + "> " + format_text_markdown(found.text) + "\n";
}

// ── for programs ────────────────────────────────────────────────────────────────────────────────

std::string ProofText::json(const RowProof& proof, std::uint64_t number) {
  std::string row;
  for (const auto& [title, id] : proof.row) {
    row += fmt::format("{}{}:{}", row.empty() ? "" : ",", json_string(title),
                       result::format_cell_json(cells_.cell(id)));
  }
  std::string ways;
  for (const evidence::Way& way : proof.ways) {
    ways += fmt::format("{}{{\"support\":{},\"steps\":{}}}", ways.empty() ? "" : ",",
                        json_string(weight_text(way.weight)), steps_json(way.steps));
  }
  return fmt::format("{{\"number\":{},\"row\":{{{}}},\"support\":{},\"found\":{},\"ways\":[{}]}}",
                     number, row, json_string(weight_text(proof.weight)), proof.found, ways);
}

std::string ProofText::steps_json(const std::vector<Step>& list) {
  std::string out = "[";
  for (const Step& step : list) {
    out += fmt::format("{}{{\"kind\":\"{}\",\"asked\":{},\"says\":{}", out.size() > 1 ? "," : "",
                       name_of(step.kind), json_string(step.asked), json_string(step.ground));
    if (!step.holds) out += ",\"holds\":false";
    if (step.kind == Item::Kind::pattern) {
      std::string facts;
      for (const ProofFact& fact : step.facts) facts += (facts.empty() ? "" : ",") + fact_json(fact);
      out += ",\"facts\":[" + facts + "]";
    }
    if (!step.parts.empty()) {
      std::string parts;
      for (const auto& part : step.parts) parts += (parts.empty() ? "" : ",") + steps_json(part);
      out += ",\"parts\":[" + parts + "]";
    }
    if (step.more > 0) out += fmt::format(",\"more\":{}", step.more);
    out += "}";
  }
  return out + "]";
}

std::string ProofText::fact_json(const ProofFact& fact) {
  const auto part = [&](TermId id) { return id.bound() ? json_string(id_text(id)) : "null"; };
  std::string claims;
  for (const TermId id : fact.claims) {
    std::string one = result::citation_json(*citations_.of(id));
    const evidence::Sentence found =
        evidence::sentence_of(snapshot_, id, run_.core.documents);
    one.pop_back();
    if (!found.text.empty()) one += ",\"sentence\":" + json_string(found.text);
    if (!found.problem.empty()) one += ",\"problem\":" + json_string(found.problem);
    claims += (claims.empty() ? "" : ",") + one + "}";
  }
  std::string out =
      fmt::format("{{\"subject\":{},\"relation\":{},\"object\":{},\"claims\":[{}]",
                  part(fact.triple.subject), part(fact.triple.relation), part(fact.triple.object),
                  claims);
  if (fact.more > 0) out += fmt::format(",\"more\":{}", fact.more);
  return out + "}";
}

}  // namespace vouch::session
