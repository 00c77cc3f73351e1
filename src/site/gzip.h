// Gzip with no time of day in it: the same bytes give the same bytes.
#ifndef TESSERA_SITE_GZIP_H_
#define TESSERA_SITE_GZIP_H_

#include <string>
#include <string_view>

namespace tessera {

std::string Gzip(std::string_view bytes);  // at the highest level
// Throws an Error when `bytes` are no complete gzip stream.
std::string Gunzip(std::string_view bytes);

}  // namespace tessera

#endif  // TESSERA_SITE_GZIP_H_
