#include "engine/exec/path_join.hpp"

#include <algorithm>
#include <utility>

#include "engine/exec/key_table.hpp"
#include "engine/exec/path_pairs.hpp"
#include "engine/exec/row_groups.hpp"
#include "engine/exec/rows.hpp"

namespace vouch::exec {

namespace {

// Without a left side: one row that binds nothing.
class PathJoin final : public Operator {
 public:
  PathJoin(ExecContext& context, const physical::Node& node, const logical::PathScan& scan,
           OperatorPtr left)
      : Operator(context, node),
        scan_(scan),
        left_(std::move(left)),
        pairs_(context, reads(), scan) {
    const Columns left_columns = left_ == nullptr ? Columns{} : left_->columns();
    left_at_ = positions_of(columns(), left_columns);
    subject_at_ =
        scan.subject.is_variable() ? position_of(left_columns, scan.subject.variable) : kNoColumn;
    object_at_ =
        scan.object.is_variable() ? position_of(left_columns, scan.object.variable) : kNoColumn;
    for (const VariableId variable : columns()) {
      if (scan.subject.is_variable() && scan.subject.variable == variable) {
        ends_.push_back(End::subject);
      } else if (scan.object.is_variable() && scan.object.variable == variable) {
        ends_.push_back(End::object);
      } else {
        ends_.push_back(End::none);
      }
    }
  }

 private:
  enum class End : std::uint8_t { none, subject, object };

  void do_open() override {
    if (left_ != nullptr) left_->open();
    single_given_ = false;
    batch_.rows = 0;
    row_ = 0;
    active_ = false;
    found_ = 0;
    at_ = 0;
    many_ = false;
    one_by_one_ = 0;
  }

  bool do_next(Batch& out) override {
    reset(out, columns().size());
    while (out.rows < batch_rows()) {
      if (at_ < found_) {
        many_ ? emit_many(out) : emit(out);
      } else if (active_) {
        find_more();
      } else if (row_ < batch_.rows || load()) {
        start_row();
      } else {
        break;
      }
    }
    return out.rows > 0;
  }

  [[nodiscard]] TermId end_value(const Slot& slot, std::uint32_t at, std::size_t row) const {
    if (slot.is_constant()) return slot.constant;
    return at == kNoColumn ? storage::kUnbound : batch_.columns[at][row];
  }
  [[nodiscard]] TermId subject(std::size_t row) const {
    return end_value(scan_.subject, subject_at_, row);
  }
  [[nodiscard]] TermId object(std::size_t row) const {
    return end_value(scan_.object, object_at_, row);
  }

  bool load() {
    row_ = 0;
    if (left_ == nullptr) {
      batch_.rows = single_given_ ? 0 : 1;
      single_given_ = true;
    } else if (!left_->next(batch_)) {
      batch_.rows = 0;
    }
    if (batch_.rows > 0) test_bound_rows();
    return batch_.rows > 0;
  }

  // Rows with both ends bound are decided together, source by source.
  void test_bound_rows() {
    Column subjects;
    Column objects;
    tested_.assign(batch_.rows, kOpen);
    RowNumbers rows;
    for (std::uint32_t row = 0; row < batch_.rows; ++row) {
      const TermId s = subject(row);
      const TermId o = object(row);
      if (!s.bound() || !o.bound()) continue;
      rows.push_back(row);
      subjects.push_back(s);
      objects.push_back(o);
    }
    if (rows.empty()) return;
    std::vector<std::uint8_t> related;
    pairs_.test(subjects, objects, related);
    for (std::size_t i = 0; i < rows.size(); ++i) tested_[rows[i]] = related[i] != 0 ? kYes : kNo;
  }

  // Once searches row by row have found as much as reading all of the graph would, the rest of the
  // rows is searched from together.
  bool start_many() {
    if (batch_.rows - row_ < kWorthMany || one_by_one_ < pairs_.worth_many()) return false;
    const bool from_subjects = subject(row_).bound();
    Column sources;
    for (std::size_t row = row_; row < batch_.rows; ++row) {
      if (tested_[row] != kOpen || subject(row).bound() != from_subjects) return false;
      sources.push_back(from_subjects ? subject(row) : object(row));
      if (!sources.back().bound()) return false;
    }
    many_sources_.clear();
    RowNumbers numbers(sources.size());
    const TermId* column = sources.data();
    many_sources_.insert(std::span(&column, 1), sources.size(), numbers.data());
    if (!pairs_.start_many(std::span(many_sources_.key(0), many_sources_.size()), from_subjects)) {
      one_by_one_ = 0;
      return false;
    }
    many_rows_.group(numbers, many_sources_.size());
    many_first_ = row_;
    many_from_subjects_ = from_subjects;
    many_ = active_ = true;
    row_ = batch_.rows;
    in_group_ = 0;
    return true;
  }

