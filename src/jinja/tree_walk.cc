#include "jinja/tree_walk.h"

namespace tessera::jinja {
namespace {

class Walk {
 public:
  explicit Walk(StmtVisitor& visitor) : visitor_(visitor) {}

  void operator()(TextStmt&) {}
  void operator()(OutputStmt& stmt) { On(stmt.value); }
  void operator()(IfStmt& stmt) {
    for (auto& [condition, body] : stmt.branches) {
      On(condition);
      visitor_.OnBody(body);
    }
    visitor_.OnBody(stmt.otherwise);
  }
  void operator()(ForStmt& stmt) {
    On(stmt.target);
    On(stmt.iterable);
    visitor_.OnBody(stmt.body);
    visitor_.OnBody(stmt.otherwise);
    On(stmt.condition);
  }
  void operator()(SetStmt& stmt) {
    On(stmt.target);
    On(stmt.value);
  }
  void operator()(SetBlockStmt& stmt) {
    On(stmt.target);
    On(stmt.filter);
    visitor_.OnBody(stmt.body);
  }
  void operator()(MacroStmt& stmt) { On(stmt.macro); }
  void operator()(CallBlockStmt& stmt) {
    On(stmt.call);
    On(stmt.caller);
  }
  void operator()(FilterBlockStmt& stmt) {
    visitor_.OnBody(stmt.body);
    On(stmt.filter);
  }
  void operator()(WithStmt& stmt) {
    for (auto& [target, value] : stmt.variables) On(target);
    for (auto& [target, value] : stmt.variables) On(value);
    visitor_.OnBody(stmt.body);
  }
  void operator()(AutoescapeStmt& stmt) {
    On(stmt.enabled);
    visitor_.OnBody(stmt.body);
  }
  void operator()(IncludeStmt& stmt) { On(stmt.name); }
  void operator()(ImportStmt& stmt) { On(stmt.name); }
  void operator()(FromImportStmt& stmt) { On(stmt.name); }
  void operator()(ExtendsStmt& stmt) { On(stmt.name); }
  void operator()(DoStmt& stmt) { On(stmt.value); }
  void operator()(BlockStmt&) {}
  void operator()(BreakStmt&) {}
  void operator()(ContinueStmt&) {}

 private:
  void On(ExprPtr& expr) {
    if (expr) visitor_.OnExpr(*expr);
  }
  void On(Target& target) {
    ForEachTargetName(target, [&](Target& name) { visitor_.OnTarget(name.name); });
  }
  void On(MacroTree& macro) {
    for (Parameter& parameter : macro.parameters) visitor_.OnTarget(parameter.name);
    for (Parameter& parameter : macro.parameters) On(parameter.fallback);
    visitor_.OnBody(macro.body);
  }

  StmtVisitor& visitor_;
};

}  // namespace

void VisitStmt(Stmt& stmt, StmtVisitor& visitor) { std::visit(Walk(visitor), stmt.node); }

}  // namespace tessera::jinja
