// Values as JSON, and as Python's pprint lays them out.
#ifndef TESSERA_JINJA_SERIALIZE_H_
#define TESSERA_JINJA_SERIALIZE_H_

#include <string>

#include "jinja/runtime.h"

namespace tessera::jinja {

// JSON with sorted keys that is safe in any HTML context: < > & ' are escapes. One line when
// `indent` is negative. Throws for what JSON does not have.
std::string JsonForHtml(Runtime& runtime, Value value, int indent);

// pprint.pformat(value): on one line when it fits into 80 columns, else one item a line.
std::string PrettyText(Runtime& runtime, Value value);

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_SERIALIZE_H_
