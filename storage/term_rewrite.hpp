// storage/term_rewrite.hpp — one term of the dictionary's table of blocks becomes another.
//
// Shape     the block it stands in is built anew; what does not fit any more goes into further blocks.
// Errors    CorruptionError for a block that cannot be read.
#pragma once

#include <cstdint>
#include <string_view>

#include "storage/tables.hpp"

namespace vouch::storage {

void rewrite_term(lmdb::Transaction& transaction, const Tables& tables, std::uint64_t number,
                  std::string_view encoded);

}  // namespace vouch::storage
