#include "engine/exec/index_scan.hpp"

#include "base/invariant.hpp"
#include "engine/exec/claim_probe.hpp"
#include "engine/exec/rows.hpp"
#include "engine/exec/triple_probe.hpp"

namespace vouch::exec {

namespace {

template <typename Probe>
class IndexScan final : public Operator {
 public:
  IndexScan(ExecContext& context, const physical::Node& node, const typename Probe::Access& access,
            bool in_parts)
      : Operator(context, node),
        probe_(context, reads(), access, {}, columns()),
        in_parts_(in_parts) {
    for (const VariableId variable : columns()) {
      invariant(has(variables_of(pattern_of(access.scan)), variable),
                "a scan of a foreign variable");
    }
    skips_ = !node.sorted_by.empty() && probe_.leading() == node.sorted_by.front();
  }

 private:
  void do_open() override {
    if constexpr (requires { probe_.limit(std::optional<IdSpan>()); }) {
      if (in_parts_) probe_.limit(context().part);
    }
    probe_.open({});
  }

  bool do_next(Batch& out) override {
    out.columns.resize(columns().size());
    pointers_.clear();
    for (Column& column : out.columns) {
      column.resize(batch_rows());
      pointers_.push_back(column.data());
    }
    std::size_t count = 0;
    while (count < batch_rows()) {
      const std::size_t more = probe_.next(pointers_, batch_rows() - count);
      if (more == 0) break;
      count += more;
      for (TermId*& pointer : pointers_) pointer += more;
    }
    for (Column& column : out.columns) column.resize(count);
    out.rows = count;
    return count > 0;
  }

  void do_skip_to(TermId key) override {
    if (skips_) probe_.skip_to(key);
  }

  Probe probe_;
  bool in_parts_ = false;
  bool skips_ = false;
  std::vector<TermId*> pointers_;
};

}  // namespace

OperatorPtr make_triple_scan(ExecContext& context, const physical::Node& node) {
  const auto& scan = std::get<physical::TripleScan>(node.op);
  return std::make_unique<IndexScan<TripleProbe>>(context, node, scan.access, scan.in_parts);
}

OperatorPtr make_claim_scan(ExecContext& context, const physical::Node& node) {
  return std::make_unique<IndexScan<ClaimProbe>>(context, node,
                                                 std::get<physical::ClaimScan>(node.op).access,
                                                 false);
}

}  // namespace vouch::exec
