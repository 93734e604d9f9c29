#include "engine/rdf/deferred_texts.hpp"

#include <cstddef>

#include "base/byte_source.hpp"

namespace vouch::rdfio {

namespace {

struct Head {
  std::size_t subject = 0;  // bytes
  std::size_t text = 0;
  TextUse use = TextUse::words;
  bool blank_subject = false;
};

[[noreturn]] void no_room() {
  throw InputError("E0327", "no room for a temporary file of labels");
}

void write(std::FILE* file, const void* bytes, std::size_t size) {
  if (size != 0 && std::fwrite(bytes, 1, size, file) != size) no_room();
}

bool read(std::FILE* file, void* bytes, std::size_t size) {
  return size == 0 || std::fread(bytes, 1, size, file) == size;
}

}  // namespace

void DeferredTexts::add(TextUse use, bool blank_subject, std::string_view subject,
                        std::string_view text) {
  if (!file_) file_.reset(std::tmpfile());
  if (!file_) no_room();
  const Head head{subject.size(), text.size(), use, blank_subject};
  write(file_.get(), &head, sizeof head);
  write(file_.get(), subject.data(), subject.size());
  write(file_.get(), text.data(), text.size());
}

void DeferredTexts::each(const std::function<void(const DeferredText&)>& visit) {
  if (!file_) return;
  if (std::fflush(file_.get()) != 0 || std::fseek(file_.get(), 0, SEEK_SET) != 0) no_room();
  Head head;
  DeferredText text;
  while (read(file_.get(), &head, sizeof head)) {
    text.use = head.use;
    text.blank_subject = head.blank_subject;
    text.subject.resize(head.subject);
    text.text.resize(head.text);
    if (!read(file_.get(), text.subject.data(), head.subject) ||
        !read(file_.get(), text.text.data(), head.text)) {
      no_room();
    }
    visit(text);
  }
}

}  // namespace vouch::rdfio
