#include "engine/session_core.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/physical/parallel.hpp"

namespace vouch::session {

storage::Snapshot Core::snapshot() {
  return transaction ? transaction->view() : database.store().snapshot();
}

std::filesystem::path Core::path_of(const std::string& file) const {
  const std::filesystem::path path(file);
  return path.is_absolute() ? path : (directories.back() / path).lexically_normal();
}

storage::Date Core::today() const {
  if (settings.today) return *settings.today;
  using std::chrono::system_clock;
  const auto since = system_clock::now().time_since_epoch();
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(since).count();
  storage::Period day;
  day.precision = storage::Precision::day;
  day.begin = micros - micros % storage::kMicrosecondsPerDay;
  return storage::Date::single(day);
}

exec::RunOptions Run::options(bool timed) const {
  exec::RunOptions out;
  out.batch_rows = core.settings.batch_rows;
  out.memory_bytes = core.settings.memory_bytes;
  out.threads = physical::threads_of(core.settings);
  if (core.settings.timeout_ms) {
    out.deadline = started + std::chrono::milliseconds(*core.settings.timeout_ms);
  }
  out.cancel = &core.cancel;
  out.today = core.today();
  out.timed = timed;
  return out;
}

double Run::milliseconds() const {
  const auto spent = std::chrono::steady_clock::now() - started;
  return std::chrono::duration<double, std::milli>(spent).count();
}

Outcome Run::tell(const Diagnostics& problems) const {
  if (!problems.empty()) output.problems(problems, source);
  return has_errors(problems) ? Outcome::rejected : Outcome::ok;
}

Outcome Run::reject(Span place, std::string code, std::string message) const {
  return tell({error_at(place, std::move(code), std::move(message))});
}

Outcome Run::not_yet(Span place, const std::string& what) const {
  return reject(place, "E0310", fmt::format("{} not supported yet", what));
}

Outcome worse(Outcome a, Outcome b) {
  const auto rank = [](Outcome outcome) {
    switch (outcome) {
      case Outcome::ok: return 0;
      case Outcome::expectation_failed: return 1;
      case Outcome::rejected: return 2;
      case Outcome::data_error: return 3;
      case Outcome::limit: return 4;
      case Outcome::interrupted: return 5;
    }
    return 5;
  };
  return rank(a) >= rank(b) ? a : b;
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string counted(std::uint64_t number, const std::string& noun) {
  return grouped(number) + " " + noun + (number == 1 ? "" : "s");
}

}  // namespace vouch::session
