#include "engine/load/input.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/error.hpp"

namespace vouch::load {

namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 16U;
constexpr std::uint64_t kLineBytesMost = 4096;  // shown of a line before a statement

std::FILE* copy_to_temporary(std::FILE* from, std::string& why) {
  std::FILE* to = std::tmpfile();
  if (to == nullptr) {
    why = fmt::format("no temporary file: {}", std::strerror(errno));
    return nullptr;
  }
  std::array<char, kBlockBytes> block;
  while (const std::size_t n = std::fread(block.data(), 1, block.size(), from)) {
    if (std::fwrite(block.data(), 1, n, to) != n) {
      why = fmt::format("the temporary file cannot be written: {}", std::strerror(errno));
      std::fclose(to);
      return nullptr;
    }
  }
  std::fflush(to);
  return to;
}

void move(Span& span, std::size_t by) {
  span.begin += by;
  span.end += by;
}

}  // namespace

std::optional<Input> Input::open(const std::filesystem::path& path, std::string& why) {
  Input input;
  const bool standard = path == "-";
  input.name_ = standard ? "<stdin>" : path.string();
  input.directory_ = standard ? std::filesystem::path(".") : path.parent_path();
  std::FILE* file = standard ? stdin : std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    why = std::strerror(errno);
    return std::nullopt;
  }
  struct stat status {};
  const bool regular = !standard && fstat(fileno(file), &status) == 0 && S_ISREG(status.st_mode);
  if (!regular) {
    if (S_ISDIR(status.st_mode)) why = "is a directory";
    std::FILE* copy = why.empty() ? copy_to_temporary(file, why) : nullptr;
    if (!standard) std::fclose(file);
    if (copy == nullptr) return std::nullopt;
    file = copy;
  }
  input.file_.reset(file);
  if (regular) input.opened_ = input.stamp();
  std::fseek(file, 0, SEEK_END);
  input.bytes_ = static_cast<std::uint64_t>(std::max(0L, std::ftell(file)));
  if (input.read_at(0, 3) == "\xEF\xBB\xBF") input.skip_ = 3;
  return input;
}

Input Input::of_temporary(std::FILE* file, const std::filesystem::path& made_from) {
  Input input;
  input.name_ = made_from.string();
  input.directory_ = made_from.parent_path();
  input.file_.reset(file);
  std::fseek(file, 0, SEEK_END);
  input.bytes_ = static_cast<std::uint64_t>(std::max(0L, std::ftell(file)));
  return input;
}

Input::Stamp Input::stamp() const {
  struct stat status {};
  if (fstat(fileno(file_.get()), &status) != 0) return {};
  return {status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

bool Input::changed() const {
  return opened_ && stamp() != *opened_;
}

std::string Input::read_at(std::uint64_t offset, std::size_t size) {
  std::string out(size, '\0');
  if (std::fseek(file_.get(), static_cast<long>(offset), SEEK_SET) != 0) return {};
  out.resize(std::fread(out.data(), 1, size, file_.get()));
  return out;
}

void Input::statements(const std::function<bool(const parser::RawStatement&)>& visit,
                       const std::function<void(std::uint64_t)>& read) {
  std::uint64_t at = skip_;
  parser::StatementReader reader([&](char* buffer, std::size_t capacity) -> std::size_t {
    // Excerpts move the file's position between two reads.
    if (std::fseek(file_.get(), static_cast<long>(at), SEEK_SET) != 0) {
      throw StorageError("E0603", fmt::format("{}: {}", name_, std::strerror(errno)));
    }
    const std::size_t n = std::fread(buffer, 1, capacity, file_.get());
    if (n == 0 && std::ferror(file_.get()) != 0) {
      throw StorageError("E0603", fmt::format("{}: {}", name_, std::strerror(errno)));
    }
    at += n;
    read(n);
    return n;
  });
  parser::RawStatement raw;
  while (reader.next(raw)) {
    if (!visit(raw)) return;
  }
}

std::shared_ptr<const SourceText> Input::excerpt(std::uint64_t offset, std::size_t line,
                                                 std::size_t size, Diagnostics& problems) {
  const std::uint64_t in_file = offset + skip_;
  const std::uint64_t before = std::min(in_file - skip_, kLineBytesMost);
  std::string text =
      read_at(in_file - before, static_cast<std::size_t>(before) + size + kLineBytesMost);
  const auto head = static_cast<std::size_t>(before);
  std::size_t begin = head == 0 ? 0 : text.rfind('\n', head - 1);
  begin = head == 0 || begin == std::string::npos ? 0 : begin + 1;
  std::size_t end = text.find('\n', std::min(head + size, text.size()));
  if (end == std::string::npos) end = text.size();
  const std::size_t shift = head - begin;
  auto source = std::make_shared<const SourceText>(name_, text.substr(begin, end - begin), line,
                                                   static_cast<std::size_t>(in_file) - shift);
  for (Diagnostic& problem : problems) {
    move(problem.span, shift);
    for (Label& label : problem.labels) move(label.span, shift);
    for (Fix& fix : problem.fixes) move(fix.span, shift);
    problem.source = source;
  }
  return source;
}

}  // namespace vouch::load
