#include "jinja/parser.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "jinja/unicode.h"

namespace tessera::jinja {
namespace {

constexpr std::array<std::string_view, 24> kTags = {
    "autoescape", "block",   "break",     "call",   "continue", "do",       "elif",    "else",
    "endblock",   "endcall", "endfilter", "endfor", "endif",    "endmacro", "endset",  "endwith",
    "extends",    "filter",  "for",       "from",   "if",       "import",   "include", "macro"};

std::string Alternatives(std::initializer_list<std::string_view> words) {
  std::vector<std::string> quoted;
  for (std::string_view word : words) quoted.push_back("'" + std::string(word) + "'");
  return JoinWords(quoted, "or");
}

// What those mean who write as in another language.
std::string RemedyFor(std::string_view text) {
  if (text == "&") return "did you mean 'and'?";
  if (text == "!") return "did you mean 'not'?";
  if (text == "?") return "write it as: a if condition else b";
  return {};
}

}  // namespace

Parser::Nested::Nested(Parser& parser) : parser_(parser) {
  if (++parser.nesting_ > parser.options_.limits.nesting) {
    --parser.nesting_;
    TemplateError error(
        ErrorKind::kLimit,
        "nested more than " + std::to_string(parser.options_.limits.nesting) + " levels deep");
    error.Locate(parser.into_.name, parser.into_.source, parser.Current().span);
    throw error;
  }
}

Parser::Parser(const Options& options, CompiledTemplate& into)
    : options_(options),
      into_(into),
      list_(Tokenize(into.source, options.syntax)),
      escaping_(into.autoescape ? Escaping::kOn : Escaping::kOff) {}

void Parser::Run() {
  into_.body = ParseUntil({});
  if (At(TokenType::kError)) FailAt(Current(), "");
}

// --- Tokens -------------------------------------------------------------------------------------

const Token& Parser::Ahead() const {
  return list_.tokens[std::min(position_ + 1, list_.tokens.size() - 1)];
}

std::string_view Parser::TextOf(const Token& token) const {
  return std::string_view(into_.source).substr(token.span.begin, token.span.length);
}

bool Parser::IsName(const Token& token, std::string_view name) const {
  return token.type == TokenType::kName && TextOf(token) == name;
}

bool Parser::AtAny(Words names) const {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view name) { return AtName(name); });
}

Token Parser::Next() {
  const Token token = Current();
  if (token.type == TokenType::kError) FailAt(token, "");
  if (position_ + 1 < list_.tokens.size()) ++position_;
  return token;
}

bool Parser::Skip(TokenType type) {
  if (!At(type)) return false;
  Next();
  return true;
}

bool Parser::SkipName(std::string_view name) {
  if (!AtName(name)) return false;
  Next();
  return true;
}

Token Parser::Expect(TokenType type) {
  if (At(type)) return Next();
  FailAt(Current(), "expected " + std::string(type > TokenType::kFloat ? "'" : "") +
                        std::string(TokenTypeName(type)) + (type > TokenType::kFloat ? "'" : "") +
                        ", got " + Describe(Current()));
}

void Parser::ExpectName(std::string_view name) {
  if (!SkipName(name)) {
    FailAt(Current(), "expected '" + std::string(name) + "', got " + Describe(Current()));
  }
}

std::string Parser::Describe(const Token& token) const {
  switch (token.type) {
    case TokenType::kEnd:
    case TokenType::kData:
    case TokenType::kVariableBegin:
    case TokenType::kVariableEnd:
    case TokenType::kBlockBegin:
    case TokenType::kBlockEnd:
      return std::string(TokenTypeName(token.type));
    case TokenType::kString:
      return "the string " + std::string(TextOf(token));
    case TokenType::kInteger:
    case TokenType::kFloat:
      return "the number " + std::string(TextOf(token));
    default:
      return "'" + std::string(TextOf(token)) + "'";
  }
}

void Parser::Fail(std::string message, Span span, std::string remedy) const {
  TemplateError error(ErrorKind::kSyntax, std::move(message));
  error.Locate(into_.name, into_.source, span);
  if (!remedy.empty()) error.Remedy(std::move(remedy));
  throw error;
}

