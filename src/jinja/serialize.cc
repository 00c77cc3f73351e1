#include "jinja/serialize.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "jinja/filters.h"
#include "jinja/unicode.h"

namespace tessera::jinja {
namespace {

constexpr std::int64_t kPrettyWidth = 80;

struct Pair {
  Value key;
  Value value;
};

std::vector<Pair> PairsOf(Runtime& runtime, Value dict) {
  std::vector<Pair> pairs;
  Iteration keys(runtime, dict);
  for (Value key; keys.Next(key);) pairs.push_back({key, DictGet(dict, key)});
  return pairs;
}

void AppendUnicodeEscape(char32_t code, std::string& out) {
  std::array<char, 16> text;
  if (code >= 0x10000) {
    const char32_t rest = code - 0x10000;
    AppendUnicodeEscape(0xD800 + (rest >> 10), out);
    code = 0xDC00 + (rest & 0x3FF);
  }
  std::snprintf(text.data(), text.size(), "\\u%04x", static_cast<unsigned>(code));
  out += text.data();
}

void AppendJsonString(std::string_view text, std::string& out) {
  out += '"';
  for (size_t position = 0; position < text.size();) {
    const char32_t code = NextCodePoint(text, position);
    switch (code) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      default:
        if (code < ' ' || code > 0x7E || code == '<' || code == '>' || code == '&' ||
            code == '\'') {
          AppendUnicodeEscape(code, out);
        } else {
          out += static_cast<char>(code);
        }
    }
  }
  out += '"';
}

class JsonWriter {
 public:
  JsonWriter(Runtime& runtime, int indent) : runtime_(runtime), indent_(indent) {}

  void Write(Value value) {
    runtime_.CheckStack();
    runtime_.CheckSize(out.size());
    if (value.string()) return AppendJsonString(value.AsText(), out);
    if (value.number() || value.none()) return Scalar(value, out);
    if (value.list() || value.tuple()) return Sequence(value);
    if (value.dict()) return Mapping(value);
    FailType("a value of type " + std::string(TypeName(value)) + " has no JSON");
  }

  std::string out;

 private:
  static void Scalar(Value value, std::string& out) {
    if (value.none()) {
      out += "null";
    } else if (value.boolean()) {
      out += value.AsBool() ? "true" : "false";
    } else if (value.integer()) {
      AppendInteger(value.AsInt(), out);
    } else if (std::isfinite(value.AsFloat())) {
      AppendFloat(value.AsFloat(), out);
    } else {
      const double number = value.AsFloat();
      out += std::isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
    }
  }
  void Break(bool first) {
    if (!first) out += indent_ < 0 ? ", " : ",";
    if (indent_ < 0) return;
    out += '\n';
    out.append(static_cast<size_t>(indent_ * depth_), ' ');
  }
  void Close(char bracket, bool empty) {
    --depth_;
    if (!empty && indent_ >= 0) Break(true);
    out += bracket;
  }
  void Sequence(Value value) {
    out += '[';
    ++depth_;
    const size_t size = SequenceSize(value);
    for (size_t i = 0; i < size; ++i) {
      Break(i == 0);
      Write(SequenceItem(value, i));
    }
    Close(']', size == 0);
  }
  void Mapping(Value value) {
    std::vector<Pair> pairs = PairsOf(runtime_, value);
    std::stable_sort(pairs.begin(), pairs.end(), [&](const Pair& a, const Pair& b) {
      return Order(runtime_, a.key, b.key) < 0;
    });
    out += '{';
    ++depth_;
    for (size_t i = 0; i < pairs.size(); ++i) {
      Break(i == 0);
      std::string key;
      if (pairs[i].key.string()) {
        key = pairs[i].key.AsText();
      } else if (pairs[i].key.number() || pairs[i].key.none()) {
        Scalar(pairs[i].key, key);
      } else {
        FailType("a key of type " + std::string(TypeName(pairs[i].key)) + " has no JSON");
      }
      AppendJsonString(key, out);
      out += ": ";
      Write(pairs[i].value);
    }
    Close('}', pairs.empty());
  }

