// How numbers are shown. All rounding for display happens here, half away from zero, in one place.
#ifndef TESSERA_BASE_FORMAT_H_
#define TESSERA_BASE_FORMAT_H_

#include <optional>
#include <string>
#include <string_view>

namespace tessera {

// The kinds of value that a report shows (DESIGN.md §4). `usd` stands for the definition's
// currency. Rates are fractions in [0, 1]: kPct1 shows 0.296 as "29.6%", kPp1 as "29.6 pp". kDate
// holds days since 1970-01-01.
enum class Format { kText, kInt, kNum1, kNum2, kPct1, kPp1, kUsd0, kUsd2, kDays, kDate };

// "text", "int", "num1", …; the words of report.json.
const char* FormatName(Format format);
std::optional<Format> ParseFormat(std::string_view name);

// How a country writes numbers and money. The default is US English.
struct Locale {
  std::string language = "en";
  std::string decimal = ".";
  std::string group = ",";
  std::string currency_prefix = "$";
  std::string currency_suffix;
  // The space before "%", a no-break space in many languages.
  std::string percent_space;
};

// A locale by name ("en-US", "en-GB", "de-DE", "fr-FR", …) and an ISO 4217 currency ("USD", "EUR").
// Nothing when the locale is not known; an unknown currency is shown by its code.
std::optional<Locale> MakeLocale(std::string_view name, std::string_view currency);

// The full value: "$7,375,884", "29.6%", "−1.2 pp", "12,341", "3.5 days", "2025-08-01".
// A value that is not finite is shown as "n/a"; a unit follows after a no-break space.
std::string FormatNumber(double value, Format format, const Locale& locale = {});
// A count by itself: "12,341".
std::string FormatCount(double value);
// As people say it in prose: money from a million up with one decimal, "$7.4M" ("$1.2B" from a
// thousand million), from a hundred thousand up in thousands, "$587k"; all else as FormatNumber.
std::string FormatCompact(double value, Format format, const Locale& locale = {});
// A signed difference: "+$2,764", "−12.2 pp". Rates become percentage points.
std::string FormatDifference(double value, Format format, const Locale& locale = {});
// An estimate shown no finer than its doubt: money and numbers are rounded so that the half-width
// of the interval keeps two significant digits.
std::string FormatWithin(double value, double half_width, Format format, const Locale& locale = {});

// A p value: three decimals, "<0.001" below that.
std::string FormatPValue(double value, const Locale& locale = {});

// Days since 1970-01-01 of "YYYY-MM-DD"; nothing when it is no date of the calendar.
std::optional<int> ParseDate(std::string_view text);
std::string FormatDate(int days);

// Rounds half away from zero at `decimals` places, on the decimal digits of the shortest text that
// reads back as `value`: 2.675 at two places is 2.68.
double RoundHalfUp(double value, int decimals);
std::string FixedDecimal(double value, int decimals);

}  // namespace tessera

#endif  // TESSERA_BASE_FORMAT_H_
