#include "engine/exec/fold.hpp"

#include <algorithm>
#include <limits>

#include "base/error.hpp"
#include "engine/exec/row_groups.hpp"
#include "engine/exec/row_weights.hpp"
#include "engine/exec/row_order.hpp"
#include "engine/exec/scalar_arithmetic.hpp"
#include "engine/exec/sort_keys.hpp"
#include "engine/exec/spelling.hpp"

namespace vouch::exec {

namespace {

using expr::AggregateKind;
using storage::IdTag;
using storage::Int128;

// The id of a result; what is only shown keeps its spelling.
TermId id_of_result(const Term& term, Terms& terms, Use use) {
  return use == Use::shown ? terms.encode_spelled(term) : terms.encode(term);
}

// Values that need decoding, by group; ascending by id at the end, so that answers are repeatable.
class Kept {
 public:
  void clear() {
    groups_.clear();
    ids_.clear();
  }
  void add(std::uint32_t group, TermId id) {
    groups_.push_back(group);
    ids_.push_back(id);
  }
  void arrange(std::size_t groups) {
    if (!ids_.empty()) by_group_.group(groups_, groups);
  }
  // Adds the group's values, decoded.
  void take(std::size_t group, Terms& terms, std::vector<Term>& out) {
    if (ids_.empty()) return;
    Column ids;
    for (const std::uint32_t row : by_group_.rows(group)) ids.push_back(ids_[row]);
    std::sort(ids.begin(), ids.end());
    // Computed ones last, the best spelled first of them: they were numbered as the plan met them.
    const auto computed = std::stable_partition(ids.begin(), ids.end(),
                                                [](TermId id) { return id.tag() != IdTag::local; });
    for (auto id = computed; id != ids.end(); ++id) {
      if (better_spelled(terms, *computed, *id) != *computed) std::swap(*computed, *id);
    }
    for (const TermId id : ids) out.push_back(terms.decode(id));
  }
  // Of the group's values equal to this one the best spelled.
  [[nodiscard]] TermId respelled(std::size_t group, TermId id, Terms& terms) const {
    const TermId value = terms.canonical(id);
    for (const std::uint32_t row : by_group_.rows(group)) {
      if (terms.canonical(ids_[row]) == value) id = better_spelled(terms, id, ids_[row]);
    }
    return id;
  }
  [[nodiscard]] bool empty(std::size_t group) const {
    return ids_.empty() || by_group_.size(group) == 0;
  }
  [[nodiscard]] std::size_t bytes() const {
    return 2 * groups_.capacity() * sizeof(std::uint32_t) + ids_.capacity() * sizeof(TermId);
  }

 private:
  RowNumbers groups_;
  Column ids_;
  RowGroups by_group_;
};

class CountFold final : public Fold {
 public:
  explicit CountFold(ExecContext& context) : context_(context) {}

  void clear() override { counts_.clear(); }
  void add(const FoldInput& input, std::size_t groups) override {
    counts_.resize(groups);
    if (input.weights.empty()) {
      for (const std::uint32_t group : input.groups) ++counts_[group];
      return;
    }
    for (std::size_t i = 0; i < input.rows.size(); ++i) {
      std::int64_t& count = counts_[input.groups[i]];
      count = sum_of_counts(count, input.weights[input.rows[i]]);
    }
  }
  Column finish(std::size_t groups) override {
    counts_.resize(groups);
    Column out;
    out.reserve(groups);
    for (const std::int64_t count : counts_) out.push_back(id_of_count(count, context_.terms));
    return out;
  }
  [[nodiscard]] std::size_t bytes() const override {
    return counts_.capacity() * sizeof(std::int64_t);
  }

 private:
  ExecContext& context_;
  std::vector<std::int64_t> counts_;
};

// sum, avg and share.
class SumFold final : public Fold {
 public:
  SumFold(AggregateKind kind, ExecContext& context, Use use)
      : kind_(kind), context_(context), use_(use) {}

  void clear() override {
    sums_.clear();
    kept_.clear();
  }
  void add(const FoldInput& input, std::size_t groups) override {
    sums_.resize(groups);
    for (std::size_t i = 0; i < input.ids.size(); ++i) {
      const TermId id = input.ids[i];
      Sum& sum = sums_[input.groups[i]];
      ++sum.values;
      if (id.tag() == IdTag::integer) {
        sum.integers += integer_of(id);
        ++sum.count;
      } else {
        kept_.add(input.groups[i], id);
      }
    }
  }
  Column finish(std::size_t groups) override {
    sums_.resize(groups);
    kept_.arrange(groups);
    std::vector<Term> results(groups);
    Column out(groups);
    for (std::size_t g = 0; g < groups; ++g) {
      context_.worked(1);
      if (kind_ == AggregateKind::sum && kept_.empty(g) && small(sums_[g].integers)) {
        out[g] = id_of_integer(static_cast<std::int64_t>(sums_[g].integers));
      } else {
        results[g] = kind_ == AggregateKind::avg ? mean(g) : total(g);
        if (kind_ != AggregateKind::share) {
          out[g] = id_of_result(results[g], context_.terms, use_);
        }
      }
    }
    if (kind_ == AggregateKind::share) divide(results, out);
    return out;
  }
  [[nodiscard]] std::size_t bytes() const override {
    return sums_.capacity() * sizeof(Sum) + kept_.bytes();
  }

