// The error codes and what they mean; docs/errors.md is made from this table.
#include "shell/help.hpp"

namespace vouch::shell {

const std::vector<ErrorHelp>& error_help() {
  static const std::vector<ErrorHelp> table = {
      {"E0001", "wrong argument", "An argument of a command or of the command line is not one of those there are.",
       "vouch dump facts.vouch tripels", "vouch dump facts.vouch triples"},
      {"E0002", "one question wanted", "`explain` shows the plan of exactly one question.", "", ""},
      {"E0003", "expectation failed",
       "A script said what an answer must be (`expect`, `check`) and it was otherwise. All are run; the exit status is 3.",
       "", ""},
      {"E0004", "command of the shell misused", "A line that begins with a dot is a command; `.help` lists them.",
       ".mdoe csv", ".mode csv"},
  };
  return table;
}

}  // namespace vouch::shell
