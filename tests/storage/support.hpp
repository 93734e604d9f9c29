// tests/storage/support.hpp — what the tests of storage share.
//
// Shape     short ways to make terms and ids, a seeded random source, children that may die.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "storage/check.hpp"
#include "storage/store.hpp"
#include "storage/well_known.hpp"
#include "tests/support/temp_store.hpp"

namespace vouch::storage::test {

using vouch::test::TempDirectory;
using vouch::test::TempStore;

// splitmix64: the same numbers everywhere for one seed.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t operator()() {
    std::uint64_t x = state_ += 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31U);
  }
  std::uint64_t below(std::uint64_t n) { return (*this)() % n; }
  bool one_in(std::uint64_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

inline Term entity_term(std::string_view name) {
  return Term(Iri{iri_of(kDefaultBase, NameSpace::entity, name)});
}
inline TermId entity(Update& update, std::string_view name) {
  return update.intern(entity_term(name));
}
inline TermId kind(Update& update, std::string_view name) {
  return update.intern(Term(Iri{iri_of(kDefaultBase, NameSpace::kind, name)}));
}
inline TermId relation(Update& update, std::string_view name) {
  return update.intern(Term(Iri{iri_of(kDefaultBase, NameSpace::relation, name)}));
}
inline NewClaim said(TermId subject, TermId relation, TermId object) {
  NewClaim claim;
  claim.triple = {subject, relation, object};
  claim.qualifiers = {{well_known::kCertainty, well_known::kStated},
                      {well_known::kPolarity, well_known::kAffirmed},
                      {well_known::kStatus, well_known::kActual}};
  return claim;
}

// All rows of one order, as triples, in the order's sequence.
inline std::vector<Triple> rows(const Snapshot& snapshot, Order order,
                                std::vector<TermId> prefix = {}, std::size_t batch = 7) {
  constexpr std::size_t kPlaces[4][3] = {{0, 1, 2}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}};
  TripleCursor cursor(snapshot, order);
  cursor.open(prefix);
  std::vector<Triple> all;
  std::vector<TermId> columns[3] = {std::vector<TermId>(batch), std::vector<TermId>(batch),
                                    std::vector<TermId>(batch)};
  while (const std::size_t count =
             cursor.next(columns[0].data(), columns[1].data(), columns[2].data(), batch)) {
    for (std::size_t row = 0; row < count; ++row) {
      TermId ids[3];
      for (std::size_t i = 0; i < 3; ++i) {
        ids[kPlaces[static_cast<std::size_t>(order)][i]] = columns[i][row];
      }
      all.push_back({ids[0], ids[1], ids[2]});
    }
  }
  return all;
}
inline std::set<Triple> graph(const Snapshot& snapshot) {
  const auto all = rows(snapshot, Order::spo, {}, 1024);
  return {all.begin(), all.end()};
}

// The message of the error that `action` throws, with its code; empty when it throws none.
inline std::string error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.code() + " " + error.what();
  }
  return {};
}
inline std::string code_of(const std::function<void()>& action) {
  return error_of(action).substr(0, 5);
}

// Runs in a child; its exit status, or minus the signal that killed it.
inline int in_child(const std::function<int()>& action) {
  const pid_t child = fork();
  if (child == 0) {
    int status = 99;
    try {
      status = action();
    } catch (...) {
      status = 98;
    }
    _exit(status);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

inline std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += line + "\n";
  return out;
}
inline void expect_sound(const std::filesystem::path& store) {
  EXPECT_EQ(joined(check(store).findings), "");
}

}  // namespace vouch::storage::test
