// bench/generate.cpp — writes a synthetic supply chain as VQL facts on standard output.
//
// Shape     countries, companies, plants, products in a deep part_of graph, sources, claims with
//           qualifiers. Skewed: a few companies and products take most of the claims (Zipf, s = 1).
// Units     --triples N: about N triples in the store, book-keeping and qualifiers included.
// Source    the same --seed gives the same bytes, on any machine (own generator, no std distributions).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

// SplitMix64: small, seeded, the same everywhere.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }
  std::uint64_t below(std::uint64_t n) { return n == 0 ? 0 : next() % n; }
  double unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
  bool chance(double p) { return unit() < p; }
  // Rank 0 .. n-1, rank r about 1/(r+1) as likely as rank 0.
  std::uint64_t skewed(std::uint64_t n) {
    const double r = std::exp(unit() * std::log(static_cast<double>(n) + 1.0)) - 1.0;
    return std::min(n - 1, static_cast<std::uint64_t>(r));
  }

 private:
  std::uint64_t state_;
};

struct Sizes {
  std::uint64_t countries, companies, plants, products, sources, claims;
};

// A claim makes about 6.6 triples, an entity about 3.4.
Sizes sizes_for(std::uint64_t triples) {
  const double t = static_cast<double>(triples);
  Sizes s{};
  s.countries = 60;
  s.companies = std::max<std::uint64_t>(20, static_cast<std::uint64_t>(t / 250));
  s.plants = std::max<std::uint64_t>(20, static_cast<std::uint64_t>(t / 300));
  s.products = std::max<std::uint64_t>(40, static_cast<std::uint64_t>(t / 100));
  s.sources = std::max<std::uint64_t>(5, static_cast<std::uint64_t>(t / 5000));
  const double entities = static_cast<double>(s.companies + s.plants + s.products);
  s.claims = static_cast<std::uint64_t>(std::max(100.0, (t - 3.4 * entities) / 6.6));
  return s;
}

