// bench/generate.cpp — writes a synthetic supply chain on standard output, as VQL facts or
// N-Triples.
//
// Shape     the same facts in both: N-Triples have absolute IRIs and typed literals, each claim as
//           a plain triple and once more as a node with rdf:subject, rdf:predicate, rdf:object, its
//           source and qualifiers. Qualifiers that are not said (and the store fills in) are not
//           written, so N-Triples of `--triples N` are about 0.9 N lines.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "bench/supply_chain.hpp"

namespace {

using namespace vouch::bench;

constexpr std::string_view kVocabulary = R"(unit units "pieces";
kind organisation; kind company under organisation; kind place; kind country under place;
kind plant; kind product; kind chip under product; kind material under product;
relation based_in (company -> country) functional inverse home_of;
relation operates (company -> plant) inverse operated_by;
relation located_in (plant -> country) functional;
relation makes (company -> product) inverse made_by;
relation made_at (product -> plant) inverse site_of;
relation part_of (product -> product) transitive inverse has_part;
relation supplies (company -> company) inverse supplied_by;
relation owns (company -> company) inverse owned_by;
relation uses (company -> product) inverse used_by;
relation restricts (country -> product) inverse restricted_by;
relation output_of (plant -> quantity);
relation to (claim -> company);
relation for (claim -> product);
)";

class FactWriter final : public Listener {
 public:
  FactWriter() { std::fputs(kVocabulary.data(), stdout); }
  void entity(const Entity& e) override {
    fmt::print("entity {}_{} : {} \"{}\";\n", e.item.family, e.item.number, e.kind, e.label);
  }
  void article(const Article& a) override {
    fmt::print("source article_{} {{ title \"Article {}\", published {}-{:02}-{:02} }};\n",
               a.number, a.number, a.year, a.month, a.day);
  }
  void block_begins(std::uint64_t source) override {
    fmt::print("claims (source article_{}) {{\n", source);
  }
  void block_ends() override { std::fputs("};\n", stdout); }
  void claim(const Claim& c) override {
    fmt::print("{}_{} {} ", c.subject.family, c.subject.number, c.relation);
    if (c.object) {
      fmt::print("{}_{}", c.object->family, c.object->number);
    } else {
      fmt::print("{} units", c.amount);
    }
    std::string text;
    const auto add = [&](const std::string& one) {
      text += text.empty() ? " (" : ", ";
      text += one;
    };
    if (c.quantity) add(fmt::format("quantity {} units", *c.quantity));
    if (c.since) add(fmt::format("since {}-{:02}", c.since->year, c.since->month));
    if (!c.certainty.empty()) add(fmt::format("certainty {}", c.certainty));
    if (c.to) add(fmt::format("to {}_{}", c.to->family, c.to->number));
    fmt::print("{}{};\n", text, text.empty() ? "" : ")");
  }
};

class TripleWriter final : public Listener {
 public:
  void entity(const Entity& e) override {
    const std::string subject = iri(e.item);
    line(subject, rdf("type"), fmt::format("<http://example.org/kind/{}>", e.kind));
    line(subject, "<http://www.w3.org/2000/01/rdf-schema#label>", fmt::format("\"{}\"", e.label));
  }
  void article(const Article& a) override {
    const std::string subject = iri({"article", a.number});
    line(subject, word("title"), fmt::format("\"Article {}\"", a.number));
    line(subject, word("published"),
         typed(fmt::format("{}-{:02}-{:02}", a.year, a.month, a.day), "date"));
  }
  void block_begins(std::uint64_t /*source*/) override {}
  void block_ends() override {}
  void claim(const Claim& c) override {
    const std::string subject = iri(c.subject);
    const std::string relation = word(c.relation);
    const std::string object = c.object ? iri(*c.object) : integer(c.amount);
    const std::string node = iri({"claim", c.number});
    line(subject, relation, object);
    line(node, rdf("subject"), subject);
    line(node, rdf("predicate"), relation);
    line(node, rdf("object"), object);
    line(node, word("source"), iri({"article", c.source}));
    if (c.quantity) line(node, word("quantity"), integer(*c.quantity));
    if (c.since) {
      line(node, word("since"),
           typed(fmt::format("{}-{:02}", c.since->year, c.since->month), "gYearMonth"));
    }
    if (!c.certainty.empty()) line(node, word("certainty"), fmt::format("\"{}\"", c.certainty));
    if (c.to) line(node, word("to"), iri(*c.to));
  }

 private:
  static std::string iri(const Item& item) {
    return fmt::format("<http://example.org/{}/{}>", item.family, item.number);
  }
  static std::string word(std::string_view relation) {
    return fmt::format("<http://example.org/relation/{}>", relation);
  }
  static std::string rdf(std::string_view name) {
    return fmt::format("<http://www.w3.org/1999/02/22-rdf-syntax-ns#{}>", name);
  }
  static std::string typed(std::string_view lexical, std::string_view type) {
    return fmt::format("\"{}\"^^<http://www.w3.org/2001/XMLSchema#{}>", lexical, type);
  }
  static std::string integer(std::uint64_t n) { return typed(fmt::format("{}", n), "integer"); }
  static void line(std::string_view s, std::string_view p, std::string_view o) {
    fmt::print("{} {} {} .\n", s, p, o);
  }
};

int usage() {
  fmt::print(stderr,
             "usage: vouch_generate [--format vq|nt] [--seed N] [[--triples] N] > facts.vq\n");
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t triples = 1'000'000;
  std::uint64_t seed = 1;
  std::string_view format = "vq";
  for (int i = 1; i < argc; ++i) {
    const std::string_view flag = argv[i];
    const bool has_value = i + 1 < argc;
    if (flag == "--triples" && has_value) {
      triples = std::strtoull(argv[++i], nullptr, 10);
    } else if (flag == "--seed" && has_value) {
      seed = std::strtoull(argv[++i], nullptr, 10);
    } else if (flag == "--format" && has_value) {
      format = argv[++i];
    } else if (flag.find_first_not_of("0123456789") == std::string_view::npos && !flag.empty()) {
      triples = std::strtoull(argv[i], nullptr, 10);
    } else {
      return usage();
    }
  }
  if (format == "nt") {
    TripleWriter writer;
    tell_supply_chain(triples, seed, writer);
  } else if (format == "vq") {
    FactWriter writer;
    tell_supply_chain(triples, seed, writer);
  } else {
    return usage();
  }
  return 0;
}
