#include "engine/exec/term_ranks.hpp"

#include <algorithm>
#include <memory>
#include <numeric>
#include <optional>
#include <string>

namespace vouch::exec {

namespace {

// A term with what comparing it takes.
struct Decorated {
  enum class Kind : std::uint8_t { entity, plain_text, other };
  TermId id;
  Kind kind = Kind::other;
  std::optional<std::uint64_t> rank;
  std::string text;            // an entity's name, a plain text
  std::unique_ptr<Term> term;  // in mixed company, and for others
};

Decorated decorate(TermId id, ExecContext& context) {
  const Term& term = context.terms.decode(id);
  Decorated made;
  made.id = id;
  if (term.as<storage::Iri>() != nullptr || term.as<storage::ClaimRef>() != nullptr) {
    made.kind = Decorated::Kind::entity;
    made.term = std::make_unique<Term>(term);
    made.rank = context.values.rank(*made.term);
    made.text = context.values.id_text(*made.term);
    return made;
  }
  const auto* text = term.as<storage::Text>();
  if (text != nullptr && text->language.empty() && text->datatype.empty()) {
    made.kind = Decorated::Kind::plain_text;
    made.text = text->text;
  }
  made.term = std::make_unique<Term>(term);
  return made;
}

bool less(const Decorated& a, const Decorated& b, ExecContext& context) {
  if (a.kind == b.kind && a.kind != Decorated::Kind::other) {
    if (a.rank && b.rank) {
      if (*a.rank != *b.rank) return *a.rank < *b.rank;
    } else if (a.rank || b.rank) {
      return a.rank.has_value();
    } else if (a.text != b.text) {
      return a.text < b.text;
    }
  }
  return expr::total_order(*a.term, *b.term, context.values) < 0;
}

}  // namespace

std::vector<std::uint64_t> term_ranks(const KeyTable& ids, ExecContext& context) {
  MemoryAccount account(context.memory, "sort");
  std::vector<Decorated> terms;
  terms.reserve(ids.size());
  std::size_t bytes = ids.size() * (sizeof(Decorated) + sizeof(Term));
  for (std::uint32_t i = 0; i < ids.size(); ++i) {
    terms.push_back(decorate(*ids.key(i), context));
    bytes += 2 * terms.back().text.size();
    if (i % 1024 == 0) account.hold(bytes);
    context.worked(1);
  }
  std::vector<std::uint32_t> order(ids.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    context.worked(1);  // a sort of millions can be stopped
    return less(terms[a], terms[b], context);
  });
  std::vector<std::uint64_t> ranks(ids.size());
  std::uint64_t rank = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    // Equal values may have ids of their own: `7 nm` and a computed `0.007 µm`.
    if (i > 0 && less(terms[order[i - 1]], terms[order[i]], context)) ++rank;
    ranks[order[i]] = rank;
  }
  return ranks;
}

}  // namespace vouch::exec
