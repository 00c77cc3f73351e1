#include "jinja/call.h"

#include "jinja/operations.h"

namespace tessera::jinja {

Value Call::Argument(size_t index, std::string_view name) const {
  if (index < positional_.size()) return positional_[index];
  for (const NamedValue& named : named_) {
    if (named.name == name) return named.value;
  }
  return Value::Missing();
}

Value Call::Required(size_t index, std::string_view name) const {
  const Value value = Argument(index, name);
  if (value.missing())
    Fail("'" + std::string(name_) + "' needs the argument '" + std::string(name) + "'");
  CheckDefined(runtime_, value);
  return value;
}

std::string_view Call::RequiredText(size_t index, std::string_view name) const {
  const Value value = Required(index, name);
  if (!value.string()) {
    throw TemplateError(ErrorKind::kType, "'" + std::string(name_) + "' takes text as '" +
                                              std::string(name) + "', not " +
                                              std::string(TypeName(value)));
  }
  return value.AsText();
}

bool Call::autoescape() const { return runtime_.autoescape(); }
Value Call::Text(std::string_view text) const { return runtime_.Text(text); }
Value Call::Markup(std::string_view text) const { return runtime_.Markup(text); }
std::string Call::ToText(Value value) const { return jinja::ToText(runtime_, value); }

void Call::Fail(std::string message, std::string remedy) const {
  TemplateError error(ErrorKind::kRuntime, std::move(message));
  if (!remedy.empty()) error.Remedy(std::move(remedy));
  throw error;
}

}  // namespace tessera::jinja
