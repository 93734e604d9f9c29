#include "engine/logical/print_expression.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>
#include <variant>

#include "engine/logical/overloaded.hpp"
#include "engine/logical/schema.hpp"
#include "storage/names.hpp"

namespace vouch::logical {

namespace {

constexpr std::array<std::string_view, 6> kComparisons{"=", "!=", "<", "<=", ">", ">="};
constexpr std::array<std::string_view, 5> kArithmetic{"+", "-", "*", "/", "%"};
constexpr std::array<std::string_view, 3> kTextTests{"contains", "starts with", "ends with"};
constexpr std::array<std::string_view, 14> kAggregates{"count",  "sum",  "avg",   "min",  "max",
                                                       "median", "list", "first", "last", "product",
                                                       "all",    "any",  "hhi",   "share"};

template <std::size_t N, typename E>
std::string_view word_of(const std::array<std::string_view, N>& words, E value) {
  return words.at(static_cast<std::size_t>(value));
}

std::string_view no(bool negated) {
  return negated ? "not " : "";
}
std::string_view perhaps(bool possibly) {
  return possibly ? "possibly " : "";
}

template <typename List, typename F>
std::string joined(const List& list, std::string_view between, const F& text) {
  std::string out;
  for (const auto& item : list) {
    if (!out.empty()) {
      out += between;
    }
    out += text(item);
  }
  return out;
}

std::string quantity_text(const storage::Quantity& quantity) {
  const auto bound = [](const std::optional<storage::Number>& number) {
    return number ? number->to_string() : std::string();
  };
  std::string out = quantity.approximate ? "~" : "";
  out += quantity.single() ? bound(quantity.lower)
                           : fmt::format("{}..{}", bound(quantity.lower), bound(quantity.upper));
  return quantity.bare() ? out : fmt::format("{} {}", out, quantity.unit);
}

std::string iri_text(const storage::Iri& iri) {
  const std::size_t slash = iri.text.find_last_of("/#");
  const bool bare = iri.text.starts_with(storage::kDefaultBase) && slash + 1 < iri.text.size();
  return bare ? iri.text.substr(slash + 1) : fmt::format("<{}>", iri.text);
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    out += c == '\n' ? ' ' : c;
  }
  return out + '"';
}

// Prints one alternative of an expression; brackets around every operand that is itself an
// operation.
class ExpressionPrinter {
 public:
  explicit ExpressionPrinter(const Words& words) : words_(words) {}

  std::string operator()(const expr::Constant& e) const {
    const auto* claim = e.value.as<storage::ClaimRef>();
    return claim == nullptr ? term_text(e.value)
                            : words_.id(TermId{storage::IdTag::claim, claim->number});
  }
  std::string operator()(const expr::VariableRef& e) const { return words_.variable(e.variable); }
  std::string operator()(const expr::Logical& e) const {
    if (e.op == expr::LogicalOp::negation) {
      return fmt::format("not {}", all(e.operands, " "));
    }
    if (e.operands.empty()) {
      return e.op == expr::LogicalOp::conjunction ? "true" : "false";
    }
    return all(e.operands, e.op == expr::LogicalOp::conjunction ? " and " : " or ");
  }
  std::string operator()(const expr::Compare& e) const {
    return fmt::format("{}{} {} {}", perhaps(e.possibly), nested(*e.left),
                       word_of(kComparisons, e.op), nested(*e.right));
  }
  std::string operator()(const expr::Membership& e) const {
    const std::string elements = all(e.elements, ", ");
    return fmt::format("{}{} {}in {}", perhaps(e.possibly), nested(*e.operand), no(e.negated),
                       e.list ? fmt::format("({})", elements) : elements);
  }
  std::string operator()(const expr::ArithmeticOp& e) const {
    return fmt::format("{} {} {}", nested(*e.left), word_of(kArithmetic, e.op), nested(*e.right));
  }
  std::string operator()(const expr::Negate& e) const {
    return fmt::format("-{}", nested(*e.operand));
  }
  std::string operator()(const expr::TextTestOp& e) const {
    return fmt::format("{} {}{} {}", nested(*e.left), no(e.negated), word_of(kTextTests, e.op),
                       nested(*e.right));
  }
  std::string operator()(const expr::Similar& e) const {
    return fmt::format("{} ~= {}", nested(*e.left), nested(*e.right));
  }
  std::string operator()(const expr::MatchesOp& e) const {
    return fmt::format("{} {}matches /{}/{}", nested(*e.operand), no(e.negated), e.pattern,
                       e.flags);
  }
  std::string operator()(const expr::KindTest& e) const {
    return fmt::format("{} {}is_a {}", nested(*e.operand), no(e.negated), all(e.kinds, " | "));
  }
  std::string operator()(const expr::FieldOf& e) const {
    return fmt::format("{}.{}", nested(*e.operand), e.name);
  }
  std::string operator()(const expr::FunctionOp& e) const {
    return fmt::format("{}({})", e.function->name, words_.expressions(e.arguments));
  }
  std::string operator()(const expr::Conditional& e) const {
    return fmt::format("if({}, {}, {})", words_.expression(*e.condition),
                       words_.expression(*e.then), words_.expression(*e.otherwise));
  }
  std::string operator()(const expr::Coalesce& e) const {
    return fmt::format("coalesce({})", words_.expressions(e.operands));
  }
  std::string operator()(const expr::Fold& e) const {
    return fmt::format("{}({}{})", aggregate_name(e.kind), e.distinct ? "distinct " : "",
                       words_.expression(*e.operand));
  }

