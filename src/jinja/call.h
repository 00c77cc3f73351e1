// A call as a function, filter or test written in C++ sees it: evaluated arguments in, a value out.
//
//   Value Shout(Call& call) {
//     return call.Text(std::string(call.Required(0, "text").AsText()) + "!");
//   }
#ifndef TESSERA_JINJA_CALL_H_
#define TESSERA_JINJA_CALL_H_

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "jinja/value.h"

namespace tessera::jinja {

class Runtime;

struct NamedValue {
  std::string_view name;
  Value value;
};

class Call {
 public:
  Call(Runtime& runtime, std::string_view name, std::span<const Value> positional,
       std::span<const NamedValue> named)
      : runtime_(runtime), name_(name), positional_(positional), named_(named) {}

  // As the template wrote it.
  std::string_view name() const { return name_; }
  // For a filter or a test the first is the value that it is applied to.
  std::span<const Value> positional() const { return positional_; }
  std::span<const NamedValue> named() const { return named_; }

  // The argument at `index` or else the one called `name`; Missing when neither is given.
  Value Argument(size_t index, std::string_view name) const;
  // The same; throws TemplateError when it is not given, or is undefined.
  Value Required(size_t index, std::string_view name) const;
  // The same; throws TemplateError when it is not a string.
  std::string_view RequiredText(size_t index, std::string_view name) const;

  // Whether output is escaped where the call stands.
  bool autoescape() const;
  // A string that is kept until the render ends, plain or finished markup.
  Value Text(std::string_view text) const;
  Value Markup(std::string_view text) const;
  // The text that printing `value` gives, unescaped.
  std::string ToText(Value value) const;
  // Throws TemplateError at the place of the call; `remedy` says what to do about it.
  [[noreturn]] void Fail(std::string message, std::string remedy = {}) const;

  Runtime& runtime() const { return runtime_; }

 private:
  Runtime& runtime_;
  std::string_view name_;
  std::span<const Value> positional_;
  std::span<const NamedValue> named_;
};

// Called from many threads at once when templates are rendered so.
using Function = std::function<Value(Call&)>;
using Test = std::function<bool(Call&)>;

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_CALL_H_
