// parser/grammar/rules.hpp — the rules that one part of the grammar lends to another.
//
// Shape     type-erased: each is declared here and instantiated once, in the .cpp named above it.
//           Rules are constexpr, so there is no order of initialisation to get wrong.
// Lifetime  values of the syntax tree.
// Source    docs/grammar.md; the names are those of the EBNF where it has one.
#pragma once

#include "parser/grammar/parsers.hpp"

namespace vouch::parser::grammar {

template <typename Id, typename Value>
using rule = x3::rule<Id, Value>;

// ---- numbers.cpp (without the blanks behind them)
inline constexpr rule<struct number_id, ast::NumberLiteral> number{"number"};
inline constexpr rule<struct operand_number_id, ast::NumberLiteral> operand_number{"number"};
inline constexpr rule<struct bare_number_id, ast::NumberLiteral> bare_number{"number"};
inline constexpr rule<struct unit_name_id, std::string> unit_name{"unit"};

// ---- terms.cpp (the first six without the blanks behind them)
inline constexpr rule<struct plain_name_id, ast::PlainName> plain_name{"iri | pname | word"};
inline constexpr rule<struct relation_atom_id, ast::Name> relation_atom{"iri | pname | label | id"};
inline constexpr rule<struct variable_id, ast::Variable> variable{"var"};
inline constexpr rule<struct pattern_variable_id, ast::Variable> pattern_variable{"patvar"};
inline constexpr rule<struct parameter_id, ast::Parameter> parameter{"param"};
inline constexpr rule<struct string_id, ast::StringLiteral> string{"string"};
inline constexpr rule<struct file_name_id, std::string> file_name{"string"};
inline constexpr rule<struct declared_id, ast::Name> declared{"decl"};
inline constexpr rule<struct relation_name_id, ast::Name> relation_name{"relid"};
inline constexpr rule<struct subject_id, ast::Term> subject{"subj"};
inline constexpr rule<struct object_id, ast::Term> object{"obj"};
inline constexpr rule<struct qualifier_id, ast::Qualifier> qualifier{"qual"};
inline constexpr rule<struct qualifiers_id, std::vector<ast::Qualifier>> qualifiers{"quals"};
inline constexpr rule<struct fact_id, ast::Fact> fact{"fact"};
inline constexpr rule<struct count_id, ast::Count> count{"count"};

// ---- paths.cpp, patterns.cpp
inline constexpr rule<struct path_id, ast::Path> path{"path"};
inline constexpr rule<struct run_id, std::vector<ast::Pattern>> run{"run"};

// ---- expressions.cpp
inline constexpr rule<struct expr_id, ast::Expr> expr{"expr"};
inline constexpr rule<struct and_expr_id, ast::Expr> and_expr{"andexpr"};
inline constexpr rule<struct sum_id, ast::Expr> sum{"add"};
inline constexpr rule<struct in_rhs_id, ast::QualifierIn> in_rhs{"inrhs"};

// ---- clauses.cpp
inline constexpr rule<struct block_id, ast::Block> block{"block"};
inline constexpr rule<struct clauses_id, std::vector<ast::Clause>> clauses{"inner"};
inline constexpr rule<struct stage_clauses_id, std::vector<ast::Clause>> stage_clauses{"stages"};
inline constexpr rule<struct branch_clauses_id, std::vector<ast::Clause>> branch_clauses{"branch"};
inline constexpr rule<struct result_id, ast::Return> result{"return"};
inline constexpr rule<struct order_id, ast::Order> order{"order"};
inline constexpr rule<struct limit_id, ast::Limit> limit{"limit"};

// ---- queries.cpp
inline constexpr rule<struct heads_id, std::vector<ast::Head>> heads{"heads"};
inline constexpr rule<struct query_id, ast::Query> query{"query"};
inline constexpr rule<struct expectation_id, ast::Expectation> expectation{"expectation"};
inline constexpr rule<struct ask_id, ast::Statement> ask{"heads and what they stand before"};

// ---- declarations.cpp, statements.cpp
inline constexpr rule<struct declaration_id, ast::Statement> declaration{"declaration"};
inline constexpr rule<struct statement_id, ast::Statement> statement{"stmt"};

BOOST_SPIRIT_DECLARE(decltype(number), decltype(operand_number), decltype(bare_number),
                     decltype(unit_name), decltype(plain_name), decltype(relation_atom),
                     decltype(variable), decltype(pattern_variable), decltype(parameter),
                     decltype(string), decltype(file_name), decltype(declared), decltype(relation_name),
                     decltype(subject), decltype(object), decltype(qualifier), decltype(qualifiers),
                     decltype(fact), decltype(count))
BOOST_SPIRIT_DECLARE(decltype(path), decltype(run), decltype(expr), decltype(and_expr),
                     decltype(sum), decltype(in_rhs), decltype(block), decltype(clauses),
                     decltype(stage_clauses), decltype(branch_clauses), decltype(result),
                     decltype(order), decltype(limit), decltype(heads), decltype(query),
                     decltype(expectation), decltype(ask), decltype(declaration),
                     decltype(statement))

}  // namespace vouch::parser::grammar
