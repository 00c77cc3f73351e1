#include <cmath>
#include <functional>
#include <limits>

#include "jinja/operations.h"

namespace tessera::jinja {
namespace {

constexpr int kDeepestKey = 100;
constexpr size_t kHashMultiplier = 0x9E3779B97F4A7C15ULL;

std::size_t HashNumber(Value value) {
  const double number = value.ToDouble();
  if (value.floating() && (number != std::floor(number) || std::abs(number) > 9e18)) {
    return std::hash<double>()(number);
  }
  const auto whole = value.floating() ? static_cast<std::int64_t>(number) : value.AsInt();
  return static_cast<size_t>(whole) * kHashMultiplier >> 7;
}

// Exact, also where an integer has more digits than a double.
int OrderNumbers(Value left, Value right) {
  if (!left.floating() && !right.floating()) {
    return left.AsInt() < right.AsInt() ? -1 : left.AsInt() > right.AsInt();
  }
  const double a = left.ToDouble();
  const double b = right.ToDouble();
  if (a < b) return -1;
  if (a > b) return 1;
  if (left.floating() == right.floating() || std::abs(a) >= 9.2e18) return 0;
  const auto whole_left = left.floating() ? static_cast<std::int64_t>(a) : left.AsInt();
  const auto whole_right = right.floating() ? static_cast<std::int64_t>(b) : right.AsInt();
  return whole_left < whole_right ? -1 : whole_left > whole_right;
}

bool IsNan(Value value) { return value.floating() && std::isnan(value.AsFloat()); }

bool EqualSequences(Runtime& runtime, Value left, Value right) {
  const size_t size = SequenceSize(left);
  if (size != SequenceSize(right)) return false;
  for (size_t i = 0; i < size; ++i) {
    if (!Equal(runtime, SequenceItem(left, i), SequenceItem(right, i))) return false;
  }
  return true;
}

bool EqualDicts(Runtime& runtime, Value left, Value right) {
  if (Length(runtime, left) != Length(runtime, right)) return false;
  Iteration keys(runtime, left);
  for (Value key; keys.Next(key);) {
    const Value other = DictGet(right, key);
    if (other.missing() || !Equal(runtime, DictGet(left, key), other)) return false;
  }
  return true;
}

bool EqualObjects(Runtime& runtime, Value left, Value right) {
  if (Is(left, ObjectKind::kRange) && Is(right, ObjectKind::kRange)) {
    const auto& a = As<RangeObject>(left);
    const auto& b = As<RangeObject>(right);
    const size_t size = a.size();
    if (size != b.size()) return false;
    return size == 0 || (a.start == b.start && (size == 1 || a.step == b.step));
  }
  (void)runtime;
  return &left.AsObject() == &right.AsObject();
}

[[noreturn]] void FailOrder(Value left, Value right, std::string_view sign) {
  FailType("'" + std::string(sign) + "' is not possible between " + std::string(TypeName(left)) +
           " and " + std::string(TypeName(right)));
}

}  // namespace

bool Truth(Runtime& runtime, Value value) {
  switch (value.type()) {
    case Type::kBool:
    case Type::kInt:
      return value.AsInt() != 0;
    case Type::kFloat:
      return value.AsFloat() != 0;
    case Type::kString:
      return !value.AsText().empty();
    case Type::kList:
    case Type::kTuple:
      return !value.AsList().items.empty();
    case Type::kDict:
      return !value.AsDict().entries.empty();
    case Type::kJsonArray:
    case Type::kJsonObject:
      return !value.AsJson().empty();
    case Type::kObject:
      if (Is(value, ObjectKind::kRange)) return As<RangeObject>(value).size() != 0;
      if (Is(value, ObjectKind::kView)) return !As<ViewObject>(value).items.empty();
      return true;
    case Type::kUndefined:
      CheckUsable(runtime, value);
      return false;
    default:
      return false;
  }
}

bool Equal(Runtime& runtime, Value left, Value right) {
  if (left.string() && right.string()) return left.AsText() == right.AsText();
  if (left.number() && right.number()) {
    return !IsNan(left) && !IsNan(right) && OrderNumbers(left, right) == 0;
  }
  if (left.undefined() || right.undefined()) {
    CheckUsable(runtime, left.undefined() ? left : right);
    return left.undefined() && right.undefined();
  }
  runtime.CheckStack();
  if ((left.list() && right.list()) || (left.tuple() && right.tuple())) {
    return EqualSequences(runtime, left, right);
  }
  if (left.dict() && right.dict()) return EqualDicts(runtime, left, right);
  if (left.object() && right.object()) return EqualObjects(runtime, left, right);
  return left.none() && right.none();
}

int Order(Runtime& runtime, Value left, Value right, std::string_view sign) {
  CheckDefined(runtime, left);
  CheckDefined(runtime, right);
  if (left.number() && right.number()) {
    if (IsNan(left) || IsNan(right)) return sign.starts_with('<') ? 1 : -1;
    return OrderNumbers(left, right);
  }
  if (left.string() && right.string()) return left.AsText().compare(right.AsText());
  const bool sequences = (left.list() && right.list()) || (left.tuple() && right.tuple());
  if (!sequences) FailOrder(left, right, sign);
  runtime.CheckStack();
  const size_t size = std::min(SequenceSize(left), SequenceSize(right));
  for (size_t i = 0; i < size; ++i) {
    const Value a = SequenceItem(left, i);
    const Value b = SequenceItem(right, i);
    if (!Equal(runtime, a, b)) return Order(runtime, a, b, sign);
  }
  return SequenceSize(left) < SequenceSize(right) ? -1 : SequenceSize(left) > SequenceSize(right);
}

bool Compare(Runtime& runtime, CompareOp op, Value left, Value right) {
  switch (op) {
    case CompareOp::kEq:
      return Equal(runtime, left, right);
    case CompareOp::kNotEq:
      return !Equal(runtime, left, right);
    case CompareOp::kLess:
      return Order(runtime, left, right, "<") < 0;
    case CompareOp::kLessEq:
      return Order(runtime, left, right, "<=") <= 0;
    case CompareOp::kGreater:
      return Order(runtime, left, right, ">") > 0;
    case CompareOp::kGreaterEq:
      return Order(runtime, left, right, ">=") >= 0;
    case CompareOp::kIn:
      return Contains(runtime, right, left);
    case CompareOp::kNotIn:
      return !Contains(runtime, right, left);
  }
  return false;
}

bool Contains(Runtime& runtime, Value container, Value item) {
  if (container.string()) {
    CheckDefined(runtime, item);
    if (!item.string()) {
      FailType("only a string can be in a string, not " + std::string(TypeName(item)));
    }
    return container.AsText().find(item.AsText()) != std::string_view::npos;
  }
  if (container.dict()) {
    CheckUsable(runtime, item);
    Hash(item);
    return !DictGet(container, item).missing();
  }
  if (Is(container, ObjectKind::kRange) && item.number()) {
    const auto& range = As<RangeObject>(container);
    const double number = item.ToDouble();
    if (number != std::floor(number) || std::abs(number) > 9e18 || range.size() == 0) return false;
    const auto whole = item.floating() ? static_cast<std::int64_t>(number) : item.AsInt();
    const std::int64_t last = range.At(range.size() - 1);
    const std::int64_t low = std::min(range.start, last);
    const std::int64_t high = std::max(range.start, last);
    if (whole < low || whole > high) return false;
    const auto distance = static_cast<std::uint64_t>(whole) - static_cast<std::uint64_t>(low);
    const auto step = static_cast<std::uint64_t>(range.step);
    return distance % (range.step > 0 ? step : 0 - step) == 0;
  }
  Iteration items(runtime, container);
  for (Value other; items.Next(other);) {
    if (Equal(runtime, other, item)) return true;
  }
  return false;
}

namespace {

std::size_t HashTuple(Value key, int depth);

std::size_t HashAt(Value key, int depth) {
  switch (key.type()) {
    case Type::kBool:
    case Type::kInt:
    case Type::kFloat:
      return HashNumber(key);
    case Type::kString:
      return std::hash<std::string_view>()(key.AsText());
    case Type::kTuple:
      return HashTuple(key, depth);
    case Type::kList:
    case Type::kJsonArray:
    case Type::kDict:
    case Type::kJsonObject:
      FailType("a " + std::string(TypeName(key)) + " cannot be a key: it could change");
    case Type::kObject:
      return std::hash<const Object*>()(&key.AsObject());
    default:
      return static_cast<size_t>(key.type());
  }
}

// The depth is limited, for keys are also compared.
std::size_t HashTuple(Value key, int depth) {
  if (depth == kDeepestKey) {
    throw TemplateError(ErrorKind::kLimit, "this key is nested too deeply");
  }
  size_t hash = 1;
  for (Value item : ItemsOf(key)) hash = hash * kHashMultiplier + HashAt(item, depth + 1);
  return hash;
}

}  // namespace

std::size_t Hash(Value key) { return HashAt(key, 0); }

bool SameKey(Value left, Value right) {
  if (left.string() && right.string()) return left.AsText() == right.AsText();
  if (left.number() && right.number()) return OrderNumbers(left, right) == 0 && !IsNan(left);
  if (left.type() != right.type()) return false;
  if (left.tuple()) {
    const auto a = ItemsOf(left);
    const auto b = ItemsOf(right);
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), SameKey);
  }
  return left.undefined() || left.SameAs(right);
}

}  // namespace tessera::jinja
