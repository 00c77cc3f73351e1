#include "jinja/lexer.h"

#include <algorithm>
#include <array>
#include <optional>

#include "jinja/unicode.h"

namespace tessera::jinja {
namespace {

enum class Tag { kVariable, kLineStatement, kLineComment, kComment, kBlock };

// What opens a tag. The longest goes first, so that `<%#` is tried before `<%`.
struct Opening {
  Tag tag;
  std::string_view text;
};

std::vector<Opening> Openings(const Syntax& syntax) {
  std::vector<Opening> openings = {{Tag::kVariable, syntax.variable_start_string},
                                   {Tag::kComment, syntax.comment_start_string},
                                   {Tag::kBlock, syntax.block_start_string}};
  if (!syntax.line_statement_prefix.empty()) {
    openings.push_back({Tag::kLineStatement, syntax.line_statement_prefix});
  }
  if (!syntax.line_comment_prefix.empty()) {
    openings.push_back({Tag::kLineComment, syntax.line_comment_prefix});
  }
  std::sort(openings.begin(), openings.end(), [](const Opening& a, const Opening& b) {
    return a.text.size() != b.text.size() ? a.text.size() > b.text.size() : a.tag < b.tag;
  });
  return openings;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

struct Operator {
  std::string_view text;
  TokenType type;
};

constexpr std::array kOperators = {
    Operator{"//", TokenType::kFloorDiv},   Operator{"**", TokenType::kPow},
    Operator{"==", TokenType::kEq},         Operator{"!=", TokenType::kNotEq},
    Operator{">=", TokenType::kGreaterEq},  Operator{"<=", TokenType::kLessEq},
    Operator{"+", TokenType::kAdd},         Operator{"-", TokenType::kSub},
    Operator{"/", TokenType::kDiv},         Operator{"*", TokenType::kMul},
    Operator{"%", TokenType::kMod},         Operator{"~", TokenType::kTilde},
    Operator{"[", TokenType::kLeftBracket}, Operator{"]", TokenType::kRightBracket},
    Operator{"(", TokenType::kLeftParen},   Operator{")", TokenType::kRightParen},
    Operator{"{", TokenType::kLeftBrace},   Operator{"}", TokenType::kRightBrace},
    Operator{">", TokenType::kGreater},     Operator{"<", TokenType::kLess},
    Operator{"=", TokenType::kAssign},      Operator{".", TokenType::kDot},
    Operator{":", TokenType::kColon},       Operator{"|", TokenType::kPipe},
    Operator{",", TokenType::kComma},       Operator{";", TokenType::kSemicolon},
};

class Lexer {
 public:
  Lexer(std::string_view source, const Syntax& syntax)
      : source_(source), syntax_(syntax), openings_(Openings(syntax)) {
    for (const Opening& opening : openings_) {
      if (!opening.text.empty()) may_open_[static_cast<unsigned char>(opening.text[0])] = true;
    }
    by_line_ = !syntax.line_statement_prefix.empty() || !syntax.line_comment_prefix.empty();
  }

  TokenList Run() {
    list_.tokens.reserve(source_.size() / 6 + 8);
    while (position_ < source_.size() && list_.error.empty()) LexText();
    if (list_.error.empty()) Add(TokenType::kEnd, position_, 0);
    return std::move(list_);
  }

 private:
  // Where a tag opens: `begin` is where the text before it ends, `end` is behind its opening.
  struct Found {
    Tag tag;
    size_t begin;
    size_t end;
  };

  void Add(TokenType type, size_t begin, size_t length) {
    list_.tokens.push_back(
        {type, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(length)}});
  }
  void Fail(std::string message, size_t begin, size_t length) {
    Add(TokenType::kError, begin, length);
    list_.error = std::move(message);
  }

  bool At(size_t position, std::string_view text) const {
    return !text.empty() && source_.substr(std::min(position, source_.size())).starts_with(text);
  }
  bool AtLineStart(size_t position) const { return position == 0 || source_[position - 1] == '\n'; }
  size_t SkipSpace(size_t position) const {
    while (position < source_.size()) {
      size_t next = position;
      if (!IsSpace(NextCodePoint(source_, next))) break;
      position = next;
    }
    return position;
  }
  size_t SkipLineSpace(size_t position) const {
    while (position < source_.size() &&
           (source_[position] == ' ' || source_[position] == '\t' || source_[position] == '\v')) {
      ++position;
    }
    return position;
  }

  std::optional<Found> Open(size_t position) const;
  std::optional<Found> FindTag() const;
  void LexText();
  void AddText(const Found& found, char sign);
  void LexComment(size_t opened);
  void LexLineComment();
  std::optional<size_t> RawBegin(size_t position) const;
  void LexRaw(size_t opened, size_t begin);
  std::optional<size_t> Close(Tag tag) const;
  std::optional<size_t> CloseWith(std::string_view end, size_t position, bool block) const;
  void LexTag(Tag tag, const Found& found);
  void LexToken();
  size_t NumberEnd(TokenType& type) const;
  size_t DigitsEnd(size_t position, int base) const;
  std::optional<size_t> FloatEnd() const;
  bool LexString();
  bool LexOperator();
  bool Balance(char c);
  void FinishAt(size_t position) {
    line_starting_ = position > 0 && source_[position - 1] == '\n';
    position_ = position;
  }

  std::string_view source_;
  const Syntax& syntax_;
  std::vector<Opening> openings_;
  std::array<bool, 256> may_open_{};
  bool by_line_ = false;
  size_t position_ = 0;
  bool line_starting_ = true;  // whether what was read last ended a line
  std::string open_brackets_;  // inside a tag: the closing signs that are still expected
  TokenList list_;
};

std::optional<Lexer::Found> Lexer::Open(size_t position) const {
  for (const Opening& opening : openings_) {
    size_t at = position;
    if (opening.tag == Tag::kLineStatement) {
      if (!AtLineStart(position)) continue;
      at = SkipLineSpace(position);
    } else if (opening.tag == Tag::kLineComment) {
      size_t before = position;
      if (!AtLineStart(position) && IsSpace(PreviousCodePoint(source_, before))) continue;
      at = SkipLineSpace(position);
    }
    if (At(at, opening.text)) return Found{opening.tag, position, at + opening.text.size()};
  }
  return std::nullopt;
}

std::optional<Lexer::Found> Lexer::FindTag() const {
  for (size_t position = position_; position < source_.size(); ++position) {
    if (!by_line_ && !may_open_[static_cast<unsigned char>(source_[position])]) continue;
    if (auto found = Open(position)) return found;
  }
  return std::nullopt;
}

void Lexer::LexText() {
  const std::optional<Found> found = FindTag();
  if (!found) {
    Add(TokenType::kData, position_, source_.size() - position_);
    FinishAt(source_.size());
    return;
  }
  const auto raw = found->tag == Tag::kBlock ? RawBegin(found->end) : std::nullopt;
  const char next = found->end < source_.size() ? source_[found->end] : '\0';
  const char sign = next == '-' || next == '+' ? next : '\0';
  AddText(*found, sign);
  const size_t inside = found->end + (sign != '\0' ? 1 : 0);
  FinishAt(inside);
  if (raw) return LexRaw(*raw, found->begin);
  if (found->tag == Tag::kComment) return LexComment(found->begin);
  if (found->tag == Tag::kLineComment) return LexLineComment();
  LexTag(found->tag, *found);
}

void Lexer::AddText(const Found& found, char sign) {
  std::string_view text = source_.substr(position_, found.begin - position_);
  if (sign == '-') {
    text = Strip(text, nullptr, Side::kRight);
  } else if (sign != '+' && syntax_.lstrip_blocks && found.tag != Tag::kVariable) {
    const size_t newline = text.rfind('\n');
    const size_t line = newline == std::string_view::npos ? 0 : newline + 1;
    const bool blank = Strip(text.substr(line)).empty();
    if ((line > 0 || line_starting_) && blank) text = text.substr(0, line);
  }
  if (!text.empty()) Add(TokenType::kData, position_, text.size());
}

void Lexer::LexComment(size_t opened) {
  const std::string_view end = syntax_.comment_end_string;
  for (size_t at = position_; at < source_.size(); ++at) {
    position_ = at;
    if (const auto closed = CloseWith(end, at, true)) return FinishAt(*closed);
  }
  Fail("missing end of comment tag", opened, syntax_.comment_start_string.size());
}

void Lexer::LexLineComment() { FinishAt(std::min(source_.find('\n', position_), source_.size())); }

std::optional<size_t> Lexer::RawBegin(size_t position) const {
  if (At(position, "-") || At(position, "+")) ++position;
  position = SkipSpace(position);
  if (!At(position, "raw")) return std::nullopt;
  position = SkipSpace(position + 3);
  const std::string_view end = syntax_.block_end_string;
  if (At(position, "-") && At(position + 1, end)) return SkipSpace(position + 1 + end.size());
  if (At(position, end)) return position + end.size();
  return std::nullopt;
}

void Lexer::LexRaw(size_t opened, size_t begin) {
  const std::string_view start = syntax_.block_start_string;
  for (size_t at = source_.find(start, opened); at != std::string_view::npos;
       at = source_.find(start, at + 1)) {
    size_t inside = at + start.size();
    const char sign = inside < source_.size() ? source_[inside] : '\0';
    if (sign == '-' || sign == '+') ++inside;
    inside = SkipSpace(inside);
    if (!At(inside, "endraw")) continue;
    const auto closed = CloseWith(syntax_.block_end_string, SkipSpace(inside + 6), true);
    if (!closed) continue;
    position_ = opened;
    line_starting_ = source_[opened - 1] == '\n';
    AddText({Tag::kBlock, at, inside}, sign);
    return FinishAt(*closed);
  }
  Fail("missing end of raw directive", begin, start.size());
}

// The end of a closing `end` at `position`, with the white space that it takes along.
std::optional<size_t> Lexer::CloseWith(std::string_view end, size_t position, bool block) const {
  if (At(position, "-") && At(position + 1, end)) return SkipSpace(position + 1 + end.size());
  if (block && At(position, "+") && At(position + 1, end)) return position + 1 + end.size();
  if (!At(position, end)) return std::nullopt;
  position += end.size();
  if (block && syntax_.trim_blocks && At(position, "\n")) ++position;
  return position;
}

std::optional<size_t> Lexer::Close(Tag tag) const {
  if (tag == Tag::kVariable) return CloseWith(syntax_.variable_end_string, position_, false);
  if (tag == Tag::kBlock) return CloseWith(syntax_.block_end_string, position_, true);
  // A line statement ends with its line, and takes the empty lines that follow along.
  const size_t end = SkipSpace(position_);
  if (end == source_.size()) return end;
  const size_t newline = source_.substr(position_, end - position_).rfind('\n');
  if (newline == std::string_view::npos) return std::nullopt;
  return position_ + newline + 1;
}

void Lexer::LexTag(Tag tag, const Found& found) {
  const bool variable = tag == Tag::kVariable;
  Add(variable ? TokenType::kVariableBegin : TokenType::kBlockBegin, found.begin,
      position_ - found.begin);
  open_brackets_.clear();
  while (list_.error.empty()) {
    if (open_brackets_.empty()) {
      if (const auto closed = Close(tag)) {
        Add(variable ? TokenType::kVariableEnd : TokenType::kBlockEnd, position_,
            *closed - position_);
        return FinishAt(*closed);
      }
    }
    if (position_ >= source_.size()) return;
    const size_t space = SkipSpace(position_);
    if (space != position_) {
      FinishAt(space);
    } else {
      LexToken();
    }
  }
}

void Lexer::LexToken() {
  const size_t begin = position_;
  size_t end = begin;
  if (IsDigit(source_[begin])) {
    TokenType type = TokenType::kInteger;
    end = NumberEnd(type);
    Add(type, begin, end - begin);
    return FinishAt(end);
  }
  if (StartsIdentifier(NextCodePoint(source_, end))) {
    for (size_t next = end; next < source_.size(); end = next) {
      if (!ContinuesIdentifier(NextCodePoint(source_, next))) break;
    }
    Add(TokenType::kName, begin, end - begin);
    return FinishAt(end);
  }
  if (LexString() || LexOperator()) return;
  const bool quote = source_[begin] == '"' || source_[begin] == '\'';
  Fail(quote ? "a string is not closed"
             : "unexpected character '" + std::string(source_.substr(begin, end - begin)) + "'",
       begin, quote ? 1 : end - begin);
}

size_t Lexer::DigitsEnd(size_t position, int base) const {
  const auto digit = [&](size_t at) {
    if (at >= source_.size()) return false;
    const char c = source_[at];
    if (base == 16 && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) return true;
    return c >= '0' && c < '0' + std::min(base, 10);
  };
  while (digit(position) || (At(position, "_") && digit(position + 1))) ++position;
  return position;
}

std::optional<size_t> Lexer::FloatEnd() const {
  if (position_ > 0 && source_[position_ - 1] == '.') return std::nullopt;
  const auto digits = [&](size_t at) { return at < source_.size() && IsDigit(source_[at]); };
  size_t end = DigitsEnd(position_, 10);
  const bool fraction = At(end, ".") && digits(end + 1);
  if (fraction) end = DigitsEnd(end + 1, 10);
  size_t exponent = end;
  if (At(exponent, "e") || At(exponent, "E")) {
    ++exponent;
    if (At(exponent, "+") || At(exponent, "-")) ++exponent;
    if (digits(exponent)) return DigitsEnd(exponent, 10);
  }
  return fraction ? std::optional(end) : std::nullopt;
}

size_t Lexer::NumberEnd(TokenType& type) const {
  if (const auto end = FloatEnd()) {
    type = TokenType::kFloat;
    return *end;
  }
  if (source_[position_] != '0') return DigitsEnd(position_, 10);
  const char letter = position_ + 1 < source_.size() ? source_[position_ + 1] : '\0';
  const int base = letter == 'x' || letter == 'X'   ? 16
                   : letter == 'o' || letter == 'O' ? 8
                   : letter == 'b' || letter == 'B' ? 2
                                                    : 1;
  if (base == 1) return DigitsEnd(position_, 1);
  const size_t end = DigitsEnd(position_ + 2, base);
  return end == position_ + 2 ? position_ + 1 : end;
}

bool Lexer::LexString() {
  const char quote = source_[position_];
  if (quote != '"' && quote != '\'') return false;
  for (size_t at = position_ + 1; at < source_.size(); ++at) {
    if (source_[at] == '\\') {
      ++at;
    } else if (source_[at] == quote) {
      Add(TokenType::kString, position_, at + 1 - position_);
      FinishAt(at + 1);
      return true;
    }
  }
  return false;
}

bool Lexer::LexOperator() {
  for (const Operator& op : kOperators) {
    if (!At(position_, op.text)) continue;
    if (!Balance(op.text[0])) return true;
    Add(op.type, position_, op.text.size());
    FinishAt(position_ + op.text.size());
    return true;
  }
  return false;
}

// Keeps track of brackets; fails at a closing one that does not fit.
bool Lexer::Balance(char c) {
  if (c == '{' || c == '(' || c == '[') {
    open_brackets_ += c == '{' ? '}' : c == '(' ? ')' : ']';
  } else if (c == '}' || c == ')' || c == ']') {
    if (open_brackets_.empty() || open_brackets_.back() != c) {
      const std::string expected =
          open_brackets_.empty() ? "" : std::string(", expected '") + open_brackets_.back() + "'";
      Fail(std::string("unexpected '") + c + "'" + expected, position_, 1);
      return false;
    }
    open_brackets_.pop_back();
  }
  return true;
}

}  // namespace

std::string NormalizeLines(std::string_view source, bool keep_trailing_newline) {
  std::string text;
  text.reserve(source.size());
  for (size_t i = 0; i < source.size(); ++i) {
    if (source[i] == '\r') {
      text += '\n';
      if (i + 1 < source.size() && source[i + 1] == '\n') ++i;
    } else {
      text += source[i];
    }
  }
  if (!keep_trailing_newline && text.ends_with('\n')) text.pop_back();
  return text;
}

TokenList Tokenize(std::string_view source, const Syntax& syntax) {
  return Lexer(source, syntax).Run();
}

std::string_view TokenTypeName(TokenType type) {
  switch (type) {
    case TokenType::kEnd:
      return "end of template";
    case TokenType::kError:
      return "error";
    case TokenType::kData:
      return "template data / text";
    case TokenType::kVariableBegin:
      return "begin of print statement";
    case TokenType::kVariableEnd:
      return "end of print statement";
    case TokenType::kBlockBegin:
      return "begin of statement block";
    case TokenType::kBlockEnd:
      return "end of statement block";
    case TokenType::kName:
      return "name";
    case TokenType::kString:
      return "string";
    case TokenType::kInteger:
      return "integer";
    case TokenType::kFloat:
      return "float";
    default:
      break;
  }
  for (const Operator& op : kOperators) {
    if (op.type == type) return op.text;
  }
  return "?";
}

}  // namespace tessera::jinja
