// tests/fuzz/store_target.hpp — what the fuzzer of store files does with its bytes.
//
// Shape     eight bytes an edit of the data file of a small store: what (1), where (3), how much (1), with
//           what (3). A broken promise throws: `guard` and `check` speak and never crash; damage that
//           `check` does not find changes no answer; what reading a damaged store meets is a
//           StorageError or, in LMDB, a signal, never a mistake of ours.
// Lifetime  the store lives as long as the process; its file is written anew for every run.
#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "storage/check.hpp"
#include "storage/format.hpp"
#include "storage/guard.hpp"
#include "storage/names.hpp"
#include "storage/store.hpp"
#include "storage/well_known.hpp"
#include "tests/support/temp_store.hpp"

namespace vouch::fuzz {

class DamagedStore {
 public:
  DamagedStore() : path_(directory_.path() / "s") {
    {
      storage::OpenOptions options = sparing();
      options.durable = false;
      const auto store = storage::Store::open(path_, options);
      for (int round = 0; round < 2; ++round) fill(*store, round);
    }
    std::ifstream in(file(), std::ios::binary);
    sound_.assign(std::istreambuf_iterator<char>(in), {});
    answers_ = read_all();
    if (!storage::check(path_).findings.empty()) throw std::logic_error("the seed is not sound");
  }

  void run(std::string_view edits) {
    put(edited(edits));
    bool refused = false;
    try {
      storage::guard(path_);
    } catch (const StorageError& error) {
      speaks(error.what());
      refused = true;
    }
    const storage::CheckReport report = storage::check(path_);
    for (const std::string& finding : report.findings) {
      speaks(finding);
      // The child ended by itself: an error of a sanitizer, not a page that LMDB died of.
      if (finding.find("(no signal)") != finding.npos) throw std::logic_error(finding);
    }
    if (refused && report.findings.empty()) throw std::logic_error("refused, but found sound");
    if (report.findings.empty()) {
      if (read_all() != answers_) throw std::logic_error("damage that nobody finds");
    } else if (!refused) {
      read_in_child();
    }
  }

 private:
  static constexpr std::size_t kPage = 4096;
  static constexpr std::size_t kEditBytes = 8;
  static constexpr unsigned kSeconds = 15;

  [[nodiscard]] static storage::OpenOptions sparing() {
    storage::OpenOptions options;
    options.map_bytes = std::size_t{64} << 20U;
    return options;
  }
  [[nodiscard]] std::filesystem::path file() const { return path_ / storage::format::kDataFile; }

  static void fill(storage::Store& store, int round) {
    using namespace storage;  // NOLINT: a page of calls to it
    auto update = store.update();
    const auto iri = [&](NameSpace space, const std::string& name) {
      return update.intern(Term(Iri{iri_of(kDefaultBase, space, name)}));
    };
    const TermId chip = iri(NameSpace::kind, "chip");
    update.put(KindInfo{chip, "chip", {}, "", false});
    for (int i = 0; i < 40; ++i) {
      const std::string name = "entity" + std::to_string(i);
      const TermId subject = iri(NameSpace::entity, name);
      const TermId relation = iri(NameSpace::relation, "r" + std::to_string(i % 3));
      update.add_triple({subject, well_known::kDeclaredKind, chip});
      update.add_triple({subject, relation, update.intern(text_term("some value " + name))});
      NewClaim claim;
      claim.triple = {subject, relation, update.intern(number_term(i * 10 + round))};
      claim.qualifiers = {{well_known::kCertainty, well_known::kStated},
                          {well_known::kPolarity, well_known::kAffirmed},
                          {well_known::kStatus, well_known::kActual}};
      claim.loaded_at = 1;
      static_cast<void>(update.add_claim(claim));
      update.add_name(NameSpace::entity, subject, "Name " + name, true);
      update.add_words(subject, name + " common");
    }
    update.add_spelling({iri(NameSpace::entity, "entity1"), iri(NameSpace::relation, "r1"),
                         update.intern(number_term(round))},
                        update.intern(Term(Text{"00", "", "http://e/int"})));
    if (round == 1) static_cast<void>(update.retract_claim({IdTag::claim, 5}));
    update.commit();
  }

  void put(const std::string& bytes) const {
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << bytes;
    std::filesystem::remove(path_ / storage::format::kLockFile);
  }

