// growth_bench DIRECTORY triples|claims [number] [rounds] — how a store's file grows when the same
// things are added and taken away again.
//
// One transaction adds all of them, one takes them away; after each the size of the file is printed
// and what it is of the size after the first load. Claims have three qualifiers and a speaker.
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "bench/measure.hpp"
#include "storage/check.hpp"
#include "storage/store.hpp"
#include "storage/well_known.hpp"

namespace {

using namespace vouch::storage;
using namespace vouch::bench;

constexpr std::uint64_t kRelations = 12;
constexpr std::uint64_t kSpeakers = 200;

TermId iri(Update& update, const std::string& text) {
  return update.intern(Term(Iri{text}));
}

// Number n of them: about eight of a subject.
Triple triple(Update& update, std::uint64_t n, std::uint64_t number) {
  const std::uint64_t x = mixed(n + 1);
  return {iri(update, subject_iri(n / 8)), iri(update, relation_iri(x % kRelations)),
          iri(update, subject_iri(x / kRelations % (number / 4 + 1)))};
}

NewClaim claim(Update& update, std::uint64_t n, std::uint64_t number) {
  const std::uint64_t x = mixed(n + number);
  NewClaim claim;
  claim.triple = triple(update, n, number);
  claim.qualifiers = {{well_known::kCertainty, well_known::kStated},
                      {well_known::kPolarity, well_known::kAffirmed},
                      {well_known::kStatus, well_known::kActual}};
  claim.said_by = {{iri(update, "http://bench.example/speaker/" + std::to_string(x % kSpeakers))}};
  return claim;
}

void add(Store& store, bool claims, std::uint64_t number) {
  auto update = store.update();
  for (std::uint64_t n = 0; n < number; ++n) {
    if (claims) {
      (void)update.add_claim(claim(update, n, number));
    } else {
      update.add_triple(triple(update, n, number));
    }
  }
  update.commit();
}

void take_away(Store& store, bool claims, std::uint64_t number) {
  auto update = store.update();
  for (std::uint64_t n = 0; n < number; ++n) {
    if (claims) {
      (void)update.retract_claim({IdTag::claim, n + 1});
    } else {
      (void)update.remove_triple(triple(update, n, number));
    }
  }
  update.commit();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "growth_bench DIRECTORY triples|claims [number] [rounds]\n");
    return 64;
  }
  const bool claims = std::string_view(argv[2]) == "claims";
  const std::uint64_t number = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 300'000;
  const std::uint64_t rounds = argc > 4 ? std::strtoull(argv[4], nullptr, 10) : 10;
  OpenOptions options;
  options.durable = false;
  auto store = Store::open(argv[1], options);
  double first = 0;
  for (std::uint64_t round = 1; round <= rounds; ++round) {
    for (const bool adding : {true, false}) {
      const double begin = processor_seconds();
      if (adding) {
        add(*store, claims, number);
      } else {
        take_away(*store, claims, number);
      }
      const auto bytes = static_cast<double>(std::filesystem::file_size(store->path() / "data.mdb"));
      if (first == 0) first = bytes;
      std::printf("round %3llu %-9s %9.1f MB  %5.2f times the first  %7.2f s  %llu triples\n",
                  static_cast<unsigned long long>(round), adding ? "added" : "taken", bytes / 1e6,
                  bytes / first, processor_seconds() - begin,
                  static_cast<unsigned long long>(store->snapshot().counts().triples));
      std::fflush(stdout);
    }
  }
  store.reset();
  const auto report = check(argv[1]);
  for (const auto& finding : report.findings) std::printf("check: %s\n", finding.c_str());
  return report.findings.empty() ? 0 : 1;
}
