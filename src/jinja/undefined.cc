#include "base/text.h"
#include "jinja/operations.h"

namespace tessera::jinja {
namespace {

std::string Described(Value object) {
  if (object.none()) return "None";
  return std::string(TypeName(object)) + " object";
}

std::vector<std::string> KeysOf(Value object) {
  std::vector<std::string> keys;
  if (object.type() == Type::kJsonObject) {
    for (const auto& [key, value] : object.AsJson().items()) keys.push_back(key);
  } else if (object.type() == Type::kDict) {
    for (const Dict::Entry& entry : object.AsDict().entries) {
      if (entry.key.string()) keys.emplace_back(entry.key.AsText());
    }
  }
  return keys;
}

}  // namespace

std::string UndefinedMessage(Value undefined) {
  if (undefined.origin() == nullptr)
    return "'" + std::string(undefined.AsText()) + "' is undefined";
  const auto& origin = static_cast<const UndefinedObject&>(*undefined.origin());
  if (!origin.hint.empty()) return std::string(origin.hint);
  if (origin.key.string()) {
    return "'" + Described(origin.object) + "' has no attribute '" +
           std::string(origin.key.AsText()) + "'";
  }
  std::string key;
  if (origin.key.integer()) AppendInteger(origin.key.AsInt(), key);
  return Described(origin.object) + " has no element" + (key.empty() ? "" : " " + key);
}

void FailUndefined(Runtime& runtime, Value undefined) {
  TemplateError error(ErrorKind::kUndefined, UndefinedMessage(undefined));
  std::optional<std::string> near;
  if (undefined.origin() == nullptr) {
    near = Nearest(undefined.AsText(), runtime.VariableNames());
  } else {
    const auto& origin = static_cast<const UndefinedObject&>(*undefined.origin());
    if (origin.hint.empty() && origin.key.string()) {
      near = Nearest(origin.key.AsText(), KeysOf(origin.object));
    }
  }
  if (near) error.Remedy("did you mean '" + *near + "'?");
  throw error;
}

}  // namespace tessera::jinja
