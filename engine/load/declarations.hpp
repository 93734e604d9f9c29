// engine/load/declarations.hpp — the statements that declare: prefix, kind, relation, unit, entity.
//
// Shape     each checks the whole statement first and writes only when it is good.
// Errors    false: a problem was added to the workspace and nothing was written. Declaring the same
//           thing twice adds nothing; with another meaning it is E0311.
#pragma once

#include <cstdint>

#include "engine/load/workspace.hpp"
#include "parser/ast_statement.hpp"

namespace vouch::load {

[[nodiscard]] bool declare_prefix(Workspace& work, const ast::PrefixStatement& statement,
                                  Span place);
[[nodiscard]] bool declare_kind(Workspace& work, const ast::KindStatement& statement);
// What to do about relations named beside it that are not declared (yet).
enum class Missing : std::uint8_t { refuse, pass_over, warn };
[[nodiscard]] bool declare_relation(Workspace& work, const ast::RelationStatement& statement,
                                    Missing missing);
[[nodiscard]] bool declare_unit(Workspace& work, const ast::UnitStatement& statement, Span place);
[[nodiscard]] bool declare_entity(Workspace& work, const ast::EntityStatement& statement);
}  // namespace vouch::load
