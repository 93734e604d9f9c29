#include "engine/expr/value_ops.hpp"

namespace vouch::expr {

Truth negate(Truth t) {
  if (t == Truth::unknown) return t;
  return truth(t == Truth::no);
}

Truth both(Truth a, Truth b) {
  if (a == Truth::no || b == Truth::no) return Truth::no;
  return a == Truth::yes && b == Truth::yes ? Truth::yes : Truth::unknown;
}

Truth either(Truth a, Truth b) { return negate(both(negate(a), negate(b))); }

Truth truth_of(const Term& term) {
  const bool* value = term.as<bool>();
  return value == nullptr ? Truth::unknown : truth(*value);
}

Term term_of(Truth t) { return t == Truth::unknown ? Term() : Term(t == Truth::yes); }

const storage::Catalog& ValueContext::catalog() {
  static const storage::Catalog none;
  return none;
}

}  // namespace vouch::expr
