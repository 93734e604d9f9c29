#include "base/line_sorter.hpp"

#include <algorithm>
#include <queue>
#include <utility>

#include "base/error.hpp"

namespace vouch {

namespace {

constexpr std::size_t kPerLine = sizeof(std::string) + 16;  // beside its characters

}  // namespace

// One sorted run, read line by line.
class LineSorter::Run {
 public:
  explicit Run(std::FILE* file) : file_(file) { std::rewind(file); }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;
  ~Run() { std::free(buffer_); }

  [[nodiscard]] bool next() {
    const ssize_t got = ::getline(&buffer_, &capacity_, file_);
    if (got <= 0) return false;
    line_ = {buffer_, static_cast<std::size_t>(got) - 1};
    return true;
  }
  [[nodiscard]] std::string_view line() const { return line_; }

 private:
  std::FILE* file_;
  char* buffer_ = nullptr;
  std::size_t capacity_ = 0;
  std::string_view line_;
};

void LineSorter::add(std::string line) {
  used_ += line.size() + kPerLine;
  lines_.push_back(std::move(line));
  if (used_ > budget_) spill();
}

void LineSorter::sort() {
  std::sort(lines_.begin(), lines_.end());
  lines_.erase(std::unique(lines_.begin(), lines_.end()), lines_.end());
}

void LineSorter::spill() {
  sort();
  File run(std::tmpfile());
  bool good = run != nullptr;
  for (const std::string& line : lines_) {
    good = good && std::fwrite(line.data(), 1, line.size(), run.get()) == line.size() &&
           std::fputc('\n', run.get()) != EOF;
  }
  if (!good || std::fflush(run.get()) != 0) {
    throw StorageError("E0327", "no room for a temporary file");
  }
  runs_.push_back(std::move(run));
  lines_.clear();
  used_ = 0;
}

void LineSorter::each(const std::function<void(std::string_view)>& visit) {
  if (runs_.empty()) {
    sort();
    for (const std::string& line : lines_) visit(line);
    return;
  }
  spill();
  std::vector<std::unique_ptr<Run>> runs;
  const auto later = [](const Run* a, const Run* b) { return a->line() > b->line(); };
  std::priority_queue<Run*, std::vector<Run*>, decltype(later)> queue(later);
  for (const File& file : runs_) {
    runs.push_back(std::make_unique<Run>(file.get()));
    if (runs.back()->next()) queue.push(runs.back().get());
  }
  std::string last;
  bool first = true;
  while (!queue.empty()) {
    Run* run = queue.top();
    queue.pop();
    if (first || run->line() != last) {
      last = run->line();
      first = false;
      visit(last);
    }
    if (run->next()) queue.push(run);
  }
}

}  // namespace vouch
