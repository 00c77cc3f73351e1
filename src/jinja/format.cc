#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>

#include "jinja/operations.h"
#include "jinja/unicode.h"

namespace tessera::jinja {
namespace {

constexpr int kMostPrecision = 400;

// What stands between "%" or "{:" and the letter that ends it.
struct Spec {
  char32_t fill = ' ';
  char align = '\0';  // < > ^ =
  char sign = '-';    // - + or a blank
  bool alternate = false;
  bool zero = false;
  char grouping = '\0';
  std::int64_t width = 0;
  int precision = -1;
  char type = '\0';
};

int ReadNumber(std::string_view text, size_t& position) {
  int number = 0;
  const char* begin = text.data() + position;
  const auto read = std::from_chars(begin, text.data() + text.size(), number);
  if (read.ec == std::errc::result_out_of_range) FailValue("a number in a format is too large");
  position += static_cast<size_t>(read.ptr - begin);
  return number;
}

std::string Padded(Runtime& runtime, std::string text, const Spec& spec, char align) {
  const auto size = static_cast<std::int64_t>(CountCodePoints(text));
  if (size >= spec.width) return text;
  const auto missing = static_cast<size_t>(spec.width - size);
  runtime.CheckSize(text.size() + missing * 4);
  std::string fill;
  AppendCodePoint(spec.fill, fill);
  const size_t before = align == '<' ? 0 : align == '^' ? missing / 2 : missing;
  std::string out;
  const bool signed_text = align == '=' && !text.empty() &&
                           std::string_view("+- ").find(text[0]) != std::string_view::npos;
  if (signed_text) out += text[0];
  for (size_t i = 0; i < before; ++i) out += fill;
  out += signed_text ? text.substr(1) : text;
  for (size_t i = before; i < missing; ++i) out += fill;
  return out;
}

std::string Grouped(std::string digits, char separator, size_t every) {
  const size_t end = std::min(digits.find_first_not_of("0123456789abcdefABCDEF"), digits.size());
  for (size_t at = end; at > every; at -= every) digits.insert(at - every, 1, separator);
  return digits;
}

std::string IntegerDigits(std::uint64_t magnitude, const Spec& spec) {
  std::array<char, 72> buffer;
  const char type = static_cast<char>(spec.type | 0x20);
  const int base = type == 'x' ? 16 : type == 'o' ? 8 : type == 'b' ? 2 : 10;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), magnitude, base).ptr;
  std::string digits(buffer.data(), end);
  if (spec.type == 'X') {
    for (char& c : digits) c = c >= 'a' ? static_cast<char>(c - 32) : c;
  }
  if (spec.precision > static_cast<int>(digits.size())) {
    digits.insert(0, static_cast<size_t>(spec.precision) - digits.size(), '0');
  }
  return digits;
}

std::string FloatDigits(double magnitude, const Spec& spec) {
  if (!std::isfinite(magnitude)) return std::isnan(magnitude) ? "nan" : "inf";
  const char type = spec.type == '%' ? 'f' : spec.type == 'n' ? 'g' : spec.type;
  if (type == '\0' && spec.precision < 0) {
    std::string text;
    AppendFloat(magnitude, text);
    return text;
  }
  const int precision = spec.precision < 0 ? 6 : std::min(spec.precision, kMostPrecision);
  const std::string format =
      std::string("%") + (spec.alternate ? "#" : "") + ".*" + (type == '\0' ? 'g' : type);
  std::array<char, 1024> buffer;
  const double shown = spec.type == '%' ? magnitude * 100 : magnitude;
  std::snprintf(buffer.data(), buffer.size(), format.c_str(), precision, shown);
  std::string text = buffer.data();
  if (type == '\0' && text.find_first_of(".e") == std::string::npos) text += ".0";
  return spec.type == '%' ? text + "%" : text;
}

std::string WithSign(bool negative, const Spec& spec, const std::string& digits) {
  const std::string sign = negative ? "-" : spec.sign == '-' ? "" : std::string(1, spec.sign);
  return sign + digits;
}

std::string FormatInteger(Runtime& runtime, std::int64_t value, const Spec& spec) {
  const auto magnitude =
      value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  std::string digits = IntegerDigits(magnitude, spec);
  if (spec.grouping != '\0')
    digits = Grouped(digits, spec.grouping,
                     spec.grouping == '_' && spec.type != 'd' && spec.type != '\0' ? 4 : 3);
  if (spec.alternate && spec.type != 'd' && spec.type != '\0') {
    digits = std::string("0") + spec.type + digits;
  }
  return Padded(runtime, WithSign(value < 0, spec, digits), spec, spec.align ? spec.align : '>');
}

