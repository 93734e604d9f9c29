#include "engine/exec/search_join.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/unicode.hpp"
#include "engine/exec/rows.hpp"
#include "engine/exec/scalar.hpp"

namespace vouch::exec {

namespace {

struct Found {
  Column entities;
  Column scores;
};

// Finds and scores; knows nothing of rows.
class WordFinder {
 public:
  explicit WordFinder(ExecContext& context)
      : context_(context), cursor_(context.snapshot, storage::Order::spo) {}

  const Found& find(const std::string& text, bool scored) {
    const auto [entry, fresh] = known_.try_emplace(text);
    if (fresh) entry->second = search(unicode::words(text), scored);
    return entry->second;
  }

 private:
  Found search(const std::vector<std::string>& words, bool scored) {
    Found found;
    bool first = true;
    for (const std::string& word : words) {
      std::vector<TermId> holders = context_.snapshot.with_word(word);
      std::sort(holders.begin(), holders.end());
      holders.erase(std::unique(holders.begin(), holders.end()), holders.end());
      context_.worked(holders.size());
      if (first) {
        found.entities = std::move(holders);
      } else {
        std::erase_if(found.entities, [&holders](TermId id) {
          return !std::binary_search(holders.begin(), holders.end(), id);
        });
      }
      first = false;
    }
    if (!scored) return found;
    for (const TermId entity : found.entities) found.scores.push_back(score(entity, words));
    return found;
  }

  // The best share, over all texts of the entity, in hundredths.
  TermId score(TermId entity, const std::vector<std::string>& words) {
    std::int64_t best = 0;
    std::array<TermId, 64> objects;
    cursor_.open(std::array{entity});
    while (const std::size_t count =
               cursor_.next(nullptr, nullptr, objects.data(), objects.size())) {
      for (std::size_t i = 0; i < count; ++i) {
        const auto* text = context_.terms.decode(objects[i]).as<storage::Text>();
        if (text != nullptr) best = std::max(best, share(unicode::words(text->text), words));
      }
      context_.worked(count);
    }
    const auto number = storage::Number::from_fraction(std::max<std::int64_t>(best, 1), 100);
    return context_.terms.encode(Term(storage::Quantity::of(*number)));
  }

  static std::int64_t share(const std::vector<std::string>& there,
                            const std::vector<std::string>& wanted) {
    if (there.empty()) return 0;
    const auto matched = std::count_if(there.begin(), there.end(), [&](const std::string& word) {
      return std::any_of(wanted.begin(), wanted.end(),
                         [&](const std::string& start) { return word.starts_with(start); });
    });
    const auto total = static_cast<std::int64_t>(there.size());
    return (200 * matched + total) / (2 * total);
  }

  ExecContext& context_;
  storage::TripleCursor cursor_;
  std::map<std::string, Found> known_;
};

// Without a left side: one row that binds nothing.
class SearchJoin final : public Operator {
 public:
  SearchJoin(ExecContext& context, const physical::Node& node, const logical::WordSearch& search,
             OperatorPtr left)
      : Operator(context, node),
        left_(std::move(left)),
        left_columns_(left_ == nullptr ? Columns{} : left_->columns()),
        text_(compile(search.text, left_columns_, context)),
        left_at_(positions_of(columns(), left_columns_)),
        entity_at_(position_of(left_columns_, search.entity)),
        entity_out_(position_of(columns(), search.entity)),
        score_out_(search.score ? position_of(columns(), *search.score) : kNoColumn),
        score_at_(search.score ? position_of(left_columns_, *search.score) : kNoColumn),
        scored_(search.score.has_value()),
        finder_(context) {}

 private:
  void do_open() override {
    if (left_ != nullptr) left_->open();
    single_given_ = false;
    batch_.rows = 0;
    row_ = 0;
    found_ = nullptr;
  }

  bool do_next(Batch& out) override {
    reset(out, columns().size());
    while (out.rows < batch_rows()) {
      if (found_ != nullptr && at_ < found_->entities.size()) {
        emit(out);
      } else if (row_ < batch_.rows || load()) {
        start_row();
      } else {
        break;
      }
    }
    return out.rows > 0;
  }

  bool load() {
    row_ = 0;
    if (left_ == nullptr) {
      batch_.rows = single_given_ ? 0 : 1;
      single_given_ = true;
    } else if (!left_->next(batch_)) {
      batch_.rows = 0;
    }
    if (batch_.rows == 0) return false;
    const TermId* texts = text_->values(all_rows(batch_), scratch_);
    texts_.assign(texts, texts + batch_.rows);
    return true;
  }

  void start_row() {
    current_ = row_++;
    at_ = 0;
    found_ = nullptr;
    const auto* text = context().terms.decode(texts_[current_]).as<storage::Text>();
    if (text != nullptr) found_ = &finder_.find(std::string(text->text), scored_);
  }

  [[nodiscard]] TermId left_value(std::uint32_t at) const {
    return at == kNoColumn ? storage::kUnbound : batch_.columns[at][current_];
  }

  void emit(Batch& out) {
    const TermId entity = left_value(entity_at_);
    const TermId wanted_score = left_value(score_at_);
    for (; at_ < found_->entities.size() && out.rows < batch_rows(); ++at_) {
      if (entity.bound() && entity != found_->entities[at_]) continue;
      const TermId score = scored_ ? found_->scores[at_] : storage::kUnbound;
      if (wanted_score.bound() && wanted_score != score) continue;
      for (std::uint32_t c = 0; c < columns().size(); ++c) {
        TermId id = left_value(left_at_[c]);
        if (c == entity_out_) id = found_->entities[at_];
        if (c == score_out_) id = score;
        out.columns[c].push_back(id);
      }
      ++out.rows;
    }
  }

  OperatorPtr left_;
  Columns left_columns_;
  ScalarPtr text_;
  std::vector<std::uint32_t> left_at_;
  std::uint32_t entity_at_;
  std::uint32_t entity_out_;
  std::uint32_t score_out_;
  std::uint32_t score_at_;
  bool scored_;
  WordFinder finder_;

  bool single_given_ = false;
  Batch batch_;
  Column scratch_;
  Column texts_;
  std::size_t row_ = 0;
  std::size_t current_ = 0;
  const Found* found_ = nullptr;
  std::size_t at_ = 0;
};

}  // namespace

OperatorPtr make_word_search(ExecContext& context, const physical::Node& node) {
  return std::make_unique<SearchJoin>(context, node, std::get<physical::WordSearch>(node.op).search,
                                      nullptr);
}

OperatorPtr make_search_join(ExecContext& context, const physical::Node& node, OperatorPtr left) {
  return std::make_unique<SearchJoin>(context, node, std::get<physical::SearchJoin>(node.op).search,
                                      std::move(left));
}

}  // namespace vouch::exec
