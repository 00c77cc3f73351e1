// Makes links of the addresses in a text.
#ifndef TESSERA_JINJA_URLIZE_H_
#define TESSERA_JINJA_URLIZE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::jinja {

struct UrlizeOptions {
  std::optional<std::int64_t> trim_limit;  // in characters of the link's text
  std::string rel;                         // empty: no such attribute
  std::string target;
  std::vector<std::string> extra_schemes;  // "ftp:"
};

// `escaped` is finished markup, and so is the result.
std::string Urlize(std::string_view escaped, const UrlizeOptions& options);

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_URLIZE_H_
