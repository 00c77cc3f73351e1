#include <algorithm>
#include <map>

#include "jinja/operations.h"
#include "jinja/unicode.h"

namespace tessera::jinja {
namespace {

using StringMethod = Value (*)(Value, Call&);

// An argument that is a string; escaped when the receiver is finished markup, as MarkupSafe does.
std::string_view TextArgument(Value receiver, Call& call, size_t index, std::string_view name) {
  const std::string_view text = call.RequiredText(index, name);
  const Value value = call.Argument(index, name);
  return receiver.markup() ? Escaped(call.runtime(), value).AsText() : text;
}

std::int64_t Integer(Call& call, size_t index, std::string_view name, std::int64_t fallback) {
  const Value value = call.Argument(index, name);
  if (value.missing() || value.none()) return fallback;
  if (!value.integer() && !value.boolean())
    call.Fail("'" + std::string(name) + "' must be an integer");
  return value.AsInt();
}

template <std::string (*change)(std::string_view)>
Value Changed(Value receiver, Call& call) {
  return call.runtime().TextLike(change(receiver.AsText()), receiver);
}

template <bool (*holds)(char32_t), bool empty>
Value Every(Value receiver, Call&) {
  const std::string_view text = receiver.AsText();
  for (size_t position = 0; position < text.size();) {
    if (!holds(NextCodePoint(text, position))) return Value::Bool(false);
  }
  return Value::Bool(empty || !text.empty());
}

bool IsAlphanumeric(char32_t code) { return IsAlphabetic(code) || IsDecimal(code); }
bool IsAsciiCode(char32_t code) { return code < 0x80; }

template <bool upper>
Value AllInCase(Value receiver, Call&) {
  const std::string_view text = receiver.AsText();
  bool any = false;
  for (size_t position = 0; position < text.size();) {
    const char32_t code = NextCodePoint(text, position);
    if (upper ? IsLower(code) : IsUpper(code)) return Value::Bool(false);
    any |= upper ? IsUpper(code) : IsLower(code);
  }
  return Value::Bool(any);
}

Value IsTitle(Value receiver, Call&) {
  const std::string_view text = receiver.AsText();
  bool any = false;
  for (size_t position = 0; position < text.size();) {
    any |= IsUpper(NextCodePoint(text, position));
  }
  return Value::Bool(any && TitleCase(text) == text);
}

Value IsIdentifier(Value receiver, Call&) {
  const std::string_view text = receiver.AsText();
  size_t position = 0;
  if (text.empty() || !StartsIdentifier(NextCodePoint(text, position))) return Value::Bool(false);
  while (position < text.size()) {
    if (!ContinuesIdentifier(NextCodePoint(text, position))) return Value::Bool(false);
  }
  return Value::Bool(true);
}

template <Side side>
Value Stripped(Value receiver, Call& call) {
  const Value characters = call.Argument(0, "chars");
  if (characters.missing() || characters.none()) {
    return call.runtime().heap().TextLike(Strip(receiver.AsText(), nullptr, side), receiver);
  }
  const std::string_view set = TextArgument(receiver, call, 0, "chars");
  return call.runtime().heap().TextLike(Strip(receiver.AsText(), &set, side), receiver);
}

enum class Align { kLeft, kRight, kCenter };

template <Align align>
Value Justified(Value receiver, Call& call) {
  const auto size = static_cast<std::int64_t>(CountCodePoints(receiver.AsText()));
  const std::int64_t width = Integer(call, 0, "width", 0);
  const std::string_view fill =
      call.positional().size() > 1 ? TextArgument(receiver, call, 1, "fillchar") : " ";
  if (CountCodePoints(fill) != 1) call.Fail("the fill must be one character");
  const std::int64_t padding = std::max<std::int64_t>(0, width - size);
  call.runtime().CheckSize(static_cast<size_t>(padding) * fill.size() + receiver.AsText().size());
  std::int64_t left = align == Align::kLeft ? 0 : padding;
  if (align == Align::kCenter) left = padding / 2 + (padding & width & 1);
  std::string text;
  for (std::int64_t i = 0; i < left; ++i) text += fill;
  text += receiver.AsText();
  for (std::int64_t i = left; i < padding; ++i) text += fill;
  return call.runtime().TextLike(text, receiver);
}

Value ZeroFilled(Value receiver, Call& call) {
  const auto size = static_cast<std::int64_t>(CountCodePoints(receiver.AsText()));
  const std::int64_t padding = Integer(call, 0, "width", 0) - size;
  if (padding <= 0) return receiver;
  call.runtime().CheckSize(static_cast<size_t>(padding));
  std::string text(receiver.AsText());
  const bool sign = text.starts_with('-') || text.starts_with('+');
  text.insert(sign ? 1 : 0, static_cast<size_t>(padding), '0');
  return call.runtime().TextLike(text, receiver);
}

// The part of the receiver that find, count, startswith, … look at.
struct Part {
  std::string_view text;
  size_t offset = 0;  // in code points
};

Part PartOf(Value receiver, Call& call) {
  const std::string_view all = receiver.AsText();
  const auto size = static_cast<std::int64_t>(CountCodePoints(all));
  const auto bound = [&](size_t index, std::int64_t fallback) {
    const std::int64_t value = Integer(call, index, "", fallback);
    return std::clamp<std::int64_t>(value < 0 ? value + size : value, 0, size);
  };
  const std::int64_t start = bound(1, 0);
  const std::int64_t end = std::max(start, bound(2, size));
  const size_t from = OffsetOfCodePoint(all, static_cast<size_t>(start));
  const size_t to = OffsetOfCodePoint(all, static_cast<size_t>(end));
  return {all.substr(from, to - from), static_cast<size_t>(start)};
}

template <bool from_right, bool required>
Value Found(Value receiver, Call& call) {
  const Part part = PartOf(receiver, call);
  const std::string_view wanted = call.RequiredText(0, "sub");
  const size_t at = from_right ? part.text.rfind(wanted) : part.text.find(wanted);
  if (at == std::string_view::npos) {
    if (required) call.Fail("'" + std::string(call.name()) + "': the text is not found");
    return Value::Int(-1);
  }
  return Value::Int(
      static_cast<std::int64_t>(part.offset + CountCodePoints(part.text.substr(0, at))));
}

Value Counted(Value receiver, Call& call) {
  const Part part = PartOf(receiver, call);
  const std::string_view wanted = call.RequiredText(0, "sub");
  if (wanted.empty()) return Value::Int(static_cast<std::int64_t>(CountCodePoints(part.text)) + 1);
  std::int64_t count = 0;
  for (size_t at = part.text.find(wanted); at != std::string_view::npos;
       at = part.text.find(wanted, at + wanted.size())) {
    ++count;
  }
  return Value::Int(count);
}

template <bool end>
Value HasAffix(Value receiver, Call& call) {
  const Part part = PartOf(receiver, call);
  const auto fits = [&](std::string_view affix) {
    return end ? part.text.ends_with(affix) : part.text.starts_with(affix);
  };
  const Value wanted = call.Required(0, "prefix");
  if (!wanted.tuple()) return Value::Bool(fits(call.RequiredText(0, "prefix")));
  for (Value affix : ItemsOf(wanted)) {
    if (affix.string() && fits(affix.AsText())) return Value::Bool(true);
  }
  return Value::Bool(false);
}

template <bool end>
Value WithoutAffix(Value receiver, Call& call) {
  std::string_view text = receiver.AsText();
  const std::string_view affix = TextArgument(receiver, call, 0, "affix");
  if (end && text.ends_with(affix)) text.remove_suffix(affix.size());
  if (!end && text.starts_with(affix)) text.remove_prefix(affix.size());
  return call.runtime().heap().TextLike(text, receiver);
}

Value Replaced(Value receiver, Call& call) {
  const std::string_view from = TextArgument(receiver, call, 0, "old");
  const std::string_view to = TextArgument(receiver, call, 1, "new");
  return ReplaceText(call.runtime(), receiver, from, to, Integer(call, 2, "count", -1));
}

Value Joined(Value receiver, Call& call) {
  Runtime& runtime = call.runtime();
  std::string text;
  bool first = true;
  Iteration items(runtime, call.Required(0, "iterable"));
  for (Value item; items.Next(item);) {
    if (!first) text += receiver.AsText();
    first = false;
    CheckDefined(runtime, item);
    if (receiver.markup()) {
      text += Escaped(runtime, item).AsText();
    } else if (item.string()) {
      text += item.AsText();
    } else {
      call.Fail("'join' takes strings, not " + std::string(TypeName(item)),
                "the filter 'join' takes anything");
    }
    runtime.CheckSize(text.size());
  }
  return runtime.TextLike(text, receiver);
}

void AddPiece(Runtime& runtime, List& list, std::string_view piece, Value receiver) {
  runtime.Tick();
  runtime.Append(list, receiver.markup() ? Value::Markup(piece) : Value::Text(piece));
}

List* SplitAt(Runtime& runtime, Value receiver, std::string_view separator, std::int64_t most) {
  List* list = runtime.MakeList();
  std::string_view text = receiver.AsText();
  for (; most != 0; most -= most > 0) {
    const size_t at = text.find(separator);
    if (at == std::string_view::npos) break;
    AddPiece(runtime, *list, text.substr(0, at), receiver);
    text.remove_prefix(at + separator.size());
  }
  AddPiece(runtime, *list, text, receiver);
  return list;
}

List* SplitFromRight(Runtime& runtime, Value receiver, std::string_view separator, bool spaces,
                     std::int64_t most) {
  List* list = runtime.MakeList();
  std::string_view text = receiver.AsText();
  if (spaces) text = Strip(text, nullptr, Side::kRight);
  for (; most != 0 && !(spaces && text.empty()); most -= most > 0) {
    size_t at = spaces ? text.size() : text.rfind(separator);
    if (spaces) {
      for (size_t before = at; at > 0; at = before) {
        if (IsSpace(PreviousCodePoint(text, before))) break;
      }
      if (at == 0) break;
    } else if (at == std::string_view::npos) {
      break;
    }
    AddPiece(runtime, *list, text.substr(spaces ? at : at + separator.size()), receiver);
    text = spaces ? Strip(text.substr(0, at), nullptr, Side::kRight) : text.substr(0, at);
  }
  if (!spaces || !text.empty()) AddPiece(runtime, *list, text, receiver);
  std::reverse(list->items.begin(), list->items.end());
  return list;
}

template <bool from_right>
Value SplitText(Value receiver, Call& call) {
  const Value separator = call.Argument(0, "sep");
  const std::int64_t most = Integer(call, 1, "maxsplit", -1);
  const bool spaces = separator.missing() || separator.none();
  if (!spaces && call.RequiredText(0, "sep").empty()) call.Fail("the separator is empty");
  const std::string_view sep = spaces ? "" : separator.AsText();
  if (from_right) {
    return Value::Of(SplitFromRight(call.runtime(), receiver, sep, spaces, most));
  }
  return Value::Of(spaces ? SplitAtSpace(call.runtime(), receiver, most)
                          : SplitAt(call.runtime(), receiver, sep, most));
}

bool IsLineBreak(char32_t code) {
  return (code >= 10 && code <= 13) || (code >= 0x1C && code <= 0x1E) || code == 0x85 ||
         code == 0x2028 || code == 0x2029;
}

Value SplitLines(Value receiver, Call& call) {
  Runtime& runtime = call.runtime();
  const Value keep = call.Argument(0, "keepends");
  const bool keeps = !keep.missing() && Truth(runtime, keep);
  List* list = runtime.MakeList();
  const std::string_view text = receiver.AsText();
  for (size_t begin = 0; begin < text.size();) {
    size_t position = begin;
    size_t end = text.size();
    size_t next = text.size();
    while (position < text.size()) {
      const size_t at = position;
      const char32_t code = NextCodePoint(text, position);
      if (!IsLineBreak(code)) continue;
      if (code == '\r' && position < text.size() && text[position] == '\n') ++position;
      end = at;
      next = position;
      break;
    }
    AddPiece(runtime, *list, text.substr(begin, (keeps ? next : end) - begin), receiver);
    begin = next;
  }
  return Value::Of(list);
}

template <bool from_right>
Value Partitioned(Value receiver, Call& call) {
  Runtime& runtime = call.runtime();
  const std::string_view text = receiver.AsText();
  const std::string_view separator = TextArgument(receiver, call, 0, "sep");
  if (separator.empty()) call.Fail("the separator is empty");
  const size_t at = from_right ? text.rfind(separator) : text.find(separator);
  const auto part = [&](std::string_view piece) {
    return runtime.heap().TextLike(piece, receiver);
  };
  if (at == std::string_view::npos) {
    return from_right ? runtime.Tuple({part(""), part(""), part(text)})
                      : runtime.Tuple({part(text), part(""), part("")});
  }
  return runtime.Tuple(
      {part(text.substr(0, at)), part(separator), part(text.substr(at + separator.size()))});
}

Value ExpandTabs(Value receiver, Call& call) {
  const std::int64_t size = Integer(call, 0, "tabsize", 8);
  const std::string_view text = receiver.AsText();
  std::string out;
  std::int64_t column = 0;
  for (size_t position = 0; position < text.size();) {
    const char32_t code = NextCodePoint(text, position);
    if (code == '\t') {
      const std::int64_t spaces = size > 0 ? size - column % size : 0;
      call.runtime().CheckSize(out.size() + static_cast<size_t>(spaces));
      out.append(static_cast<size_t>(spaces), ' ');
      column += spaces;
    } else {
      AppendCodePoint(code, out);
      column = code == '\n' || code == '\r' ? 0 : column + 1;
    }
  }
  return call.runtime().TextLike(out, receiver);
}

Value Formatted(Value receiver, Call& call) {
  return BraceFormat(call.runtime(), receiver, call.positional(), call.named());
}

Value FormattedMap(Value receiver, Call& call) {
  const Value mapping = call.Required(0, "mapping");
  std::vector<NamedValue> named;
  Iteration keys(call.runtime(), mapping);
  for (Value key; keys.Next(key);) {
    if (key.string()) named.push_back({key.AsText(), Item(call.runtime(), mapping, key)});
  }
  return BraceFormat(call.runtime(), receiver, {}, named);
}

const std::map<std::string_view, StringMethod>& Methods() {
  static const std::map<std::string_view, StringMethod> methods = {
      {"capitalize", Changed<Capitalize>},
      {"casefold", Changed<ToLower>},
      {"center", Justified<Align::kCenter>},
      {"count", Counted},
      {"endswith", HasAffix<true>},
      {"expandtabs", ExpandTabs},
      {"find", Found<false, false>},
      {"format", Formatted},
      {"format_map", FormattedMap},
      {"index", Found<false, true>},
      {"isalnum", Every<IsAlphanumeric, false>},
      {"isalpha", Every<IsAlphabetic, false>},
      {"isascii", Every<IsAsciiCode, true>},
      {"isdecimal", Every<IsDecimal, false>},
      {"isdigit", Every<IsDecimal, false>},
      {"isidentifier", IsIdentifier},
      {"islower", AllInCase<false>},
      {"isnumeric", Every<IsDecimal, false>},
      {"isprintable", Every<IsPrintable, true>},
      {"isspace", Every<IsSpace, false>},
      {"istitle", IsTitle},
      {"isupper", AllInCase<true>},
      {"join", Joined},
      {"ljust", Justified<Align::kLeft>},
      {"lower", Changed<ToLower>},
      {"lstrip", Stripped<Side::kLeft>},
      {"partition", Partitioned<false>},
      {"removeprefix", WithoutAffix<false>},
      {"removesuffix", WithoutAffix<true>},
      {"replace", Replaced},
      {"rfind", Found<true, false>},
      {"rindex", Found<true, true>},
      {"rjust", Justified<Align::kRight>},
      {"rpartition", Partitioned<true>},
      {"rsplit", SplitText<true>},
      {"rstrip", Stripped<Side::kRight>},
      {"split", SplitText<false>},
      {"splitlines", SplitLines},
      {"startswith", HasAffix<false>},
      {"strip", Stripped<Side::kBoth>},
      {"swapcase", Changed<SwapCase>},
      {"title", Changed<TitleCase>},
      {"upper", Changed<ToUpper>},
      {"zfill", ZeroFilled},
  };
  return methods;
}

}  // namespace

bool IsStringMethod(std::string_view name) { return Methods().contains(name); }

Value CallStringMethod(Value receiver, Call& call) {
  return Methods().at(call.name())(receiver, call);
}

List* SplitAtSpace(Runtime& runtime, Value receiver, std::int64_t most) {
  List* list = runtime.MakeList();
  std::string_view text = Strip(receiver.AsText(), nullptr, Side::kLeft);
  for (; most != 0 && !text.empty(); most -= most > 0) {
    size_t end = 0;
    for (size_t next = 0; next < text.size(); end = next) {
      if (IsSpace(NextCodePoint(text, next))) break;
    }
    AddPiece(runtime, *list, text.substr(0, end), receiver);
    text = Strip(text.substr(end), nullptr, Side::kLeft);
  }
  if (!text.empty()) AddPiece(runtime, *list, text, receiver);
  return list;
}

Value ReplaceText(Runtime& runtime, Value text, std::string_view from, std::string_view to,
                  std::int64_t most) {
  const std::string_view all = text.AsText();
  std::string out;
  size_t position = 0;
  for (; most != 0; most -= most > 0) {
    const size_t at = from.empty() ? position : all.find(from, position);
    if (at == std::string_view::npos || at > all.size()) break;
    out.append(all, position, at - position).append(to);
    runtime.CheckSize(out.size());
    position = at + from.size();
    if (!from.empty()) continue;
    // An empty text is found before every character and at the end.
    if (position == all.size()) break;
    size_t next = position;
    NextCodePoint(all, next);
    out.append(all, position, next - position);
    position = next;
  }
  out.append(all.substr(position));
  return runtime.TextLike(out, text);
}

}  // namespace tessera::jinja
