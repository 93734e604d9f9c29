#include "tests/reference/question.hpp"

#include <algorithm>
#include <utility>

#include "parser/parse.hpp"
#include "tests/reference/choices.hpp"

namespace vouch::reference {

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

std::string Question::some(const Scope& scope, std::string_view letters,
                           const std::string& otherwise) {
  const auto names = scope.of(letters);
  return names.empty() ? otherwise : random_.one_of(names);
}

// ----------------------------------------------------------------------------------------- growth

std::string Question::text() {
  grown_ = random_.chance(70);
  Scope scope;
  std::string body;
  start(body, scope);
  const std::size_t count = random_.below(4);
  for (std::size_t i = 0; i < count; ++i) {
    grow(body, scope, [this](Scope& s) { return "\n " + clause(s, 2); });
  }
  grow(body, scope, [this](Scope& s) { return result(s, true); });
  return body;
}

// Adds a part; one that leaves no row is written anew a few times, then left out.
void Question::grow(std::string& body, Scope& scope, const Write& write) {
  for (int tries = 0; tries < 4; ++tries) {
    Scope next = scope;
    const std::string more = write(next);
    const bool kept = !grown_ || has_rows(body + more);
    if (!kept && !(body.empty() && tries == 3)) continue;
    body += more;
    scope = next;
    return;
  }
}

bool Question::has_rows(const std::string& question) const {
  const auto parsed = parser::parse_script(SourceText("question", question + ";"));
  if (!parsed.problems.empty() || parsed.script.statements.size() != 1) return true;  // shows later
  const auto* statement = std::get_if<ast::QueryStatement>(&parsed.script.statements[0].node);
  if (statement == nullptr) return true;
  Choices choices;
  try {
    return !evaluate(world_, statement->query, parameters_in(world_), choices).rows.empty();
  } catch (const std::runtime_error&) {  // too many rows
    return false;
  }
}

// ---------------------------------------------------------------------------------------- clauses

void Question::start(std::string& body, Scope& scope) {
  const std::size_t form = random_.below(20);
  if (form < 2) {
    grow(body, scope, [this](Scope& s) { return loop(s); });
  } else if (form < 4) {
    grow(body, scope, [this](Scope& s) { return either(s, 1); });
  } else if (form == 4) {
    grow(body, scope, [this](Scope& s) { return let(s, 0); });
  } else if (form == 5) {
    grow(body, scope, [this](Scope& s) { return nested(s, 1); });
  }
  if (form > 5 || random_.chance(70)) {
    const std::size_t before = body.size();
    grow(body, scope,
         [&](Scope& s) { return (body.empty() ? "match " : "\n match ") + pattern(s); });
    const std::size_t more = random_.below(3);
    for (std::size_t i = 0; i < more && body.size() > before; ++i) {
      grow(body, scope, [&](Scope& s) {
        const std::string first = pattern(s);
        return random_.one_of({", ", ", ", " and "}) + first;
      });
    }
  }
}

std::string Question::clauses(Scope& scope, std::size_t depth) {
  std::string out = match(scope, depth == 2 ? 3 : 2);
  const std::size_t count = random_.below(2);
  for (std::size_t i = 0; i < count; ++i) out += "\n " + clause(scope, depth);
  return out;
}

// Without the word.
std::string Question::match(Scope& scope, std::size_t most) {
  std::string out = pattern(scope);
  const std::size_t count = random_.below(most);
  for (std::size_t i = 0; i < count; ++i) out += ", " + pattern(scope);
  return out;
}

std::string Question::clause(Scope& scope, std::size_t depth) {
  switch (random_.below(depth == 0 ? 4 : 19)) {
    case 0:
    case 1:
    case 2:
    case 18: return "where " + folding([&] { return truth(scope, depth); });
    case 3:
    case 17: return let(scope, depth);
    case 4: return "match " + match(scope, 1);
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
    case 14:
      if (scope.names.empty()) return "where true";
      return random_.chance(50) ? top(scope) : cut(scope);
    case 15: return with(scope);
    default: return nested(scope, depth - 1);
  }
}

std::string Question::block(Scope& scope, std::size_t depth) {
  const bool before = std::exchange(folding_, false);
  ++blocks_;
  const Scope outer = scope;
  std::string out = "{ " + clauses(scope, depth);
  if (random_.chance(15)) {
    Scope own = scope;
    out += result(own, false);
    scope = own;
  }
  // What a group or `with` inside leaves is added to the outer names.
  Scope all = outer;
  for (const auto& name : scope.names) all.add(name);
  scope = all;
  folding_ = before;
  --blocks_;
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
  std::string out = "{ match " + clauses(own, depth);
  out += result(own, false) + " }";
  for (const auto& name : own.names) scope.add(name);
  return out;
}

std::string Question::loop(Scope& scope) {
  const std::size_t form = random_.below(6);
  if (form == 0 && !scope.has("?a")) {
    scope.add("?a");
    return random_.one_of(
        {"for ?a in (ada, bob, bob)", "for ?a in ($who, own:cyd, [Point : place])"});
  }
  if (form == 1) {
    const std::string name = fresh('n');
    const std::string out = "for " + name + " in (1, " + number(scope, 0) + ", 5 units, $n)";
    scope.add(name);
    return out;
  }
  if (form == 2 && !scope.has("?b")) {
    const std::string name = fresh('n');
    scope.add("?b");
    scope.add(name);
    return "for (?b, " + name + ") in ((cyd, 1), (dot, 2), (cyd, 1))";
  }
  const std::string name = fresh('x');
  std::string out = "for " + name + " in ";
  const auto claims = scope.of("k");
  if (form == 3)
    out += list(scope);
  else if (claims.empty())
    out += "(\"x\", 5, ada)";
  else
    out += random_.one_of(claims) + random_.one_of({".to", ".said_by", ".quantity", ".source"});
  scope.add(name);
  return out;
}

// What follows the value inside an aggregate, where the answer is certain whatever the order of
// rows.
std::string Question::inside(const Scope& scope, const std::string& value) {
  if (scope.names.empty() || random_.chance(50))
    return " order by " + value + random_.one_of({"", " desc"});
  std::vector<std::string> all = scope.names;
  for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[random_.below(i)]);
  std::string out = " order by ";
  for (std::size_t i = 0; i < all.size(); ++i) out += (i > 0 ? ", " : "") + all[i];
  return out;
}

