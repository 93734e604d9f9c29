#include "engine/failure.hpp"

#include <new>
#include <string>
#include <utility>

#include "base/error.hpp"

namespace vouch {

namespace {

void tell(std::string code, std::string message, const SourceText& source, Output& output) {
  Diagnostic problem = error_at({}, std::move(code), std::move(message));
  problem.placeless = true;
  output.problems({problem}, source);
}

}  // namespace

Outcome report_failure(const std::exception& failure, const SourceText& source, Output& output) {
  // Which class it is can only be asked by throwing it again; this runs inside the handler.
  try {
    throw;
  } catch (const Cancelled& error) {
    tell(error.code(), error.what(), source, output);
    return error.code() == "E0502" ? Outcome::limit : Outcome::interrupted;
  } catch (const CapacityError& error) {
    tell(error.code(), error.what(), source, output);
    return Outcome::limit;
  } catch (const Error& error) {
    tell(error.code(), error.what(), source, output);
    return Outcome::data_error;
  } catch (const std::bad_alloc&) {
    tell("E0503", "memory is exhausted", source, output);
    return Outcome::limit;
  } catch (const std::exception&) {
    tell("E0901", failure.what(), source, output);
    return Outcome::data_error;
  }
}

}  // namespace vouch
