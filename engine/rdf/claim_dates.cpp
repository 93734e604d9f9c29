#include "engine/rdf/claim_dates.hpp"

#include <array>
#include <chrono>

#include "storage/merges.hpp"

namespace vouch::rdfio {

namespace {

constexpr std::int64_t kMicrosecondsPerSecond = 1'000'000;

storage::Period instant(std::int64_t microseconds, std::uint8_t digits) {
  storage::Period period;
  period.precision = storage::Precision::instant;
  period.begin = microseconds;
  period.fraction = digits;
  return period;
}

}  // namespace

std::int64_t now_in_microseconds() {
  using std::chrono::duration_cast;
  using std::chrono::microseconds;
  return duration_cast<microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

storage::Date second_of_loading(std::int64_t loaded_at) {
  return storage::Date::single(instant(loaded_at - loaded_at % kMicrosecondsPerSecond, 0));
}

std::optional<std::int64_t> instant_of(std::string_view text) {
  const auto period = storage::Date::parse_period(text);
  if (!period || period->precision != storage::Precision::instant) return std::nullopt;
  return period->begin;
}

std::string text_of_instant(std::int64_t microseconds) {
  constexpr std::uint8_t kDigits = 6;
  return instant(microseconds, kDigits).to_string();
}

std::optional<storage::TermId> named_claim(const storage::Snapshot& snapshot,
                                           const std::string& name) {
  const auto found = snapshot.claim_named(name);
  if (!found) return std::nullopt;
  const auto record = snapshot.claim(*found);
  return record && record->name == name ? found : std::nullopt;
}

bool is_asserted(const storage::Snapshot& snapshot, const storage::Triple& said) {
  const storage::Triple triple = storage::canonical(snapshot, said);
  storage::TripleCursor cursor(snapshot, storage::Order::spo);
  cursor.open(std::array{triple.subject, triple.relation, triple.object});
  storage::TermId object;
  return cursor.next(nullptr, nullptr, &object, 1) != 0;
}

}  // namespace vouch::rdfio
