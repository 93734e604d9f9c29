// Patterns, claim patterns and paths of random questions.
#include "tests/reference/question.hpp"

namespace vouch::reference {
namespace {

constexpr const char* kEntityNames = "abcd";
constexpr auto kSteps = {"likes", "liked_by", "adores", "near", "touches", "owns", "dislikes"};

}  // namespace

std::string Question::entity(Scope& scope, bool kinds) {
  const std::size_t form = random_.below(20);
  if (form == 0) return "_";
  if (form < 4) {
    return random_.one_of({"ada", "bob", "cyd", "dot", "[Eve Ada]", "fay", "[lady a]",
                           "[Point : gauge]", "$who", "<https://vouch.example/id/bob>", "own:cyd"});
  }
  std::string name = std::string("?") + kEntityNames[random_.below(4)];
  const auto bound = scope.of(kEntityNames);
  if (!bound.empty() && random_.chance(50)) name = random_.one_of(bound);
  scope.add(name);
  if (kinds && random_.chance(10))
    name += ":" + random_.one_of({"thing", "tool", "gauge", "place"});
  return name;
}

std::string Question::pattern(Scope& scope) {
  const std::size_t form = random_.below(20);
  if (form < 5) return from_facts(scope);
  if (form < 9) {
    const std::string out = entity(scope, true) + " " + link(scope);
    return random_.chance(15) ? out + " and " + link(scope) : out;
  }
  if (form < 14) return claimed(scope);
  if (form < 17) return path_pattern(scope);
  if (form == 17) {
    const std::string name = std::string("?") + kEntityNames[random_.below(4)];
    scope.add(name);
    return name + ":" + random_.one_of({"thing", "tool", "gauge", "place"});
  }
  const auto claims = scope.of("k");
  if (form == 18 && !claims.empty()) return about_claim(scope, random_.one_of(claims));
  std::string out = entity(scope, false);
  if (random_.chance(50)) {
    scope.add("?z");
    return out + " is_a ?z";
  }
  return out + " is_a " + random_.one_of({"thing", "tool", "gauge | place"});
}

// One end of a fact: a variable that may hold it, the entity itself, or `_`.
std::string Question::end(Scope& scope, const Term& term, const char* variables) {
  const std::string name = name_of(world_, term);
  if (random_.chance(10)) return "_";
  if (world_.entity(term) != nullptr && random_.chance(25)) return name;
  const std::string letters = name.empty() ? "m" : variables;
  std::string out = std::string("?") + letters[random_.below(letters.size())];
  scope.add(out);
  return out;
}

// A pattern that at least one fact answers.
std::string Question::from_facts(Scope& scope) {
  if (world_.graph.empty()) return "?a likes ?b";
  const Triple& triple = random_.one_of(world_.graph);
  if (triple.relation == "is_a" || triple.relation == "label") {
    const std::string value = triple.relation == "label" ? "?s0" : "?z";
    scope.add("?a");
    scope.add(value);
    return "?a " + triple.relation + " " + value;
  }
  const bool claim = world_.claim(triple.subject) != nullptr;
  const std::string subject = claim ? "?k" : end(scope, triple.subject, "abcd");
  if (claim) scope.add("?k");
  if (triple.said && random_.chance(15)) {
    scope.add("?r");
    return subject + " ?r " + end(scope, triple.object, "abcd");
  }
  // What the relation's range tells is told by the name; only `owns` and `to` may hold anything.
  const bool anything = triple.relation == "owns" || triple.relation == "to";
  const bool text = triple.object.as<storage::Text>() != nullptr;
  std::string name;
  if (anything)
    name = end(scope, triple.object, "abcd");
  else if (triple.object.as<storage::Quantity>() != nullptr)
    name = triple.relation == "span" ? "?x0" : "?q";
  else if (triple.object.as<storage::Date>() != nullptr)
    name = "?t";
  else if (text)
    name = "?s0";
  else
    name = world_.entity(triple.object) != nullptr ? end(scope, triple.object, "abcd") : "?x0";
  if (name[0] == '?') scope.add(name);
  return subject + " " + triple.relation + " " + name;
}

std::string Question::about_claim(Scope& scope, const std::string& claim) {
  static const std::vector<std::pair<const char*, const char*>> kAsked = {
      {"quantity", "?q"}, {"to", "?m"},    {"source", "?x0"}, {"said_by", "?c"},
      {"until", "?t"},    {"since", "?t"}, {"known", "?t"},   {"locator", "?s0"}};
  const auto& [relation, name] = random_.one_of(kAsked);
  scope.add(name);
  const std::string out = claim + " " + relation + " " + name;
  if (std::string_view(relation) != "source" || random_.chance(50)) return out;
  static const std::vector<std::pair<const char*, const char*>> kFields = {{"published", "?t"},
                                                                           {"title", "?s0"},
                                                                           {"copy_of", "?b"},
                                                                           {"author", "?s0"},
                                                                           {"publisher", "?b"}};
  const auto& [field, value] = random_.one_of(kFields);
  scope.add(value);
  return out + ", ?x0 " + field + " " + value;
}

std::string Question::link(Scope& scope) {
  const std::size_t form = random_.below(12);
  if (form == 0) {
    scope.add("?r");
    scope.add("?m");
    return "?r ?m";
  }
  if (form == 1) {
    scope.add("?r");
    return "?r " + entity(scope, false);
  }
  if (form == 2) return "_ " + entity(scope, false);
  if (form == 3) {
    const std::string value =
        random_.one_of({"?q", "?q", "?w", "5", "5 units", "_", "2 km", "~5", "7 units | 5", "$much",
                        "2000 m", "0.35", "1.5 hours", "2_500 units", "3..7 units"});
    if (value[0] == '?') scope.add(value);
    return "weighs " + value;
  }
  if (form == 4) {
    const std::string value =
        random_.one_of({"?t", "?t", "2025", "2025-02", "_", "$when", "..2025-02"});
    if (value[0] == '?') scope.add(value);
    return "opened " + value;
  }
  const std::string relation = random_.one_of(kSteps) + " ";
  if (random_.chance(15)) return relation + "ada | bob" + (random_.chance(30) ? " | dot" : "");
  if (random_.chance(8)) return relation + random_.one_of({"\"x\"", "\"x\"@en", "true"});
  return relation + entity(scope, true);
}

std::string Question::claimed(Scope& scope) {
  std::string out;
  if (random_.chance(65)) {
    out = "claim ?k = ";
    scope.add("?k");
  }
  std::vector<std::string> ends;  // variables this pattern binds itself
  const auto bound_end = [&](bool kinds) {
    std::string name = entity(scope, kinds);
    if (name[0] == '?') ends.push_back(name.substr(0, 2));
    return name;
  };
  out += bound_end(true) + " ";
  const std::string relation = random_.one_of(
      {"likes", "liked_by", "adores", "near", "owns", "dislikes", "_", "_", "?r", "?r", "weighs"});
  if (relation[0] == '?') scope.add(relation);
  out += relation + " ";
  if (relation == "weighs") {
    const std::string value = random_.one_of({"?q", "?q", "5", "_", "$much"});
    if (value[0] == '?') scope.add(value);
    out += value;
  } else {
    out += random_.chance(15) ? "ada | cyd" : random_.chance(30) ? "_" : bound_end(false);
  }
  const std::size_t count = out.starts_with("claim") ? random_.below(3) : 1 + random_.below(2);
  std::string list;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string one = qualifier(scope, ends);
    const bool again = one.starts_with("polarity") && list.find("polarity") != std::string::npos;
    if (!again) list += (list.empty() ? "" : ", ") + one;
  }
  return list.empty() ? out : out + " (" + list + ")";
}

