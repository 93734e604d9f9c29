#include "engine/exec/scalar_text.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "storage/term_bytes.hpp"

namespace vouch::exec {

namespace {

constexpr std::size_t kPlaces = 4096;  // a power of two

class TextScalar final : public TestScalar {
 public:
  TextScalar(ScalarPtr texts, TextCheck check, ExecContext& context)
      : texts_(std::move(texts)), check_(std::move(check)), context_(context), known_(kPlaces) {}

  void truths(const RowSet& rows, Truth* out) override {
    const TermId* ids = texts_->values(rows, scratch_);
    open_.clear();
    for (std::size_t row = 0; row < rows.count; ++row) {
      const Verdict& verdict = place_of(ids[row]);
      if (!ids[row].bound()) {
        out[row] = Truth::unknown;
      } else if (verdict.id == ids[row]) {
        out[row] = verdict.truth;
      } else {
        open_.push_back({ids[row], static_cast<std::uint32_t>(row)});
      }
    }
    test(out);
  }

 private:
  struct Verdict {
    TermId id;  // unbound: none
    Truth truth = Truth::unknown;
  };
  struct Open {
    TermId id;
    std::uint32_t row = 0;
    friend auto operator<=>(const Open&, const Open&) = default;
  };

  void test(Truth* out) {
    if (!std::is_sorted(open_.begin(), open_.end())) std::sort(open_.begin(), open_.end());
    Verdict last;
    for (const Open& open : open_) {
      if (open.id != last.id) {
        last = {open.id, truth_of_id(open.id)};
        place_of(open.id) = last;
      }
      out[open.row] = last.truth;
    }
    context_.worked(open_.size());
  }

  [[nodiscard]] Truth truth_of_id(TermId id) {
    if (id.tag() == storage::IdTag::long_text) {
      return check_.of_text(storage::term_text(context_.snapshot, id));
    }
    return check_.of_term(context_.terms.decode(id));
  }

  [[nodiscard]] Verdict& place_of(TermId id) {
    const std::uint64_t hash = id.bits() * 0x9E3779B97F4A7C15ULL;
    return known_[(hash >> 40U) & (kPlaces - 1)];
  }

  ScalarPtr texts_;
  TextCheck check_;
  ExecContext& context_;
  std::vector<Verdict> known_;
  std::vector<Open> open_;  // rows of the batch without a verdict
  Column scratch_;
};

}  // namespace

ScalarPtr text_scalar(ScalarPtr texts, TextCheck check, ExecContext& context) {
  return std::make_unique<TextScalar>(std::move(texts), std::move(check), context);
}

}  // namespace vouch::exec
