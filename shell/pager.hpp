// shell/pager.hpp — shows a long text through $PAGER.
//
// Shape     the text is complete before the pager starts: nothing of the store is held meanwhile.
// Errors    false when there is no pager or it could not be started; then nothing was shown.
#pragma once

#include <string>

namespace vouch::shell {

[[nodiscard]] bool page(const std::string& text);

}  // namespace vouch::shell
