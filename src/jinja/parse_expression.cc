#include <algorithm>
#include <optional>

#include "jinja/literals.h"
#include "jinja/operations.h"
#include "jinja/parser.h"

namespace tessera::jinja {
namespace {

std::optional<CompareOp> CompareOpOf(TokenType type) {
  switch (type) {
    case TokenType::kEq:
      return CompareOp::kEq;
    case TokenType::kNotEq:
      return CompareOp::kNotEq;
    case TokenType::kLess:
      return CompareOp::kLess;
    case TokenType::kLessEq:
      return CompareOp::kLessEq;
    case TokenType::kGreater:
      return CompareOp::kGreater;
    case TokenType::kGreaterEq:
      return CompareOp::kGreaterEq;
    default:
      return std::nullopt;
  }
}

std::optional<BinaryOp> ProductOpOf(TokenType type) {
  if (type == TokenType::kMul) return BinaryOp::kMul;
  if (type == TokenType::kDiv) return BinaryOp::kDiv;
  if (type == TokenType::kFloorDiv) return BinaryOp::kFloorDiv;
  if (type == TokenType::kMod) return BinaryOp::kMod;
  return std::nullopt;
}

int HeightOf(const ExprPtr& expr) { return expr ? expr->height : 0; }

int HeightOf(const Arguments& arguments) {
  int height = std::max(HeightOf(arguments.splat), HeightOf(arguments.named_splat));
  for (const auto& argument : arguments.positional) height = std::max(height, argument->height);
  for (const auto& [name, argument] : arguments.named) height = std::max(height, argument->height);
  return height;
}

int HeightOf(const std::vector<ExprPtr>& exprs) {
  int height = 0;
  for (const ExprPtr& expr : exprs) height = std::max(height, HeightOf(expr));
  return height;
}

}  // namespace

template <typename Node>
ExprPtr Parser::Make(Node node, std::uint32_t begin, std::initializer_list<const Expr*> children,
                     int height) {
  for (const Expr* child : children) {
    if (child != nullptr) height = std::max(height, child->height);
  }
  if (++height > 4 * options_.limits.nesting) {
    TemplateError error(ErrorKind::kLimit, "this expression is too long to be evaluated");
    error.Locate(into_.name, into_.source, Current().span);
    error.Remedy("split it with {% set %}");
    throw error;
  }
  return std::make_unique<Expr>(Expr{std::move(node), SpanFrom(begin), height});
}

// One step more when `left` is arithmetic already.
ExprPtr Parser::MakeArithmetic(BinaryOp op, ExprPtr left, ExprPtr right) {
  const std::uint32_t begin = left->span.begin;
  int height = left->height;
  ArithmeticExpr whole;
  if (auto* steps = std::get_if<ArithmeticExpr>(&left->node)) {
    whole = std::move(*steps);
    --height;
  } else {
    whole.first = std::move(left);
  }
  height = std::max(height, right->height);
  whole.steps.push_back({op, std::move(right), SpanFrom(begin)});
  return Make(std::move(whole), begin, {}, height);
}

ExprPtr Parser::MakeLogic(bool is_or, ExprPtr left, ExprPtr right) {
  const std::uint32_t begin = left->span.begin;
  const int height = std::max(left->height, right->height);
  return Make(LogicExpr{is_or, std::move(left), std::move(right)}, begin, {}, height);
}

ExprPtr Parser::ParseExpression(bool with_condition) {
  const Nested nested(*this);
  return with_condition ? ParseConditional() : ParseOr();
}

ExprPtr Parser::ParseConditional() {
  const std::uint32_t begin = Current().span.begin;
  ExprPtr then = ParseOr();
  while (SkipName("if")) {
    ExprPtr condition = ParseOr();
    ExprPtr otherwise = SkipName("else") ? ParseExpression() : nullptr;
    const int height = std::max({then->height, condition->height, HeightOf(otherwise)});
    then = Make(ConditionalExpr{std::move(condition), std::move(then), std::move(otherwise)}, begin,
                {}, height);
  }
  return then;
}

ExprPtr Parser::ParseOr() {
  ExprPtr left = ParseAnd();
  while (SkipName("or")) left = MakeLogic(true, std::move(left), ParseAnd());
  return left;
}

ExprPtr Parser::ParseAnd() {
  ExprPtr left = ParseNot();
  while (SkipName("and")) left = MakeLogic(false, std::move(left), ParseNot());
  return left;
}

ExprPtr Parser::ParseNot() {
  const std::uint32_t begin = Current().span.begin;
  if (!SkipName("not")) return ParseCompare();
  const Nested nested(*this);
  ExprPtr operand = ParseNot();
  const int height = operand->height;
  return Make(UnaryExpr{UnaryOp::kNot, std::move(operand)}, begin, {}, height);
}

ExprPtr Parser::ParseCompare() {
  const std::uint32_t begin = Current().span.begin;
  ExprPtr first = ParseSum();
  CompareExpr compare;
  int height = first->height;
  for (;;) {
    std::optional<CompareOp> op = CompareOpOf(Current().type);
    if (op) {
      Next();
    } else if (SkipName("in")) {
      op = CompareOp::kIn;
    } else if (AtName("not") && IsName(Ahead(), "in")) {
      Next();
      Next();
      op = CompareOp::kNotIn;
    } else {
      break;
    }
    ExprPtr operand = ParseSum();
    height = std::max(height, operand->height);
    compare.rest.emplace_back(*op, std::move(operand));
  }
  if (compare.rest.empty()) return first;
  compare.first = std::move(first);
  return Make(std::move(compare), begin, {}, height);
}

ExprPtr Parser::ParseSum() {
  ExprPtr left = ParseConcat();
  while (At(TokenType::kAdd) || At(TokenType::kSub)) {
    const BinaryOp op = Next().type == TokenType::kAdd ? BinaryOp::kAdd : BinaryOp::kSub;
    left = MakeArithmetic(op, std::move(left), ParseConcat());
  }
  return left;
}

ExprPtr Parser::ParseConcat() {
  const std::uint32_t begin = Current().span.begin;
  ExprPtr first = ParseProduct();
  if (!At(TokenType::kTilde)) return first;
  ConcatExpr concat;
  concat.parts.push_back(std::move(first));
  while (Skip(TokenType::kTilde)) concat.parts.push_back(ParseProduct());
  const int height = HeightOf(concat.parts);
  return Make(std::move(concat), begin, {}, height);
}

ExprPtr Parser::ParseProduct() {
  ExprPtr left = ParsePower();
  while (const auto op = ProductOpOf(Current().type)) {
    Next();
    left = MakeArithmetic(*op, std::move(left), ParsePower());
  }
  return left;
}

ExprPtr Parser::ParsePower() {
  ExprPtr left = ParseUnary(true);
  while (Skip(TokenType::kPow))
    left = MakeArithmetic(BinaryOp::kPow, std::move(left), ParseUnary(true));
  return left;
}

ExprPtr Parser::ParseUnary(bool with_filter) {
  const std::uint32_t begin = Current().span.begin;
  ExprPtr expr;
  if (At(TokenType::kSub) || At(TokenType::kAdd)) {
    const Nested nested(*this);
    const UnaryOp op = Next().type == TokenType::kSub ? UnaryOp::kNegate : UnaryOp::kPlus;
    ExprPtr operand = ParseUnary(false);
    const int height = operand->height;
    expr = Make(UnaryExpr{op, std::move(operand)}, begin, {}, height);
  } else {
    expr = ParsePrimary();
  }
  expr = ParsePostfix(std::move(expr));
  return with_filter ? ParseFilters(std::move(expr)) : std::move(expr);
}

ExprPtr Parser::ParsePrimary() {
  const Token token = Current();
  switch (token.type) {
    case TokenType::kName:
      return ParseConstantName(Next());
    case TokenType::kString:
      return ParseString();
    case TokenType::kInteger:
    case TokenType::kFloat:
      return ParseNumber();
    case TokenType::kLeftParen: {
      const Nested nested(*this);
      Next();
      ExprPtr inner = ParseTuple(true, {}, true);
      Expect(TokenType::kRightParen);
      return inner;
    }
    case TokenType::kLeftBracket:
      return ParseList();
    case TokenType::kLeftBrace:
      return ParseDict();
    default:
      FailAt(token, "expected an expression, got " + Describe(token));
  }
}

ExprPtr Parser::ParseConstantName(const Token& token) {
  const std::string_view name = TextOf(token);
  const std::uint32_t begin = token.span.begin;
  if (name == "true" || name == "True") return Make(LiteralExpr{Value::Bool(true)}, begin);
  if (name == "false" || name == "False") return Make(LiteralExpr{Value::Bool(false)}, begin);
  if (name == "none" || name == "None") return Make(LiteralExpr{Value::None()}, begin);
  return Make(NameExpr{name, {}, false}, begin);
}

ExprPtr Parser::ParseNumber() {
  const Token token = Next();
  if (token.type == TokenType::kFloat) {
    return Make(LiteralExpr{Value::Float(ReadFloat(TextOf(token)))}, token.span.begin);
  }
  const auto value = ReadInteger(TextOf(token));
  if (!value) Fail("this number does not fit into 64 bits", token.span);
  return Make(LiteralExpr{Value::Int(*value)}, token.span.begin);
}

ExprPtr Parser::ParseString() {
  const std::uint32_t begin = Current().span.begin;
  std::string text;
  while (At(TokenType::kString)) {
    const Token token = Next();
    if (!Unquote(TextOf(token), options_.syntax.newline_sequence, text)) {
      Fail("this string has an unknown or incomplete escape after a '\\'", token.span,
           "write '\\\\' for a backslash");
    }
  }
  return Make(LiteralExpr{into_.heap.Text(text)}, begin);
}

ExprPtr Parser::ParseList() {
  const Nested nested(*this);
  const std::uint32_t begin = Next().span.begin;
  ListExpr list;
  while (!At(TokenType::kRightBracket)) {
    if (!list.items.empty()) Expect(TokenType::kComma);
    if (At(TokenType::kRightBracket)) break;
    list.items.push_back(ParseExpression());
  }
  Expect(TokenType::kRightBracket);
  const int height = HeightOf(list.items);
  return Make(std::move(list), begin, {}, height);
}

ExprPtr Parser::ParseDict() {
  const Nested nested(*this);
  const std::uint32_t begin = Next().span.begin;
  DictExpr dict;
  int height = 0;
  while (!At(TokenType::kRightBrace)) {
    if (!dict.entries.empty()) Expect(TokenType::kComma);
    if (At(TokenType::kRightBrace)) break;
    ExprPtr key = ParseExpression();
    Expect(TokenType::kColon);
    ExprPtr value = ParseExpression();
    height = std::max({height, key->height, value->height});
    dict.entries.emplace_back(std::move(key), std::move(value));
  }
  Expect(TokenType::kRightBrace);
  return Make(std::move(dict), begin, {}, height);
}

ExprPtr Parser::ParsePostfix(ExprPtr expr) {
  for (;;) {
    if (At(TokenType::kDot) || At(TokenType::kLeftBracket)) {
      expr = ParseSubscript(std::move(expr));
    } else if (At(TokenType::kLeftParen)) {
      expr = ParseCall(std::move(expr));
    } else {
      return expr;
    }
  }
}

ExprPtr Parser::ParseFilters(ExprPtr expr) {
  for (;;) {
    if (At(TokenType::kPipe)) {
      expr = ParseFilter(std::move(expr));
    } else if (AtName("is")) {
      expr = ParseTest(std::move(expr));
    } else if (At(TokenType::kLeftParen)) {
      expr = ParseCall(std::move(expr));
    } else {
      return expr;
    }
  }
}

// `a`, or `a.b.c` as extensions call their filters.
std::string_view Parser::ParseDottedName(std::string_view what) {
  if (!At(TokenType::kName)) {
    FailAt(Current(),
           "expected the name of a " + std::string(what) + ", got " + Describe(Current()));
  }
  const Token first = Next();
  std::string name(TextOf(first));
  if (!At(TokenType::kDot)) return TextOf(first);
  while (Skip(TokenType::kDot)) name += "." + std::string(TextOf(Expect(TokenType::kName)));
  return into_.heap.Copy(name);
}

// One or more filters; the first `|` is left out at the start of a filter block.
ExprPtr Parser::ParseFilter(ExprPtr operand) {
  bool first = !At(TokenType::kPipe);
  while (At(TokenType::kPipe) || first) {
    if (!first) Next();
    first = false;
    const std::uint32_t begin = Current().span.begin;
    FilterExpr filter;
    filter.name = ParseDottedName("filter");
    if (At(TokenType::kLeftParen)) filter.arguments = ParseArguments();
    const int height = std::max(HeightOf(operand), HeightOf(filter.arguments));
    filter.operand = std::move(operand);
    operand = Make(std::move(filter), begin, {}, height);
  }
  return operand;
}

ExprPtr Parser::ParseTest(ExprPtr operand) {
  const Nested nested(*this);
  Next();
  const bool negated = SkipName("not");
  const std::uint32_t begin = Current().span.begin;
  TestExpr test;
  test.name = ParseDottedName("test");
  const TokenType next = Current().type;
  const bool starts = next == TokenType::kName || next == TokenType::kString ||
                      next == TokenType::kInteger || next == TokenType::kFloat ||
                      next == TokenType::kLeftBracket || next == TokenType::kLeftBrace;
  if (next == TokenType::kLeftParen) {
    test.arguments = ParseArguments();
  } else if (starts && !AtAny({"else", "or", "and"})) {
    if (AtName("is")) FailAt(Current(), "tests cannot be chained with 'is'");
    test.arguments.positional.push_back(ParsePostfix(ParsePrimary()));
  }
  const int height = std::max(operand->height, HeightOf(test.arguments));
  test.operand = std::move(operand);
  ExprPtr expr = Make(std::move(test), begin, {}, height);
  if (!negated) return expr;
  const int inner = expr->height;
  return Make(UnaryExpr{UnaryOp::kNot, std::move(expr)}, begin, {}, inner);
}

ExprPtr Parser::ParseSubscript(ExprPtr object) {
  const std::uint32_t begin = object->span.begin;
  int height = object->height;
  if (Skip(TokenType::kDot)) {
    if (At(TokenType::kName)) {
      const std::string_view name = TextOf(Next());
      return Make(AttributeExpr{std::move(object), name, IsMethodName(name)}, begin, {}, height);
    }
    if (!At(TokenType::kInteger)) {
      FailAt(Current(), "expected a name or a number after '.', got " + Describe(Current()));
    }
    return Make(ItemExpr{std::move(object), ParseNumber()}, begin, {}, height);
  }
  const Nested nested(*this);
  const std::uint32_t inside = Next().span.begin;
  std::vector<ExprPtr> keys;
  while (!At(TokenType::kRightBracket)) {
    if (!keys.empty()) Expect(TokenType::kComma);
    keys.push_back(ParseSubscribed());
  }
  if (keys.empty()) FailAt(Current(), "expected a key or an index in '[]'");
  Expect(TokenType::kRightBracket);
  height = std::max(height, HeightOf(keys));
  ExprPtr key =
      keys.size() == 1 ? std::move(keys[0]) : Make(TupleExpr{std::move(keys)}, inside, {}, height);
  height = std::max(height, key->height);
  return Make(ItemExpr{std::move(object), std::move(key)}, begin, {}, height);
}

// An index, or a slice `start:stop:step` with any of them left out.
ExprPtr Parser::ParseSubscribed() {
  const std::uint32_t begin = Current().span.begin;
  SliceExpr slice;
  if (!At(TokenType::kColon)) {
    ExprPtr index = ParseExpression();
    if (!At(TokenType::kColon)) return index;
    slice.start = std::move(index);
  }
  Expect(TokenType::kColon);
  const auto at_end = [&] { return At(TokenType::kRightBracket) || At(TokenType::kComma); };
  if (!At(TokenType::kColon) && !at_end()) slice.stop = ParseExpression();
  if (Skip(TokenType::kColon) && !at_end()) slice.step = ParseExpression();
  const int height = std::max({HeightOf(slice.start), HeightOf(slice.stop), HeightOf(slice.step)});
  return Make(std::move(slice), begin, {}, height);
}

ExprPtr Parser::ParseCall(ExprPtr callee) {
  const std::uint32_t begin = callee->span.begin;
  CallExpr call;
  call.arguments = ParseArguments();
  const int height = std::max(callee->height, HeightOf(call.arguments));
  call.callee = std::move(callee);
  return Make(std::move(call), begin, {}, height);
}

Arguments Parser::ParseArguments() {
  const Nested nested(*this);
  Expect(TokenType::kLeftParen);
  Arguments arguments;
  bool first = true;
  const auto require = [&](bool fine) {
    if (!fine) FailAt(Current(), "the arguments of this call are in a wrong order");
  };
  while (!At(TokenType::kRightParen)) {
    if (!first) Expect(TokenType::kComma);
    if (At(TokenType::kRightParen)) break;
    first = false;
    if (At(TokenType::kMul)) {
      require(!arguments.splat && !arguments.named_splat);
      Next();
      arguments.splat = ParseExpression();
    } else if (At(TokenType::kPow)) {
      require(!arguments.named_splat);
      Next();
      arguments.named_splat = ParseExpression();
    } else if (At(TokenType::kName) && Ahead().type == TokenType::kAssign) {
      require(!arguments.named_splat);
      const std::string_view name = TextOf(Next());
      Next();
      arguments.named.emplace_back(name, ParseExpression());
    } else {
      require(!arguments.splat && !arguments.named_splat && arguments.named.empty());
      arguments.positional.push_back(ParseExpression());
    }
  }
  Expect(TokenType::kRightParen);
  return arguments;
}

bool Parser::AtTupleEnd(Words ends) const {
  return At(TokenType::kVariableEnd) || At(TokenType::kBlockEnd) || At(TokenType::kRightParen) ||
         AtAny(ends);
}

// One expression, or several with commas, which make a tuple. Empty only within parentheses.
ExprPtr Parser::ParseTuple(bool with_condition, Words ends, bool parenthesized) {
  const std::uint32_t begin = Current().span.begin;
  std::vector<ExprPtr> items;
  bool tuple = false;
  for (;;) {
    if (!items.empty()) Expect(TokenType::kComma);
    if (AtTupleEnd(ends)) break;
    items.push_back(ParseExpression(with_condition));
    if (!At(TokenType::kComma)) break;
    tuple = true;
  }
  if (!tuple && !items.empty()) return std::move(items.front());
  if (!tuple && !parenthesized) {
    FailAt(Current(), "expected an expression, got " + Describe(Current()));
  }
  const int height = HeightOf(items);
  return Make(TupleExpr{std::move(items)}, begin, {}, height);
}

}  // namespace tessera::jinja
