// storage_bench DIRECTORY [triples] — what the store alone does, without parser and planner.
//
// Loads synthetic triples (12 relations, IRIs, integers, dates, short and long strings) from two
// threads, then probes, scans and counts; prints one figure a line. README.md says how to read it.
#include <sys/resource.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "bench/measure.hpp"
#include "storage/bulk_load.hpp"
#include "storage/store.hpp"

namespace {

using namespace vouch::storage;
using namespace vouch::bench;

constexpr std::string_view kXsd = "http://www.w3.org/2001/XMLSchema#";
constexpr std::uint64_t kRelations = 12;

// Triples of the subjects [from, to), about eight each.
void load(BulkLoad::Lane& lane, std::uint64_t from, std::uint64_t to, std::uint64_t subjects) {
  const std::string integer = std::string(kXsd) + "integer";
  const std::string date = std::string(kXsd) + "date";
  for (std::uint64_t n = from; n < to; ++n) {
    const auto s = lane.iri(subject_iri(n));
    for (std::uint64_t r = 0; r < kRelations; ++r) {
      const std::uint64_t x = mixed(n * kRelations + r + 1);
      if (r >= 5 && x % 8 >= 4) continue;
      const auto p = lane.iri(relation_iri(r));
      switch (r) {
        case 0:
          lane.add(s, p, lane.iri("http://bench.example/class/C" + std::to_string(x % 40)));
          break;
        case 1: lane.add(s, p, lane.literal("name of " + std::to_string(n) + " and more")); break;
        case 2: lane.add(s, p, lane.literal(std::to_string(x % 100'000), integer)); break;
        case 3: {
          const std::string day = std::to_string(100 + x % 28 + 1).substr(1);
          lane.add(s, p, lane.literal("20" + std::to_string(10 + x % 16) + "-07-" + day, date));
          break;
        }
        case 5: lane.add(s, p, lane.literal("k" + std::to_string(x % 900))); break;
        case 6:
          lane.add(s, p, lane.literal("a text of some length, " + std::to_string(x % 300'000)));
          break;
        default:
          lane.add(s, p, lane.iri(subject_iri(x % subjects)));
          lane.add(s, p, lane.iri(subject_iri(x / 7 % (r < 8 ? subjects : 1'000))));
      }
    }
  }
}

double megabytes_used() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

void bulk(Store& store, std::uint64_t triples) {
  const std::uint64_t subjects = triples * 10 / 115;
  auto begin = Clock::now();
  auto update = store.update();
  BulkLoad loading(update, {});
  std::thread other([&] { load(loading.lane(1), 0, subjects / 2, subjects); });
  load(loading.lane(0), subjects / 2, subjects, subjects);
  other.join();
  figure("give triples to two lanes", seconds_since(begin), "s");
  figure("  processor", processor_seconds(), "s");
  const auto at_end = Clock::now();
  const auto counts = loading.finish();
  figure("finish", seconds_since(at_end), "s");
  figure("  processor so far", processor_seconds(), "s");
  const auto commit = Clock::now();
  update.commit();
  figure("commit", seconds_since(commit), "s");
  const double all = seconds_since(begin);
  const auto size = std::filesystem::file_size(store.path() / "data.mdb");
  figure("triples", static_cast<double>(counts.added), "");
  figure("load", static_cast<double>(counts.added) / all / 1e6, "M triples/s");
  figure("size of the file", static_cast<double>(size) / static_cast<double>(counts.added),
         "bytes/triple");
  figure("memory", megabytes_used(), "MB");
}

void scans(const Snapshot& snapshot, const char* name, Order order) {
  TripleCursor cursor(snapshot, order);
  cursor.open({});
  std::vector<TermId> a(1024);
  std::vector<TermId> b(1024);
  std::vector<TermId> c(1024);
  std::uint64_t rows = 0;
  const double begin = processor_seconds();
  while (const std::size_t count = cursor.next(a.data(), b.data(), c.data(), a.size()))
    rows += count;
  figure(name, static_cast<double>(rows) / (processor_seconds() - begin) / 1e6, "M rows/s");
}

void probes(const Snapshot& snapshot, const char* name, TermId p, const std::vector<TermId>& keys) {
  TripleCursor cursor(snapshot, Order::pso);
  std::uint64_t found = 0;
  const double begin = processor_seconds();
  for (const TermId key : keys) {
    const TermId prefix[] = {p, key};
    cursor.open(prefix);
    TermId object;
    found += cursor.next(nullptr, nullptr, &object, 1);
  }
  figure(name, (processor_seconds() - begin) * 1e9 / static_cast<double>(keys.size()), "ns");
  if (found == 0) std::abort();
}

void queries(const Snapshot& snapshot) {
  scans(snapshot, "scan pso", Order::pso);
  scans(snapshot, "scan pos", Order::pos);
  scans(snapshot, "scan spo", Order::spo);
  scans(snapshot, "scan osp", Order::osp);
  const TermId p = *snapshot.find(Term(Iri{relation_iri(2)}));
  TripleCursor cursor(snapshot, Order::pso);
  cursor.open(std::span(&p, 1));
  std::vector<TermId> keys(snapshot.statistics(p).triples);
  keys.resize(cursor.next(nullptr, keys.data(), nullptr, keys.size()));
  probes(snapshot, "probe (p, s), ascending", p, keys);
  for (std::size_t i = keys.size(); i > 1; --i) std::swap(keys[i - 1], keys[mixed(i) % i]);
  probes(snapshot, "probe (p, s), scattered", p, keys);
  double begin = processor_seconds();
  std::uint64_t held = 0;
  for (const TermId key : keys) held += snapshot.contains({key, p, key}) ? 1U : 0U;
  figure("contains, scattered",
         (processor_seconds() - begin) * 1e9 / static_cast<double>(keys.size()), "ns");
  const std::size_t some = std::min<std::size_t>(keys.size(), 200'000);
  begin = processor_seconds();
  for (std::size_t i = 0; i < some; ++i)
    held += snapshot.count(Order::spo, std::span(&keys[i], 1), ~std::uint64_t{0});
  figure("count of a subject, scattered",
         (processor_seconds() - begin) * 1e9 / static_cast<double>(some), "ns");
  begin = processor_seconds();
  for (std::size_t i = 0; i < some; ++i) held += snapshot.term(keys[i]).bound() ? 1U : 0U;
  figure("term of an id, scattered",
         (processor_seconds() - begin) * 1e9 / static_cast<double>(some), "ns");
  begin = processor_seconds();
  for (std::size_t i = 0; i < some; ++i)
    held += snapshot.find(Term(Iri{subject_iri(mixed(i) % keys.size())})).has_value() ? 1U : 0U;
  figure("id of a term, scattered", (processor_seconds() - begin) * 1e9 / static_cast<double>(some),
         "ns");
  if (held == 0) std::abort();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "storage_bench DIRECTORY [triples]\n");
    return 64;
  }
  const std::uint64_t triples = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 10'000'000;
  const auto store = Store::open(argv[1]);
  if (store->snapshot().counts().triples == 0) bulk(*store, triples);
  queries(store->snapshot());
  return 0;
}
