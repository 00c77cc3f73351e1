#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>

#include "jinja/filters.h"
#include "jinja/unicode.h"

namespace tessera::jinja {
namespace {

constexpr int kMostPlaces = 400;  // more than any double has

std::string_view WithoutSign(std::string_view text, bool& negative) {
  negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  return text;
}

// Drops the underscores between digits; nothing when one stands elsewhere.
std::optional<std::string> WithoutUnderscores(std::string_view text) {
  std::string digits;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      digits += text[i];
    } else if (i == 0 || i + 1 == text.size() || text[i - 1] == '_') {
      return std::nullopt;
    }
  }
  return digits;
}

// int(text, base), or nothing where Python raises a ValueError.
std::optional<std::int64_t> ParseInteger(std::string_view text, std::int64_t base) {
  bool negative = false;
  text = WithoutSign(Strip(text), negative);
  const char letter = text.size() > 1 && text[0] == '0' ? static_cast<char>(text[1] | 0x20) : '\0';
  const std::int64_t prefix = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
  if (prefix != 0 && (base == prefix || base == 0)) {
    text.remove_prefix(2);
    if (text.starts_with('_')) text.remove_prefix(1);
    base = prefix;
  }
  const std::optional<std::string> digits = WithoutUnderscores(text);
  if (!digits || digits->empty() || base == 1 || base < 0 || base > 36) return std::nullopt;
  if ((*digits)[0] == '-') return std::nullopt;
  const std::string whole = (negative ? "-" : "") + *digits;
  std::int64_t value = 0;
  const char* end = whole.data() + whole.size();
  const auto read =
      std::from_chars(whole.data(), end, value, base == 0 ? 10 : static_cast<int>(base));
  if (read.ptr != end) return std::nullopt;
  if (read.ec == std::errc::result_out_of_range) FailOverflow();
  return read.ec == std::errc() ? std::optional(value) : std::nullopt;
}

std::optional<double> ParseFloat(std::string_view text) {
  bool negative = false;
  text = WithoutSign(Strip(text), negative);
  const std::string lower = ToLower(text);
  double value = 0;
  if (lower == "inf" || lower == "infinity") {
    value = HUGE_VAL;
  } else if (lower == "nan") {
    value = std::nan("");
  } else {
    const std::optional<std::string> digits = WithoutUnderscores(text);
    if (!digits || digits->empty() || !(IsDecimal((*digits)[0]) || (*digits)[0] == '.')) {
      return std::nullopt;
    }
    const char* end = digits->data() + digits->size();
    const auto read = std::from_chars(digits->data(), end, value);
    if (read.ptr != end || read.ec == std::errc::invalid_argument) return std::nullopt;
    if (read.ec == std::errc::result_out_of_range) {
      value = digits->find("e-") == std::string::npos && digits->find("E-") == std::string::npos
                  ? HUGE_VAL
                  : 0;
    }
  }
  return negative ? -value : value;
}

std::optional<std::int64_t> Truncated(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  if (std::abs(value) >= 9223372036854775808.0) FailOverflow();
  return static_cast<std::int64_t>(value);
}

Value Int(Call& call) {
  const Value value = call.positional()[0];
  const Value fallback = ArgumentOr(call, 1, Value::Int(0));
  CheckDefined(call.runtime(), value);
  std::optional<std::int64_t> number;
  if (value.string()) {
    number = ParseInteger(value.AsText(), IntegerOr(call, 2, 10));
    if (!number) {
      if (const auto parsed = ParseFloat(value.AsText())) number = Truncated(*parsed);
    }
  } else if (value.floating()) {
    number = Truncated(value.AsFloat());
  } else if (value.number()) {
    number = value.AsInt();
  }
  return number ? Value::Int(*number) : fallback;
}

Value Float(Call& call) {
  const Value value = call.positional()[0];
  CheckDefined(call.runtime(), value);
  if (value.number()) return Value::Float(value.ToDouble());
  const auto parsed = value.string() ? ParseFloat(value.AsText()) : std::nullopt;
  return parsed ? Value::Float(*parsed) : ArgumentOr(call, 1, Value::Float(0));
}

// The number of a filter that takes nothing else.
Value Number(Call& call) {
  const Value value = call.positional()[0];
  CheckDefined(call.runtime(), value);
  if (!value.number()) {
    FailType("'" + std::string(call.name()) + "' takes a number, not " +
             std::string(TypeName(value)));
  }
  return value;
}

