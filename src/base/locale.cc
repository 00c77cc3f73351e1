// The locales that a report can be written in: how each writes numbers and money (CLDR's forms).
#include <array>
#include <string>

#include "base/format.h"
#include "base/text.h"

namespace tessera {
namespace {

constexpr std::string_view kNoBreak = "\u00a0";
constexpr std::string_view kThin = "\u202f";

enum class CurrencyPlace { kBefore, kBeforeSpaced, kAfter };

struct LocaleEntry {
  std::string_view name;
  std::string_view decimal, group, percent_space;
  CurrencyPlace place;
};

// The first entry of a language also answers to the bare language.
constexpr std::array<LocaleEntry, 13> kLocales = {{
    {"en-US", ".", ",", "", CurrencyPlace::kBefore},
    {"en-GB", ".", ",", "", CurrencyPlace::kBefore},
    {"de-DE", ",", ".", kNoBreak, CurrencyPlace::kAfter},
    {"de-AT", ",", kNoBreak, kNoBreak, CurrencyPlace::kBeforeSpaced},
    {"de-CH", ".", "\u2019", "", CurrencyPlace::kBeforeSpaced},
    {"fr-FR", ",", kThin, kThin, CurrencyPlace::kAfter},
    {"es-ES", ",", ".", kNoBreak, CurrencyPlace::kAfter},
    {"it-IT", ",", ".", "", CurrencyPlace::kAfter},
    {"nl-NL", ",", ".", "", CurrencyPlace::kBeforeSpaced},
    {"pt-BR", ",", ".", "", CurrencyPlace::kBeforeSpaced},
    {"sv-SE", ",", kNoBreak, kNoBreak, CurrencyPlace::kAfter},
    {"pl-PL", ",", kNoBreak, "", CurrencyPlace::kAfter},
    {"ja-JP", ".", ",", "", CurrencyPlace::kBefore},
}};

struct CurrencyEntry {
  std::string_view code, symbol;
};

constexpr std::array<CurrencyEntry, 8> kCurrencies = {{
    {"USD", "$"},
    {"EUR", "€"},
    {"GBP", "£"},
    {"JPY", "¥"},
    {"CNY", "CN¥"},
    {"INR", "₹"},
    {"KRW", "₩"},
    {"BRL", "R$"},
}};

std::string_view SymbolOf(std::string_view currency) {
  for (const CurrencyEntry& entry : kCurrencies) {
    if (entry.code == currency) return entry.symbol;
  }
  return currency;
}

void PlaceCurrency(std::string_view currency, CurrencyPlace place, Locale& locale) {
  const std::string symbol(SymbolOf(currency));
  locale.currency_prefix.clear();
  if (symbol.empty()) return;
  const bool spaced = place == CurrencyPlace::kBeforeSpaced || symbol == currency;
  if (place == CurrencyPlace::kAfter) {
    locale.currency_suffix = std::string(kNoBreak) + symbol;
  } else {
    locale.currency_prefix = symbol + std::string(spaced ? kNoBreak : "");
  }
}

}  // namespace

std::optional<Locale> MakeLocale(std::string_view name, std::string_view currency) {
  const std::string wanted = AsciiLower(ReplaceAll(name, "_", "-"));
  for (const LocaleEntry& entry : kLocales) {
    const std::string known = AsciiLower(entry.name);
    if (wanted != known && wanted != known.substr(0, 2)) continue;
    Locale locale;
    locale.language = known.substr(0, 2);
    locale.decimal = entry.decimal;
    locale.group = entry.group;
    locale.percent_space = entry.percent_space;
    PlaceCurrency(currency, entry.place, locale);
    return locale;
  }
  return std::nullopt;
}

}  // namespace tessera
