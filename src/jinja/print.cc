#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "jinja/context.h"
#include "jinja/operations.h"
#include "jinja/unicode.h"

namespace tessera::jinja {
namespace {

constexpr int kLargestPlainExponent = 16;
constexpr int kSmallestPlainExponent = -4;

void AppendHex(char32_t code, int digits, std::string& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) out += kDigits[(code >> shift) & 15];
}

void AppendQuotedCode(char32_t code, char quote, std::string& out) {
  if (code == static_cast<char32_t>(quote) || code == '\\') {
    out += '\\';
    out += static_cast<char>(code);
  } else if (code == '\n') {
    out += "\\n";
  } else if (code == '\r') {
    out += "\\r";
  } else if (code == '\t') {
    out += "\\t";
  } else if (IsPrintable(code)) {
    AppendCodePoint(code, out);
  } else if (code < 0x100) {
    out += "\\x";
    AppendHex(code, 2, out);
  } else if (code < 0x10000) {
    out += "\\u";
    AppendHex(code, 4, out);
  } else {
    out += "\\U";
    AppendHex(code, 8, out);
  }
}

void AppendQuoted(std::string_view text, std::string& out) {
  const bool single = text.find('\'') != std::string_view::npos;
  const bool both = single && text.find('"') != std::string_view::npos;
  const char quote = single && !both ? '"' : '\'';
  out += quote;
  for (size_t position = 0; position < text.size();) {
    AppendQuotedCode(NextCodePoint(text, position), quote, out);
  }
  out += quote;
}

class Printer {
 public:
  Printer(Runtime& runtime, std::string& out) : runtime_(runtime), out_(out) {}

  void Repr(Value value) {
    runtime_.CheckStack();
    switch (value.type()) {
      case Type::kString:
        if (value.markup()) out_ += "Markup(";
        AppendQuoted(value.AsText(), out_);
        if (value.markup()) out_ += ')';
        break;
      case Type::kList:
      case Type::kTuple:
      case Type::kJsonArray:
        return Sequence(value);
      case Type::kDict:
        return DictEntries(value.AsDict());
      case Type::kJsonObject:
        return JsonEntries(value.AsJson());
      case Type::kObject:
        return ObjectText(value.AsObject());
      case Type::kUndefined:
        out_ += "Undefined";
        break;
      default:
        AppendText(runtime_, value, out_);
    }
    runtime_.CheckSize(out_.size() - begin_);
  }

 private:
  void Items(std::span<const Value> items) {
    bool first = true;
    for (Value item : items) {
      if (!first) out_ += ", ";
      first = false;
      Repr(item);
    }
  }
  void Sequence(Value value) {
    const bool tuple = value.tuple();
    out_ += tuple ? '(' : '[';
    if (value.type() == Type::kJsonArray) {
      bool first = true;
      for (const nlohmann::json& item : value.AsJson()) {
        if (!first) out_ += ", ";
        first = false;
        Repr(Value::Of(item));
      }
    } else {
      Items(ItemsOf(value));
      if (tuple && value.AsList().items.size() == 1) out_ += ',';
    }
    out_ += tuple ? ')' : ']';
  }
  void Entry(Value key, Value value, bool& first) {
    if (!first) out_ += ", ";
    first = false;
    Repr(key);
    out_ += ": ";
    Repr(value);
  }
  void DictEntries(const Dict& dict) {
    bool first = true;
    out_ += '{';
    for (const Dict::Entry& entry : dict.entries) Entry(entry.key, entry.value, first);
    out_ += '}';
  }
  void JsonEntries(const nlohmann::json& json) {
    bool first = true;
    out_ += '{';
    for (const auto& [key, value] : json.get_ref<const nlohmann::json::object_t&>()) {
      Entry(Value::Text(key), Value::Of(value), first);
    }
    out_ += '}';
  }
  void ObjectText(const Object& object);

