// engine/exec/triple_probe.hpp — the triples that match a pattern once some variables have values.
//
// Shape     opened with a value for each bound variable (unbound: free after all), then fills
//           columns of the wanted variables. Uses the planned index while all bound variables have
//           values, else the best one for those that have.
// Order     of the index, but for object choices, which are tried one after another.
// Lifetime  borrows context and access path; keeps its cursors.
// Threads   one.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/exec/key_table.hpp"
#include "engine/exec/pattern.hpp"
#include "engine/exec/rows.hpp"

namespace vouch::exec {

class TripleProbe {
 public:
  using Access = physical::TripleAccess;

  // `bound` are variables of the pattern that get values, `wanted` those that next() fills.
  TripleProbe(ExecContext& context, Reads& reads, const Access& access, Columns bound,
              Columns wanted);

  void open(std::span<const TermId> values);  // parallel to `bound`
  // Fills up to `capacity` rows of columns parallel to `wanted`. 0: no more.
  [[nodiscard]] std::size_t next(std::span<TermId* const> columns, std::size_t capacity);
  // From the next open on: only values after the prefix within these ids.
  void limit(std::optional<IdSpan> ids) { limit_ = ids; }
  // Goes on at the first row whose value after the prefix is at least `key`.
  void skip_to(TermId key);
  // The variable the rows are sorted by first, if one is.
  [[nodiscard]] std::optional<VariableId> leading() const;

 private:
  using Fixed = std::array<TermId, 3>;  // per place; unbound: free

  void choose_index();
  void prepare_checks();
  void prepare_distinct();
  void open_cursor();
  [[nodiscard]] bool next_choice();
  [[nodiscard]] std::size_t direct(std::span<TermId* const> columns, std::size_t capacity);
  [[nodiscard]] std::size_t checked(std::span<TermId* const> columns, std::size_t capacity);
  [[nodiscard]] std::size_t fetch(std::size_t capacity);
  void pass_over_built_in(TermId relation);
  void check_rows(std::size_t count);
  void check_places();
  void drop_repeats();
  void drop_adjacent();
  void drop_seen();
  [[nodiscard]] storage::TripleCursor& cursor();

  ExecContext& context_;
  Reads& reads_;
  const Access& access_;
  Pattern pattern_;
  Columns bound_;
  Columns wanted_;
  Columns keys_;                            // all variables: what makes a row
  std::array<std::uint8_t, 3> bound_at_{};  // per place: index in `bound_`, or 255
  std::vector<std::uint8_t> wanted_place_;  // per wanted variable: its place
  std::vector<std::uint8_t> key_place_;
  bool distinct_ = false;
  std::optional<IdSpan> limit_;
  bool at_most_one_ = false;

  // Of the open probe.
  Fixed fixed_{};
  storage::Order order_ = storage::Order::spo;
  Sequence sequence_{};
  std::size_t prefix_ = 0;
  std::uint8_t mask_ = 255;  // places that are fixed, a bit each
  bool planned_ = false;     // the planned index, with its range
  bool simple_ = false;      // rows need no check
  bool done_ = true;
  std::size_t choice_ = 0;  // next of pattern_.choices, where they extend the prefix
  bool choices_lead_ = false;
  bool repeats_adjacent_ = false;
  std::vector<TermId> last_;  // the row given last, for adjacent repeats

  std::array<std::optional<storage::TripleCursor>, 4> cursors_;
  std::array<Column, 3> fetched_;  // by place
  RowNumbers rows_;
  KeyTable seen_;
  ClaimedTriples claimed_;
  MemoryAccount account_;
};

}  // namespace vouch::exec
