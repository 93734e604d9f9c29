// engine/expr/value_ops.hpp — what operators and functions do with terms, one term at a time.
//
// Shape     pure functions over storage::Term. "Nothing" (an unbound Term) is the result of every error
//           and of every operation on an unbound operand; Truth::unknown is its counterpart for tests.
// Errors    a ValueContext counts overflow and division by zero so that the answer can say so.
// Threads   no state but the context's.
// Source    docs/language.md §1, §3 (expressions) and "Rulings": equality, dates, truth, order.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/catalog.hpp"
#include "storage/term.hpp"

namespace vouch::expr {

using storage::Term;
using storage::TermId;

enum class Truth : std::uint8_t { no, yes, unknown };
[[nodiscard]] constexpr Truth truth(bool b) { return b ? Truth::yes : Truth::no; }
[[nodiscard]] Truth negate(Truth t);
[[nodiscard]] Truth both(Truth a, Truth b);    // three-valued and
[[nodiscard]] Truth either(Truth a, Truth b);  // three-valued or
// Only booleans are true or false.
[[nodiscard]] Truth truth_of(const Term& term);
[[nodiscard]] Term term_of(Truth t);  // unknown: unbound

// What functions need beyond their arguments. Implemented by the engine over a snapshot and by tests
// over a vector; every member may be asked any number of times.
class ValueContext {
 public:
  virtual ~ValueContext() = default;
  [[nodiscard]] virtual std::string label(const Term& entity) = 0;         // "" when it has none
  [[nodiscard]] virtual std::string id_text(const Term& entity) = 0;       // `nvidia`, `c_1f…`, IRI
  [[nodiscard]] virtual std::vector<Term> kinds(const Term& entity) = 0;   // as declared
  [[nodiscard]] virtual bool is_a(const Term& entity, const Term& kind) = 0;
  // Values of a relation or qualifier of a claim or source: none → unbound, one → it, several → List.
  [[nodiscard]] virtual Term field(const Term& subject, std::string_view name) = 0;
  // The chains of speakers of a claim, original first.
  [[nodiscard]] virtual std::vector<std::vector<Term>> said_by(const Term& claim) = 0;
  [[nodiscard]] virtual storage::Date today() = 0;
  // Rank for values that have an order of their own (certainty), else nothing.
  [[nodiscard]] virtual std::optional<std::uint64_t> rank(const Term& entity) = 0;
  // Declared units, for `convert(q, "unit")`; without an override only built-in ones are known.
  [[nodiscard]] virtual const storage::Catalog& catalog();

  std::uint64_t overflows = 0;
  std::uint64_t divisions_by_zero = 0;
};

enum class Comparison : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal };
enum class Arithmetic : std::uint8_t { add, subtract, multiply, divide, remainder };
enum class TextTest : std::uint8_t { contains, starts_with, ends_with };

// Intervals: yes only when it holds for every value of both (`possibly` = for some). A bare number takes
// the other side's unit; different dimensions are unknown.
[[nodiscard]] Truth compare(Comparison op, const Term& a, const Term& b, bool possibly,
                            ValueContext& context);
// `?d in 2025-Q3`, `5 in 3..7`: lies within; an element of a List: equal to one.
[[nodiscard]] Truth in(const Term& a, const Term& b, bool possibly, ValueContext& context);
[[nodiscard]] Term arithmetic(Arithmetic op, const Term& a, const Term& b, ValueContext& context);
[[nodiscard]] Term negated(const Term& a, ValueContext& context);
[[nodiscard]] Truth text_test(TextTest op, const Term& a, const Term& b);
[[nodiscard]] Truth similar(const Term& a, const Term& b, ValueContext& context);  // ~=

// A compiled regular expression (RE2). Compilation errors come as text.
class Pattern {
 public:
  [[nodiscard]] static std::shared_ptr<const Pattern> compile(std::string_view pattern,
                                                              std::string_view flags,
                                                              std::string& error);
  virtual ~Pattern() = default;
  [[nodiscard]] virtual bool matches(std::string_view text) const = 0;  // anywhere in the text
  [[nodiscard]] virtual std::string replace(std::string_view text, std::string_view with) const = 0;
};

// The total order of `order by`: see "Order" in the rulings. Equal only for equal terms.
[[nodiscard]] std::strong_ordering total_order(const Term& a, const Term& b, ValueContext& context);

// ---------------------------------------------------------------------------------- functions

enum class ValueType : std::uint8_t { any, boolean, number, date, text, entity, list };

struct FunctionInfo {
  std::string_view name;
  std::size_t least = 0;      // arguments
  std::size_t most = 0;       // SIZE_MAX: any number
  ValueType result = ValueType::any;
  std::vector<ValueType> arguments;  // the last one repeats; for reports of type errors before running
  std::string_view meaning;   // one sentence
  std::string_view example;   // runnable expression
};
// The closed table, sorted by name; docs/language.md prints it, `.help` too. `if`, `coalesce`, `possibly`
// and aggregates are special forms and listed, but not called through call().
[[nodiscard]] std::span<const FunctionInfo> functions();
[[nodiscard]] const FunctionInfo* function(std::string_view name);  // any case
[[nodiscard]] Term call(const FunctionInfo& function, std::span<const Term> arguments,
                        const Pattern* pattern, ValueContext& context);

// ---------------------------------------------------------------------------------- aggregates

enum class AggregateKind : std::uint8_t { count, sum, avg, min, max, median, list, first, last,
                                          product, all, any, hhi, share };
[[nodiscard]] std::optional<AggregateKind> aggregate_kind(std::string_view name);  // any case

// Takes a group's values (unbound ones skipped and counted by the caller) to one value. For share the
// caller passes the total over all groups as second step; see share_of. Throws CapacityError "E0403" when
// an exact sum overflows. `values` are in the order asked for (`order by` inside), distinct already applied.
[[nodiscard]] Term aggregate(AggregateKind kind, std::span<const Term> values, ValueContext& context);
// A group's part of the total, in %.
[[nodiscard]] Term share_of(const Term& part, const Term& total, ValueContext& context);

}  // namespace vouch::expr
