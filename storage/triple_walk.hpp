// storage/triple_walk.hpp — walks triples in any of the four orders between two bounds.
//
// Shape     pso and pos are tables of blocks: RowsWalk. spo and osp are put together from them:
//             spo  the relations of each subject (table sp), and for each its stretch of pso
//             osp  the relations of each object (table op), and their stretches of pos merged
//           Bounds and rows are in the walked order's own sequence, whatever the table.
// Units     memory: one cursor per relation met, at most kCursorsMost of them are kept.
// Lifetime  borrows the transaction. After a write, forget().
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <variant>
#include <vector>

#include "storage/blocks/block_range.hpp"
#include "storage/store.hpp"
#include "storage/tables.hpp"

namespace vouch::storage {

using Ids3 = std::array<std::uint64_t, 3>;
using Columns3 = std::array<TermId*, 3>;  // null: not wanted

// Rows of one block table as (head, a, b).
class RowsWalk {
 public:
  RowsWalk(lmdb::Transaction& transaction, const BlockTable& table)
      : range_(transaction, table) {}

  void open(const Ids3& low, const Ids3& high);  // both inclusive
  [[nodiscard]] std::size_t next(const Columns3& columns, std::size_t capacity);
  // The row that comes next.
  [[nodiscard]] std::optional<Ids3> current();
  [[nodiscard]] std::uint64_t count(const Ids3& low, const Ids3& high, std::uint64_t cap);
  [[nodiscard]] bool holds(const Ids3& row);
  // Of a row that is there: its note; 0 when it is not.
  [[nodiscard]] std::uint8_t note(const Ids3& row);
  void forget() { range_.forget(); }

 private:
  BlockRange range_;
};

// One RowsWalk per relation, kept while they are few.
class RelationWalks {
 public:
  RelationWalks(lmdb::Transaction& transaction, const BlockTable& table)
      : transaction_(transaction), table_(table) {}
  [[nodiscard]] RowsWalk& of(std::uint64_t relation);
  void forget();

 private:
  static constexpr std::size_t kCursorsMost = 1024;
  lmdb::Transaction& transaction_;
  BlockTable table_;
  std::unordered_map<std::uint64_t, std::unique_ptr<RowsWalk>> walks_;
  std::uint64_t last_ = 0;
  RowsWalk* last_walk_ = nullptr;
};

class SubjectWalk {
 public:
  SubjectWalk(lmdb::Transaction& transaction, const Tables& tables);
  void open(const Ids3& low, const Ids3& high);
  [[nodiscard]] std::size_t next(const Columns3& columns, std::size_t capacity);
  [[nodiscard]] std::optional<Ids3> current();
  [[nodiscard]] std::uint64_t count(const Ids3& low, const Ids3& high, std::uint64_t cap);
  void forget();

 private:
  bool open_pair();
  bool next_pair();

  BlockCursor pairs_;  // (subject, relation)
  RelationWalks rows_;
  RowsWalk* inner_ = nullptr;
  Ids3 low_{};
  Ids3 high_{};
  bool more_ = false;
};

class ObjectWalk {
 public:
  ObjectWalk(lmdb::Transaction& transaction, const Tables& tables);
  void open(const Ids3& low, const Ids3& high);
  [[nodiscard]] std::size_t next(const Columns3& columns, std::size_t capacity);
  [[nodiscard]] std::optional<Ids3> current();
  [[nodiscard]] std::uint64_t count(const Ids3& low, const Ids3& high, std::uint64_t cap);
  void forget();

 private:
  // The subjects of one relation at the object, a buffer at a time.
  struct Source {
    std::uint64_t relation = 0;
    RowsWalk* walk = nullptr;
    std::vector<TermId> subjects;
    std::size_t at = 0;
    std::size_t size = 0;
    bool refill();
    [[nodiscard]] Ids3 row(std::uint64_t object) const {
      return {object, subjects[at].bits(), relation};
    }
  };
  bool open_object();
  bool next_pair();
  void advance(Source& source, std::size_t rows);
  // Copies what one relation alone has; 0 when bounds must be looked at.
  std::size_t copy_single(const Columns3& columns, std::size_t capacity);
  [[nodiscard]] std::size_t least() const;

  lmdb::Transaction& transaction_;
  BlockTable pos_;
  BlockCursor pairs_;  // (object, relation)
  RelationWalks rows_;
  std::vector<Source> sources_;  // of the object; the first `used_`
  std::vector<std::unique_ptr<RowsWalk>> extra_;
  std::size_t used_ = 0;
  std::uint64_t object_ = 0;
  Ids3 low_{};
  Ids3 high_{};
  bool more_ = false;
};

class TripleWalk {
 public:
  TripleWalk(lmdb::Transaction& transaction, const Tables& tables, Order order);

  void open(const Ids3& low, const Ids3& high) {
    std::visit([&](auto& walk) { walk.open(low, high); }, walk_);
  }
  [[nodiscard]] std::size_t next(const Columns3& columns, std::size_t capacity) {
    return std::visit([&](auto& walk) { return walk.next(columns, capacity); }, walk_);
  }
  [[nodiscard]] std::uint64_t count(const Ids3& low, const Ids3& high, std::uint64_t cap) {
    return std::visit([&](auto& walk) { return walk.count(low, high, cap); }, walk_);
  }
  // Goes on at `low` if that is further on than the next row.
  void skip_to(const Ids3& low, const Ids3& high) {
    std::visit(
        [&](auto& walk) {
          const auto now = walk.current();
          if (now && *now < low) walk.open(low, high);
        },
        walk_);
  }
  void forget() {
    std::visit([](auto& walk) { walk.forget(); }, walk_);
  }

 private:
  std::variant<RowsWalk, SubjectWalk, ObjectWalk> walk_;
};

}  // namespace vouch::storage
