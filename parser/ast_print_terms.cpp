// Names, terms, expressions and paths as text.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "parser/ast_writer.hpp"
#include "parser/lexemes.hpp"

namespace vouch::ast::writer {
namespace {

std::string in_parentheses(const std::string& text) {
  return "(" + text + ")";
}

// ------------------------------------------------------------------------------------ expressions

constexpr std::array<std::string_view, 18> kOperators = {
    "or",       "and",         "=",         "!=",      "<", "<=", ">", ">=", "~=",
    "contains", "starts with", "ends with", "matches", "+", "-",  "*", "/",  "%"};

std::string_view spelled(BinaryOp op) {
  return kOperators[static_cast<std::size_t>(op)];
}
bool is_word(BinaryOp op) {
  return op >= BinaryOp::contains && op <= BinaryOp::matches;
}

Level level_of(BinaryOp op) {
  if (op == BinaryOp::logical_or) return Level::any;
  if (op == BinaryOp::logical_and) return Level::conjunction;
  if (op >= BinaryOp::multiply) return Level::product;
  return op >= BinaryOp::add ? Level::sum : Level::comparison;
}
Level next(Level level) {
  return static_cast<Level>(static_cast<int>(level) + 1);
}

Level level_of(const Expr& expr) {
  if (const auto* binary = std::get_if<Binary>(&expr.node)) return level_of(binary->op);
  if (const auto* unary = std::get_if<Unary>(&expr.node)) {
    return unary->op == UnaryOp::negate ? Level::unary : Level::negation;
  }
  const bool tests =
      std::holds_alternative<In>(expr.node) || std::holds_alternative<IsA>(expr.node);
  return tests ? Level::comparison : Level::unary;
}

// Operands of comparisons are sums: comparisons do not chain.
Level left_level(BinaryOp op) {
  return level_of(op) == Level::comparison ? Level::sum : level_of(op);
}
Level right_level(BinaryOp op) {
  return level_of(op) == Level::comparison ? Level::sum : next(level_of(op));
}

const NumberLiteral* number_in(const Expr& expr) {
  const auto* term = std::get_if<Term>(&expr.node);
  return term != nullptr ? std::get_if<NumberLiteral>(term) : nullptr;
}

// The number that the text ends with, if it does.
const NumberLiteral* last_number(const Expr& expr) {
  if (const auto* unary = std::get_if<Unary>(&expr.node)) {
    return level_of(*unary->operand) < level_of(expr) ? nullptr : last_number(*unary->operand);
  }
  if (const auto* binary = std::get_if<Binary>(&expr.node)) {
    const bool wrapped = level_of(*binary->right) < right_level(binary->op);
    return wrapped ? nullptr : last_number(*binary->right);
  }
  if (const auto* in = std::get_if<In>(&expr.node)) {
    return in->is_list ? nullptr : last_number(in->elements.front());
  }
  return number_in(expr);
}

// A percentage or bare number on the left must not take what follows for its operand or unit.
std::string left_text(const Expr& operand, Level least, bool before_word) {
  const std::string text = text_of(operand, least);
  if (level_of(operand) < least) return text;
  const NumberLiteral* number = last_number(operand);
  const bool wrap =
      number != nullptr && (number->unit == "%" || (before_word && number->unit.empty()));
  return wrap ? in_parentheses(text) : text;
}

// After `%` only certain characters show that an operand follows.
bool shows_operand(const std::string& text) {
  const char* end = text.data() + text.size();
  const bool word = parser::after_letter(text.data(), end) != nullptr &&
                    !parser::reads_reserved(text.data(), end);
  return word || parser::is_digit(text[0]) ||
         std::string_view("?$(\"[~").find(text[0]) != std::string_view::npos;
}

std::string node_text(const Term& term) {
  return text_of(term);
}
std::string node_text(const Binary& binary) {
  const std::string left = left_text(*binary.left, left_level(binary.op), is_word(binary.op));
  std::string right = text_of(*binary.right, right_level(binary.op));
  if (binary.op == BinaryOp::remainder && !shows_operand(right)) right = in_parentheses(right);
  return fmt::format("{} {}{} {}", left, binary.negated ? "not " : "", spelled(binary.op), right);
}
std::string node_text(const Unary& unary) {
  if (unary.op == UnaryOp::logical_not) return "not " + text_of(*unary.operand, Level::negation);
  const bool apart = number_in(*unary.operand) != nullptr;
  return (apart ? "- " : "-") + text_of(*unary.operand, Level::unary);
}
std::string node_text(const In& in) {
  const std::string left = left_text(*in.operand, Level::sum, true);
  const std::string right =
      in.is_list ? in_parentheses(joined(in.elements)) : text_of(in.elements.front(), Level::sum);
  return fmt::format("{} {}in {}", left, in.negated ? "not " : "", right);
}
std::string node_text(const IsA& test) {
  const std::string left = left_text(*test.operand, Level::sum, true);
  return fmt::format("{} {}is_a {}", left, test.negated ? "not " : "", joined(test.kinds, " | "));
}

bool takes_field(const Expr& expr) {
  if (const auto* term = std::get_if<Term>(&expr.node)) {
    const auto* name = std::get_if<Name>(term);
    return std::holds_alternative<Variable>(*term) ||
           (name != nullptr && name->form == NameForm::id);
  }
  return std::holds_alternative<Field>(expr.node) ||
         std::holds_alternative<FunctionCall>(expr.node);
}
std::string node_text(const Field& field) {
  const std::string operand = text_of(*field.operand);
  return (takes_field(*field.operand) ? operand : in_parentheses(operand)) + "." + field.name;
}
std::string node_text(const FunctionCall& call) {
  std::string inside = call.star ? "*" : call.distinct ? "distinct " : "";
  inside += joined(call.arguments);
  if (!call.order.empty()) inside += " order by " + joined(call.order);
  if (call.limit) inside += " limit " + text_of(*call.limit);
  return call.function + in_parentheses(inside);
}
std::string node_text(const ExistsBlock& exists) {
  return "exists " + text_of(*exists.block);
}
std::string node_text(const CountBlock& count) {
  return "count " + text_of(*count.block);
}
std::string node_text(const Regex& regex) {
  return "/" + regex.pattern + "/" + regex.flags;
}

// ------------------------------------------------------------------------------------------ paths

enum class PathLevel { alternatives, sequence, inverse, repeat, atom };

PathLevel level_of(const Path& path) {
  if (std::holds_alternative<PathAlternatives>(path.node)) return PathLevel::alternatives;
  if (std::holds_alternative<PathSequence>(path.node)) return PathLevel::sequence;
  if (std::holds_alternative<PathInverse>(path.node)) return PathLevel::inverse;
  return std::holds_alternative<PathRepeat>(path.node) ? PathLevel::repeat : PathLevel::atom;
}
std::string path_text(const Path& path, PathLevel least) {
  const std::string text = text_of(path);
  return level_of(path) < least ? in_parentheses(text) : text;
}

std::string node_text(const Name& name) {
  return text_of(name);
}
std::string node_text(const Anything&) {
  return "_";
}
std::string node_text(const PathSequence& path) {
  return joined(path.parts, "/",
                [](const Path& part) { return path_text(part, PathLevel::inverse); });
}
std::string node_text(const PathAlternatives& path) {
  return joined(path.parts, "|",
                [](const Path& part) { return path_text(part, PathLevel::sequence); });
}
std::string node_text(const PathInverse& path) {
  return "^" + path_text(*path.path, PathLevel::inverse);
}
std::string node_text(const PathRepeat& path) {
  std::string inner = path_text(*path.path, PathLevel::atom);
  if (!path.most && path.least <= 1) return inner + (path.least == 0 ? "*" : "+");
  if (path.least == 0 && path.most == 1U) return inner + "?";
  // `count {` would be a question.
  if (inner.ends_with("count") || inner.ends_with("exists")) inner = in_parentheses(inner);
  if (!path.most) return fmt::format("{}{{{},}}", inner, path.least);
  if (path.least == *path.most) return fmt::format("{}{{{}}}", inner, path.least);
  return fmt::format("{}{{{},{}}}", inner, path.least, *path.most);
}
std::string node_text(const NegatedStep& step) {
  return (step.inverse ? "^" : "") + writer::text_of(step.name);
}
std::string node_text(const PathNegation& path) {
  const std::string steps =
      joined(path.steps, "|", [](const auto& step) { return node_text(step); });
  return "!" + (path.steps.size() == 1 ? steps : in_parentheses(steps));
}

std::string bare_text(NameForm form, const std::string& text) {
  return form == NameForm::iri ? "<" + text + ">" : text;
}

}  // namespace

// ----------------------------------------------------------------------------------- names, terms

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\t': out += "\\t"; break;
      case '\r': out += "\\r"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
          out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
          out += c;
        }
    }
  }
  return out + "\"";
}

