#include "tests/reference/generator.hpp"

#include <algorithm>
#include <initializer_list>

#include "parser/parse.hpp"
#include "tests/reference/question.hpp"

namespace vouch::reference {
namespace {

const std::vector<std::string> kEntities = {"ada", "bob", "cyd", "dot", "eve", "fay"};
const std::vector<std::string> kRelations = {"likes", "adores", "near", "touches", "owns", "dislikes"};

// One spelling for each value: a store keeps the spelling it met first, and a bare number takes the unit of
// the spelling it is compared with (`2 km > 4` is not `2000 m > 4`).
std::string quantity(Random& random) {
  return random.one_of({"5", "7", "5 units", "7 units", "~5 units", "3..7 units", "..5 units",
                        "5.. units", "2 boxes", "2 km", "1.5", "300 m", "35 %", "90 minutes",
                        "2..3 hours", "-4", "2.5 thousand units"});
}
std::string date(Random& random) {
  return random.one_of({"2024", "2025", "2025-Q1", "2025-02", "2025-02-10", "~2025-02", "..2025-02",
                        "2025-02..", "2025-01..2025-03", "2024-H2", "2025-02-10T12:30:00Z"});
}

std::string qualifiers(Random& random, std::size_t number) {
  std::string out = "(id c_" + std::to_string(number);
  const auto add = [&](unsigned percent, const std::string& text) {
    if (random.chance(percent)) out += ", " + text;
  };
  const bool sourced = random.chance(75);
  if (sourced) out += ", source " + random.one_of({"s1", "s2", "s3"});
  // Without a source the time of loading would be when it became known.
  add(sourced ? 15 : 100, "known " + random.one_of({"2025", "2025-Q1", "2025-03-01", "~2025-06"}));
  add(20, "quantity " + quantity(random));
  add(15, "to " + random.one_of(kEntities));
  add(5, "to " + random.one_of({"5", "\"x\"", "true", "2025-02"}));
  if (random.chance(15)) {
    add(100, "during " + date(random));
  } else {
    add(20, "since " + date(random));
    add(15, "until " + random.one_of({"2025-06", "2025-H2", "2026", "2025-12-01", "~2025-09"}));
  }
  add(20, "said_on " + date(random));
  add(20, "locator " + random.one_of({"\"p1\"", "\"p2\"", "\"table 3\""}));
  add(12, "quote " + random.one_of({"\"She said so.\"", "\"So it is\"", "\"他说\"@zh"}));
  if (sourced) add(12, "span " + random.one_of({"0..9", "10..30", "12..14"}));
  add(25, "certainty " + random.one_of({"suspected", "reported", "stated", "confirmed"}));
  add(15, "status " + random.one_of({"planned", "actual"}));
  add(6, "alternative x");
  if (random.chance(25)) {
    out += ", said_by " + random.one_of(kEntities);
    if (random.chance(50)) out += " > " + random.one_of(kEntities);
    if (random.chance(15)) out += " > " + random.one_of(kEntities);
    if (random.chance(20)) out += ", said_by " + random.one_of(kEntities);
  }
  return out + ")";
}

}  // namespace

const std::string& declarations() {
  static const std::string text = R"(unit units; unit boxes;
prefix own: <https://vouch.example/id/>;
kind thing; kind tool under thing; kind gauge under tool; kind place;
relation likes (any -> any) inverse liked_by;
relation adores (any -> any) under likes;
relation dislikes (any -> any) exclusive with adores opposite likes;
relation near (any -> any) symmetric;
relation touches (any -> any) transitive under near;
relation owns (any -> any);
relation weighs (any -> quantity) functional per (during);
relation opened (any -> date) functional;
relation to (claim -> any);
entity ada : thing "Ada" also "Lady A";
entity bob : tool "Bob";
entity cyd : gauge, place "Cyd";
entity dot : place "Dot" also "Point";
entity eve : gauge "eve ada" also "Point";
entity fay "Fay";
source s1 { title "First paper", published 2025-01-10, publisher ada, author "Zoe", language "en" };
source s2 { title "Second paper", published 2025-06, copy_of s1 };
source s3 { title "Third paper", published ~2025-Q3, copy_of s2, author "Zoe" };
)";
  return text;
}

std::vector<std::string> random_claims(std::uint64_t seed) {
  Random random(seed);
  std::vector<std::string> out;
  const std::size_t count = 8 + random.below(14);
  for (std::size_t i = 1; i <= count; ++i) {
    std::string claim = random.chance(8) ? "deny " : "claim ";
    claim += random.one_of(kEntities) + " ";
    const std::size_t form = random.below(12);
    if (form < 7) {
      claim += random.one_of(kRelations) + " " + random.one_of(kEntities);
    } else if (form < 9) {
      claim += "weighs " + quantity(random);
    } else if (form == 9) {
      claim += "opened " + date(random);
    } else if (form == 10) {
      claim += "owns " + random.one_of({"\"x\"", "\"x\"@en", "true", "\"Ada\""});
    } else {
      claim += "liked_by " + random.one_of(kEntities);
    }
    out.push_back(claim + " " + qualifiers(random, i) + ";");
  }
  if (random.chance(30)) {
    out.push_back("retract claim c_" + std::to_string(1 + random.below(count)) + ";");
  }
  return out;
}

std::string random_question(std::uint64_t seed, const World& world) {
  return Question(seed, world).text();
}

const std::string& parameter_statements() {
  static const std::string text =
      "param $who = ada; param $n = 2; param $much = 5 units; param $when = 2025-Q1; param $word = \"a\";\n";
  return text;
}

std::map<std::string, Term> parameters_in(const World& world) {
  static const auto parsed = parser::parse_script(SourceText("parameters", parameter_statements()));
  std::map<std::string, Term> out;
  for (const auto& statement : parsed.script.statements) {
    const auto& one = std::get<ast::ParamStatement>(statement.node);
    out.emplace(one.parameter.name, *world.constant(*one.value));
  }
  return out;
}

}  // namespace vouch::reference
