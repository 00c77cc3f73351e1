#include "spec/expression_lexer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "base/text.h"

namespace tessera {
namespace {

using Kind = ExpressionToken::Kind;

constexpr std::array<std::string_view, 8> kKeywords = {"or", "and",  "not",  "in",
                                                       "is", "null", "true", "false"};
// Longer symbols first; each with the form that the parser sees.
constexpr std::array<std::pair<std::string_view, std::string_view>, 15> kSymbols = {{
    {"==", "="},
    {"!=", "!="},
    {"<>", "!="},
    {"<=", "<="},
    {">=", ">="},
    {"=", "="},
    {"<", "<"},
    {">", ">"},
    {"+", "+"},
    {"-", "-"},
    {"*", "*"},
    {"/", "/"},
    {"(", "("},
    {")", ")"},
    {",", ","},
}};
// What other languages write, and what is written here.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kForeign = {{
    {"&&", "write 'and'"},
    {"||", "write 'or'"},
    {"!", "write 'not'"},
    {"\"", "text stands in single quotes: 'starter'"},
    {"%", "write a percentage as a number: 5% is 0.05"},
    {";", "an expression has no end mark"},
}};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Lexer {
 public:
  explicit Lexer(const ExpressionSource& source) : source_(source), text_(source.text) {}

  std::vector<ExpressionToken> Run() {
    std::vector<ExpressionToken> tokens;
    do tokens.push_back(Next());
    while (tokens.back().kind != Kind::kEnd);
    return tokens;
  }

 private:
  ExpressionToken Next() {
    while (at_ < text_.size() && IsBlank(text_[at_])) ++at_;
    const size_t begin = at_;
    ExpressionToken token = Read();
    token.offset = begin;
    token.length = at_ - begin;
    return token;
  }

  ExpressionToken Read() {
    if (at_ == text_.size()) return {};
    const char c = text_[at_];
    if (IsLetter(c)) return ReadName();
    if (IsDigit(c) || (c == '.' && IsDigit(Ahead(1)))) return ReadNumber();
    if (c == '\'') return ReadText();
    return ReadSymbol();
  }

  ExpressionToken ReadName() {
    const size_t begin = at_;
    do {
      if (text_[at_] == '.') ++at_;
      while (IsLetter(Ahead(0)) || IsDigit(Ahead(0))) ++at_;
    } while (Ahead(0) == '.' && IsLetter(Ahead(1)));
    ExpressionToken token{.kind = Kind::kName,
                          .text = std::string(text_.substr(begin, at_ - begin))};
    if (std::ranges::find(kKeywords, token.text) != kKeywords.end()) token.kind = Kind::kKeyword;
    return token;
  }

  ExpressionToken ReadNumber() {
    ExpressionToken token{.kind = Kind::kNumber};
    const char* begin = text_.data() + at_;
    const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), token.number);
    const size_t length = static_cast<size_t>(end - begin);
    if (error != std::errc() || !std::isfinite(token.number)) {
      throw source_.ErrorAt(at_, length, "this number is too large");
    }
    if (const char next = Ahead(length); IsLetter(next) || IsDigit(next) || next == '.') {
      throw source_.ErrorAt(at_, length + 1,
                            fmt::format("a number ends in '{}'", std::string(1, next)));
    }
    at_ += length;
    token.text = std::string(begin, end);
    return token;
  }

  ExpressionToken ReadText() {
    ExpressionToken token{.kind = Kind::kText};
    const size_t begin = at_++;
    while (at_ < text_.size()) {
      if (text_[at_] == '\'' && Ahead(1) != '\'') {
        ++at_;
        return token;
      }
      if (text_[at_] == '\'') ++at_;  // two quotes inside a text stand for one
      token.text += text_[at_++];
    }
    throw source_.ErrorAt(begin, 1, "this text has no closing quote");
  }

  ExpressionToken ReadSymbol() {
    const std::string_view rest = text_.substr(at_);
    for (const auto& [written, meant] : kSymbols) {
      if (!rest.starts_with(written)) continue;
      at_ += written.size();
      return {.kind = Kind::kSymbol, .text = std::string(meant)};
    }
    for (const auto& [written, remedy] : kForeign) {
      if (!rest.starts_with(written)) continue;
      throw source_.ErrorAt(at_, written.size(), fmt::format("unexpected '{}'", written))
          .Remedy(std::string(remedy));
    }
    const std::string found = SanitizeUtf8(CodePoints(rest.substr(0, 4)).front());
    throw source_.ErrorAt(at_, 1, fmt::format("unexpected '{}'", found));
  }

  char Ahead(size_t distance) const {
    return at_ + distance < text_.size() ? text_[at_ + distance] : '\0';
  }

  const ExpressionSource& source_;
  const std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

Place ExpressionSource::At(size_t offset) const {
  Place place = start;
  if (place.line <= 0 || place.column <= 0) return place;
  const std::string_view before = text.substr(0, offset);
  const auto lines = static_cast<int>(std::ranges::count(before, '\n'));
  const size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is the start of the text
  const auto column = static_cast<int>(CodePoints(before.substr(line_begin)).size());
  place.line += lines;
  place.column = lines == 0 ? start.column + column : column + 1;
  return place;
}

Error ExpressionSource::ErrorAt(size_t offset, size_t length, std::string message) const {
  const std::string_view before = text.substr(0, offset);
  const auto line = static_cast<int>(std::ranges::count(before, '\n'));
  const size_t line_begin = before.rfind('\n') + 1;
  const auto column = static_cast<int>(CodePoints(before.substr(line_begin)).size()) + 1;
  const auto width = static_cast<int>(CodePoints(text.substr(offset, length)).size());
  // The excerpt bears the line's number in the file: blank lines stand for those before it.
  const int first_line = std::max(start.line, 1);
  std::string numbered(static_cast<size_t>(first_line - 1), '\n');
  Error error(std::move(message), At(offset));
  error.Excerpt(CaretExcerpt(numbered.append(text), first_line + line, column, width));
  return error;
}

std::vector<ExpressionToken> LexExpression(const ExpressionSource& source) {
  return Lexer(source).Run();
}

}  // namespace tessera