std::string FormatFloat(Runtime& runtime, double value, const Spec& spec) {
  std::string digits = FloatDigits(std::abs(value), spec);
  if (spec.grouping != '\0') digits = Grouped(digits, spec.grouping, 3);
  return Padded(runtime, WithSign(std::signbit(value), spec, digits), spec,
                spec.align ? spec.align : '>');
}

std::string FormatText(Runtime& runtime, std::string_view text, const Spec& spec) {
  if (spec.precision >= 0) {
    text = text.substr(0, OffsetOfCodePoint(text, static_cast<size_t>(spec.precision)));
  }
  return Padded(runtime, std::string(text), spec, spec.align ? spec.align : '<');
}

// --- "%" ----------------------------------------------------------------------------------------

class PercentFormatter {
 public:
  PercentFormatter(Runtime& runtime, Value format, Value arguments)
      : runtime_(runtime),
        format_(format.AsText()),
        markup_(format.markup()),
        arguments_(arguments),
        positional_(arguments.tuple()) {}

  std::string Run() {
    std::string out;
    for (size_t position = 0; position < format_.size();) {
      if (format_[position] != '%') {
        out += format_[position++];
      } else {
        Convert(++position, out);
      }
      runtime_.CheckSize(out.size());
    }
    const bool by_key = arguments_.dict() || arguments_.list() || arguments_.undefined();
    const bool unused =
        positional_ ? used_ < ItemsOf(arguments_).size() : used_ == 0 && !by_key && !named_;
    if (unused) FailType("not all values are used by the format");
    return out;
  }

 private:
  Value NextArgument() {
    if (!positional_) {
      if (used_++ > 0) FailType("there are not enough values for the format");
      return arguments_;
    }
    if (used_ >= ItemsOf(arguments_).size()) FailType("there are not enough values for the format");
    return ItemsOf(arguments_)[used_++];
  }

  Value NamedArgument(size_t& position) {
    const size_t end = format_.find(')', position);
    if (end == std::string_view::npos) FailValue("a name in a format is not closed");
    if (!arguments_.dict()) FailType("a format with names needs a dict");
    const std::string_view name = format_.substr(position + 1, end - position - 1);
    position = end + 1;
    named_ = true;
    const Value found = DictGet(arguments_, Value::Text(name));
    if (found.missing()) FailValue("the format needs a value for '" + std::string(name) + "'");
    return found;
  }

  int Size(size_t& position) {
    if (position < format_.size() && format_[position] == '*') {
      ++position;
      const Value size = NextArgument();
      if (!size.integer() || std::abs(size.AsInt()) > (1 << 30)) FailType("'*' takes an integer");
      return static_cast<int>(size.AsInt());
    }
    return ReadNumber(format_, position);
  }

  void Convert(size_t& position, std::string& out);
  void AppendConverted(Value value, const Spec& spec, std::string& out);

  Runtime& runtime_;
  std::string_view format_;
  bool markup_;
  Value arguments_;
  bool positional_;
  bool named_ = false;
  size_t used_ = 0;
};

// The conversion whose '%' is just before `position`, which moves behind it.
void PercentFormatter::Convert(size_t& position, std::string& out) {
  const auto at = [&](char c) { return position < format_.size() && format_[position] == c; };
  if (at('%')) {
    ++position;
    out += '%';
    return;
  }
  std::optional<Value> value;
  if (at('(')) value = NamedArgument(position);
  Spec spec;
  for (bool flags = true; flags && position < format_.size();) {
    switch (format_[position]) {
      case '-':
        spec.align = '<';
        break;
      case '+':
        spec.sign = '+';
        break;
      case ' ':
        spec.sign = spec.sign == '+' ? '+' : ' ';
        break;
      case '#':
        spec.alternate = true;
        break;
      case '0':
        spec.zero = true;
        break;
      default:
        flags = false;
    }
    position += flags ? 1 : 0;
  }
  spec.width = Size(position);
  if (spec.width < 0) {
    spec.align = '<';
    spec.width = -spec.width;
  }
  if (at('.')) {
    ++position;
    spec.precision = std::max(0, Size(position));
  }
  while (at('l') || at('h') || at('L')) ++position;
  if (position >= format_.size()) FailValue("a format ends in the middle");
  spec.type = format_[position++];
  AppendConverted(value ? *value : NextArgument(), spec, out);
}