 private:
  struct Sum {
    Int128 integers = 0;
    std::int64_t count = 0;  // of small integers
    std::int64_t values = 0;
  };

  static bool small(Int128 sum) {
    const auto integer = static_cast<std::int64_t>(sum);
    return integer == sum && fits_inline(integer);
  }
  static Term exact(Int128 sum) {
    return Term(storage::Quantity::of(*storage::Number::from_fraction(sum, 1)));
  }

  // The sum of a group; nothing for no values (but sum's zero).
  Term total(std::size_t g) {
    const Sum& sum = sums_[g];
    if (sum.values == 0) return expr::aggregate(kind_, {}, context_.values);
    if (kept_.empty(g)) {
      if (sum.integers > std::numeric_limits<std::int64_t>::max() ||
          sum.integers < std::numeric_limits<std::int64_t>::min()) {
        throw CapacityError("E0403", "a sum of integers goes beyond what numbers can hold exactly");
      }
      return exact(sum.integers);
    }
    std::vector<Term> values;
    if (sum.count > 0) values.push_back(exact(sum.integers));
    kept_.take(g, context_.terms, values);
    return expr::aggregate(AggregateKind::sum, values, context_.values);
  }

  Term mean(std::size_t g) {
    const Sum& sum = sums_[g];
    if (sum.values == 0) return {};
    std::vector<Term> values;
    if (sum.count == 0) {
      kept_.take(g, context_.terms, values);
      return expr::aggregate(AggregateKind::avg, values, context_.values);
    }
    const Term whole = kept_.empty(g) ? exact(sum.integers) : total(g);
    return expr::arithmetic(expr::Arithmetic::divide, whole, storage::number_term(sum.values),
                            context_.values);
  }

  // Second step of share: each part by the total of all groups.
  void divide(const std::vector<Term>& parts, Column& out) {
    std::vector<Term> bound;
    for (const Term& part : parts) {
      if (part.bound()) bound.push_back(part);
    }
    if (bound.empty()) return;
    const Term whole = expr::aggregate(AggregateKind::sum, bound, context_.values);
    for (std::size_t g = 0; g < parts.size(); ++g) {
      if (parts[g].bound()) {
        out[g] = context_.terms.encode(expr::share_of(parts[g], whole, context_.values));
      }
    }
  }

  AggregateKind kind_;
  ExecContext& context_;
  Use use_;
  std::vector<Sum> sums_;
  Kept kept_;
};

// min and max. The first kind of ordered ids a group meets is compared as ids; the rest is kept.
class ExtremeFold final : public Fold {
 public:
  ExtremeFold(AggregateKind kind, ExecContext& context, Use use)
      : kind_(kind), context_(context), use_(use) {}

  void clear() override {
    ranges_.clear();
    kept_.clear();
  }
  void add(const FoldInput& input, std::size_t groups) override {
    ranges_.resize(groups);
    for (std::size_t i = 0; i < input.ids.size(); ++i) {
      const TermId id = input.ids[i];
      Range& range = ranges_[input.groups[i]];
      if (range.least.bound() && range.least.tag() == id.tag()) {
        range.least = std::min(range.least, id);
        range.greatest = std::max(range.greatest, id);
      } else if (!range.least.bound() && ordered_ids(id.tag())) {
        range = {id, id};
      } else {
        kept_.add(input.groups[i], id);
      }
    }
  }
  Column finish(std::size_t groups) override {
    ranges_.resize(groups);
    kept_.arrange(groups);
    Column out(groups);
    std::vector<Term> values;
    for (std::size_t g = 0; g < groups; ++g) {
      const Range& range = ranges_[g];
      if (kept_.empty(g)) {
        out[g] = kind_ == AggregateKind::min ? range.least : range.greatest;
        continue;
      }
      context_.worked(1);
      values.clear();
      if (range.least.bound()) {
        values.push_back(context_.terms.decode(range.least));
        values.push_back(context_.terms.decode(range.greatest));
      }
      kept_.take(g, context_.terms, values);
      Terms& terms = context_.terms;
      const TermId id = id_of_result(expr::aggregate(kind_, values, context_.values), terms, use_);
      out[g] = use_ == Use::shown ? kept_.respelled(g, id, terms) : id;
    }
    return out;
  }
  [[nodiscard]] std::size_t bytes() const override {
    return ranges_.capacity() * sizeof(Range) + kept_.bytes();
  }

