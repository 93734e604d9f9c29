// engine/rdf/schema_statements.hpp — what a document says about the vocabulary: declarations of
// kinds, relations and units, and sources, gathered until all is read.
//
// Shape     `declaration`s are statements of the language, for the loader to run in their order;
//           units and sources are written here. What makes no whole of these stays plain triples:
//           nothing is dropped.
// Lifetime  of one load; borrows the update.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/rdf/own_words.hpp"
#include "storage/store.hpp"

namespace vouch::rdfio {

class SchemaStatements {
 public:
  explicit SchemaStatements(const OwnWords& words) : words_(words) {}

  // True: taken. `subject` as an IRI.
  [[nodiscard]] bool take(const rdf::Quad& quad);
  // Writes units, sources and whatever is left; declarations are there afterwards.
  void finish(storage::Update& update);
  // Sorted; each ends with `;`.
  [[nodiscard]] const std::vector<std::string>& declarations() const { return declarations_; }

 private:
  struct Statement {
    std::string word;  // of schema/, `a` for a type of it
    std::string predicate;
    std::string object;  // of literals the text
    bool literal = false;
    std::string datatype;
    std::string language;
  };
  struct About {
    std::vector<Statement> statements;
    bool source = false;
    std::size_t first = 0;  // place among the subjects
  };

  [[nodiscard]] static std::string first_of(const About& about, std::string_view word);
  [[nodiscard]] static std::int64_t order_of(const About& about);
  [[nodiscard]] static bool write_unit(storage::Update& update, const About& about);
  void write_plain(storage::Update& update, const std::string& subject, const About& about) const;

  const OwnWords& words_;
  std::map<std::string, About> about_;
  std::vector<std::string> declarations_;
};

}  // namespace vouch::rdfio