 private:
  const Words& words_;

  [[nodiscard]] std::string nested(const Expression& e) const {
    const std::string text = words_.expression(e);
    const bool operation = std::holds_alternative<expr::Logical>(e.node) ||
                           std::holds_alternative<expr::Compare>(e.node) ||
                           std::holds_alternative<expr::ArithmeticOp>(e.node) ||
                           std::holds_alternative<expr::Membership>(e.node) ||
                           std::holds_alternative<expr::TextTestOp>(e.node) ||
                           std::holds_alternative<expr::KindTest>(e.node);
    return operation ? fmt::format("({})", text) : text;
  }
  [[nodiscard]] std::string all(const std::vector<Expression>& list,
                                std::string_view between) const {
    return joined(list, between, [this](const Expression& e) { return nested(e); });
  }
};

// Paths: sequences and choices in brackets where they stand inside another path.
class PathPrinter {
 public:
  explicit PathPrinter(const Words& words) : words_(words) {}

  std::string operator()(const Step& step) const { return one(step.relation, step.inverse); }
  std::string operator()(const PathAny&) const { return "_"; }
  std::string operator()(const PathSequence& sequence) const { return many(sequence.parts, "/"); }
  std::string operator()(const PathChoice& choice) const { return many(choice.parts, "|"); }
  std::string operator()(const PathInverse& inverse) const {
    return fmt::format("^{}", words_.path(*inverse.path));
  }
  std::string operator()(const PathRepeat& repeat) const {
    const std::string path = words_.path(*repeat.path);
    if (!repeat.most && repeat.least <= 1) {
      return path + (repeat.least == 0 ? "*" : "+");
    }
    if (repeat.least == 0 && repeat.most == 1U) {
      return path + "?";
    }
    return fmt::format("{}{{{},{}}}", path, repeat.least,
                       repeat.most ? std::to_string(*repeat.most) : "");
  }
  std::string operator()(const PathExcept& except) const {
    std::string out;
    const auto add = [&](TermId id, bool back) {
      out += fmt::format("{}{}", out.empty() ? "" : "|", one(id, back));
    };
    for (const TermId id : except.not_forward) {
      add(id, false);
    }
    for (const TermId id : except.not_backward) {
      add(id, true);
    }
    return fmt::format("!({})", out);
  }

 private:
  const Words& words_;

  [[nodiscard]] std::string one(TermId relation, bool inverse) const {
    return fmt::format("{}{}", inverse ? "^" : "", words_.id(relation));
  }
  [[nodiscard]] std::string many(const std::vector<PathExpr>& parts,
                                 std::string_view between) const {
    const std::string text =
        joined(parts, between, [this](const PathExpr& part) { return words_.path(part); });
    return parts.size() == 1 ? text : fmt::format("({})", text);
  }
};

}  // namespace

Namer names_of(const storage::Snapshot& snapshot) {
  return [&snapshot](TermId id) {
    if (id.tag() == storage::IdTag::local) {
      return fmt::format("unknown#{}", id.payload());
    }
    return snapshot.display_name(id);
  };
}

