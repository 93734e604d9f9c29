#include "storage/catalog_codec.hpp"

#include "base/bytes.hpp"
#include "storage/number_codec.hpp"

namespace vouch::storage {
namespace {

constexpr std::uint8_t kFunctional = 1;
constexpr std::uint8_t kTransitive = 2;
constexpr std::uint8_t kSymmetric = 4;
constexpr std::uint8_t kBuiltin = 8;

void append_ids(std::string& out, const std::vector<TermId>& ids) {
  append_varint(out, ids.size());
  for (const TermId id : ids) append_u64(out, id.bits());
}

std::vector<TermId> read_ids(ByteReader& in) {
  std::vector<TermId> ids;
  for (std::uint64_t left = in.varint(); left > 0 && in.ok(); --left)
    ids.push_back(TermId::from_bits(in.u64()));
  return ids;
}

template <typename Entry>
std::optional<Entry> finished(const ByteReader& in, Entry entry) {
  return in.ok() && in.at_end() ? std::optional(std::move(entry)) : std::nullopt;
}

}  // namespace

std::string encode_kind(const KindInfo& kind) {
  std::string out;
  append_u64(out, kind.id.bits());
  append_text(out, kind.name);
  append_ids(out, kind.under);
  append_text(out, kind.meaning);
  append_u8(out, kind.builtin ? kBuiltin : 0);
  return out;
}

std::optional<KindInfo> decode_kind(std::string_view bytes) {
  ByteReader in(bytes);
  KindInfo kind;
  kind.id = TermId::from_bits(in.u64());
  kind.name = in.text();
  kind.under = read_ids(in);
  kind.meaning = in.text();
  kind.builtin = (in.u8() & kBuiltin) != 0;
  return finished(in, std::move(kind));
}

std::string encode_relation(const RelationInfo& relation) {
  std::string out;
  append_u64(out, relation.id.bits());
  append_text(out, relation.name);
  append_ids(out, relation.domain);
  append_ids(out, relation.range);
  append_u64(out, relation.inverse.bits());
  append_u64(out, relation.inverse_of.bits());
  std::uint8_t flags = 0;
  if (relation.functional) flags |= kFunctional;
  if (relation.transitive) flags |= kTransitive;
  if (relation.symmetric) flags |= kSymmetric;
  if (relation.builtin) flags |= kBuiltin;
  append_u8(out, flags);
  append_ids(out, relation.functional_per);
  append_ids(out, relation.under);
  append_ids(out, relation.exclusive_with);
  append_ids(out, relation.opposite);
  append_text(out, relation.meaning);
  return out;
}

std::optional<RelationInfo> decode_relation(std::string_view bytes) {
  ByteReader in(bytes);
  RelationInfo relation;
  relation.id = TermId::from_bits(in.u64());
  relation.name = in.text();
  relation.domain = read_ids(in);
  relation.range = read_ids(in);
  relation.inverse = TermId::from_bits(in.u64());
  relation.inverse_of = TermId::from_bits(in.u64());
  const std::uint8_t flags = in.u8();
  relation.functional = (flags & kFunctional) != 0;
  relation.transitive = (flags & kTransitive) != 0;
  relation.symmetric = (flags & kSymmetric) != 0;
  relation.builtin = (flags & kBuiltin) != 0;
  relation.functional_per = read_ids(in);
  relation.under = read_ids(in);
  relation.exclusive_with = read_ids(in);
  relation.opposite = read_ids(in);
  relation.meaning = in.text();
  return finished(in, std::move(relation));
}

std::string encode_unit(const UnitInfo& unit) {
  std::string out;
  append_text(out, unit.name);
  append_text(out, unit.dimension);
  append_number(out, unit.factor);
  append_text(out, unit.meaning);
  return out;
}

std::optional<UnitInfo> decode_unit(std::string_view bytes) {
  ByteReader in(bytes);
  UnitInfo unit;
  unit.name = in.text();
  unit.dimension = in.text();
  const auto factor = read_number(in);
  if (!factor) return std::nullopt;
  unit.factor = *factor;
  unit.meaning = in.text();
  return finished(in, std::move(unit));
}

}  // namespace vouch::storage