std::string text_of(const PlainName& name) {
  return bare_text(name.form, name.text);
}
std::string text_of(const Name& name) {
  if (name.form != NameForm::label) return bare_text(name.form, name.text);
  const std::string kind = name.kind ? " : " + text_of(*name.kind) : "";
  const std::string plain = "[" + name.text + kind + "]";
  const bool shown = std::all_of(name.text.begin(), name.text.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F;
  });
  Name read;
  const char* end = plain.data() + plain.size();
  if (shown && parser::after_label(plain.data(), end, &read) == end && read == name) return plain;
  return "[" + quoted(name.text) + kind + "]";
}
std::string text_of(const Variable& variable) {
  return "?" + variable.name + (variable.kind ? ":" + text_of(*variable.kind) : "");
}
std::string text_of(const Parameter& parameter) {
  return "$" + parameter.name;
}
std::string text_of(const StringLiteral& string) {
  std::string out = quoted(string.text);
  if (!string.language.empty()) out += "@" + string.language;
  if (string.datatype) out += "^^" + text_of(*string.datatype);
  return out;
}
std::string text_of(const NumberLiteral& number) {
  std::string out = number.approximate ? "~" : "";
  if (number.lower) out += number.lower->text;
  if (number.is_range) out += "..";
  if (number.upper) out += number.upper->text;
  if (!number.scale.empty()) out += " " + number.scale;
  if (!number.unit.empty()) out += " " + number.unit;
  return out;
}
std::string text_of(const Term& term) {
  struct Visitor {
    std::string operator()(const Anything&) const { return "_"; }
    std::string operator()(const BooleanLiteral& literal) const {
      return literal.value ? "true" : "false";
    }
    std::string operator()(const Variable& t) const { return text_of(t); }
    std::string operator()(const Parameter& t) const { return text_of(t); }
    std::string operator()(const Name& t) const { return text_of(t); }
    std::string operator()(const StringLiteral& t) const { return text_of(t); }
    std::string operator()(const NumberLiteral& t) const { return text_of(t); }
  };
  return std::visit(Visitor{}, term);
}

// ----------------------------------------------------------------------------- expressions, paths

std::string text_of(const Expr& expr, Level least) {
  const std::string text = std::visit([](const auto& node) { return node_text(node); }, expr.node);
  return level_of(expr) < least ? in_parentheses(text) : text;
}
std::string text_of(const Path& path) {
  return std::visit([](const auto& node) { return node_text(node); }, path.node);
}

bool ends_in_number(const Expr& expr) {
  return last_number(expr) != nullptr;
}
bool ends_in_bare_number(const Expr& expr) {
  const NumberLiteral* number = last_number(expr);
  return number != nullptr && (number->unit.empty() || number->unit == "%");
}

}  // namespace vouch::ast::writer
