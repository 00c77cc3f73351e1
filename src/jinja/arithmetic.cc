#include <cmath>
#include <optional>

#include "jinja/operations.h"

namespace tessera::jinja {
namespace {

std::string_view SignOf(BinaryOp op) {
  switch (op) {
    case BinaryOp::kAdd:
      return "+";
    case BinaryOp::kSub:
      return "-";
    case BinaryOp::kMul:
      return "*";
    case BinaryOp::kDiv:
      return "/";
    case BinaryOp::kFloorDiv:
      return "//";
    case BinaryOp::kMod:
      return "%";
    default:
      return "**";
  }
}

[[noreturn]] void FailOperands(BinaryOp op, Value left, Value right) {
  TemplateError error(ErrorKind::kType,
                      "'" + std::string(SignOf(op)) + "' is not possible between " +
                          std::string(TypeName(left)) + " and " + std::string(TypeName(right)));
  if (op == BinaryOp::kAdd && (left.string() || right.string())) {
    error.Remedy("use ~ to join texts");
  }
  throw error;
}

[[noreturn]] void FailZero() { throw TemplateError(ErrorKind::kArithmetic, "division by zero"); }

std::int64_t Multiply(std::int64_t left, std::int64_t right) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(left, right, &product)) FailOverflow();
  return product;
}

std::int64_t FloorDivide(std::int64_t left, std::int64_t right) {
  if (right == 0) FailZero();
  if (right == -1) {
    std::int64_t negated = 0;
    if (__builtin_sub_overflow(std::int64_t{0}, left, &negated)) FailOverflow();
    return negated;
  }
  const std::int64_t quotient = left / right;
  return quotient - (left % right != 0 && (left < 0) != (right < 0) ? 1 : 0);
}

std::int64_t Modulo(std::int64_t left, std::int64_t right) {
  if (right == 0) FailZero();
  if (right == -1) return 0;
  const std::int64_t rest = left % right;
  return rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest;
}

double FloatModulo(double left, double right) {
  if (right == 0) FailZero();
  const double rest = std::fmod(left, right);
  if (rest != 0 && (rest < 0) != (right < 0)) return rest + right;
  return rest == 0 ? std::copysign(0.0, right) : rest;
}

double FloatFloorDivide(double left, double right) {
  if (right == 0) FailZero();
  const double rest = FloatModulo(left, right);
  const double quotient = (left - rest) / right;
  const double floored = std::floor(quotient);
  return quotient - floored > 0.5 ? floored + 1 : floored;
}

Value FloatPower(double base, double exponent) {
  if (base == 0 && exponent < 0) FailZero();
  if (base < 0 && exponent != std::floor(exponent)) {
    throw TemplateError(ErrorKind::kArithmetic, "a root of a negative number is not a real number");
  }
  const double power = std::pow(base, exponent);
  if (std::isinf(power) && std::isfinite(base) && std::isfinite(exponent)) {
    throw TemplateError(ErrorKind::kArithmetic, "the result of '**' is too large");
  }
  return Value::Float(power);
}

Value IntegerPower(std::int64_t base, std::int64_t exponent) {
  if (exponent < 0) return FloatPower(static_cast<double>(base), static_cast<double>(exponent));
  std::int64_t power = 1;
  while (exponent > 0) {
    if (exponent & 1) power = Multiply(power, base);
    exponent >>= 1;
    if (exponent > 0) {
      // A base of size 0 or 1 never grows; any other soon fails.
      base = Multiply(base, base);
    }
  }
  return Value::Int(power);
}

Value IntegerArithmetic(BinaryOp op, std::int64_t left, std::int64_t right) {
  std::int64_t result = 0;
  switch (op) {
    case BinaryOp::kAdd:
      return Value::Int(CheckedAdd(left, right));
    case BinaryOp::kSub:
      if (__builtin_sub_overflow(left, right, &result)) FailOverflow();
      return Value::Int(result);
    case BinaryOp::kMul:
      return Value::Int(Multiply(left, right));
    case BinaryOp::kDiv:
      if (right == 0) FailZero();
      return Value::Float(static_cast<double>(left) / static_cast<double>(right));
    case BinaryOp::kFloorDiv:
      return Value::Int(FloorDivide(left, right));
    case BinaryOp::kMod:
      return Value::Int(Modulo(left, right));
    default:
      return IntegerPower(left, right);
  }
}

Value FloatArithmetic(BinaryOp op, double left, double right) {
  switch (op) {
    case BinaryOp::kAdd:
      return Value::Float(left + right);
    case BinaryOp::kSub:
      return Value::Float(left - right);
    case BinaryOp::kMul:
      return Value::Float(left * right);
    case BinaryOp::kDiv:
      if (right == 0) FailZero();
      return Value::Float(left / right);
    case BinaryOp::kFloorDiv:
      return Value::Float(FloatFloorDivide(left, right));
    case BinaryOp::kMod:
      return Value::Float(FloatModulo(left, right));
    default:
      return FloatPower(left, right);
  }
}

