// base/line_sorter.hpp — lines in, the distinct ones out in byte order; more than memory holds.
//
// Shape     lines gather in memory; what exceeds the budget goes to temporary files as sorted runs,
//           which each() merges.
// Lifetime  temporary files vanish with it.
// Errors    StorageError E0327 when there is no room for them.
#pragma once

#include <cstddef>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vouch {

class LineSorter {
 public:
  explicit LineSorter(std::size_t budget_bytes) : budget_(budget_bytes) {}

  // Without line end; it must hold none.
  void add(std::string line);
  // Once, at the end.
  void each(const std::function<void(std::string_view)>& visit);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  using File = std::unique_ptr<std::FILE, Close>;
  class Run;

  void sort();
  void spill();

  std::size_t budget_;
  std::size_t used_ = 0;
  std::vector<std::string> lines_;
  std::vector<File> runs_;
};

}  // namespace vouch
