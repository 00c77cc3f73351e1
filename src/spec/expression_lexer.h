// The words of an expression (expression.h): text in, tokens with their offsets out.
#ifndef TESSERA_SPEC_EXPRESSION_LEXER_H_
#define TESSERA_SPEC_EXPRESSION_LEXER_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace tessera {

struct ExpressionToken {
  enum class Kind {
    kName,     // a name, dotted or not
    kKeyword,  // or and not in is null true false
    kNumber,
    kText,    // `text` is unquoted
    kSymbol,  // = != < <= > >= + - * / ( ) ,   (== and <> are given as = and !=)
    kEnd,
  };
  Kind kind = Kind::kEnd;
  std::string text = {};
  double number = 0;
  size_t offset = 0;  // bytes from the start of the expression
  size_t length = 0;
};

// The text of one expression and where it stands; turns offsets into places and errors.
struct ExpressionSource {
  std::string_view text;
  Place start;

  Place At(size_t offset) const;
  // An error at `offset`, with carets under `length` bytes of the text.
  Error ErrorAt(size_t offset, size_t length, std::string message) const;
};

// The tokens of the whole text, the last of kind kEnd. Throws Error at what is no token.
std::vector<ExpressionToken> LexExpression(const ExpressionSource& source);

}  // namespace tessera

#endif  // TESSERA_SPEC_EXPRESSION_LEXER_H_