void PercentFormatter::AppendConverted(Value value, const Spec& given, std::string& out) {
  Spec spec = given;
  const bool number = std::string_view("diouxXeEfFgG").find(spec.type) != std::string_view::npos;
  if (number && spec.zero && spec.align != '<') {
    spec.fill = '0';
    spec.align = '=';
  }
  if (number) {
    CheckDefined(runtime_, value);
    if (!value.number()) {
      FailType(std::string("%") + spec.type + " needs a number, not " +
               std::string(TypeName(value)));
    }
    if (std::string_view("diu").find(spec.type) != std::string_view::npos) {
      spec.type = 'd';
      if (value.floating() && !(std::abs(value.AsFloat()) < 9.2e18)) FailOverflow();
      out += FormatInteger(
          runtime_, value.floating() ? static_cast<std::int64_t>(value.AsFloat()) : value.AsInt(),
          spec);
    } else if (std::string_view("oxX").find(spec.type) != std::string_view::npos) {
      if (value.floating()) FailType("this format needs an integer");
      out += FormatInteger(runtime_, value.AsInt(), spec);
    } else {
      out += FormatFloat(runtime_, value.ToDouble(), spec);
    }
    return;
  }
  std::string text;
  if (spec.type == 's') {
    text = markup_ ? std::string(Escaped(runtime_, value).AsText()) : ToText(runtime_, value);
  } else if (spec.type == 'r' || spec.type == 'a') {
    text = spec.type == 'a' ? AsciiRepr(runtime_, value) : Repr(runtime_, value);
    if (markup_) {
      std::string escaped;
      AppendEscaped(text, escaped);
      text = escaped;
    }
  } else if (spec.type == 'c') {
    if (value.integer() && value.AsInt() >= 0 && value.AsInt() <= 0x10FFFF) {
      AppendCodePoint(static_cast<char32_t>(value.AsInt()), text);
    } else if (value.string() && CountCodePoints(value.AsText()) == 1) {
      text = value.AsText();
    } else {
      FailType("%c needs one character");
    }
  } else {
    FailValue(std::string("there is no format '%") + spec.type + "'");
  }
  if (spec.align == '\0') spec.align = '>';
  out += FormatText(runtime_, text, spec);
}

// --- str.format ---------------------------------------------------------------------------------

Spec ParseSpec(std::string_view text) {
  Spec spec;
  size_t position = 0;
  const auto at = [&](std::string_view any) {
    return position < text.size() && any.find(text[position]) != std::string_view::npos;
  };
  size_t second = 0;
  const char32_t first = text.empty() ? 0 : NextCodePoint(text, second);
  if (second < text.size() &&
      std::string_view("<>=^").find(text[second]) != std::string_view::npos) {
    spec.fill = first;
    spec.align = text[second];
    position = second + 1;
  } else if (at("<>=^")) {
    spec.align = text[position++];
  }
  if (at("+- ")) spec.sign = text[position++];
  if (at("#")) spec.alternate = (++position, true);
  if (at("0")) {
    ++position;
    spec.zero = true;
  }
  if (at("0123456789")) spec.width = ReadNumber(text, position);
  if (at(",_")) spec.grouping = text[position++];
  if (at(".")) {
    ++position;
    if (!at("0123456789")) FailValue("a format needs a precision behind '.'");
    spec.precision = ReadNumber(text, position);
  }
  if (position < text.size()) spec.type = text[position++];
  if (position != text.size()) FailValue("'" + std::string(text) + "' is no format");
  return spec;
}

std::string FormatWith(Runtime& runtime, Value value, std::string_view text) {
  if (text.empty()) return ToText(runtime, value);
  CheckDefined(runtime, value);
  Spec spec = ParseSpec(text);
  const bool number = value.number();
  if (spec.zero && spec.align == '\0') {
    spec.fill = '0';
    spec.align = number ? '=' : '<';
  }
  const auto is = [&](std::string_view types) {
    return spec.type == '\0' || types.find(spec.type) != std::string_view::npos;
  };
  if (number && !value.floating() && is("dbnoxX")) {
    if (spec.type == 'n') spec.type = 'd';
    if (spec.precision >= 0) FailValue("an integer has no precision");
    return FormatInteger(runtime, value.AsInt(), spec);
  }
  if (number && spec.type == 'c' && !value.floating()) {
    std::string one;
    AppendCodePoint(static_cast<char32_t>(std::clamp<std::int64_t>(value.AsInt(), 0, 0x10FFFF)),
                    one);
    return FormatText(runtime, one, spec);
  }
  if (number && is("eEfFgGn%")) return FormatFloat(runtime, value.ToDouble(), spec);
  if (value.string() && is("s")) return FormatText(runtime, value.AsText(), spec);
  FailValue("'" + std::string(text) + "' is no format for a value of type " +
            std::string(TypeName(value)));
}

class BraceFormatter {
 public:
  BraceFormatter(Runtime& runtime, bool markup, std::span<const Value> positional,
                 std::span<const NamedValue> named)
      : runtime_(runtime), markup_(markup), positional_(positional), named_(named) {}

