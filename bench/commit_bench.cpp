// commit_bench DIRECTORY COUNT BATCH [durable] — commits of claims to a store that is there.
//
// Adds COUNT new claims (three qualifiers, a speaker), BATCH to a commit. Each is of the subject
// and the relation of one triple of the store and the object of another one of that relation, so
// that they fall anywhere. Prints processor time and time by the clock for each commit, and how the
// file grew.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "bench/measure.hpp"
#include "storage/store.hpp"
#include "storage/well_known.hpp"

namespace {

using namespace vouch::storage;
using namespace vouch::bench;

constexpr std::uint64_t kSampled = 400'000;  // triples, at most
constexpr std::uint64_t kSpeakers = 200;

struct Sample {
  Term subject;
  Term relation;
  Term object;
};

// Triples from all over the graph, those of one relation beside each other.
std::vector<Sample> sampled(const Snapshot& snapshot) {
  const std::uint64_t step = std::max<std::uint64_t>(snapshot.counts().triples / kSampled, 1);
  std::vector<Sample> samples;
  TripleCursor triples(snapshot, Order::pso);
  triples.open({});
  std::array<TermId, 1024> p;
  std::array<TermId, 1024> s;
  std::array<TermId, 1024> o;
  std::uint64_t at = 0;
  while (const std::size_t count = triples.next(p.data(), s.data(), o.data(), p.size())) {
    for (std::size_t i = 0; i < count; ++i) {
      if (++at % step != 0 || well_known::find(p[i]) != nullptr) continue;
      if (s[i].tag() == IdTag::iri && o[i].tag() == IdTag::iri)
        samples.push_back({snapshot.term(s[i]), snapshot.term(p[i]), snapshot.term(o[i])});
    }
  }
  return samples;
}

void add(Update& update, const std::vector<Sample>& samples, std::uint64_t n) {
  const std::uint64_t x = mixed(n + 1);
  const Sample& one = samples[x % samples.size()];
  const Sample* other = &samples[mixed(x) % samples.size()];
  // Near it in the order of relations, if need be.
  if (!(other->relation == one.relation)) {
    const std::uint64_t near = (x + mixed(x) % 1024) % samples.size();
    other = samples[near].relation == one.relation ? &samples[near] : &one;
  }
  NewClaim claim;
  claim.triple = {update.intern(one.subject), update.intern(one.relation),
                  update.intern(other->object)};
  claim.qualifiers = {{well_known::kCertainty, well_known::kStated},
                      {well_known::kPolarity, well_known::kAffirmed},
                      {well_known::kStatus, well_known::kActual}};
  const std::string speaker = "http://bench.example/speaker/" + std::to_string(x % kSpeakers);
  claim.said_by = {{update.intern(Term(Iri{speaker}))}};
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
  const std::vector<Sample> samples = sampled(store->snapshot());
  if (samples.empty()) {
    std::fprintf(stderr, "the store has no triples of IRIs\n");
    return 1;
  }
  const double before = megabytes(*store);
  const StoreCounts counts = store->snapshot().counts();
  const std::uint64_t from = counts.version * 1'000'003;  // new ones each time
  figure("triples before", static_cast<double>(counts.triples), "");
  const auto begin = Clock::now();
  const double processor = processor_seconds();
  std::uint64_t commits = 0;
  for (std::uint64_t n = 0; n < count; ++commits) {
    auto update = store->update();
    for (std::uint64_t in_batch = 0; in_batch < batch && n < count; ++in_batch, ++n)
      add(update, samples, from + n);
    update.commit();
  }
  const StoreCounts after = store->snapshot().counts();
  const auto claims = static_cast<double>(after.claims - counts.claims);
  const double used = (processor_seconds() - processor) * 1e6;
  figure("new claims", claims, "");
  figure("processor time a commit", used / static_cast<double>(commits), "us");
  figure("processor time a claim", used / claims, "us");
  figure("time a claim", seconds_since(begin) * 1e6 / claims, "us");
  figure("size before", before, "MB");
  figure("size after", megabytes(*store), "MB");
  figure("growth", (megabytes(*store) - before) * 1e6 / claims, "bytes/claim");
  return 0;
}
