#include "spec/expression.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

#include "base/text.h"
#include "spec/expression_lexer.h"

namespace tessera {
namespace {

using Kind = ExpressionToken::Kind;

constexpr size_t kLongest = 4096;  // bytes; bounds how deep a chain of operators can nest
constexpr int kDeepest = 200;

constexpr std::array<std::pair<std::string_view, BinaryOperator>, 6> kComparisons = {{
    {"=", BinaryOperator::kEqual},
    {"!=", BinaryOperator::kNotEqual},
    {"<", BinaryOperator::kLess},
    {"<=", BinaryOperator::kLessEqual},
    {">", BinaryOperator::kGreater},
    {">=", BinaryOperator::kGreaterEqual},
}};

// Recursive descent, one function a level of precedence. The grammar stands in expression.h.
class Parser {
 public:
  explicit Parser(const ExpressionSource& source)
      : source_(source), tokens_(LexExpression(source)) {}

  ExpressionTree Run() {
    if (Current().kind == Kind::kEnd) throw source_.ErrorAt(0, 1, "the expression is empty");
    ExpressionTree tree = ParseOr();
    if (Current().kind != Kind::kEnd) throw Unexpected("an operator or the end");
    return tree;
  }

 private:
  // Counts how deep the descent is, so that hostile text ends in an Error and not in a crash.
  class Level {
   public:
    explicit Level(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > kDeepest) {
        const ExpressionToken& token = parser_.Current();
        throw parser_.source_.ErrorAt(
            token.offset, token.length,
            fmt::format("the expression is nested deeper than {} levels", kDeepest));
      }
    }
    ~Level() { --parser_.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

   private:
    Parser& parser_;
  };

  ExpressionTree ParseOr() {
    const Level level(*this);
    ExpressionTree left = ParseAnd();
    while (Accept(Kind::kKeyword, "or")) left = Binary(BinaryOperator::kOr, left, ParseAnd());
    return left;
  }

  ExpressionTree ParseAnd() {
    ExpressionTree left = ParseNot();
    while (Accept(Kind::kKeyword, "and")) left = Binary(BinaryOperator::kAnd, left, ParseNot());
    return left;
  }

  ExpressionTree ParseNot() {
    const Level level(*this);
    const Place place = source_.At(Current().offset);
    if (!Accept(Kind::kKeyword, "not")) return ParseComparison();
    return Make(UnaryOperation{UnaryOperator::kNot, ParseNot()}, place);
  }

  ExpressionTree ParseComparison() {
    ExpressionTree left = ParseSum();
    if (const std::optional<BinaryOperator> op = AcceptComparison()) {
      RefuseNull();
      left = Binary(*op, left, ParseSum());
    } else if (Accept(Kind::kKeyword, "is")) {
      const bool negated = Accept(Kind::kKeyword, "not");
      Expect(Kind::kKeyword, "null", "'null' after 'is'");
      const UnaryOperator test = negated ? UnaryOperator::kIsNotNull : UnaryOperator::kIsNull;
      left = Make(UnaryOperation{test, left}, left->place);
    } else if (Accept(Kind::kKeyword, "in")) {
      left = ParseMembership(left, false);
    } else if (Accept(Kind::kKeyword, "not")) {
      Expect(Kind::kKeyword, "in", "'in' after 'not'");
      left = ParseMembership(left, true);
    }
    const ExpressionToken next = Current();
    if (AcceptComparison()) {
      throw source_.ErrorAt(next.offset, next.length, "comparisons do not chain")
          .Remedy("join two comparisons with 'and': 15 < x and x < 30");
    }
    return left;
  }

  ExpressionTree ParseMembership(const ExpressionTree& operand, bool negated) {
    Expect(Kind::kSymbol, "(", "'(' after 'in'");
    return Make(Membership{operand, ParseList(), negated}, operand->place);
  }

  // The rest of "(a, b)", after its opening parenthesis; at least one.
  std::vector<ExpressionTree> ParseList() {
    std::vector<ExpressionTree> list;
    do list.push_back(ParseOr());
    while (Accept(Kind::kSymbol, ","));
    Expect(Kind::kSymbol, ")", "',' or ')'");
    return list;
  }

  ExpressionTree ParseSum() {
    ExpressionTree left = ParseProduct();
    while (true) {
      if (Accept(Kind::kSymbol, "+")) {
        left = Binary(BinaryOperator::kAdd, left, ParseProduct());
      } else if (Accept(Kind::kSymbol, "-")) {
        left = Binary(BinaryOperator::kSubtract, left, ParseProduct());
      } else {
        return left;
      }
    }
  }

