#include "engine/exec/multiway_join.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "engine/exec/rows.hpp"
#include "engine/exec/sorted_pairs.hpp"

namespace vouch::exec {

namespace {

// What is left of a sorted list of values.
struct List {
  const TermId* at = nullptr;
  const TermId* end = nullptr;

  // To the first value that is not less, by doubling steps.
  void seek(TermId value) {
    std::ptrdiff_t step = 1;
    const TermId* low = at;
    while (at < end && *at < value) {
      low = at + 1;
      at = end - at > step ? at + step : end;
      step *= 2;
    }
    at = std::lower_bound(low, at, value);
  }
};

// A pattern and the key it stands at.
struct Part {
  const SortedPairs* pairs = nullptr;
  std::uint32_t key = 0;
};

// One variable: lists that are walked together, and keys that only have to be there.
struct Level {
  std::vector<std::size_t> as_value;  // parts whose key is bound before
  std::vector<std::size_t> as_key;
  std::vector<List> lists;
  TermId value;
};

class MultiwayJoin final : public Operator {
 public:
  MultiwayJoin(ExecContext& context, const physical::Node& node)
      : Operator(context, node),
        join_(std::get<physical::MultiwayJoin>(node.op)),
        levels_(join_.order.size()),
        account_(context.memory, "join of all patterns at once") {
    for (const VariableId column : columns()) level_of_column_.push_back(level_of(column));
  }

 private:
  [[nodiscard]] std::size_t level_of(VariableId variable) const {
    return static_cast<std::size_t>(std::find(join_.order.begin(), join_.order.end(), variable) -
                                    join_.order.begin());
  }

  void do_open() override {
    if (parts_.empty()) read_parts();
    at_ = 0;
    ended_ = false;
    open_level();
  }

  void read_parts() {
    for (const logical::TripleScan& scan : join_.parts) {
      const Pattern pattern = pattern_of(scan);
      const Columns variables = variables_of(pattern);
      VariableId key = variables.front();
      if (variables.size() == 2 && level_of(variables.back()) < level_of(key)) {
        key = variables.back();
      }
      const std::size_t part = parts_.size();
      parts_.push_back({pairs_of(pattern, key), 0});
      levels_[level_of(key)].as_key.push_back(part);
      if (variables.size() == 2) {
        levels_[level_of(variables[variables.front() == key ? 1 : 0])].as_value.push_back(part);
      }
    }
  }

  // Patterns that differ in their variables alone share their columns.
  const SortedPairs* pairs_of(const Pattern& pattern, VariableId key) {
    Loaded made;
    for (const Place place : {kSubject, kRelation, kObject}) {
      const Slot& slot = pattern.slots[place];
      made.what[place] = slot.is_constant() ? slot.constant : TermId();
      if (slot.is_variable() && slot.variable == key) made.key = place;
    }
    for (const Loaded& loaded : loaded_) {
      if (loaded.what == made.what && loaded.key == made.key) return loaded.pairs.get();
    }
    made.pairs = std::make_unique<SortedPairs>();
    std::size_t before = 0;
    for (const Loaded& loaded : loaded_) before += loaded.pairs->bytes();
    made.pairs->read(context(), reads(), pattern, key, account_, before);
    account_.hold(before + made.pairs->bytes());
    loaded_.push_back(std::move(made));
    return loaded_.back().pairs.get();
  }

  // The lists of the variable at at_, once those before have their values. A key is looked up where
  // another list drives; else the keys themselves are walked.
  void open_level() {
    Level& level = levels_[at_];
    level.lists.clear();
    for (const std::size_t part : level.as_value) {
      const std::span<const TermId> values = parts_[part].pairs->values(parts_[part].key);
      level.lists.push_back({values.data(), values.data() + values.size()});
    }
    if (!level.lists.empty()) return;
    const auto least = std::min_element(
        level.as_key.begin(), level.as_key.end(), [this](std::size_t a, std::size_t b) {
          return parts_[a].pairs->keys().size() < parts_[b].pairs->keys().size();
        });
    const std::span<const TermId> keys = parts_[*least].pairs->keys();
    level.lists.push_back({keys.data(), keys.data() + keys.size()});
  }

  // The next value, from where the lists stand, that all patterns admit.
  [[nodiscard]] bool find(Level& level) {
    for (;;) {
      context().worked(1);
      if (!meet(level)) return false;
      if (look_up(level)) return true;
      ++level.lists.front().at;
    }
  }

  static bool meet(Level& level) {
    List& first = level.lists.front();
    if (first.at == first.end) return false;
    level.value = *first.at;
    for (std::size_t agreed = 1, i = 1; agreed < level.lists.size(); ++i) {
      List& list = level.lists[i % level.lists.size()];
      list.seek(level.value);
      if (list.at == list.end) return false;
      agreed = *list.at == level.value ? agreed + 1 : 1;
      level.value = *list.at;
    }
    return true;
  }

  bool look_up(const Level& level) {
    for (const std::size_t part : level.as_key) {
      parts_[part].key = parts_[part].pairs->find(level.value);
      if (parts_[part].key == SortedPairs::kNone) return false;
    }
    return true;
  }

  bool do_next(Batch& out) override {
    reset(out, columns().size());
    found_.clear();
    const std::size_t last = levels_.size() - 1;
    while (!ended_ && out.rows + found_.size() < batch_rows()) {
      Level& level = levels_[at_];
      if (!find(level)) {
        if (at_ == last) give(out);
        ended_ = at_ == 0;
        if (!ended_) ++levels_[--at_].lists.front().at;
      } else if (at_ == last) {
        found_.push_back(level.value);
        ++level.lists.front().at;
      } else {
        ++at_;
        open_level();
      }
    }
    give(out);
    return out.rows > 0;
  }

  // Values of the last variable that go with the ones before it.
  void give(Batch& out) {
    for (std::size_t c = 0; c < level_of_column_.size(); ++c) {
      Column& column = out.columns[c];
      const std::size_t level = level_of_column_[c];
      if (level + 1 == levels_.size()) {
        column.insert(column.end(), found_.begin(), found_.end());
      } else {
        column.insert(column.end(), found_.size(), levels_[level].value);
      }
    }
    out.rows += found_.size();
    found_.clear();
  }

  struct Loaded {
    std::array<TermId, 3> what;
    std::size_t key = 0;
    std::unique_ptr<SortedPairs> pairs;
  };

  const physical::MultiwayJoin& join_;
  std::vector<std::size_t> level_of_column_;
  std::vector<Loaded> loaded_;
  std::vector<Part> parts_;
  std::vector<Level> levels_;
  std::size_t at_ = 0;
  bool ended_ = false;
  Column found_;
  MemoryAccount account_;
};

}  // namespace

OperatorPtr make_multiway_join(ExecContext& context, const physical::Node& node) {
  return std::make_unique<MultiwayJoin>(context, node);
}

}  // namespace vouch::exec
