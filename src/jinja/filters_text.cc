#include <algorithm>

#include "base/text.h"
#include "jinja/filters.h"
#include "jinja/unicode.h"

namespace tessera::jinja {
namespace {

Value Subject(Call& call) { return ToTextValue(call.runtime(), call.positional()[0]); }

// For the filters that do not make text of what they are applied to.
Value RequireText(Call& call) {
  const Value value = call.positional()[0];
  CheckDefined(call.runtime(), value);
  if (!value.string()) {
    FailType("'" + std::string(call.name()) + "' takes text, not " + std::string(TypeName(value)));
  }
  return value;
}

template <std::string (*change)(std::string_view)>
Value Changed(Call& call) {
  const Value text = Subject(call);
  return call.runtime().TextLike(change(text.AsText()), text);
}

// Each word capitalized; words begin after white space and opening brackets, so "it's" is one word.
std::string Titled(std::string_view text) {
  const auto separates = [](char32_t code) {
    return code == '-' || code == '(' || code == '{' || code == '[' || code == '<' || IsSpace(code);
  };
  std::string out;
  size_t begin = 0;
  for (size_t position = 0; position < text.size();) {
    const size_t at = position;
    if (!separates(NextCodePoint(text, position))) continue;
    out += Capitalize(text.substr(begin, at - begin));
    out += text.substr(at, position - at);
    begin = position;
  }
  return out + Capitalize(text.substr(begin));
}

Value Title(Call& call) { return call.runtime().Text(Titled(Subject(call).AsText())); }
Value String(Call& call) { return Subject(call); }

Value Center(Call& call) {
  const Value text = Subject(call);
  const Value width = Value::Int(IntegerOr(call, 1, 80));
  Call center(call.runtime(), "center", {&width, 1}, {});
  return CallStringMethod(text, center);
}

Value Trim(Call& call) {
  const Value text = Subject(call);
  const Value characters = ArgumentOr(call, 1, Value::None());
  Call strip(call.runtime(), "strip", {&characters, 1}, {});
  return CallStringMethod(text, strip);
}

Value Replace(Call& call) {
  Runtime& runtime = call.runtime();
  Value text = call.positional()[0];
  Value from = ToTextValue(runtime, call.positional()[1]);
  Value to = ToTextValue(runtime, call.positional()[2]);
  if (!runtime.autoescape()) {
    text = Value::Text(ToTextValue(runtime, text).AsText());
  } else if ((from.markup() || to.markup()) && !text.markup()) {
    text = Escaped(runtime, text);
  } else {
    text = ToTextValue(runtime, text);
  }
  if (text.markup()) {
    from = Escaped(runtime, from);
    to = Escaped(runtime, to);
  }
  const Value count = ArgumentOr(call, 3, Value::None());
  return ReplaceText(runtime, text, from.AsText(), to.AsText(),
                     count.none() ? -1 : IntegerOr(call, 3, -1));
}

Value Truncate(Call& call) {
  Runtime& runtime = call.runtime();
  const Value value = call.positional()[0];
  CheckUsable(runtime, value);
  const auto size = static_cast<std::int64_t>(Length(runtime, value));
  const std::int64_t length = IntegerOr(call, 1, 255);
  const bool kill_words = FlagOr(call, 2, false);
  const Value end = ToTextValue(runtime, ArgumentOr(call, 3, Value::Text("...")));
  const auto end_size = static_cast<std::int64_t>(CountCodePoints(end.AsText()));
  const std::int64_t leeway = IntegerOr(call, 4, runtime.options().policies.truncate_leeway);
  if (length < end_size) {
    FailValue("'truncate' cannot make a text of " + std::to_string(length) +
              " characters that ends with '" + std::string(end.AsText()) + "'");
  }
  if (leeway < 0) FailValue("the leeway of 'truncate' cannot be negative");
  if (size <= CheckedAdd(length, leeway)) return value;
  RequireText(call);
  std::string_view kept = value.AsText();
  kept = kept.substr(0, OffsetOfCodePoint(kept, static_cast<size_t>(length - end_size)));
  if (!kill_words) kept = kept.substr(0, std::min(kept.rfind(' '), kept.size()));
  const Value head = value.markup() ? Value::Markup(kept) : Value::Text(kept);
  return Arithmetic(runtime, BinaryOp::kAdd, head, end);
}

bool IsWordCode(char32_t code) { return code == '_' || IsAlphabetic(code) || IsDecimal(code); }

Value WordCount(Call& call) {
  const Value text = Subject(call);
  std::int64_t count = 0;
  bool inside = false;
  for (size_t position = 0; position < text.AsText().size();) {
    const bool word = IsWordCode(NextCodePoint(text.AsText(), position));
    count += word && !inside;
    inside = word;
  }
  return Value::Int(count);
}

List* LinesOf(Call& call, Value text) {
  Call split(call.runtime(), "splitlines", {}, {});
  return &CallStringMethod(text, split).AsList();
}

Value Indent(Call& call) {
  Runtime& runtime = call.runtime();
  const Value text = RequireText(call);
  const Value width = ArgumentOr(call, 1, Value::Int(4));
  std::string indent;
  if (width.string()) {
    indent = text.markup() ? Escaped(runtime, width).AsText() : width.AsText();
  } else {
    const std::int64_t count = std::max<std::int64_t>(0, IntegerOr(call, 1, 4));
    runtime.CheckSize(static_cast<size_t>(count));
    indent.assign(static_cast<size_t>(count), ' ');
  }
  const bool blank = FlagOr(call, 3, false);
  const std::string source = std::string(text.AsText()) + "\n";
  const List* lines = LinesOf(call, Value::Text(source));
  std::string out = FlagOr(call, 2, false) ? indent : "";
  for (size_t i = 0; i < lines->items.size(); ++i) {
    const std::string_view line = lines->items[i].AsText();
    if (i > 0) {
      out += '\n';
      if (blank || !line.empty()) out += indent;
    }
    out += line;
    runtime.CheckSize(out.size());
  }
  return runtime.TextLike(out, text);
}

// Breaks one line the way Python's textwrap does: into words with the blanks before them, which are
// dropped at the start and the end of a line; words may be cut after hyphens.
class Wrapper {
 public:
  Wrapper(std::string_view line, std::int64_t width, bool break_long, bool break_hyphens)
      : width_(width), break_long_(break_long), break_hyphens_(break_hyphens) {
    Split(line);
  }

