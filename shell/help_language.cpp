// Statements and clauses, as `.help` tells them. Every example is run by tests/shell/help_test.cpp.
#include "shell/help.hpp"

namespace vouch::shell {

const std::vector<HelpEntry>& language_help() {
  static const std::vector<HelpEntry> table = {
      {"match", "rows for which every pattern holds", "match SUBJECT RELATION OBJECT, …",
       {"match ?maker designs ?chip:chip;", "match nvidia designs ?chip and headed_by ?who;"},
       {"where", "maybe", "not", "return"}},
      {"where", "keeps the rows whose condition is true", "where CONDITION",
       {"match ?who designs ?chip where ?chip is_a gpu and ?who != nvidia;"}, {"match"}},
      {"maybe", "adds what there is, keeps the row where there is nothing", "maybe { PATTERNS }",
       {"match ?who designs ?chip maybe { ?chip made_at_node ?node };"}, {"not"}},
      {"not", "keeps the rows for which nothing matches", "not { PATTERNS }",
       {"match ?who:company designs ?chip not { ?who based_in ?where };"}, {"maybe"}},
      {"either", "rows of one block or the other", "either { … } or { … }",
       {"either { ?who designs h20 } or { ?who makes h20 } return ?who;"}, {"match"}},
      {"let", "names a value", "let ?NAME = EXPRESSION",
       {"match ?who designs ?chip let ?name = label(?chip) return ?who, ?name;"}, {"where"}},
      {"group", "one row for equal keys, with aggregates after the colon", "group by KEYS: AGGREGATES",
       {"match ?who designs ?chip group by ?who: count(?chip) as ?chips;"}, {"top", "order"}},
      {"order", "sorts; the lowest first unless `desc`", "order by KEYS",
       {"match ?who designs ?chip order by ?who desc, ?chip;"}, {"top", "limit"}},
      {"top", "the n rows with the highest keys, perhaps within groups", "top N by KEYS [per KEYS]",
       {"match ?who designs ?chip group by ?who: count(?chip) as ?chips top 3 by ?chips;"}, {"order"}},
      {"limit", "at most n rows", "limit N [offset N]", {"match ?who designs ?chip limit 3;"}, {"top"}},
      {"return", "which columns the answer has", "return [distinct] COLUMNS",
       {"match ?who designs ?chip return distinct ?who;"}, {"let"}},
      {"show", "the vocabulary of the store", "show relations | kinds | sources | units | prefixes",
       {"show relations;", "show sources;"}, {"describe"}},
      {"describe", "everything about an entity", "describe NAME", {"describe nvidia;"}, {"show"}},
      {"explain", "how a question would be answered", "explain QUESTION",
       {"explain match ?who designs ?chip;"}, {".explain"}},
      {"claim", "a fact and where it was said", "claim SUBJECT RELATION OBJECT (source …, certainty …);",
       {}, {"deny", "source"}},
      {"deny", "says that something is not so", "deny SUBJECT RELATION OBJECT (source …);", {}, {"claim"}},
      {"source", "a document that claims come from", "source ID { title \"…\", published 2025-09 };", {}, {"claim"}},
      {"entity", "a thing, its kinds and its names", "entity ID : KIND \"Label\" also \"Other\", …;", {}, {"kind"}},
      {"kind", "a class of things", "kind ID under KIND \"meaning\";", {}, {"entity"}},
      {"relation", "a word for what may hold between things", "relation ID (KIND -> KIND) [inverse ID] \"meaning\";",
       {}, {"kind"}},
      {"param", "a value from outside, used as $NAME", "param $NAME = VALUE;", {"param $country = china;"}, {".params"}},
      {"set", "a limit of the session", "set timeout 30 s; set memory 2 GiB; set today 2025-09-15;", {}, {".set"}},
      {"check", "says what must hold; a script with a failed check fails", "check \"title\" none | some | N rows QUESTION;",
       {"check \"the H20 has a designer\" some match ?who designs h20;"}, {}},
      {"begin", "statements until `commit` or `rollback` are one change", "begin; … commit;", {}, {}},
  };
  return table;
}

}  // namespace vouch::shell