std::string Question::aggregate(const Scope& scope) {
  const std::string one = some(scope, "abcdqwntkxms", "1");
  const auto limit = [&] {
    return random_.chance(30) ? random_.one_of({" limit 2", " limit 1", " limit $n"}) : "";
  };
  const std::string numeric = random_.chance(30) ? number_of(scope) : some(scope, "qwn", "3");
  switch (random_.below(16)) {
    case 0: return "count(*)";
    case 1: return "count(" + one + ")";
    case 2: return "count(distinct " + one + ")";
    case 3: return random_.one_of({"min(", "max(", "median("}) + numeric + ")";
    case 4: return random_.one_of({"sum(", "avg("}) + numeric + ")";
    case 5:
      return random_.one_of({"sum(distinct ", "avg(distinct ", "median(distinct "}) + numeric + ")";
    case 6: return "list(" + one + inside(scope, one) + limit() + ")";
    case 7: return "list(distinct " + one + " order by " + one + " desc limit 2)";
    case 8:
    case 9: return random_.one_of({"first(", "last("}) + one + inside(scope, one) + limit() + ")";
    case 10:
      return random_.one_of({"sum(", "max(", "product("}) + numeric + inside(scope, numeric) +
             " limit 2)";
    case 11: return random_.one_of({"product(distinct ", "product("}) + some(scope, "n", "2") + ")";
    case 12: return "hhi(" + numeric + ")";
    case 13: return (blocks_ > 0 ? "hhi(" : "share(") + numeric + ")";
    default: return random_.one_of({"any(", "all("}) + comparison(scope, 0) + ")";
  }
}

std::string Question::group(Scope& scope) {
  Scope after;
  std::string out = "group by ";
  const std::string key = some(scope, "abcdqtrkznxml", "");
  if (key.empty() || random_.chance(10)) {
    const std::string name = fresh('x');
    out += random_.chance(50) ? "id(" + some(scope, "abcd", "ada") + ")" : date(scope, 1);
    out += " as " + name;
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
    const bool list = text.starts_with("list");
    const bool plain = text.starts_with("first") || text.starts_with("last") ||
                       text.starts_with("a") || text.starts_with("m");
    const std::string name = fresh(list ? 'l' : plain ? 'x' : 'n');
    out += (i > 0 ? ", " : ": ") + text + " as " + name;
    after.add(name);
  }
  scope = after;
  return out;
}

