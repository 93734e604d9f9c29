#include "engine/bind/scope.hpp"

#include <utility>

namespace vouch::bind {

void join(Frame& frame, Node input) {
  if (std::holds_alternative<logical::Unit>(frame.plan.op)) {
    frame.plan = Node{logical::Join{{std::move(input)}}};
    return;
  }
  if (auto* operands = std::get_if<logical::Join>(&frame.plan.op)) {
    operands->inputs.push_back(std::move(input));
    return;
  }
  logical::Join both;
  both.inputs.push_back(std::move(frame.plan));
  both.inputs.push_back(std::move(input));
  frame.plan = Node{std::move(both)};
}

}  // namespace vouch::bind