  std::vector<std::string> Lines() {
    std::vector<std::string> lines;
    for (next_ = 0; next_ < chunks_.size();) {
      std::vector<std::string> line;
      std::int64_t size = 0;
      if (!lines.empty() && IsBlank(chunks_[next_])) ++next_;
      while (next_ < chunks_.size() && size + Size(chunks_[next_]) <= width_) {
        size += Size(chunks_[next_]);
        line.push_back(chunks_[next_++]);
      }
      if (next_ < chunks_.size() && Size(chunks_[next_]) > width_) BreakWord(width_ - size, line);
      if (!line.empty() && IsBlank(line.back())) line.pop_back();
      if (!line.empty()) lines.push_back(tessera::Join(line, ""));
    }
    return lines;
  }

 private:
  // Puts as much of a word that is too long for any line as there is room for into `line`.
  void BreakWord(std::int64_t room, std::vector<std::string>& line) {
    std::string& word = chunks_[next_];
    if (!break_long_) {
      if (line.empty()) line.push_back(chunks_[next_++]);
      return;
    }
    size_t cut = OffsetOfCodePoint(word, static_cast<size_t>(room));
    const size_t hyphen = break_hyphens_ ? word.substr(0, cut).rfind('-') : word.npos;
    const bool behind_word = hyphen != word.npos && word.find_first_not_of('-') < hyphen;
    if (behind_word && cut < word.size()) cut = hyphen + 1;
    line.push_back(word.substr(0, cut));
    word.erase(0, cut);
  }
  static std::int64_t Size(const std::string& chunk) {
    return static_cast<std::int64_t>(CountCodePoints(chunk));
  }
  static bool IsBlank(const std::string& chunk) { return Strip(chunk).empty(); }

  void Split(std::string_view line) {
    std::string chunk;
    bool blank = false;
    const auto flush = [&] {
      if (!chunk.empty()) chunks_.push_back(std::exchange(chunk, {}));
    };
    for (size_t position = 0; position < line.size();) {
      const size_t at = position;
      if (const size_t dashes = DashesAt(line, position, chunk); break_hyphens_ && dashes > 0) {
        flush();
        chunks_.emplace_back(dashes, '-');
        position += dashes;
        continue;
      }
      const bool space = IsSpace(NextCodePoint(line, position));
      if (space != blank) flush();
      blank = space;
      chunk += line.substr(at, position - at);
      const bool hyphen = break_hyphens_ && line[at] == '-' && chunk.size() > 1 &&
                          EndsHyphen(chunk) && position < line.size() && StartsWord(line, position);
      if (hyphen) flush();
    }
    flush();
  }
  static bool IsLetter(char32_t code) { return code == '_' || IsAlphabetic(code); }
  static bool IsWord(char32_t code) { return IsLetter(code) || IsDecimal(code); }

