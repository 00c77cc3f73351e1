// What the resolver finds out about the names in a tree before it numbers them.
#ifndef TESSERA_JINJA_COLLECT_H_
#define TESSERA_JINJA_COLLECT_H_

#include <set>
#include <span>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "jinja/symbols.h"
#include "jinja/tree_walk.h"

namespace tessera::jinja {

// Which of some names a tree reads before it declares them itself.
class UndeclaredNames : public StmtVisitor {
 public:
  explicit UndeclaredNames(std::set<std::string_view> names) : names_(std::move(names)) {}

  bool Has(std::string_view name) const { return found_.contains(name); }
  void OnExpr(Expr& expr) override {
    if (const auto* name = std::get_if<NameExpr>(&expr.node); name && names_.contains(name->name)) {
      found_.insert(name->name);
    }
    ForEachChild(expr, [&](Expr& child) { OnExpr(child); });
  }
  void OnTarget(std::string_view name) override { names_.erase(name); }
  void OnBody(Body& body) override {
    for (Stmt& stmt : body) VisitStmt(stmt, *this);
  }

 private:
  std::set<std::string_view> names_;
  std::set<std::string_view> found_;
};

// Collects what one scope reads and writes, without entering the scopes within it.
class Collector {
 public:
  explicit Collector(Symbols& symbols) : symbols_(&symbols) {}

  void Collect(Body& body) {
    for (Stmt& stmt : body) {
      std::visit([&](auto& node) { CollectStmt(node); }, stmt.node);
    }
  }
  void Collect(Expr& expr) {
    if (const auto* name = std::get_if<NameExpr>(&expr.node)) symbols_->Read(name->name);
    ForEachChild(expr, [&](Expr& child) { Collect(child); });
  }
  void Collect(ExprPtr& expr) {
    if (expr) Collect(*expr);
  }
  void Collect(Target& target) {
    if (!target.attribute.empty()) symbols_->Read(target.name);
    for (Target& part : target.parts) {
      if (!part.attribute.empty() || !part.parts.empty()) Collect(part);
    }
    ForEachTargetName(target, [&](Target& name) { symbols_->Write(name.name); });
  }

 private:
  void CollectStmt(TextStmt&) {}
  void CollectStmt(OutputStmt& stmt) { Collect(stmt.value); }
  void CollectStmt(DoStmt& stmt) { Collect(stmt.value); }
  void CollectStmt(ForStmt& stmt) { Collect(stmt.iterable); }
  void CollectStmt(SetStmt& stmt) {
    Collect(stmt.value);
    Collect(stmt.target);
  }
  void CollectStmt(SetBlockStmt& stmt) { Collect(stmt.target); }
  void CollectStmt(MacroStmt& stmt) { symbols_->Write(stmt.macro.name); }
  void CollectStmt(CallBlockStmt& stmt) { Collect(stmt.call); }
  void CollectStmt(FilterBlockStmt& stmt) { Collect(stmt.filter); }
  void CollectStmt(WithStmt& stmt) {
    for (auto& [target, value] : stmt.variables) Collect(value);
  }
  void CollectStmt(AutoescapeStmt&) {}
  void CollectStmt(IncludeStmt& stmt) { Collect(stmt.name); }
  void CollectStmt(ImportStmt& stmt) {
    Collect(stmt.name);
    Collect(stmt.target);
  }
  void CollectStmt(FromImportStmt& stmt) {
    Collect(stmt.name);
    for (auto& [name, target] : stmt.names) Collect(target);
  }
  void CollectStmt(ExtendsStmt& stmt) { Collect(stmt.name); }
  void CollectStmt(BlockStmt&) {}
  void CollectStmt(BreakStmt&) {}
  void CollectStmt(ContinueStmt&) {}
  void CollectStmt(IfStmt& stmt) {
    // The first branch, the `elif`s together, and the `else`: Jinja2 joins these three.
    Collect(stmt.branches[0].first);
    std::vector<Symbols> joined;
    Symbols& original = *symbols_;
    const auto branch = [&](auto&& collect) {
      Symbols copy = original;
      symbols_ = &copy;
      collect();
      symbols_ = &original;
      joined.push_back(std::move(copy));
    };
    branch([&] { Collect(stmt.branches[0].second); });
    branch([&] { CollectElifs(stmt, 1); });
    branch([&] { Collect(stmt.otherwise); });
    original.Join(joined);
  }
  void CollectElifs(IfStmt& stmt, size_t first) {
    for (size_t i = first; i < stmt.branches.size(); ++i) {
      Collect(stmt.branches[i].first);
      Symbols& original = *symbols_;
      std::vector<Symbols> joined(3, original);
      symbols_ = &joined[0];
      Collect(stmt.branches[i].second);
      symbols_ = &original;
      original.Join(joined);
    }
  }

  Symbols* symbols_;
};

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_COLLECT_H_
