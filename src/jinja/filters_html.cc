#include <algorithm>
#include <cctype>
#include <charconv>
#include <set>

#include "base/text.h"
#include "jinja/filters.h"
#include "jinja/serialize.h"
#include "jinja/unicode.h"
#include "jinja/urlize.h"

namespace tessera::jinja {
namespace {

Value Escape(Call& call) { return Escaped(call.runtime(), call.positional()[0]); }

Value ForceEscape(Call& call) {
  std::string escaped;
  AppendEscaped(ToText(call.runtime(), call.positional()[0]), escaped);
  return call.runtime().Markup(escaped);
}

Value Safe(Call& call) {
  return Value::Markup(ToTextValue(call.runtime(), call.positional()[0]).AsText());
}

struct Entity {
  std::string_view name;
  char32_t code;
};
// The entities that text is likely to hold; any other stays as it is.
constexpr Entity kEntities[] = {
    {"amp", '&'},      {"lt", '<'},        {"gt", '>'},       {"quot", '"'},     {"apos", '\''},
    {"nbsp", 0xA0},    {"copy", 0xA9},     {"reg", 0xAE},     {"deg", 0xB0},     {"euro", 0x20AC},
    {"pound", 0xA3},   {"yen", 0xA5},      {"cent", 0xA2},    {"sect", 0xA7},    {"laquo", 0xAB},
    {"raquo", 0xBB},   {"hellip", 0x2026}, {"ndash", 0x2013}, {"mdash", 0x2014}, {"lsquo", 0x2018},
    {"rsquo", 0x2019}, {"ldquo", 0x201C},  {"rdquo", 0x201D}, {"bull", 0x2022},  {"middot", 0xB7},
    {"times", 0xD7},   {"divide", 0xF7},   {"plusmn", 0xB1},  {"trade", 0x2122}, {"auml", 0xE4},
    {"ouml", 0xF6},    {"uuml", 0xFC},     {"Auml", 0xC4},    {"Ouml", 0xD6},    {"Uuml", 0xDC},
    {"szlig", 0xDF},   {"eacute", 0xE9},   {"egrave", 0xE8},  {"agrave", 0xE0},  {"ccedil", 0xE7},
    {"larr", 0x2190},  {"rarr", 0x2192},   {"ntilde", 0xF1},  {"frac12", 0xBD},  {"para", 0xB6},
};

// The code point of the entity at `position` (behind the '&'), which moves behind it; 0 when none.
char32_t ReadEntity(std::string_view text, size_t& position) {
  const size_t end = text.find(';', position);
  if (end == std::string_view::npos || end - position > 10) return 0;
  std::string_view name = text.substr(position, end - position);
  char32_t code = 0;
  if (name.starts_with('#')) {
    const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    name.remove_prefix(hex ? 2 : 1);
    std::uint32_t number = 0;
    const char* last = name.data() + name.size();
    if (std::from_chars(name.data(), last, number, hex ? 16 : 10).ptr != last) return 0;
    code = number > 0x10FFFF || number == 0 ? 0xFFFD : number;
  } else {
    const auto* known = std::find_if(std::begin(kEntities), std::end(kEntities),
                                     [&](const Entity& entity) { return entity.name == name; });
    if (known == std::end(kEntities)) return 0;
    code = known->code;
  }
  position = end + 1;
  return code;
}

std::string Unescaped(std::string_view text) {
  std::string out;
  for (size_t position = 0; position < text.size();) {
    const char c = text[position++];
    const char32_t code = c == '&' ? ReadEntity(text, position) : 0;
    if (code != 0) {
      AppendCodePoint(code, out);
    } else {
      out += c;
    }
  }
  return out;
}

// Without comments and tags, and with its white space made single blanks.
Value StripTags(Call& call) {
  const Value value = ToTextValue(call.runtime(), call.positional()[0]);
  const std::string_view text = value.AsText();
  std::string bare;
  for (size_t position = 0; position < text.size();) {
    size_t end = std::string_view::npos;
    if (text.substr(position).starts_with("<!--")) {
      end = text.find("-->", position + 4);
      if (end != std::string_view::npos) end += 2;
    }
    if (text[position] == '<' && end == std::string_view::npos) end = text.find('>', position);
    if (text[position] != '<' || end == std::string_view::npos) {
      bare += text[position++];
    } else {
      position = end + 1;
    }
  }
  std::string joined;
  for (Value word : SplitAtSpace(call.runtime(), Value::Text(bare), -1)->items) {
    if (!joined.empty()) joined += ' ';
    joined += word.AsText();
  }
  return call.runtime().Text(Unescaped(joined));
}

std::string Quoted(std::string_view text, bool query) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("_.-~").find(c) != std::string_view::npos ||
                       (c == '/' && !query);
    if (plain) {
      out += c;
    } else if (query && c == ' ') {
      out += '+';
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

Value UrlEncode(Call& call) {
  Runtime& runtime = call.runtime();
  const Value value = call.positional()[0];
  const bool iterable = value.dict() || value.list() || value.tuple() ||
                        Is(value, ObjectKind::kIterator) || Is(value, ObjectKind::kView) ||
                        Is(value, ObjectKind::kRange);
  if (!iterable) return runtime.Text(Quoted(ToText(runtime, value), false));
  std::string out;
  Iteration items(runtime, value);
  for (Value item; items.Next(item);) {
    Value key = item;
    Value text = value.dict() ? DictGet(value, item) : Value::None();
    if (!value.dict()) {
      const List* pair = ToList(runtime, item);
      if (pair->items.size() != 2) FailValue("'urlencode' takes a dict, or pairs");
      key = pair->items[0];
      text = pair->items[1];
    }
    if (!out.empty()) out += '&';
    out += Quoted(ToText(runtime, key), true) + "=" + Quoted(ToText(runtime, text), true);
  }
  return runtime.Text(out);
}

Value XmlAttributes(Call& call) {
  Runtime& runtime = call.runtime();
  const Value dict = call.positional()[0];
  CheckDefined(runtime, dict);
  if (!dict.dict()) FailType("'xmlattr' takes a dict, not " + std::string(TypeName(dict)));
  std::string out;
  Iteration keys(runtime, dict);
  for (Value key; keys.Next(key);) {
    const Value value = DictGet(dict, key);
    if (value.none() || value.undefined()) continue;
    if (!key.string())
      FailType("the name of an attribute is a string, not " + std::string(TypeName(key)));
    const std::string_view name = key.AsText();
    for (size_t position = 0; position < name.size();) {
      const char32_t code = NextCodePoint(name, position);
      if (IsSpace(code) || code == '/' || code == '>' || code == '=') {
        FailValue("the name of an attribute has an invalid character: " + Repr(runtime, key));
      }
    }
    if (!out.empty()) out += ' ';
    out += Escaped(runtime, key).AsText();
    out += "=\"";
    out += Escaped(runtime, value).AsText();
    out += '"';
  }
  if (FlagOr(call, 1, true) && !out.empty()) out.insert(0, 1, ' ');
  return runtime.TextAsOutput(out);
}

// Two or more letters, digits or . + -, then a colon and up to two slashes.
bool IsSchemePrefix(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == text.npos || colon < 2) return false;
  const std::string_view rest = text.substr(colon + 1);
  const bool word = std::all_of(text.begin(), text.begin() + colon, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("_.+-").find(c) != std::string_view::npos;
  });
  return word && (rest.empty() || rest == "/" || rest == "//");
}

Value UrlizeFilter(Call& call) {
  Runtime& runtime = call.runtime();
  const Policies& policies = runtime.options().policies;
  const auto words = [&](const Value& value) {
    return value.none() ? std::string() : ToText(runtime, value);
  };
  UrlizeOptions options;
  const Value limit = ArgumentOr(call, 1, Value::None());
  if (!limit.none()) options.trim_limit = IntegerOr(call, 1, 0);
  std::set<std::string> rel;
  const std::string given = words(ArgumentOr(call, 4, Value::None())) + " " +
                            policies.urlize_rel.value_or("") +
                            (FlagOr(call, 2, false) ? " nofollow" : "");
  for (const std::string& word : tessera::Split(given, ' ')) {
    if (!word.empty()) rel.insert(word);
  }
  options.rel = tessera::Join(std::vector<std::string>(rel.begin(), rel.end()), " ");
  const Value target = ArgumentOr(call, 3, Value::None());
  options.target = target.none() ? policies.urlize_target.value_or("") : words(target);
  options.extra_schemes = policies.urlize_extra_schemes;
  const Value schemes = ArgumentOr(call, 5, Value::None());
  if (!schemes.none()) {
    options.extra_schemes.clear();
    for (Value scheme : ToList(runtime, schemes)->items) {
      options.extra_schemes.push_back(ToText(runtime, scheme));
      if (!IsSchemePrefix(options.extra_schemes.back())) {
        FailValue(Repr(runtime, scheme) + " is no prefix of addresses, as 'tel:' or 'ftp://'");
      }
    }
  }
  const Value escaped = Escaped(runtime, call.positional()[0]);
  return runtime.TextAsOutput(Urlize(escaped.AsText(), options));
}

Value ToJson(Call& call) {
  const Value indent = ArgumentOr(call, 1, Value::None());
  const int width = indent.none()
                        ? -1
                        : static_cast<int>(std::clamp<std::int64_t>(IntegerOr(call, 1, 0), 0, 100));
  return call.runtime().Markup(JsonForHtml(call.runtime(), call.positional()[0], width));
}

Value PrettyPrint(Call& call) {
  return call.runtime().Text(PrettyText(call.runtime(), call.positional()[0]));
}

constexpr Library::BuiltinFilterRow kHtmlFilters[] = {
    {"e", "", Escape},
    {"escape", "", Escape},
    {"forceescape", "", ForceEscape},
    {"pprint", "", PrettyPrint},
    {"safe", "", Safe},
    {"striptags", "", StripTags},
    {"tojson", "indent", ToJson},
    {"urlencode", "", UrlEncode},
    {"urlize", "trim_url_limit nofollow target rel extra_schemes", UrlizeFilter},
    {"xmlattr", "autospace", XmlAttributes},
};

}  // namespace

std::span<const Library::BuiltinFilterRow> HtmlFilters() { return kHtmlFilters; }

}  // namespace tessera::jinja
