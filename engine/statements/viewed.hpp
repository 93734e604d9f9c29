// engine/statements/viewed.hpp — heads of a question → the view of the store that it is asked of.
//
// Shape     using, at and as of choose claims; the triples that follow from them are seen through
// an overlay.
//           Made once for each wording of the heads and each state of the store, and kept.
// Errors    the user's mistakes as diagnostics; limits of the statement hold while a view is made.
// Lifetime  a view belongs to the commit it was made for.
#pragma once

#include <vector>

#include "base/result.hpp"
#include "engine/session_core.hpp"
#include "engine/statements/view_cache.hpp"

namespace vouch::session {

// What the store holds, seen as the heads say.
struct Viewed {
  storage::Snapshot snapshot;
  View view;
};
[[nodiscard]] Result<Viewed> viewed(const Run& run, const std::vector<ast::Head>& heads);

// What a question with these heads is bound with: its nested queries may have heads of their own,
// and see the store as both say. Borrows all of it.
[[nodiscard]] bind::BindInput bind_input(const Run& run, const storage::Snapshot& snapshot,
                                         const std::vector<ast::Head>& heads);

}  // namespace vouch::session
