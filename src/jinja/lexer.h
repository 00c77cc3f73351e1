// Template source → tokens: text between tags, and the words and signs inside them.
//
// The white space rules (`-`, `+`, trim_blocks, lstrip_blocks) and line statements are dealt with
// here, so that the parser sees only tags. A line statement's tokens are those of a block.
#ifndef TESSERA_JINJA_LEXER_H_
#define TESSERA_JINJA_LEXER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "jinja/error.h"
#include "jinja/options.h"

namespace tessera::jinja {

enum class TokenType : std::uint8_t {
  kEnd,    // of the template
  kError,  // what stands here is no token; TokenList::error says why
  kData,
  kVariableBegin,
  kVariableEnd,
  kBlockBegin,
  kBlockEnd,
  kName,
  kString,
  kInteger,
  kFloat,
  kAdd,
  kAssign,
  kColon,
  kComma,
  kDiv,
  kDot,
  kEq,
  kFloorDiv,
  kGreater,
  kGreaterEq,
  kLeftBrace,
  kLeftBracket,
  kLeftParen,
  kLess,
  kLessEq,
  kMod,
  kMul,
  kNotEq,
  kPipe,
  kPow,
  kRightBrace,
  kRightBracket,
  kRightParen,
  kSemicolon,
  kSub,
  kTilde,
};

struct Token {
  TokenType type = TokenType::kEnd;
  Span span;  // of a string with its quotes; of data without what white space control removed
};

struct TokenList {
  std::vector<Token> tokens;  // ends with kEnd or kError
  std::string error;
};

// `source` with every line break made '\n', and without the last one unless it is to be kept.
std::string NormalizeLines(std::string_view source, bool keep_trailing_newline);

// REQUIRES: a source of NormalizeLines, below 4 GB.
TokenList Tokenize(std::string_view source, const Syntax& syntax);

// A kind of token in words: "end of print statement", "name", ",".
std::string_view TokenTypeName(TokenType type);

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_LEXER_H_