  Runtime& runtime_;
  std::string& out_;
  std::size_t begin_ = out_.size();
};

void Printer::ObjectText(const Object& object) {
  switch (object.kind) {
    case ObjectKind::kRange: {
      const auto& range = static_cast<const RangeObject&>(object);
      out_ += "range(" + std::to_string(range.start) + ", " + std::to_string(range.stop);
      if (range.step != 1) out_ += ", " + std::to_string(range.step);
      out_ += ')';
      break;
    }
    case ObjectKind::kView: {
      const auto& view = static_cast<const ViewObject&>(object);
      out_ += view.type;
      out_ += "([";
      Items({view.items.data(), view.items.size()});
      out_ += "])";
      break;
    }
    case ObjectKind::kNamespace:
      out_ += "<Namespace ";
      DictEntries(static_cast<const NamespaceObject&>(object).values);
      out_ += '>';
      break;
    case ObjectKind::kMacro: {
      out_ += "<Macro ";
      const auto name = static_cast<const MacroObject&>(object).name;
      if (name == "caller") {
        out_ += "anonymous";
      } else {
        AppendQuoted(name, out_);
      }
      out_ += '>';
      break;
    }
    case ObjectKind::kLoop:
      AppendLoopText(static_cast<const LoopObject&>(object), out_);
      break;
    case ObjectKind::kModule: {
      const auto& module = static_cast<const ModuleObject&>(object);
      out_ += module.text.AsText();
      break;
    }
    case ObjectKind::kSelf:
      out_ += "<TemplateReference ";
      AppendQuoted(static_cast<const SelfObject&>(object).context->compiled->name, out_);
      out_ += '>';
      break;
    default:
      out_ += "<" + std::string(TypeName(Value::Of(const_cast<Object*>(&object)))) + ">";
  }
}

// What a debugging undefined value prints.
void AppendDebug(Value undefined, std::string& out) {
  out += "{{ ";
  if (undefined.origin() == nullptr) {
    out += undefined.AsText();
  } else {
    const auto& origin = static_cast<const UndefinedObject&>(*undefined.origin());
    if (!origin.hint.empty()) {
      out += "undefined value printed: " + std::string(origin.hint);
    } else {
      out += "no such element: ";
      out += origin.object.none() ? "None" : std::string(TypeName(origin.object)) + " object";
      out += '[';
      if (origin.key.string()) AppendQuoted(origin.key.AsText(), out);
      if (origin.key.integer()) AppendInteger(origin.key.AsInt(), out);
      out += ']';
    }
  }
  out += " }}";
}

}  // namespace

void AppendInteger(std::int64_t value, std::string& out) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

void AppendFloat(double value, std::string& out) {
  if (!std::isfinite(value)) {
    out += std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
    return;
  }
  // The shortest digits, "d.ddde±xx", are laid out the way that Python does.
  std::array<char, 32> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 std::chars_format::scientific)
                       .ptr;
  std::string_view text(buffer.data(), static_cast<size_t>(end - buffer.data()));
  if (text.front() == '-') {
    out += '-';
    text.remove_prefix(1);
  }
  const size_t e = text.find('e');
  int exponent = 0;
  const char* digits = text.data() + e + (text[e + 1] == '+' ? 2 : 1);
  std::from_chars(digits, end, exponent);
  std::string mantissa(1, text[0]);
  if (e > 2) mantissa += text.substr(2, e - 2);
  if (exponent < kSmallestPlainExponent || exponent >= kLargestPlainExponent) {
    out += mantissa[0];
    if (mantissa.size() > 1) out.append(".").append(mantissa, 1);
    out += exponent < 0 ? "e-" : "e+";
    if (std::abs(exponent) < 10) out += '0';
    AppendInteger(std::abs(exponent), out);
  } else if (exponent < 0) {
    out += "0.";
    out.append(static_cast<size_t>(-exponent - 1), '0');
    out += mantissa;
  } else {
    const size_t whole = static_cast<size_t>(exponent) + 1;
    if (mantissa.size() <= whole) {
      out += mantissa;
      out.append(whole - mantissa.size(), '0');
      out += ".0";
    } else {
      out.append(mantissa, 0, whole).append(".").append(mantissa, whole);
    }
  }
}

void AppendText(Runtime& runtime, Value value, std::string& out) {
  switch (value.type()) {
    case Type::kString:
      out += value.AsText();
      break;
    case Type::kInt:
      AppendInteger(value.AsInt(), out);
      break;
    case Type::kFloat:
      AppendFloat(value.AsFloat(), out);
      break;
    case Type::kBool:
      out += value.AsBool() ? "True" : "False";
      break;
    case Type::kNone:
      out += "None";
      break;
    case Type::kMissing:
      break;
    case Type::kUndefined:
      CheckUsable(runtime, value);
      if (runtime.options().undefined == UndefinedKind::kDebug && !IsLenient(value)) {
        AppendDebug(value, out);
      }
      break;
    default:
      Printer(runtime, out).Repr(value);
  }
}

void AppendRepr(Runtime& runtime, Value value, std::string& out) {
  Printer(runtime, out).Repr(value);
}

std::string ToText(Runtime& runtime, Value value) {
  std::string text;
  AppendText(runtime, value, text);
  return text;
}

std::string Repr(Runtime& runtime, Value value) {
  std::string text;
  AppendRepr(runtime, value, text);
  return text;
}

std::string AsciiRepr(Runtime& runtime, Value value) {
  const std::string text = Repr(runtime, value);
  std::string out;
  for (size_t position = 0; position < text.size();) {
    const char32_t code = NextCodePoint(text, position);
    if (code < 0x80) {
      out += static_cast<char>(code);
    } else if (code < 0x100) {
      AppendHex(code, 2, out += "\\x");
    } else if (code < 0x10000) {
      AppendHex(code, 4, out += "\\u");
    } else {
      AppendHex(code, 8, out += "\\U");
    }
  }
  return out;
}

Value ToTextValue(Runtime& runtime, Value value) {
  return value.string() ? value : runtime.Text(ToText(runtime, value));
}

}  // namespace tessera::jinja
