// Runs one render: walks the trees of the templates with their frames, and writes the output.
#ifndef TESSERA_JINJA_INTERPRETER_H_
#define TESSERA_JINJA_INTERPRETER_H_

#include <exception>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jinja/context.h"
#include "jinja/loop.h"
#include "jinja/operations.h"
#include "jinja/output.h"
#include "jinja/runtime.h"
#include "jinja/tree.h"

namespace tessera::jinja {

// What the interpreter needs of the engine: other templates, and the names that all of them see.
class Surroundings {
 public:
  virtual ~Surroundings() = default;
  // Null when there is none.
  virtual std::shared_ptr<const CompiledTemplate> Find(std::string_view name) = 0;
  virtual Value Global(std::string_view name) = 0;
  virtual std::vector<std::string> TemplateNames() = 0;
  virtual std::vector<std::string> GlobalNames() = 0;
};

class Interpreter final : public Runtime {
 public:
  Interpreter(const Options& options, const Library& library, Surroundings& surroundings)
      : Runtime(options, library), surroundings_(surroundings) {}

  // The text of `compiled` for the variables of `json`.
  std::string Render(const CompiledTemplate& compiled, const nlohmann::json& json);

  bool autoescape() const override { return context_->autoescape; }
  std::vector<std::string> VariableNames() const override;
  Value Invoke(Value callee, std::span<const Value> positional,
               std::span<const NamedValue> named) override;

 private:
  // How a body was left.
  enum class Flow { kNormal, kBreak, kContinue };
  // A frame while its function runs; goes back to the context that was current before.
  class Activation;
  // A step into another template or macro: counts recursion, and tells errors the way.
  template <typename Work>
  void Step(Span span, std::string_view activity, std::string_view name, Work&& work);

  // evaluate.cc
  Value Evaluate(const Expr& expr, Frame& frame) {
    if (const auto* name = std::get_if<NameExpr>(&expr.node)) {
      const Value value = SlotAt(name->slot, frame);
      return value.missing() ? Value::Undefined(name->name) : value;
    }
    if (const auto* literal = std::get_if<LiteralExpr>(&expr.node)) return literal->value;
    if (const auto* arithmetic = std::get_if<ArithmeticExpr>(&expr.node)) {
      CheckStack();
      return EvaluateArithmetic(*arithmetic, frame);
    }
    return EvaluateTree(expr, frame);
  }
  Value EvaluateTree(const Expr& expr, Frame& frame);
  Value EvaluateArithmetic(const ArithmeticExpr& node, Frame& frame);
  Value EvaluateLogic(const LogicExpr& node, Frame& frame);
  bool EvaluateCompare(const Expr& expr, const CompareExpr& node, Frame& frame);
  Value EvaluateAttribute(const Expr& expr, const AttributeExpr& node, Frame& frame);
  Value EvaluateItem(const Expr& expr, const ItemExpr& node, Frame& frame);
  Value EvaluateList(const std::vector<ExprPtr>& items, bool tuple, Frame& frame);
  Value EvaluateDict(const Expr& expr, const DictExpr& node, Frame& frame);
  Value EvaluateConcat(const Expr& expr, const ConcatExpr& node, Frame& frame);
  Value EvaluateConditional(const ConditionalExpr& node, Frame& frame);
  Value EvaluateCall(const Expr& expr, const CallExpr& node, Frame& frame,
                     Value caller = Value::Missing());
  Value EvaluateFilter(const Expr& expr, const FilterExpr& node, Frame& frame);
  bool EvaluateTest(const Expr& expr, const TestExpr& node, Frame& frame);
  void EvaluateArguments(const Arguments& arguments, Frame& frame, std::vector<Value>& positional,
                         std::vector<NamedValue>& named);
  bool EvaluateTruth(const Expr& expr, Frame& frame) {
    if (const auto* compare = std::get_if<CompareExpr>(&expr.node)) {
      CheckStack();
      return EvaluateCompare(expr, *compare, frame);
    }
    const Value value = Evaluate(expr, frame);
    return value.boolean() ? value.AsBool() : TruthOf(expr, value);
  }
  bool TruthOf(const Expr& expr, Value value);

  // execute.cc
  Flow Execute(const Body& body, Frame& frame);
  Flow Run(const TextStmt& stmt, const Stmt& at, Frame& frame);
  Flow Run(const OutputStmt& stmt, const Stmt& at, Frame& frame);
  Flow Run(const IfStmt& stmt, const Stmt& at, Frame& frame);
  Flow Run(const ForStmt& stmt, const Stmt& at, Frame& frame);
  Flow Run(const SetStmt& stmt, const Stmt& at, Frame& frame);
  Flow Run(const SetBlockStmt& stmt, const Stmt& at, Frame& frame);
  Flow Run(const MacroStmt& stmt, const Stmt& at, Frame& frame);
  Flow Run(const CallBlockStmt& stmt, const Stmt& at, Frame& frame);
  Flow Run(const FilterBlockStmt& stmt, const Stmt& at, Frame& frame);
  Flow Run(const WithStmt& stmt, const Stmt& at, Frame& frame);
  Flow Run(const AutoescapeStmt& stmt, const Stmt& at, Frame& frame);
  Flow Run(const IncludeStmt& stmt, const Stmt& at, Frame& frame);
  Flow Run(const ImportStmt& stmt, const Stmt& at, Frame& frame);
  Flow Run(const FromImportStmt& stmt, const Stmt& at, Frame& frame);
  Flow Run(const ExtendsStmt& stmt, const Stmt& at, Frame& frame);
  Flow Run(const BlockStmt& stmt, const Stmt& at, Frame& frame);
  Flow Run(const DoStmt& stmt, const Stmt& at, Frame& frame);
  Flow Run(const BreakStmt&, const Stmt&, Frame&) { return Flow::kBreak; }
  Flow Run(const ContinueStmt&, const Stmt&, Frame&) { return Flow::kContinue; }
  void Enter(const std::vector<SlotSource>& sources, Frame& frame) {
    for (const SlotSource& source : sources) Start(source, frame);
  }
  void Start(const SlotSource& source, Frame& frame);
  void Assign(const Target& target, Value value, Frame& frame) {
    if (target.parts.empty() && target.attribute.empty()) {
      SlotAt(target.slot, frame) = value;
    } else {
      AssignParts(target, value, frame);
    }
  }
  void AssignParts(const Target& target, Value value, Frame& frame);
  void Publish(const std::vector<Export>& exports, bool exported, Frame& frame);
  void Print(Value value, bool escape);
  bool Escapes(Escaping escaping) const {
    return escaping == Escaping::kOn || (escaping == Escaping::kAsContext && context_->autoescape);
  }
  // What `work` prints, taken out of the output again.
  template <typename Work>
  std::string_view Capture(Work&& work);

