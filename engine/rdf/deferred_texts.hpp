// engine/rdf/deferred_texts.hpp — labels and texts that wait on disk until their subjects have ids.
//
// Shape     written while lanes of a bulk load run, read once afterwards, in the same order.
// Lifetime  a file without a name in the folder for temporary files; gone with the object.
// Errors    InputError E0327: no room for it.
// Threads   one at a time.
#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace vouch::rdfio {

enum class TextUse : std::uint8_t { words, label, alias };

struct DeferredText {
  TextUse use = TextUse::words;
  bool blank_subject = false;  // else an IRI
  std::string subject;
  std::string text;
};

class DeferredTexts {
 public:
  void add(TextUse use, bool blank_subject, std::string_view subject, std::string_view text);
  void each(const std::function<void(const DeferredText&)>& visit);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace vouch::rdfio
