// Gives every name of a parsed template its slot, and every filter and test its function.
#ifndef TESSERA_JINJA_RESOLVE_H_
#define TESSERA_JINJA_RESOLVE_H_

#include "jinja/library.h"
#include "jinja/tree.h"

namespace tessera::jinja {

// Throws TemplateError of kind kAssertion for an unknown filter or test (outside of the branches of
// an `if`, where it is an error only once it runs) and for tags in wrong places.
void Resolve(CompiledTemplate& compiled, const Library& library);

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_RESOLVE_H_
