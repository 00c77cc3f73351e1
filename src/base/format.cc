#include "base/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdlib>

#include "base/text.h"

namespace tessera {
namespace {

constexpr std::string_view kMinus = "\u2212";

struct FormatEntry {
  Format format;
  const char* name;
  int decimals;
};

constexpr std::array<FormatEntry, 10> kFormats = {{
    {Format::kText, "text", 0},
    {Format::kInt, "int", 0},
    {Format::kNum1, "num1", 1},
    {Format::kNum2, "num2", 2},
    {Format::kPct1, "pct1", 1},
    {Format::kPp1, "pp1", 1},
    {Format::kUsd0, "usd0", 0},
    {Format::kUsd2, "usd2", 2},
    {Format::kDays, "days", 1},
    {Format::kDate, "date", 0},
}};

int DecimalsOf(Format format) { return kFormats[static_cast<size_t>(format)].decimals; }

bool IsRate(Format format) { return format == Format::kPct1 || format == Format::kPp1; }
bool IsMoney(Format format) { return format == Format::kUsd0 || format == Format::kUsd2; }

// A number as its shortest decimal digits: 0.digits · 10^exponent. Shifting the point is exact.
struct Decimal {
  bool negative = false;
  std::string digits;
  int exponent = 0;
};

Decimal ToDecimal(double value) {
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(value),
                                 std::chars_format::scientific);
  const std::string_view text(buffer.data(), static_cast<size_t>(end.ptr - buffer.data()));
  const size_t e = text.find('e');
  Decimal decimal{std::signbit(value), ReplaceAll(text.substr(0, e), ".", ""), 0};
  decimal.exponent = std::atoi(std::string(text.substr(e + 1)).c_str()) + 1;
  return decimal;
}

// Half away from zero. `places` may be negative: -2 keeps hundreds.
void Round(int places, Decimal& decimal) {
  const int kept = decimal.exponent + places;
  if (kept >= static_cast<int>(decimal.digits.size())) return;
  const bool up = kept >= 0 && decimal.digits[static_cast<size_t>(kept)] >= '5';
  decimal.digits.resize(static_cast<size_t>(std::max(kept, 0)));
  if (!up) return;
  size_t i = decimal.digits.size();
  while (i > 0 && decimal.digits[i - 1] == '9') decimal.digits[--i] = '0';
  if (i > 0) {
    ++decimal.digits[i - 1];
  } else {
    decimal.digits.insert(0, "1");
    ++decimal.exponent;
  }
}

bool IsZero(const Decimal& decimal) {
  return decimal.digits.find_first_not_of('0') == std::string::npos;
}

// The digits before and after the point, without a sign.
std::string Print(const Decimal& decimal, int places, std::string_view point,
                  std::string_view group) {
  const auto digit = [&](int i) {
    return i >= 0 && i < static_cast<int>(decimal.digits.size())
               ? decimal.digits[static_cast<size_t>(i)]
               : '0';
  };
  std::string text;
  const int exponent = IsZero(decimal) ? 1 : decimal.exponent;
  for (int i = exponent - std::max(exponent, 1); i < exponent; ++i) {
    const int left = exponent - i;
    if (!text.empty() && left % 3 == 0) text += group;
    text += digit(i);
  }
  if (places > 0) text += point;
  for (int i = 0; i < places; ++i) text += digit(exponent + i);
  return text;
}

// What surrounds a number in the language of the report.
struct Words {
  std::string_view days, thousand, million, billion;
};

Words WordsOf(const Locale& locale) {
  if (locale.language == "de") return {"Tage", "\u00a0Tsd.", "\u00a0Mio.", "\u00a0Mrd."};
  if (locale.language == "fr") return {"jours", "\u00a0k", "\u00a0M", "\u00a0Md"};
  return {"days", "k", "M", "B"};
}

std::string Dress(const std::string& digits, std::string_view sign, Format format,
                  const Locale& locale) {
  switch (format) {
    case Format::kPct1:
      return fmt::format("{}{}{}%", sign, digits, locale.percent_space);
    case Format::kPp1:
      return fmt::format("{}{}\u00a0pp", sign, digits);
    case Format::kUsd0:
    case Format::kUsd2:
      return fmt::format("{}{}{}{}", sign, locale.currency_prefix, digits, locale.currency_suffix);
    case Format::kDays:
      return fmt::format("{}{}\u00a0{}", sign, digits, WordsOf(locale).days);
    default:
      return fmt::format("{}{}", sign, digits);
  }
}

enum class Sign { kNegativeOnly, kAlways };

std::string Show(double value, int places, Format format, const Locale& locale,
                 Sign sign = Sign::kNegativeOnly, int shift = 0, std::string_view scale = "") {
  Decimal decimal = ToDecimal(value);
  decimal.exponent += shift + (IsRate(format) ? 2 : 0);
  Round(places, decimal);
  std::string_view shown_sign;
  if (!IsZero(decimal)) {
    shown_sign = decimal.negative ? kMinus : sign == Sign::kAlways ? "+" : "";
  }
  std::string digits = Print(decimal, std::max(places, 0), locale.decimal, locale.group);
  return Dress(digits.append(scale), shown_sign, format, locale);
}

std::string NotANumber() { return "n/a"; }

}  // namespace

