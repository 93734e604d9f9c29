// engine/exec/claim_probe.hpp — the claims that match a pattern once some variables have values.
//
// Shape     as TripleProbe, over claims: those in force, of the asked polarity, alternatives on
//           demand. A claim that is itself given is looked up, not searched.
// Order     of the index.
// Lifetime  borrows context and access path; keeps its cursors.
// Threads   one.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "engine/exec/pattern.hpp"
#include "engine/exec/rows.hpp"

namespace vouch::exec {

class ClaimProbe {
 public:
  using Access = physical::ClaimAccess;

  ClaimProbe(ExecContext& context, Reads& reads, const Access& access, Columns bound,
             Columns wanted);

  void open(std::span<const TermId> values);
  [[nodiscard]] std::size_t next(std::span<TermId* const> columns, std::size_t capacity);
  void skip_to(TermId /*key*/) {}
  [[nodiscard]] std::optional<VariableId> leading() const { return std::nullopt; }

 private:
  using Fixed = std::array<TermId, 4>;

  void choose_index();
  void open_cursor();
  [[nodiscard]] std::size_t fetch(std::size_t capacity);
  [[nodiscard]] std::size_t look_up();
  void check_rows(std::size_t count);
  [[nodiscard]] bool in_force(TermId claim);
  [[nodiscard]] bool places_agree(std::uint32_t row) const;

  ExecContext& context_;
  Reads& reads_;
  const Access& access_;
  Pattern pattern_;
  Columns bound_;
  std::array<std::uint8_t, 4> bound_at_{};
  std::vector<std::uint8_t> wanted_place_;

  Fixed fixed_{};
  storage::ClaimOrder order_ = storage::ClaimOrder::spoc;
  Sequence sequence_{};
  std::size_t prefix_ = 0;
  bool done_ = true;

  std::array<std::optional<storage::ClaimCursor>, 3> cursors_;
  std::array<Column, 4> fetched_;  // by place
  RowNumbers rows_;
};

}  // namespace vouch::exec