  // loops.cc
  Flow RunLoop(const ForStmt& stmt, Value iterable, int depth, Frame& frame);
  bool PassesCondition(const ForStmt& stmt, Value item, Frame& frame);
  bool RunPlainRounds(const ForStmt& stmt, Value iterable, Frame& frame);
  bool RunRounds(const ForStmt& stmt, Value iterable, int depth, Frame& frame);
  Value LoopItems(const ForStmt& stmt, Value iterable, Frame& frame);
  void RunRecursion(const ForStmt& stmt, Value iterable, int depth, Frame* outer);
  Value CallLoop(const LoopObject& loop, std::span<const Value> positional);

  // macros.cc
  Value CallMacro(const MacroObject& macro, std::span<const Value> positional,
                  std::span<const NamedValue> named, bool print);
  [[noreturn]] void FailUnknownArgument(const MacroTree& tree, std::string_view name);
  void BindParameters(const MacroObject& macro, std::span<const Value> positional,
                      std::span<const NamedValue> named, Frame& frame);
  Value MakeMacro(const MacroTree& tree, Frame& frame);
  Value CallBlock(const BlockObject& block, bool print);
  bool PrintCall(const Expr& expr, bool escape, Frame& frame);

  // templates.cc
  void RunTemplate(const CompiledTemplate& compiled, Context& context);
  void RunBlock(Context& context, std::string_view name, std::size_t depth);
  std::shared_ptr<const CompiledTemplate> Load(Value name);
  [[noreturn]] void FailMissing(std::span<const Value> names);
  const Layer* SharedLayer(const VisibleNames& visible, Frame& frame);
  ModuleObject* Import(const ExprPtr& name, const VisibleNames& visible, bool with_context,
                       Span span, Frame& frame);
  Context* MakeContext(const CompiledTemplate& compiled, const Layer* outer);
  Value FindVariable(const Context& context, std::string_view name);

  Value& SlotAt(Slot slot, Frame& frame) {
    Frame* at = &frame;
    for (int hop = slot.hops; hop > 0; --hop) at = at->outer;
    return at->slots[slot.index];
  }
  void Locate(Span span) { span_ = span; }
  void CheckOutput() const {
    if (out_.size() > options().limits.output_bytes) FailOutput();
  }
  [[noreturn]] void FailOutput() const;

  Surroundings& surroundings_;
  Output out_;
  std::string piece_;  // one printed value, kept for its memory
  Context* context_ = nullptr;
  const CompiledTemplate* compiled_ = nullptr;  // whose tree is being walked
  Span span_;                                   // what is being evaluated, for errors
  Value filtered_;                              // what the filter of a filter block is applied to
  int depth_ = 0;
  std::vector<std::shared_ptr<const CompiledTemplate>> loaded_;  // kept while the render runs
  std::vector<ModuleObject*> modules_;  // imported without context, so only once
};

// Makes a frame for a function and runs in it.
class Interpreter::Activation {
 public:
  Activation(Interpreter& interpreter, const FunctionTree& function, Frame* outer,
             const CompiledTemplate* owner, Context* context);
  ~Activation();
  Activation(const Activation&) = delete;
  Activation& operator=(const Activation&) = delete;
  Frame& frame() { return *frame_; }

 private:
  static constexpr int kFewSlots = 12;

  Interpreter& interpreter_;
  Context* context_;
  const CompiledTemplate* compiled_;
  int exceptions_ = std::uncaught_exceptions();
  Frame local_;
  Frame* frame_ = &local_;
  Value slots_[kFewSlots];
};

template <typename Work>
void Interpreter::Step(Span span, std::string_view activity, std::string_view name, Work&& work) {
  const CompiledTemplate* compiled = compiled_;
  if (++depth_ > options().limits.recursion) {
    --depth_;
    throw TemplateError(ErrorKind::kLimit, "nested more than " +
                                               std::to_string(options().limits.recursion) +
                                               " calls and includes deep");
  }
  CheckStack();
  try {
    work();
  } catch (TemplateError& error) {
    --depth_;
    error.Locate(compiled_->name, compiled_->source, span_);
    compiled_ = compiled;
    span_ = span;
    error.Push({std::string(activity) + " '" + std::string(name) + "'",
                PlaceOf(compiled->name, compiled->source, span)});
    throw;
  }
  --depth_;
}

template <typename Work>
std::string_view Interpreter::Capture(Work&& work) {
  const std::size_t begin = out_.size();
  work();
  CheckSize(out_.size() - begin);
  const std::string_view text = heap().Copy(out_.From(begin));
  out_.Truncate(begin);
  return text;
}

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_INTERPRETER_H_
