#include <algorithm>
#include <array>

#include "jinja/loop.h"
#include "jinja/operations.h"

namespace tessera::jinja {
namespace {

constexpr std::array<std::string_view, 11> kDictMethods = {
    "clear", "copy",    "fromkeys",   "get",    "items", "keys",
    "pop",   "popitem", "setdefault", "update", "values"};
constexpr std::array<std::string_view, 11> kListMethods = {"append", "clear",   "copy",   "count",
                                                           "extend", "index",   "insert", "pop",
                                                           "remove", "reverse", "sort"};
constexpr std::array<std::string_view, 2> kTupleMethods = {"count", "index"};
constexpr std::array<std::string_view, 2> kLoopMethods = {"cycle", "changed"};
constexpr std::array<std::string_view, 2> kCyclerMethods = {"next", "reset"};

template <size_t N>
bool IsIn(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

bool IsMethodName(std::string_view name) {
  return IsIn(kDictMethods, name) || IsIn(kListMethods, name) || IsStringMethod(name);
}

bool HasMethod(Value receiver, std::string_view name) {
  switch (receiver.type()) {
    case Type::kString:
      return IsStringMethod(name);
    case Type::kDict:
    case Type::kJsonObject:
      return IsIn(kDictMethods, name);
    case Type::kList:
    case Type::kJsonArray:
      return IsIn(kListMethods, name);
    case Type::kTuple:
      return IsIn(kTupleMethods, name);
    case Type::kObject:
      break;
    default:
      return false;
  }
  switch (receiver.AsObject().kind) {
    case ObjectKind::kLoop:
      return IsIn(kLoopMethods, name);
    case ObjectKind::kCycler:
      return IsIn(kCyclerMethods, name);
    case ObjectKind::kRange:
      return IsIn(kTupleMethods, name);
    default:
      return false;
  }
}

Value CallMethod(const MethodObject& method, Call& call) {
  const Value receiver = method.receiver;
  if (receiver.string()) return CallStringMethod(receiver, call);
  if (Is(receiver, ObjectKind::kLoop)) return CallLoopMethod(*As<LoopObject>(receiver).loop, call);
  if (Is(receiver, ObjectKind::kCycler)) {
    auto& cycler = As<CyclerObject>(receiver);
    const Value current = cycler.items[cycler.position];
    const bool next = call.name() == "next";
    cycler.position = next ? (cycler.position + 1) % cycler.items.size() : 0;
    return next ? current : Value::None();
  }
  return CallCollectionMethod(receiver, call);
}

}  // namespace tessera::jinja
