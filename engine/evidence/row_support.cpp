#include "engine/evidence/row_support.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace vouch::evidence {

namespace {

std::vector<std::uint32_t> places(const std::vector<VariableId>& wanted,
                                  const std::vector<VariableId>& columns) {
  std::vector<std::uint32_t> out;
  for (const VariableId variable : wanted) {
    const auto at = std::find(columns.begin(), columns.end(), variable);
    out.push_back(static_cast<std::uint32_t>(at - columns.begin()));
  }
  return out;
}

}  // namespace

RowSupports::RowSupports(const Support& support, exec::Terms& terms,
                         const exec::RunOptions& options, std::size_t claims_most, bool weigh)
    : support_(support),
      terms_(terms),
      claims_most_(claims_most),
      weigh_(weigh),
      facts_(support, support.derivations.columns, terms, options),
      weights_(terms.snapshot()),
      budget_(options.memory_bytes),
      account_(budget_, "evidence"),
      answer_at_(places(support.identity, support.answer.columns)),
      key_at_(places(support.identity, support.derivations.columns)),
      member_at_(places(support.member, support.derivations.columns)),
      keys_(support.identity.size()),
      members_(support.member.size() + 1) {}

// The claims of one derivation, and what it bears.
Weight RowSupports::cite(const exec::Batch& derivations, std::size_t row, std::vector<Cited>& out,
                         std::uint32_t key) {
  Weight weight;
  for (std::uint32_t leaf = 0; leaf < support_.leaves.size(); ++leaf) {
    for (const Fact& fact : facts_.of(leaf, derivations, row)) {
      const std::span<const TermId> claims = facts_.claims(fact);
      for (const TermId claim : claims) out.push_back({key, leaf, claim});
      if (weigh_) weight = both(weight, weights_.of(claims));
    }
  }
  return weight;
}

RowSupport RowSupports::of(const exec::Batch& derivations, std::size_t row) {
  scratch_.clear();
  RowSupport out;
  out.weight = cite(derivations, row, scratch_, 0);
  for (const Cited& cited : scratch_) {
    if (std::find(out.claims.begin(), out.claims.end(), cited.claim) != out.claims.end()) continue;
    if (out.claims.size() < claims_most_) {
      out.claims.push_back(cited.claim);
    } else {
      ++out.more;
    }
  }
  return out;
}

void RowSupports::expect(const exec::Batch& answer) {
  IdRow key(answer_at_.size());
  for (std::size_t row = 0; row < answer.rows; ++row) {
    for (std::size_t i = 0; i < key.size(); ++i) {
      key[i] = terms_.canonical(answer.columns[answer_at_[i]][row]);
    }
    bool fresh = false;
    row_keys_.push_back(keys_.insert(key.data(), fresh));
  }
  key_weights_.resize(keys_.size());
  weighed_.resize(keys_.size());
  account_.hold(keys_.bytes() + row_keys_.capacity() * sizeof(std::uint32_t));
}

std::vector<IdRow> RowSupports::identities() const {
  std::vector<IdRow> out;
  for (std::uint32_t number = 0; number < keys_.size(); ++number) {
    const TermId* key = keys_.key(number);
    out.emplace_back(key, key + keys_.width());
  }
  return out;
}

void RowSupports::note(std::uint32_t key, std::uint32_t leaf, TermId claim) {
  const std::array<TermId, 2> pair = {TermId::from_bits(key), claim};
  bool fresh = false;
  const std::uint32_t number = pairs_.insert(pair.data(), fresh);
  if (fresh) {
    cited_.push_back({key, leaf, claim});
  } else {
    cited_[number].leaf = std::min(cited_[number].leaf, leaf);
  }
}

// A row bears what its best derivation does; a group what its weakest member does.
void RowSupports::weigh(std::uint32_t key, const exec::Batch& derivations, std::size_t row,
                        Weight weight) {
  if (!support_.grouped) {
    key_weights_[key] = weighed_[key] ? strongest(key_weights_[key], weight) : weight;
    weighed_[key] = true;
    return;
  }
  IdRow member = {TermId::from_bits(key)};
  for (const std::uint32_t at : member_at_) {
    member.push_back(terms_.canonical(derivations.columns[at][row]));
  }
  bool fresh = false;
  const std::uint32_t number = members_.insert(member.data(), fresh);
  if (fresh) {
    member_weights_.push_back(weight);
  } else {
    member_weights_[number] = strongest(member_weights_[number], weight);
  }
}

void RowSupports::add(const exec::Batch& derivations) {
  IdRow key(key_at_.size());
  for (std::size_t row = 0; row < derivations.rows; ++row) {
    for (std::size_t i = 0; i < key.size(); ++i) {
      key[i] = terms_.canonical(derivations.columns[key_at_[i]][row]);
    }
    const std::uint32_t number = keys_.find(key.data());
    if (number == exec::KeyTable::kNone) continue;
    scratch_.clear();
    const Weight weight = cite(derivations, row, scratch_, number);
    for (const Cited& cited : scratch_) note(number, cited.leaf, cited.claim);
    if (weigh_) weigh(number, derivations, row, weight);
  }
  account_.hold(keys_.bytes() + row_keys_.capacity() * sizeof(std::uint32_t) + pairs_.bytes() +
                cited_.capacity() * sizeof(Cited) + members_.bytes());
}

void RowSupports::finish() {
  std::sort(cited_.begin(), cited_.end(), [](const Cited& a, const Cited& b) {
    return std::tuple(a.key, a.leaf, a.claim) < std::tuple(b.key, b.leaf, b.claim);
  });
  first_.assign(keys_.size() + 1, static_cast<std::uint32_t>(cited_.size()));
  for (std::size_t i = cited_.size(); i-- > 0;) {
    first_[cited_[i].key] = static_cast<std::uint32_t>(i);
  }
  for (std::size_t key = keys_.size(); key-- > 0;) first_[key] = std::min(first_[key], first_[key + 1]);
  for (std::uint32_t number = 0; number < members_.size(); ++number) {
    const auto key = static_cast<std::size_t>(members_.key(number)->bits());
    const Weight weight = member_weights_[number];
    key_weights_[key] = weighed_[key] ? together(key_weights_[key], weight) : weight;
    weighed_[key] = true;
  }
}

RowSupport RowSupports::row(std::size_t number) const {
  const std::uint32_t key = row_keys_[number];
  RowSupport out;
  const std::size_t count = first_[key + 1] - first_[key];
  for (std::size_t i = 0; i < std::min(count, claims_most_); ++i) {
    out.claims.push_back(cited_[first_[key] + i].claim);
  }
  out.more = count - out.claims.size();
  out.weight = key_weights_[key];
  return out;
}

}  // namespace vouch::evidence
