#include "jinja/interpreter.h"

namespace tessera::jinja {

Interpreter::Flow Interpreter::Run(const ForStmt& stmt, const Stmt& at, Frame& frame) {
  const Value iterable = Evaluate(*stmt.iterable, frame);
  Locate(stmt.iterable->span);
  if (stmt.recursive) {
    Step(at.span, "in the recursive loop", "for", [&] { RunRecursion(stmt, iterable, 0, &frame); });
    return Flow::kNormal;
  }
  return RunLoop(stmt, iterable, 0, frame);
}

// A loop, then its `else` unless a round went through to its end: as in Jinja2, a round that is
// left by `break` or `continue` does not count. Only the `else` passes on a break.
Interpreter::Flow Interpreter::RunLoop(const ForStmt& stmt, Value iterable, int depth,
                                       Frame& frame) {
  Enter(stmt.condition_scope.constant, frame);
  Enter(stmt.scope.constant, frame);
  const bool ran = stmt.uses_loop ? RunRounds(stmt, iterable, depth, frame)
                                  : RunPlainRounds(stmt, iterable, frame);
  if (ran) return Flow::kNormal;
  Enter(stmt.otherwise_scope.sources, frame);
  return Execute(stmt.otherwise, frame);
}

bool Interpreter::PassesCondition(const ForStmt& stmt, Value item, Frame& frame) {
  Assign(stmt.condition_target, item, frame);
  return EvaluateTruth(*stmt.condition, frame);
}

bool Interpreter::RunPlainRounds(const ForStmt& stmt, Value iterable, Frame& frame) {
  bool ran = false;
  Iteration items(*this, iterable);
  for (Value item; items.Next(item);) {
    if (stmt.condition && !PassesCondition(stmt, item, frame)) continue;
    Enter(stmt.scope.sources, frame);
    Assign(stmt.target, item, frame);
    const Flow flow = Execute(stmt.body, frame);
    ran |= flow == Flow::kNormal;
    if (flow == Flow::kBreak) break;
  }
  return ran;
}

bool Interpreter::RunRounds(const ForStmt& stmt, Value iterable, int depth, Frame& frame) {
  bool ran = false;
  Loop* loop = heap().Make<Loop>();
  loop->items = LoopItems(stmt, iterable, frame);
  loop->size = SequenceSize(loop->items);
  loop->depth = depth;
  loop->tree = &stmt;
  loop->frame = &frame;
  const Value value = Value::Of(heap().Make<LoopObject>(Object{ObjectKind::kLoop}, loop));
  for (; loop->index < loop->size; ++loop->index) {
    Tick();
    Enter(stmt.scope.sources, frame);
    SlotAt(stmt.loop_slot, frame) = value;
    Assign(stmt.target, SequenceItem(loop->items, loop->index), frame);
    const Flow flow = Execute(stmt.body, frame);
    ran |= flow == Flow::kNormal;
    if (flow == Flow::kBreak) break;
  }
  return ran;
}

// The items of a loop that uses `loop`, which looks around: all of them, in something with an
// index.
Value Interpreter::LoopItems(const ForStmt& stmt, Value iterable, Frame& frame) {
  const bool stays =
      iterable.type() == Type::kJsonArray || iterable.tuple() || Is(iterable, ObjectKind::kRange);
  if (stays && !stmt.condition) return iterable;
  List* passed = MakeList();
  Iteration items(*this, iterable);
  for (Value item; items.Next(item);) {
    if (!stmt.condition || PassesCondition(stmt, item, frame)) Append(*passed, item);
  }
  return Value::Of(passed);
}

void Interpreter::RunRecursion(const ForStmt& stmt, Value iterable, int depth, Frame* outer) {
  Activation activation(*this, stmt.function, outer, outer->owner, outer->context);
  RunLoop(stmt, iterable, depth, activation.frame());
}

// `loop(…)` within a recursive loop: the loop again, for other items.
Value Interpreter::CallLoop(const LoopObject& object, std::span<const Value> positional) {
  const Loop& loop = *object.loop;
  if (!loop.tree->recursive) {
    TemplateError error(ErrorKind::kType, "this loop cannot be called");
    error.Remedy("mark it: {% for … in … recursive %}");
    throw error;
  }
  if (positional.size() != 1) FailType("'loop' takes one argument, what to loop over");
  Frame& outer = *loop.frame->outer;
  std::string_view text;
  Step(span_, "in the recursive loop", "for", [&] {
    text = Capture([&] { RunRecursion(*loop.tree, positional[0], loop.depth + 1, &outer); });
  });
  return autoescape() ? Value::Markup(text) : Value::Text(text);
}

}  // namespace tessera::jinja
