// Text as a JSON string.
#ifndef TESSERA_SPEC_JSON_TEXT_H_
#define TESSERA_SPEC_JSON_TEXT_H_

#include <string>
#include <string_view>

namespace tessera {

// `text` in double quotes, with what JSON wants escaped.
std::string JsonString(std::string_view text);

}  // namespace tessera

#endif  // TESSERA_SPEC_JSON_TEXT_H_
