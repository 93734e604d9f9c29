// The dot commands, as `.help` tells them.
#include "shell/help.hpp"

namespace vouch::shell {

const std::vector<HelpEntry>& command_help() {
  static const std::vector<HelpEntry> table = {
      {".help", "what can be typed", ".help [WORD | CODE]", {".help match", ".help E0203"}, {}},
      {".mode", "how answers are written", ".mode table | csv | tsv | json | jsonl | markdown | line",
       {".mode csv", ".mode"}, {".last", ".output"}},
      {".maxrows", "how many rows of an answer are shown", ".maxrows N | all", {".maxrows 20", ".maxrows all"},
       {".last"}},
      {".timer", "whether the footer tells the time", ".timer on | off", {".timer off"}, {}},
      {".color", "whether the terminal is coloured", ".color auto | always | never", {".color never"}, {}},
      {".errors", "how problems are shown", ".errors text | short | json", {".errors short"}, {}},
      {".read", "run a script", ".read FILE…", {".read queries/01-who-designs-what.vq"}, {".load"}},
      {".load", "load fact files or directories, all or nothing", ".load FILE…", {".load facts"}, {".read"}},
      {".output", "answers go to a file, by its ending as csv, tsv, json …; alone: back here",
       ".output [FILE [force]]", {".output"}, {".once", ".mode"}},
      {".once", "the next answer goes to a file", ".once FILE [force]", {}, {".output"}},
      {".last", "the last answer again, whole, perhaps in another mode", ".last [MODE]", {".last csv"}, {".mode"}},
      {".explain", "show the plan before each answer", ".explain on | off", {".explain off"}, {"explain"}},
      {".history", "what was typed, or what of it holds a text", ".history [TEXT]", {}, {}},
      {".stats", "what the store holds, in numbers", ".stats", {".stats"}, {"show"}},
      {".schema", "kinds and relations", ".schema", {".schema"}, {".kinds", ".relations"}},
      {".relations", "the relations, with counts", ".relations", {".relations"}, {"show"}},
      {".kinds", "the kinds", ".kinds", {".kinds"}, {"show"}},
      {".sources", "the documents that claims come from", ".sources", {".sources"}, {"show"}},
      {".describe", "everything about an entity", ".describe NAME", {".describe nvidia", ".describe Jensen Huang"},
       {"describe"}},
      {".params", "the parameters, or set one", ".params [NAME=VALUE]", {".params country=china", ".params"}, {"param"}},
      {".set", "the session's limits, or set one", ".set [timeout | memory | today VALUE]", {".set"}, {"set"}},
      {".quit", "leave; Ctrl-D does too", ".quit", {}, {}},
  };
  return table;
}

}  // namespace vouch::shell
