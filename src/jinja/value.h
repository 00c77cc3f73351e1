// A value as templates see it: 16 bytes, copied freely, owning nothing.
//
// Strings, lists and objects are borrowed: from the caller's JSON, from the compiled template, or
// from the Heap of the render that made them. A Value is therefore good until that render ends.
// Numbers are 64-bit integers and doubles; every text is UTF-8.
#ifndef TESSERA_JINJA_VALUE_H_
#define TESSERA_JINJA_VALUE_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>

namespace tessera::jinja {

struct Object;  // objects.h: ranges, iterators, macros, namespaces and everything else with a kind
struct List;
struct Dict;

enum class Type : std::uint8_t {
  kMissing,    // no value at all: an unset variable or an argument that was not given
  kUndefined,  // what a template sees of a missing value
  kNone,
  kBool,
  kInt,
  kFloat,
  kString,
  kList,
  kTuple,
  kDict,
  kJsonArray,   // a list of the caller's
  kJsonObject,  // a dict of the caller's
  kObject,
};

class Value {
 public:
  constexpr Value() : int_(0) {}

  static constexpr Value Missing() { return Value(Type::kMissing); }
  // An undefined value called `name`; MakeUndefined (undefined.h) tells more about where it is
  // from.
  static Value Undefined(std::string_view name) { return Value(Type::kUndefined, name, 0); }
  static Value Undefined(Object* origin) { return Value(Type::kUndefined, origin, 1); }
  static constexpr Value None() { return Value(Type::kNone); }
  static constexpr Value Bool(bool value) { return Value(Type::kBool, value ? 1 : 0); }
  static constexpr Value Int(std::int64_t value) { return Value(Type::kInt, value); }
  static Value Float(double value);
  // A plain string, which autoescaping escapes.
  static Value Text(std::string_view text) { return Value(Type::kString, text, 0); }
  // A string of finished markup, which nothing escapes again.
  static Value Markup(std::string_view text) { return Value(Type::kString, text, 1); }
  static Value Of(List* list) { return Value(Type::kList, list, 0); }
  static Value TupleOf(List* list) { return Value(Type::kTuple, list, 0); }
  static Value Of(Dict* dict) { return Value(Type::kDict, dict, 0); }
  static Value Of(Object* object) { return Value(Type::kObject, object, 0); }
  // The value of `json`, which is borrowed. Unsigned numbers beyond 2^63 become doubles.
  static Value Of(const nlohmann::json& json) {
    const auto* text = json.get_ptr<const nlohmann::json::string_t*>();
    return text != nullptr ? Text(*text) : OfOthers(json);
  }

  Type type() const { return static_cast<Type>(tag_ & 0xff); }
  bool missing() const { return type() == Type::kMissing; }
  bool undefined() const { return type() == Type::kUndefined; }
  bool none() const { return type() == Type::kNone; }
  bool boolean() const { return type() == Type::kBool; }
  bool integer() const { return type() == Type::kInt; }
  bool floating() const { return type() == Type::kFloat; }
  bool string() const { return type() == Type::kString; }
  bool markup() const { return type() == Type::kString && flag() == 1; }
  bool tuple() const { return type() == Type::kTuple; }
  bool list() const { return type() == Type::kList || type() == Type::kJsonArray; }
  bool dict() const { return type() == Type::kDict || type() == Type::kJsonObject; }
  bool object() const { return type() == Type::kObject; }
  // Whether it takes part in arithmetic: int, float or bool.
  bool number() const { return type() >= Type::kBool && type() <= Type::kFloat; }

  // REQUIRES, for each: a value of that type.
  bool AsBool() const { return int_ != 0; }
  std::int64_t AsInt() const { return int_; }  // of a bool too: 0 or 1
  double AsFloat() const { return float_; }
  std::string_view AsText() const {
    return {text_, static_cast<std::size_t>(tag_ >> kLengthShift)};
  }
  List& AsList() const { return *list_; }  // of a tuple too
  Dict& AsDict() const { return *dict_; }
  const nlohmann::json& AsJson() const { return *json_; }
  Object& AsObject() const { return *object_; }
  // REQUIRES: undefined(). Nothing for a plain undefined name, whose name is AsText().
  Object* origin() const { return flag() == 1 ? object_ : nullptr; }
  // REQUIRES: number().
  double ToDouble() const { return type() == Type::kFloat ? float_ : static_cast<double>(int_); }

  // Python's `is`, as far as it can be told apart here.
  bool SameAs(Value other) const;

 private:
  static Value OfOthers(const nlohmann::json& json);  // all but a string
  explicit constexpr Value(Type type) : tag_(TagOf(type)), int_(0) {}
  constexpr Value(Type type, std::int64_t value) : tag_(TagOf(type)), int_(value) {}
  Value(Type type, std::string_view text, std::uint8_t flag)
      : tag_(TagOf(type, flag) | static_cast<std::uint64_t>(text.size()) << kLengthShift),
        text_(text.data()) {}
  Value(Type type, Object* object, std::uint8_t flag) : tag_(TagOf(type, flag)), object_(object) {}
  Value(Type type, List* list, std::uint8_t flag) : tag_(TagOf(type, flag)), list_(list) {}
  Value(Type type, Dict* dict, std::uint8_t flag) : tag_(TagOf(type, flag)), dict_(dict) {}

  static constexpr int kFlagShift = 8;
  static constexpr int kLengthShift = 32;
  static constexpr std::uint64_t TagOf(Type type, std::uint8_t flag = 0) {
    return static_cast<std::uint64_t>(type) | static_cast<std::uint64_t>(flag) << kFlagShift;
  }
  std::uint8_t flag() const { return static_cast<std::uint8_t>(tag_ >> kFlagShift); }

  // Type, flag and length as one word, so that a Value is copied and made in two registers. The
  // flag says of a string that it is finished markup, of an undefined value that object_ tells
  // more.
  std::uint64_t tag_ = TagOf(Type::kNone);
  union {
    std::int64_t int_;
    double float_;
    const char* text_;
    const nlohmann::json* json_;
    Object* object_;
    List* list_;
    Dict* dict_;
  };
};

static_assert(sizeof(Value) == 16);

// Python's name of its type: "str", "int", "list", "NoneType", "Markup".
std::string_view TypeName(Value value);

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_VALUE_H_
