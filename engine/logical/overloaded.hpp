// engine/logical/overloaded.hpp — one visitor out of one lambda per alternative of a closed
// variant.
//
// Shape     std::visit(Overloaded{[](const Join&) …, [](const Filter&) …}, node.op); a missing
//           alternative does not compile.
#pragma once

namespace vouch::logical {

template <typename... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <typename... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

}  // namespace vouch::logical
