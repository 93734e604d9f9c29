// engine/statements/tables.hpp — answers that are made up in memory: show, describe.
//
// Shape     a Table collects rows and is sent as an answer.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/result/cells.hpp"
#include "engine/session_core.hpp"

namespace vouch::session {

class Table {
 public:
  explicit Table(std::vector<std::string> columns) : columns_(std::move(columns)) {}

  void add(Row row) { rows_.push_back(std::move(row)); }
  [[nodiscard]] std::vector<Row>& rows() { return rows_; }
  void send(const Run& run, Output& output, std::vector<std::string> notes = {}) const;

 private:
  std::vector<std::string> columns_;
  std::vector<Row> rows_;
};

}  // namespace vouch::session
