#include "storage/bulk_load.hpp"

#include <malloc.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <vector>

#include "storage/bulk/lane.hpp"
#include "storage/bulk/numbering.hpp"
#include "storage/bulk/triple_merge.hpp"
#include "storage/bulk/waiting_triples.hpp"
#include "storage/update_state.hpp"
#include "storage/well_known.hpp"

namespace vouch::storage {

class BulkLane {
 public:
  BulkLane(BulkState& whole, const bulk::LaneSettings& settings, bulk::TermTable& terms,
           std::shared_mutex& gate)
      : state(whole), lane(settings, terms, gate) {}

  BulkState& state;
  bulk::Lane lane;
};

class BulkState {
 public:
  BulkState(UpdateState& update, const BulkLoad::Options& options)
      : update_(update),
        options_(options),
        settings_{update.header().base, update.header().hash_bits} {
    update_.flush();
    rows_before_ = update_.header().triples.rows;
    for (unsigned i = 0; i < std::max(1U, options.lanes); ++i) {
      lanes_.push_back(std::make_unique<BulkLane>(*this, settings_, terms_, gate_));
    }
  }

  [[nodiscard]] BulkLane& lane(unsigned number) { return *lanes_.at(number); }

  // When the memory is used up, everything so far goes into the tables.
  void look_at_memory() {
    {
      const std::shared_lock open(gate_);
      if (bytes() < bytes_most()) return;
    }
    const std::unique_lock shut(gate_);
    if (bytes() >= bytes_most()) merge_or_spoil(Part::one_of_many);
  }

  BulkLoad::Counts finish() {
    for (const auto& one : lanes_) {
      one->lane.resolve();
      counts_.given += one->lane.given();
    }
    merge_or_spoil(Part::last);
    counts_.added = update_.header().triples.rows - rows_before_;
    return counts_;
  }

 private:
  enum class Part { one_of_many, last };

  // What is held, with what a merge of it needs for a while: ids and ranks of the terms, triples
  // twice more to sort them, and the pages that it changes.
  [[nodiscard]] std::size_t bytes() const {
    constexpr std::size_t kBytesPerNumber = 84;
    const std::size_t triples = waiting_ ? triples_bytes() : triples_bytes() / 2 * 5;
    return terms_.bytes() + terms_.entries() * kBytesPerNumber + triples + pages_bytes();
  }
  [[nodiscard]] std::size_t triples_bytes() const {
    std::size_t all = 0;
    for (const auto& one : lanes_) all += one->lane.bytes();
    return all;
  }
  // The transaction keeps the pages it changes until it ends.
  [[nodiscard]] std::size_t pages_bytes() const {
    return terms_.bytes() / 5 * 2 + (waiting_ ? 0 : triples_bytes() / 3 * 2);
  }
  // Whatever is taken already, a merge must be worth its while.
  [[nodiscard]] std::size_t bytes_most() const {
    const std::size_t most = options_.memory_bytes;
    return std::max(most - std::min(changed_bytes_, most / 2), kept_bytes_ + most / 4);
  }

  void merge_or_spoil(Part part) {
    try {
      merge(part);
    } catch (...) {
      update_.spoil();
      throw;
    }
  }

  // The terms get their ids; the triples go into the tables at once when all of them are here,
  // otherwise they wait for the others.
  void merge(Part part) {
    if (part == Part::one_of_many && !waiting_) {
      waiting_.emplace(update_, update_.directory(), options_.memory_bytes / kShareOfWaiting);
    }
    changed_bytes_ += pages_bytes();
    update_.begin_foreign_terms();
    bulk::Numbering numbers(terms_, update_.transaction(), update_.tables(), update_.header());
    numbers.run();
    update_.end_foreign_terms(numbers.added());
    counts_.terms += numbers.added();
    std::vector<bulk::Lane*> lanes;
    for (const auto& one : lanes_) lanes.push_back(&one->lane);
    if (waiting_) {
      waiting_->take(numbers, lanes);
      if (part == Part::last) waiting_->finish();
    } else {
      merge_triples(numbers, lanes);
    }
    if (part == Part::last) {
      update_.flush();
    } else {
      forget_terms(numbers);
    }
  }

