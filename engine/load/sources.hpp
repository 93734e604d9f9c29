// engine/load/sources.hpp — `source x { … }`: the documents and data sets that claims come from.
//
// Shape     in two steps, so that a source's fields may name entities that are declared further on.
// Errors    as in declarations.hpp; E0343: a source without date.
#pragma once

#include <filesystem>
#include <optional>

#include "engine/load/workspace.hpp"
#include "parser/ast_statement.hpp"

namespace vouch::load {

[[nodiscard]] bool declare_source(Workspace& work, const ast::SourceStatement& statement);
// The fields. `from` names a file relative to `directory`; without one (--safe) it is refused.
[[nodiscard]] bool write_source_fields(Workspace& work, const ast::SourceStatement& statement,
                                       Span place,
                                       const std::optional<std::filesystem::path>& directory);

}  // namespace vouch::load
