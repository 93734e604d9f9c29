#include "engine/load/sources.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/unicode.hpp"
#include "engine/expr/units.hpp"
#include "engine/load/documents.hpp"
#include "storage/well_known.hpp"

namespace vouch::load {

namespace well_known = storage::well_known;

namespace {

struct FieldValue {
  TermId field;
  TermId value;
  Term term;  // unbound for entities
  Span place;
};

bool contains(const std::vector<TermId>& ids, TermId id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// Fields of which a source has one; of the others it may have several.
bool single(TermId field) {
  return field == well_known::kTitle || field == well_known::kPublished ||
         field == well_known::kBasis || field == well_known::kSha256 ||
         field == well_known::kLanguageField;
}

std::optional<TermId> field_named(Workspace& work, const ast::SourceField& field) {
  const auto* entry = well_known::find(field.name, well_known::Role::field);
  if (entry != nullptr) return entry->id;
  const RelationInfo* info = work.vocabulary().relation(field.name);
  if (info != nullptr && (contains(info->domain, well_known::kKindSource) ||
                          contains(info->domain, well_known::kKindAny))) {
    return info->id;
  }
  const std::vector<std::string> names = {"title",    "publisher", "published", "basis",
                                          "sha256",   "document",  "url",       "author",
                                          "language", "copy_of"};
  work.error_near(field.place, "E0209", fmt::format("a source has no field `{}`", field.name),
                  field.name, names);
  return std::nullopt;
}

// `published none`
bool says_no_date(const ast::SourceField& field) {
  const auto* name = std::get_if<ast::Name>(&field.value);
  return field.name == "published" && name != nullptr && name->form == ast::NameForm::id &&
         name->text == "none";
}

bool check_type(Workspace& work, TermId field, const FieldValue& value, const std::string& name) {
  if (field == well_known::kPublished && value.term.as<storage::Date>() == nullptr) {
    work.error(value.place, "E0301", "`published` wants a date, as in 2025-06");
    return false;
  }
  const bool text_only = field == well_known::kTitle || field == well_known::kBasis ||
                         field == well_known::kSha256 || field == well_known::kLanguageField;
  if (text_only && value.term.as<storage::Text>() == nullptr) {
    work.error(value.place, "E0301", fmt::format("`{}` wants a text", name));
    return false;
  }
  if (field == well_known::kCopyOf && !(value.value.bound() && work.is_source(value.value))) {
    work.error(value.place, "E0318", "`copy_of` wants a source");
    return false;
  }
  if (field != well_known::kSha256) return true;
  const std::string& sum = value.term.as<storage::Text>()->text;
  if (sum.size() == 64 && sum.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos) {
    return true;
  }
  work.error(value.place, "E0206", "a sha256 is 64 hexadecimal digits");
  return false;
}

std::optional<FieldValue> field_value(Workspace& work, const ast::SourceField& field) {
  const std::optional<TermId> relation = field_named(work, field);
  if (!relation) return std::nullopt;
  FieldValue out{*relation, {}, {}, field.place};
  if (const auto* name = std::get_if<ast::Name>(&field.value)) {
    const std::optional<TermId> id = work.entity(*name);
    if (!id) return std::nullopt;
    out.value = *id;
  } else if (std::holds_alternative<ast::Variable>(field.value) ||
             std::holds_alternative<ast::Anything>(field.value)) {
    work.error(field.place, "E0315", "variables and `_` belong to questions");
    return std::nullopt;
  } else {
    std::optional<Term> term = work.value(field.value);
    if (!term) return std::nullopt;
    out.term = *relation == well_known::kPublished ? expr::as_date(*term) : std::move(*term);
    if (auto* text = std::get_if<storage::Text>(&out.term.value);
        text != nullptr && *relation == well_known::kSha256) {
      text->text = unicode::lower(text->text);
    }
  }
  if (!check_type(work, *relation, out, field.name)) return std::nullopt;
  if (!out.value.bound()) out.value = work.update().intern(out.term);
  return out;
}

// The checksum of `from "file"`, as a field.
bool read_document(Workspace& work, const std::string& file, Span place,
                   const std::optional<std::filesystem::path>& directory,
                   std::vector<FieldValue>& fields) {
  if (!directory) {
    work.error(place, "E0324", fmt::format("{}: files are not read with --safe", file));
    return false;
  }
  const std::optional<std::string> sum = sha256_of(*directory / file);
  if (!sum) {
    work.error(place, "E0327", fmt::format("{}: cannot be read", file));
    return false;
  }
  bool named = false;
  for (const FieldValue& field : fields) {
    named = named || field.field == well_known::kDocument;
    const auto* text = field.term.as<storage::Text>();
    if (field.field == well_known::kSha256 && text != nullptr && text->text != *sum) {
      work.error(field.place, "E0319", fmt::format("{} has another sha256: {}", file, *sum));
      return false;
    }
  }
  const auto put = [&](TermId field, const std::string& text) {
    const Term term = storage::text_term(text);
    fields.push_back({field, work.update().intern(term), term, place});
  };
  put(well_known::kSha256, *sum);
  if (!named) put(well_known::kDocument, std::filesystem::path(file).filename().string());
  return true;
}

// A field of which there is one must not get a second value.
bool agrees_with_store(Workspace& work, const DeclaredName& name, const FieldValue& field) {
  if (!single(field.field)) return true;
  const SourceFacts& facts = work.source_facts(name.id);
  TermId old;
  if (field.field == well_known::kPublished) {
    old = facts.published;
  } else if (name.stored) {
    const std::vector<TermId> stored = objects_of(work.view(), name.id, field.field);
    if (!stored.empty()) old = stored.front();
  }
  if (!old.bound() || old == field.value) return true;
  work.error(field.place, "E0311",
             fmt::format("`{}` is already declared with another {}", name.name,
                         work.vocabulary().relation_name(field.field)));
  return false;
}

void write_field(Workspace& work, TermId source, const FieldValue& field) {
  work.update().add_triple({source, field.field, field.value});
  SourceFacts& facts = work.source_facts(source);
  if (field.field == well_known::kPublished) facts.published = field.value;
  const auto* text = field.term.as<storage::Text>();
  if (text == nullptr) return;
  if (field.field == well_known::kSha256) {
    facts.sha256 = text->text;
  } else if (field.field == well_known::kDocument) {
    facts.document = text->text;
  } else if (field.field != well_known::kLanguageField) {
    work.update().add_words(source, text->text);
  }
}

}  // namespace

bool declare_source(Workspace& work, const ast::SourceStatement& statement) {
  std::optional<DeclaredName> name = work.declared(statement.name, NameSpace::entity);
  if (!name) return false;
  work.adopt(*name);
  storage::Update& update = work.update();
  update.add_triple({name->id, well_known::kDeclaredKind, well_known::kKindSource});
  if (name->bare) {
    update.add_name(NameSpace::entity, name->id, name->name, false);
    update.add_words(name->id, name->name);
  }
  if (!work.is_source(name->id)) update.add_source(name->id);
  work.remember_entity(*name, {well_known::kKindSource});
  work.remember_source(name->id);
  return true;
}

bool write_source_fields(Workspace& work, const ast::SourceStatement& statement, Span place,
                         const std::optional<std::filesystem::path>& directory) {
  std::optional<DeclaredName> name = work.declared(statement.name, NameSpace::entity);
  if (!name) return false;
  work.adopt(*name);
  std::vector<FieldValue> fields;
  bool good = true;
  bool dated = false;
  for (const ast::SourceField& field : statement.fields) {
    dated = dated || field.name == "published";
    if (says_no_date(field)) continue;
    std::optional<FieldValue> value = field_value(work, field);
    good = good && value.has_value();
    if (value) fields.push_back(std::move(*value));
  }
  if (good && statement.from) good = read_document(work, *statement.from, place, directory, fields);
  for (std::size_t i = 0; good && i < fields.size(); ++i) {
    good = agrees_with_store(work, *name, fields[i]);
  }
  if (good && !dated && !work.source_facts(name->id).published.bound()) {
    work.error(statement.name.place, "E0343",
               fmt::format("source `{}` has no date: what it says is known since then", name->name));
    work.problems().back().notes.emplace_back(
        "add `published 2025-06`, or `published none` where nobody knows it");
    return false;
  }
  if (!good) return false;
  for (const FieldValue& field : fields) write_field(work, name->id, field);
  return true;
}

}  // namespace vouch::load
