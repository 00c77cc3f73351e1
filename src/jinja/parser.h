// Tokens → tree, by recursive descent: one function a rule of the grammar.
//
// Precedence, weakest first: `a if b else c`, or, and, not, comparisons and `in`, + -, ~, * / // %,
// **, unary + -, then calls, attributes and items, then filters and tests. `**` groups to the left
// and binds weaker than a sign, as in Jinja2: -2**2 is 4, 2**3**2 is 64.
#ifndef TESSERA_JINJA_PARSER_H_
#define TESSERA_JINJA_PARSER_H_

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "jinja/lexer.h"
#include "jinja/options.h"
#include "jinja/tree.h"

namespace tessera::jinja {

class Parser {
 public:
  // Fills `into`, whose name, source and autoescape are set.
  Parser(const Options& options, CompiledTemplate& into);

  // Throws TemplateError of kind kSyntax, kAssertion or kLimit.
  void Run();

 private:
  using Words = std::initializer_list<std::string_view>;

  // A tag that is not closed yet.
  struct OpenTag {
    std::string_view name;
    Words ends;
    std::uint32_t begin;
  };
  // Counts nesting while it lives.
  class Nested;

  // parser.cc: the tokens.
  const Token& Current() const { return list_.tokens[position_]; }
  const Token& Ahead() const;
  std::string_view TextOf(const Token& token) const;
  bool At(TokenType type) const { return Current().type == type; }
  bool AtName(std::string_view name) const { return IsName(Current(), name); }
  bool IsName(const Token& token, std::string_view name) const;
  bool AtAny(Words names) const;
  Token Next();
  bool Skip(TokenType type);
  bool SkipName(std::string_view name);
  Token Expect(TokenType type);
  void ExpectName(std::string_view name);
  std::string Describe(const Token& token) const;
  [[noreturn]] void Fail(std::string message, Span span, std::string remedy = {}) const;
  [[noreturn]] void FailAt(const Token& token, std::string message) const;
  Span SpanFrom(std::uint32_t begin) const;
  int LineOf(std::uint32_t offset) const;

  // parser.cc: text and tags.
  Body ParseUntil(Words ends);
  Body ParseBody(Words ends);
  Body ParseTagBody(std::string_view name, Words ends, std::uint32_t begin);
  void ParseTag(Body& body);
  [[noreturn]] void FailUnknownTag(const Token& token) const;
  [[noreturn]] void FailAtEnd() const;

  // parse_statement.cc
  bool ParseStatement(std::string_view name, std::uint32_t begin, Body& body);
  bool ParseInclusion(std::string_view name, std::uint32_t begin, Body& body);
  ForStmt ParseFor(std::uint32_t begin);
  IfStmt ParseIf(std::uint32_t begin);
  void ParseSet(std::uint32_t begin, Body& body);
  MacroTree ParseMacro(std::uint32_t begin);
  void ParseSignature(MacroTree& macro);
  CallBlockStmt ParseCallBlock(std::uint32_t begin);
  FilterBlockStmt ParseFilterBlock(std::uint32_t begin);
  WithStmt ParseWith(std::uint32_t begin);
  AutoescapeStmt ParseAutoescape(std::uint32_t begin);
  BlockStmt ParseBlock(std::uint32_t begin);
  IncludeStmt ParseInclude();
  ImportStmt ParseImport();
  FromImportStmt ParseFromImport();
  bool ParseImportContext(bool& with_context);
  void ParsePrint(std::uint32_t begin, Body& body);
  Target ParseTarget(bool namespaces, Words ends);
  Target ParseSimpleTarget(bool namespaces);
  Target ParseTargetName();
  void CheckAssignable(const Target& target) const;

  // parse_expression.cc
  ExprPtr ParseExpression(bool with_condition = true);
  ExprPtr ParseConditional();
  ExprPtr ParseOr();
  ExprPtr ParseAnd();
  ExprPtr ParseNot();
  ExprPtr ParseCompare();
  ExprPtr ParseSum();
  ExprPtr ParseConcat();
  ExprPtr ParseProduct();
  ExprPtr ParsePower();
  ExprPtr ParseUnary(bool with_filter);
  ExprPtr ParsePrimary();
  ExprPtr ParseConstantName(const Token& token);
  ExprPtr ParseNumber();
  ExprPtr ParseString();
  ExprPtr ParseList();
  ExprPtr ParseDict();
  ExprPtr ParsePostfix(ExprPtr expr);
  ExprPtr ParseFilters(ExprPtr expr);
  ExprPtr ParseFilter(ExprPtr operand);
  ExprPtr ParseTest(ExprPtr operand);
  ExprPtr ParseSubscript(ExprPtr object);
  ExprPtr ParseSubscribed();
  ExprPtr ParseCall(ExprPtr callee);
  Arguments ParseArguments();
  ExprPtr ParseTuple(bool with_condition = true, Words ends = {}, bool parenthesized = false);
  bool AtTupleEnd(Words ends) const;
  std::string_view ParseDottedName(std::string_view what);
  template <typename Node>
  ExprPtr Make(Node node, std::uint32_t begin, std::initializer_list<const Expr*> children = {},
               int height = 0);
  ExprPtr MakeArithmetic(BinaryOp op, ExprPtr left, ExprPtr right);
  ExprPtr MakeLogic(bool is_or, ExprPtr left, ExprPtr right);

  const Options& options_;
  CompiledTemplate& into_;
  TokenList list_;
  size_t position_ = 0;
  int nesting_ = 0;
  Escaping escaping_;
  std::vector<OpenTag> open_tags_;
};

// Counts a level of nesting as long as it lives; throws when there are too many.
class Parser::Nested {
 public:
  explicit Nested(Parser& parser);
  ~Nested() { --parser_.nesting_; }
  Nested(const Nested&) = delete;
  Nested& operator=(const Nested&) = delete;

 private:
  Parser& parser_;
};

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_PARSER_H_
