// parser/ast.hpp — the syntax tree of VQL: every node a plain value with its place.
//
// Shape     closed variants; what the text says, nothing about what it means. `and`-continuations are
//           spelled out (the subject is repeated), keywords are gone, literals keep their digits.
// Units     places are bytes of the SourceText that was parsed.
// Lifetime  values; copying is deep.
// Errors    none: a tree is only built from text that parses.
// Source    docs/language.md and the EBNF in docs/grammar.md; == ignores places.
#pragma once

#include "parser/ast_expression.hpp"
#include "parser/ast_query.hpp"
#include "parser/ast_statement.hpp"
#include "parser/ast_terms.hpp"
