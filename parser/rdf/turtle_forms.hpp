// parser/rdf/turtle_forms.hpp — which forms of terms a place of the Turtle grammar takes.
#pragma once

namespace vouch::rdf::form {

inline constexpr unsigned kIri = 1;
inline constexpr unsigned kBlank = 2;  // _:a and []
inline constexpr unsigned kLiteral = 4;
inline constexpr unsigned kProperties = 8;   // [ :p :o ]
inline constexpr unsigned kCollection = 16;  // ( … )
inline constexpr unsigned kTripleTerm = 32;  // <<( … )>>
inline constexpr unsigned kReified = 64;     // << … >>

inline constexpr unsigned kNode = kIri | kBlank;
inline constexpr unsigned kObject =
    kNode | kLiteral | kProperties | kCollection | kTripleTerm | kReified;
inline constexpr unsigned kReifiedSubject = kNode | kReified;
inline constexpr unsigned kReifiedObject = kNode | kLiteral | kTripleTerm | kReified;
inline constexpr unsigned kTripleObject = kNode | kLiteral | kTripleTerm;

}  // namespace vouch::rdf::form