void Parser::FailAt(const Token& token, std::string message) const {
  if (token.type == TokenType::kError) Fail(list_.error, token.span, RemedyFor(TextOf(token)));
  if (token.type == TokenType::kAssign) Fail(std::move(message), token.span, "use == to compare");
  if (token.type == TokenType::kPipe && position_ > 0) {
    Fail(std::move(message), token.span, "did you mean 'or'?");
  }
  if (token.type == TokenType::kEnd && position_ > 0) {
    // The end is reported where the last thing before it began, which is what somebody wrote.
    Fail(std::move(message), list_.tokens[position_ - 1].span);
  }
  Fail(std::move(message), token.span);
}

Span Parser::SpanFrom(std::uint32_t begin) const {
  const Span last = position_ == 0 ? Span{} : list_.tokens[position_ - 1].span;
  return {begin, std::max(last.begin + last.length, begin) - begin};
}

int Parser::LineOf(std::uint32_t offset) const {
  const auto end =
      into_.source.begin() + std::min<std::ptrdiff_t>(offset, std::ssize(into_.source));
  return 1 + static_cast<int>(std::count(into_.source.begin(), end, '\n'));
}

// --- Text and tags ------------------------------------------------------------------------------

Body Parser::ParseUntil(Words ends) {
  Body body;
  while (!At(TokenType::kEnd)) {
    const Token token = Next();
    if (token.type == TokenType::kData) {
      std::string_view text = TextOf(token);
      if (options_.syntax.newline_sequence != "\n") {
        text = into_.heap.Copy(ReplaceAll(text, "\n", options_.syntax.newline_sequence));
      }
      body.push_back({TextStmt{text}, token.span});
    } else if (token.type == TokenType::kVariableBegin) {
      ExprPtr value = ParseTuple();
      const Span span = value->span;
      Expect(TokenType::kVariableEnd);
      body.push_back({OutputStmt{std::move(value), escaping_}, span});
    } else {
      if (AtAny(ends)) return body;
      ParseTag(body);
      Expect(TokenType::kBlockEnd);
    }
  }
  return body;
}

void Parser::ParseTag(Body& body) {
  const Token token = Current();
  if (token.type != TokenType::kName) FailAt(token, "expected a tag, got " + Describe(token));
  const Nested nested(*this);
  Next();
  const std::string_view name = TextOf(token);
  if (!ParseStatement(name, token.span.begin, body) &&
      !ParseInclusion(name, token.span.begin, body)) {
    FailUnknownTag(token);
  }
}

// What follows a tag up to one of `ends`, which is the current token then.
Body Parser::ParseBody(Words ends) {
  Skip(TokenType::kColon);  // as Python would write it
  Expect(TokenType::kBlockEnd);
  open_tags_.back().ends = ends;
  Body body = ParseUntil(ends);
  if (At(TokenType::kError)) FailAt(Current(), "");
  if (At(TokenType::kEnd)) FailAtEnd();
  return body;
}

// A body with a single end, which is passed over.
Body Parser::ParseTagBody(std::string_view name, Words ends, std::uint32_t begin) {
  open_tags_.push_back({name, ends, begin});
  Body body = ParseBody(ends);
  open_tags_.pop_back();
  Next();
  return body;
}

void Parser::FailUnknownTag(const Token& token) const {
  const std::string name(TextOf(token));
  std::vector<std::string> known(kTags.begin(), kTags.end());
  for (std::string_view more : {"print", "raw", "set", "with", "endautoescape"})
    known.emplace_back(more);
  const bool exists = std::find(known.begin(), known.end(), name) != known.end();
  std::string remedy;
  if (!open_tags_.empty()) {
    const OpenTag& open = open_tags_.back();
    remedy = "'" + std::string(open.name) + "' from line " + std::to_string(LineOf(open.begin)) +
             " is still open; it goes on with " + Alternatives(open.ends);
  }
  if (!exists) {
    const auto nearest = Nearest(name, known);
    if (nearest) remedy = "did you mean '" + *nearest + "'?";
  } else if (name == "do") {
    remedy = "the extension 'do' is off";
  } else if (name == "break" || name == "continue") {
    remedy = "the extension 'loopcontrols' is off";
  } else if (remedy.empty()) {
    remedy = "no tag is open here";
  }
  Fail((exists ? "unexpected tag '" : "unknown tag '") + name + "'", token.span, remedy);
}

void Parser::FailAtEnd() const {
  const OpenTag& open = open_tags_.back();
  Fail("the template ends inside '" + std::string(open.name) + "'",
       list_.tokens[position_ - 1].span,
       "'" + std::string(open.name) + "' from line " + std::to_string(LineOf(open.begin)) +
           " needs " + Alternatives(open.ends));
}

}  // namespace tessera::jinja
