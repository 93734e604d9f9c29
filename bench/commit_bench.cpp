// commit_bench DIRECTORY COUNT BATCH [durable] — commits of claims to a store that is there.
//
// Adds COUNT new claims (three qualifiers, a speaker; subjects and objects of the graph that
// storage_bench loads, so that they fall anywhere), BATCH to a commit. Prints processor time and
// time by the clock for each commit, and how the file grew.
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "bench/measure.hpp"
#include "storage/store.hpp"
#include "storage/well_known.hpp"

namespace {

using namespace vouch::storage;
using namespace vouch::bench;

constexpr std::uint64_t kSubjects = 100'000;  // that every loaded graph has
constexpr std::uint64_t kRelations = 12;
constexpr std::uint64_t kSpeakers = 200;

TermId iri(Update& update, const std::string& text) {
  return update.intern(Term(Iri{text}));
}

void add(Update& update, std::uint64_t n) {
  const std::uint64_t x = mixed(n + 1);
  NewClaim claim;
  claim.triple = {iri(update, subject_iri(x % kSubjects)),
                  iri(update, relation_iri(x / 7 % kRelations)),
                  iri(update, subject_iri(mixed(x) % kSubjects))};
  claim.qualifiers = {{well_known::kCertainty, well_known::kStated},
                      {well_known::kPolarity, well_known::kAffirmed},
                      {well_known::kStatus, well_known::kActual}};
  claim.said_by = {{iri(update, "http://bench.example/speaker/" + std::to_string(x % kSpeakers))}};
  (void)update.add_claim(claim);
}

double megabytes(const Store& store) {
  return static_cast<double>(std::filesystem::file_size(store.path() / "data.mdb")) / 1e6;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "commit_bench DIRECTORY COUNT BATCH [durable]\n");
    return 64;
  }
  const std::uint64_t count = std::strtoull(argv[2], nullptr, 10);
  const std::uint64_t batch = std::strtoull(argv[3], nullptr, 10);
  OpenOptions options;
  options.create = false;
  options.durable = argc > 4 && std::string_view(argv[4]) == "durable";
  const auto store = Store::open(argv[1], options);
  const double before = megabytes(*store);
  const std::uint64_t from = store->snapshot().counts().version * 1'000'003;  // new ones each time
  figure("triples before", static_cast<double>(store->snapshot().counts().triples), "");
  const auto begin = Clock::now();
  const double processor = processor_seconds();
  std::uint64_t commits = 0;
  for (std::uint64_t n = 0; n < count; ++commits) {
    auto update = store->update();
    for (std::uint64_t in_batch = 0; in_batch < batch && n < count; ++in_batch, ++n)
      add(update, from + n);
    update.commit();
  }
  const auto claims = static_cast<double>(count);
  figure("processor time a commit",
         (processor_seconds() - processor) * 1e6 / static_cast<double>(commits), "us");
  figure("processor time a claim", (processor_seconds() - processor) * 1e6 / claims, "us");
  figure("time a claim", seconds_since(begin) * 1e6 / claims, "us");
  figure("size before", before, "MB");
  figure("size after", megabytes(*store), "MB");
  figure("growth", (megabytes(*store) - before) * 1e6 / claims, "bytes/claim");
  return 0;
}