  // How many dashes begin at `position`, two or more between words, as in "here--there".
  static size_t DashesAt(std::string_view line, size_t position, const std::string& before) {
    if (line[position] != '-' || before.empty()) return 0;
    size_t last = before.size();
    const char32_t code = PreviousCodePoint(before, last);
    const bool mark = code < 0x80 && std::string_view("!\"'&.,?").find(static_cast<char>(code)) !=
                                         std::string_view::npos;
    size_t end = line.find_first_not_of('-', position);
    if ((!mark && !IsWord(code)) || end == line.npos || end - position < 2) return 0;
    const size_t dashes = end - position;
    return IsWord(NextCodePoint(line, end)) ? dashes : 0;
  }
  // A hyphen behind two letters, as in "well-known", or behind "e-a".
  static bool EndsHyphen(const std::string& chunk) {
    size_t position = chunk.size() - 1;
    if (position == 0 || !IsLetter(PreviousCodePoint(chunk, position)) || position == 0) {
      return false;
    }
    const char32_t second = PreviousCodePoint(chunk, position);
    return IsLetter(second) ||
           (second == '-' && position > 0 && IsLetter(PreviousCodePoint(chunk, position)));
  }
  // Two letters, perhaps with a hyphen between them.
  static bool StartsWord(std::string_view line, size_t position) {
    if (!IsLetter(NextCodePoint(line, position)) || position >= line.size()) return false;
    char32_t second = NextCodePoint(line, position);
    if (second == '-' && position < line.size()) second = NextCodePoint(line, position);
    return IsLetter(second);
  }

  std::int64_t width_;
  bool break_long_;
  bool break_hyphens_;
  std::vector<std::string> chunks_;
  size_t next_ = 0;
};

Value WordWrap(Call& call) {
  Runtime& runtime = call.runtime();
  const Value text = RequireText(call);
  const std::int64_t width = IntegerOr(call, 1, 79);
  if (width <= 0) FailValue("the width of 'wordwrap' must be more than 0");
  const bool break_long = FlagOr(call, 2, true);
  const Value wrap = ArgumentOr(call, 3, Value::None());
  const std::string_view between = wrap.none() ? "\n" : ToTextValue(runtime, wrap).AsText();
  const bool break_hyphens = FlagOr(call, 4, true);
  std::string out;
  bool first = true;
  for (Value line : LinesOf(call, text)->items) {
    std::vector<std::string> pieces =
        Wrapper(line.AsText(), width, break_long, break_hyphens).Lines();
    if (pieces.empty()) pieces.emplace_back();
    for (const std::string& piece : pieces) {
      if (!first) out += between;
      first = false;
      out += piece;
      runtime.CheckSize(out.size());
    }
  }
  return runtime.Text(out);
}

Value Format(Call& call) {
  Runtime& runtime = call.runtime();
  const auto positional = call.positional().subspan(1);
  const Value format = Subject(call);
  if (!positional.empty() && !call.named().empty()) {
    FailType("'format' takes arguments by position or by name, not both");
  }
  if (!call.named().empty()) {
    Dict* dict = runtime.MakeDict();
    for (const NamedValue& named : call.named()) {
      dict->Set(runtime.heap(), Value::Text(named.name), named.value);
    }
    return PercentFormat(runtime, format, Value::Of(dict));
  }
  List* list = runtime.MakeList(positional.size());
  for (Value value : positional) runtime.Append(*list, value);
  return PercentFormat(runtime, format, Value::TupleOf(list));
}

constexpr Library::BuiltinFilterRow kTextFilters[] = {
    {"capitalize", "", Changed<Capitalize>},
    {"center", "width", Center},
    {"format", "*", Format},
    {"indent", "width first blank", Indent},
    {"lower", "", Changed<ToLower>},
    {"replace", "old! new! count", Replace},
    {"string", "", String},
    {"title", "", Title},
    {"trim", "chars", Trim},
    {"truncate", "length killwords end leeway", Truncate},
    {"upper", "", Changed<ToUpper>},
    {"wordcount", "", WordCount},
    {"wordwrap", "width break_long_words wrapstring break_on_hyphens", WordWrap},
};

}  // namespace

std::span<const Library::BuiltinFilterRow> TextFilters() { return kTextFilters; }

}  // namespace tessera::jinja