// Keys of an order: all names, so that it is total; or one name, or an expression, which leaves
// ties.
std::string Question::keys(const Scope& scope, const char* other_way) {
  const auto way = [&] { return random_.chance(30) ? other_way : ""; };
  if (random_.chance(25)) return random_.one_of(scope.names) + way();
  if (random_.chance(35))
    return any_value(scope, 1) + way() + ", " + random_.one_of(scope.names) + way();
  std::vector<std::string> all = scope.names;
  for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[random_.below(i)]);
  std::string out;
  for (std::size_t i = 0; i < all.size(); ++i) out += (i > 0 ? ", " : "") + all[i] + way();
  return out;
}

std::string Question::top(const Scope& scope) {
  std::string out = "top " + random_.one_of({"1", "2", "3", "$n"}) + " by " + keys(scope, " asc");
  if (random_.chance(30)) out += " per " + random_.one_of(scope.names);
  return out;
}

std::string Question::limits() {
  const std::string limit = " limit " + random_.one_of({"1", "2", "3", "5", "$n", "0"});
  const std::string offset = " offset " + random_.one_of({"1", "2", "$n", "0"});
  switch (random_.below(5)) {
    case 0: return offset;
    case 1: return limit + offset;
    case 2: return offset + limit;
    default: return limit;
  }
}

std::string Question::cut(const Scope& scope) {
  if (random_.chance(25)) return limits().substr(1);
  return "order by " + keys(scope, " desc") + (random_.chance(85) ? limits() : "");
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
    const std::string name = fresh('x');
    out += (random_.chance(60) ? aggregate(scope) : "1") + " as " + name;
    after.add(name);
  } else if (random_.chance(20)) {
    const std::string name = fresh('x');
    out += ", " + any_value(scope, 1) + " as " + name;
    after.add(name);
  }
  scope = after;
  return out;
}

std::string Question::let(Scope& scope, std::size_t depth) {
  static const std::vector<char> kKinds = {'n', 'n', 'n', 's', 't', 'l', 'l'};
  const char kind = random_.one_of(kKinds);
  const std::string value = folding([&] {
    if (kind == 'n') return number(scope, depth);
    return kind == 's' ? words(scope) : kind == 't' ? date(scope, 1) : list(scope);
  });
  const std::string name = fresh(kind);
  scope.add(name);
  return "let " + name + " = " + value;
}

std::string Question::folding(const std::function<std::string()>& write) {
  const bool before = std::exchange(folding_, true);
  std::string out = write();
  folding_ = before;
  return out;
}

std::string Question::result(Scope& scope, bool outermost) {
  if (outermost && random_.chance(20)) return "";
  Scope after;
  std::string out = "\n return ";
  if (random_.chance(12)) {
    const std::size_t count = 1 + random_.below(2);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string text = aggregate(scope);
      const std::string name = fresh('x');
      out += (i > 0 ? ", " : "") + text + " as " + name;
      after.add(name);
    }
    scope = after;
    return out;
  }
  const bool distinct = random_.chance(30);
  if (distinct) out += "distinct ";
  for (const auto& name : scope.names) {
    if (!random_.chance(65)) continue;
    out += (after.names.empty() ? "" : ", ") + name;
    after.add(name);
  }
  if (after.names.empty() || random_.chance(50)) {
    const std::string name = fresh('x');
    out += (after.names.empty() ? "" : ", ") + any_value(scope, 1) + " as " + name;
    after.add(name);
  }
  Scope visible = scope;
  for (const auto& name : after.names) visible.add(name);
  out += tail(distinct ? after : visible, outermost);
  scope = after;
  return out;
}

std::string Question::tail(const Scope& scope, bool outermost) {
  if (!random_.chance(outermost ? 55 : 30)) return "";
  switch (random_.below(8)) {
    case 0: return limits();
    case 1:
    case 2: return " " + top(scope);
    case 3: return limits() + " order by " + keys(scope, " desc");
    case 4: return " " + top(scope) + " order by " + keys(scope, " desc");
    case 5: return " order by " + keys(scope, " desc");
    default: return " order by " + keys(scope, " desc") + limits();
  }
}

}  // namespace vouch::reference