std::string name_of(Random& random) {
  static constexpr std::string_view kSyllables[] = {"ka", "ren", "to", "shi", "mo", "lin", "va",
                                                    "dor", "hsin", "cel", "ax", "ni", "ter", "yu"};
  std::string out;
  for (std::uint64_t i = 0, n = 2 + random.below(3); i < n; ++i) out += kSyllables[random.below(14)];
  out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

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

class Writer {
 public:
  Writer(Sizes sizes, std::uint64_t seed) : sizes_(sizes), random_(seed) {}

  void write() {
    std::fputs(kVocabulary.data(), stdout);
    entities();
    claims();
  }

 private:
  void entities() {
    for (std::uint64_t i = 0; i < sizes_.countries; ++i) {
      fmt::print("entity country_{0} : country \"{1} {0}\";\n", i, name_of(random_));
    }
    for (std::uint64_t i = 0; i < sizes_.companies; ++i) {
      fmt::print("entity company_{0} : company \"{1} {0}\";\n", i, name_of(random_));
    }
    for (std::uint64_t i = 0; i < sizes_.plants; ++i) {
      fmt::print("entity plant_{0} : plant \"Fab {0}\";\n", i);
    }
    for (std::uint64_t i = 0; i < sizes_.products; ++i) {
      const char* kind = i % 3 == 0 ? "chip" : i % 7 == 0 ? "material" : "product";
      fmt::print("entity product_{0} : {2} \"{1}-{0}\";\n", i, name_of(random_), kind);
    }
    for (std::uint64_t i = 0; i < sizes_.sources; ++i) {
      fmt::print("source article_{} {{ title \"Article {}\", published 20{}-{:02}-{:02} }};\n", i, i,
                 19 + random_.below(7), 1 + random_.below(12), 1 + random_.below(28));
    }
  }

  void claims() {
    constexpr std::uint64_t kBlock = 500;
    for (std::uint64_t done = 0; done < sizes_.claims; done += kBlock) {
      fmt::print("claims (source article_{}) {{\n", random_.skewed(sizes_.sources));
      for (std::uint64_t i = 0; i < std::min(kBlock, sizes_.claims - done); ++i) claim(done + i);
      std::fputs("};\n", stdout);
    }
  }

  std::uint64_t company() { return random_.skewed(sizes_.companies); }
  std::uint64_t product() { return random_.skewed(sizes_.products); }

  void claim(std::uint64_t number) {
    const std::uint64_t pick = random_.below(100);
    // Every company has a seat and every plant a country and an operator before chance decides.
    if (number < sizes_.companies) {
      fmt::print("company_{} based_in country_{}", number, random_.skewed(sizes_.countries));
    } else if (number < sizes_.companies + sizes_.plants) {
      fmt::print("plant_{} located_in country_{}", number - sizes_.companies,
                 random_.skewed(sizes_.countries));
    } else if (pick < 25) {
      part_of();
    } else if (pick < 42) {
      fmt::print("company_{} makes product_{}", company(), random_.below(sizes_.products));
    } else if (pick < 62) {
      fmt::print("company_{} supplies company_{}", random_.below(sizes_.companies), company());
    } else if (pick < 74) {
      fmt::print("company_{} uses product_{}", random_.below(sizes_.companies), product());
    } else if (pick < 84) {
      fmt::print("product_{} made_at plant_{}", random_.below(sizes_.products),
                 random_.skewed(sizes_.plants));
    } else if (pick < 91) {
      fmt::print("company_{} operates plant_{}", company(), random_.below(sizes_.plants));
    } else if (pick < 94) {
      fmt::print("company_{} owns company_{}", company(), random_.below(sizes_.companies));
    } else if (pick < 96) {
      fmt::print("country_{} restricts product_{}", random_.skewed(sizes_.countries), product());
    } else {
      fmt::print("plant_{} output_of {} units", random_.below(sizes_.plants), 100 * random_.below(5000));
    }
    qualifiers();
  }

  // Parts come from higher numbers into lower ones, mostly near: a deep graph without cycles.
  void part_of() {
    const std::uint64_t whole = random_.below(sizes_.products - 1);
    const std::uint64_t reach = std::min<std::uint64_t>(sizes_.products - 1 - whole, 1 + sizes_.products / 20);
    fmt::print("product_{} part_of product_{}", whole + 1 + random_.below(reach), whole);
  }

  void qualifiers() {
    static constexpr std::string_view kCertainty[] = {"suspected", "estimated", "reported", "confirmed"};
    std::string text;
    const auto add = [&](const std::string& one) {
      text += text.empty() ? " (" : ", ";
      text += one;
    };
    if (random_.chance(0.3)) add(fmt::format("quantity {} units", 10 * random_.below(100000)));
    if (random_.chance(0.3)) add(fmt::format("since 20{}-{:02}", 15 + random_.below(11), 1 + random_.below(12)));
    if (random_.chance(0.25)) add(fmt::format("certainty {}", kCertainty[random_.below(4)]));
    if (random_.chance(0.05)) add(fmt::format("to company_{}", company()));
    fmt::print("{}{};\n", text, text.empty() ? "" : ")");
  }

  Sizes sizes_;
  Random random_;
};

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t triples = 1'000'000;
  std::uint64_t seed = 1;
  for (int i = 1; i < argc; ++i) {
    const std::string_view flag = argv[i];
    const bool has_value = i + 1 < argc;
    if (flag == "--triples" && has_value) {
      triples = std::strtoull(argv[++i], nullptr, 10);
    } else if (flag == "--seed" && has_value) {
      seed = std::strtoull(argv[++i], nullptr, 10);
    } else {
      fmt::print(stderr, "usage: vouch_generate [--triples N] [--seed N] > facts.vq\n");
      return 2;
    }
  }
  Writer(sizes_for(triples), seed).write();
  return 0;
}
