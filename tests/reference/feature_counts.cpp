// What the generator must ask, and how often it did.
#include <algorithm>
#include <utility>

#include "engine/expr/value_ops.hpp"
#include "tests/reference/features.hpp"

namespace vouch::reference {

const std::set<std::string>& required_features() {
  static const std::set<std::string> kRequired = [] {
    std::set<std::string> out = {"maybe",
                                 "not",
                                 "either",
                                 "nested",
                                 "exists",
                                 "count of a block",
                                 "where",
                                 "let",
                                 "for",
                                 "for tuples",
                                 "for over a list",
                                 "with",
                                 "with distinct",
                                 "no return",
                                 "return distinct",
                                 "return in a block",
                                 "group by",
                                 "group by in a block",
                                 "group by an expression",
                                 "top",
                                 "top per",
                                 "top in a block",
                                 "top an expression",
                                 "top asc",
                                 "top after return",
                                 "top per after return",
                                 "top an expression after return",
                                 "order by",
                                 "order by in a block",
                                 "order by an expression",
                                 "order by desc",
                                 "order by after return",
                                 "order by after return in a block",
                                 "order by an expression after return",
                                 "limit",
                                 "limit in a block",
                                 "limit without order",
                                 "limit after return",
                                 "limit after return in a block",
                                 "limit without order after return",
                                 "offset",
                                 "offset without order",
                                 "offset after return",
                                 "offset without order after return",
                                 "count by a parameter",
                                 "claim variable",
                                 "relation variable",
                                 "object alternatives",
                                 "kind alone",
                                 "kind of a variable",
                                 "chain",
                                 "chain with a variable",
                                 "path _",
                                 "path /",
                                 "path |",
                                 "path ^",
                                 "path {}",
                                 "path ?",
                                 "path *",
                                 "path +",
                                 "path !",
                                 "parameter as subject",
                                 "parameter as object",
                                 "parameter as qualifier",
                                 "parameter as value",
                                 "IRI",
                                 "prefixed name",
                                 "label",
                                 "label of a kind",
                                 "_",
                                 "text",
                                 "tagged text",
                                 "boolean",
                                 "about a date",
                                 "about a number",
                                 "date range",
                                 "date at least",
                                 "date at most",
                                 "number range",
                                 "number at least",
                                 "number at most",
                                 "quarter",
                                 "half year",
                                 "time of day",
                                 "day",
                                 "month",
                                 "scale",
                                 "unit km",
                                 "unit m",
                                 "unit %",
                                 "unit minutes",
                                 "unit hours",
                                 "unit units",
                                 "qualifier in",
                                 "qualifier in a list",
                                 "qualifier alternatives",
                                 "qualifier ~=",
                                 "qualifier starts with",
                                 "qualifier ends with",
                                 "qualifier contains",
                                 "qualifier matches",
                                 "qualifier =",
                                 "qualifier !=",
                                 "qualifier <",
                                 "qualifier <=",
                                 "qualifier >",
                                 "qualifier >=",
                                 "qualifier polarity any",
                                 "qualifier alternative any",
                                 "count(*)",
                                 "aggregate of distinct",
                                 "aggregate in order",
                                 "aggregate with a limit",
                                 "operator -x",
                                 "operator not",
                                 "operator or",
                                 "operator and",
                                 "operator =",
                                 "operator !=",
                                 "operator <",
                                 "operator <=",
                                 "operator >",
                                 "operator >=",
                                 "operator ~=",
                                 "operator +",
                                 "operator -",
                                 "operator *",
                                 "operator /",
                                 "operator %",
                                 "operator contains",
                                 "operator starts with",
                                 "operator ends with",
                                 "operator matches",
                                 "operator not contains",
                                 "operator not starts with",
                                 "operator not ends with",
                                 "operator not matches",
                                 "operator in",
                                 "operator not in",
                                 "operator in a list",
                                 "operator not in a list",
                                 "operator is_a",
                                 "operator not is_a",
                                 "regular expression"};
    for (const char* name :
         {"source", "locator", "span", "quote", "said_by", "certainty", "polarity", "status",
          "since", "until", "during", "quantity", "said_on", "known", "alternative", "to"}) {
      out.insert(std::string("qualifier ") + name);
      out.insert(std::string("field ") + name);
    }
    for (const char* name :
         {"quantity", "to", "since", "until", "during", "said_on", "known", "source", "said_by",
          "certainty", "status", "alternative", "locator"}) {
      out.insert(std::string("qualifier ") + name + " variable");
    }
    for (const char* name : {"quantity", "to", "since", "until", "during", "said_on", "source",
                             "said_by", "locator", "quote"}) {
      out.insert(std::string("qualifier ") + name + " none");
    }
    for (const char* name : {"sum", "avg", "count", "min", "max", "first", "last", "median", "hhi",
                             "product", "list", "any", "all", "share"}) {
      out.insert(std::string("fold ") + name);
    }
    for (const auto& info : expr::functions()) {
      const std::string name(info.name);
      out.insert((expr::aggregate_kind(name) ? "aggregate " : "function ") + name);
    }
    return out;
  }();
  return kRequired;
}

void FeatureCounts::add(const ast::Query& query) {
  for (const auto& feature : features_of(query)) ++counts_[feature];
}

std::vector<std::string> FeatureCounts::never_asked() const {
  std::vector<std::string> out;
  for (const auto& feature : required_features()) {
    if (!counts_.contains(feature)) out.push_back(feature);
  }
  return out;
}

std::string FeatureCounts::rarest(std::size_t most) const {
  std::vector<std::pair<std::size_t, std::string>> asked;
  for (const auto& feature : required_features()) {
    const auto at = counts_.find(feature);
    asked.emplace_back(at == counts_.end() ? 0 : at->second, feature);
  }
  std::sort(asked.begin(), asked.end());
  std::string out;
  for (std::size_t i = 0; i < std::min(most, asked.size()); ++i) {
    out += (i > 0 ? ", " : "") + asked[i].second + " " + std::to_string(asked[i].first);
  }
  return out;
}

std::string FeatureCounts::table() const {
  std::string out;
  for (const auto& [feature, count] : counts_) out += std::to_string(count) + "\t" + feature + "\n";
  return out;
}

}  // namespace vouch::reference
