#include "engine/exec/nested_loop.hpp"

#include <utility>

#include "engine/exec/hash_join.hpp"

namespace vouch::exec {

OperatorPtr make_nested_loop(ExecContext& context, const physical::Node& node, OperatorPtr left,
                             OperatorPtr right, bool right_is_fixed) {
  return make_hash_join(context, node, std::move(left), std::move(right),
                        {{}, right_is_fixed, "nested loop"});
}

}  // namespace vouch::exec
