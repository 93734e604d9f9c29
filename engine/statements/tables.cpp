#include "engine/statements/tables.hpp"

namespace vouch::session {

void Table::send(const Run& run, Output& output, std::vector<std::string> notes) const {
  output.begin_answer(columns_);
  AnswerFooter footer;
  footer.notes = std::move(notes);
  for (const Row& row : rows_) {
    ++footer.rows;
    if (!output.row(row)) break;
  }
  footer.milliseconds = run.milliseconds();
  output.end_answer(footer);
}

}  // namespace vouch::session