  Runtime& runtime_;
  int indent_;
  int depth_ = 0;
};

class PrettyPrinter {
 public:
  explicit PrettyPrinter(Runtime& runtime) : runtime_(runtime) {}

  // `indent` is the column; `allowance` is what must still fit behind it on its last line.
  void Write(Value value, std::int64_t indent, std::int64_t allowance) {
    runtime_.CheckStack();
    runtime_.CheckSize(out.size());
    const std::string plain = Repr(runtime_, Sorted(value));
    const auto size = static_cast<std::int64_t>(CountCodePoints(plain));
    if (size <= kPrettyWidth - indent - allowance) {
      out += plain;
    } else if (value.dict() && Length(runtime_, value) > 0) {
      Mapping(value, indent, allowance);
    } else if ((value.list() || value.tuple()) && SequenceSize(value) > 0) {
      Sequence(value, indent, allowance);
    } else {
      out += plain;
    }
  }

  std::string out;

 private:
  std::vector<Pair> SortedPairs(Value dict) {
    std::vector<Pair> pairs = PairsOf(runtime_, dict);
    std::stable_sort(pairs.begin(), pairs.end(), [&](const Pair& a, const Pair& b) {
      const bool ordered = (a.key.string() && b.key.string()) || (a.key.number() && b.key.number());
      return ordered ? Order(runtime_, a.key, b.key) < 0 : TypeName(a.key) < TypeName(b.key);
    });
    return pairs;
  }
  // `value` with the keys of all dicts in it sorted, as pprint shows them.
  Value Sorted(Value value) {
    runtime_.CheckStack();
    if (value.dict()) {
      Dict* dict = runtime_.MakeDict();
      for (const Pair& pair : SortedPairs(value)) {
        dict->Set(runtime_.heap(), pair.key, Sorted(pair.value));
      }
      return Value::Of(dict);
    }
    if (!value.list() && !value.tuple()) return value;
    List* list = runtime_.MakeList();
    for (size_t i = 0; i < SequenceSize(value); ++i) {
      runtime_.Append(*list, Sorted(SequenceItem(value, i)));
    }
    return value.tuple() ? Value::TupleOf(list) : Value::Of(list);
  }
  void NextLine(std::int64_t indent) {
    out += ",\n";
    out.append(static_cast<size_t>(indent), ' ');
  }
  void Sequence(Value value, std::int64_t indent, std::int64_t allowance) {
    const size_t size = SequenceSize(value);
    const bool tuple = value.tuple();
    out += tuple ? '(' : '[';
    for (size_t i = 0; i < size; ++i) {
      if (i > 0) NextLine(indent + 1);
      const bool last = i + 1 == size;
      Write(SequenceItem(value, i), indent + 1,
            last ? allowance + (tuple && size == 1 ? 2 : 1) : 1);
    }
    out += tuple ? (size == 1 ? ",)" : ")") : "]";
  }
  void Mapping(Value value, std::int64_t indent, std::int64_t allowance) {
    const std::vector<Pair> pairs = SortedPairs(value);
    out += '{';
    for (size_t i = 0; i < pairs.size(); ++i) {
      if (i > 0) NextLine(indent + 1);
      const std::string key = Repr(runtime_, pairs[i].key);
      out += key + ": ";
      Write(pairs[i].value, indent + static_cast<std::int64_t>(CountCodePoints(key)) + 3,
            i + 1 == pairs.size() ? allowance + 1 : 1);
    }
    out += '}';
  }

  Runtime& runtime_;
};

}  // namespace

std::string JsonForHtml(Runtime& runtime, Value value, int indent) {
  JsonWriter writer(runtime, indent);
  writer.Write(value);
  return std::move(writer.out);
}

std::string PrettyText(Runtime& runtime, Value value) {
  PrettyPrinter printer(runtime);
  printer.Write(value, 0, 0);
  return std::move(printer.out);
}

}  // namespace tessera::jinja
