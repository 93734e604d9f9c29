#include "engine/rdf/read_file.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <span>
#include <system_error>
#include <unordered_set>
#include <utility>

#include "base/error.hpp"
#include "base/input_file.hpp"
#include "base/unicode.hpp"
#include "engine/rdf/bulk_sink.hpp"
#include "engine/rdf/rulings.hpp"
#include "storage/checksum.hpp"

namespace vouch::rdfio {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBlock = std::size_t{1} << 20U;
constexpr std::size_t kKeptBackBytes = std::size_t{128} << 20U;
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

struct Documents::Document {
  File copy;
  fs::path path;
  std::unique_ptr<InputFile> input;
  std::string name;
  rdf::ReadOptions reading;
};

Documents::Documents(storage::Update& update, const FileOptions& options, Output& output)
    : update_(update),
      options_(options),
      output_(output),
      words_(update.view().catalog().base),
      findings_(words_),
      reifiers_(words_, kKeptBackBytes) {}
Documents::~Documents() = default;

const std::vector<std::string>& Documents::declarations() const {
  return findings_.schema.declarations();
}

bool Documents::read(std::span<const fs::path> files) {
  std::vector<Document> documents;
  for (const fs::path& file : files) {
    Document& one = documents.emplace_back();
    one.path = file;
    one.input = std::make_unique<InputFile>(file);
    one.name = one.input->name();
    if (!one.input->regular()) {
      one.copy = spool(*one.input);
      one.path = fmt::format("/proc/self/fd/{}", fileno(one.copy.get()));
      one.input = std::make_unique<InputFile>(one.path);
    }
    const auto format = options_.format ? options_.format : format_of(file);
    if (!format) {
      throw InputError("E0812", one.name + ": its ending names no format; --format does");
    }
    one.reading.format = *format;
    one.reading.lenient = options_.rejects.has_value();
    one.reading.base = options_.base.empty() ? base_of(file) : options_.base;
  }
  look_for_reifiers(documents);
  for (Document& one : documents) {
    if (!read(one)) return false;
  }
  StoreSink sink(update_, findings_, {});
  reifiers_.finish(update_, sink, options_.qualifiers);
  findings_.schema.finish(update_);
  add_graphs();
  return true;
}

void Documents::look_for_reifiers(std::vector<Document>& documents) {
  for (Document& one : documents) {
    InputFile look(one.path);
    if (!Reifiers::may_be_in(look, one.reading.format)) continue;
    std::string scope;
    const LabelOf label_of = [&](std::string_view label) {
      if (scope.empty()) scope = document_name(one.path);
      return scoped_label(scope, label);
    };
    InputFile input(one.path);
    reifiers_.scan(input, one.reading, label_of);
  }
  reifiers_.scanned();
}

bool Documents::read(Document& document) {
  InputFile& input = *document.input;
  const rdf::ReadOptions& reading = document.reading;
  Problems problems(document.name, options_, output_);
  const auto name_of_document = [&] { return document_name(document.path); };
  const auto beat = [&] {
    if (options_.cancel != nullptr && options_.cancel->load(std::memory_order_relaxed)) {
      throw Cancelled("E0501", "stopped; nothing was loaded");
    }
    output_.progress(input.taken_bytes(), input.raw_bytes());
  };
  // True: what was read may be finished.
  const auto read = [&](std::span<rdf::Sink* const> lanes) {
    const rdf::ReadTotals now = rdf::read_document(input, reading, lanes, problems);
    input.check_unchanged();
    totals_.quads += now.quads;
    totals_.broken += now.broken;
    return now.broken == 0 || (reading.lenient && rdf::is_by_lines(reading.format));
  };
  if (reifiers_.empty() && in_bulk(reading.format, options_)) {
    const bool two = rdf::is_by_lines(reading.format) && input.raw_bytes() > kOneLaneMost;
    BulkSink sink(update_, findings_,
                  {.memory_bytes = options_.bulk_bytes, .lanes = two ? 2U : 1U}, name_of_document,
                  beat);
    if (!read(sink.lanes())) return false;
    sink.finish();
    return true;
  }
  StoreSink sink(update_, findings_, name_of_document);
  sink.set_reifiers(&reifiers_);
  sink.set_qualifiers(options_.qualifiers);
  sink.set_heartbeat([&](std::uint64_t) { beat(); });
  const std::array<rdf::Sink*, 1> lanes = {&sink};
  if (!read(lanes)) return false;
  sink.finish();
  return true;
}

// Each once, however many documents have it.
void Documents::add_graphs() {
  const std::vector<storage::TermId> known = update_.view().catalog().sources;
  std::unordered_set<storage::TermId> there(known.begin(), known.end());
  for (const storage::TermId graph : findings_.graphs) {
    if (there.insert(graph).second) update_.add_source(graph);
  }
}

// Kinds by their names only, unless they were declared meanwhile.
void Documents::finish() {
  std::unordered_set<storage::TermId> known;
  for (const auto& kind : update_.view().catalog().kinds) known.insert(kind.id);
  for (const auto& [iri, id] : findings_.kinds) {
    if (!known.contains(id)) declare_kind(update_, words_.base(), id, iri);
  }
}

bool read_file(storage::Update& update, const fs::path& file, const FileOptions& options,
               Output& output, rdf::ReadTotals& totals) {
  Documents documents(update, options, output);
  const bool good = documents.read(std::span(&file, 1));
  totals.quads += documents.totals().quads;
  totals.broken += documents.totals().broken;
  if (good) documents.finish();
  return good;
}

}  // namespace vouch::rdfio
