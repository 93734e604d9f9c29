// engine/expr/date_arithmetic.hpp — differences of dates, dates moved by spans of time.
//
// Shape     a difference is a number of days, an interval where the dates are: `2025-09 - 2025-06`
//           is 63..121 days. Months, quarters and years move by the calendar (31 January + 1 month
//           is the end of February), everything else by days; instants move by microseconds too.
// Errors    nothing for a span that is no whole number of days (of months, for calendar units), and
//           for results outside the years 1..9999.
#pragma once

#include "engine/expr/quantity.hpp"
#include "engine/expr/value_ops.hpp"

namespace vouch::expr {

[[nodiscard]] Term date_difference(const storage::Date& later, const storage::Date& earlier);
// The date `span` later, or earlier when `backwards`.
[[nodiscard]] Term moved(const storage::Date& date, const Quantity& span, bool backwards);

}  // namespace vouch::expr
