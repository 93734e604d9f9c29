#include "storage/term_codec.hpp"

#include "base/bytes.hpp"
#include "base/invariant.hpp"
#include "storage/number_codec.hpp"

namespace vouch::storage {
namespace {

constexpr std::int64_t kIntegerBias = std::int64_t{1} << 59U;
constexpr std::int64_t kDayBias = std::int64_t{1} << 31U;
constexpr unsigned kWidthBits = 3;  // of a date: how long it is
constexpr unsigned kTextLengthBits = 4;
constexpr std::int64_t kFirstDay = -719'162;  // 0001-01-01
constexpr std::int64_t kLastDay = 2'932'896;  // 9999-12-31
constexpr std::int16_t kZoneMost = 14 * 60;
constexpr std::uint8_t kFractionDigitsMost = 6;

// Flags of encoded quantities and dates.
constexpr std::uint8_t kHasLower = 1;
constexpr std::uint8_t kHasUpper = 2;
constexpr std::uint8_t kApproximate = 4;
constexpr std::uint8_t kOneBound = 8;  // both bounds are the same and written once
constexpr std::uint8_t kRange = 16;    // dates: written with `..`
constexpr std::uint8_t kHasUnit = 32;  // quantities: unit, dimension, factor follow

// ── inline ids ──────────────────────────────────────────────────────────────────────────────────

TermId date_id(const Period& period) {
  const std::int64_t day =
      period.begin / kMicrosecondsPerDay - (period.begin % kMicrosecondsPerDay < 0 ? 1 : 0);
  const auto width =
      static_cast<unsigned>(Precision::day) - static_cast<unsigned>(period.precision);
  return {IdTag::date, (static_cast<std::uint64_t>(day + kDayBias) << kWidthBits) | width};
}

// The coarse period that begins at `day` with the given precision, if one does.
std::optional<Period> period_at(std::int64_t day, Precision precision) {
  if (day < kFirstDay || day > kLastDay) return std::nullopt;
  const Civil civil = civil_from_days(day);
  const unsigned months = precision == Precision::year      ? 12U
                          : precision == Precision::half    ? 6U
                          : precision == Precision::quarter ? 3U
                                                            : 1U;
  if (precision != Precision::day && (civil.day != 1 || (civil.month - 1) % months != 0))
    return std::nullopt;
  return Period{precision, day * kMicrosecondsPerDay, 0, 0};
}

// A date whose interval is that of one period, however it is written: `2025-01..2025-03` is
// 2025-Q1.
std::optional<Period> single_period(const Date& date) {
  if (date.approximate || !date.from || !date.to) return std::nullopt;
  if (!date.range && date.from->precision != Precision::instant) return date.from;
  const std::int64_t begin = date.begin();
  if (begin % kMicrosecondsPerDay != 0) return std::nullopt;
  for (const Precision precision :
       {Precision::day, Precision::month, Precision::quarter, Precision::half, Precision::year}) {
    const auto period = period_at(begin / kMicrosecondsPerDay, precision);
    if (period && period->end() == date.end() &&
        equality_key(Term(Date::single(*period))) == equality_key(Term(date))) {
      return period;
    }
  }
  return std::nullopt;
}

std::optional<TermId> text_id(std::string_view text) {
  if (text.size() > kInlineTextBytes) return std::nullopt;
  std::uint64_t payload = 0;
  for (std::size_t i = 0; i < kInlineTextBytes; ++i) {
    payload = (payload << 8U) | (i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0U);
  }
  return TermId{IdTag::text, (payload << kTextLengthBits) | text.size()};
}

// Whether it equals the string without language and datatype (`"x"^^xsd:string` is "x").
bool is_plain(const Text& text) {
  if (!text.language.empty()) return false;
  return text.datatype.empty() || (text.datatype.ends_with("#string") &&
                                   equality_key(Term(text)) == equality_key(text_term(text.text)));
}

std::optional<TermId> integer_id(const Quantity& quantity) {
  if (!quantity.plain_number()) return std::nullopt;
  const auto integer = quantity.lower->to_int64();
  if (!integer || *integer < -kIntegerBias || *integer >= kIntegerBias) return std::nullopt;
  return TermId{IdTag::integer, static_cast<std::uint64_t>(*integer + kIntegerBias)};
}

std::optional<Term> inline_date(std::uint64_t payload) {
  const auto width = static_cast<unsigned>(payload & ((1U << kWidthBits) - 1));
  if (width > static_cast<unsigned>(Precision::day)) return std::nullopt;
  const auto precision = static_cast<Precision>(static_cast<unsigned>(Precision::day) - width);
  const auto period =
      period_at(static_cast<std::int64_t>(payload >> kWidthBits) - kDayBias, precision);
  if (!period) return std::nullopt;
  return Term(Date::single(*period));
}

std::optional<Term> inline_text(std::uint64_t payload) {
  const std::size_t size = payload & ((1U << kTextLengthBits) - 1);
  if (size > kInlineTextBytes) return std::nullopt;
  std::string text(kInlineTextBytes, '\0');
  for (std::size_t i = 0; i < kInlineTextBytes; ++i) {
    text[i] = static_cast<char>(payload >> (kTextLengthBits + 8 * (kInlineTextBytes - 1 - i)));
  }
  for (std::size_t i = size; i < kInlineTextBytes; ++i) {
    if (text[i] != '\0') return std::nullopt;
  }
  text.resize(size);
  return text_term(std::move(text));
}

std::string lower_ascii(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

// ── encoding ────────────────────────────────────────────────────────────────────────────────────

void encode_quantity(const Quantity& quantity, std::string& out) {
  const bool one = quantity.lower && quantity.upper && *quantity.lower == *quantity.upper;
  const bool unit =
      !quantity.unit.empty() || !quantity.dimension.empty() || quantity.factor != Number(1);
  std::uint8_t flags = 0;
  if (quantity.lower) flags |= kHasLower;
  if (quantity.upper) flags |= kHasUpper;
  if (quantity.approximate) flags |= kApproximate;
  if (one) flags |= kOneBound;
  if (unit) flags |= kHasUnit;
  append_u8(out, flags);
  if (quantity.lower) append_number(out, *quantity.lower);
  if (quantity.upper && !one) append_number(out, *quantity.upper);
  if (!unit) return;
  append_text(out, quantity.unit);
  append_text(out, quantity.dimension);
  append_number(out, quantity.factor);
}

std::optional<Term> decode_quantity(ByteReader& in) {
  const std::uint8_t flags = in.u8();
  Quantity quantity;
  quantity.approximate = (flags & kApproximate) != 0;
  if ((flags & kHasLower) != 0) {
    quantity.lower = read_number(in);
    if (!quantity.lower) return std::nullopt;
  }
  if ((flags & kOneBound) != 0) {
    quantity.upper = quantity.lower;
  } else if ((flags & kHasUpper) != 0) {
    quantity.upper = read_number(in);
    if (!quantity.upper) return std::nullopt;
  }
  if ((flags & kHasUnit) != 0) {
    quantity.unit = in.text();
    quantity.dimension = in.text();
    const auto factor = read_number(in);
    if (!factor) return std::nullopt;
    quantity.factor = *factor;
  }
  return Term(std::move(quantity));
}

void append_period(std::string& out, const Period& period) {
  append_u8(out, static_cast<std::uint8_t>(period.precision));
  append_u64(out, static_cast<std::uint64_t>(period.begin));
  if (period.precision != Precision::instant) return;
  append_u8(out, period.fraction);
  append_varint(out, static_cast<std::uint16_t>(period.zone));
}

// Within the years there are, give or take a zone.
bool exists(const Period& period) {
  return period.begin >= (kFirstDay - 1) * kMicrosecondsPerDay &&
         period.begin <= (kLastDay + 2) * kMicrosecondsPerDay && period.zone >= -kZoneMost &&
         period.zone <= kZoneMost && period.fraction <= kFractionDigitsMost;
}

std::optional<Period> read_period(ByteReader& in) {
  const std::uint8_t precision = in.u8();
  if (precision > static_cast<std::uint8_t>(Precision::instant)) return std::nullopt;
  Period period;
  period.precision = static_cast<Precision>(precision);
  period.begin = static_cast<std::int64_t>(in.u64());
  if (period.precision == Precision::instant) {
    period.fraction = in.u8();
    period.zone = static_cast<std::int16_t>(in.varint());
  }
  return in.ok() && exists(period) ? std::optional(period) : std::nullopt;
}

void encode_date(const Date& date, std::string& out) {
  const bool one = date.from && date.to && *date.from == *date.to;
  std::uint8_t flags = 0;
  if (date.from) flags |= kHasLower;
  if (date.to) flags |= kHasUpper;
  if (date.approximate) flags |= kApproximate;
  if (date.range) flags |= kRange;
  if (one) flags |= kOneBound;
  append_u8(out, flags);
  if (date.from) append_period(out, *date.from);
  if (date.to && !one) append_period(out, *date.to);
}

std::optional<Term> decode_date(ByteReader& in) {
  const std::uint8_t flags = in.u8();
  Date date;
  date.approximate = (flags & kApproximate) != 0;
  date.range = (flags & kRange) != 0;
  if ((flags & kHasLower) != 0) {
    date.from = read_period(in);
    if (!date.from) return std::nullopt;
  }
  if ((flags & kOneBound) != 0) {
    date.to = date.from;
  } else if ((flags & kHasUpper) != 0) {
    date.to = read_period(in);
    if (!date.to) return std::nullopt;
  }
  return Term(date);
}

std::optional<Term> decode_literal(ByteReader& in) {
  Text text;
  text.language = in.text();
  text.datatype = in.text();
  if (!in.ok()) return std::nullopt;
  text.text = in.rest();
  return Term(std::move(text));
}

std::optional<Term> decode_body(IdTag tag, std::string_view rest) {
  ByteReader in(rest);
  std::optional<Term> term;
  switch (tag) {
    case IdTag::blank: return Term(Blank{std::string(rest)});
    case IdTag::iri: return Term(Iri{std::string(rest)});
    case IdTag::long_text: return text_term(std::string(rest));
    case IdTag::literal: return decode_literal(in);
    case IdTag::number:
    case IdTag::quantity: term = decode_quantity(in); break;
    case IdTag::long_date: term = decode_date(in); break;
    case IdTag::unbound:
    case IdTag::claim:
    case IdTag::boolean:
    case IdTag::integer:
    case IdTag::date:
    case IdTag::text:
    case IdTag::local: return std::nullopt;
  }
  return in.ok() && in.at_end() ? term : std::nullopt;
}

}  // namespace

std::optional<TermId> inline_id(const Term& term) {
  if (const auto* truth = term.as<bool>()) return TermId{IdTag::boolean, *truth ? 1U : 0U};
  if (const auto* quantity = term.as<Quantity>()) return integer_id(*quantity);
  if (const auto* text = term.as<Text>())
    return is_plain(*text) ? text_id(text->text) : std::nullopt;
  if (const auto* date = term.as<Date>()) {
    const auto period = single_period(*date);
    return period ? std::optional(date_id(*period)) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<Term> inline_term(TermId id) {
  switch (id.tag()) {
    case IdTag::boolean:
      return id.payload() < 2 ? std::optional(Term(id.payload() == 1)) : std::nullopt;
    case IdTag::integer: return number_term(static_cast<std::int64_t>(id.payload()) - kIntegerBias);
    case IdTag::date: return inline_date(id.payload());
    case IdTag::text: return inline_text(id.payload());
    default: return std::nullopt;
  }
}

IdTag dictionary_tag(const Term& term) {
  if (term.as<Blank>() != nullptr) return IdTag::blank;
  if (term.as<Iri>() != nullptr) return IdTag::iri;
  if (const auto* quantity = term.as<Quantity>()) {
    return quantity->plain_number() ? IdTag::number : IdTag::quantity;
  }
  if (term.as<Date>() != nullptr) return IdTag::long_date;
  if (const auto* text = term.as<Text>()) {
    return is_plain(*text) ? IdTag::long_text : IdTag::literal;
  }
  invariant(false, "a list, claim or unbound term has no place in the dictionary");
  return IdTag::unbound;
}

void encode_term(const Term& term, std::string& out) {
  const IdTag tag = dictionary_tag(term);
  append_u8(out, static_cast<std::uint8_t>(tag));
  if (const auto* blank = term.as<Blank>()) {
    out.append(blank->label);
  } else if (const auto* iri = term.as<Iri>()) {
    out.append(iri->text);
  } else if (const auto* quantity = term.as<Quantity>()) {
    encode_quantity(*quantity, out);
  } else if (const auto* date = term.as<Date>()) {
    encode_date(*date, out);
  } else if (const auto* text = term.as<Text>()) {
    if (tag == IdTag::literal) {
      append_text(out, lower_ascii(text->language));  // tags compare without case
      append_text(out, text->datatype);
    }
    out.append(text->text);
  }
}

std::string encode_term(const Term& term) {
  std::string out;
  encode_term(term, out);
  return out;
}

std::optional<Term> decode_term(std::string_view bytes) {
  if (bytes.empty()) return std::nullopt;
  return decode_body(static_cast<IdTag>(static_cast<std::uint8_t>(bytes[0])), bytes.substr(1));
}

void append_identity(const Term& term, std::string& out) {
  const IdTag tag = dictionary_tag(term);
  if (identity_is_encoding(tag)) {
    encode_term(term, out);
    return;
  }
  append_u8(out, static_cast<std::uint8_t>(tag));
  out += equality_key(term);
}

}  // namespace vouch::storage
