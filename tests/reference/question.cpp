#include "tests/reference/question.hpp"

#include <algorithm>

namespace vouch::reference {
namespace {

constexpr const char* kEntityNames = "abcd";

}  // namespace

void Scope::add(const std::string& name) {
  if (!has(name)) names.push_back(name);
}
bool Scope::has(const std::string& name) const {
  return std::find(names.begin(), names.end(), name) != names.end();
}
std::vector<std::string> Scope::of(std::string_view letters) const {
  std::vector<std::string> out;
  for (const auto& name : names) {
    if (letters.find(name[1]) != std::string_view::npos) out.push_back(name);
  }
  return out;
}

std::string Question::some(const Scope& scope, std::string_view letters, const std::string& otherwise) {
  const auto names = scope.of(letters);
  return names.empty() ? otherwise : random_.one_of(names);
}

std::string Question::text() {
  Scope scope;
  const std::string body = clauses(scope, 2, false);
  return body + result(scope, true);
}

// ---------------------------------------------------------------------------------------- clauses

std::string Question::clauses(Scope& scope, std::size_t depth, bool block) {
  std::string out;
  if (!block && random_.chance(10)) {
    out = loop(scope) + " ";
    out += match(scope, 2);
  } else if (!block && random_.chance(8)) {
    out = either(scope, depth) ;
  } else {
    out = match(scope, depth == 2 ? 3 : 2);
    if (block) out = out.substr(6);  // `match` may be left out after `{`
  }
  const std::size_t count = random_.below(depth == 2 ? 4 : 2);
  for (std::size_t i = 0; i < count; ++i) out += "\n " + clause(scope, depth);
  return out;
}

std::string Question::match(Scope& scope, std::size_t most) {
  std::string out = "match ";
  const std::size_t count = 1 + random_.below(most);
  for (std::size_t i = 0; i < count; ++i) out += (i > 0 ? ", " : "") + pattern(scope);
  return out;
}

std::string Question::clause(Scope& scope, std::size_t depth) {
  switch (random_.below(depth == 0 ? 4 : 16)) {
    case 0:
    case 1:
    case 2: return "where " + truth(scope, depth);
    case 3: return let(scope, depth);
    case 4: return match(scope, 1);
    case 5:
    case 6: return "maybe " + block(scope, depth - 1);
    case 7:
    case 8: {
      Scope inner = scope;
      return "not " + block(inner, depth - 1);
    }
    case 9:
    case 10: return either(scope, depth - 1);
    case 11: return loop(scope);
    case 12: return group(scope);
    case 13:
      if (scope.names.empty()) return "where true";
      return random_.chance(50) ? top(scope) : cut(scope);
    case 14: return with(scope);
    default: return nested(scope, depth - 1);
  }
}

std::string Question::block(Scope& scope, std::size_t depth) {
  const Scope outer = scope;
  std::string out = "{ " + clauses(scope, depth, true);
  if (random_.chance(10)) {
    Scope own = scope;
    out += result(own, false);
    for (const auto& name : outer.names) scope.add(name);
    scope = outer;
    for (const auto& name : own.names) scope.add(name);
  }
  // What a group or `with` inside leaves is added to the outer names.
  Scope all = outer;
  for (const auto& name : scope.names) all.add(name);
  scope = all;
  return out + " }";
}

std::string Question::either(Scope& scope, std::size_t depth) {
  std::string out = "either ";
  const Scope outer = scope;
  Scope all = scope;
  const std::size_t count = 2 + random_.below(2);
  for (std::size_t i = 0; i < count; ++i) {
    Scope branch = outer;
    out += (i > 0 ? " or " : "") + block(branch, depth == 0 ? 0 : depth - 1);
    for (const auto& name : branch.names) all.add(name);
  }
  scope = all;
  return out;
}

std::string Question::nested(Scope& scope, std::size_t depth) {
  Scope own;
  std::string out = "{ match " + clauses(own, depth, true);
  out += result(own, false) + " }";
  for (const auto& name : own.names) scope.add(name);
  return out;
}

std::string Question::loop(Scope& scope) {
  const std::size_t form = random_.below(4);
  if (form == 0 && !scope.has("?a")) {
    scope.add("?a");
    return "for ?a in (ada, bob, bob)";
  }
  if (form == 1) {
    const std::string name = fresh('n');
    const std::string out = "for " + name + " in (1, " + number(scope, 0) + ", 5 units)";
    scope.add(name);
    return out;
  }
  if (form == 2 && !scope.has("?b")) {
    const std::string name = fresh('n');
    scope.add("?b");
    scope.add(name);
    return "for (?b, " + name + ") in ((cyd, 1), (dot, 2), (cyd, 1))";
  }
  const auto claims = scope.of("k");
  const std::string name = fresh('x');
  const std::string out =
      "for " + name + " in " + (claims.empty() ? "(\"x\", 5, ada)" : random_.one_of(claims) + ".to");
  scope.add(name);
  return out;
}

std::string Question::aggregate(const Scope& scope) {
  const std::string one = some(scope, "abcdqwntkxms", "1");
  const std::string numeric = number(scope, 0);
  switch (random_.below(12)) {
    case 0: return "count(*)";
    case 1: return "count(" + one + ")";
    case 2: return "count(distinct " + one + ")";
    case 3: return "sum(" + numeric + ")";
    case 4: return "avg(" + numeric + ")";
    case 5: return "min(" + numeric + ")";
    case 6: return "max(" + numeric + ")";
    case 7: return "list(" + one + " order by " + one + ")";
    case 8: return "list(distinct " + one + " order by " + one + " desc limit 2)";
    case 9: return "first(" + one + " order by " + one + ")";
    case 10: return "median(" + numeric + ")";
    default: return "any(" + some(scope, kEntityNames, "ada") + " = ada)";
  }
}

std::string Question::group(Scope& scope) {
  Scope after;
  std::string out = "group by ";
  const std::string key = some(scope, "abcdqtrkznxm", "");
  if (key.empty() || random_.chance(10)) {
    const std::string name = fresh('x');
    out += "id(" + some(scope, kEntityNames, "ada") + ") as " + name;
    after.add(name);
  } else {
    out += key;
    after.add(key);
    const std::string other = some(scope, "abcdnx", key);
    if (other != key && random_.chance(30)) {
      out += ", " + other;
      after.add(other);
    }
  }
  const std::size_t count = random_.below(3);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string text = aggregate(scope);
    const bool list = text.starts_with("list") || text.starts_with("first") || text.starts_with("any");
    const std::string name = fresh(list ? 'x' : 'n');
    out += (i > 0 ? ", " : ": ") + text + " as " + name;
    after.add(name);
  }
  scope = after;
  return out;
}

