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

// How many arguments a method takes, of whichever type it is.
struct Arity {
  std::string_view name;
  size_t least;
  size_t most;
  bool named = false;  // whether some may be given by name
};
constexpr size_t kAny = SIZE_MAX;
constexpr auto kArities = std::to_array<Arity>({
    {"append", 1, 1},
    {"center", 1, 2},
    {"count", 1, 3},
    {"endswith", 1, 3},
    {"expandtabs", 0, 1, true},
    {"extend", 1, 1},
    {"find", 1, 3},
    {"format", 0, kAny, true},
    {"format_map", 1, 1},
    {"fromkeys", 1, 2},
    {"get", 1, 2},
    {"index", 1, 3},
    {"insert", 2, 2},
    {"join", 1, 1},
    {"ljust", 1, 2},
    {"lstrip", 0, 1},
    {"partition", 1, 1},
    {"pop", 0, 2},
    {"remove", 1, 1},
    {"removeprefix", 1, 1},
    {"removesuffix", 1, 1},
    {"replace", 2, 3},
    {"rfind", 1, 3},
    {"rindex", 1, 3},
    {"rjust", 1, 2},
    {"rpartition", 1, 1},
    {"rsplit", 0, 2, true},
    {"rstrip", 0, 1},
    {"setdefault", 1, 2},
    {"sort", 0, 0, true},
    {"split", 0, 2, true},
    {"splitlines", 0, 1, true},
    {"startswith", 1, 3},
    {"strip", 0, 1},
    {"update", 0, 1, true},
    {"zfill", 1, 1},
});

// The arguments of a string's, list's or dict's method are as many as Python takes.
void CheckArguments(const Call& call) {
  const auto* found = std::find_if(kArities.begin(), kArities.end(),
                                   [&](const Arity& arity) { return arity.name == call.name(); });
  const Arity arity = found == kArities.end() ? Arity{call.name(), 0, 0} : *found;
  const std::string name = "'" + std::string(call.name()) + "'";
  if (!call.named().empty() && !arity.named) {
    call.Fail(name + " takes no argument by name, such as '" +
              std::string(call.named().front().name) + "'");
  }
  const size_t given = call.positional().size();
  if (given > arity.most || given + call.named().size() < arity.least) {
    const size_t bound = given > arity.most ? arity.most : arity.least;
    call.Fail(name + " takes " +
              (given < arity.least ? "at least "
               : bound > 0         ? "at most "
                                   : "") +
              (bound == 0 ? "no arguments"
                          : std::to_string(bound) + (bound == 1 ? " argument" : " arguments")) +
              ", got " + std::to_string(given));
  }
}

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
  if (receiver.string()) {
    CheckArguments(call);
    return CallStringMethod(receiver, call);
  }
  if (Is(receiver, ObjectKind::kLoop)) return CallLoopMethod(*As<LoopObject>(receiver).loop, call);
  if (Is(receiver, ObjectKind::kCycler)) {
    auto& cycler = As<CyclerObject>(receiver);
    const Value current = cycler.items[cycler.position];
    const bool next = call.name() == "next";
    cycler.position = next ? (cycler.position + 1) % cycler.items.size() : 0;
    return next ? current : Value::None();
  }
  CheckArguments(call);
  return CallCollectionMethod(receiver, call);
}

}  // namespace tessera::jinja
