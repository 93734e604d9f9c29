#include "engine/exec/tally.hpp"

#include <algorithm>

#include "engine/exec/build.hpp"
#include "engine/exec/context.hpp"
#include "engine/exec/scalar.hpp"

namespace vouch::exec {

Tally tally(const physical::Plan& plan, const std::vector<expr::Expression>& expressions,
            Terms& terms, const RunOptions& options) {
  ExecContext rows(terms, options, std::max<std::size_t>(plan.nodes, 1));
  ExecContext values(terms, options, 0);
  const OperatorPtr root = build(plan.root, rows);
  std::vector<ScalarPtr> scalars;
  for (const expr::Expression& expression : expressions) {
    scalars.push_back(compile(expression, root->columns(), values));
  }
  Tally out;
  out.unbound.resize(expressions.size());
  Batch batch;
  Column scratch;
  root->open();
  while (root->next(batch)) {
    for (std::size_t i = 0; i < scalars.size(); ++i) {
      const TermId* ids = scalars[i]->values(all_rows(batch), scratch);
      const auto unbound =
          std::count_if(ids, ids + batch.rows, [](TermId id) { return !id.bound(); });
      out.unbound[i] += static_cast<std::uint64_t>(unbound);
    }
  }
  out.overflows = values.values.overflows;
  out.divisions_by_zero = values.values.divisions_by_zero;
  return out;
}

}  // namespace vouch::exec
