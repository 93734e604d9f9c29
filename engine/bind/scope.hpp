// engine/bind/scope.hpp — which names are visible where, and the plan of the block so far.
//
// Shape     a Frame per block: surface order is evaluation order, so a frame's plan and names are what
//           the clauses read so far have made of them.
// Lifetime  lives while its block is bound.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/span.hpp"
#include "engine/logical/plan.hpp"

namespace vouch::bind {

using expr::Expression;
using expr::VariableId;
using logical::Node;

// What a variable can hold, as far as the vocabulary tells.
enum class ValueClass : std::uint8_t { unknown, entity, number, date, text, boolean, list };

struct VisibleName {
  VariableId variable;
  bool nullable = false;  // a `maybe` or a failed expression may leave it unbound
  bool outer = false;     // handed in by the enclosing block
  Span place;             // where it was met first
};

// A name of the enclosing row that may be unbound there. The block works on `inside`, which a pattern may
// bind; `handed` stays what the row has, so that rows of one outer row are known to belong together.
struct UnsureName {
  VariableId inside;
  VariableId handed;
};

struct Frame {
  Node plan{logical::Unit{}};
  std::map<std::string, VisibleName> names;
  std::vector<std::string> order;           // names in order of appearance, the block's own
  std::vector<VariableId> correlated;       // handed in by the enclosing block
  std::vector<UnsureName> unsure;           // of these, what a pattern of the block may bind
  std::uint32_t seed = 0;                   // of the leaf that hands them in
  bool inner = false;                       // a correlated block, not the query itself
  bool sorted = false;                      // the rows have an order people asked for
  std::optional<std::uint64_t> limited;     // a limit without an order
  bool limit_open = false;                  // the clause before was a `limit`: an `offset` goes into it
  bool grouped = false;                     // columns are fixed: default return is what is visible

  [[nodiscard]] const VisibleName* find(const std::string& name) const {
    const auto at = names.find(name);
    return at == names.end() ? nullptr : &at->second;
  }
};

// Adds an input to the frame's plan as one more operand of its join.
void join(Frame& frame, Node input);

}  // namespace vouch::bind
