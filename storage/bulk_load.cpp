#include "storage/bulk_load.hpp"

#include <algorithm>
#include <mutex>
#include <shared_mutex>
#include <vector>

#include "storage/bulk/lane.hpp"
#include "storage/bulk/numbering.hpp"
#include "storage/bulk/triple_merge.hpp"
#include "storage/update_state.hpp"

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
    if (bytes() < options_.memory_bytes) return;
    const std::unique_lock shut(gate_);
    if (bytes() >= options_.memory_bytes) merge_or_spoil();
  }

  BulkLoad::Counts finish() {
    for (const auto& one : lanes_) {
      one->lane.resolve();
      counts_.given += one->lane.given();
    }
    merge_or_spoil();
    counts_.added = update_.header().triples.rows - rows_before_;
    return counts_;
  }

 private:
  // A merge needs for a while again what the triples take.
  [[nodiscard]] std::size_t bytes() const {
    std::size_t all = terms_.bytes();
    for (const auto& one : lanes_) all += 2 * one->lane.bytes();
    return all;
  }

  void merge_or_spoil() {
    try {
      merge();
    } catch (...) {
      update_.spoil();
      throw;
    }
  }

  void merge() {
    update_.begin_foreign_terms();
    bulk::Numbering numbers(terms_, update_.transaction(), update_.tables(), update_.header());
    numbers.run();
    update_.end_foreign_terms(numbers.added());
    counts_.terms += numbers.added();
    std::vector<bulk::Lane*> lanes;
    for (const auto& one : lanes_) lanes.push_back(&one->lane);
    bulk::TripleMerge triples(
        numbers, update_.transaction(), update_.tables(), update_.header(),
        [this](TermId relation) { return update_.graph().follows_from(relation); },
        [this](const Triple& triple) { update_.graph().say(triple, format::support::kPlain); });
    triples.run(lanes);
    update_.triples().count_added(triples.added());
    update_.flush();
    forget_terms(numbers);
  }

  // Refs that may still be used become those of their ids.
  void forget_terms(const bulk::Numbering& numbers) {
    std::vector<std::vector<bulk::Wanted>> kept;
    for (const auto& one : lanes_) {
      auto& wanted = kept.emplace_back();
      for (const bulk::TermRef ref : one->lane.kept_refs())
        wanted.push_back({numbers.id_of(ref), nullptr, 0});
    }
    terms_.clear();
    for (std::size_t i = 0; i < lanes_.size(); ++i)
      terms_.resolve(kept[i], lanes_[i]->lane.kept_refs().data());
  }

  UpdateState& update_;
  BulkLoad::Options options_;
  bulk::LaneSettings settings_;
  bulk::TermTable terms_;
  std::shared_mutex gate_;
  std::vector<std::unique_ptr<BulkLane>> lanes_;
  std::uint64_t rows_before_ = 0;
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