std::string Question::qualifier(Scope& scope, const std::vector<std::string>& ends) {
  const auto named = [&](const std::string& qualifier, const char* name) {
    scope.add(name);
    return qualifier + " " + name;
  };
  switch (random_.below(23)) {
    case 0: return named("quantity", "?q");
    case 1:
      return "quantity " +
             random_.one_of({"> 4", "5", "3..7 units", "none", "= $much", "in 2..8", "<= 1 km",
                             "~5", "in (5, 7 units)", "5 | 7", "in 1..4 hours"});
    case 2: return named("to", "?m");
    case 3: return "to " + random_.one_of({"_", "none", "ada | 5", "$who"});
    case 4: return "to " + entity(scope, false);
    case 5: return "to in (ada, 5)";
    case 6:
    case 7:
    case 8:
    case 9: return time_qualifier(scope);
    case 10:
      return "certainty " + random_.one_of({">= reported", "suspected | confirmed", "< stated",
                                            "in (stated, reported)", "stated"});
    case 11: return named("certainty", "?x0");
    case 12: return random_.chance(50) ? named("status", "?x0") : "status planned";
    case 13: return "polarity " + random_.one_of({"any", "denied", "affirmed"});
    case 14: return "source " + random_.one_of({"s1", "s2", "s1 | s3", "in (s1, s2)", "none", "_"});
    case 15: return named("source", "?x0");
    case 16:
    case 17:
    case 18: return speakers(scope, ends);
    case 19: return random_.chance(40) ? named("alternative", "?s0") : "alternative any";
    case 20:
      return random_.chance(40)
                 ? named("locator", "?s0")
                 : "locator " +
                       random_.one_of({"\"p1\"", "none", "starts with \"p\"", "_",
                                       "contains \"table\"", "~= \"P1\"", "matches /[12]/"});
    default:
      return random_.one_of({"quote _", "quote none", "quote contains \"so\"",
                             "quote matches /^so/i", "span 0..20", "span _", "span >= 5",
                             "quote \"So it is\" | \"x\"", "quote ends with \".\"",
                             "quote ends with \"is\"", "locator ends with \"1\""});
  }
}

