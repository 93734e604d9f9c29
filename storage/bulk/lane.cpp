#include "storage/bulk/lane.hpp"

#include <algorithm>

#include "storage/checksum.hpp"
#include "storage/dictionary.hpp"
#include "storage/term_codec.hpp"
#include "storage/well_known_iri.hpp"

namespace vouch::storage::bulk {
namespace {

constexpr std::string_view kXsd = "http://www.w3.org/2001/XMLSchema#";
constexpr std::size_t kDigitsMost = 17;  // surely inline

std::string with_direction(std::string_view language, Direction direction) {
  std::string out(language);
  if (direction == Direction::left_to_right) out += "--ltr";
  if (direction == Direction::right_to_left) out += "--rtl";
  return out;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Canonical integers and days, which are most of all typed literals, without detours.
std::optional<Term> plain_integer(std::string_view text) {
  const bool negative = text.starts_with('-');
  const std::string_view digits = text.substr(negative ? 1 : 0);
  if (digits.empty() || digits.size() > kDigitsMost) return std::nullopt;
  if (digits[0] == '0' && (digits.size() > 1 || negative)) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : digits) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return number_term(negative ? -value : value);
}

}  // namespace

Lane::Ticket Lane::push(std::uint64_t hash, std::size_t offset) {
  const Ticket ticket = next_ticket();
  pending_.push_back({hash, offset, bytes_.size() - offset});
  return ticket;
}

Lane::Ticket Lane::id(TermId id) {
  return push(id.bits(), bytes_.size());
}

Lane::Ticket Lane::tagged(IdTag tag, std::string_view text) {
  const std::size_t offset = bytes_.size();
  bytes_.push_back(static_cast<char>(tag));
  bytes_.append(text);
  return push(term_hash(std::string_view(bytes_).substr(offset), settings_.hash_bits), offset);
}

Lane::Ticket Lane::iri(std::string_view absolute) {
  const std::uint64_t hash = hash64(absolute);
  Cached& cached = cache_[hash % kCacheSlots];
  if (cached.used && cached.text == absolute && next_ticket() - cached.ticket < kKeep / 2)
    return cached.ticket;
  const auto known = absolute.starts_with(settings_.base)
                         ? well_known::id_of_iri(settings_.base, absolute)
                         : std::nullopt;
  cached.text.assign(absolute);
  cached.ticket = known ? id(*known) : tagged(IdTag::iri, absolute);
  cached.used = true;
  return cached.ticket;
}

Lane::Ticket Lane::term(const Term& term) {
  if (const auto known = inline_id(term)) return id(*known);
  const std::size_t offset = bytes_.size();
  encode_term(term, bytes_);
  const auto tag = static_cast<IdTag>(static_cast<std::uint8_t>(bytes_[offset]));
  if (identity_is_encoding(tag))
    return push(term_hash(std::string_view(bytes_).substr(offset), settings_.hash_bits), offset);
  // Written in the one way, so that equal values have equal bytes: as RDF's values all are.
  std::string identity;
  append_identity(term, identity);
  return push(term_hash(identity, settings_.hash_bits), offset);
}

bool Lane::fast_literal(std::string_view lexical, std::string_view datatype, TermId& id) {
  if (datatype.size() == kXsd.size() + 7 && datatype.ends_with("integer") &&
      datatype.starts_with(kXsd)) {
    const auto value = plain_integer(lexical);
    if (!value) return false;
    id = *inline_id(*value);
    return true;
  }
  return false;
}

Lane::Ticket Lane::literal(std::string_view lexical, std::string_view datatype,
                           std::string_view language, Direction direction) {
  if (datatype.empty() && language.empty()) {
    if (lexical.size() > kInlineTextBytes) return tagged(IdTag::long_text, lexical);
    return id(*inline_id(text_term(std::string(lexical))));
  }
  TermId fast;
  if (language.empty() && fast_literal(lexical, datatype, fast)) return id(fast);
  const RdfLiteral literal{std::string(lexical), std::string(datatype),
                           with_direction(language, direction)};
  const Term value = value_of_literal(literal);
  if (value.as<Text>() != nullptr) return term(value);
  if (canonical_literal(value) == literal) return term(value);
  const Ticket ticket = term(value) | kSpelled;
  (void)term(spelled_literal(literal));
  return ticket;
}

bool Lane::add(Ticket subject, Ticket relation, Ticket object) {
  batch_.push_back({subject, relation, object});
  ++given_;
  if (pending_.size() < kBatch && batch_.size() < kBatch) return false;
  resolve();
  return true;
}

void Lane::resolve() {
  const std::shared_lock open(gate_);
  wanted_.clear();
  for (const Pending& one : pending_) {
    wanted_.push_back({one.hash, one.size == 0 ? nullptr : bytes_.data() + one.offset, one.size});
  }
  const std::size_t before = refs_.size();
  refs_.resize(before + wanted_.size());
  terms_.resolve(wanted_, refs_.data() + before);
  pending_.clear();
  bytes_.clear();
  for (const Triple& one : batch_) {
    const TripleRefs triple{ref(one.subject), ref(one.relation), ref(one.object)};
    if ((one.object & kSpelled) != 0) {
      spelled_.push_back({triple, ref(one.object + 1)});
    } else {
      triples_.push_back(triple);
    }
  }
  batch_.clear();
  held_ = triples_.size() * sizeof(TripleRefs) + spelled_.size() * sizeof(SpelledRefs);
  if (refs_.size() >= 2 * kKeep) trim_to(kKeep);
}

void Lane::trim_to(std::size_t kept) {
  if (refs_.size() <= kept) return;
  const std::size_t gone = refs_.size() - kept;
  refs_.erase(refs_.begin(), refs_.begin() + static_cast<std::ptrdiff_t>(gone));
  first_ += gone;
}

void Lane::give_back() {
  triples_ = {};
  spelled_ = {};
  held_ = 0;
}

}  // namespace vouch::storage::bulk
