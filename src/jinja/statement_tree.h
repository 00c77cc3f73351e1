// The statements of a parsed template (tree.h).
#ifndef TESSERA_JINJA_STATEMENT_TREE_H_
#define TESSERA_JINJA_STATEMENT_TREE_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "jinja/error.h"
#include "jinja/expression_tree.h"
#include "jinja/scope_tree.h"

namespace tessera::jinja {

struct Stmt;
using Body = std::vector<Stmt>;

enum class Escaping { kOff, kOn, kAsContext };

struct TextStmt {
  std::string_view text;
  bool checked = false;  // not printed once the template has been extended
};
struct OutputStmt {
  ExprPtr value;
  Escaping escaping = Escaping::kOff;
  bool checked = false;
};
struct IfStmt {
  std::vector<std::pair<ExprPtr, Body>> branches;
  Body otherwise;
};
// What is assigned to: a variable, a namespace's attribute, or a tuple of targets.
struct Target {
  std::string_view name;
  std::string_view attribute;  // of a namespace
  Slot slot;
  std::vector<Target> parts;
  Span span;
};
struct ForStmt {
  Target target;
  ExprPtr iterable;
  ExprPtr condition;  // may be null
  Body body;
  Body otherwise;
  bool recursive = false;
  // Set by the resolver.
  bool uses_loop = false;
  Slot loop_slot;
  Scope scope;
  Scope condition_scope;
  Scope otherwise_scope;
  Target condition_target;  // the target as the condition sees it
  FunctionTree function;    // when recursive
};
struct SetStmt {
  Target target;
  ExprPtr value;
  std::vector<Export> exports;
};
struct SetBlockStmt {
  Target target;
  ExprPtr filter;  // may be null
  Body body;
  Escaping escaping = Escaping::kOff;
  Scope scope;
  std::vector<Export> exports;
};
struct Parameter {
  std::string_view name;
  ExprPtr fallback;  // may be null
  Slot slot;
};
struct MacroTree {
  std::string_view name;  // "caller" of a call block
  std::vector<Parameter> parameters;
  Body body;
  Span span;
  // Set by the resolver.
  bool uses_caller = false;
  bool explicit_caller = false;  // one of the parameters is called so
  bool uses_varargs = false;
  bool uses_kwargs = false;
  Slot caller_slot;
  Slot varargs_slot;
  Slot kwargs_slot;
  Scope scope;
  FunctionTree function;
};
struct MacroStmt {
  MacroTree macro;
  Slot slot;
  std::vector<Export> exports;
};
struct CallBlockStmt {
  ExprPtr call;  // a CallExpr
  MacroTree caller;
};
struct FilterBlockStmt {
  ExprPtr filter;  // a chain of FilterExpr whose innermost operand is null
  Body body;
  Escaping escaping = Escaping::kOff;
  Scope scope;
};
struct WithStmt {
  std::vector<std::pair<Target, ExprPtr>> variables;
  Body body;
  Scope scope;
};
struct AutoescapeStmt {
  ExprPtr enabled;
  Body body;
  Scope scope;
};
struct IncludeStmt {
  ExprPtr name;
  bool ignore_missing = false;
  bool with_context = true;
  VisibleNames visible;
};
struct ImportStmt {
  ExprPtr name;
  Target target;
  bool with_context = false;
  VisibleNames visible;
  std::vector<Export> exports;
};
struct FromImportStmt {
  ExprPtr name;
  std::vector<std::pair<std::string_view, Target>> names;
  bool with_context = false;
  VisibleNames visible;
  std::vector<Export> exports;
};
struct ExtendsStmt {
  ExprPtr name;
};
struct BlockStmt {
  std::string_view name;
  bool scoped = false;
  bool required = false;
  bool checked = false;
  VisibleNames visible;
};
struct DoStmt {
  ExprPtr value;
};
struct BreakStmt {};
struct ContinueStmt {};

struct Stmt {
  std::variant<TextStmt, OutputStmt, IfStmt, ForStmt, SetStmt, SetBlockStmt, MacroStmt,
               CallBlockStmt, FilterBlockStmt, WithStmt, AutoescapeStmt, IncludeStmt, ImportStmt,
               FromImportStmt, ExtendsStmt, BlockStmt, DoStmt, BreakStmt, ContinueStmt>
      node;
  Span span;
};

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_STATEMENT_TREE_H_
