// tests/parser/cut_text.hpp — a text cut into raw statements, coming in pieces of given sizes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include "parser/statement_reader.hpp"

namespace vouch::test {

inline std::vector<parser::RawStatement> cut(
    const std::string& text,
    const std::function<std::size_t()>& piece = [] { return std::size_t{1} << 20U; }) {
  std::size_t at = 0;
  parser::StatementReader reader([&](char* buffer, std::size_t capacity) {
    const std::size_t size = std::min({capacity, text.size() - at, piece()});
    std::memcpy(buffer, text.data() + at, size);
    at += size;
    return size;
  });
  std::vector<parser::RawStatement> out;
  for (parser::RawStatement raw; reader.next(raw);) out.push_back(raw);
  return out;
}

}  // namespace vouch::test