const char* FormatName(Format format) { return kFormats[static_cast<size_t>(format)].name; }

std::optional<Format> ParseFormat(std::string_view name) {
  for (const FormatEntry& entry : kFormats) {
    if (name == entry.name) return entry.format;
  }
  return std::nullopt;
}

std::string FormatNumber(double value, Format format, const Locale& locale) {
  if (!std::isfinite(value)) return NotANumber();
  if (format == Format::kDate) return FormatDate(static_cast<int>(value));
  if (format == Format::kText) return fmt::format("{}", value);
  return Show(value, DecimalsOf(format), format, locale);
}

std::string FormatCount(double value) { return FormatNumber(value, Format::kInt); }

std::string FormatCompact(double value, Format format, const Locale& locale) {
  if (!std::isfinite(value)) return NotANumber();
  if (!IsMoney(format)) return FormatNumber(value, format, locale);
  // What rounds up to the next unit is shown in it: $999,999 is "$1.0M", not "$1,000k".
  const double size = std::fabs(value);
  const Words words = WordsOf(locale);
  if (size >= 999'950'000.0) {
    return Show(value, 1, format, locale, Sign::kNegativeOnly, -9, words.billion);
  }
  if (size >= 999'500.0) {
    return Show(value, 1, format, locale, Sign::kNegativeOnly, -6, words.million);
  }
  if (size >= 100'000.0) {
    return Show(value, 0, format, locale, Sign::kNegativeOnly, -3, words.thousand);
  }
  return FormatNumber(value, format, locale);
}

std::string FormatDifference(double value, Format format, const Locale& locale) {
  if (!std::isfinite(value)) return NotANumber();
  if (format == Format::kPct1) format = Format::kPp1;
  if (format == Format::kText) format = Format::kNum2;
  if (format == Format::kDate) format = Format::kDays;
  return Show(value, DecimalsOf(format), format, locale, Sign::kAlways);
}

std::string FormatWithin(double value, double half_width, Format format, const Locale& locale) {
  const bool rounds = std::isfinite(value) && std::isfinite(half_width) && half_width > 0 &&
                      !IsRate(format) && format != Format::kText && format != Format::kDate;
  if (!rounds) return FormatNumber(value, format, locale);
  const int significant = 1 - static_cast<int>(std::floor(std::log10(half_width)));
  return Show(value, std::min(significant, DecimalsOf(format)), format, locale);
}

std::string FormatPValue(double value, const Locale& locale) {
  constexpr int kPlaces = 3;
  constexpr double kLeast = 0.001;
  if (!std::isfinite(value)) return NotANumber();
  if (value < kLeast) return "<" + Show(kLeast, kPlaces, Format::kNum2, locale);
  return Show(value, kPlaces, Format::kNum2, locale);
}

std::optional<int> ParseDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](size_t begin, size_t length) {
    int value = 0;
    for (const char c : text.substr(begin, length)) {
      if (c < '0' || c > '9') return -1;
      value = 10 * value + (c - '0');
    }
    return value;
  };
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return static_cast<int>(std::chrono::sys_days(date).time_since_epoch().count());
}

std::string FormatDate(int days) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(days))};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

double RoundHalfUp(double value, int decimals) {
  if (!std::isfinite(value)) return value;
  Decimal decimal = ToDecimal(value);
  Round(decimals, decimal);
  if (IsZero(decimal)) return 0;
  const std::string text =
      fmt::format("{}0.{}e{}", decimal.negative ? "-" : "", decimal.digits, decimal.exponent);
  return std::strtod(text.c_str(), nullptr);
}

std::string FixedDecimal(double value, int decimals) {
  if (!std::isfinite(value)) return NotANumber();
  Decimal decimal = ToDecimal(value);
  Round(decimals, decimal);
  const std::string_view sign = decimal.negative && !IsZero(decimal) ? "-" : "";
  return fmt::format("{}{}", sign, Print(decimal, std::max(decimals, 0), ".", ""));
}

}  // namespace tessera
