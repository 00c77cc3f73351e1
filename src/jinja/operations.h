// What the operators and Python's protocols do with values: printing, truth, comparison, iteration,
// arithmetic, attributes. Each throws a TemplateError where Python would raise; an undefined value
// is treated as Options::undefined says.
#ifndef TESSERA_JINJA_OPERATIONS_H_
#define TESSERA_JINJA_OPERATIONS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "jinja/objects.h"
#include "jinja/runtime.h"
#include "jinja/tree.h"
#include "jinja/value.h"

namespace tessera::jinja {

// --- undefined.cc -------------------------------------------------------------------------------

// "'name' is undefined", "'dict object' has no attribute 'name'", …
std::string UndefinedMessage(Value undefined);
[[noreturn]] void FailUndefined(Runtime& runtime, Value undefined);
// Whether `undefined` prints nothing whatever the options say, as an `if` expression without
// `else`.
inline bool IsLenient(Value undefined) {
  return undefined.origin() != nullptr &&
         static_cast<const UndefinedObject&>(*undefined.origin()).lenient;
}
// Throws when `value` is undefined and undefined values may not be used.
inline void CheckUsable(Runtime& runtime, Value value) {
  if (value.undefined() && runtime.options().undefined == UndefinedKind::kStrict &&
      !IsLenient(value)) {
    FailUndefined(runtime, value);
  }
}
// Throws when `value` is undefined, for what no kind of undefined value can do.
inline void CheckDefined(Runtime& runtime, Value value) {
  if (value.undefined()) FailUndefined(runtime, value);
}

// --- print.cc -----------------------------------------------------------------------------------

// str(value), appended to `out`.
void AppendText(Runtime& runtime, Value value, std::string& out);
// repr(value): strings are quoted.
void AppendRepr(Runtime& runtime, Value value, std::string& out);
std::string ToText(Runtime& runtime, Value value);
std::string Repr(Runtime& runtime, Value value);
// The same with everything beyond ASCII escaped.
std::string AsciiRepr(Runtime& runtime, Value value);
// The text of `value` as a Value: itself when it is a string already, which keeps it finished
// markup.
Value ToTextValue(Runtime& runtime, Value value);
void AppendInteger(std::int64_t value, std::string& out);
// As Python: the shortest that reads back the same, "1.0", "1e+16", "nan".
void AppendFloat(double value, std::string& out);
// "<LoopContext 1/3>".
void AppendLoopText(const LoopObject& loop, std::string& out);

// --- escape.cc ----------------------------------------------------------------------------------

// & < > " ' become entities.
void AppendEscaped(std::string_view text, std::string& out);
// `value` as finished markup: escaped unless it is that already.
Value Escaped(Runtime& runtime, Value value);

// --- compare.cc ---------------------------------------------------------------------------------

bool Truth(Runtime& runtime, Value value);
bool Equal(Runtime& runtime, Value left, Value right);
// <0, 0, >0; throws when the types have no order. `sign` is how the error writes the comparison.
int Order(Runtime& runtime, Value left, Value right, std::string_view sign = "<");
bool Compare(Runtime& runtime, CompareOp op, Value left, Value right);
bool Contains(Runtime& runtime, Value container, Value item);
// Throws for what cannot be a key of a dict.
std::size_t Hash(Value key);
// Equality of keys, for which nothing throws.
bool SameKey(Value left, Value right);

// --- iterate.cc ---------------------------------------------------------------------------------

// len(value).
std::size_t Length(Runtime& runtime, Value value);
// REQUIRES: a list, tuple or range. No bounds are checked.
std::size_t SequenceSize(Value sequence);
Value SequenceItem(Value sequence, std::size_t index);

// Walks over whatever can be iterated: throws for what cannot.
class Iteration {
 public:
  Iteration(Runtime& runtime, Value iterable);
  // The next item; false at the end. Each one counts against the limit of iterations.
  bool Next(Value& item) {
    if (source_ == Source::kJsonArray) {
      if (json_ == json_end_) return false;
      item = Value::Of(*json_++);
    } else if (source_ == Source::kRange) {
      if (left_ == 0) return false;
      item = Value::Int(number_);
      if (--left_ > 0) number_ += step_;
    } else if (!NextOfOthers(item)) {
      return false;
    }
    runtime_.Tick();
    return true;
  }

 private:
  enum class Source {
    kEmpty,
    kJsonArray,
    kRange,
    kList,
    kString,
    kDict,
    kJsonObject,
    kItems,
    kIterator
  };
  bool NextOfOthers(Value& item);

  Runtime& runtime_;
  Value iterable_;
  Source source_ = Source::kEmpty;
  std::size_t position_ = 0;
  const nlohmann::json* json_ = nullptr;
  const nlohmann::json* json_end_ = nullptr;
  std::size_t left_ = 0;  // of a range
  std::int64_t number_ = 0;
  std::int64_t step_ = 0;
  const Array<Value>* items_ = nullptr;
  nlohmann::json::object_t::const_iterator entry_;
};

// All items, as a new list.
List* ToList(Runtime& runtime, Value iterable);

// --- arithmetic.cc ------------------------------------------------------------------------------

Value Arithmetic(Runtime& runtime, BinaryOp op, Value left, Value right);
Value Negate(Runtime& runtime, Value value);
Value Plus(Runtime& runtime, Value value);
// The sum of integers; throws of kind kArithmetic when it does not fit into 64 bits.
std::int64_t CheckedAdd(std::int64_t left, std::int64_t right);
[[noreturn]] void FailOverflow();
// `left ~ right ~ …`.
Value Concat(Runtime& runtime, std::span<const Value> parts);

// --- format.cc ----------------------------------------------------------------------------------

// Python's "%" of a string, with a tuple, a dict or a single value.
Value PercentFormat(Runtime& runtime, Value format, Value arguments);
// str.format(…).
Value BraceFormat(Runtime& runtime, Value format, std::span<const Value> positional,
                  std::span<const NamedValue> named);

// --- attributes.cc ------------------------------------------------------------------------------

// `object.name`: what Python's attribute of that name would be (a method, a part of a loop), else
// the item; undefined when there is neither.
Value Attribute(Runtime& runtime, Value object, std::string_view name);
// `object[key]`: the item, else the attribute.
Value Item(Runtime& runtime, Value object, Value key);
Value Slice(Runtime& runtime, Value object, Value start, Value stop, Value step);
// The attribute that is no item; Missing when there is none.
Value BuiltinAttribute(Runtime& runtime, Value object, std::string_view name);
// A value of a dict by key; null or Missing when there is none.
Value DictGet(Value dict, Value key);

// --- methods_*.cc -------------------------------------------------------------------------------

// Whether any string, list or dict has a method of this name.
bool IsMethodName(std::string_view name);
bool HasMethod(Value receiver, std::string_view name);
Value CallMethod(const MethodObject& method, Call& call);
Value CallStringMethod(Value receiver, Call& call);
Value CallCollectionMethod(Value receiver, Call& call);
bool IsStringMethod(std::string_view name);
// `text` with `from` replaced by `to`, at most `most` times (always when negative).
Value ReplaceText(Runtime& runtime, Value text, std::string_view from, std::string_view to,
                  std::int64_t most);
Value CopyDict(Runtime& runtime, Value dict);
// Adds the entries of a dict, or of pairs.
void UpdateDict(Runtime& runtime, Dict& dict, Value from);
// str.split without a separator, at white space.
List* SplitAtSpace(Runtime& runtime, Value text, std::int64_t most);

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_OPERATIONS_H_