  // Begins the pairs of the next left row.
  void start_row() {
    many_ = false;
    if (start_many()) return;
    current_ = row_++;
    at_ = 0;
    found_ = 0;
    if (tested_[current_] == kOpen) {
      TermId s = subject(current_);
      TermId o = object(current_);
      pairs_.start({s, o});
      active_ = true;
    } else if (tested_[current_] == kYes) {
      subjects_.assign(1, subject(current_));
      objects_.assign(1, object(current_));
      found_ = 1;
    }
  }

  void find_more() {
    active_ = pairs_.next(subjects_, objects_);
    found_ = active_ ? subjects_.size() : 0;
    one_by_one_ += static_cast<double>(found_);
    at_ = 0;
  }

  // Pairs of many left rows: each goes with the rows that have its source.
  void emit_many(Batch& out) {
    const Column& sources = many_from_subjects_ ? subjects_ : objects_;
    while (at_ < found_ && out.rows < batch_rows()) {
      const std::uint32_t number = many_sources_.find(&sources[at_]);
      const std::span<const std::uint32_t> rows = many_rows_.rows(number);
      for (; in_group_ < rows.size() && out.rows < batch_rows(); ++in_group_) {
        emit_pair(out, many_first_ + rows[in_group_]);
      }
      if (in_group_ < rows.size()) return;
      in_group_ = 0;
      ++at_;
    }
  }

  void emit_pair(Batch& out, std::size_t row) {
    for (std::size_t c = 0; c < ends_.size(); ++c) {
      const TermId left =
          left_at_[c] == kNoColumn ? storage::kUnbound : batch_.columns[left_at_[c]][row];
      const bool found = !left.bound() && ends_[c] != End::none;
      out.columns[c].push_back(!found                     ? left
                               : ends_[c] == End::subject ? subjects_[at_]
                                                          : objects_[at_]);
    }
    ++out.rows;
  }

  void emit(Batch& out) {
    const std::size_t count = std::min(found_ - at_, batch_rows() - out.rows);
    for (std::size_t c = 0; c < ends_.size(); ++c) {
      Column& column = out.columns[c];
      const TermId left =
          left_at_[c] == kNoColumn ? storage::kUnbound : batch_.columns[left_at_[c]][current_];
      if (left.bound() || ends_[c] == End::none) {
        column.insert(column.end(), count, left);
        continue;
      }
      const Column& ids = ends_[c] == End::subject ? subjects_ : objects_;
      const auto begin = ids.begin() + static_cast<std::ptrdiff_t>(at_);
      column.insert(column.end(), begin, begin + static_cast<std::ptrdiff_t>(count));
    }
    out.rows += count;
    at_ += count;
  }

  static constexpr std::uint8_t kOpen = 0;
  static constexpr std::uint8_t kYes = 1;
  static constexpr std::uint8_t kNo = 2;
  static constexpr std::size_t kWorthMany = 8;  // rows left in the batch

  const logical::PathScan& scan_;
  OperatorPtr left_;
  PathPairs pairs_;
  std::vector<std::uint32_t> left_at_;  // per out column
  std::uint32_t subject_at_ = kNoColumn;
  std::uint32_t object_at_ = kNoColumn;
  std::vector<End> ends_;  // per out column

  bool single_given_ = false;
  Batch batch_;
  std::vector<std::uint8_t> tested_;
  std::size_t row_ = 0;      // the next left row
  std::size_t current_ = 0;  // the one whose pairs are given out
  bool active_ = false;      // more searches to do for it
  Column subjects_;
  Column objects_;
  std::size_t found_ = 0;
  std::size_t at_ = 0;

  double one_by_one_ = 0;  // pairs found row by row
  bool many_ = false;      // the pairs at hand are of the rest of the batch
  bool many_from_subjects_ = false;
  KeyTable many_sources_{1};
  RowGroups many_rows_;  // by source, counted from many_first_
  std::size_t many_first_ = 0;
  std::size_t in_group_ = 0;
};

}  // namespace

OperatorPtr make_path_scan(ExecContext& context, const physical::Node& node) {
  return std::make_unique<PathJoin>(context, node, std::get<physical::PathScan>(node.op).scan,
                                    nullptr);
}

OperatorPtr make_path_join(ExecContext& context, const physical::Node& node, OperatorPtr left) {
  return std::make_unique<PathJoin>(context, node, std::get<physical::PathJoin>(node.op).path,
                                    std::move(left));
}

}  // namespace vouch::exec