  void merge_triples(const bulk::Numbering& numbers, const std::vector<bulk::Lane*>& lanes) {
    bulk::TripleMerge triples(
        numbers, update_.transaction(), update_.tables(), update_.header(),
        [this](TermId relation) {
          return relation == well_known::kMergedInto || !update_.canonical().empty() ||
                 update_.graph().follows_from(relation);
        },
        [this](const Triple& triple) { update_.say_plainly(triple); });
    triples.run(lanes);
    update_.triples().count_added(triples.added());
  }

  // Refs that may still be used become those of their ids.
  void forget_terms(const bulk::Numbering& numbers) {
    std::vector<std::vector<bulk::Wanted>> kept;
    for (const auto& one : lanes_) {
      one->lane.forget_old();
      auto& wanted = kept.emplace_back();
      for (const bulk::TermRef ref : one->lane.kept_refs())
        wanted.push_back({numbers.id_of(ref), nullptr, 0});
    }
    terms_.clear();
    for (std::size_t i = 0; i < lanes_.size(); ++i)
      terms_.resolve(kept[i], lanes_[i]->lane.kept_refs().data());
    kept_bytes_ = bytes();
    ::malloc_trim(0);  // the memory that was freed in small pieces
  }

  UpdateState& update_;
  static constexpr std::size_t kShareOfWaiting = 8;

  BulkLoad::Options options_;
  std::optional<bulk::WaitingTriples> waiting_;  // once the load is larger than its memory
  bulk::LaneSettings settings_;
  bulk::TermTable terms_;
  std::shared_mutex gate_;
  std::vector<std::unique_ptr<BulkLane>> lanes_;
  std::uint64_t rows_before_ = 0;
  std::size_t changed_bytes_ = 0;  // about: pages that earlier merges changed
  std::size_t kept_bytes_ = 0;     // by the last merge, for refs that may still be used
  BulkLoad::Counts counts_;
};

namespace {

std::uint64_t ticket(BulkLoad::Ref ref) {
  return static_cast<std::uint64_t>(ref);
}

}  // namespace

BulkLoad::BulkLoad(Update& update, const Options& options)
    : state_(std::make_unique<BulkState>(update.state().checked(), options)) {
  for (unsigned i = 0; i < std::max(1U, options.lanes); ++i)
    lanes_.push_back(Lane(state_->lane(i)));
}
BulkLoad::~BulkLoad() = default;

BulkLoad::Lane& BulkLoad::lane(unsigned number) {
  return lanes_.at(number);
}
BulkLoad::Counts BulkLoad::finish() {
  return state_->finish();
}

BulkLoad::Ref BulkLoad::Lane::iri(std::string_view absolute) {
  return Ref{lane_->lane.iri(absolute)};
}
BulkLoad::Ref BulkLoad::Lane::blank(std::string_view label) {
  return Ref{lane_->lane.tagged(IdTag::blank, label)};
}
BulkLoad::Ref BulkLoad::Lane::literal(std::string_view lexical, std::string_view datatype,
                                      std::string_view language, Direction direction) {
  return Ref{lane_->lane.literal(lexical, datatype, language, direction)};
}
BulkLoad::Ref BulkLoad::Lane::triple_term(std::string_view canonical_ntriples) {
  return Ref{lane_->lane.term(storage::triple_term(std::string(canonical_ntriples)))};
}
BulkLoad::Ref BulkLoad::Lane::id(TermId id) {
  return Ref{lane_->lane.id(id)};
}
void BulkLoad::Lane::add(Ref subject, Ref relation, Ref object) {
  if (lane_->lane.add(ticket(subject), ticket(relation), ticket(object)))
    lane_->state.look_at_memory();
}

}  // namespace vouch::storage
