#include "tests/support/rdf_graph.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>

#include "parser/rdf/ntriples_text.hpp"

namespace vouch::test {

namespace {

constexpr char kMark = '\x01';  // stands in no canonical text
using Statement = RdfGraph::Statement;
using Colours = std::map<std::string, std::size_t>;  // by label

void flatten(const rdf::Term& term, Statement& out) {
  if (term.kind == rdf::TermKind::blank) {
    out.first += kMark;
    out.second.emplace_back(term.text);
  } else if (term.kind == rdf::TermKind::triple) {
    out.first += "<<( ";
    flatten(term.triple->subject, out);
    flatten(term.triple->predicate, out);
    flatten(term.triple->object, out);
    out.first += ")>> ";
    return;
  } else {
    rdf::append_term(out.first, term);
  }
  out.first += ' ';
}

std::size_t mix(std::size_t a, std::size_t b) {
  return (a ^ (b + 0x9E3779B97F4A7C15ULL + (a << 6U) + (a >> 2U))) * 0xBF58476D1CE4E5B9ULL;
}

// Gives every label the colour that its statements and their other labels make, until no more tell apart.
void refine(const std::set<Statement>& statements, Colours& colours) {
  std::size_t distinct = 0;
  for (std::size_t round = 0; round <= colours.size(); ++round) {
    Colours next;
    for (const auto& [label, colour] : colours) next[label] = mix(colour, 1);
    for (const auto& [shape, labels] : statements) {
      std::size_t whole = std::hash<std::string>()(shape);
      for (const auto& label : labels) whole = mix(whole, colours.at(label));
      for (std::size_t i = 0; i < labels.size(); ++i) next[labels[i]] += mix(whole, i);
    }
    std::set<std::size_t> values;
    for (const auto& [label, colour] : next) values.insert(colour);
    colours = std::move(next);
    if (values.size() == distinct) return;
    distinct = values.size();
  }
}

Colours labels_of(const std::set<Statement>& statements) {
  Colours out;
  for (const auto& [shape, labels] : statements) {
    for (const auto& label : labels) out[label] = 0;
  }
  return out;
}

std::map<std::size_t, std::vector<std::string>> classes_of(const Colours& colours) {
  std::map<std::size_t, std::vector<std::string>> out;
  for (const auto& [label, colour] : colours) out[colour].push_back(label);
  return out;
}

bool same(const std::set<Statement>& a, Colours in_a, const std::set<Statement>& b, Colours in_b) {
  refine(a, in_a);
  refine(b, in_b);
  const auto classes_a = classes_of(in_a);
  const auto classes_b = classes_of(in_b);
  if (classes_a.size() != classes_b.size()) return false;
  const std::vector<std::string>* smallest = nullptr;
  std::size_t colour = 0;
  std::map<std::string, std::string> renamed;
  for (const auto& [c, labels] : classes_a) {
    const auto other = classes_b.find(c);
    if (other == classes_b.end() || other->second.size() != labels.size()) return false;
    if (labels.size() == 1) {
      renamed[labels.front()] = other->second.front();
    } else if (smallest == nullptr || labels.size() < smallest->size()) {
      smallest = &labels;
      colour = c;
    }
  }
  if (smallest == nullptr) {
    std::set<Statement> mapped;
    for (Statement statement : a) {
      for (auto& label : statement.second) label = renamed.at(label);
      mapped.insert(std::move(statement));
    }
    return mapped == b;
  }
  in_a[smallest->front()] = mix(colour, 77);
  for (const auto& candidate : classes_b.at(colour)) {
    Colours tried = in_b;
    tried[candidate] = mix(colour, 77);
    if (same(a, in_a, b, tried)) return true;
  }
  return false;
}

}  // namespace

void RdfGraph::quad(const rdf::Quad& quad) {
  Statement statement;
  flatten(quad.subject, statement);
  flatten(quad.predicate, statement);
  flatten(quad.object, statement);
  if (quad.named) flatten(quad.graph, statement);
  statements_.insert(std::move(statement));
}

std::string RdfGraph::text() const {
  std::string out;
  for (const auto& [shape, labels] : statements_) {
    std::size_t next = 0;
    for (const char c : shape) {
      if (c == kMark) {
        out += "_:" + labels[next++];
      } else {
        out += c;
      }
    }
    out += ".\n";
  }
  return out;
}

bool isomorphic(const RdfGraph& a, const RdfGraph& b) {
  if (a.statements().size() != b.statements().size()) return false;
  return same(a.statements(), labels_of(a.statements()), b.statements(), labels_of(b.statements()));
}

}  // namespace vouch::test
