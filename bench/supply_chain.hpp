// bench/supply_chain.hpp — a synthetic supply chain, told fact by fact to whoever writes it down.
//
// Shape     countries, companies, plants, products in a deep part_of graph, sources, claims with
//           qualifiers. Skewed: a few companies and products take most of the claims (Zipf, s = 1).
// Units     `triples` counts what a Vouch store holds, book-keeping and qualifiers included.
// Source    the same seed tells the same facts, on any machine (own generator, no std
//           distributions).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vouch::bench {

// One of a numbered family: company 17, product 4.
struct Item {
  std::string_view family;
  std::uint64_t number = 0;
};

struct Entity {
  Item item;
  std::string_view kind;
  std::string label;
};

struct Article {
  std::uint64_t number = 0;
  unsigned year = 0, month = 0, day = 0;
};

struct Month {
  unsigned year = 0, month = 0;
};

struct Claim {
  std::uint64_t number = 0;
  std::uint64_t source = 0;  // number of its article
  Item subject;
  std::string_view relation;
  std::optional<Item> object;  // else `amount` of units
  std::uint64_t amount = 0;
  std::optional<std::uint64_t> quantity;
  std::optional<Month> since;
  std::string_view certainty;  // empty: not said
  std::optional<Item> to;
};

class Listener {
 public:
  virtual ~Listener() = default;
  virtual void entity(const Entity& entity) = 0;
  virtual void article(const Article& article) = 0;
  // Claims come in blocks of one source.
  virtual void block_begins(std::uint64_t source) = 0;
  virtual void claim(const Claim& claim) = 0;
  virtual void block_ends() = 0;
};

void tell_supply_chain(std::uint64_t triples, std::uint64_t seed, Listener& listener);

}  // namespace vouch::bench