std::string Question::time_qualifier(Scope& scope) {
  const std::string name = random_.one_of({"since", "until", "during", "known", "said_on"}) + " ";
  const std::size_t form = random_.below(9);
  if (form == 0) {
    scope.add("?t");
    return name + "?t";
  }
  if (form == 1 || form == 2) return name + random_.one_of({"none", "none", "_"});
  const std::string when = random_.one_of({"2025", "2025-Q1", "2025-H2", "2024", "2025-02",
                                           "2025-01..2025-06", "..2025-02", "2025-03..", "~2025-06",
                                           "2025-06-15", "$when", "2025-02-10T12:30:00Z"});
  if (form < 5) return name + when;
  if (form == 5) return name + "in (2025, 2025-02, " + when + ")";
  if (form == 6) return name + "in " + when;
  return name + random_.one_of({"=", "!=", "<", "<=", ">", ">="}) + " " + when;
}

// Names in a chain, or beside another speaker, test and do not bind: they are the pattern's own
// ends.
std::string Question::speakers(Scope& scope, const std::vector<std::string>& ends) {
  const auto one = [&] {
    return !ends.empty() && random_.chance(35)
               ? random_.one_of(ends)
               : random_.one_of({"ada", "bob", "cyd", "dot", "[Eve Ada]", "$who"});
  };
  switch (random_.below(7)) {
    case 0: return "said_by none";
    case 1: return "said_by _";
    case 2: {
      scope.add("?c");
      return "said_by ?c";
    }
    case 3: return "said_by " + entity(scope, true);
    case 4: return "said_by " + one() + " | " + one();
    case 5: return "said_by " + one() + " > " + one() + (random_.chance(30) ? " | " + one() : "");
    default: return "said_by " + one() + " > " + one() + (random_.chance(20) ? " > " + one() : "");
  }
}

// ------------------------------------------------------------------------------------------ paths

std::string Question::path_pattern(Scope& scope) {
  const std::string subject = entity(scope, true);
  const std::string relation = path(2);
  return subject + " " + relation + " " + entity(scope, true);
}

std::string Question::path(std::size_t depth) {
  const std::size_t form = depth == 0 ? 0 : random_.below(6);
  if (form == 1) return path(depth - 1) + "/" + path_atom(depth);
  if (form == 2) return path_atom(depth) + "|" + path_atom(depth);
  if (form == 3) return "^" + path_atom(depth);
  if (form == 4)
    return "(" + path(depth - 1) + "|" + path(depth - 1) + ")" + random_.one_of({"+", "*", "?"});
  return path_atom(depth);
}

std::string Question::path_atom(std::size_t depth) {
  const std::string step = random_.one_of(kSteps);
  switch (random_.below(depth == 0 ? 3 : 12)) {
    case 0: return step + "+";
    case 1: return step + "*";
    case 2: return step + "?";
    case 3: return step + "{" + random_.one_of({"2", "1,2", "2,", ",2", "0,1"}) + "}";
    case 4: return "(" + path(depth - 1) + ")";
    case 5:
      return random_.one_of({"!likes", "!owns", "!(likes|^near)", "!^owns", "!(adores|near)"});
    case 6: return "_";
    case 7: return "(" + path(depth - 1) + ")+";
    default: return step;
  }
}

}  // namespace vouch::reference
