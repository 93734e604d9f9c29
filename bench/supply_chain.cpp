#include "bench/supply_chain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace vouch::bench {

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
  unsigned small(unsigned n) { return static_cast<unsigned>(below(n)); }
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
  static constexpr std::string_view kSyllables[] = {"ka",  "ren",  "to",  "shi", "mo", "lin", "va",
                                                    "dor", "hsin", "cel", "ax",  "ni", "ter", "yu"};
  std::string out;
  for (std::uint64_t i = 0, n = 2 + random.below(3); i < n; ++i)
    out += kSyllables[random.below(14)];
  out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

class Teller {
 public:
  Teller(Sizes sizes, std::uint64_t seed, Listener& listener)
      : sizes_(sizes), random_(seed), listener_(listener) {}

  void tell() {
    entities();
    articles();
    constexpr std::uint64_t kBlock = 500;
    for (std::uint64_t done = 0; done < sizes_.claims; done += kBlock) {
      const std::uint64_t source = random_.skewed(sizes_.sources);
      listener_.block_begins(source);
      const std::uint64_t end = std::min(done + kBlock, sizes_.claims);
      for (std::uint64_t number = done; number < end; ++number) claim(number, source);
      listener_.block_ends();
    }
  }

 private:
  void entities() {
    for (std::uint64_t i = 0; i < sizes_.countries; ++i) {
      listener_.entity({{"country", i}, "country", fmt::format("{} {}", name_of(random_), i)});
    }
    for (std::uint64_t i = 0; i < sizes_.companies; ++i) {
      listener_.entity({{"company", i}, "company", fmt::format("{} {}", name_of(random_), i)});
    }
    for (std::uint64_t i = 0; i < sizes_.plants; ++i) {
      listener_.entity({{"plant", i}, "plant", fmt::format("Fab {}", i)});
    }
    for (std::uint64_t i = 0; i < sizes_.products; ++i) {
      const char* kind = i % 3 == 0 ? "chip" : i % 7 == 0 ? "material" : "product";
      listener_.entity({{"product", i}, kind, fmt::format("{}-{}", name_of(random_), i)});
    }
  }

  void articles() {
    for (std::uint64_t i = 0; i < sizes_.sources; ++i) {
      Article article{i};
      article.year = 2019 + random_.small(7);
      article.month = 1 + random_.small(12);
      article.day = 1 + random_.small(28);
      listener_.article(article);
    }
  }

  Item any(std::string_view family, std::uint64_t n) { return {family, random_.below(n)}; }
  Item hub(std::string_view family, std::uint64_t n) { return {family, random_.skewed(n)}; }
  Item company() { return any("company", sizes_.companies); }
  Item product() { return any("product", sizes_.products); }
  Item plant() { return any("plant", sizes_.plants); }
  Item known_company() { return hub("company", sizes_.companies); }
  Item known_product() { return hub("product", sizes_.products); }
  Item country() { return hub("country", sizes_.countries); }

  void claim(std::uint64_t number, std::uint64_t source) {
    Claim claim;
    claim.number = number;
    claim.source = source;
    const auto say = [&](Item subject, std::string_view relation, Item object) {
      claim.subject = subject;
      claim.relation = relation;
      claim.object = object;
    };
    const std::uint64_t pick = random_.below(100);
    // Every company has a seat and every plant a country before chance decides.
    if (number < sizes_.companies) {
      say({"company", number}, "based_in", country());
    } else if (number < sizes_.companies + sizes_.plants) {
      say({"plant", number - sizes_.companies}, "located_in", country());
    } else {
      statement(claim, pick);
    }
    qualifiers(claim);
    listener_.claim(claim);
  }

  // Subject first, then object: the order of the draws is part of what a seed means.
  void statement(Claim& claim, std::uint64_t pick) {
    const auto from = [&](Item subject, std::string_view relation) {
      claim.subject = subject;
      claim.relation = relation;
    };
    if (pick < 25) {
      part_of(claim);
    } else if (pick < 42) {
      from(known_company(), "makes");
      claim.object = product();
    } else if (pick < 62) {
      from(company(), "supplies");
      claim.object = known_company();
    } else if (pick < 74) {
      from(company(), "uses");
      claim.object = known_product();
    } else if (pick < 84) {
      from(product(), "made_at");
      claim.object = hub("plant", sizes_.plants);
    } else if (pick < 91) {
      from(known_company(), "operates");
      claim.object = plant();
    } else if (pick < 94) {
      from(known_company(), "owns");
      claim.object = company();
    } else if (pick < 96) {
      from(country(), "restricts");
      claim.object = known_product();
    } else {
      from(plant(), "output_of");
      claim.amount = 100 * random_.below(5000);
    }
  }

  // Parts come from higher numbers into lower ones, mostly near: a deep graph without cycles.
  void part_of(Claim& claim) {
    const std::uint64_t whole = random_.below(sizes_.products - 1);
    const std::uint64_t reach =
        std::min<std::uint64_t>(sizes_.products - 1 - whole, 1 + sizes_.products / 20);
    claim.subject = {"product", whole + 1 + random_.below(reach)};
    claim.relation = "part_of";
    claim.object = Item{"product", whole};
  }

  void qualifiers(Claim& claim) {
    static constexpr std::string_view kCertainty[] = {"suspected", "estimated", "reported",
                                                      "confirmed"};
    if (random_.chance(0.3)) claim.quantity = 10 * random_.below(100000);
    if (random_.chance(0.3)) {
      Month since{2015 + random_.small(11)};
      since.month = 1 + random_.small(12);
      claim.since = since;
    }
    if (random_.chance(0.25)) claim.certainty = kCertainty[random_.below(4)];
    if (random_.chance(0.05)) claim.to = known_company();
  }

  Sizes sizes_;
  Random random_;
  Listener& listener_;
};

}  // namespace

void tell_supply_chain(std::uint64_t triples, std::uint64_t seed, Listener& listener) {
  Teller(sizes_for(triples), seed, listener).tell();
}

}  // namespace vouch::bench
