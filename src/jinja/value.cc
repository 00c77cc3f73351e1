#include "jinja/value.h"

#include <limits>

#include "jinja/objects.h"

namespace tessera::jinja {

Value Value::Float(double value) {
  Value made(Type::kFloat);
  made.float_ = value;
  return made;
}

Value Value::OfOthers(const nlohmann::json& json) {
  using Json = nlohmann::json::value_t;
  switch (json.type()) {
    case Json::boolean:
      return Bool(json.get<bool>());
    case Json::number_integer:
      return Int(json.get<std::int64_t>());
    case Json::number_unsigned: {
      const auto number = json.get<std::uint64_t>();
      if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return Float(static_cast<double>(number));
      }
      return Int(static_cast<std::int64_t>(number));
    }
    case Json::number_float:
      return Float(json.get<double>());
    case Json::array:
    case Json::object: {
      Value made(json.is_array() ? Type::kJsonArray : Type::kJsonObject);
      made.json_ = &json;
      return made;
    }
    default:
      return None();
  }
}

bool Value::SameAs(Value other) const {
  if (type() != other.type()) return false;
  switch (type()) {
    case Type::kMissing:
    case Type::kNone:
      return true;
    case Type::kBool:
    case Type::kInt:
      return int_ == other.int_;
    case Type::kFloat:
      return float_ == other.float_;
    case Type::kString:
      return flag() == other.flag() && AsText() == other.AsText();
    case Type::kUndefined:
      return flag() == other.flag() && text_ == other.text_;
    default:
      return object_ == other.object_;
  }
}

namespace {

std::string_view ObjectTypeName(const Object& object) {
  switch (object.kind) {
    case ObjectKind::kUndefined:
      return "Undefined";
    case ObjectKind::kRange:
      return "range";
    case ObjectKind::kIterator:
      return static_cast<const IteratorObject&>(object).type;
    case ObjectKind::kView:
      return static_cast<const ViewObject&>(object).type;
    case ObjectKind::kNamespace:
      return "Namespace";
    case ObjectKind::kCycler:
      return "Cycler";
    case ObjectKind::kJoiner:
      return "Joiner";
    case ObjectKind::kMethod:
      return "builtin_function_or_method";
    case ObjectKind::kFunction:
      return "function";
    case ObjectKind::kMacro:
      return "Macro";
    case ObjectKind::kLoop:
      return "LoopContext";
    case ObjectKind::kBlock:
      return "BlockReference";
    case ObjectKind::kSelf:
      return "TemplateReference";
    case ObjectKind::kModule:
      return "TemplateModule";
  }
  return "object";
}

}  // namespace

std::string_view TypeName(Value value) {
  switch (value.type()) {
    case Type::kMissing:
    case Type::kUndefined:
      return "Undefined";
    case Type::kNone:
      return "NoneType";
    case Type::kBool:
      return "bool";
    case Type::kInt:
      return "int";
    case Type::kFloat:
      return "float";
    case Type::kString:
      return value.markup() ? "Markup" : "str";
    case Type::kList:
    case Type::kJsonArray:
      return "list";
    case Type::kTuple:
      return "tuple";
    case Type::kDict:
    case Type::kJsonObject:
      return "dict";
    case Type::kObject:
      return ObjectTypeName(value.AsObject());
  }
  return "object";
}

}  // namespace tessera::jinja