std::string Question::top(Scope& scope) {
  std::string out = "top " + std::to_string(1 + random_.below(3)) + " by ";
  // All names, so that the cut is certain.
  std::vector<std::string> keys = scope.names;
  for (std::size_t i = keys.size(); i > 1; --i) std::swap(keys[i - 1], keys[random_.below(i)]);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    out += (i > 0 ? ", " : "") + keys[i] + (random_.chance(30) ? " asc" : "");
  }
  if (random_.chance(30)) out += " per " + random_.one_of(scope.names);
  return out;
}

std::string Question::cut(Scope& scope) {
  std::string out = "order by ";
  std::vector<std::string> keys = scope.names;
  for (std::size_t i = keys.size(); i > 1; --i) std::swap(keys[i - 1], keys[random_.below(i)]);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    out += (i > 0 ? ", " : "") + keys[i] + (random_.chance(30) ? " desc" : "");
  }
  out += " limit " + std::to_string(random_.below(4));
  if (random_.chance(40)) out += " offset " + std::to_string(random_.below(3));
  return out;
}

std::string Question::with(Scope& scope) {
  Scope after;
  std::string out = std::string("with ") + (random_.chance(40) ? "distinct " : "");
  for (const auto& name : scope.names) {
    if (!random_.chance(60)) continue;
    out += (after.names.empty() ? "" : ", ") + name;
    after.add(name);
  }
  if (after.names.empty()) {
    const std::string name = fresh('n');
    out += (random_.chance(50) ? std::string("count(*)") : "1") + " as " + name;
    after.add(name);
  }
  scope = after;
  return out;
}

std::string Question::let(Scope& scope, std::size_t depth) {
  const bool text = random_.chance(30);
  const std::string value = text ? words(scope) : number(scope, depth);
  const std::string name = fresh(text ? 's' : 'n');
  scope.add(name);
  return "let " + name + " = " + value;
}