std::string term_text(const storage::Term& term) {
  return std::visit(
      Overloaded{
          [](std::monostate) { return std::string("nothing"); },
          [](const storage::Blank& blank) { return fmt::format("_:{}", blank.label); },
          [](const storage::Iri& iri) { return iri_text(iri); },
          [](const storage::ClaimRef& claim) { return fmt::format("claim#{}", claim.number); },
          [](bool b) { return std::string(b ? "true" : "false"); },
          [](const storage::Quantity& quantity) { return quantity_text(quantity); },
          [](const storage::Date& date) { return date.to_string(); },
          [](const storage::Text& text) {
            return text.language.empty()
                       ? in_quotes(text.text)
                       : fmt::format("{}@{}", in_quotes(text.text), text.language);
          },
          [](const storage::List& list) {
            return fmt::format("[{}]", joined(list.items, ", ", term_text));
          },
      },
      term.value);
}

std::string_view aggregate_name(expr::AggregateKind kind) {
  return word_of(kAggregates, kind);
}

Words::Words(const VariableTable& variables, const Namer& namer)
    : variables_(variables), namer_(namer) {}

std::string Words::variable(VariableId variable) const {
  return variable.value() < variables_.size()
             ? fmt::format("?{}", variables_[variable.value()].name)
             : fmt::format("?#{}", variable.value());
}

std::string Words::variables(const std::vector<VariableId>& list) const {
  return joined(list, ", ", [this](VariableId one) { return variable(one); });
}

std::string Words::id(TermId id) const {
  return namer_(id);
}

std::string Words::slot(const Slot& slot) const {
  switch (slot.kind) {
    case Slot::Kind::anything: return "_";
    case Slot::Kind::constant: return id(slot.constant);
    case Slot::Kind::variable: return variable(slot.variable);
  }
  return {};
}

std::string Words::expression(const Expression& expression) const {
  return std::visit(ExpressionPrinter(*this), expression.node);
}

std::string Words::expressions(const std::vector<Expression>& list) const {
  return joined(list, ", ", [this](const Expression& one) { return expression(one); });
}

std::string Words::sort_keys(const std::vector<SortKey>& keys) const {
  return joined(keys, ", ", [this](const SortKey& key) {
    return fmt::format("{}{}", expression(key.key), key.descending ? " desc" : "");
  });
}

std::string Words::aggregation(const Aggregation& aggregation) const {
  std::string inside = aggregation.distinct ? "distinct " : "";
  inside += aggregation.rows || !aggregation.argument ? "*" : expression(*aggregation.argument);
  if (!aggregation.order.empty()) {
    inside += fmt::format(" order by {}", sort_keys(aggregation.order));
  }
  if (aggregation.limit) {
    inside += fmt::format(" limit {}", *aggregation.limit);
  }
  return fmt::format("{} = {}({})", variable(aggregation.result), aggregate_name(aggregation.kind),
                     inside);
}

std::string Words::path(const PathExpr& path) const {
  return std::visit(PathPrinter(*this), path.node);
}

std::string Words::relation(const std::vector<Step>& steps, const Slot& relation) const {
  if (steps.empty()) {
    return slot(relation);
  }
  return joined(steps, "|", [this](const Step& step) {
    return fmt::format("{}{}", step.inverse ? "^" : "", id(step.relation));
  });
}

std::string Words::object(const Slot& object, const std::vector<TermId>& choices) const {
  if (choices.empty()) {
    return slot(object);
  }
  return joined(choices, "|", [this](TermId choice) { return id(choice); });
}

std::string Words::pattern(const TripleScan& scan) const {
  return fmt::format("{} {} {}", slot(scan.subject), relation(scan.steps, scan.relation),
                     object(scan.object, scan.object_choices));
}

std::string Words::pattern(const ClaimScan& scan) const {
  std::string out =
      fmt::format("claim {} = {} {} {}", slot(scan.claim), slot(scan.subject),
                  relation(scan.steps, scan.relation), object(scan.object, scan.object_choices));
  if (scan.polarity != ClaimScan::Polarity::affirmed) {
    out += scan.polarity == ClaimScan::Polarity::denied ? " (denied)" : " (polarity any)";
  }
  return out + (scan.alternatives ? " (alternatives)" : "");
}

std::string Words::pattern(const PathScan& scan) const {
  return fmt::format("{} {} {}", slot(scan.subject), path(scan.path),
                     object(scan.object, scan.object_choices));
}

std::string Words::pattern(const WordSearch& search) const {
  return fmt::format("search({}) as {}", expression(search.text), variables(variables_of(search)));
}

}  // namespace vouch::logical
