#include <algorithm>

#include "jinja/parser.h"
#include "jinja/unicode.h"

namespace tessera::jinja {

bool Parser::ParseStatement(std::string_view name, std::uint32_t begin, Body& body) {
  const auto add = [&](auto node) { body.push_back({std::move(node), SpanFrom(begin)}); };
  if (name == "for") {
    add(ParseFor(begin));
  } else if (name == "if") {
    add(ParseIf(begin));
  } else if (name == "set") {
    ParseSet(begin, body);
  } else if (name == "macro") {
    add(MacroStmt{ParseMacro(begin), {}, {}});
  } else if (name == "call") {
    add(ParseCallBlock(begin));
  } else if (name == "filter") {
    add(ParseFilterBlock(begin));
  } else if (name == "with") {
    add(ParseWith(begin));
  } else if (name == "autoescape") {
    add(ParseAutoescape(begin));
  } else if (name == "print") {
    ParsePrint(begin, body);
  } else if (name == "do" && options_.syntax.do_extension) {
    ExprPtr value = ParseTuple();
    add(DoStmt{std::move(value)});
  } else if (name == "break" && options_.syntax.loop_controls_extension) {
    add(BreakStmt{});
  } else if (name == "continue" && options_.syntax.loop_controls_extension) {
    add(ContinueStmt{});
  } else {
    return false;
  }
  return true;
}

bool Parser::ParseInclusion(std::string_view name, std::uint32_t begin, Body& body) {
  const auto add = [&](auto node) { body.push_back({std::move(node), SpanFrom(begin)}); };
  if (name == "block") {
    add(ParseBlock(begin));
  } else if (name == "extends") {
    ExprPtr parent = ParseExpression();
    add(ExtendsStmt{std::move(parent)});
  } else if (name == "include") {
    add(ParseInclude());
  } else if (name == "import") {
    add(ParseImport());
  } else if (name == "from") {
    add(ParseFromImport());
  } else {
    return false;
  }
  return true;
}

ForStmt Parser::ParseFor(std::uint32_t begin) {
  ForStmt loop;
  loop.target = ParseTarget(false, {"in"});
  ExpectName("in");
  loop.iterable = ParseTuple(false, {"recursive"});
  if (SkipName("if")) loop.condition = ParseExpression();
  loop.recursive = SkipName("recursive");
  open_tags_.push_back({"for", {}, begin});
  loop.body = ParseBody({"else", "endfor"});
  if (TextOf(Next()) == "else") {
    loop.otherwise = ParseBody({"endfor"});
    Next();
  }
  open_tags_.pop_back();
  return loop;
}

IfStmt Parser::ParseIf(std::uint32_t begin) {
  IfStmt choice;
  open_tags_.push_back({"if", {}, begin});
  for (;;) {
    ExprPtr condition = ParseTuple(false);
    Body body = ParseBody({"elif", "else", "endif"});
    choice.branches.emplace_back(std::move(condition), std::move(body));
    const std::string_view end = TextOf(Next());
    if (end == "elif") continue;
    if (end == "else") {
      choice.otherwise = ParseBody({"endif"});
      Next();
    }
    break;
  }
  open_tags_.pop_back();
  return choice;
}

void Parser::ParseSet(std::uint32_t begin, Body& body) {
  Target target = ParseTarget(true, {});
  if (Skip(TokenType::kAssign)) {
    ExprPtr value = ParseTuple();
    body.push_back({SetStmt{std::move(target), std::move(value), {}}, SpanFrom(begin)});
    return;
  }
  SetBlockStmt block;
  block.target = std::move(target);
  if (At(TokenType::kPipe)) block.filter = ParseFilter(nullptr);
  block.escaping = escaping_;
  const Span span = SpanFrom(begin);
  block.body = ParseTagBody("set", {"endset"}, begin);
  body.push_back({std::move(block), span});
}

MacroTree Parser::ParseMacro(std::uint32_t begin) {
  MacroTree macro;
  macro.name = ParseTargetName().name;
  ParseSignature(macro);
  macro.span = SpanFrom(begin);
  macro.body = ParseTagBody("macro", {"endmacro"}, begin);
  return macro;
}

void Parser::ParseSignature(MacroTree& macro) {
  Expect(TokenType::kLeftParen);
  while (!At(TokenType::kRightParen)) {
    if (!macro.parameters.empty()) Expect(TokenType::kComma);
    const Token token = Current();
    Parameter parameter{ParseTargetName().name, nullptr, {}};
    for (const Parameter& other : macro.parameters) {
      if (other.name != parameter.name) continue;
      Fail("there are two parameters named '" + std::string(parameter.name) + "'", token.span);
    }
    if (Skip(TokenType::kAssign)) {
      parameter.fallback = ParseExpression();
    } else if (!macro.parameters.empty() && macro.parameters.back().fallback) {
      Fail("a parameter without a default follows one with a default", token.span);
    }
    macro.parameters.push_back(std::move(parameter));
  }
  Expect(TokenType::kRightParen);
}

CallBlockStmt Parser::ParseCallBlock(std::uint32_t begin) {
  CallBlockStmt block;
  block.caller.name = "caller";
  if (At(TokenType::kLeftParen)) ParseSignature(block.caller);
  block.call = ParseExpression();
  if (!std::holds_alternative<CallExpr>(block.call->node)) {
    Fail("expected a call, as in {% call macro() %}", block.call->span);
  }
  block.caller.span = SpanFrom(begin);
  block.caller.body = ParseTagBody("call", {"endcall"}, begin);
  return block;
}

FilterBlockStmt Parser::ParseFilterBlock(std::uint32_t begin) {
  FilterBlockStmt block;
  block.filter = ParseFilter(nullptr);
  block.escaping = escaping_;
  block.body = ParseTagBody("filter", {"endfilter"}, begin);
  return block;
}

WithStmt Parser::ParseWith(std::uint32_t begin) {
  WithStmt block;
  while (!At(TokenType::kBlockEnd) && !At(TokenType::kColon)) {
    if (!block.variables.empty()) Expect(TokenType::kComma);
    Target target = ParseTarget(false, {});
    Expect(TokenType::kAssign);
    ExprPtr value = ParseExpression();
    block.variables.emplace_back(std::move(target), std::move(value));
  }
  block.body = ParseTagBody("with", {"endwith"}, begin);
  return block;
}

AutoescapeStmt Parser::ParseAutoescape(std::uint32_t begin) {
  AutoescapeStmt block;
  block.enabled = ParseExpression();
  const Escaping outer = escaping_;
  const auto* literal = std::get_if<LiteralExpr>(&block.enabled->node);
  if (literal != nullptr && literal->value.number()) {
    escaping_ = literal->value.ToDouble() != 0 ? Escaping::kOn : Escaping::kOff;
  } else if (literal != nullptr && literal->value.none()) {
    escaping_ = Escaping::kOff;
  } else {
    escaping_ = Escaping::kAsContext;
  }
  block.body = ParseTagBody("autoescape", {"endautoescape"}, begin);
  escaping_ = outer;
  return block;
}

BlockStmt Parser::ParseBlock(std::uint32_t begin) {
  const Token name = Expect(TokenType::kName);
  BlockStmt block{TextOf(name), SkipName("scoped"), SkipName("required"), false, {}};
  if (At(TokenType::kSub)) {
    Fail("the name of a block may not contain a hyphen", Current().span,
         "use an underscore instead");
  }
  auto tree = std::make_unique<BlockTree>();
  tree->name = block.name;
  tree->required = block.required;
  tree->span = name.span;
  for (const auto& other : into_.blocks) {
    if (other->name != tree->name) continue;
    TemplateError error(ErrorKind::kAssertion,
                        "block '" + std::string(tree->name) + "' is defined twice");
    error.Locate(into_.name, into_.source, name.span);
    error.Remedy("its first definition is on line " + std::to_string(LineOf(other->span.begin)));
    throw error;
  }
  BlockTree& added = *into_.blocks.emplace_back(std::move(tree));
  const Escaping outer = escaping_;
  escaping_ = into_.autoescape ? Escaping::kOn : Escaping::kOff;
  added.body = ParseTagBody("block", {"endblock"}, begin);
  escaping_ = outer;
  for (const Stmt& stmt : added.body) {
    const auto* text = std::get_if<TextStmt>(&stmt.node);
    if (block.required && (text == nullptr || !Strip(text->text).empty())) {
      Fail("a required block can only contain comments and white space", stmt.span);
    }
  }
  SkipName(block.name);
  return block;
}

IncludeStmt Parser::ParseInclude() {
  IncludeStmt include;
  include.name = ParseExpression();
  if (AtName("ignore") && IsName(Ahead(), "missing")) {
    Next();
    Next();
    include.ignore_missing = true;
  }
  ParseImportContext(include.with_context);
  return include;
}

bool Parser::ParseImportContext(bool& with_context) {
  if (!AtAny({"with", "without"}) || !IsName(Ahead(), "context")) return false;
  with_context = TextOf(Next()) == "with";
  Next();
  return true;
}

ImportStmt Parser::ParseImport() {
  ImportStmt import;
  import.name = ParseExpression();
  ExpectName("as");
  import.target = ParseTargetName();
  ParseImportContext(import.with_context);
  return import;
}

FromImportStmt Parser::ParseFromImport() {
  FromImportStmt import;
  import.name = ParseExpression();
  ExpectName("import");
  for (;;) {
    if (!import.names.empty()) Expect(TokenType::kComma);
    if (!At(TokenType::kName)) Expect(TokenType::kName);
    if (ParseImportContext(import.with_context)) break;
    const Token token = Current();
    Target target = ParseTargetName();
    const std::string_view name = target.name;
    if (name.starts_with("_")) {
      TemplateError error(ErrorKind::kAssertion, "names that start with '_' cannot be imported");
      error.Locate(into_.name, into_.source, token.span);
      throw error;
    }
    if (SkipName("as")) target = ParseTargetName();
    import.names.emplace_back(name, std::move(target));
    if (ParseImportContext(import.with_context) || !At(TokenType::kComma)) break;
  }
  return import;
}

void Parser::ParsePrint(std::uint32_t, Body& body) {
  bool first = true;
  while (!At(TokenType::kBlockEnd)) {
    if (!first) Expect(TokenType::kComma);
    first = false;
    ExprPtr value = ParseExpression();
    const Span span = value->span;
    body.push_back({OutputStmt{std::move(value), escaping_}, span});
  }
}

// --- What is assigned to ------------------------------------------------------------------------

Target Parser::ParseTarget(bool namespaces, Words ends) {
  const std::uint32_t begin = Current().span.begin;
  Target target;
  bool tuple = false;
  for (;;) {
    if (!target.parts.empty()) Expect(TokenType::kComma);
    if (!target.parts.empty() && (AtTupleEnd(ends) || At(TokenType::kAssign))) break;
    target.parts.push_back(ParseSimpleTarget(namespaces));
    if (!At(TokenType::kComma)) break;
    tuple = true;
  }
  if (!tuple) return std::move(target.parts.front());
  target.span = SpanFrom(begin);
  return target;
}

Target Parser::ParseSimpleTarget(bool namespaces) {
  const Token token = Current();
  if (token.type == TokenType::kLeftParen || token.type == TokenType::kLeftBracket) {
    const Nested nested(*this);
    const bool paren = token.type == TokenType::kLeftParen;
    Next();
    Target target = ParseTarget(namespaces, {});
    Expect(paren ? TokenType::kRightParen : TokenType::kRightBracket);
    return target;
  }
  if (token.type != TokenType::kName) {
    FailAt(token, "cannot assign to " + Describe(token));
  }
  Target target = ParseTargetName();
  if (namespaces && Skip(TokenType::kDot)) {
    target.attribute = TextOf(Expect(TokenType::kName));
    target.span = SpanFrom(token.span.begin);
  } else if (At(TokenType::kDot) || At(TokenType::kLeftBracket) || At(TokenType::kLeftParen)) {
    FailAt(Current(), "only a name or a tuple of names can be assigned to");
  }
  return target;
}

Target Parser::ParseTargetName() {
  const Token token = Expect(TokenType::kName);
  Target target;
  target.name = TextOf(token);
  target.span = token.span;
  for (std::string_view constant : {"true", "false", "none", "True", "False", "None"}) {
    if (target.name == constant) {
      Fail("cannot assign to the constant '" + std::string(constant) + "'", token.span);
    }
  }
  return target;
}

}  // namespace tessera::jinja
