// What filters, methods and operators need of the render that they run in.
#ifndef TESSERA_JINJA_RUNTIME_H_
#define TESSERA_JINJA_RUNTIME_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jinja/call.h"
#include "jinja/error.h"
#include "jinja/heap.h"
#include "jinja/library.h"
#include "jinja/objects.h"
#include "jinja/options.h"
#include "jinja/value.h"

namespace tessera::jinja {

class Runtime {
 public:
  Runtime(const Options& options, const Library& library);
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;
  virtual ~Runtime() = default;

  const Options& options() const { return options_; }
  const Library& library() const { return library_; }
  Heap& heap() { return heap_; }
  // Whether output is escaped at this moment.
  virtual bool autoescape() const = 0;
  // The names of the variables that a template sees, for "did you mean".
  virtual std::vector<std::string> VariableNames() const = 0;

  // Counts against the limit of iterations.
  void Tick(std::int64_t count = 1) {
    iterations_left_ -= count;
    if (iterations_left_ < 0) FailIterations();
  }
  // Throws when the C++ stack is nearly used up. Whatever recurses over values or trees calls it.
  void CheckStack() const {
    char here = 0;
    const auto used = stack_base_ - reinterpret_cast<std::uintptr_t>(&here);
    if (used > kStackBytes) FailStack();
  }
  // Throws when a text (or list) of `bytes` is larger than one may be. Asked before it is made.
  void CheckSize(std::size_t bytes) const {
    if (bytes > options_.limits.string_bytes) FailSize(bytes);
  }

  Value Text(std::string_view text) { return CheckSize(text.size()), heap_.Text(text); }
  Value Markup(std::string_view text) { return CheckSize(text.size()), heap_.Markup(text); }
  Value TextLike(std::string_view text, Value like) {
    return like.markup() ? Markup(text) : Text(text);
  }
  // Markup where output is escaped, plain text elsewhere.
  Value TextAsOutput(std::string_view text) { return autoescape() ? Markup(text) : Text(text); }
  List* MakeList(std::size_t capacity = 0);
  void Append(List& list, Value value);
  Value Tuple(std::initializer_list<Value> items);
  Dict* MakeDict() { return heap_.Make<Dict>(); }

  // An undefined value: `object` has no `key`; or as `hint` says.
  Value UndefinedKey(Value object, Value key);
  Value UndefinedHint(std::string_view hint);

  // Calls whatever can be called: functions, macros, methods.
  virtual Value Invoke(Value callee, std::span<const Value> positional,
                       std::span<const NamedValue> named) = 0;
  Value ApplyFilter(std::string_view name, std::span<const Value> positional,
                    std::span<const NamedValue> named);
  bool ApplyTest(std::string_view name, std::span<const Value> positional,
                 std::span<const NamedValue> named);
  Value ApplyFilter(const FilterEntry& entry, std::span<const Value> positional,
                    std::span<const NamedValue> named);
  bool ApplyTest(const TestEntry& entry, std::span<const Value> positional,
                 std::span<const NamedValue> named);

 protected:
  static constexpr std::size_t kStackBytes = 3 << 20;

 private:
  [[noreturn]] void FailIterations() const;
  [[noreturn]] void FailStack() const;
  [[noreturn]] void FailSize(std::size_t bytes) const;

  const Options& options_;
  const Library& library_;
  Heap heap_;
  std::int64_t iterations_left_;
  std::uintptr_t stack_base_;
};

// Throws what Python would raise, with a message made of `parts`.
[[noreturn]] void FailType(std::string message);
[[noreturn]] void FailValue(std::string message);

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_RUNTIME_H_