  ExpressionTree ParseProduct() {
    ExpressionTree left = ParseMinus();
    while (true) {
      if (Accept(Kind::kSymbol, "*")) {
        left = Binary(BinaryOperator::kMultiply, left, ParseMinus());
      } else if (Accept(Kind::kSymbol, "/")) {
        left = Binary(BinaryOperator::kDivide, left, ParseMinus());
      } else {
        return left;
      }
    }
  }

  ExpressionTree ParseMinus() {
    const Level level(*this);
    const Place place = source_.At(Current().offset);
    if (!Accept(Kind::kSymbol, "-")) return ParsePrimary();
    return Make(UnaryOperation{UnaryOperator::kMinus, ParseMinus()}, place);
  }

  ExpressionTree ParsePrimary() {
    const ExpressionToken token = Current();
    const Place place = source_.At(token.offset);
    if (Accept(Kind::kSymbol, "(")) {
      ExpressionTree inner = ParseOr();
      Expect(Kind::kSymbol, ")", "')'");
      return inner;
    }
    if (Accept(Kind::kKeyword, "null")) return Make(NullLiteral{}, place);
    if (Accept(Kind::kKeyword, "true")) return Make(BoolLiteral{true}, place);
    if (Accept(Kind::kKeyword, "false")) return Make(BoolLiteral{false}, place);
    if (token.kind == Kind::kNumber || token.kind == Kind::kText || token.kind == Kind::kName) {
      ++at_;
    }
    if (token.kind == Kind::kNumber) return Make(NumberLiteral{token.number}, place);
    if (token.kind == Kind::kText) return Make(TextLiteral{token.text}, place);
    if (token.kind != Kind::kName) throw Unexpected("a name, a number, a text or '('");
    if (!Accept(Kind::kSymbol, "(")) return Make(NameReference{token.text}, place);
    if (Accept(Kind::kSymbol, ")")) return Make(FunctionCall{token.text, {}}, place);
    return Make(FunctionCall{token.text, ParseList()}, place);
  }

  // A comparison with null is never true: what was meant is `is null`.
  void RefuseNull() {
    const ExpressionToken& token = Current();
    if (token.kind != Kind::kKeyword || token.text != "null") return;
    throw source_.ErrorAt(token.offset, token.length, "nothing is equal to null")
        .Remedy("write 'is null' or 'is not null'");
  }

  template <typename Node>
  static ExpressionTree Make(Node node, Place place) {
    return std::make_shared<const Expression>(Expression{std::move(node), std::move(place)});
  }
  static ExpressionTree Binary(BinaryOperator op, ExpressionTree left, ExpressionTree right) {
    Place place = left->place;
    return Make(BinaryOperation{op, std::move(left), std::move(right)}, std::move(place));
  }

  const ExpressionToken& Current() const { return tokens_[at_]; }
  bool Accept(Kind kind, std::string_view text) {
    if (Current().kind != kind || Current().text != text) return false;
    ++at_;
    return true;
  }
  void Expect(Kind kind, std::string_view text, std::string_view what) {
    if (!Accept(kind, text)) throw Unexpected(what);
  }
  std::optional<BinaryOperator> AcceptComparison() {
    for (const auto& [symbol, op] : kComparisons) {
      if (Accept(Kind::kSymbol, symbol)) return op;
    }
    return std::nullopt;
  }

  Error Unexpected(std::string_view expected) const {
    const ExpressionToken& token = Current();
    if (token.kind == Kind::kEnd) {
      return source_.ErrorAt(token.offset, 1,
                             fmt::format("expected {}, found the end of the expression", expected));
    }
    const std::string_view found = source_.text.substr(token.offset, token.length);
    Error error = source_.ErrorAt(
        token.offset, token.length,
        fmt::format("expected {}, found {}", expected,
                    found.starts_with('\'') ? std::string(found) : fmt::format("'{}'", found)));
    static constexpr std::array<std::string_view, 5> kWords = {"or", "and", "not", "in", "is"};
    for (const std::string_view word : kWords) {
      if (AsciiLower(found) == word && found != word) {
        error.Remedy(fmt::format("write '{}': the words of an expression are in lower case", word));
      }
    }
    return error;
  }

  const ExpressionSource& source_;
  const std::vector<ExpressionToken> tokens_;
  size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

ExpressionTree ParseExpression(std::string_view text, const Place& place) {
  const ExpressionSource source{text, place};
  if (text.size() > kLongest) {
    throw Error(fmt::format("the expression is longer than {} characters", kLongest), place)
        .Remedy("give its parts names of their own");
  }
  return Parser(source).Run();
}

}  // namespace tessera