std::string Question::result(Scope& scope, bool outermost) {
  if (outermost && random_.chance(20)) return "";
  Scope after;
  std::string out = "\n return ";
  if (random_.chance(12)) {
    const std::string text = aggregate(scope);
    const std::string name = fresh('x');
    after.add(name);
    scope = after;
    return out + text + " as " + name;
  }
  const bool distinct = random_.chance(30);
  if (distinct) out += "distinct ";
  for (const auto& name : scope.names) {
    if (!random_.chance(65)) continue;
    out += (after.names.empty() ? "" : ", ") + name;
    after.add(name);
  }
  if (after.names.empty() || random_.chance(15)) {
    const std::string name = fresh('x');
    out += (after.names.empty() ? "" : ", ") + any_value(scope, 1) + " as " + name;
    after.add(name);
  }
  if (outermost && random_.chance(40)) {
    const auto& keys = distinct ? after : scope;
    std::string key = keys.names.empty() ? after.names[0] : random_.one_of(keys.names);
    out += " order by " + key + (random_.chance(30) ? " desc" : "");
    if (random_.chance(30)) out += ", " + random_.one_of(after.names);
    if (random_.chance(40)) out += " limit " + std::to_string(random_.below(4));
    if (random_.chance(20)) out += " offset " + std::to_string(random_.below(3));
  }
  scope = after;
  return out;
}

// --------------------------------------------------------------------------------------- patterns

std::string Question::entity(Scope& scope, bool kinds) {
  const std::size_t form = random_.below(20);
  if (form == 0) return "_";
  if (form < 4) return random_.one_of({"ada", "bob", "cyd", "dot", "[Eve Ada]", "fay"});
  std::string name = std::string("?") + kEntityNames[random_.below(4)];
  const auto bound = scope.of(kEntityNames);
  if (!bound.empty() && random_.chance(50)) name = random_.one_of(bound);
  scope.add(name);
  if (kinds && random_.chance(10)) name += ":" + random_.one_of({"thing", "tool", "gauge", "place"});
  return name;
}

std::string Question::pattern(Scope& scope) {
  const std::size_t form = random_.below(20);
  if (form < 9) return plain(scope);
  if (form < 14) return claimed(scope);
  if (form < 17) return path_pattern(scope);
  if (form == 17) {
    const std::string name = std::string("?") + kEntityNames[random_.below(4)];
    scope.add(name);
    return name + ":" + random_.one_of({"thing", "tool", "gauge", "place"});
  }
  const auto claims = scope.of("k");
  if (form == 18 && !claims.empty()) {
    const std::string claim = random_.one_of(claims);
    if (random_.chance(50)) {
      scope.add("?q");
      return claim + " quantity ?q";
    }
    scope.add("?m");
    return claim + " to ?m";
  }
  std::string out = entity(scope, false);
  if (random_.chance(50)) {
    scope.add("?z");
    return out + " is_a ?z";
  }
  return out + " is_a " + random_.one_of({"thing", "tool", "gauge | place"});
}

std::string Question::plain(Scope& scope) {
  std::string out = entity(scope, true);
  const std::size_t form = random_.below(12);
  if (form == 0) {
    scope.add("?r");
    scope.add("?m");
    return out + " ?r ?m";
  }
  if (form == 1) {
    scope.add("?r");
    return out + " ?r " + entity(scope, false);
  }
  if (form == 2) return out + " _ " + entity(scope, false);
  if (form == 3) {
    const std::string value = random_.one_of({"?q", "?w", "5", "5 units", "_", "2 km", "~5", "7 units | 5"});
    if (value[0] == '?') scope.add(value);
    return out + " weighs " + value;
  }
  if (form == 4) {
    const std::string value = random_.one_of({"?t", "2025", "2025-02", "_"});
    if (value[0] == '?') scope.add(value);
    return out + " opened " + value;
  }
  out += " " + random_.one_of({"likes", "liked_by", "adores", "near", "touches", "owns"}) + " ";
  if (random_.chance(15)) return out + "ada | bob" + (random_.chance(30) ? " | dot" : "");
  if (random_.chance(8)) return out + "\"x\"";
  return out + entity(scope, true);
}

