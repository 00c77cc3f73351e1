// A parsed template: what the parser makes, the resolver numbers and the interpreter walks.
//
// Everything but the slots, and what goes with them, is set by the parser. Texts are views into the
// source, or into the heap of the template that the tree belongs to.
#ifndef TESSERA_JINJA_TREE_H_
#define TESSERA_JINJA_TREE_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "jinja/error.h"
#include "jinja/heap.h"
#include "jinja/integer_steps.h"
#include "jinja/library.h"
#include "jinja/value.h"

namespace tessera::jinja {

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;
struct Stmt;
using Body = std::vector<Stmt>;

// A variable: slot `index` of the frame that is `hops` functions further out.
struct Slot {
  int hops = 0;
  int index = -1;
};

// --- Expressions --------------------------------------------------------------------------------

struct Arguments {
  std::vector<ExprPtr> positional;
  std::vector<std::pair<std::string_view, ExprPtr>> named;
  ExprPtr splat;        // *arguments
  ExprPtr named_splat;  // **arguments

  bool simple() const { return named.empty() && !splat && !named_splat; }
};

struct LiteralExpr {
  Value value;
};
struct NameExpr {
  std::string_view name;
  Slot slot;
  bool parameter = false;  // always set, so that it need not be looked at for being missing
};
struct TupleExpr {
  std::vector<ExprPtr> items;
};
struct ListExpr {
  std::vector<ExprPtr> items;
};
struct DictExpr {
  std::vector<std::pair<ExprPtr, ExprPtr>> entries;
};
enum class UnaryOp { kNegate, kPlus, kNot };
struct UnaryExpr {
  UnaryOp op;
  ExprPtr operand;
};
enum class BinaryOp { kAdd, kSub, kMul, kDiv, kFloorDiv, kMod, kPow };
// `first op operand op operand …`, from left to right whatever the operators: what binds closer on
// the left comes first anyway, and on the right it is an operand of its own.
struct ArithmeticExpr {
  struct Step {
    BinaryOp op;
    ExprPtr operand;
    Span span;  // from `first` on
  };
  ExprPtr first;
  std::vector<Step> steps;
  IntegerSteps quick;  // `first` and as many steps as can be of integers; set by the resolver
};
struct LogicExpr {  // `left and right`, `left or right`
  bool is_or;
  ExprPtr left;
  ExprPtr right;
};
struct ConcatExpr {
  std::vector<ExprPtr> parts;
};
enum class CompareOp { kEq, kNotEq, kLess, kLessEq, kGreater, kGreaterEq, kIn, kNotIn };
struct CompareExpr {
  ExprPtr first;
  std::vector<std::pair<CompareOp, ExprPtr>> rest;
  IntegerSteps quick;  // all of it, or none; set by the resolver
};
struct ConditionalExpr {
  ExprPtr condition;
  ExprPtr then;
  ExprPtr otherwise;  // may be null
};
struct AttributeExpr {
  ExprPtr object;
  std::string_view name;
  bool names_method = false;  // of a string, list or dict
};
struct ItemExpr {
  ExprPtr object;
  ExprPtr key;
};
struct SliceExpr {  // only as the key of an ItemExpr; each may be null
  ExprPtr start;
  ExprPtr stop;
  ExprPtr step;
};
struct CallExpr {
  ExprPtr callee;
  Arguments arguments;
};
// A null operand stands for the text of a filter block. `entry` is null for an unknown name in a
// branch that may never run.
struct FilterExpr {
  ExprPtr operand;
  std::string_view name;
  const FilterEntry* entry = nullptr;
  Arguments arguments;
};
struct TestExpr {
  ExprPtr operand;
  std::string_view name;
  const TestEntry* entry = nullptr;
  Arguments arguments;
};

struct Expr {
  std::variant<LiteralExpr, NameExpr, TupleExpr, ListExpr, DictExpr, UnaryExpr, ArithmeticExpr,
               LogicExpr, ConcatExpr, CompareExpr, ConditionalExpr, AttributeExpr, ItemExpr,
               SliceExpr, CallExpr, FilterExpr, TestExpr>
      node;
  Span span;
  int height = 1;  // of the tree below, limited so that no walk over it runs out of stack
};

// --- Names --------------------------------------------------------------------------------------

// How a variable gets its value when its scope is entered.
struct SlotSource {
  enum Kind { kContext, kOuter, kMissing } kind;
  std::string_view name;  // kContext: looked up by this name
  Slot outer;             // kOuter: a copy of this variable
  int slot;
};
struct Scope {
  std::vector<SlotSource> sources;
  std::vector<SlotSource> constant;  // of a loop: the same in every round, so set once before it
};
// A variable that others may want to see by its name: an include, a scoped block.
struct VisibleName {
  std::string_view name;
  Slot slot;
};
using VisibleNames = std::vector<VisibleName>;
// Names that a statement makes visible in the whole template (and to those who import it).
struct Export {
  std::string_view name;
  Slot slot;
};

// What has a frame of its own: a template's top level, a block, a macro, a recursive loop.
struct FunctionTree {
  int slots = 0;
  bool captured = false;  // a macro inside may outlive the frame
};

// --- Statements ---------------------------------------------------------------------------------

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

struct BlockTree {
  std::string_view name;
  Body body;
  bool required = false;
  Span span;
  // Set by the resolver.
  Slot self_slot;
  Slot super_slot;
  Scope scope;
  FunctionTree function;
};

struct CompiledTemplate {
  explicit CompiledTemplate(std::size_t memory) : heap(memory) {}

  std::string name;
  std::string source;  // with its lines normalized
  Heap heap;           // of its literals
  bool autoescape = false;
  Body body;
  std::vector<std::unique_ptr<BlockTree>> blocks;
  Slot self_slot;
  Scope scope;
  FunctionTree function;
};

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_TREE_H_