Value Abs(Call& call) {
  const Value value = Number(call);
  if (value.floating()) return Value::Float(std::abs(value.AsFloat()));
  return value.AsInt() < 0 ? Negate(call.runtime(), value) : Value::Int(value.AsInt());
}

// Python's round: to the nearest, on the exact decimal digits, and to the even one of two.
double Rounded(double value, std::int64_t precision) {
  if (!std::isfinite(value) || precision > kMostPlaces) return value;
  if (precision < 0) {
    if (precision < -kMostPlaces) return 0;
    const double scale = std::pow(10.0, static_cast<double>(-precision));
    return std::nearbyint(value / scale) * scale;
  }
  std::array<char, 2 * size_t{kMostPlaces}> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                 std::chars_format::fixed, static_cast<int>(precision))
                       .ptr;
  double rounded = 0;
  std::from_chars(text.data(), end, rounded);
  return rounded;
}

Value RoundedInteger(std::int64_t value, std::int64_t precision) {
  if (precision >= 0) return Value::Int(value);
  if (precision < -18) return Value::Int(0);
  std::int64_t scale = 1;
  for (std::int64_t i = precision; i < 0; ++i) scale *= 10;
  std::int64_t whole = value / scale;
  const std::int64_t rest = std::abs(value % scale);
  const bool up = rest * 2 > scale || (rest * 2 == scale && whole % 2 != 0);
  if (up) whole += value < 0 ? -1 : 1;
  std::int64_t rounded = 0;
  if (__builtin_mul_overflow(whole, scale, &rounded)) FailOverflow();
  return Value::Int(rounded);
}

Value Round(Call& call) {
  const Value value = Number(call);
  const std::int64_t precision = IntegerOr(call, 1, 0);
  const std::string method = ToText(call.runtime(), ArgumentOr(call, 2, Value::Text("common")));
  if (method != "common" && method != "ceil" && method != "floor") {
    FailValue("the method of 'round' is 'common', 'ceil' or 'floor', not '" + method + "'");
  }
  if (method == "common") {
    return value.floating() ? Value::Float(Rounded(value.AsFloat(), precision))
                            : RoundedInteger(value.AsInt(), precision);
  }
  if (std::abs(precision) > kMostPlaces) FailValue("the precision of 'round' is out of range");
  const double scale = std::pow(10.0, static_cast<double>(precision));
  const double scaled = value.ToDouble() * scale;
  return Value::Float((method == "ceil" ? std::ceil(scaled) : std::floor(scaled)) / scale);
}

Value FileSizeFormat(Call& call) {
  const Value value = call.positional()[0];
  CheckDefined(call.runtime(), value);
  const auto parsed = value.string() ? ParseFloat(value.AsText()) : std::nullopt;
  if (!value.number() && !parsed) FailValue("'filesizeformat' takes a number of bytes");
  const double bytes = parsed ? *parsed : value.ToDouble();
  const bool binary = FlagOr(call, 1, false);
  const double base = binary ? 1024 : 1000;
  if (bytes == 1) return Value::Text("1 Byte");
  if (bytes < base) {
    return call.Text(std::to_string(static_cast<std::int64_t>(bytes)) + " Bytes");
  }
  constexpr std::string_view kLetters = "kMGTPEZY";
  double unit = base;
  for (size_t i = 0; i < kLetters.size(); ++i) {
    unit *= base;
    if (bytes >= unit && i + 1 < kLetters.size()) continue;
    std::array<char, 400> text;
    const double shown = base * bytes / unit;
    std::snprintf(text.data(), text.size(), "%.1f ", shown);
    std::string letter(1, kLetters[i]);
    if (binary) letter = (i == 0 ? std::string("K") : letter) + "i";
    return call.Text(text.data() + letter + "B");
  }
  return Value::Text("");
}

constexpr Library::BuiltinFilterRow kNumberFilters[] = {
    {"abs", "", Abs},
    {"filesizeformat", "binary", FileSizeFormat},
    {"float", "default", Float},
    {"int", "default base", Int},
    {"round", "precision method", Round},
};

}  // namespace

std::span<const Library::BuiltinFilterRow> NumberFilters() { return kNumberFilters; }

}  // namespace tessera::jinja
