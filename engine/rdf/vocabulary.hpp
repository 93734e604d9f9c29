// engine/rdf/vocabulary.hpp — IRIs of other vocabularies that stand for words of the store.
#pragma once

#include <string_view>

namespace vouch::rdfio {

inline constexpr std::string_view kRdfsLabel = "http://www.w3.org/2000/01/rdf-schema#label";
inline constexpr std::string_view kAltLabel = "http://www.w3.org/2004/02/skos/core#altLabel";

}  // namespace vouch::rdfio
