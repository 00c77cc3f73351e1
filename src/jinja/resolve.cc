#include "jinja/resolve.h"

#include <set>
#include <string>
#include <utility>

#include "base/text.h"
#include "jinja/collect.h"
#include "jinja/symbols.h"
#include "jinja/tree_walk.h"

namespace tessera::jinja {
namespace {

// Where the resolver is.
struct Position {
  Symbols* symbols = nullptr;
  bool toplevel = false;   // assignments here are the template's own
  bool rootlevel = false;  // and are sure to run
  bool soft = false;       // in a branch that may not run
  bool checked = false;    // output stops once the template has been extended
  bool in_loop = false;
};

class Resolver {
 public:
  Resolver(CompiledTemplate& compiled, const Library& library)
      : compiled_(compiled), library_(library) {}

  void Run();

 private:
  [[noreturn]] void Fail(std::string message, Span span, std::string remedy = {}) const;
  Position Inside(const Position& position, Symbols& symbols) const;
  static Scope ScopeOf(const Symbols& symbols) { return {symbols.Sources(), {}}; }
  void Bind(Body& body, const Position& position);
  void Bind(Expr& expr, const Position& position);
  void Bind(ExprPtr& expr, const Position& position) {
    if (expr) Bind(*expr, position);
  }
  void BindTarget(Target& target, const Symbols& symbols);
  static void FindIntegerSteps(ArithmeticExpr& node);
  static void FindIntegerSteps(CompareExpr& node);
  void BindConditional(ConditionalExpr& node, const Position& position);
  void BindFilter(FilterExpr& filter, const Expr& expr, const Position& position);
  void BindTest(TestExpr& test, const Expr& expr, const Position& position);
  void BindMacro(MacroTree& macro, const Position& position);
  void BindLoop(ForStmt& loop, const Stmt& stmt, const Position& position);
  void BindLoopBody(ForStmt& loop, Symbols& outer, const Position& position);
  void BindInnerScope(Body& body, Scope& scope, const Position& position);
  void BindBlock(BlockTree& block);
  std::vector<Export> ExportsOf(Target& target, const Position& position) const;

  void BindStmt(TextStmt& stmt, const Stmt&, const Position& position) {
    stmt.checked = position.checked;
  }
  void BindStmt(OutputStmt& stmt, const Stmt&, const Position& position) {
    stmt.checked = position.checked;
    Bind(stmt.value, position);
  }
  void BindStmt(DoStmt& stmt, const Stmt&, const Position& position) { Bind(stmt.value, position); }
  void BindStmt(ForStmt& stmt, const Stmt& at, const Position& position) {
    BindLoop(stmt, at, position);
  }
  void BindStmt(IfStmt& stmt, const Stmt&, const Position& position);
  void BindStmt(SetStmt& stmt, const Stmt&, const Position& position);
  void BindStmt(SetBlockStmt& stmt, const Stmt&, const Position& position);
  void BindStmt(MacroStmt& stmt, const Stmt&, const Position& position);
  void BindStmt(CallBlockStmt& stmt, const Stmt&, const Position& position);
  void BindStmt(FilterBlockStmt& stmt, const Stmt&, const Position& position);
  void BindStmt(WithStmt& stmt, const Stmt&, const Position& position);
  void BindStmt(AutoescapeStmt& stmt, const Stmt&, const Position& position);
  void BindStmt(IncludeStmt& stmt, const Stmt&, const Position& position);
  void BindStmt(ImportStmt& stmt, const Stmt&, const Position& position);
  void BindStmt(FromImportStmt& stmt, const Stmt&, const Position& position);
  void BindStmt(ExtendsStmt& stmt, const Stmt& at, const Position& position);
  void BindStmt(BlockStmt& stmt, const Stmt&, const Position& position);
  void BindStmt(BreakStmt&, const Stmt& at, const Position& position) { RequireLoop(at, position); }
  void BindStmt(ContinueStmt&, const Stmt& at, const Position& position) {
    RequireLoop(at, position);
  }
  void RequireLoop(const Stmt& at, const Position& position) const {
    if (!position.in_loop) Fail("'break' and 'continue' belong inside of a loop", at.span);
  }