  [[nodiscard]] std::string edited(std::string_view edits) const {
    std::string bytes = sound_;
    for (; edits.size() >= kEditBytes && !bytes.empty(); edits.remove_prefix(kEditBytes)) {
      std::array<unsigned, kEditBytes> edit{};
      std::transform(edits.begin(), edits.begin() + kEditBytes, edit.begin(),
                     [](char c) { return static_cast<unsigned char>(c); });
      const std::size_t at = (edit[1] | edit[2] << 8U | edit[3] << 16U) % bytes.size();
      const std::size_t from = (edit[5] | edit[6] << 8U | edit[7] << 16U) % bytes.size();
      const std::size_t page = at / kPage * kPage;
      switch (edit[0] % 7) {
        case 0: bytes[at] = static_cast<char>(edit[5]); break;
        case 1: bytes[at] = static_cast<char>(bytes[at] ^ 1 << edit[4] % 8); break;
        case 2: bytes.resize(at); break;
        case 3: bytes.replace(page, kPage, std::string(kPage, '\0')); break;
        case 4: bytes.replace(page, kPage, std::string(bytes, from / kPage * kPage, kPage)); break;
        case 5: bytes.replace(at, edit[4], std::string(bytes, from, edit[4])); break;
        // The beginning of a page, where its bounds and the places of its entries are.
        default: bytes[std::min(page + edit[4], bytes.size() - 1)] = static_cast<char>(edit[5]);
      }
    }
    return bytes;
  }

  // All that the store says, table by table.
  [[nodiscard]] std::string read_all() const {
    storage::OpenOptions options = sparing();
    options.read_only = true;
    const auto store = storage::Store::open(path_, options);
    const storage::Snapshot snapshot = store->snapshot();
    std::ostringstream out;
    for (const std::string& table : storage::table_names()) {
      if (table != "header") storage::dump(snapshot, table, out);
    }
    for (std::uint64_t number = 1; number <= snapshot.counts().claims; ++number) {
      const auto claim = snapshot.claim({storage::IdTag::claim, number});
      out << (claim ? claim->name : "none") << (claim && claim->retracted) << '\n';
    }
    for (const auto id : snapshot.with_word("common")) out << snapshot.display_name(id) << '\n';
    out << snapshot.names_with_prefix("name", 100).size() << ' '
        << snapshot.count(storage::Order::pso, {}, ~std::uint64_t{0}) << '\n';
    for (const auto& relation : snapshot.catalog().relations)
      out << snapshot.statistics(relation.id).triples << '\n';
    return out.str();
  }

  // LMDB may die of its pages; whatever else happens must be an error that says so.
  void read_in_child() const {
    const std::filesystem::path said = directory_.path() / "said";
    const pid_t child = fork();
    if (child < 0) throw std::runtime_error("fork");
    if (child == 0) _exit(read_damaged(said));
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    const bool died_of_it = signal == SIGSEGV || signal == SIGBUS || signal == SIGABRT;
    if (died_of_it || (signal == 0 && WEXITSTATUS(status) == 0)) return;
    std::ifstream in(said);
    throw std::logic_error("reading a damaged store: signal " + std::to_string(signal) +
                           ", status " + std::to_string(WEXITSTATUS(status)) + "\n" +
                           std::string(std::istreambuf_iterator<char>(in), {}));
  }

  [[nodiscard]] int read_damaged(const std::filesystem::path& said) const {
    for (const int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGALRM})
      std::signal(signal, SIG_DFL);
    const int file = ::open(said.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file >= 0) dup2(file, STDERR_FILENO);
    alarm(kSeconds);
    try {
      static_cast<void>(read_all());
    } catch (const StorageError&) {
      return 0;
    } catch (const CapacityError&) {
      return 0;
    } catch (const std::exception& error) {
      const std::string_view text = error.what();
      static_cast<void>(::write(STDERR_FILENO, text.data(), text.size()));
      return 3;
    }
    return 0;
  }

  static void speaks(std::string_view sentence) {
    constexpr std::size_t kShortest = 10;
    if (sentence.size() <= kShortest) throw std::logic_error("an error without words");
  }

  test::TempDirectory directory_;
  std::filesystem::path path_;
  std::string sound_;
  std::string answers_;
};

inline void store(std::string_view edits) {
  static DamagedStore damaged;
  damaged.run(edits);
}

}  // namespace vouch::fuzz