 private:
  struct Range {
    TermId least;
    TermId greatest;
  };
  AggregateKind kind_;
  ExecContext& context_;
  Use use_;
  std::vector<Range> ranges_;
  Kept kept_;
};

// Everything else: the values of each group in order, at the end.
class ListFold final : public Fold {
 public:
  ListFold(const logical::Aggregation& aggregation, const Columns& columns, ExecContext& context,
           Use use)
      : aggregation_(aggregation),
        context_(context),
        use_(use),
        keys_(aggregation.order, columns, context) {}

  void clear() override {
    groups_.clear();
    ids_.clear();
    key_ids_.clear();
  }
  void add(const FoldInput& input, std::size_t /*groups*/) override {
    groups_.insert(groups_.end(), input.groups.begin(), input.groups.end());
    if (input.ids.empty()) {
      ids_.resize(groups_.size(), TermId(IdTag::boolean, 1));  // count(* limit n): any bound value
    } else {
      ids_.insert(ids_.end(), input.ids.begin(), input.ids.end());
    }
    for (std::size_t key = 0; key < keys_.size(); ++key) {
      if (key_ids_.size() <= key) key_ids_.emplace_back();
      const TermId* ids = keys_.values(key, input.batch);
      for (const std::uint32_t row : input.rows) key_ids_[key].push_back(ids[row]);
    }
  }
  Column finish(std::size_t groups) override {
    RowGroups by_group;
    RowOrder order(context_);
    const bool ordered = needs_order();
    if (ordered) arrange(order);
    by_group.group(ordered ? RowNumbers(in_order(order)) : groups_, groups);
    Column out(groups);
    std::vector<Term> values;
    for (std::size_t g = 0; g < groups; ++g) {
      values.clear();
      for (const std::uint32_t place : by_group.rows(g)) {
        if (aggregation_.limit && values.size() >= *aggregation_.limit) break;
        const TermId id = ids_[ordered ? order.rows()[place] : place];
        values.push_back(context_.terms.decode(id));
      }
      context_.worked(values.size());
      out[g] = id_of_result(expr::aggregate(aggregation_.kind, values, context_.values),
                            context_.terms, use_);
    }
    return out;
  }
  [[nodiscard]] std::size_t bytes() const override {
    return ids_.capacity() * (2 + key_ids_.size()) * sizeof(TermId) +
           groups_.capacity() * sizeof(std::uint32_t);
  }

 private:
  [[nodiscard]] bool needs_order() const {
    return aggregation_.kind == AggregateKind::list || aggregation_.kind == AggregateKind::first ||
           aggregation_.kind == AggregateKind::last || aggregation_.limit.has_value();
  }
  // By the keys asked for, then by the values: repeatable whatever the plan.
  void arrange(RowOrder& order) const {
    order.start(ids_.size());
    Column groups;
    groups.reserve(groups_.size());
    for (const std::uint32_t group : groups_) groups.push_back(id_of_integer(group));
    order.refine(groups, false);
    for (std::size_t key = 0; key < key_ids_.size(); ++key) {
      order.refine(key_ids_[key], keys_.descending(key));
    }
    order.refine(ids_, false);
  }
  [[nodiscard]] RowNumbers in_order(const RowOrder& order) const {
    RowNumbers groups;
    groups.reserve(groups_.size());
    for (const std::uint32_t row : order.rows()) groups.push_back(groups_[row]);
    return groups;
  }

  const logical::Aggregation& aggregation_;
  ExecContext& context_;
  Use use_;
  SortKeys keys_;
  RowNumbers groups_;
  Column ids_;
  std::vector<Column> key_ids_;
};

}  // namespace

std::unique_ptr<Fold> make_fold(const logical::Aggregation& aggregation, const Columns& columns,
                                ExecContext& context, Use use) {
  if (!aggregation.limit) {
    switch (aggregation.kind) {
      case AggregateKind::count: return std::make_unique<CountFold>(context);
      case AggregateKind::sum:
      case AggregateKind::avg:
      case AggregateKind::share: return std::make_unique<SumFold>(aggregation.kind, context, use);
      case AggregateKind::min:
      case AggregateKind::max: return std::make_unique<ExtremeFold>(aggregation.kind, context, use);
      default: break;
    }
  }
  return std::make_unique<ListFold>(aggregation, columns, context, use);
}

}  // namespace vouch::exec