  CompiledTemplate& compiled_;
  const Library& library_;
};

void Resolver::Fail(std::string message, Span span, std::string remedy) const {
  TemplateError error(ErrorKind::kAssertion, std::move(message));
  error.Locate(compiled_.name, compiled_.source, span);
  if (!remedy.empty()) error.Remedy(std::move(remedy));
  throw error;
}

Position Resolver::Inside(const Position& position, Symbols& symbols) const {
  return {&symbols, false, false, false, position.checked, position.in_loop};
}

bool HasExtends(Body& body) {
  // Wherever it stands, it stops the output at the top level from there on.
  class Finder : public StmtVisitor {
   public:
    bool found = false;
    void OnExpr(Expr&) override {}
    void OnTarget(std::string_view) override {}
    void OnBody(Body& inner) override {
      for (Stmt& stmt : inner) {
        if (std::holds_alternative<ExtendsStmt>(stmt.node)) found = true;
        VisitStmt(stmt, *this);
      }
    }
  } finder;
  finder.OnBody(body);
  return finder.found;
}

void Resolver::Run() {
  Symbols symbols(nullptr, compiled_.function, 0);
  UndeclaredNames undeclared({"self"});
  undeclared.OnBody(compiled_.body);
  if (undeclared.Has("self")) {
    symbols.DeclareParameter("self");
    compiled_.self_slot = symbols.SlotOf("self");
  }
  Collector(symbols).Collect(compiled_.body);
  compiled_.scope = ScopeOf(symbols);
  Bind(compiled_.body, {&symbols, true, true, false, HasExtends(compiled_.body), false});
  for (auto& block : compiled_.blocks) BindBlock(*block);
}

void Resolver::BindBlock(BlockTree& block) {
  Symbols symbols(nullptr, block.function, 0);
  UndeclaredNames undeclared({"self", "super"});
  undeclared.OnBody(block.body);
  for (auto [name, slot] : {std::pair{"self", &block.self_slot}, {"super", &block.super_slot}}) {
    if (!undeclared.Has(name)) continue;
    symbols.DeclareParameter(name);
    *slot = symbols.SlotOf(name);
  }
  Collector(symbols).Collect(block.body);
  block.scope = ScopeOf(symbols);
  Bind(block.body, {&symbols, false, false, false, false, false});
}

void Resolver::Bind(Body& body, const Position& position) {
  for (Stmt& stmt : body) {
    std::visit([&](auto& node) { BindStmt(node, stmt, position); }, stmt.node);
  }
}

// --- Expressions --------------------------------------------------------------------------------

void Resolver::Bind(Expr& expr, const Position& position) {
  if (auto* name = std::get_if<NameExpr>(&expr.node)) {
    name->slot = position.symbols->SlotOf(name->name);
    return;
  }
  if (auto* conditional = std::get_if<ConditionalExpr>(&expr.node)) {
    return BindConditional(*conditional, position);
  }
  if (auto* filter = std::get_if<FilterExpr>(&expr.node)) BindFilter(*filter, expr, position);
  if (auto* test = std::get_if<TestExpr>(&expr.node)) BindTest(*test, expr, position);
  ForEachChild(expr, [&](Expr& child) { Bind(child, position); });
  if (auto* arithmetic = std::get_if<ArithmeticExpr>(&expr.node)) FindIntegerSteps(*arithmetic);
  if (auto* compare = std::get_if<CompareExpr>(&expr.node)) FindIntegerSteps(*compare);
}

void Resolver::FindIntegerSteps(ArithmeticExpr& node) {
  if (!node.quick.Start(*node.first)) return;
  for (const auto& [op, operand, span] : node.steps) {
    if (!node.quick.Add(op, *operand)) break;
  }
  if (node.quick.size() == 1) node.quick.Clear();  // no operation
}

void Resolver::FindIntegerSteps(CompareExpr& node) {
  if (node.rest.size() != 1) return;
  if (const auto* arithmetic = std::get_if<ArithmeticExpr>(&node.first->node)) {
    if (arithmetic->quick.size() <= arithmetic->steps.size()) return;
    node.quick = arithmetic->quick;
  } else if (!node.quick.Start(*node.first)) {
    return;
  }
  if (!node.quick.Add(node.rest[0].first, *node.rest[0].second)) node.quick.Clear();
}

void Resolver::BindConditional(ConditionalExpr& node, const Position& position) {
  Position soft = position;
  soft.soft = true;
  Bind(node.condition, soft);
  Bind(node.then, soft);
  Bind(node.otherwise, soft);
}

void Resolver::BindFilter(FilterExpr& filter, const Expr& expr, const Position& position) {
  filter.entry = library_.Filter(filter.name);
  if (filter.entry != nullptr || position.soft) return;
  const Span name{static_cast<std::uint32_t>(expr.span.begin),
                  static_cast<std::uint32_t>(filter.name.size())};
  Fail("no filter named '" + std::string(filter.name) + "'", name,
       DidYouMean(filter.name, library_.FilterNames()));
}

void Resolver::BindTest(TestExpr& test, const Expr& expr, const Position& position) {
  test.entry = library_.FindTest(test.name);
  if (test.entry != nullptr || position.soft) return;
  const Span name{static_cast<std::uint32_t>(expr.span.begin),
                  static_cast<std::uint32_t>(test.name.size())};
  Fail("no test named '" + std::string(test.name) + "'", name,
       DidYouMean(test.name, library_.TestNames()));
}

void Resolver::BindTarget(Target& target, const Symbols& symbols) {
  for (Target& part : target.parts) BindTarget(part, symbols);
  if (target.parts.empty()) target.slot = symbols.SlotOf(target.name);
}

// --- Scopes -------------------------------------------------------------------------------------

void Resolver::BindInnerScope(Body& body, Scope& scope, const Position& position) {
  Symbols symbols(position.symbols, position.symbols->function(), position.symbols->depth());
  Collector(symbols).Collect(body);
  scope = ScopeOf(symbols);
  Bind(body, Inside(position, symbols));
}

void Resolver::BindMacro(MacroTree& macro, const Position& position) {
  // What a macro refers to outside of itself must outlive the frame that it was made in.
  position.symbols->function().captured = true;
  Symbols symbols(position.symbols, macro.function, position.symbols->depth() + 1);
  Collector collector(symbols);
  for (Parameter& parameter : macro.parameters) {
    symbols.DeclareParameter(parameter.name);
    if (parameter.name == "caller") macro.explicit_caller = true;
  }
  for (Parameter& parameter : macro.parameters) collector.Collect(parameter.fallback);
  collector.Collect(macro.body);
  UndeclaredNames undeclared({"caller", "kwargs", "varargs"});
  undeclared.OnBody(macro.body);
  const auto special = [&](std::string_view name, bool& used, Slot& slot) {
    for (const Parameter& parameter : macro.parameters) {
      if (parameter.name == name) return;
    }
    if (!undeclared.Has(name)) return;
    used = true;
    symbols.DeclareParameter(name);
    slot = symbols.SlotOf(name);
  };
  special("caller", macro.uses_caller, macro.caller_slot);
  special("kwargs", macro.uses_kwargs, macro.kwargs_slot);
  special("varargs", macro.uses_varargs, macro.varargs_slot);
  for (const Parameter& parameter : macro.parameters) {
    if (parameter.name == "caller" && undeclared.Has("caller") && !parameter.fallback) {
      Fail("the parameter 'caller' needs a default", macro.span,
           "leave it out, or write caller=none");
    }
  }
  macro.scope = ScopeOf(symbols);
  const Position inside{&symbols, false, false, false, false, false};
  for (Parameter& parameter : macro.parameters) {
    parameter.slot = symbols.SlotOf(parameter.name);
    Bind(parameter.fallback, inside);
  }
  Bind(macro.body, inside);
}

void Resolver::BindLoop(ForStmt& loop, const Stmt& stmt, const Position& position) {
  Bind(loop.iterable, position);
  bool assigns_loop = false;
  class Finder : public StmtVisitor {
   public:
    bool scoped_block = false;
    bool assigns_loop = false;
    void OnExpr(Expr&) override {}
    void OnTarget(std::string_view name) override { assigns_loop |= name == "loop"; }
    void OnBody(Body& body) override {
      for (Stmt& inner : body) {
        const auto* block = std::get_if<BlockStmt>(&inner.node);
        scoped_block |= block != nullptr && block->scoped;
        VisitStmt(inner, *this);
      }
    }
  } finder;
  finder.OnBody(loop.body);
  finder.OnBody(loop.otherwise);
  ForEachTargetName(loop.target, [&](Target& name) { assigns_loop |= name.name == "loop"; });
  if (assigns_loop || finder.assigns_loop) {
    Fail("'loop' cannot be assigned to in a loop, which sets it itself", stmt.span);
  }
  UndeclaredNames undeclared({"loop"});
  undeclared.OnBody(loop.body);
  loop.uses_loop = loop.recursive || undeclared.Has("loop") || finder.scoped_block;
  if (!loop.recursive) return BindLoopBody(loop, *position.symbols, position);
  position.symbols->function().captured = true;
  // The function of a recursive loop: a scope without variables of its own.
  Symbols function(position.symbols, loop.function, position.symbols->depth() + 1);
  BindLoopBody(loop, function, position);
}

void Resolver::BindLoopBody(ForStmt& loop, Symbols& outer, const Position& position) {
  Symbols body(&outer, outer.function(), outer.depth());
  if (loop.uses_loop) {
    body.DeclareParameter("loop");
    loop.loop_slot = body.SlotOf("loop");
  }
  ForEachTargetName(loop.target, [&](Target& name) { body.DeclareParameter(name.name); });
  Collector(body).Collect(loop.body);
  for (SlotSource& source : body.Sources()) {
    const bool constant = source.kind == SlotSource::kContext && !body.Writes(source.name);
    (constant ? loop.scope.constant : loop.scope.sources).push_back(source);
  }
  BindTarget(loop.target, body);
  Position inside = Inside(position, body);
  inside.in_loop = true;
  Bind(loop.body, inside);

  if (loop.condition) {
    Symbols condition(&outer, outer.function(), outer.depth());
    loop.condition_target = loop.target;
    ForEachTargetName(loop.target, [&](Target& name) { condition.DeclareParameter(name.name); });
    Collector(condition).Collect(loop.condition);
    for (SlotSource& source : condition.Sources()) loop.condition_scope.constant.push_back(source);
    BindTarget(loop.condition_target, condition);
    Bind(loop.condition, Inside(position, condition));
  }
  Position otherwise = position;
  otherwise.symbols = &outer;
  BindInnerScope(loop.otherwise, loop.otherwise_scope, otherwise);
}

std::vector<Export> Resolver::ExportsOf(Target& target, const Position& position) const {
  std::vector<Export> exports;
  if (!position.toplevel) return exports;
  ForEachTargetName(target, [&](Target& name) {
    exports.push_back({name.name, position.symbols->SlotOf(name.name)});
  });
  return exports;
}

// --- Statements ---------------------------------------------------------------------------------

void Resolver::BindStmt(IfStmt& stmt, const Stmt&, const Position& position) {
  Position soft = position;
  soft.soft = true;
  soft.rootlevel = false;
  for (auto& [condition, body] : stmt.branches) {
    Bind(condition, soft);
    Bind(body, soft);
  }
  Bind(stmt.otherwise, soft);
}

void Resolver::BindStmt(SetStmt& stmt, const Stmt&, const Position& position) {
  Bind(stmt.value, position);
  BindTarget(stmt.target, *position.symbols);
  stmt.exports = ExportsOf(stmt.target, position);
}

void Resolver::BindStmt(SetBlockStmt& stmt, const Stmt&, const Position& position) {
  Position inside = position;
  inside.checked = false;
  Symbols symbols(position.symbols, position.symbols->function(), position.symbols->depth());
  Collector collector(symbols);
  collector.Collect(stmt.body);
  collector.Collect(stmt.filter);
  stmt.scope = ScopeOf(symbols);
  inside = Inside(inside, symbols);
  Bind(stmt.body, inside);
  Bind(stmt.filter, inside);
  BindTarget(stmt.target, *position.symbols);
  stmt.exports = ExportsOf(stmt.target, position);
}

void Resolver::BindStmt(MacroStmt& stmt, const Stmt&, const Position& position) {
  stmt.slot = position.symbols->SlotOf(stmt.macro.name);
  if (position.toplevel) stmt.exports.push_back({stmt.macro.name, stmt.slot});
  BindMacro(stmt.macro, position);
}

void Resolver::BindStmt(CallBlockStmt& stmt, const Stmt&, const Position& position) {
  Bind(stmt.call, position);
  BindMacro(stmt.caller, position);
}

void Resolver::BindStmt(FilterBlockStmt& stmt, const Stmt&, const Position& position) {
  Bind(stmt.filter, position);
  BindInnerScope(stmt.body, stmt.scope, position);
}

void Resolver::BindStmt(WithStmt& stmt, const Stmt&, const Position& position) {
  for (auto& [target, value] : stmt.variables) Bind(value, position);
  Symbols symbols(position.symbols, position.symbols->function(), position.symbols->depth());
  for (auto& [target, value] : stmt.variables) {
    ForEachTargetName(target, [&](Target& name) { symbols.DeclareParameter(name.name); });
  }
  Collector(symbols).Collect(stmt.body);
  stmt.scope = ScopeOf(symbols);
  for (auto& [target, value] : stmt.variables) BindTarget(target, symbols);
  Bind(stmt.body, Inside(position, symbols));
}

void Resolver::BindStmt(AutoescapeStmt& stmt, const Stmt&, const Position& position) {
  Symbols symbols(position.symbols, position.symbols->function(), position.symbols->depth());
  Collector collector(symbols);
  collector.Collect(stmt.enabled);
  collector.Collect(stmt.body);
  stmt.scope = ScopeOf(symbols);
  const Position inside = Inside(position, symbols);
  Bind(stmt.enabled, inside);
  Bind(stmt.body, inside);
}

void Resolver::BindStmt(IncludeStmt& stmt, const Stmt&, const Position& position) {
  Bind(stmt.name, position);
  if (stmt.with_context) stmt.visible = position.symbols->Visible();
}

void Resolver::BindStmt(ImportStmt& stmt, const Stmt&, const Position& position) {
  Bind(stmt.name, position);
  BindTarget(stmt.target, *position.symbols);
  if (stmt.with_context) stmt.visible = position.symbols->Visible();
  stmt.exports = ExportsOf(stmt.target, position);
}

void Resolver::BindStmt(FromImportStmt& stmt, const Stmt&, const Position& position) {
  Bind(stmt.name, position);
  for (auto& [name, target] : stmt.names) {
    BindTarget(target, *position.symbols);
    for (const Export& made : ExportsOf(target, position)) stmt.exports.push_back(made);
  }
  if (stmt.with_context) stmt.visible = position.symbols->Visible();
}

void Resolver::BindStmt(ExtendsStmt& stmt, const Stmt& at, const Position& position) {
  if (!position.toplevel) {
    Fail("a template can only be extended at its top level, not in a block, loop or macro",
         at.span);
  }
  Bind(stmt.name, position);
}

void Resolver::BindStmt(BlockStmt& stmt, const Stmt&, const Position& position) {
  stmt.checked = position.toplevel;
  if (stmt.scoped) stmt.visible = position.symbols->Visible();
}

}  // namespace

void Resolve(CompiledTemplate& compiled, const Library& library) {
  Resolver(compiled, library).Run();
}

}  // namespace tessera::jinja