std::string Question::claimed(Scope& scope) {
  std::string out;
  if (random_.chance(50)) {
    out = "claim ?k = ";
    scope.add("?k");
  }
  out += entity(scope, true) + " ";
  const std::string relation =
      random_.one_of({"likes", "liked_by", "adores", "near", "owns", "_", "?r", "weighs"});
  if (relation[0] == '?') scope.add(relation);
  out += relation + " ";
  if (relation == "weighs") {
    const std::string value = random_.one_of({"?q", "5", "_"});
    if (value[0] == '?') scope.add(value);
    out += value;
  } else {
    out += random_.chance(15) ? "ada | cyd" : entity(scope, false);
  }
  const std::size_t count = out.starts_with("claim") ? random_.below(3) : 1 + random_.below(2);
  std::string list;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string one = qualifier(scope);
    const bool again = one.starts_with("polarity") && list.find("polarity") != std::string::npos;
    if (!again) list += (list.empty() ? "" : ", ") + one;
  }
  return list.empty() ? out : out + " (" + list + ")";
}

std::string Question::qualifier(Scope& scope) {
  const auto named = [&](const std::string& qualifier, const char* name) {
    scope.add(name);
    return qualifier + " " + name;
  };
  switch (random_.below(26)) {
    case 0: return named("quantity", "?q");
    case 1: return "quantity > 4";
    case 2: return "quantity 5";
    case 3: return "quantity 3..7 units";
    case 4: return "quantity none";
    case 5: return named("to", "?m");
    case 6: return "to " + entity(scope, false);
    case 7: return "to in (ada, 5)";
    case 8: return "to _";
    case 9: return "during 2025";
    case 10: return "since 2025-Q1";
    case 11: return "since >= 2025-01";
    case 12: return named("until", "?t");
    case 13: return "until none";
    case 14: return "certainty >= reported";
    case 15: return "certainty suspected | confirmed";
    case 16: return "status planned";
    case 17: return "polarity any";
    case 18: return "polarity denied";
    case 19: return "source s1";
    case 20: return named("source", "?x0");
    case 21: return "said_by " + entity(scope, false);
    case 22: {
      const std::string first = random_.one_of({"ada", "bob", "cyd"});  // names in chains do not bind yet
      return "said_by " + first + " > " + random_.one_of({"ada", "bob", "dot"});
    }
    case 23: return "said_by none";
    case 24: return "alternative any";
    default: return "known < 2025-03";
  }
}

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
  if (form == 4) return "(" + path(depth - 1) + "|" + path(depth - 1) + ")" + random_.one_of({"+", "*", "?"});
  return path_atom(depth);
}

std::string Question::path_atom(std::size_t depth) {
  const std::string step = random_.one_of({"likes", "liked_by", "adores", "near", "touches", "owns"});
  switch (random_.below(depth == 0 ? 3 : 12)) {
    case 0: return step + "+";
    case 1: return step + "*";
    case 2: return step + "?";
    case 3: return step + "{" + random_.one_of({"2", "1,2", "2,", ",2", "0,1"}) + "}";
    case 4: return "(" + path(depth - 1) + ")";
    case 5: return random_.one_of({"!likes", "!owns", "!(likes|^near)", "!^owns", "!(adores|near)"});
    case 6: return "_";
    case 7: return "(" + path(depth - 1) + ")+";
    default: return step;
  }
}

// ------------------------------------------------------------------------------------ expressions

std::string Question::number(const Scope& scope, std::size_t depth) {
  const auto claims = scope.of("k");
  switch (random_.below(depth == 0 ? 5 : 9)) {
    case 0: return random_.one_of({"1", "5", "5 units", "~7 units", "2.5", "1 km", "4..6 units"});
    case 1:
    case 2: return some(scope, "qwn", "3");
    case 3: return some(scope, "n", "2") + random_.one_of({" + 1", " * 2", " - 5", " / 2", " % 3"});
    case 4: return claims.empty() ? some(scope, "qw", "4 units") : random_.one_of(claims) + ".quantity";
    case 5: return "coalesce(" + some(scope, "qwn", "1") + ", 0)";
    case 6: return "if(" + truth(scope, depth - 1) + ", 1, " + some(scope, "qw", "2") + ")";
    case 7: {
      Scope inner = scope;
      return "count " + block(inner, depth - 1);
    }
    default: return "(" + number(scope, depth - 1) + ") + " + number(scope, depth - 1);
  }
}

