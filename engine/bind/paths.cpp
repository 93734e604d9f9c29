// What stands between subject and object: a relation, a set of them, or a path.
#include <fmt/format.h>

#include <algorithm>

#include "engine/bind/binder_impl.hpp"
#include "storage/well_known.hpp"

namespace vouch::bind {

namespace known = storage::well_known;
using logical::PathExpr;
using logical::Step;

namespace {

// The stored relations that say what `relation` asks: itself (or what it is the inverse of) and all that
// imply it; what implies a symmetric relation does so both ways. A symmetric relation's own triples are
// stored both ways, its claims are not: claim patterns add the way back.
std::vector<Step> steps_of(const storage::Catalog& catalog, TermId relation) {
  std::vector<Step> found{{relation, false}};
  const auto add = [&](const Step& step) {
    if (std::find(found.begin(), found.end(), step) == found.end()) found.push_back(step);
  };
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Step at = found[i];
    const storage::RelationInfo* info = catalog.relation(at.relation);
    if (info == nullptr) continue;
    if (info->inverse_of.bound()) add({info->inverse_of, !at.inverse});
    if (info->inverse.bound()) add({info->inverse, !at.inverse});
    if (info->symmetric) add({at.relation, !at.inverse});
    for (const storage::RelationInfo& sub : catalog.relations) {
      if (std::find(sub.under.begin(), sub.under.end(), at.relation) != sub.under.end()) {
        add({sub.id, at.inverse});
      }
    }
  }
  std::erase_if(found, [&](const Step& step) {
    const storage::RelationInfo* info = catalog.relation(step.relation);
    return info != nullptr && (info->inverse_of.bound() || (info->symmetric && step.inverse));
  });
  return found;
}

bool ends_in_kind(const ast::Path& path) {
  if (const auto* name = std::get_if<ast::Name>(&path.node)) {
    return name->form == ast::NameForm::id && name->text == "is_a";
  }
  if (const auto* sequence = std::get_if<ast::PathSequence>(&path.node)) {
    return ends_in_kind(sequence->parts.back());
  }
  return false;
}

// Steps of `a`, `^a` and alternatives of such: a set of relations, no walk.
bool flatten(const PathExpr& path, bool inverse, std::vector<Step>& out) {
  if (const auto* step = std::get_if<Step>(&path.node)) {
    out.push_back({step->relation, step->inverse != inverse});
    return true;
  }
  if (const auto* back = std::get_if<logical::PathInverse>(&path.node)) {
    return flatten(*back->path, !inverse, out);
  }
  if (const auto* choice = std::get_if<logical::PathChoice>(&path.node)) {
    for (const PathExpr& part : choice->parts) {
      if (!flatten(part, inverse, out)) return false;
    }
    return true;
  }
  return false;
}

}  // namespace

std::optional<PathExpr> Binder::path_step(const ast::Name& name) {
  const auto id = resolver_.relation(name);
  if (!id) return std::nullopt;
  const std::vector<Step> steps = steps_of(resolver_.snapshot().catalog(), *id);
  if (steps.size() == 1) return PathExpr{steps.front()};
  logical::PathChoice choice;
  for (const Step& step : steps) choice.parts.push_back(PathExpr{step});
  return PathExpr{std::move(choice)};
}

std::optional<PathExpr> Binder::path(const ast::Path& path_) {
  struct Visitor {
    Binder& self;
    std::optional<PathExpr> operator()(const ast::Name& name) { return self.path_step(name); }
    std::optional<PathExpr> operator()(const ast::Anything&) { return PathExpr{logical::PathAny{}}; }
    std::optional<PathExpr> operator()(const ast::PathSequence& sequence) {
      logical::PathSequence out;
      if (!parts(sequence.parts, out.parts)) return std::nullopt;
      return PathExpr{std::move(out)};
    }
    std::optional<PathExpr> operator()(const ast::PathAlternatives& alternatives) {
      logical::PathChoice out;
      if (!parts(alternatives.parts, out.parts)) return std::nullopt;
      return PathExpr{std::move(out)};
    }
    std::optional<PathExpr> operator()(const ast::PathInverse& inverse) {
      auto inner = self.path(*inverse.path);
      if (!inner) return std::nullopt;
      return PathExpr{logical::PathInverse{std::move(*inner)}};
    }
    std::optional<PathExpr> operator()(const ast::PathRepeat& repeat) {
      auto inner = self.path(*repeat.path);
      if (!inner) return std::nullopt;
      if (repeat.most && *repeat.most < repeat.least) {
        self.error(repeat.path->place, "E0306", "the most is less than the least");
        return std::nullopt;
      }
      return PathExpr{logical::PathRepeat{std::move(*inner), repeat.least, repeat.most}};
    }
    std::optional<PathExpr> operator()(const ast::PathNegation& negation) {
      logical::PathExcept out;
      for (const ast::NegatedStep& step : negation.steps) {
        const auto id = self.resolver_.relation(step.name);
        if (!id) return std::nullopt;
        (step.inverse ? out.backward : out.forward) = true;
        const auto steps = steps_of(self.resolver_.snapshot().catalog(), *id);
        const bool turned = std::all_of(steps.begin(), steps.end(), [](const Step& s) { return s.inverse; });
        for (const Step& s : steps) {
          if (s.inverse != turned) continue;  // the way back of a symmetric relation is a hop of its own
          const bool back = s.inverse != step.inverse;
          (back ? out.backward : out.forward) = true;
          (back ? out.not_backward : out.not_forward).push_back(s.relation);
        }
      }
      return PathExpr{std::move(out)};
    }
    bool parts(const std::vector<ast::Path>& in, std::vector<PathExpr>& out) {
      for (const ast::Path& part : in) {
        auto bound = self.path(part);
        if (!bound) return false;
        out.push_back(std::move(*bound));
      }
      return true;
    }
  };
  return std::visit(Visitor{*this}, path_.node);
}

std::optional<Binder::Relation> Binder::relation(Frame& frame, const ast::Link& link) {
  Relation out;
  if (const auto* variable = std::get_if<ast::Variable>(&link.relation)) {
    const VariableId id = declare(frame, *variable);
    out.slot = logical::Slot::of(id);
    classes_[id] = ValueClass::entity;
    if (variable->kind) kind_test(frame, *variable, id);
    return out;
  }
  const auto& written = std::get<ast::Path>(link.relation);
  if (std::holds_alternative<ast::Anything>(written.node)) {
    out.slot = logical::Slot::any();
    return out;
  }
  auto bound = path(written);
  if (!bound) return std::nullopt;
  out.to_kind = ends_in_kind(written);
  if (!flatten(*bound, false, out.steps)) {
    out.steps.clear();
    out.path = std::move(*bound);
  }
  if (const auto* name = std::get_if<ast::Name>(&written.node)) {
    if (const auto id = resolver_.relation(*name)) {
      out.info = resolver_.snapshot().catalog().relation(*id);
    }
  }
  return out;
}

}  // namespace vouch::bind
