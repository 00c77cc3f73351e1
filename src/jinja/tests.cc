#include "jinja/filters.h"
#include "jinja/unicode.h"

namespace tessera::jinja {
namespace {

Value Subject(Call& call) { return call.positional()[0]; }

template <Type type>
bool IsType(Call& call) {
  return Subject(call).type() == type;
}
bool IsDefined(Call& call) { return !Subject(call).undefined(); }
bool IsUndefined(Call& call) { return Subject(call).undefined(); }
bool IsNumber(Call& call) { return Subject(call).number(); }
bool IsTrue(Call& call) { return Subject(call).boolean() && Subject(call).AsBool(); }
bool IsFalse(Call& call) { return Subject(call).boolean() && !Subject(call).AsBool(); }
bool IsMapping(Call& call) { return Subject(call).dict(); }
bool IsEscaped(Call& call) { return Subject(call).markup(); }
bool IsSameAs(Call& call) { return Subject(call).SameAs(call.positional()[1]); }
bool IsIn(Call& call) { return Contains(call.runtime(), call.positional()[1], Subject(call)); }

bool IsSequence(Call& call) {
  const Value value = Subject(call);
  if (value.undefined()) return call.runtime().options().undefined != UndefinedKind::kStrict;
  return value.string() || value.list() || value.tuple() || value.dict() ||
         Is(value, ObjectKind::kRange);
}

bool IsIterable(Call& call) {
  const Value value = Subject(call);
  CheckUsable(call.runtime(), value);
  return value.string() || value.list() || value.tuple() || value.dict() || value.undefined() ||
         Is(value, ObjectKind::kRange) || Is(value, ObjectKind::kView) ||
         Is(value, ObjectKind::kIterator) || Is(value, ObjectKind::kLoop);
}

bool IsCallable(Call& call) {
  const Value value = Subject(call);
  if (value.undefined()) return true;
  if (!value.object()) return false;
  switch (value.AsObject().kind) {
    case ObjectKind::kMacro:
    case ObjectKind::kFunction:
    case ObjectKind::kMethod:
    case ObjectKind::kJoiner:
    case ObjectKind::kBlock:
    case ObjectKind::kLoop:
      return true;
    default:
      return false;
  }
}

Value Remainder(Call& call, Value divisor) {
  return Arithmetic(call.runtime(), BinaryOp::kMod, Subject(call), divisor);
}
bool IsOdd(Call& call) {
  return Equal(call.runtime(), Remainder(call, Value::Int(2)), Value::Int(1));
}
bool IsEven(Call& call) {
  return Equal(call.runtime(), Remainder(call, Value::Int(2)), Value::Int(0));
}
bool IsDivisibleBy(Call& call) {
  return Equal(call.runtime(), Remainder(call, call.positional()[1]), Value::Int(0));
}

template <bool upper>
bool IsCase(Call& call) {
  const std::string text = ToText(call.runtime(), Subject(call));
  const std::string changed = upper ? ToUpper(text) : ToLower(text);
  const std::string other = upper ? ToLower(text) : ToUpper(text);
  return text == changed && text != other;
}

template <CompareOp op>
bool Compares(Call& call) {
  return Compare(call.runtime(), op, Subject(call), call.positional()[1]);
}

std::string Name(Call& call) { return ToText(call.runtime(), Subject(call)); }
bool IsFilter(Call& call) { return call.runtime().library().Filter(Name(call)) != nullptr; }
bool IsTest(Call& call) { return call.runtime().library().FindTest(Name(call)) != nullptr; }

constexpr Library::BuiltinTestRow kTests[] = {
    {"!=", "other!", Compares<CompareOp::kNotEq>},
    {"<", "other!", Compares<CompareOp::kLess>},
    {"<=", "other!", Compares<CompareOp::kLessEq>},
    {"==", "other!", Compares<CompareOp::kEq>},
    {">", "other!", Compares<CompareOp::kGreater>},
    {">=", "other!", Compares<CompareOp::kGreaterEq>},
    {"boolean", "", IsType<Type::kBool>},
    {"callable", "", IsCallable},
    {"defined", "", IsDefined},
    {"divisibleby", "num!", IsDivisibleBy},
    {"eq", "other!", Compares<CompareOp::kEq>},
    {"equalto", "other!", Compares<CompareOp::kEq>},
    {"escaped", "", IsEscaped},
    {"even", "", IsEven},
    {"false", "", IsFalse},
    {"filter", "", IsFilter},
    {"float", "", IsType<Type::kFloat>},
    {"ge", "other!", Compares<CompareOp::kGreaterEq>},
    {"greaterthan", "other!", Compares<CompareOp::kGreater>},
    {"gt", "other!", Compares<CompareOp::kGreater>},
    {"in", "seq!", IsIn},
    {"integer", "", IsType<Type::kInt>},
    {"iterable", "", IsIterable},
    {"le", "other!", Compares<CompareOp::kLessEq>},
    {"lessthan", "other!", Compares<CompareOp::kLess>},
    {"lower", "", IsCase<false>},
    {"lt", "other!", Compares<CompareOp::kLess>},
    {"mapping", "", IsMapping},
    {"ne", "other!", Compares<CompareOp::kNotEq>},
    {"none", "", IsType<Type::kNone>},
    {"number", "", IsNumber},
    {"odd", "", IsOdd},
    {"sameas", "other!", IsSameAs},
    {"sequence", "", IsSequence},
    {"string", "", IsType<Type::kString>},
    {"test", "", IsTest},
    {"true", "", IsTrue},
    {"undefined", "", IsUndefined},
    {"upper", "", IsCase<true>},
};

}  // namespace

std::span<const Library::BuiltinTestRow> BuiltinTests() { return kTests; }

}  // namespace tessera::jinja