// Two strings put together; what is not markup is escaped when the other one is.
Value AddTexts(Runtime& runtime, Value left, Value right) {
  runtime.CheckSize(left.AsText().size() + right.AsText().size());
  std::string text;
  if (!left.markup() && !right.markup()) {
    text.append(left.AsText()).append(right.AsText());
    return runtime.Text(text);
  }
  text += Escaped(runtime, left).AsText();
  text += Escaped(runtime, right).AsText();
  return runtime.Markup(text);
}

Value AddSequences(Runtime& runtime, Value left, Value right) {
  const size_t first = SequenceSize(left);
  const size_t second = SequenceSize(right);
  List* list = runtime.MakeList(first + second);
  for (size_t i = 0; i < first; ++i) runtime.Append(*list, SequenceItem(left, i));
  for (size_t i = 0; i < second; ++i) runtime.Append(*list, SequenceItem(right, i));
  return left.tuple() ? Value::TupleOf(list) : Value::Of(list);
}

size_t TimesOf(Runtime& runtime, size_t size, std::int64_t count) {
  if (count <= 0 || size == 0) return 0;
  size_t total = 0;
  if (__builtin_mul_overflow(size, static_cast<size_t>(count), &total)) total = SIZE_MAX;
  runtime.CheckSize(total);
  return static_cast<size_t>(count);
}

Value Repeat(Runtime& runtime, Value value, std::int64_t count) {
  if (value.string()) {
    const std::string_view piece = value.AsText();
    std::string text;
    const size_t times = TimesOf(runtime, piece.size(), count);
    text.reserve(times * piece.size());
    for (size_t i = 0; i < times; ++i) text += piece;
    return runtime.TextLike(text, value);
  }
  const size_t size = SequenceSize(value);
  const size_t times = TimesOf(runtime, size * sizeof(Value), count);
  runtime.Tick(static_cast<std::int64_t>(times * size));
  List* list = runtime.MakeList(times * size);
  for (size_t i = 0; i < times; ++i) {
    for (size_t j = 0; j < size; ++j) runtime.Append(*list, SequenceItem(value, j));
  }
  return value.tuple() ? Value::TupleOf(list) : Value::Of(list);
}

bool Repeatable(Value value) { return value.string() || value.list() || value.tuple(); }

}  // namespace

void FailOverflow() {
  throw TemplateError(ErrorKind::kArithmetic, "the result does not fit into a 64-bit integer");
}

std::int64_t CheckedAdd(std::int64_t left, std::int64_t right) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(left, right, &sum)) FailOverflow();
  return sum;
}

Value Arithmetic(Runtime& runtime, BinaryOp op, Value left, Value right) {
  if (left.number() && right.number()) {
    if (left.floating() || right.floating()) {
      return FloatArithmetic(op, left.ToDouble(), right.ToDouble());
    }
    return IntegerArithmetic(op, left.AsInt(), right.AsInt());
  }
  if (op == BinaryOp::kMod && left.string()) return PercentFormat(runtime, left, right);
  CheckDefined(runtime, left);
  CheckDefined(runtime, right);
  if (op == BinaryOp::kAdd) {
    if (left.string() && right.string()) return AddTexts(runtime, left, right);
    if ((left.list() && right.list()) || (left.tuple() && right.tuple())) {
      return AddSequences(runtime, left, right);
    }
  } else if (op == BinaryOp::kMul) {
    if (Repeatable(left) && right.number() && !right.floating()) {
      return Repeat(runtime, left, right.AsInt());
    }
    if (Repeatable(right) && left.number() && !left.floating()) {
      return Repeat(runtime, right, left.AsInt());
    }
  }
  FailOperands(op, left, right);
}

Value Negate(Runtime& runtime, Value value) {
  CheckDefined(runtime, value);
  if (value.floating()) return Value::Float(-value.AsFloat());
  if (!value.number()) FailType("'-' is not possible for " + std::string(TypeName(value)));
  return IntegerArithmetic(BinaryOp::kSub, 0, value.AsInt());
}

Value Plus(Runtime& runtime, Value value) {
  CheckDefined(runtime, value);
  if (value.floating()) return value;
  if (!value.number()) FailType("'+' is not possible for " + std::string(TypeName(value)));
  return Value::Int(value.AsInt());
}

Value Concat(Runtime& runtime, std::span<const Value> parts) {
  bool markup = false;
  if (runtime.autoescape()) {
    for (Value part : parts) markup |= part.markup();
  }
  std::string text;
  std::string plain;
  for (Value part : parts) {
    if (markup && !part.markup()) {
      plain.clear();
      AppendText(runtime, part, plain);
      AppendEscaped(plain, text);
    } else {
      AppendText(runtime, part, text);
    }
  }
  return markup ? runtime.Markup(text) : runtime.Text(text);
}

}  // namespace tessera::jinja
