#include "storage/claim_flags.hpp"

#include "storage/checksum.hpp"
#include "storage/row.hpp"

namespace vouch::storage {
namespace {

constexpr unsigned kFlagBits = 4;
constexpr std::uint8_t kFlagMask = 15;

std::string_view unsealed_row(const lmdb::Transaction& transaction, lmdb::Table table,
                              std::uint64_t row) {
  const auto key = format::number_key(row);
  const auto value = transaction.get(table, key.view());
  if (!value) raise_damaged("claim_flags", "a row is missing");
  return unsealed(*value, key.view(), "claim_flags");
}

}  // namespace

std::uint64_t claim_flag_hash(std::uint64_t number, std::uint8_t flags) {
  return hash64(format::number_key(number).view(), flags);
}

std::uint8_t flags_in_row(std::string_view row, std::uint64_t number) {
  const std::uint64_t place = number % kClaimsInFlagRow;
  if (place / 2 >= row.size()) return 0;
  const auto two = static_cast<std::uint8_t>(row[place / 2]);
  return place % 2 == 0 ? two & kFlagMask : two >> kFlagBits;
}

std::uint8_t ClaimFlags::of(std::uint64_t number) {
  const std::uint64_t row = number / kClaimsInFlagRow;
  // In a write transaction pages move.
  if (transaction_.writes()) return flags_in_row(unsealed_row(transaction_, table_, row), number);
  if (row >= rows_.size()) rows_.resize(row + 1);
  if (rows_[row].empty()) rows_[row] = unsealed_row(transaction_, table_, row);
  return flags_in_row(rows_[row], number);
}

std::uint8_t ClaimFlagsWriter::of(std::uint64_t number) {
  const auto found = changed_.find(number / kClaimsInFlagRow);
  return found == changed_.end() ? stored_.of(number) : flags_in_row(found->second, number);
}

void ClaimFlagsWriter::add(std::uint64_t number, std::uint8_t flags) {
  header_.claim_flags.add(claim_flag_hash(number, flags));
  put(number, flags);
}

void ClaimFlagsWriter::set(std::uint64_t number, std::uint8_t flags) {
  header_.claim_flags.replace(claim_flag_hash(number, of(number)), claim_flag_hash(number, flags));
  put(number, flags);
}

void ClaimFlagsWriter::put(std::uint64_t number, std::uint8_t flags) {
  const std::uint64_t row = number / kClaimsInFlagRow;
  const auto [found, fresh] = changed_.try_emplace(row);
  std::string& bytes = found->second;
  if (fresh) {
    const auto key = format::number_key(row);
    if (transaction_.get(tables_[format::TableName::claim_flags], key.view()))
      bytes = unsealed_row(transaction_, tables_[format::TableName::claim_flags], row);
  }
  const std::uint64_t place = number % kClaimsInFlagRow;
  if (place / 2 >= bytes.size()) bytes.resize(place / 2 + 1);
  const unsigned shift = place % 2 == 0 ? 0 : kFlagBits;
  const unsigned both = static_cast<std::uint8_t>(bytes[place / 2]);
  const unsigned others = both & ~(unsigned{kFlagMask} << shift);
  bytes[place / 2] = static_cast<char>(others | unsigned{flags} << shift);
}

void ClaimFlagsWriter::flush() {
  for (auto& [row, bytes] : changed_) {
    const auto key = format::number_key(row);
    seal(bytes, key.view());
    transaction_.put(tables_[format::TableName::claim_flags], key.view(), bytes);
  }
  changed_.clear();
}

}  // namespace vouch::storage
