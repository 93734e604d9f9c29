#include "tests/reference/view.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "engine/expr/units.hpp"
#include "tests/reference/choices.hpp"
#include "tests/reference/naive_evaluator.hpp"

namespace vouch::reference {
namespace {

constexpr std::int64_t kDay = storage::kMicrosecondsPerDay;

struct Days {
  std::int64_t first = storage::kTimeBegin;
  std::int64_t last = storage::kTimeEnd;
};
std::int64_t day_of(std::int64_t microseconds) {
  return (microseconds - (microseconds % kDay + kDay) % kDay) / kDay;
}
Days days_of(const Term& term) {
  const auto* date = term.as<storage::Date>();
  if (date == nullptr) throw std::runtime_error("a date is wanted");
  Days days;
  if (date->from) days.first = day_of(date->begin());
  if (date->to) days.last = day_of(date->end() - 1);
  return days;
}
bool same(const Days& a, const Days& b) {
  return a.first == b.first && a.last == b.last;
}

Term date_of(const World& world, const ast::When& when) {
  const auto* literal = std::get_if<ast::NumberLiteral>(&when.value);
  if (literal == nullptr) throw std::runtime_error("the reference knows literal dates only");
  return expr::as_date(world.literal(*literal));
}

std::vector<Days> times(const Claim& claim, const char* qualifier) {
  std::vector<Days> out;
  for (const Cells& value : claim.values(qualifier, 1)) out.push_back(days_of(value[0]));
  return out;
}

// "Time": surely covers all days of the date, may cover one, or says nothing.
bool holds_at(const Claim& claim, const Days& asked, ast::AtMode mode) {
  const bool possibly = mode == ast::AtMode::possibly;
  const auto periods = times(claim, "during");
  const auto since = times(claim, "since");
  const auto until = times(claim, "until");
  if (since.empty() && until.empty() && periods.empty()) return mode != ast::AtMode::strictly;
  const auto all = [](const std::vector<Days>& days, auto test) {
    return std::all_of(days.begin(), days.end(), test);
  };
  if (!periods.empty()) {
    return all(periods, [&](const Days& d) {
      return possibly ? d.first <= asked.last && d.last >= asked.first
                      : d.first <= asked.first && d.last >= asked.last;
    });
  }
  return all(since,
             [&](const Days& d) {
               return possibly ? d.first <= asked.last : d.last <= asked.first || same(d, asked);
             }) &&
         all(until, [&](const Days& d) {
           return possibly ? d.last >= asked.first : d.first >= asked.last || same(d, asked);
         });
}

bool known_by(const Claim& claim, const Days& then) {
  const auto known = times(claim, "known");  // none: when it was loaded, which is later
  return std::any_of(known.begin(), known.end(),
                     [&](const Days& d) { return d.last <= then.last; });
}

// The claims that a pattern with the test finds, denied ones and branches included.
std::set<std::string> passing(const World& world, const ast::Qualifier& test) {
  const auto word = [](const char* name, const char* value) {
    ast::Qualifier q;
    q.name.text = name;
    q.test = ast::QualifierValues{{{ast::Term{ast::Name{ast::NameForm::id, value, {}, {}}}}}};
    return q;
  };
  ast::Pattern pattern;
  pattern.claim = ast::Variable{"found", std::nullopt, {}};
  pattern.subject = ast::Anything{};
  pattern.link.emplace();
  pattern.link->relation = ast::Path{ast::Anything{}, {}};
  pattern.link->objects = {ast::Anything{}};
  pattern.link->qualifiers = {test, word("polarity", "any"), word("alternative", "any")};
  ast::Stages stages;
  stages.block.clauses.push_back({ast::Match{{pattern}}, {}});
  ast::Query query;
  query.body = stages;
  std::set<std::string> names;
  Choices choices;
  for (const auto& row : evaluate(world, query, {}, choices).rows) names.insert(key_of(world, row[0]));
  return names;
}

template <typename Counts>
void keep(World& world, const Counts& counts) {
  for (std::size_t i = 0; i < world.claims.size(); ++i) {
    Claim& claim = world.claims[i];
    if (!claim.retracted && !counts(claim, i)) claim.retracted = true;
  }
}

bool at_one_time(const Claim& a, const Claim& b) {
  const auto first = [](const Claim& c) {
    const auto since = times(c, "since");
    return since.empty() ? storage::kTimeBegin : since.back().first;
  };
  const auto last = [](const Claim& c) {
    const auto until = times(c, "until");
    return until.empty() ? storage::kTimeEnd : until.back().last;
  };
  return first(a) <= last(b) && first(b) <= last(a);
}

void undisputed(World& world) {
  std::set<std::size_t> disputed;
  for (std::size_t i = 0; i < world.claims.size(); ++i) {
    for (std::size_t j = 0; j < world.claims.size(); ++j) {
      const Claim& a = world.claims[i];
      const Claim& b = world.claims[j];
      const bool same_triple = key_of(world, a.subject) == key_of(world, b.subject) &&
                               a.relation == b.relation &&
                               key_of(world, a.object) == key_of(world, b.object);
      const bool counted = !a.retracted && !b.retracted && !a.alternative && !b.alternative;
      if (counted && same_triple && a.denied != b.denied && at_one_time(a, b)) {
        disputed.insert(i);
      }
    }
  }
  keep(world, [&](const Claim&, std::size_t i) { return !disputed.contains(i); });
}

}  // namespace

World seen(const World& world, const std::vector<ast::Head>& heads) {
  World out = world;
  bool only_undisputed = false;
  // What is retracted was so when it was loaded, which is later than any date that is asked for.
  const bool past = std::any_of(heads.begin(), heads.end(), [](const ast::Head& head) {
    return std::holds_alternative<ast::AsOfHead>(head.node);
  });
  for (Claim& claim : out.claims) claim.retracted = claim.retracted && !past;
  for (const ast::Head& head : heads) {
    if (const auto* at = std::get_if<ast::AtHead>(&head.node)) {
      const Days asked = days_of(date_of(world, at->when));
      keep(out, [&](const Claim& c, std::size_t) { return holds_at(c, asked, at->mode); });
    } else if (const auto* as_of = std::get_if<ast::AsOfHead>(&head.node)) {
      const Days then = days_of(date_of(world, as_of->when));
      keep(out, [&](const Claim& c, std::size_t) { return known_by(c, then); });
    } else if (const auto* use = std::get_if<ast::UsingHead>(&head.node)) {
      for (const ast::Qualifier& test : use->tests) {
        if (test.name.text == "stance") {
          only_undisputed = true;
          continue;
        }
        const auto names = passing(out, test);
        keep(out, [&](const Claim&, std::size_t i) {
          return names.contains(key_of(out, out.claim_term(i)));
        });
      }
    } else {
      throw std::runtime_error("the reference does not know this head");
    }
  }
  if (only_undisputed) undisputed(out);
  out.graph.clear();
  out.finish();
  return out;
}

std::string random_heads(std::uint64_t seed) {
  Random random(seed * 7919 + 11);
  const auto date = [&] {
    return random.one_of(
        {"2024", "2025", "2025-Q1", "2025-02", "2025-02-10", "2025-06", "2025-06-30", "2026-01"});
  };
  const auto test = [&]() -> std::string {
    switch (random.below(9)) {
      case 0: return "certainty >= " + random.one_of({"reported", "stated", "confirmed"});
      case 1: return "status actual";
      case 2: return "source s1";
      case 3: return "source s1 | s2";
      case 4: return "said_by " + random.one_of({"ada", "bob", "cyd"});
      case 5: return "said_by none";
      case 6: return "quantity > 4";
      case 7: return "stance undisputed";
      default: return "to _";
    }
  };
  std::string out;
  const auto add = [&](const std::string& text) { out += (out.empty() ? "" : ", ") + text; };
  if (random.chance(60)) add("using " + test());
  if (random.chance(20)) add("using " + test());
  if (random.chance(40)) {
    const std::string when = date();
    const std::size_t mode = random.below(3);
    add(mode == 0 ? "at " + when : mode == 1 ? "at " + when + " strictly" : "possibly at " + when);
  }
  if (random.chance(35)) add("as of " + date());
  return out;
}

}  // namespace vouch::reference
