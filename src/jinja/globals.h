// The functions that every template can call: range, dict, cycler, joiner, namespace.
#ifndef TESSERA_JINJA_GLOBALS_H_
#define TESSERA_JINJA_GLOBALS_H_

#include <span>

#include "jinja/call.h"

namespace tessera::jinja {

struct GlobalRow {
  const char* name;
  Value (*function)(Call&);
};
std::span<const GlobalRow> BuiltinGlobals();

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_GLOBALS_H_
