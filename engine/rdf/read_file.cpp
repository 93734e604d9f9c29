#include "engine/rdf/read_file.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <span>
#include <system_error>
#include <utility>

#include "base/error.hpp"
#include "base/input_file.hpp"
#include "base/unicode.hpp"
#include "engine/rdf/bulk_sink.hpp"
#include "engine/rdf/store_sink.hpp"
#include "storage/checksum.hpp"

namespace vouch::rdfio {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBlock = std::size_t{1} << 20U;
constexpr std::uint64_t kOneLaneMost = std::uint64_t{4} << 20U;  // bytes a second thread is not worth

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

// A pipe is copied before it is read: the name of its blank nodes depends on all of it.
File spool(InputFile& input) {
  File out(std::tmpfile());
  std::string block(kBlock, '\0');
  while (const std::size_t n = out ? input.read(block.data(), block.size()) : 0) {
    if (std::fwrite(block.data(), 1, n, out.get()) != n) out.reset();
  }
  if (!out || std::fflush(out.get()) != 0) {
    throw InputError("E0327", input.name() + ": no room for a temporary copy");
  }
  return out;
}

// A name for the document: a hash of its bytes, as 16 digits.
std::string document_name(const fs::path& path) {
  InputFile input(path);
  std::string block(kBlock, '\0');
  std::uint64_t hash = 0;
  std::size_t size = 0;
  const auto take = [&] { return input.read(block.data() + size, block.size() - size); };
  while (const std::size_t n = take()) {
    size += n;
    if (size < block.size()) continue;
    hash = storage::hash64(block, hash);
    size = 0;
  }
  hash = storage::hash64(std::string_view(block).substr(0, size), hash);
  return fmt::format("{:016x}", hash);
}

class Problems final : public rdf::ProblemSink {
 public:
  Problems(std::string file, const FileOptions& options, Output& output)
      : file_(std::move(file)), output_(output) {
    if (!options.rejects) return;
    rejects_.open(*options.rejects, std::ios::binary | std::ios::app);
    if (!rejects_) {
      throw InputError("E0328", options.rejects->string() + ": cannot be written");
    }
  }

  bool problem(rdf::Problem problem, std::string_view line) override {
    if (rejects_.is_open() && !line.empty()) {
      rejects_ << fmt::format("# {}:{}:{}: {} {}\n", file_, problem.line, problem.column,
                              problem.code, problem.message)
               << line << '\n';
      return true;
    }
    const Diagnostic told = rdf::to_diagnostic(problem, file_);
    output_.problems({told}, *told.source);
    return false;
  }

 private:
  std::string file_;
  Output& output_;
  std::ofstream rejects_;
};

std::string base_of(const fs::path& file) {
  std::error_code failed;
  const fs::path absolute = fs::absolute(file, failed);
  if (file == "-" || failed) return {};
  std::string out = "file://";
  for (const char c : absolute.lexically_normal().string()) {
    const bool plain = static_cast<unsigned char>(c) > 0x20 &&
                       std::string_view("<>\"{}|^`\\%?#").find(c) == std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

// Claims go one by one: the bulk load knows plain triples only.
bool in_bulk(rdf::Format format, const FileOptions& options) {
  const bool no_graphs = format == rdf::Format::ntriples || format == rdf::Format::turtle;
  return no_graphs && options.qualifiers.empty();
}

}  // namespace

std::optional<rdf::Format> format_of(const fs::path& file) {
  fs::path name = file.filename();
  std::string ending = unicode::lower(name.extension().string());
  if (ending == ".gz" || ending == ".zst") {
    name = name.stem();
    ending = unicode::lower(name.extension().string());
  }
  return ending.empty() ? std::nullopt : rdf::format_named(ending.substr(1));
}

bool read_file(storage::Update& update, const fs::path& file, const FileOptions& options,
               Output& output, rdf::ReadTotals& totals) {
  File copy;
  fs::path path = file;
  auto input = std::make_unique<InputFile>(file);
  const std::string name = input->name();
  if (!input->regular()) {
    copy = spool(*input);
    path = fmt::format("/proc/self/fd/{}", fileno(copy.get()));
    input = std::make_unique<InputFile>(path);
  }
  const auto format = options.format ? options.format : format_of(file);
  if (!format) {
    throw InputError("E0812", name + ": its ending names no format; --format does");
  }
  rdf::ReadOptions reading;
  reading.format = *format;
  reading.lenient = options.rejects.has_value();
  reading.base = options.base.empty() ? base_of(file) : options.base;
  Problems problems(name, options, output);
  const auto name_of_document = [&] { return document_name(path); };
  const auto beat = [&] {
    if (options.cancel != nullptr && options.cancel->load(std::memory_order_relaxed)) {
      throw Cancelled("E0501", "stopped; nothing was loaded");
    }
    output.progress(input->taken_bytes(), input->raw_bytes());
  };
  // True: what was read may be finished.
  const auto read = [&](std::span<rdf::Sink* const> lanes) {
    const rdf::ReadTotals now = rdf::read_document(*input, reading, lanes, problems);
    input->check_unchanged();
    totals.quads += now.quads;
    totals.broken += now.broken;
    return now.broken == 0 || (reading.lenient && rdf::is_by_lines(*format));
  };
  if (in_bulk(*format, options)) {
    const bool two = rdf::is_by_lines(*format) && input->raw_bytes() > kOneLaneMost;
    BulkSink sink(update, two ? 2 : 1, name_of_document, beat);
    if (!read(sink.lanes())) return false;
    sink.finish();
    return true;
  }
  StoreSink sink(update, name_of_document);
  sink.set_qualifiers(options.qualifiers);
  sink.set_heartbeat([&](std::uint64_t) { beat(); });
  const std::array<rdf::Sink*, 1> lanes = {&sink};
  if (!read(lanes)) return false;
  sink.finish();
  return true;
}

}  // namespace vouch::rdfio
