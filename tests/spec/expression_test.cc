#include "spec/expression.h"

#include <doctest/doctest.h>

using namespace tessera;

namespace {

const Place kPlace{"report.yml", 41, 11};

std::string Reprinted(std::string_view text) {
  return ExpressionText(*ParseExpression(text, kPlace));
}

std::string ErrorOf(std::string_view text) {
  try {
    ParseExpression(text, kPlace);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("an expression prints with the parentheses that it needs and no others") {
  CHECK(Reprinted("arr") == "arr");
  CHECK(Reprinted("arr_lift.low>0") == "arr_lift.low > 0");
  CHECK(Reprinted("a==1 and b<>2") == "a = 1 and b != 2");
  CHECK(Reprinted("((a or b) and c)") == "(a or b) and c");
  CHECK(Reprinted("(a and b) or c") == "a and b or c");
  CHECK(Reprinted("not (a and b)") == "not (a and b)");
  CHECK(Reprinted("not a = b") == "not a = b");
  CHECK(Reprinted("(not a) = b") == "(not a) = b");
  CHECK(Reprinted("a-(b-c)") == "a - (b - c)");
  CHECK(Reprinted("(a-b)-c") == "a - b - c");
  CHECK(Reprinted("a*(b+c)/-d") == "a * (b + c) / -d");
  CHECK(Reprinted("-(a+b)") == "-(a + b)");
  CHECK(Reprinted("- -a") == "--a");
  CHECK(Reprinted("(a = b) = c") == "(a = b) = c");
  CHECK(Reprinted("plan in ('pro' , 'it''s')") == "plan in ('pro', 'it''s')");
  CHECK(Reprinted("x not in (1, 2.50)") == "x not in (1, 2.5)");
  CHECK(Reprinted("nps_score is  not null") == "nps_score is not null");
  CHECK(Reprinted("(a + b) is null") == "a + b is null");
  CHECK(Reprinted("cell(by_plan, 'pro', arr_mean) / f()") ==
        "cell(by_plan, 'pro', arr_mean) / f()");
  CHECK(Reprinted("a\n  or b") == "a or b");
  CHECK(Reprinted("1e3 + .5 + true") == "1000 + 0.5 + true");
}

TEST_CASE("a printed expression reads back as itself") {
  for (const char* text : {"a or b and not c", "not (not a)", "-(-(1.5e-300))", "a / (b * c)",
                           "a in (b = c, not d)", "f(a or b, g(h(1)))", "(a is null) = false",
                           "a - b + c - (d + e)", "'' = ''''", "1e+20 * x"}) {
    CAPTURE(text);
    CHECK(Reprinted(Reprinted(text)) == Reprinted(text));
  }
}

TEST_CASE("every part knows its place") {
  const ExpressionTree tree = ParseExpression("plan = 'ä' and not b", {"r.yml", 3, 7});
  const auto& both = std::get<BinaryOperation>(tree->node);
  CHECK(tree->place.ToString() == "r.yml:3:7");
  CHECK(both.right->place.ToString() == "r.yml:3:22");
  CHECK(std::get<UnaryOperation>(both.right->node).operand->place.column == 26);
  CHECK(ParseExpression("a", {"r.yml", 0, 0})->place.ToString() == "r.yml");
}

TEST_CASE("names are listed once, in order") {
  CHECK(NamesIn(*ParseExpression("b + a.low * f(b, c) - 'd'", kPlace)) ==
        std::vector<std::string>{"b", "a.low", "c"});
}

TEST_CASE("an error of an expression points at the offending character") {
  CHECK(ErrorOf("arr >") ==
        "report.yml:41:16: expected a name, a number, a text or '(', "
        "found the end of the expression\n"
        "  41 | arr >\n"
        "            ^");
  CHECK(ErrorOf("is_active AND arr > 0") ==
        "report.yml:41:21: expected an operator or the end, found 'AND'\n"
        "  41 | is_active AND arr > 0\n"
        "                 ^^^\n"
        "  write 'and': the words of an expression are in lower case");
  CHECK(ErrorOf("plan = \"pro\"") ==
        "report.yml:41:18: unexpected '\"'\n"
        "  41 | plan = \"pro\"\n"
        "              ^\n"
        "  text stands in single quotes: 'starter'");
  CHECK(ErrorOf("15 < x < 30") ==
        "report.yml:41:18: comparisons do not chain\n"
        "  41 | 15 < x < 30\n"
        "              ^\n"
        "  join two comparisons with 'and': 15 < x and x < 30");
  CHECK(ErrorOf("a\nor (b") ==
        "report.yml:42:6: expected ')', found the end of the expression\n"
        "  42 | or (b\n"
        "            ^");
}

TEST_CASE("each mistake in an expression has its words") {
  const auto message = [](std::string_view text) {
    try {
      ParseExpression(text, kPlace);
    } catch (const Error& error) {
      return error.message() + (error.remedy().empty() ? "" : " / " + error.remedy());
    }
    return std::string("no error");
  };
  CHECK(message("  ") == "the expression is empty");
  CHECK(message("a && b") == "unexpected '&&' / write 'and'");
  CHECK(message("a || b") == "unexpected '||' / write 'or'");
  CHECK(message("!a") == "unexpected '!' / write 'not'");
  CHECK(message("a > 5%") == "unexpected '%' / write a percentage as a number: 5% is 0.05");
  CHECK(message("a;") == "unexpected ';' / an expression has no end mark");
  CHECK(message("größe") == "unexpected 'ö'");
  CHECK(message("a \xff") == "unexpected '\xEF\xBF\xBD'");
  CHECK(message("'abc") == "this text has no closing quote");
  CHECK(message("12abc") == "a number ends in 'a'");
  CHECK(message("1.2.3") == "a number ends in '.'");
  CHECK(message("1e999") == "this number is too large");
  CHECK(message("a = null") == "nothing is equal to null / write 'is null' or 'is not null'");
  CHECK(message("a is 5") == "expected 'null' after 'is', found '5'");
  CHECK(message("a not 5") == "expected 'in' after 'not', found '5'");
  CHECK(message("a in 5") == "expected '(' after 'in', found '5'");
  CHECK(message("a in ()") == "expected a name, a number, a text or '(', found ')'");
  CHECK(message("f(a b)") == "expected ',' or ')', found 'b'");
  CHECK(message("a 'x'") == "expected an operator or the end, found 'x'");
  CHECK(message("a.") == "unexpected '.'");
}

TEST_CASE("hostile expressions end in an error") {
  const std::string deep(3000, '(');
  CHECK(ErrorOf(deep).find("nested deeper than 200 levels") != std::string::npos);
  const std::string minus(3000, '-');
  CHECK(ErrorOf(minus).find("nested deeper than 200 levels") != std::string::npos);
  CHECK(ErrorOf(std::string(5000, 'a')) ==
        "report.yml:41:11: the expression is longer than 4096 characters\n"
        "  give its parts names of their own");
  std::string chain = "a";
  while (chain.size() < 4000) chain += "+a";
  CHECK(NamesIn(*ParseExpression(chain, kPlace)).size() == 1);
}
