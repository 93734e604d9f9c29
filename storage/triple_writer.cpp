#include "storage/triple_writer.hpp"

#include <optional>

#include "base/invariant.hpp"
#include "storage/checksum.hpp"
#include "storage/row.hpp"
#include "storage/term_codec.hpp"

namespace vouch::storage {
namespace {

using format::TableName;

format::IdKey<3> key_of(const Tuple<3>& tuple) {
  return format::id_key<3>(tuple);
}

format::IdKey<3> spo_key(const Triple& triple) {
  return format::id_key<3>({triple.subject.bits(), triple.relation.bits(), triple.object.bits()});
}

}  // namespace

std::uint64_t triple_hash(const Triple& triple) {
  return hash64(spo_key(triple).view());
}

std::uint64_t support_hash(const Triple& triple, std::uint8_t support) {
  return hash64(spo_key(triple).view(), support);
}

std::string_view support_value(const std::uint8_t& support) {
  if (support == format::support::kPlain) return {};
  return {reinterpret_cast<const char*>(&support), 1};
}

std::uint8_t support_of(std::string_view value) {
  if (value.empty()) return format::support::kPlain;
  const auto support = static_cast<std::uint8_t>(value[0]);
  return value.size() == 1 && support <= format::support::kAll ? support : 0;
}

// Puts ascending keys into one order, appending beyond its last key.
class TripleWriter::OrderWriter {
 public:
  OrderWriter(lmdb::Transaction& transaction, lmdb::Table table) : cursor_(transaction, table) {
    if (!cursor_.last()) return;
    last_.assign(cursor_.key());
    if (last_.size() == sizeof(Tuple<3>))
      last_group_ = {load_u64(last_.data()), load_u64(last_.data() + 8)};
  }

  // Nothing when the key is new, else its value.
  std::optional<std::string_view> insert(const format::IdKey<3>& key, std::string_view value) {
    if (appending_ || key.view() > last_) {
      appending_ = true;
      cursor_.append(key.view(), value);
      return std::nullopt;
    }
    return cursor_.insert(key.view(), value);
  }
  void replace(const format::IdKey<3>& key, std::string_view value) {
    cursor_.put(key.view(), value);
  }

  // A key known to be new; true when it is the first with its first two ids.
  bool insert_counting(const Tuple<3>& tuple, std::string_view table) {
    const auto key = key_of(tuple);
    const Group group{tuple[0], tuple[1]};
    const bool beyond = appending_ || key.view() > last_;
    if (insert(key, {})) raise_damaged(table, "a triple that is not in spo");
    if (group_ == group) return false;
    group_ = group;
    return beyond ? last_group_ != group : !has_neighbour(key);
  }

 private:
  using Group = std::array<std::uint64_t, 2>;

  // Whether the row before or after the one just put begins with the same two ids.
  bool has_neighbour(const format::IdKey<3>& key) {
    const auto same = [&] { return cursor_.key().substr(0, 16) == key.view().substr(0, 16); };
    const bool before = cursor_.previous();
    if (before && same()) return true;
    if (before && !cursor_.next()) return false;
    return cursor_.next() && same();
  }

