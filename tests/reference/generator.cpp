#include "tests/reference/generator.hpp"

#include <algorithm>
#include <initializer_list>

#include "tests/reference/question.hpp"

namespace vouch::reference {
namespace {

const std::vector<std::string> kEntities = {"ada", "bob", "cyd", "dot", "eve", "fay"};
const std::vector<std::string> kRelations = {"likes", "adores", "near", "touches", "owns"};

// One spelling for each value: a store keeps the spelling it met first, and a bare number takes the unit of
// the spelling it is compared with (`2 km > 4` is not `2000 m > 4`).
std::string quantity(Random& random) {
  return random.one_of({"5", "7", "5 units", "7 units", "~5 units", "3..7 units", "..5 units",
                        "5.. units", "2 boxes", "2 km", "1.5"});
}
std::string date(Random& random) {
  return random.one_of({"2024", "2025", "2025-Q1", "2025-02", "2025-02-10", "~2025-02", "..2025-02",
                        "2025-02..", "2025-01..2025-03", "2024-H2"});
}

std::string qualifiers(Random& random, std::size_t number) {
  std::string out = "(id c_" + std::to_string(number);
  const auto add = [&](unsigned percent, const std::string& text) {
    if (random.chance(percent)) out += ", " + text;
  };
  if (random.chance(70)) out += random.chance(50) ? ", source s1" : ", source s2";
  add(20, "quantity " + quantity(random));
  add(15, "to " + random.one_of(kEntities));
  add(5, "to " + random.one_of({"5", "\"x\""}));
  if (random.chance(15)) {
    add(100, "during " + date(random));
  } else {
    add(15, "since " + date(random));
    add(10, "until " + random.one_of({"2025-06", "2025-H2", "2026", "2025-12-01", "~2025-09"}));
  }
  add(25, "certainty " + random.one_of({"suspected", "reported", "stated", "confirmed"}));
  add(15, "status " + random.one_of({"planned", "actual"}));
  add(6, "alternative x");
  if (random.chance(20)) {
    out += ", said_by " + random.one_of(kEntities);
    if (random.chance(50)) out += " > " + random.one_of(kEntities);
    if (random.chance(20)) out += ", said_by " + random.one_of(kEntities);
  }
  return out + ")";
}

}  // namespace

const std::string& declarations() {
  static const std::string text = R"(unit units; unit boxes;
kind thing; kind tool under thing; kind gauge under tool; kind place;
relation likes (any -> any) inverse liked_by;
relation adores (any -> any) under likes;
relation near (any -> any) symmetric;
relation touches (any -> any) under near;
relation owns (any -> any);
relation weighs (any -> quantity);
relation opened (any -> date);
relation to (claim -> any);
source s1 { title "First paper", published 2025-01-10 };
source s2 { title "Second paper", published 2025-06 };
entity ada : thing "Ada";
entity bob : tool "Bob";
entity cyd : gauge, place "Cyd";
entity dot : place "Dot";
entity eve : gauge "eve ada";
entity fay "Fay";
)";
  return text;
}

std::vector<std::string> random_claims(std::uint64_t seed) {
  Random random(seed);
  std::vector<std::string> out;
  const std::size_t count = 6 + random.below(14);
  for (std::size_t i = 1; i <= count; ++i) {
    std::string claim = random.chance(8) ? "deny " : "claim ";
    claim += random.one_of(kEntities) + " ";
    const std::size_t form = random.below(10);
    if (form < 7) {
      claim += random.one_of(kRelations) + " " + random.one_of(kEntities);
    } else if (form == 7) {
      claim += "weighs " + quantity(random);
    } else if (form == 8) {
      claim += "opened " + date(random);
    } else {
      claim += random.chance(50) ? "owns \"x\"" : "liked_by " + random.one_of(kEntities);
    }
    out.push_back(claim + " " + qualifiers(random, i) + ";");
  }
  if (random.chance(30)) {
    out.push_back("retract claim c_" + std::to_string(1 + random.below(count)) + ";");
  }
  return out;
}

std::string random_question(std::uint64_t seed) { return Question(seed).text(); }

}  // namespace vouch::reference