std::string Question::words(const Scope& scope) {
  const std::string one = some(scope, kEntityNames, "ada");
  switch (random_.below(5)) {
    case 0: return "label(" + one + ")";
    case 1: return "upper(label(" + one + "))";
    case 2: return "id(" + one + ")";
    case 3: return some(scope, "s", "\"Ada\"");
    default: return "\"a\"";
  }
}

std::string Question::any_value(const Scope& scope, std::size_t depth) {
  const auto claims = scope.of("k");
  switch (random_.below(5)) {
    case 0: return words(scope);
    case 1: return some(scope, "abcdqwntkxm", "1");
    case 2: return "(" + truth(scope, depth) + ")";
    case 3:
      if (!claims.empty()) return random_.one_of(claims) + "." + random_.one_of({"to", "certainty", "said_by", "source"});
      return number(scope, depth);
    default: return number(scope, depth);
  }
}

namespace {

// Two constants of different dimensions are refused before running: the right one takes the left's unit.
std::string comparable(const std::string& left, const std::string& right) {
  const auto unit = [](const std::string& text) -> std::string {
    for (const char* word : {"km", "units"}) {
      if (text.ends_with(std::string(" ") + word) && text.find_first_of("(?") == std::string::npos) return word;
    }
    return {};
  };
  const bool differ = !unit(left).empty() && !unit(right).empty() && unit(left) != unit(right);
  return differ ? "3 " + unit(left) : right;
}

}  // namespace

std::string Question::comparison(const Scope& scope, std::size_t depth) {
  const auto numbers = [&](const std::string& by, std::size_t deep) {
    const std::string left = number(scope, deep);
    return left + by + comparable(left, number(scope, deep));
  };
  const std::string op = random_.one_of({" = ", " != ", " < ", " <= ", " > ", " >= "});
  const std::string one = some(scope, kEntityNames, "ada");
  switch (random_.below(12)) {
    case 0:
    case 1: return numbers(op, depth);
    case 2: return "possibly(" + numbers(op, 0) + ")";
    case 3: return one + random_.one_of({" = ", " != "}) + some(scope, kEntityNames, "bob");
    case 4: return one + random_.one_of({" in ", " not in "}) + "(ada, cyd, " + some(scope, kEntityNames, "fay") + ")";
    case 5: return one + random_.one_of({" is_a ", " not is_a "}) + random_.one_of({"thing", "tool | place", "gauge"});
    case 6: return some(scope, "t", "2025-02") + op + random_.one_of({"2025-02-10", "2025", "2025-Q1"});
    case 7: return some(scope, "t", "2025-02") + " in " + random_.one_of({"2025-Q1", "2025-01..2025-06"});
    case 8: return words(scope) + random_.one_of({" contains ", " starts with ", " ends with ", " not contains "}) + "\"a\"";
    case 9: return words(scope) + " matches /" + random_.one_of({"^[AB]", "a$", "."}) + "/";
    case 10: return number(scope, 0) + " in (1, 5, " + some(scope, "qwn", "7") + ")";
    default: {
      const auto names = scope.of("m");  // may hold anything, so that anything may be compared with it
      if (names.empty()) return "true";
      return random_.one_of(names) + random_.one_of({" = ", " != "}) + random_.one_of({"5", "\"x\"", "ada"});
    }
  }
}

std::string Question::truth(const Scope& scope, std::size_t depth) {
  const std::size_t form = random_.below(depth == 0 ? 7 : 12);
  if (form < 7) return comparison(scope, depth == 0 ? 0 : depth - 1);
  if (form == 7) return "not (" + truth(scope, depth - 1) + ")";
  if (form == 8) return "(" + truth(scope, depth - 1) + " and " + truth(scope, depth - 1) + ")";
  if (form == 9) return "(" + truth(scope, depth - 1) + " or " + truth(scope, depth - 1) + ")";
  Scope inner = scope;
  return std::string(form == 10 ? "exists " : "not exists ") + block(inner, depth - 1);
}

}  // namespace vouch::reference