  lmdb::Cursor cursor_;
  std::string last_;  // key of the table before we began
  std::optional<Group> last_group_;
  std::optional<Group> group_;  // of the key put last
  bool appending_ = false;
};

TripleWriter::TripleWriter(lmdb::Transaction& transaction, const Tables& tables, Header& header,
                           const std::string& directory, std::size_t budget_bytes)
    : transaction_(transaction),
      tables_(tables),
      header_(header),
      incoming_(directory, budget_bytes / 2, {0, 1, 2}),
      pso_(directory, budget_bytes / 6, {0}),
      pos_(directory, budget_bytes / 6, {0, 1}),
      osp_(directory, budget_bytes / 6, {0}) {}

void TripleWriter::add(const Triple& triple, std::uint8_t support) {
  invariant(
      is_storable(triple.subject) && is_storable(triple.relation) && is_storable(triple.object),
      "a triple of unbound or computed terms");
  incoming_.add({triple.subject.bits(), triple.relation.bits(), triple.object.bits(), support});
}

void TripleWriter::merge_incoming() {
  OrderWriter spo(transaction_, tables_[TableName::spo]);
  const auto merge = [&](const Tuple<4>& tuple, std::uint8_t support) {
    const Triple triple{TermId::from_bits(tuple[0]), TermId::from_bits(tuple[1]),
                        TermId::from_bits(tuple[2])};
    const auto key = spo_key(triple);
    if (const auto value = spo.insert(key, support_value(support))) {
      const std::uint8_t before = support_of(*value);
      if (before == 0) raise_damaged("spo", "a value that says nothing");
      const std::uint8_t after = before | support;
      if (after == before) return;
      header_.supports.replace(support_hash(triple, before), support_hash(triple, after));
      spo.replace(key, support_value(after));
      return;
    }
    ++added_;
    ++statistics_.of(triple.relation).triples;
    header_.triples.add(triple_hash(triple));
    header_.supports.add(support_hash(triple, support));
    pso_.add({tuple[1], tuple[0], tuple[2]});
    pos_.add({tuple[1], tuple[2], tuple[0]});
    osp_.add({tuple[2], tuple[0], tuple[1]});
  };
  std::optional<Tuple<4>> last;  // equal triples come in a row, each with a reason
  std::uint8_t support = 0;
  incoming_.drain([&](const Tuple<4>& tuple) {
    if (last && (*last)[0] == tuple[0] && (*last)[1] == tuple[1] && (*last)[2] == tuple[2]) {
      support |= static_cast<std::uint8_t>(tuple[3]);
      return;
    }
    if (last) merge(*last, support);
    last = tuple;
    support = static_cast<std::uint8_t>(tuple[3]);
  });
  if (last) merge(*last, support);
}

void TripleWriter::flush() {
  if (!incoming_.empty()) {
    merge_incoming();
    OrderWriter pso(transaction_, tables_[TableName::pso]);
    pso_.drain([&](const Tuple<3>& tuple) {
      if (pso.insert_counting(tuple, "pso")) ++statistics_.of(TermId::from_bits(tuple[0])).subjects;
    });
    OrderWriter pos(transaction_, tables_[TableName::pos]);
    pos_.drain([&](const Tuple<3>& tuple) {
      if (pos.insert_counting(tuple, "pos")) ++statistics_.of(TermId::from_bits(tuple[0])).objects;
    });
    OrderWriter osp(transaction_, tables_[TableName::osp]);
    osp_.drain([&](const Tuple<3>& tuple) {
      if (osp.insert(key_of(tuple), {})) raise_damaged("osp", "a triple that is not in spo");
    });
  }
  statistics_.write(transaction_, tables_, header_.statistics);
}

std::uint8_t TripleWriter::support(const Triple& triple) const {
  const auto value = transaction_.get(tables_[TableName::spo], spo_key(triple).view());
  if (!value) return 0;
  const std::uint8_t support = support_of(*value);
  if (support == 0) raise_damaged("spo", "a value that says nothing");
  return support;
}

std::uint8_t TripleWriter::withdraw(const Triple& triple, std::uint8_t support) {
  const std::uint8_t before = this->support(triple);
  const auto after = static_cast<std::uint8_t>(before & ~support);
  if (after == before) return before;
  if (after != 0) {
    header_.supports.replace(support_hash(triple, before), support_hash(triple, after));
    transaction_.put(tables_[TableName::spo], spo_key(triple).view(), support_value(after));
    return before;
  }
  header_.supports.remove(support_hash(triple, before));
  erase(triple);
  return before;
}

void TripleWriter::erase(const Triple& triple) {
  const std::uint64_t s = triple.subject.bits();
  const std::uint64_t p = triple.relation.bits();
  const std::uint64_t o = triple.object.bits();
  const auto take = [&](TableName table, const Tuple<3>& tuple) {
    if (!transaction_.erase(tables_[table], key_of(tuple).view())) {
      raise_damaged(format::kTableNames[format::index_of(table)], "a triple is missing");
    }
  };
  take(TableName::spo, {s, p, o});
  take(TableName::pso, {p, s, o});
  take(TableName::pos, {p, o, s});
  take(TableName::osp, {o, s, p});
  header_.triples.remove(triple_hash(triple));
  auto& change = statistics_.of(triple.relation);
  --change.triples;
  if (!any_with(TableName::pso, p, s)) --change.subjects;
  if (!any_with(TableName::pos, p, o)) --change.objects;
}

bool TripleWriter::any_with(TableName table, std::uint64_t first, std::uint64_t second) {
  lmdb::Cursor cursor(transaction_, tables_[table]);
  const auto from = key_of({first, second, 0});
  return cursor.seek(from.view()) && cursor.key().substr(0, 16) == from.view().substr(0, 16);
}

}  // namespace vouch::storage