  std::string Run(std::string_view format, int depth) {
    if (depth > 2) FailValue("a format is nested too deeply");
    std::string out;
    for (size_t position = 0; position < format.size();) {
      const char c = format[position++];
      if (c != '{' && c != '}') {
        out += c;
      } else if (position < format.size() && format[position] == c) {
        out += c;
        ++position;
      } else if (c == '}') {
        FailValue("a '}' in a format has no '{'");
      } else {
        Replace(format, position, depth, out);
      }
      runtime_.CheckSize(out.size());
    }
    return out;
  }

 private:
  // The field whose '{' is just before `position`, which moves behind its '}'.
  void Replace(std::string_view format, size_t& position, int depth, std::string& out) {
    const size_t begin = position;
    for (int open = 1; open > 0; ++position) {
      if (position >= format.size()) FailValue("a '{' in a format has no '}'");
      open += format[position] == '{' ? 1 : format[position] == '}' ? -1 : 0;
    }
    const std::string_view field = format.substr(begin, position - 1 - begin);
    const size_t colon = std::min(field.find(':'), field.size());
    std::string_view name = field.substr(0, colon);
    const size_t bang = name.find('!');
    const std::string_view conversion = bang == name.npos ? "" : name.substr(bang + 1);
    name = name.substr(0, bang);
    Value value = Find(name);
    if (conversion == "r") {
      value = runtime_.Text(Repr(runtime_, value));
    } else if (conversion == "s") {
      value = ToTextValue(runtime_, value);
    } else if (conversion == "a") {
      value = runtime_.Text(AsciiRepr(runtime_, value));
    } else if (!conversion.empty()) {
      FailValue("there is no conversion '!" + std::string(conversion) + "'");
    }
    const std::string spec =
        colon < field.size() ? Run(field.substr(colon + 1), depth + 1) : std::string();
    const std::string text = FormatWith(runtime_, value, spec);
    if (markup_ && !value.markup()) {
      AppendEscaped(text, out);
    } else {
      out += text;
    }
  }

  // "0", "name", "name.attribute", "name[key]"
  Value Find(std::string_view path) {
    const size_t end = std::min(path.find_first_of(".["), path.size());
    Value value = Root(path.substr(0, end));
    for (size_t position = end; position < path.size();) {
      const bool item = path[position] == '[';
      const size_t stop = item ? path.find(']', position) : path.find_first_of(".[", position + 1);
      if (item && stop == path.npos) FailValue("a '[' in a format has no ']'");
      const std::string_view key =
          path.substr(position + 1, std::min(stop, path.size()) - position - 1);
      const bool index = item && !key.empty() && key.size() < 10 &&
                         key.find_first_not_of("0123456789") == key.npos;
      size_t digits = 0;
      value = index  ? Item(runtime_, value, Value::Int(ReadNumber(key, digits)))
              : item ? Item(runtime_, value, Value::Text(key))
                     : BuiltinAttribute(runtime_, value, runtime_.heap().Copy(key));
      if (value.missing() || value.undefined()) {
        FailValue("a format refers to '" + std::string(key) + "', which is not there");
      }
      position = item ? stop + 1 : std::min(stop, path.size());
    }
    return value;
  }

  Value Root(std::string_view name) {
    if (name.empty() || name.find_first_not_of("0123456789") == name.npos) {
      if (!counted_) counted_ = name.empty();
      if (*counted_ != name.empty()) {
        FailValue("a format either numbers all of its fields or none: '{0} {1}' or '{} {}'");
      }
      size_t position = 0;
      const auto index = name.empty() ? next_++ : static_cast<size_t>(ReadNumber(name, position));
      if (index >= positional_.size()) FailValue("there are not enough values for the format");
      return positional_[index];
    }
    for (const NamedValue& named : named_) {
      if (named.name == name) return named.value;
    }
    FailValue("the format needs a value for '" + std::string(name) + "'");
  }

  Runtime& runtime_;
  bool markup_;
  std::optional<bool> counted_;  // whether fields are without numbers, once it is known
  std::span<const Value> positional_;
  std::span<const NamedValue> named_;
  size_t next_ = 0;
};

}  // namespace

Value PercentFormat(Runtime& runtime, Value format, Value arguments) {
  return runtime.TextLike(PercentFormatter(runtime, format, arguments).Run(), format);
}

Value BraceFormat(Runtime& runtime, Value format, std::span<const Value> positional,
                  std::span<const NamedValue> named) {
  BraceFormatter formatter(runtime, format.markup(), positional, named);
  return runtime.TextLike(formatter.Run(format.AsText(), 0), format);
}

}  // namespace tessera::jinja
