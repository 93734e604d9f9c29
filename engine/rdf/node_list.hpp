// engine/rdf/node_list.hpp — terms in a row, as canonical N-Triples with a blank between them.
//
// Shape     how a chain of speakers is written, in its order.
// Errors    what is no such row has no terms.
#pragma once

#include <functional>
#include <string_view>

#include "parser/rdf/term.hpp"

namespace vouch::rdfio {

void read_nodes(std::string_view text, const std::function<void(const rdf::Term&)>& visit);

}  // namespace vouch::rdfio
