#include "jinja/runtime.h"

#include <array>

#include "base/text.h"

namespace tessera::jinja {
namespace {

constexpr size_t kMostParameters = 8;

[[noreturn]] void Limit(std::string message, std::string remedy = {}) {
  TemplateError error(ErrorKind::kLimit, std::move(message));
  error.Remedy(std::move(remedy));
  throw error;
}

// The arguments in the order of the signature's parameters, after the value that it is applied to.
std::span<const Value> Arrange(std::string_view what, std::string_view name,
                               const Signature& signature, std::span<const Value> positional,
                               std::span<const NamedValue> named,
                               std::array<Value, kMostParameters>& arranged) {
  const auto fail = [&](std::string message) {
    FailType("the " + std::string(what) + " '" + std::string(name) + "' " + std::move(message));
  };
  const size_t count = signature.parameters.size() + 1;
  if (positional.size() > count) {
    fail((count == 1   ? std::string("takes no arguments")
          : count == 2 ? std::string("takes at most 1 argument")
                       : "takes at most " + std::to_string(count - 1) + " arguments") +
         ", got " + std::to_string(positional.size() - 1));
  }
  arranged.fill(Value::Missing());
  std::copy(positional.begin(), positional.end(), arranged.begin());
  for (const NamedValue& argument : named) {
    size_t index = 0;
    while (index < signature.parameters.size() && signature.parameters[index] != argument.name) {
      ++index;
    }
    if (index == signature.parameters.size()) {
      TemplateError error(ErrorKind::kType, "the " + std::string(what) + " '" + std::string(name) +
                                                "' has no parameter '" +
                                                std::string(argument.name) + "'");
      error.Remedy(DidYouMean(argument.name, signature.parameters));
      throw error;
    }
    if (!arranged[index + 1].missing()) fail("got '" + std::string(argument.name) + "' twice");
    arranged[index + 1] = argument.value;
  }
  for (size_t i = 0; i < signature.required; ++i) {
    if (arranged[i + 1].missing()) fail("needs the argument '" + signature.parameters[i] + "'");
  }
  return {arranged.data(), count};
}

}  // namespace

void FailType(std::string message) { throw TemplateError(ErrorKind::kType, std::move(message)); }
void FailValue(std::string message) { throw TemplateError(ErrorKind::kValue, std::move(message)); }

Runtime::Runtime(const Options& options, const Library& library)
    : options_(options),
      library_(library),
      heap_(options.limits.memory_bytes),
      iterations_left_(options.limits.iterations) {
  char here = 0;
  stack_base_ = reinterpret_cast<std::uintptr_t>(&here) + 4096;
}

void Runtime::FailIterations() const {
  Limit("this template takes more than the " + std::to_string(options_.limits.iterations) +
        " rounds of loops allowed");
}

void Runtime::FailStack() const { Limit("nested too deeply to be evaluated"); }

void Runtime::FailSize(std::size_t bytes) const {
  Limit("a text or list of " + std::to_string(bytes) + " bytes is larger than the " +
        std::to_string(options_.limits.string_bytes) + " allowed");
}

List* Runtime::MakeList(std::size_t capacity) {
  CheckSize(capacity * sizeof(Value));
  List* list = heap_.Make<List>();
  list->items.Reserve(heap_, capacity);
  return list;
}

void Runtime::Append(List& list, Value value) {
  list.items.Add(heap_, value);
  if ((list.items.size() & 0xFFF) == 0) CheckSize(list.items.size() * sizeof(Value));
}

Value Runtime::Tuple(std::initializer_list<Value> items) {
  List* list = MakeList(items.size());
  for (Value item : items) list->items.Add(heap_, item);
  return Value::TupleOf(list);
}

Value Runtime::UndefinedKey(Value object, Value key) {
  return Value::Undefined(
      heap_.Make<UndefinedObject>(Object{ObjectKind::kUndefined}, object, key, ""));
}

Value Runtime::UndefinedHint(std::string_view hint) {
  return Value::Undefined(heap_.Make<UndefinedObject>(Object{ObjectKind::kUndefined}, Value(),
                                                      Value(), heap_.Copy(hint)));
}

Value Runtime::ApplyFilter(const FilterEntry& entry, std::span<const Value> positional,
                           std::span<const NamedValue> named) {
  if (entry.builtin == nullptr || entry.signature.anything) {
    Call call(*this, entry.name, positional, named);
    return entry.builtin != nullptr ? entry.builtin(call) : entry.function(call);
  }
  std::array<Value, kMostParameters> arranged;
  Call call(*this, entry.name,
            Arrange("filter", entry.name, entry.signature, positional, named, arranged), {});
  return entry.builtin(call);
}

bool Runtime::ApplyTest(const TestEntry& entry, std::span<const Value> positional,
                        std::span<const NamedValue> named) {
  if (entry.builtin == nullptr || entry.signature.anything) {
    Call call(*this, entry.name, positional, named);
    return entry.builtin != nullptr ? entry.builtin(call) : entry.function(call);
  }
  std::array<Value, kMostParameters> arranged;
  Call call(*this, entry.name,
            Arrange("test", entry.name, entry.signature, positional, named, arranged), {});
  return entry.builtin(call);
}

Value Runtime::ApplyFilter(std::string_view name, std::span<const Value> positional,
                           std::span<const NamedValue> named) {
  const FilterEntry* entry = library_.Filter(name);
  if (entry == nullptr) {
    TemplateError error(ErrorKind::kRuntime, "no filter named '" + std::string(name) + "'");
    error.Remedy(DidYouMean(name, library_.FilterNames()));
    throw error;
  }
  return ApplyFilter(*entry, positional, named);
}

bool Runtime::ApplyTest(std::string_view name, std::span<const Value> positional,
                        std::span<const NamedValue> named) {
  const TestEntry* entry = library_.FindTest(name);
  if (entry == nullptr) {
    TemplateError error(ErrorKind::kRuntime, "no test named '" + std::string(name) + "'");
    error.Remedy(DidYouMean(name, library_.TestNames()));
    throw error;
  }
  return ApplyTest(*entry, positional, named);
}

}  // namespace tessera::jinja
